"""What the Variation page shows of a cut: rows of the range chart and their table twin, in the order asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard import swedish
from dashboard.charts.range_chart import Dot, Row
from dashboard.cuts import Words
from dashboard.states import LOW_BASE, Cell, count_cell, hover, share_cell
from dashboard.tables import Column, TableRow, link, table, text
from dashboard.variation_verdicts import cell_facts, interval, outside, verdict_cell

ALL = "Alla"
MEASURES = {"spann": "spread", "saker": "shrunken_spread", "over_grans": "over_limit"}
MOST_LETTERS = 18
Attainment = Mapping[tuple[str, str], Mapping[str, Any]]


def by_cell(attainment: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """(specialty, förvaltning) → its row."""
    return {(row["specialty"], row["administration"]): row for row in attainment.iter_rows(named=True)}


def ordered(variation: pl.DataFrame, order: str, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of the page: specialties and groups, not 'Alla'; only the chosen ones where some are chosen."""
    rows = [row for row in variation.iter_rows(named=True) if row["specialty"] != ALL or ALL in chosen]
    if chosen:
        rows = [row for row in rows if row["specialty"] in chosen]
    if order == "namn":
        return swedish.swedish_sorted(rows, key=lambda row: str(row["short_name"]))
    measure = MEASURES.get(order, "spread")
    return sorted(rows, key=lambda row: -1.0 if row[measure] is None else float(row[measure]), reverse=True)


def chart_rows(
    variation: Sequence[Mapping[str, Any]], cells: Attainment, administrations: Sequence[str], words: Words
) -> list[Row]:
    """Rows of the range chart; `administrations` are the dots wanted, the span is over all of them."""
    return [_chart_row(row, cells, administrations, words) for row in variation]


def _chart_row(row: Mapping[str, Any], cells: Attainment, administrations: Sequence[str], words: Words) -> Row:
    code, name = str(row["specialty"]), str(row["short_name"])
    region = row["region_share"]
    dots = []
    for administration in administrations:
        found = cells.get((code, administration))
        if found is not None and found["share"] is not None:
            lines = cell_facts(found, words, region)
            is_low = found["status"] == LOW_BASE
            dots.append(Dot(administration, found["share"] * 100, is_low, hover(f"{name}, {administration}", lines)))
    has_span = row["lowest"] is not None
    differs = outside(row, _of(code, cells))
    return Row(
        code=code,
        name=name,
        label=span_text(row),
        dots=dots,
        lowest=row["lowest"] * 100 if has_span else None,
        lowest_name=_short(row["lowest_administration"]),
        highest=row["highest"] * 100 if has_span else None,
        highest_name=_short(row["highest_administration"]),
        region=None if region is None else region * 100,
        region_hover=hover(f"{name}, {words.whole}", cell_facts(cells.get((code, ALL)), words, None)),
        under=[_short(name) for name in differs.under],
        over=[_short(name) for name in differs.over],
        otherwise=differs.words,
    )


def _short(name: object) -> str:
    """A name beside a mark; what does not fit there stands in the tooltip and the table."""
    return swedish.shortened(str(name or ""), MOST_LETTERS)


def _of(code: str, cells: Attainment) -> list[Mapping[str, Any]]:
    """Every förvaltning of a specialty, whatever is chosen: a verdict does not follow a filter."""
    return [row for (specialty, administration), row in cells.items() if specialty == code and administration != ALL]


def span_text(row: Mapping[str, Any]) -> str:
    """29 % – 97 %, or why there is none."""
    if row["lowest"] is None:
        return "inget spann"
    if (row["administrations"] or 0) < 2:
        return f"bara {row['lowest_administration']}"
    return swedish.percent_range(row["lowest"], row["highest"])


def twin(
    name: str,
    variation: Sequence[Mapping[str, Any]],
    cells: Attainment,
    administrations: Sequence[str],
    words: Words,
    base: str,
) -> str:
    """The range chart as a table: each specialty with its span, then its förvaltningar."""
    columns = [
        Column("Specialitet, förvaltning"),
        Column("Antal", True),
        Column("Nämnare", True),
        Column(words.within.capitalize(), True),
        Column("Andel", True),
        Column("95 % intervall", True),
        Column("Över gränsen", True),
        Column("Lägst – högst", True),
        Column("Spann", True),
        Column("Justerat för slump", True),
        Column("Skiljer sig mer än slumpen"),
    ]
    rows: list[TableRow] = []
    for row in variation:
        code = str(row["specialty"])
        opened = link(str(row["short_name"]), f"{base}&mvo={code}")
        spans = [span_text(row), _points(row["spread"]), _points(row["shrunken_spread"])]
        said = text(outside(row, _of(code, cells)).words)
        rows.append(TableRow(opened, _cells(cells.get((code, ALL)), words, spans, said), "vl-sum"))
        for administration in administrations:
            found = cells.get((code, administration))
            if found is not None:
                said = Cell("") if found["share"] is None else verdict_cell(found["verdict"])
                rows.append(TableRow(text(administration), _cells(found, words, ["", "", ""], said), "vl-part"))
    return table(name, columns, rows)


def _points(spread: float | None) -> str:
    """68: whole percentage points of a spread."""
    return "" if spread is None else swedish.integer(round(spread * 100))


def _cells(row: Mapping[str, Any] | None, words: Words, spans: Sequence[str], said: Cell) -> list[Cell]:
    last = [*(text(span, "vl-number") for span in spans), said]
    if row is None:
        return [Cell("")] * 6 + last
    return [
        count_cell(row, "contacts"),
        count_cell(row, "denominator"),
        count_cell(row, "numerator"),
        share_cell(row, words),
        text(interval(row), "vl-number"),
        count_cell(row, "over_limit"),
        *last,
    ]
