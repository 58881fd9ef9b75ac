"""What the Variation page shows of a cut: rows of the range chart, their table twin, headings and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import polars as pl

from dashboard import swedish
from dashboard.charts.range_chart import Dot, Row
from dashboard.cuts import Words
from dashboard.states import LOW_BASE, Cell, count_cell, facts, hover, share_cell
from dashboard.tables import Column, TableRow, link, table, text

ALL = "Alla"
WIDE_SPREAD = 0.40
Attainment = Mapping[tuple[str, str], Mapping[str, Any]]


def by_cell(attainment: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """(specialty, förvaltning) → its row."""
    return {(row["specialty"], row["administration"]): row for row in attainment.iter_rows(named=True)}


def ordered(variation: pl.DataFrame, order: str, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of the page: specialties and groups, not 'Alla'; only the chosen ones where some are chosen."""
    rows = [row for row in variation.iter_rows(named=True) if row["specialty"] != ALL]
    if chosen:
        rows = [row for row in rows if row["specialty"] in chosen]
    if order == "namn":
        return swedish.swedish_sorted(rows, key=lambda row: str(row["short_name"]))
    measure = "spread" if order == "spann" else "over_limit"
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
            lines = facts(found, words, region)
            is_low = found["status"] == LOW_BASE
            dots.append(Dot(administration, found["share"] * 100, is_low, hover(f"{name}, {administration}", lines)))
    has_span = row["lowest"] is not None
    return Row(
        code=code,
        name=name,
        label=span_text(row),
        dots=dots,
        lowest=row["lowest"] * 100 if has_span else None,
        lowest_name=str(row["lowest_administration"] or ""),
        highest=row["highest"] * 100 if has_span else None,
        highest_name=str(row["highest_administration"] or ""),
        region=None if region is None else region * 100,
        region_hover=hover(f"{name}, regionen", facts(cells.get((code, ALL)), words, None)),
    )


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
        Column("Över gränsen", True),
        Column("Lägst – högst", True),
    ]
    rows: list[TableRow] = []
    for row in variation:
        code = str(row["specialty"])
        region = cells.get((code, ALL))
        opened = link(str(row["short_name"]), f"{base}&mvo={code}")
        rows.append(TableRow(opened, _cells(region, words, span_text(row)), "vl-sum"))
        for administration in administrations:
            found = cells.get((code, administration))
            if found is not None:
                rows.append(TableRow(text(administration), _cells(found, words, ""), "vl-part"))
    return table(name, columns, rows)


def _cells(row: Mapping[str, Any] | None, words: Words, span: str) -> list[Cell]:
    if row is None:
        return [Cell("")] * 5 + [text(span, "vl-number")]
    return [
        count_cell(row, "contacts"),
        count_cell(row, "denominator"),
        count_cell(row, "numerator"),
        share_cell(row, words),
        count_cell(row, "over_limit"),
        text(span, "vl-number"),
    ]


def counted(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows that headings count: a group that is shown stands for its members, so that nobody is counted twice."""
    shown = {row["specialty"] for row in rows}
    return [row for row in rows if row["specialty_group"] not in shown]


def finding(rows: Sequence[Mapping[str, Any]]) -> str:
    """Sju specialiteter har ett spann över 40 procentenheter."""
    wide = [row for row in counted(rows) if (row["spread"] or 0) > WIDE_SPREAD]
    if wide:
        number = swedish.number_word(len(wide)).capitalize()
        noun = "specialitet" if len(wide) == 1 else "specialiteter"
        return f"{number} {noun} har ett spann över 40 procentenheter"
    widest = max(rows, key=lambda row: row["spread"] or 0, default=None)
    if widest is None or widest["spread"] is None:
        return "Inget spann att visa med det här urvalet"
    points = swedish.whole_percent(widest["highest"]) - swedish.whole_percent(widest["lowest"])
    return f"Största spannet är {swedish.points(points)}, i {widest['short_name']}"


def answer(rows: Sequence[Mapping[str, Any]], words: Words) -> str:
    """The page's answer as HTML, from data."""
    firm = [row for row in rows if row["spread"] is not None and (row["administrations"] or 0) > 1]
    if len(rows) == 1:
        return _answer_of_one(rows[0], words)
    if not firm:
        return (
            f"Inget spann går att räkna för {escape(words.who)} {escape(words.moment)}: ingen specialitet har två "
            "förvaltningar med tillräckligt underlag."
        )
    top = max(firm, key=lambda row: row["spread"])
    first = (
        f"<b>{escape(top['short_name'])} skiljer mest:</b> från {swedish.percent(top['lowest'])} i "
        f"{escape(top['lowest_administration'])} till {swedish.percent(top['highest'])} i "
        f"{escape(top['highest_administration'])} {escape(words.attained)}."
    )
    comparable = counted(firm)
    wide = sum(row["spread"] > WIDE_SPREAD for row in comparable)
    if wide == 0:
        return f"{first} Inget spann är över 40 procentenheter."
    share = f"{swedish.number_word(wide)} av {swedish.number_word(len(comparable))} specialiteter"
    return f"{first} I <b>{share}</b> som går att jämföra är spannet större än 40 procentenheter."


def _answer_of_one(row: Mapping[str, Any], words: Words) -> str:
    """One chosen specialty: its ends, the region and how many are over the limit."""
    name = f"<b>{escape(row['short_name'])}:</b>"
    if row["region_share"] is None:
        return f"{name} regionens andel visas inte för {escape(words.who)} {escape(words.moment)}."
    over = ""
    if row["over_limit"] is not None:
        beyond = "över gränsen" if words.cut["limit_days"] else "efter måldatum"
        over = f", <b>{swedish.integer(row['over_limit'])} {words.noun}</b> är {beyond}"
    region = f"I regionen {swedish.percent(row['region_share'])}{over}."
    if row["lowest"] is None or (row["administrations"] or 0) < 2:
        return f"{name} underlaget räcker inte för ett spann mellan förvaltningarna. {region}"
    low = f"{swedish.percent(row['lowest'])} i {escape(row['lowest_administration'])}"
    high = f"{swedish.percent(row['highest'])} i {escape(row['highest_administration'])}"
    return f"{name} från {low} till {high} {escape(words.attained)}. {region}"
