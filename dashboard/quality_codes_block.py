"""Datakvalitet, unknown codes and units: what no reference knows, and in how many rows it stands."""

from __future__ import annotations

import polars as pl

from dashboard import parts, quality_reads, sentences, steward
from dashboard.quality_headings import UNKNOWN, Unknown
from dashboard.quality_parts import Listing, day, kind, listing, more_link, shown, told_number
from dashboard.quality_view import QualityView
from dashboard.tables import Column, TableRow, table, text

UNITS = ("hsaid_vardenhet", "hsaid_enhet", "sjukhuskod", "sjukhusnamn", "enhet")
UNIT_ADVICE = "Lägg enheten i enheter.csv, eller registrera den här."
CODE_ADVICE = "Rätta koden i källsystemet, eller lägg till den i referensen."


def draw(view: QualityView) -> None:
    """The codes, and the form where a steward adds one."""
    found = view.of_choice(quality_reads.quality_codes(view.version, principal=view.principal))
    told = Unknown(found.select("column_name", "code").n_unique(), int(found["rows"].sum() or 0))

    def html() -> str:
        if found.is_empty():
            return '<p class="vl-note">Varje kod i urvalet finns i referensen.</p>'
        return _table(view, found) + more_link(view, found.height, "koder")

    subtitle = "Koder och enheter som ingen referens känner, per kolumn, källa och period"
    finding = sentences.plain(UNKNOWN, told)
    listing(view, Listing("quality_codes", finding, subtitle, html, "okanda_koder", lambda: found))
    parts.note("Bara kodade kolumner visas, och bara värden som ser ut som en kod: aldrig text, id eller personnummer.")
    steward.steward_block(view.version, view.principal)


def _table(view: QualityView, found: pl.DataFrame) -> str:
    columns = [Column("Kod"), Column("Kolumn"), Column("Rader", True), Column("Slag"), Column("Källa"),
               Column("Period"), Column("Vad du kan göra")]  # fmt: skip
    lines = [
        TableRow(
            text(row["code"], "vl-break"),
            [text(row["column_name"]), told_number(row["rows"]), text(kind(row["kind"])), text(row["source"]),
             day(row["period"]), text(UNIT_ADVICE if row["column_name"] in UNITS else CODE_ADVICE)],
        )
        for row in shown(view, found).iter_rows(named=True)
    ]  # fmt: skip
    return table("Okända koder och enheter", columns, lines)
