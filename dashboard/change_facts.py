"""The facts of the sentences about what has changed beyond chance; which changes are is decided at publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import sentences, swedish

ALL, BUP = "Alla", "931"
LARGER_PART, NEARLY_ALL = 0.5, 0.8
FEWEST_COMPARED = 3  # a lowest of two says nothing that the other does not
LARGELY_OTHER = 0.2  # of n: then the earlier n is told too
PHASES = {1: "första besök", 2: "operation/åtgärd", 3: "undersökning", 4: "återbesök", 5: "akut vård"}
BUP_PHASES = {
    1: "BUP:s första besök",
    2: "Start av BUP-behandling",
    3: "BUP-utredning",
    4: "BUP:s återbesök",
    5: "BUP:s akuta vård",
}
ORDINALS = ("", "", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde", "elfte",
            "tolfte")  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One change beyond chance; shares 0–1, `difference` with its interval, and what else is known of the group."""

    row: Row
    cutoff_date: dt.date
    carriers: tuple[str, ...] = ()
    carried: float = 0.0
    months_under: int = 0
    events: tuple[str, ...] = ()

    @property
    def is_region(self) -> bool:
        return bool(self.row["administration"] == ALL)

    @property
    def is_bup(self) -> bool:
        return bool(self.row["specialty"] == BUP)

    @property
    def is_up(self) -> bool:
        return bool(self.row["difference"] > 0)

    @property
    def certain(self) -> float:
        """The part of the change that is certain: the interval's end nearest zero, 0 where it holds zero."""
        low, high = self.row["low_95"], self.row["high_95"]
        return 0.0 if low <= 0 <= high else min(abs(low), abs(high))

    @property
    def name(self) -> str:
        return str(self.row["short_name"])

    @property
    def administration(self) -> str:
        return str(self.row["administration"])

    @property
    def phase(self) -> str:
        return PHASES[self.row["phase"]]

    @property
    def bup_phase(self) -> str:
        return BUP_PHASES[self.row["phase"]]

    @property
    def in_text(self) -> str:
        """ortopedi i NU, operation/åtgärd: what has changed, inside a sentence."""
        where = "" if self.is_region else f" i {self.administration}"
        return sentences.in_text(f"{self.bup_phase}{where}" if self.is_bup else f"{self.name}{where}, {self.phase}")

    @property
    def has_limit(self) -> bool:
        return self.row["limit_days"] is not None

    @property
    def limit(self) -> int:
        return int(self.row["limit_days"])

    @property
    def shares(self) -> str:
        """54 → 63 %."""
        return sentences.arrow(self.row["earlier_share"], self.row["share"])

    @property
    def earlier_share(self) -> str:
        """54, or 54 % where the words need it."""
        return self.shares.split(" → ")[0]

    @property
    def share(self) -> str:
        return self.shares.split(" → ")[1]

    @property
    def denominator(self) -> int:
        return int(self.row["denominator"])

    @property
    def earlier_denominator(self) -> int:
        return int(self.row["earlier_denominator"])

    @property
    def has_other_base(self) -> bool:
        """The number of patients is largely another than it was."""
        return abs(self.denominator - self.earlier_denominator) > LARGELY_OTHER * self.earlier_denominator

    @property
    def since(self) -> str:
        return sentences.since(self.row["earlier_date"], self.cutoff_date)

    @property
    def is_lowest(self) -> bool:
        return self._stands_at("lowest", "under")

    @property
    def is_highest(self) -> bool:
        return self._stands_at("highest", "over")

    @property
    def carrier_names(self) -> str:
        return swedish.listed(self.carriers)

    @property
    def ordinal(self) -> str:
        """tredje: of months in a row under the nation."""
        return ORDINALS[self.months_under] if self.months_under < len(ORDINALS) else f"{self.months_under}:e"

    @property
    def event_words(self) -> str:
        return swedish.listed(self.events)

    def _stands_at(self, end: str, verdict: str) -> bool:
        is_there = self.row["share"] == self.row[end] and self.row["verdict"] == verdict
        return bool(not self.is_region and self.row["judged"] >= FEWEST_COMPARED and is_there)


@dataclass(frozen=True)
class Extent:
    """How much of what was tested has changed since `earlier_date`; `tested` counts groups, the rest specialties."""

    earlier_date: dt.date
    cutoff_date: dt.date
    is_delivered: bool
    missing: str = ""  # förvaltningar that are missing on one of the dates only
    tested: int = 0
    flagged: int = 0
    specialties_tested: int = 0
    specialties_changed: int = 0

    @property
    def is_tested(self) -> bool:
        return self.tested > 0

    @property
    def unchanged(self) -> int:
        return self.specialties_tested - self.specialties_changed

    @property
    def since(self) -> str:
        return sentences.since(self.earlier_date, self.cutoff_date)


@dataclass(frozen=True)
class Told:
    """What is told of one horizon: every change beyond chance, those chosen, and the extent."""

    horizon: str
    every: Sequence[Change]
    chosen: Sequence[Change]
    extent: Extent

    @property
    def has_changes(self) -> bool:
        return bool(self.chosen)

    @property
    def has_several(self) -> bool:
        return len(self.chosen) > 1

    @property
    def biggest(self) -> Change:
        return self.chosen[0]

    @property
    def count(self) -> int:
        return len(self.every)

    @property
    def has_more(self) -> bool:
        return len(self.every) > len(self.chosen)
