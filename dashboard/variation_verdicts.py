"""What a share is called against the region's: the verdict decided at publish, its sign, its words and its interval.

A verdict comes from the published comparisons and nothing on a page changes it: no filter, order or chosen förvaltning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.intervals import wilson
from dashboard import swedish
from dashboard.cuts import Words
from dashboard.states import Cell, facts

UNDER, OVER, USUAL = "under", "over", "inom"
SIGNS = {UNDER: "▼", OVER: "▲"}
ALL = "Alla"
NOT_JUDGED = "går inte att bedöma"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Outside:
    """The förvaltningar of one specialty beyond chance, lowest share first; `is_beyond` None: cannot be judged."""

    is_beyond: bool | None
    under: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """under: NU, SÄS; över: SV · som helhet, ingen enskild · ingen · går inte att bedöma."""
        if self.is_beyond is None:
            return NOT_JUDGED
        sides = [f"under: {', '.join(self.under)}"] if self.under else []
        sides += [f"över: {', '.join(self.over)}"] if self.over else []
        if sides:
            return "; ".join(sides)
        return "som helhet, ingen enskild" if self.is_beyond else "ingen"


def outside(variation_row: Row, cells: Iterable[Row]) -> Outside:
    """Who differs in one specialty; `cells` are all its förvaltningar, whatever is chosen on the page."""
    if variation_row["is_beyond_chance"] is None:
        return Outside(None)
    ordered = sorted((row for row in cells if row["verdict"] in SIGNS), key=lambda row: float(row["share"]))
    names = {side: tuple(str(row["administration"]) for row in ordered if row["verdict"] == side) for side in SIGNS}
    return Outside(bool(variation_row["is_beyond_chance"]), names[UNDER], names[OVER])


def verdict_words(verdict: str | None, target: str = "regionen") -> str:
    """under regionen, mer än slumpen · skiljer sig inte mer än slumpen · för få patienter för att bedömas."""
    if verdict is None:
        return "för få patienter för att bedömas"
    side = {UNDER: "under", OVER: "över"}.get(verdict)
    return f"{side} {target}, mer än slumpen" if side else "skiljer sig inte mer än slumpen"


def verdict_cell(verdict: str | None) -> Cell:
    """▼ ja, under · ▲ ja, över · nej · för få patienter: under the heading "Skiljer sig mer än slumpen"."""
    if verdict is None:
        return Cell("för få patienter", "vl-nowrap vl-muted")
    side = {UNDER: "under", OVER: "över"}.get(verdict)
    return Cell(f"{SIGNS[verdict]} ja, {side}" if side else "nej", "vl-nowrap")


def with_intervals(shares: pl.DataFrame) -> pl.DataFrame:
    """Rows with `low_95` and `high_95` (Wilson) wherever there is a share: low bases and the region itself too."""
    counted = shares.select("numerator", "denominator").with_columns(
        has_share=shares["share"].is_not_null() & (shares["denominator"] > 0)
    )
    chosen = counted.select(
        x=pl.when("has_share").then("numerator").otherwise(0), n=pl.when("has_share").then("denominator").otherwise(1)
    )
    low, high = wilson(chosen["x"].to_numpy(), chosen["n"].to_numpy())
    return shares.with_columns(
        pl.when(counted["has_share"]).then(pl.coalesce("low_95", pl.Series(low))).alias("low_95"),
        pl.when(counted["has_share"]).then(pl.coalesce("high_95", pl.Series(high))).alias("high_95"),
    )


def interval(row: Row) -> str:
    """59–65 %: the 95 per cent interval of a share, or nothing where there is no share."""
    if row["share"] is None or row["low_95"] is None:
        return ""
    return f"{swedish.whole_percent(row['low_95'])}–{swedish.whole_percent(row['high_95'])}{swedish.NBSP}%"


def cell_facts(row: Row | None, words: Words, region_share: float | None) -> list[str]:
    """The lines of a tooltip with the share's interval and what it is called against the region."""
    lines = facts(row, words, region_share)
    if row is None or row["share"] is None:
        return lines
    first = f"{lines[0]}, 95{swedish.NBSP}% intervall {interval(row)}"
    said = [] if row["administration"] == ALL else [verdict_words(row["verdict"])]
    return [first, *lines[1:-1], *said, lines[-1]]
