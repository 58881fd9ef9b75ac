"""Shares of PVV and MOV over time, each with its own control chart: an unusual level asks about the registration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.control_charts import Chart, laney
from dashboard import swedish
from dashboard.sentences import Sentence, plain
from dashboard.specialty_panels import rule_words
from dashboard.states import Cell, count_cell
from dashboard.tables import Column, TableRow, table, text

ALL = "Alla"
PVV, MOV = "patient_chosen", "medical"
NAMES = {PVV: "PVV", MOV: "MOV"}
SMALLEST = 0.005  # a level half a percentage point from the usual one is not worth anybody's time
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Series:
    """One kind of deviation of one förvaltning, or of all: its months, oldest first, and their chart."""

    administration: str
    kind: str
    rows: Sequence[Row]
    chart: Chart

    @property
    def name(self) -> str:
        """PVV · NU, PVV."""
        kind = NAMES[self.kind]
        return f"Alla förvaltningar, {kind}" if self.administration == ALL else f"{self.administration}, {kind}"

    @property
    def share(self) -> float | None:
        """The last month's share, where it has one."""
        return None if np.isnan(self.chart.value[-1]) else float(self.chart.value[-1])

    @property
    def sides(self) -> npt.NDArray[np.int8]:
        """+1, −1 or 0 per month: the chart's firm signals that are large enough to matter."""
        is_large = np.abs(self.chart.value - self.chart.level) >= SMALLEST
        return np.where((self.chart.firm_rule != 0) & is_large, self.chart.side, 0).astype(np.int8)

    @property
    def verdict(self) -> int | None:
        """The last month's side; None when it is missing or on trial."""
        return None if self.chart.verdict is None else int(self.sides[-1])

    @property
    def since(self) -> dt.date | None:
        """The first of the last months that all have a signal to the same side; None without a signal now."""
        if not self.verdict:
            return None
        other = np.flatnonzero(self.sides[::-1] != self.verdict)
        date: dt.date = self.rows[-int(other[0]) if len(other) else 0]["cutoff_date"]
        return date

    @property
    def verdict_words(self) -> str:
        """▲ ovanligt hög · ▼ ovanligt låg · som vanligt · för få månader."""
        words = {1: "▲ ovanligt hög", -1: "▼ ovanligt låg", 0: "som vanligt", None: "för få månader"}
        return "" if self.share is None else words[self.verdict]

    def rule_at(self, index: int) -> str:
        """The rule behind a month's signal, in words; "" where there is none."""
        return rule_words(int(self.chart.rule[index]), int(self.chart.side[index])) if self.sides[index] else ""


def series_of(months: pl.DataFrame, events: Sequence[Row], names: Sequence[str], *, is_snapshot: bool) -> list[Series]:
    """Every förvaltning's PVV and MOV; events: those that concern the view, a dated reason begins a new level."""
    ordered = months.sort("cutoff_date")
    found = []
    for name in names:
        rows = ordered.filter(pl.col("administration") == name).to_dicts()
        for kind in (PVV, MOV) if rows else ():
            starts = _starts(rows, [each for each in events if each["administration"] in (None, ALL, name)])
            chart = laney(_numbers(rows, kind), _numbers(rows, "contacts"), starts=starts, is_snapshot=is_snapshot)
            found.append(Series(name, kind, rows, chart))
    return found


def drawn(series: Sequence[Series], scope: str, most: int) -> list[Series]:
    """The two of the scope, then those of other förvaltningar that are unusual now, `most` in all."""
    own = [each for each in series if each.administration == scope]
    return [*own, *(each for each in series if each.administration != scope and each.since is not None)][:most]


@dataclass(frozen=True)
class Deviations:
    """The series that are drawn of a scope."""

    shown: Sequence[Series]
    scope: str

    @property
    def unusual(self) -> list[Series]:
        return [each for each in self.shown if each.since is not None]

    @property
    def unusual_names(self) -> str:
        """PVV är ovanligt hög i NU sedan juni 2026."""
        return swedish.listed(_unusual(each, self.scope) for each in self.unusual[:2])

    @property
    def own(self) -> list[Series]:
        return [each for each in self.shown if each.share is not None]

    @property
    def is_short(self) -> bool:
        return any(each.verdict is None for each in self.own)

    @property
    def shares(self) -> str:
        """PVV 6 % och MOV 4 %."""
        return swedish.listed(f"{NAMES[each.kind]} {swedish.percent(each.share or 0)}" for each in self.own)


FINDING: Sequence[Sentence[Deviations]] = (
    Sentence("unusual", lambda d: bool(d.unusual), "Andelen {unusual_names}: kontrollera registreringen"),
    Sentence("nothing shown", lambda d: not d.unusual and not d.own, "Andelen PVV och MOV går inte att visa"),
    Sentence("too short", lambda d: not d.unusual and d.is_short,
             "{shares} av alla; månaderna är för få för att bedömas"),
    Sentence("usual", lambda d: not d.unusual and bool(d.own) and not d.is_short, "{shares} av alla: som vanligt"),
)  # fmt: skip


def finding(shown: Sequence[Series], scope: str) -> str:
    """Andelen PVV är ovanligt hög sedan juni 2026: kontrollera registreringen – or that all is as usual."""
    return plain(FINDING, Deviations(shown, scope))


def _unusual(each: Series, scope: str) -> str:
    level = "hög" if each.verdict == 1 else "låg"
    where = "" if each.administration == scope == ALL else f" i {each.administration}"
    since = swedish.month_and_year(each.since) if each.since else ""
    return f"{NAMES[each.kind]} är ovanligt {level}{where} sedan {since}"


def usual_words(each: Series, index: int) -> str:
    """4–8 %, as drawn; "" where there are no limits."""
    lower, upper = each.chart.lower[index], each.chart.upper[index]
    if np.isnan(lower):
        return ""
    low, high = (swedish.whole_percent(float(np.clip(limit, 0, 1))) for limit in (lower, upper))
    return f"{low}–{high}{swedish.NBSP}%"


def twin(shown: Sequence[Series], name: str) -> str:
    """Every month of what is drawn, newest first, with limits and the rule behind each signal."""
    numbers = ("Andel", "Antal", "Av", "Mitt", "Gränser")
    columns = [Column("Vems"), Column("Månad"), *(Column(title, True) for title in numbers), Column("Signal")]
    rows = [
        TableRow(text(each.name), _cells(each, index)) for each in shown for index in reversed(range(len(each.rows)))
    ]
    return table(name, columns, rows)


def _cells(each: Series, index: int) -> list[Cell]:
    row, chart = each.rows[index], each.chart
    value, centre = chart.value[index], chart.centre[index]
    limits = usual_words(each, index)
    return [
        text(row["cutoff_date"].isoformat(), "vl-nowrap"),
        text("" if np.isnan(value) else swedish.percent(float(value)), "vl-number"),
        count_cell(row, each.kind),
        count_cell(row, "contacts"),
        text("" if np.isnan(centre) else swedish.percent(float(centre.clip(0, 1))), "vl-number"),
        text(f"{limits} (på prov)" if limits and chart.is_trial[index] else limits, "vl-number"),
        text(each.rule_at(index)),
    ]


def _starts(rows: Sequence[Row], events: Sequence[Row]) -> list[int]:
    """Where a new level begins: the first month after an event that rebases."""
    ends = [each["to_date"] or each["from_date"] for each in events if each["rebases"]]
    firsts = [next((index for index, row in enumerate(rows) if row["cutoff_date"] > end), None) for end in ends]
    return [first for first in firsts if first is not None]


def _numbers(rows: Sequence[Row], column: str) -> npt.NDArray[np.float64]:
    return np.array([np.nan if row[column] is None else row[column] for row in rows], dtype=np.float64)
