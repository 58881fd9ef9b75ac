"""Datakvalitet, checks: DQ0–DQ6 with what each looks for, how it went in the period, and everything it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import parts, quality_files, quality_reads, remembered, sentences, swedish
from dashboard.quality_headings import CHECKED, Checked
from dashboard.quality_parts import day, kind, tag
from dashboard.quality_view import QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

FAILED, TOLD = "fel", "info"
OUTCOMES = {"fel": ("■ fel", "vl-tag-outside"), "info": ("● att känna till", ""), "ok": ("● godkänd", "vl-tag-within")}
NOT_DONE = Cell("inte gjord", "vl-muted")
MOST_TOLD = 3
CHECKS = "Kontroller"


def draw(view: QualityView) -> None:
    """One row per check; the twin has one per outcome."""
    found = view.of_choice(quality_reads.quality_outcomes(view.version, principal=view.principal))
    definitions = quality_reads.quality_definitions(view.version).to_dicts()
    failed = found.filter(pl.col("outcome") == FAILED)["check_id"].unique().sort().to_list()
    finding = sentences.plain(CHECKED, Checked(found["check_id"].n_unique(), failed))

    def diagram() -> None:
        name = f"{finding}, kontroller"
        st.html(remembered.once(("quality checks", view.key), lambda: _checks(definitions, found, name)))

    period = view.chosen.get("period", "")
    parts.block(
        "quality_checks",
        finding,
        view.caption(f"Kontroller av leveranserna för {period}" if period else "Kontroller av leveranserna"),
        diagram=diagram,
        twin=lambda: remembered.once(("quality outcomes", view.key), lambda: _twin(found, f"{finding}, tabell")),
        csv=lambda: quality_files.csv("kvalitetskontroller", view, found),
        file_name=quality_files.file_name("kvalitetskontroller", view),
        first=CHECKS,
    )
    parts.note("Kontrollerna stoppar ingenting: det som inte går att räkna ligger i karantän, se Karantän.")


def _checks(definitions: Sequence[Mapping[str, Any]], found: pl.DataFrame, name: str) -> str:
    columns = [Column("Kontroll"), Column("Vad den prövar"), Column("Utfall"), Column("Vad den fann")]
    lines = [
        TableRow(
            Cell(f"{text(row['title']).html}<small>{text(row['check_id']).html}</small>"),
            [text(row["text"]), *_outcome(found.filter(pl.col("check_id") == row["check_id"]))],
        )
        for row in definitions
    ]
    return table(name, columns, lines).replace('class="vl-table"', 'class="vl-table vl-checks"')


def _outcome(found: pl.DataFrame) -> list[Cell]:
    """The worst outcome of a check, and what was told of it; the rest is counted."""
    if found.is_empty():
        return [NOT_DONE, text("")]
    worst = next(each for each in OUTCOMES if each in found["outcome"])
    told = found.filter(pl.col("outcome") == worst)["told"].unique(maintain_order=True).to_list()
    more = len(told) - MOST_TOLD
    words = " ".join(told[:MOST_TOLD]) + (f" Och {swedish.number_word(more)} till." if more > 0 else "")
    return [tag(*OUTCOMES[worst]), text(words)]


def _twin(found: pl.DataFrame, name: str) -> str:
    columns = [Column("Kontroll"), Column("Gäller"), Column("Värde", True), Column("Utfall"), Column("Besked"),
               Column("Slag"), Column("Källa"), Column("Period")]  # fmt: skip
    lines = [
        TableRow(
            text(row["check_id"]),
            [text(row["subject"] or "allt"), _value(row), tag(*OUTCOMES[row["outcome"]]), text(row["told"]),
             text(kind(row["kind"])), text(row["source"]), day(row["period"])],
        )
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, lines)


def _value(row: Mapping[str, Any]) -> Cell:
    """14 rader · 58 % · 3 dagar."""
    value = row["value"]
    if value is None:
        return text("", "vl-number")
    if row["unit"] == "andel":
        return text(swedish.percent(value), "vl-number")
    if row["unit"] == "dagar":
        return text(swedish.days(value), "vl-number")
    return text(f"{swedish.integer(round(value))} {row['unit']}", "vl-number")
