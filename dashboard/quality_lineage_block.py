"""Datakvalitet, lineage: from the page by published tables and loads to the file, its hash and its mapping."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboard import parts, quality_files, quality_reads, reads, remembered, sentences, swedish
from dashboard.address import query_string
from dashboard.choices import POPULATIONS
from dashboard.quality_headings import BEHIND, Behind
from dashboard.quality_parts import kind, moment
from dashboard.quality_view import QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

SHORT = 12  # hexadecimal digits of a hash on the page; the file has all 64
# The tables that each page's figures of one population and date are read from.
PAGES = {
    "Läget": ("", ("vantande",), ("attainment", "changes", "national")),
    "Variation": ("variation", ("vantande", "genomforda"), ("attainment", "variation", "comparisons")),
    "Specialitet": ("specialitet", ("vantande", "genomforda"),
                    ("attainment", "attainment_unit", "waiting_days_by_specialty", "flows", "deviations", "equity")),
    "Behov och kapacitet": ("behov", ("vantande",), ("attainment", "flows")),
}  # fmt: skip
CHAIN = "Kedja"


def draw(view: QualityView) -> None:
    """The chain step by step; the twin has a row for each file."""
    if view.cutoff is None:
        parts.box("Ingen härkomst", "<p>Varken väntande eller genomförda är inlästa.</p>")
        return
    found = files_of(view)
    finding = sentences.plain(BEHIND, Behind(view.cutoff, found.height, found["source"].n_unique()))
    parts.block(
        "quality_lineage",
        finding,
        view.caption(f"Från sidan till filen: {POPULATIONS[view.population].lower()} {swedish.long_date(view.cutoff)}"),
        diagram=lambda: _draw_chain(view, found),
        twin=lambda: _files(found, f"{finding}, tabell"),
        csv=lambda: quality_files.csv("harkomst", view, found),
        file_name=quality_files.file_name("harkomst", view),
        first=CHAIN,
    )
    parts.note("Kontrollsumman är filens SHA-256, här de första tecknen; CSV-filen har hela.")


def files_of(view: QualityView) -> pl.DataFrame:
    """One row per file behind the view's population and date, with whole hashes."""
    assert view.cutoff is not None
    rows = quality_reads.quality_lineage(
        view.version, principal=view.principal, population=view.population, cutoff_date=view.cutoff
    )
    return rows.with_columns(population=pl.lit(view.population), cutoff_date=pl.lit(view.cutoff))


def _draw_chain(view: QualityView, found: pl.DataFrame) -> None:
    st.html(remembered.once(("quality lineage", view.key), lambda: chain(view, found)))


def chain(view: QualityView, found: pl.DataFrame) -> str:
    """Pages, published tables, loads and files as an ordered list."""
    pages = {title: page for title, page in PAGES.items() if view.population in page[1]}
    links = " · ".join(
        f'<a href="{escape(_page(view, path))}" target="_self">{title}</a>' for title, (path, *_) in pages.items()
    )
    tables = sorted({name for page in pages.values() for name in page[2]})
    settings = reads.dataset(view.version).row(0, named=True)
    steps = [
        ("Sidorna", links),
        ("Publicerade tabeller", f"version {escape(view.version)}, publicerad "
         f"{swedish.local_time(settings['published_at'])}<small>{', '.join(tables)}</small>"),
        ("Inläsningar och filer", _files(found, "Filer bakom siffrorna")),
    ]  # fmt: skip
    items = "".join(f"<li><b>{title}</b><div>{body}</div></li>" for title, body in steps)
    return f'<ol class="vl-steps vl-chain">{items}</ol>'


def _page(view: QualityView, path: str) -> str:
    cutoff = view.cutoff.isoformat() if view.cutoff else ""
    wanted = {"huvudman": (view.principal,), "matdatum": (cutoff,), "population": (view.population,)}
    return f"{path or '.'}?{query_string(wanted)}"


def _files(found: pl.DataFrame, name: str) -> str:
    columns = [Column("Fil"), Column("Källa"), Column("Slag"), Column("Laddning", True), Column("Inläst"),
               Column("Kontrollsumma"), Column("Mappning")]  # fmt: skip
    lines = [
        TableRow(
            text(row["path"], "vl-break"),
            [text(row["source"]), text(kind(row["kind"])), text(row["load_id"], "vl-number"), moment(row["loaded_at"]),
             Cell(f"<code>{escape(row['sha256'][:SHORT])}</code>"), text(row["mapping"] or "ingen")],
        )
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, lines)
