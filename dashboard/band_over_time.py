"""A share over time that is known only as bounds: an area, its table twin and its file."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

import open_files
from dashboard import bands, frame, parts, reads, remembered, swedish
from dashboard.band_distribution import Group
from dashboard.band_rows import BandView
from dashboard.band_sentences import MOVED, Moved
from dashboard.band_words import share_between
from dashboard.charts.bounds_trend_chart import Bounds, bounds_trend_chart
from dashboard.csv_files import file_name
from dashboard.cuts import series_of
from dashboard.sentences import plain
from dashboard.states import bounds, count_cell, days_cell, facts, hover, share_cell
from dashboard.tables import Column, TableRow, table, text
from dashboard.trend import missing_words

Row = Mapping[str, Any]


def months(view: BandView, group: Group) -> list[Row]:
    """The group's dates with their bounds, from the oldest that has any."""
    cut = view.cut
    rows = reads.attainment_over_time(
        view.version,
        phases=(cut["phase"],),
        specialty=group.specialty,
        administrations=(group.administration,),
        **series_of(cut),
    )
    found = bands.with_bounds_over_time(view.version, rows, cut, group.specialty).sort("cutoff_date").to_dicts()
    return list(itertools.dropwhile(lambda row: row["contacts"] is None, found))


def over_time_block(view: BandView, group: Group, *, is_half: bool = False) -> None:
    """The bounds date by date; nothing where only one date is known."""
    rows = remembered.once(("bounds months", view.key, group), lambda: months(view, group))
    words = view.words
    if sum(bool(bounds(row)) for row in rows) < 2:
        return
    first, last = rows[0]["cutoff_date"], rows[-1]["cutoff_date"]
    finding = plain(MOVED, Moved([row for row in rows if bounds(row)]))
    parts.block(
        "trend",
        finding,
        words.caption(
            f"{words.who_attained}, {group.name}{group.where}, {swedish.month_and_year(first)} – "
            f"{swedish.month_and_year(last)}"
        ),
        diagram=lambda: _diagram(view, group, rows, finding),
        twin=lambda: _twin(f"Andel per datum, {group.name}, tabell", rows, view),
        csv=lambda: open_files.csv_bytes(_file(view, group)),
        file_name=file_name(
            "bandintervall",
            [view.cut["cutoff_date"], view.cut["population"], f"fas{view.cut['phase']}", view.cut["limit_days"],
             group.specialty, group.administration],
        ),
        is_half=is_half,
    )  # fmt: skip
    parts.note(
        "Andelen ligger någonstans i ytan. Så länge två datums intervall överlappar går det inte att säga om andelen "
        "har ändrats mellan dem."
    )


def _diagram(view: BandView, group: Group, rows: Sequence[Row], finding: str) -> None:
    tokens = frame.tokens()
    drawn = [_bounds(view, row) for row in rows]
    label = next((bounds(row) for row in reversed(rows) if bounds(row)), "")
    figure = remembered.once(
        ("bounds trend", view.key, group, tokens.name), lambda: bounds_trend_chart(drawn, label, tokens)
    )
    said = "; ".join(f"{swedish.long_date(row['cutoff_date'])} {bounds(row)}" for row in rows[-3:] if bounds(row))
    parts.chart("trend", figure, view.words.caption(f"{finding}: {said}"))


def _bounds(view: BandView, row: Row) -> Bounds:
    date = row["cutoff_date"]
    if not bounds(row):
        return Bounds(date, None, None, "")
    lines = [*facts(row, view.words, None)[:-1], swedish.long_date(date)]
    return Bounds(date, row["share_low"] * 100, row["share_high"] * 100, hover(swedish.month_and_year(date), lines))


def _twin(name: str, rows: Sequence[Row], view: BandView) -> str:
    columns = [
        Column("Datum"),
        Column("Antal", True),
        Column(f"Andel {view.words.within}", True),
        Column("Median", True),
        Column("Saknas"),
    ]
    body = [
        TableRow(
            text(row["cutoff_date"].isoformat()),
            [
                count_cell(row, "contacts"),
                share_cell(row, view.words),
                days_cell(row, "median_days"),
                text(missing_words(row)),
            ],
        )
        for row in reversed(rows)
    ]
    return table(name, columns, body)


def _file(view: BandView, group: Group) -> pl.DataFrame:
    """One row per date, in the names of the open table bandintervall."""
    cut = view.cut
    rows = [
        {
            "huvudman": cut["principal"], "matdatum": row["cutoff_date"], "population": cut["population"],
            "fas": cut["phase"], "mvo": group.specialty, "forvaltning": group.administration,
            "definition": cut["definition"], "grans_dagar": cut["limit_days"], "antal": row["contacts"],
            "andel": row["share"],
            **{name: row[own] for name, own in zip(bands.OPEN_BOUNDS, bands.BOUNDS, strict=True)},
            "andel_i_ord": share_between(row["share_low"], row["share_high"]), "status": row["status"],
            "dataversion": view.version,
        }
        for row in months(view, group)
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)
