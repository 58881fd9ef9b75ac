"""One cut of the figures – whose, when, of whom, how counted – and how it is said in Swedish."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypedDict

from dashboard import swedish


class Moment(TypedDict):
    """The keys of all those waiting at one date, counted one way."""

    principal: str
    cutoff_date: dt.date
    definition: str


class Series(TypedDict):
    """The keys of a series of months up to `cutoff_date`; `limit_days` is None where måldatum is the limit."""

    principal: str
    cutoff_date: dt.date
    population: str
    definition: str
    limit_days: int | None


class Cut(Series):
    """The keys of one cut: one date and one phase."""

    phase: int


class BandCut(TypedDict):
    """The keys of one cut of counts in bands, which have no definition."""

    principal: str
    cutoff_date: dt.date
    population: str
    phase: int
    limit_days: int | None


class QueueMonth(TypedDict):
    """The keys of one specialty's queues in the month that ends on `cutoff_date`."""

    principal: str
    cutoff_date: dt.date
    phase: int
    specialty: str


class ContactMonths(QueueMonth):
    """The keys of some förvaltningars contacts of one specialty, month by month up to `cutoff_date`."""

    population: str
    administrations: tuple[str, ...]


def series_of(cut: Cut) -> Series:
    """The months up to the cut's date, counted as the cut is."""
    return Series(
        principal=cut["principal"],
        cutoff_date=cut["cutoff_date"],
        population=cut["population"],
        definition=cut["definition"],
        limit_days=cut["limit_days"],
    )


def band_cut(cut: Cut) -> BandCut:
    """The cut without its definition."""
    return BandCut(
        principal=cut["principal"],
        cutoff_date=cut["cutoff_date"],
        population=cut["population"],
        phase=cut["phase"],
        limit_days=cut["limit_days"],
    )


WAITING_FOR = {1: "första besök", 2: "operation eller åtgärd", 3: "undersökning", 4: "återbesök", 5: "akut vård"}
COMPLETED = {
    1: "genomförda första besök",
    2: "genomförda operationer och åtgärder",
    3: "genomförda undersökningar",
    4: "genomförda återbesök",
    5: "genomförda akuta besök",
}


@dataclass(frozen=True)
class Words:
    """The Swedish of one cut; the last three are told of a huvudman that is known only by counts in bands."""

    cut: Cut
    definition_name: str
    is_demo: bool = False
    limit_name: str = ""  # as the system itself says it: 18 veckor (126 dagar)
    limit_owner: str = ""  # whose it is: Englands egen gräns
    is_aggregated: bool = False  # the figures come from counts in bands

    @property
    def is_waiting(self) -> bool:
        return self.cut["population"] == "vantande"

    @property
    def who(self) -> str:
        """väntande till första besök · genomförda första besök."""
        phase = self.cut["phase"]
        return f"väntande till {WAITING_FOR[phase]}" if self.is_waiting else COMPLETED[phase]

    @property
    def noun(self) -> str:
        """väntande · genomförda: after an n."""
        return "väntande" if self.is_waiting else "genomförda"

    @property
    def within(self) -> str:
        """inom 90 dagar · före måldatum: after a share."""
        return "före måldatum" if self.cut["limit_days"] is None else f"inom {self.limit}"

    @property
    def limit(self) -> str:
        """90 dagar · 18 veckor (126 dagar): the limit as it is said."""
        days = self.cut["limit_days"]
        return self.limit_name or ("måldatum" if days is None else swedish.days(days))

    @property
    def limit_and_owner(self) -> str:
        """18 veckor (126 dagar), Englands egen gräns."""
        return f"{self.limit}, {self.limit_owner}" if self.limit_owner else self.limit

    @property
    def limit_or_shorter(self) -> str:
        """90 dagar eller kortare · 18 veckor (126 dagar) eller kortare, Englands egen gräns."""
        return f"{self.limit} eller kortare{', ' if self.limit_owner else ''}{self.limit_owner}"

    @property
    def is_own_limit(self) -> bool:
        """Whether it is the limit of the huvudman's own system, which has a name of its own."""
        return self.limit_owner[:1].isupper()

    @property
    def whole(self) -> str:
        """regionen · Irland: what all the förvaltningar are together."""
        return self.cut["principal"] if self.is_aggregated else "regionen"

    @property
    def whole_own(self) -> str:
        """regionens · Irlands."""
        return self.whole if self.whole.endswith("s") else f"{self.whole}s"

    @property
    def attained(self) -> str:
        """har väntat högst 90 dagar · gjordes inom 90 dagar: the verb of the answer."""
        limit = self.cut["limit_days"]
        if limit is None:
            return "har inte passerat sitt måldatum" if self.is_waiting else "kom senast på måldatum"
        return f"har väntat högst {self.limit}" if self.is_waiting else f"gjordes inom {self.limit}"

    @property
    def who_attained(self) -> str:
        """Andel väntande till första besök som väntat högst 90 dagar: the subtitle's beginning."""
        return f"Andel {self.who} som {self.attained.removeprefix('har ')}"

    @property
    def who_is_counted(self) -> str:
        """The sentence that every page's sources have."""
        if self.is_aggregated:
            return (
                "Alla som källan räknar, utan avdrag: den säger inget om patientvald eller medicinskt orsakad väntan. "
                "Förvaltning är källans egen indelning, till exempel sjukhus."
            )
        who = "väntar vid" if self.is_waiting else "har besökt"
        return f"Alla patienter som {who} regionens enheter räknas, var de än bor."

    def caption(self, what: str) -> str:
        """A block's subtitle; made-up figures say so on every chart."""
        return f"{what}. Demodata" if self.is_demo else what

    @property
    def moment(self) -> str:
        """31 oktober 2026 for a snapshot, oktober 2026 for a month's work."""
        cutoff = self.cut["cutoff_date"]
        return swedish.long_date(cutoff) if self.is_waiting else swedish.month_and_year(cutoff)

    @property
    def definition_and_moment(self) -> str:
        """31 oktober 2026, exkl. PVV och MOV: the last line of a tooltip."""
        name = self.definition_name
        return f"{self.moment}, {name[:1].lower()}{name[1:]}"

    @property
    def nobody(self) -> str:
        """ingen väntar · inga genomförda."""
        return "ingen väntar" if self.is_waiting else "inga genomförda"

    def counted(self, numerator: int | None, denominator: int | None) -> str:
        """118 av 412 väntande."""
        return f"{swedish.integer(numerator or 0)} av {swedish.integer(denominator or 0)} {self.noun}"
