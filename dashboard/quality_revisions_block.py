"""Datakvalitet, changes: what re-deliveries changed and by how much, column by column, and the ledger of loads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard import parts, quality_reads, sentences, swedish
from dashboard.quality_headings import LOADS, REVISED, Count, Revised
from dashboard.quality_parts import NOWRAP, Listing, day, kind, listing, moment, more_link, number, shown
from dashboard.quality_view import QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

ON = ["load_id", "source", "kind", "population", "period"]
COUNTS = ("records_before", "records_after", "added", "removed", "changed", "unchanged")
# Why a count is not told: the word in its place, and what it means.
NOTES = {
    "dolt": ("dolt", "Dolt: antalet skulle avslöja en grupp som är dold på andra sidor."),
    "fa": ("få", "Få: något antal är så litet att det inte visas, och inte heller de som det kan räknas ut från."),
    "gallrad": ("gallrad", "Gallrad: de tidigare raderna fanns inte kvar att jämföra med."),
    "dagvis": ("dagvis", "Dagvis: filen tog över vissa enheters dagar, inte hela leveransen."),
}
HIDING = ("dolt", "fa")
OUTCOMES = {
    "loaded": "inläst",
    "replaced": "inläst, ersatte en tidigare leverans",
    "refused": "nekad",
    "unchanged": "samma fil är redan inläst",
}


def draw(view: QualityView) -> None:
    """What changed, then every load."""
    revisions_block(view)
    loads_block(view)


def revisions_block(view: QualityView) -> None:
    """One row per re-delivery and population, with the columns that changed."""
    found = view.of_choice(quality_reads.quality_revisions(view.version, principal=view.principal))
    columns = quality_reads.quality_revision_columns(view.version, principal=view.principal)
    changing = found.filter((pl.col("added") + pl.col("removed") + pl.col("changed")) > 0).height
    told = Revised(found.height, changing, found["note"].len() - found["note"].null_count())

    def html() -> str:
        if found.is_empty():
            return '<p class="vl-note">Ingen senare fil har ersatt en tidigare i urvalet.</p>'
        return _table(view, found, columns) + more_link(view, found.height, "omleveranser")

    finding = sentences.plain(REVISED, told)
    subtitle = "Omleveranser, senaste först: poster före och efter, och hur många som tillkom, togs bort och ändrades"
    listing(view, Listing("quality_revisions", finding, subtitle, html, "omleveranser",
                          lambda: found.join(columns, on=ON, how="left", nulls_equal=True)))  # fmt: skip
    parts.note(*(words for note, (_, words) in NOTES.items() if note in found["note"]))


def _table(view: QualityView, found: pl.DataFrame, columns: pl.DataFrame) -> str:
    changed = {
        key: [(row["column_name"], row["rows_changed"]) for row in rows.iter_rows(named=True)]
        for key, rows in columns.group_by(ON, maintain_order=True)
    }
    lines = [
        TableRow(
            text(row["path"], "vl-break"),
            [text(kind(row["kind"])), text(row["source"]), day(row["period"]), moment(row["loaded_at"]),
             *(_count(row, name) for name in COUNTS),
             _columns(changed.get(tuple(row[name] for name in ON), []))],
        )
        for row in shown(view, found).iter_rows(named=True)
    ]  # fmt: skip
    titles = [Column("Fil"), Column("Slag"), Column("Källa"), Column("Period"), Column("Inläst"),
              Column("Före", True), Column("Efter", True), Column("Nya", True), Column("Borttagna", True),
              Column("Ändrade", True), Column("Lika", True), Column("Ändrat i kolumn")]  # fmt: skip
    return table("Omleveranser", titles, lines)


def _count(row: Mapping[str, Any], column: str) -> Cell:
    """A count, or the word for why it is not told."""
    if row[column] is not None or row["note"] not in NOTES:
        return number(row[column])
    word = NOTES[row["note"]][0]
    return text(word, "vl-number vl-hidden" if row["note"] in HIDING else "vl-number vl-muted")


def _columns(changed: list[tuple[str, int | None]]) -> Cell:
    """avvikelsekod 1 104, medicinskt_maldatum 186."""
    return text(
        ", ".join(f"{name} {'dolt' if rows is None else swedish.integer(rows)}" for name, rows in changed) or "–"
    )


def loads_block(view: QualityView) -> None:
    """The ledger of the choice, newest first; files that were refused say why."""
    ledger = view.of_choice(quality_reads.quality_loads(view.version, principal=view.principal))

    def html() -> str:
        titles = [Column("Laddning"), Column("Tid"), Column("Fil"), Column("Slag"), Column("Källa"), Column("Period"),
                  Column("Utfall"), Column("Poster", True), Column("Godkända", True), Column("Karantän", True),
                  Column("Dubbletter", True)]  # fmt: skip
        lines = [_load(row) for row in shown(view, ledger).iter_rows(named=True)]
        return table("Inläsningar", titles, lines) + more_link(view, ledger.height, "inläsningar")

    finding = sentences.plain(LOADS, Count(ledger.height))
    listing(view, Listing("quality_loads", finding, "Laddningsboken, senaste först", html, "inlasningar",
                          lambda: ledger))  # fmt: skip


def _load(row: Mapping[str, Any]) -> TableRow:
    counts = (row[name] for name in ("records", "accepted", "quarantined", "duplicates"))
    return TableRow(
        text(row["load_id"]),
        [moment(row["loaded_at"]), text(row["path"], "vl-break"), text(kind(row["kind"])), text(row["source"]),
         text(row["period"], NOWRAP), text(_outcome(row), "vl-break"), *map(number, counts)],
    )  # fmt: skip


def _outcome(row: Mapping[str, Any]) -> str:
    """What became of the file, in words; a refusal says why."""
    if row["message"]:
        return str(row["message"])
    words = OUTCOMES.get(row["status"], str(row["status"]))
    return f"{words}; ersatt av en senare leverans" if row["is_replaced"] else words
