"""The wall's table twin, one row per unit, and its file: the open table of the month's days."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis import cross_followup
from analysis.green_cross import CONFLICT, UNKNOWN
from dashboard import cross_data, cross_wall_facts, cross_wall_words, csv_files, swedish
from dashboard.cross_view import CrossView
from dashboard.cross_wall_facts import UnitMonth, Wall
from dashboard.tables import Column, TableRow, link, table, text

COLUMNS = {
    "gron": "Gröna", "gul": "Gula", "orange": "Orange", "rod": "Röda", "okand": "Kan inte visas",
    "konflikt": "Källor säger olika", "vit": "Inte registrerade", "gra": "Utan verksamhet",
}  # fmt: skip


def twin(name: str, view: CrossView, wall: Wall, links: Mapping[tuple[str, str], str]) -> str:
    """One row per unit: days by state, registered, green share, days since harm and whose colours."""
    columns = [
        Column("Enhet"), Column("Förvaltning"), Column("Sjukhus"), Column("Registrerade", is_number=True),
        Column("Gröna av registrerade", is_number=True), Column("Dagar med skada", is_number=True),
        Column("Dagar sedan skada", is_number=True),
        *(Column(title, is_number=True) for title in COLUMNS.values()), Column("Definition"),
    ]  # fmt: skip
    titles = view.definition_titles()
    return table(name, columns, (_row(each, titles, links) for each in wall.units))


def _row(each: UnitMonth, titles: Mapping[str, str], links: Mapping[tuple[str, str], str]) -> TableRow:
    low, more = each.counts["harm_days"], each.counts["unsure_harm_days"]
    return TableRow(
        link(each.unit, links[each.administration, each.unit]),
        [
            text(each.administration), text(each.hospital), text(cross_wall_words.registered(each), "vl-number"),
            text(cross_wall_words.green_share(each) or "–", "vl-number"),
            text(f"{low}–{low + more}" if more else low, "vl-number"),
            text("ingen känd skada" if each.since_harm is None else swedish.integer(each.since_harm), "vl-number"),
            *(text(each.states.get(state, 0), "vl-number") for state in COLUMNS),
            text(swedish.listed(titles[name] for name in each.definitions)),
        ],
    )  # fmt: skip


def open_rows(view: CrossView) -> pl.DataFrame:
    """The rows of the open table grona_korset that the wall shows: its units' known days, by unit and date."""
    read = cross_followup.readings(
        cross_wall_facts.month_days(view), cross_data.palette(view.version), view.today
    ).filter(pl.col("cases") > 0)
    is_fact = ~pl.col("fact").is_in([UNKNOWN, CONFLICT])
    return read.select(
        huvudman="principal", datum="date", forvaltning="administration", enhet="unit",
        handelse=pl.when(is_fact).then("fact"), definition="definition", farg="colour",
        antal_handelser=pl.when(~pl.col("is_conflict")).then("events"),
        dataversion=pl.lit(cross_data.data_label(view.version, view.stamp)),
    ).sort("forvaltning", "enhet", "datum")  # fmt: skip


def file_name(view: CrossView) -> str:
    """grona_korset_2026-10_sas_....csv."""
    group = (view.principal, view.administration, view.hospital, view.clinic, view.colours)
    return csv_files.file_name("grona_korset", (f"{view.month:%Y-%m}", *group))
