"""What one specialty's blocks show: marks, table rows and findings of its förvaltningar and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import swedish
from dashboard.charts.share_chart import Mark
from dashboard.sentences import Sentence, plain
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY, Cell, count_cell, days_cell, hover, share_cell
from dashboard.tables import Column, TableRow, table, text
from dashboard.variation_verdicts import SIGNS, cell_facts, interval, verdict_cell
from dashboard.variation_view import View

ALL = "Alla"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Shares:
    """Rows of a share chart and of its twin; `region` is the region's share in percent."""

    rows: Sequence[Row]
    marks: Sequence[Mark]
    region: float | None
    finding: str

    @property
    def words(self) -> str:
        """The chart in words."""
        return "; ".join(_plain(mark) for mark in self.marks)


def _plain(mark: Mark) -> str:
    side = {"▼": ", under regionen", "▲": ", över regionen"}.get(mark.side, "")
    return f"{mark.name} {mark.words.replace('<b>', '').replace('</b>', '')}{side}"


def of_administrations(view: View, name: str, attainment: pl.DataFrame) -> Shares:
    """Every förvaltning of the specialty; the region is the last row of the table and a line in the chart."""
    rows = attainment.filter(pl.col("specialty") == view.specialties[0]).to_dicts()
    shown = [row for row in rows if row["administration"] != ALL]
    region = [row for row in rows if row["administration"] == ALL]
    share = region[0]["share"] if region else None
    marks = [_mark(row, str(row["administration"]), view, share) for row in shown]
    percent = None if share is None else share * 100
    return Shares([*shown, *region], marks, percent, f"{name}: {plain(FINDING, Ends(shown, share))}")


def of_units(view: View, units: pl.DataFrame) -> Shares:
    """The units of the specialty in the chosen förvaltningar, or in all."""
    rows = units.filter(pl.col("administration").is_in(view.shown_administrations)).to_dicts()
    where = f" i {swedish.listed(view.administrations)}" if view.administrations else ""
    count = f"{swedish.number_word(len(rows)).capitalize()} enhet{'er' if len(rows) != 1 else ''}{where}"
    return Shares(rows, [_mark(row, str(row["unit"]), view, None) for row in rows], None, count)


def twin(title: str, first: str, shares: Shares, view: View, label: str = "administration") -> str:
    """The share chart as a table, with median and 90th percentile."""
    words = view.words
    columns = [
        Column(first),
        Column("Antal", True),
        Column("Nämnare", True),
        Column(words.within.capitalize(), True),
        Column("Andel", True),
        Column("95 % intervall", True),
        Column("Över gränsen", True),
        Column("Median", True),
        Column("En av tio minst", True),
        Column("Skiljer sig mer än slumpen"),
    ]
    rows = []
    for row in shares.rows:
        counts = [count_cell(row, column) for column in ("contacts", "denominator", "numerator")]
        waits = [days_cell(row, "median_days"), days_cell(row, "p90_days")]
        is_region = row["administration"] == ALL
        said = Cell("") if is_region or row["share"] is None else verdict_cell(row["verdict"])
        spread = text(interval(row), "vl-number")
        cells: list[Cell] = [*counts, share_cell(row, words), spread, count_cell(row, "over_limit"), *waits, said]
        rows.append(
            TableRow(
                text(words.whole[:1].upper() + words.whole[1:] if is_region else row[label]),
                cells,
                "vl-sum" if is_region else "",
            )
        )
    return table(title, columns, rows)


def _mark(row: Row, name: str, view: View, region: float | None) -> Mark:
    share = row["share"]
    return Mark(
        name=name,
        administration=str(row["administration"]),
        percent=None if share is None else share * 100,
        is_low_base=row["status"] == LOW_BASE,
        words=_label(row, view),
        hover=hover(name, cell_facts(row, view.words, region)),
        side=SIGNS.get(str(row["verdict"]), ""),
        is_chosen="unit" not in row and row["administration"] in view.administrations,
    )


def _label(row: Row, view: View) -> str:
    """29 %  118 av 412 · dolt · saknas · ingen väntar: the text at the right of a row."""
    status = row["status"]
    if status == HIDDEN:
        return "dolt: för få patienter"
    if status == MISSING:
        return "saknas: ingen leverans"
    if status == NOBODY:
        return view.words.nobody
    if row["share"] is None:
        return f"ingen andel, n = {swedish.integer(row['contacts'] or 0)}"
    sign = " °" if status == LOW_BASE else ""
    of = f"{swedish.integer(row['numerator'])} av {swedish.integer(row['denominator'])}"
    return f"<b>{swedish.percent(row['share'])}{sign}</b>  {of}"


@dataclass(frozen=True)
class Ends:
    """The rows of one specialty, and the region's share; `firm` are those with a base that is not low."""

    rows: Sequence[Row]
    region: float | None

    @property
    def firm(self) -> list[Row]:
        return [row for row in self.rows if row["share"] is not None and row["status"] != LOW_BASE]

    @property
    def has_shares(self) -> bool:
        return any(row["share"] is not None for row in self.rows)

    @property
    def lowest(self) -> str:
        """29 % i NU."""
        return _share_in(min(self.firm, key=lambda row: float(row["share"])))

    @property
    def highest(self) -> str:
        return _share_in(max(self.firm[::-1], key=lambda row: float(row["share"])))


def _share_in(row: Row) -> str:
    return f"{swedish.percent(row['share'])} i {row['administration']}"


FINDING: Sequence[Sentence[Ends]] = (
    Sentence("nothing", lambda e: not e.has_shares, "inga andelar att visa"),
    Sentence("low bases", lambda e: e.has_shares and not e.firm, "osäkra andelar, lågt underlag i varje förvaltning"),
    Sentence("one", lambda e: len(e.firm) == 1, "{lowest}"),
    Sentence("several", lambda e: len(e.firm) > 1 and e.region is None, "från {lowest} till {highest}"),
    Sentence("several and the region", lambda e: len(e.firm) > 1 and e.region is not None,
             "från {lowest} till {highest}, regionen {region:percent}"),
)  # fmt: skip
