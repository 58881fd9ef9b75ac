"""Datakvalitet, agreement: two cuts of the same truth, ours and theirs, and how much they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard import choices, parts, quality_reads, sentences, swedish
from dashboard.balance_words import signed
from dashboard.quality_headings import CUTS, Cuts
from dashboard.quality_parts import Listing, listing, more_link, number, shown, tag
from dashboard.quality_view import QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

ALLOWED = 0.01
DISPUTED = tag("≠ ifrågasatt", "vl-tag-outside")
AGREES = Cell("● stämmer", "vl-nowrap")


def in_scope(
    rows: pl.DataFrame, phase: str, specialties: tuple[str, ...], administrations: tuple[str, ...]
) -> pl.DataFrame:
    """The comparisons that tell of a phase, some specialties and some förvaltningar; none named means all."""
    if phase:
        rows = rows.filter(pl.col("phase").is_null() | (pl.col("phase") == int(phase)))
    if specialties:
        rows = rows.filter(pl.col("specialty").is_in(list(specialties)))
    if administrations:
        rows = rows.filter(pl.col("administration").is_in([*administrations, choices.ALL]))
    return rows


def cuts_block(view: QualityView) -> None:
    """One row per group and band that both cuts tell of, the greatest difference first."""
    found = comparisons(view)
    told = Cuts(found.height, int(found["is_disputed"].sum() or 0), float(found["relative"].max() or 0))  # type: ignore[arg-type]

    def html() -> str:
        if found.is_empty():
            return (
                '<p class="vl-note">Inget annat uttag är inläst som jämförelse för det valda urvalet. En mappning med '
                "role = jamforelse gör det möjligt.</p>"
            )
        return _table(view, found) + more_link(view, found.height, "jämförelser")

    moment = f" {swedish.long_date(view.cutoff)}" if view.cutoff else ""
    subtitle = f"Antal i våra siffror mot ett annat snitt av samma verklighet{moment}"
    listing(view, Listing("quality_cuts", sentences.plain(CUTS, told), subtitle, html, "snittjamforelser",
                          lambda: found))  # fmt: skip
    if told.compared:
        parts.note(
            f"Ifrågasatt: skillnaden är mer än {swedish.percent(ALLOWED)} av det större talet.",
            "Bara grupper som visas i båda jämförs.",
        )


def comparisons(view: QualityView) -> pl.DataFrame:
    """The comparisons of the view's date and choice, with population and date for the file."""
    if view.cutoff is None:
        return pl.DataFrame(schema={"is_disputed": pl.Boolean, "relative": pl.Float64})
    rows = quality_reads.quality_cuts(
        view.version, principal=view.principal, population=view.population, cutoff_date=view.cutoff
    )
    chosen = in_scope(rows, view.phase, view.specialties, view.administrations)
    return chosen.with_columns(population=pl.lit(view.population), cutoff_date=pl.lit(view.cutoff))


def _table(view: QualityView, found: pl.DataFrame) -> str:
    names = choices.short_names(view.version, view.principal)
    columns = [Column("Grupp"), Column("Vårdfas"), Column("Väntat"), Column("Snitt"), Column("Våra", True),
               Column("Andras", True), Column("Skillnad", True), Column("Andel", True), Column("Utfall"),
               Column("Anmärkning")]  # fmt: skip
    lines = [
        TableRow(
            text(_group(row, names)),
            [text(choices.PHASES.get(str(row["phase"]), "alla")), text(_band(row), "vl-nowrap"), text(row["cut"]),
             number(row["ours"]), number(row["theirs"]), text(signed(row["difference"]), "vl-number"),
             text(f"{swedish.decimal(row['relative'] * 100)}{swedish.NBSP}%", "vl-number"),
             DISPUTED if row["is_disputed"] else AGREES, text(row["note"])],
        )
        for row in shown(view, found).iter_rows(named=True)
    ]  # fmt: skip
    return table("Snitt mot snitt", columns, lines)


def _group(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Ortopedi, SU · alla specialiteter, alla förvaltningar."""
    name = row["specialty"]
    specialty = "Alla specialiteter" if name == choices.ALL else names.get(name, name)
    owner = "alla förvaltningar" if row["administration"] == choices.ALL else row["administration"]
    return f"{specialty}, {owner}"


def _band(row: Mapping[str, Any]) -> str:
    """alla dagar · 0–90 dagar · 366 dagar eller mer."""
    if row["from_days"] is None or (row["from_days"] == 0 and row["to_days"] is None):
        return "alla dagar"
    if row["to_days"] is None:
        return f"{swedish.days(row['from_days'])} eller mer"
    return f"{row['from_days']}–{swedish.days(row['to_days'])}"
