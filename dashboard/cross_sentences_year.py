"""What Gröna korset says of a unit's twelve months: a table of sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import swedish
from dashboard.cross_sentences import counted
from dashboard.sentences import Sentence


@dataclass(frozen=True)
class YearNumbers:
    """Harm of up to twelve months: per month its harms, None where no day of it is registered; `unsure` days more."""

    months: Sequence[tuple[dt.date, int | None]]
    unsure: int

    @property
    def registered(self) -> list[tuple[dt.date, int]]:
        return [(month, harms) for month, harms in self.months if harms is not None]

    @property
    def harms(self) -> int:
        return sum(harms for _, harms in self.registered)

    @property
    def harms_said(self) -> str:
        """Sex skador · Minst sex skador."""
        words = counted(self.harms, "skada", "skador")
        return f"minst {words}".capitalize() if self.unsure else words.capitalize()

    @property
    def months_said(self) -> str:
        """tolv månader · en månad."""
        return counted(len(self.registered), "månad", "månader")

    @property
    def with_harm(self) -> list[dt.date]:
        return [month for month, harms in self.registered if harms]

    @property
    def only_in(self) -> str:
        return swedish.month_name(self.with_harm[0])

    @property
    def latest(self) -> str:
        return swedish.month_name(self.registered[-1][0])


def _is_spread(y: YearNumbers) -> bool:
    return y.harms > 0 and len(y.with_harm) > 1


YEAR_FINDING: Sequence[Sentence[YearNumbers]] = (
    Sentence("inget registrerat", lambda y: not y.registered and not y.unsure, "Ingen dag är registrerad"),
    Sentence("ingen skada", lambda y: bool(y.registered) and not y.harms and not y.unsure,
             "Ingen skada på {months_said}"),
    Sentence("ovisst", lambda y: not y.harms and y.unsure > 0, "Ingen känd skada på {months_said}"),
    Sentence("en månad", lambda y: y.harms > 0 and len(y.with_harm) == 1 and len(y.registered) > 1,
             "{harms_said} på {months_said}, i {only_in}"),
    Sentence("den enda", lambda y: y.harms > 0 and len(y.registered) == 1, "{harms_said} på {months_said}"),
    Sentence("senaste utan", lambda y: _is_spread(y) and not y.registered[-1][1],
             "{harms_said} på {months_said}, ingen i {latest}"),
    Sentence("senaste med", lambda y: _is_spread(y) and y.registered[-1][1] > 0, "{harms_said} på {months_said}"),
)  # fmt: skip
