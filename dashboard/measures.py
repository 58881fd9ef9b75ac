"""The six key figures of Läget, each with what is said of it: its share, its change and where the nation stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import nation, sentences, swedish
from dashboard.nation import Against, Measure, Pair

TITLES = {
    "forsta_besok": "Första besök inom 90 dagar",
    "operation": "Operation och åtgärd inom 90 dagar",
    "aterbesok": "Återbesök före måldatum",
    "bup_forsta_besok": "BUP: första besök inom 30 dagar",
    "bup_utredning": "BUP: utredning inom 30 dagar",
    "bup_behandling": "BUP: behandling inom 30 dagar",
}


@dataclass(frozen=True)
class Figure:
    """One key figure; `before` compares it with the date chosen, `against` with the nation."""

    row: Measure
    cutoff_date: dt.date
    previous_date: dt.date | None
    before: Pair | None
    is_beyond: bool
    missing: str
    against: Against | None
    how: str

    @property
    def title(self) -> str:
        return TITLES[self.row["measure"]]

    @property
    def is_shown(self) -> bool:
        return self.row["share"] is not None

    @property
    def is_compared(self) -> bool:
        """There is something to compare with, alike or not."""
        return self.is_shown and self.before is not None

    @property
    def is_comparable(self) -> bool:
        """The same förvaltningar were delivered on both dates."""
        return self.is_compared and not self.missing

    @property
    def is_up(self) -> bool:
        return self.before is not None and self.before.difference > 0

    @property
    def since(self) -> str:
        return sentences.since(self.previous_date, self.cutoff_date) if self.previous_date else ""

    @property
    def whole_points(self) -> int:
        """Whole percentage points, as both shares are shown."""
        if self.before is None:
            return 0
        return swedish.whole_percent(self.before.share) - swedish.whole_percent(self.before.other)

    @property
    def points(self) -> str:
        """3 procentenheter."""
        return points_of(self.before) if self.before else ""

    @property
    def has_nation(self) -> bool:
        return self.row["national_share"] is not None

    @property
    def is_direct(self) -> bool:
        return self.against is not None and self.against.is_direct

    @property
    def nation_pair(self) -> str:
        return self.against.pair.in_words if self.against else ""

    @property
    def nation_n(self) -> int:
        return self.against.pair.denominator if self.against else 0

    def stands(self, verdict: str) -> bool:
        """Whether this is how the region stands to the nation."""
        return self.against is not None and self.against.verdict == verdict


@dataclass(frozen=True)
class YearChange:
    """One series of the trend against the same month a year earlier."""

    name: str
    pair: Pair
    is_beyond: bool

    @property
    def is_up(self) -> bool:
        return self.pair.difference > 0

    @property
    def points(self) -> str:
        return points_of(self.pair)


def points_of(pair: Pair) -> str:
    """3 procentenheter, as both shares are shown; 0,4 where whole ones would say that nothing changed."""
    whole = swedish.whole_percent(pair.share) - swedish.whole_percent(pair.other)
    return swedish.points(whole) if whole else f"{swedish.decimal(abs(pair.difference) * 100)} procentenheter"


def figures(
    rows: Sequence[Measure],
    cutoff: dt.date,
    previous: dt.date | None,
    definition: str,
    names: Mapping[str, str],
    missing: str = "",
) -> list[Figure]:
    """The key figures; `names` are the definitions' names, `missing` what was delivered on one of the dates only."""
    before: list[Pair | None] = nation.since_before(rows) if previous else [None] * len(rows)
    compared = nation.against(rows, cutoff, definition)
    flags = nation.beyond_chance(before)
    return [
        Figure(row, cutoff, previous, pair, flag, missing, each, _how(each, names))
        for row, pair, flag, each in zip(rows, before, flags, compared, strict=True)
    ]


def _how(against: Against | None, names: Mapping[str, str]) -> str:
    """exkl. PVV, 30 september 2026: how and when the nation was counted."""
    if against is None:
        return ""
    name = names.get(against.definition, against.definition)
    return f"{name[:1].lower()}{name[1:]}, {swedish.long_date(against.date)}"
