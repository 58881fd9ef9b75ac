"""What a proposed plan is asked: the options, who is where, and the columns that come in.

The routine's order of capacity is own regime, own contracts, other regions' contracts; a patient of quarter q can be
placed in q or later the same year. Volumes are patients, quarters 1–4, times minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

REGIMES = ("egen", "avtal", "annan_region")
QUARTERS = 4

# One problem: senders and receivers of different specialties or phases never compete.
PROBLEM = ("specialty", "phase")
NEED_COLUMNS = ("specialty", "phase", "sender", "quarter", "volume")
OFFER_COLUMNS = ("specialty", "phase", "receiver", "regime", "area", "quarter", "volume")
AGREED_COLUMNS = ("specialty", "phase", "sender", "receiver", "regime", "quarter", "volume")


@dataclass(frozen=True)
class Options:
    """What may be chosen.

    smallest_batch: each placed amount per pair and quarter is 0 or at least so many patients (0 and 1: no such rule).
    longest_minutes: places further from the sender's area are not used, nor those whose time is unknown (None: no
    limit). fair: right after least unmet, the smallest share of need met among the senders of a specialty and phase is
    as large as can be. regimes: those that may be used. first_quarter: earlier quarters have ended, so nothing is
    placed in them; their patients may be placed from then on. pair_nodes: branches spent per specialty and phase on
    proving that the pairs of a small problem are fewest – a count and not seconds, so that a re-run is identical.
    """

    smallest_batch: int = 0
    longest_minutes: int | None = None
    fair: bool = False
    regimes: tuple[str, ...] = REGIMES
    first_quarter: int = 1
    pair_nodes: int = 200


def _frame(**columns: type[pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(schema=columns)


@dataclass(frozen=True)
class Travel:
    """areas: provider String, area String, where each provider is (an offer's own area goes before it for a receiver).

    times: from_area, to_area String, minutes integer; one direction is enough; within an area 0 unless given.
    """

    areas: pl.DataFrame = field(default_factory=lambda: _frame(provider=pl.String, area=pl.String))
    times: pl.DataFrame = field(
        default_factory=lambda: _frame(from_area=pl.String, to_area=pl.String, minutes=pl.Int64)
    )

    def area_of(self) -> dict[str, str]:
        """The area of every provider that has one."""
        known = self.areas.drop_nulls("area").sort("provider", "area")
        return dict(known.select("provider", "area").iter_rows())

    def minutes(self) -> dict[tuple[str, str], int]:
        """Minutes between areas, both directions (the shorter where both are given apart)."""
        minutes: dict[tuple[str, str], int] = {}
        for here, there, time in self.times.select("from_area", "to_area", "minutes").drop_nulls().iter_rows():
            for way in ((here, there), (there, here)):
                minutes[way] = min(time, minutes.get(way, time))
        return minutes
