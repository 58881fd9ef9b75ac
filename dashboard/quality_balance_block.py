"""Datakvalitet, agreement: stock against flow – what the balance of the queue leaves unexplained, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import (
    balance_words,
    choices,
    parts,
    quality_files,
    quality_parts,
    quality_reads,
    remembered,
    sentences,
    swedish,
)
from dashboard.quality_headings import UNEXPLAINED, Unexplained
from dashboard.quality_parts import CALENDAR, told_number
from dashboard.quality_view import QualityView
from dashboard.states import HIDDEN, MISSING, Cell
from dashboard.tables import Column, TableRow, table, text

MONTHS = 12
COUNTS = {"opening": "Väntade före", "inflow": "Nya", "completed": "Genomförda",
          "other_removals": "Lämnat utan vård", "unexplained": "Oförklarat", "closing": "Väntar efter"}  # fmt: skip
FIRST_PHASE = "1"


def balance_block(view: QualityView) -> None:
    """A cell per förvaltning and month; the twin has every part of the balance."""
    phase = view.phase or FIRST_PHASE
    rows = quality_reads.quality_unexplained(view.version, principal=view.principal, phase=int(phase))
    if view.cutoff is not None:
        rows = rows.filter(pl.col("cutoff_date") <= view.cutoff)
    months = sorted(rows["cutoff_date"].unique().to_list())[-MONTHS:]
    found = rows.filter(pl.col("cutoff_date").is_in(months))
    if view.administrations:
        found = found.filter(pl.col("administration").is_in([*view.administrations, choices.ALL]))
    finding = sentences.plain(UNEXPLAINED, newest(found, months))

    def diagram() -> None:
        name = f"{finding}, kalender"
        st.html(remembered.once(("quality balance", view.key), lambda: _calendar(found, months, name)))

    if not months:
        parts.heading(finding, view.caption("Kö och flöde per förvaltning och månad"))
        parts.box("Ingen balans", "<p>Både väntande och genomförda behövs för två månader i följd.</p>", "missing")
        return
    parts.block(
        "quality_balance",
        finding,
        view.caption(
            f"Oförklarad skillnad mellan kö och flöde per förvaltning och månad, {choices.PHASES[phase].lower()}, "
            "alla specialiteter"
        ),
        diagram=diagram,
        twin=lambda: remembered.once(("balance twin", view.key), lambda: _twin(found, f"{finding}, tabell")),
        csv=lambda: quality_files.csv("balans_manader", view, found.with_columns(phase=pl.lit(int(phase)))),
        file_name=quality_files.file_name("balans_manader", view),
        first=CALENDAR,
    )
    parts.note(
        "Väntade före + nya − genomförda − lämnat utan vård + oförklarat = väntar efter.",
        "■ så mycket är oförklarat att registreringen bör kontrolleras.",
        "Talen summerar inte över förvaltningar eller vårdfaser.",
    )


def newest(found: pl.DataFrame, months: Sequence[dt.date]) -> Unexplained:
    """Where most is unexplained in the newest month that can be counted anywhere."""
    counted = found.filter(pl.col("unexplained").is_not_null(), pl.col("administration") != choices.ALL)
    for month in reversed(months):
        of_month = counted.filter(pl.col("cutoff_date") == month)
        if len(of_month):
            row = of_month.sort(pl.col("unexplained").abs(), descending=True, maintain_order=True).row(0, named=True)
            return Unexplained(month, row["administration"], abs(row["unexplained"]))
    return Unexplained(None, "", 0)


def _calendar(found: pl.DataFrame, months: Sequence[dt.date], name: str) -> str:
    by_group: dict[str, dict[dt.date, Mapping[str, Any]]] = {}
    for row in found.iter_rows(named=True):
        by_group.setdefault(row["administration"], {})[row["cutoff_date"]] = row
    cells = {
        ("Alla förvaltningar" if owner == choices.ALL else owner): [_cell(own.get(month)) for month in months]
        for owner, own in by_group.items()
    }
    return quality_parts.calendar(name, "Förvaltning", months, cells, {}, is_number=True)


def _cell(row: Mapping[str, Any] | None) -> Cell:
    if row is None:
        return Cell("–", "vl-number vl-muted")
    if row["status"] == HIDDEN:
        return Cell("dolt", "vl-number vl-hidden")
    if row["status"] == MISSING or row["unexplained"] is None:
        return Cell("saknas", "vl-number vl-muted")
    words = balance_words.signed(row["unexplained"])
    if not balance_words.has_much_unexplained(row):
        return text(words, "vl-number")
    return Cell(f'<i aria-hidden="true">■</i><span class="vl-sr">mycket: </span> {words}', "vl-number vl-came-sen")


def _twin(found: pl.DataFrame, name: str) -> str:
    columns = [Column("Månad"), Column("Förvaltning"), *(Column(title, True) for title in COUNTS.values())]
    lines = [
        TableRow(
            text(swedish.month_and_year(row["cutoff_date"])),
            [text(row["administration"]), *(_count(row, column) for column in COUNTS)],
        )
        for row in found.iter_rows(named=True)
    ]
    return table(name, columns, lines)


def _count(row: Mapping[str, Any], column: str) -> Cell:
    return Cell("saknas", "vl-number vl-muted") if row["status"] == MISSING else told_number(row[column])
