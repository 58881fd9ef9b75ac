"""The blocks of Datakvalitet: freshness, gaps, quarantine by reason, and the ledger of loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

import open_files
from dashboard import csv_files, freshness, parts, reads, swedish
from dashboard.choices import POPULATIONS
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

SHOWN_LOADS = 20
NOWRAP = "vl-nowrap"
OUTCOMES = {
    "loaded": "inläst",
    "replaced": "inläst, ersatte en tidigare leverans",
    "refused": "nekad",
    "unchanged": "samma fil är redan inläst",
}


@dataclass(frozen=True)
class Gap:
    """A period of a population that nobody, or not everybody, has delivered."""

    population: str
    period: str
    words: str


def gaps(version: str, principal: str) -> list[Gap]:
    """Missing periods and missing förvaltningar, newest first."""
    found = []
    for row in reads.periods(version, principal=principal).sort("cutoff_date", descending=True).iter_rows(named=True):
        period = swedish.month_and_year(row["cutoff_date"])
        if not row["is_delivered"]:
            found.append(Gap(POPULATIONS[row["population"]], period, "hela leveransen saknas"))
        elif row["missing_administrations"]:
            delivered = swedish.number_word(row["administrations_delivered"])
            expected = swedish.number_word(row["administrations_expected"])
            found.append(
                Gap(
                    POPULATIONS[row["population"]],
                    period,
                    f"{row['missing_administrations']} saknas, {delivered} av {expected}",
                )
            )
    return found


def answer(version: str, principal: str) -> str:
    """How many rows are held and which periods have gaps; HTML without any value of a row."""
    held = reads.quarantine_by_reason(version)
    rows = int(held["rows"].sum() or 0)
    missing = gaps(version, principal)
    first = (
        f"<b>{swedish.integer(rows)} {'rad' if rows == 1 else 'rader'} i karantän</b> i de leveranser som gäller."
        if rows
        else "<b>Inga rader i karantän</b> i de leveranser som gäller."
    )
    if reads.periods(version, principal=principal).is_empty():
        return first
    if not missing:
        return f"{first} Alla perioder är levererade av alla förvaltningar."
    periods = list(dict.fromkeys(gap.period for gap in missing))
    listed = swedish.listed(periods[:3]) + (f" och {len(periods) - 3} till" if len(periods) > 3 else "")
    return f"{first} Det finns luckor för {listed}."


def freshness_block(version: str, principal: str) -> None:
    """Every source with its newest load and how old it is."""
    columns = [
        Column("Källa"),
        Column("Slag"),
        Column("Senaste period"),
        Column("Inläst"),
        Column("Poster", True),
        Column("I karantän", True),
        Column("Fil"),
    ]
    rows = [
        TableRow(
            text(source["source"]),
            [
                text(_kind(source["kind"])),
                text(source["period"]),
                text(swedish.local_time(source["loaded_at"])),
                _number(source["accepted"]),
                _number(source["quarantined"]),
                text(source["path"], "vl-break"),
            ],
        )
        for source in reads.freshness(version, principal=principal).iter_rows(named=True)
    ]
    parts.heading("Så färska är källorna", "Senaste inläsning per källa och slag")
    st.html(table("Färskhet per källa", columns, rows))
    newest: dict[str, str] = {}
    for row in reads.periods(version, principal=principal).iter_rows(named=True):
        newest.setdefault(row["population"], freshness.age_warning(row["cutoff_date"]))
    for population, warning in newest.items():
        if warning:
            st.html(f'<p class="vl-note">{POPULATIONS[population]}: {warning}</p>')


def gaps_block(version: str, principal: str) -> None:
    """Periods and förvaltningar that have not been delivered."""
    found = gaps(version, principal)
    parts.heading("Luckor i leveranserna", "Perioder som saknas helt eller för någon förvaltning")
    if not found:
        parts.box("Inga luckor", "<p>Varje förväntad förvaltning har levererat varje period.</p>")
        return
    columns = [Column("Period"), Column("Population"), Column("Vad saknas")]
    rows = [TableRow(text(gap.period), [text(gap.population), text(gap.words)]) for gap in found]
    st.html(table("Luckor i leveranserna", columns, rows))


def quarantine_block(version: str) -> None:
    """Rows set aside, by source, period, reason and column."""
    held = reads.quarantine_by_reason(version)
    parts.heading("Rader i karantän", "Rader som inte räknas förrän de är rättade, i leveranser som gäller")
    if held.is_empty():
        parts.box("Inga rader i karantän", "<p>Alla rader i de leveranser som gäller räknas.</p>")
        return
    columns = [
        Column("Orsak"),
        Column("Rader", True),
        Column("Kolumn"),
        Column("Slag"),
        Column("Källa"),
        Column("Period"),
        Column("Vad du kan göra"),
    ]
    rows = [
        TableRow(
            text(row["title"] or row["reason"]),
            [
                _number(row["rows"]),
                text(row["column_name"]),
                text(_kind(row["kind"])),
                text(row["source"]),
                text(row["period"].isoformat() if row["period"] else "okänd", NOWRAP),
                text(row["advice"]),
            ],
        )
        for row in held.iter_rows(named=True)
    ]
    st.html(table("Rader i karantän per orsak", columns, rows))
    parts.note(
        "En rad med flera fel räknas en gång per fel.",
        "Raderna själva visas aldrig här; de hämtas med python -m etl quarantine.",
    )


def loads_block(version: str) -> None:
    """The ledger, newest first, with its CSV."""
    ledger = reads.loads(version)
    with st.container(horizontal=True, vertical_alignment="bottom", key="head_loads"):
        parts.heading(
            "Laddningar",
            f"De {SHOWN_LOADS} senaste inläsningarna; filen innehåller alla"
            if len(ledger) > SHOWN_LOADS
            else "Alla inläsningar, senaste först",
        )
        with st.container(key="tools_loads", width="content"):
            parts.csv_button(
                "loads",
                lambda: open_files.csv_bytes(reads.open_loads(version)),
                csv_files.file_name("laddningar", [version]),
            )
    columns = [
        Column("Laddning"),
        Column("Tid"),
        Column("Fil"),
        Column("Slag"),
        Column("Källa"),
        Column("Period"),
        Column("Utfall"),
        Column("Poster", True),
        Column("Godkända", True),
        Column("Karantän", True),
        Column("Dubbletter", True),
    ]
    rows = [
        TableRow(
            text(row["load_id"]),
            [
                text(swedish.local_time(row["loaded_at"]), NOWRAP),
                text(row["path"], "vl-break"),
                text(_kind(row["kind"])),
                text(row["source"]),
                text(row["period"], NOWRAP),
                text(_outcome(row), "vl-break"),
                *map(_number, _counts(row)),
            ],
        )
        for row in ledger.head(SHOWN_LOADS).iter_rows(named=True)
    ]
    st.html(table("Laddningar", columns, rows))


def _outcome(row: Mapping[str, Any]) -> str:
    """What became of the file, in words; a refusal says why."""
    if row["message"]:
        return str(row["message"])
    words = OUTCOMES.get(row["status"], str(row["status"]))
    return f"{words}; ersatt av en senare leverans" if row["is_replaced"] else words


def _counts(row: Mapping[str, Any]) -> list[int | None]:
    return [row[name] for name in ("records", "accepted", "quarantined", "duplicates")]


def _number(value: int | None) -> Cell:
    return text("" if value is None else swedish.integer(value), "vl-number")


def _kind(kind: str | None) -> str:
    return freshness.KIND_NAMES.get(kind or "", kind or "okänt")
