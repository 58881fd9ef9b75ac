"""The blocks of the Variation page: range chart and heat map."""

from __future__ import annotations

import functools
import time
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import open_files
from dashboard import (
    band_boxes,
    csv_files,
    filters,
    frame,
    heat_map,
    parts,
    ranges,
    reads,
    remembered,
    swedish,
    variation_files,
    variation_sentences,
)
from dashboard.address import query_string
from dashboard.charts import range_chart
from dashboard.charts.theme import SYMBOLS, Tokens
from dashboard.states import HIDDEN, MISSING, nobody_note
from dashboard.variation_view import ALL_ROWS, FIRST_ROWS, View

BEYOND_CHANCE = (
    "Exakt binomialtest mot regionens andel i specialiteten, justerat för många jämförelser (Benjamini–Hochberg, "
    "5 %). Avgjort när siffrorna publiceras; inget filter ändrar det. Intervall: Wilson, 95 %. Justerat för slump: "
    "andelarna dragna mot den gemensamma, mer ju färre patienter."
)
MOST_COLUMNS = 12
MOST_UNKNOWN = 4  # förvaltningar without a mark of their own that are named above the chart
OTHERS = "en förvaltning (namnet i pekrutan och tabellen)"
Rows = Sequence[Mapping[str, Any]]


def range_block(view: View, rows: Rows, attainment: pl.DataFrame) -> None:
    """The range chart with its twin: one row per specialty or group."""
    shown = rows if view.shows_all else rows[:FIRST_ROWS]
    names = view.shown_administrations
    finding = remembered.once(("finding", view.key), lambda: variation_sentences.finding(rows, view.words))

    def diagram() -> None:
        tokens = frame.tokens()
        key, figure, alt = remembered.once(
            ("range", view.key, tokens.name), lambda: _range_figure(view, shown, names, attainment, tokens)
        )
        st.html(key)
        parts.chart("range", figure, view.words.caption(f"{finding}. {alt}"), on_row=functools.partial(_open_row, view))

    parts.block(
        "range",
        finding,
        view.words.caption(f"{view.words.who_attained}, per förvaltning, {view.words.moment}"),
        diagram=diagram,
        twin=lambda: ranges.twin(
            "Spann per specialitet, tabell", shown, ranges.by_cell(attainment), names, view.words, view.base
        ),
        csv=lambda: open_files.csv_bytes(reads.open_variation(view.version, specialties=view.specialties, **view.cut)),
        file_name=file_name("variation", view),
        controls=lambda: filters.draw_one(view.order),
    )
    parts.note(*remembered.once(("range note", view.key), lambda: _notes(view, attainment, rows, names)))
    if len(rows) > FIRST_ROWS:
        _more_rows(view, len(rows))


def heat_block(view: View, rows: Rows, attainment: pl.DataFrame) -> None:
    """The heat map with its twin, in the same row order."""
    shown = rows if view.shows_all else rows[:FIRST_ROWS]
    names = remembered.once(("heat names", view.key), lambda: _present(view, shown, attainment))

    def diagram() -> None:
        named = [(str(row["specialty"]), str(row["short_name"])) for row in shown]
        heat_map.draw(
            remembered.once(
                ("heat", view.key),
                lambda: heat_map.grid(named, names, ranges.by_cell(attainment), view.words, view.base),
            )
        )
        st.html(heat_map.key_html())

    parts.block(
        "heat",
        remembered.once(("heat finding", view.key), lambda: heat_map.finding(rows, attainment)),
        view.words.caption(f"{view.words.who_attained}, {view.words.moment}. Antal: peka eller se tabellen"),
        diagram=diagram,
        twin=lambda: ranges.twin(
            "Andel per specialitet, tabell", shown, ranges.by_cell(attainment), names, view.words, view.base
        ),
        csv=lambda: open_files.csv_bytes(variation_files.attainment_rows(view, view.administrations)),
        file_name=file_name("maluppfyllelse_jamford", view),
    )
    parts.note(
        f"° {view.thresholds.few}, osäker andel · dolt: {view.thresholds.hidden} · saknas: ingen leverans · "
        f"{nobody_note(view.words)} · –: bedriver inte vården · ▼ ▲: skiljer sig från regionen mer än slumpen. "
        "Piltangenterna flyttar i kartan, Retur öppnar.",
        f"Kartan har de {MOST_COLUMNS} största förvaltningarna; välj andra i filtret."
        if len(names) == MOST_COLUMNS
        else "",
    )


def _range_figure(
    view: View, shown: Rows, names: Sequence[str], attainment: pl.DataFrame, tokens: Tokens
) -> tuple[str, go.Figure, str]:
    """The signs above the chart, the chart and its words."""
    rows = ranges.chart_rows(shown, ranges.by_cell(attainment), names, view.words)
    used = {dot.administration for row in rows for dot in row.dots}
    key = _key([name for name in names if name in used], view.thresholds.few, view.words.whole, tokens)
    return key, range_chart.range_chart(rows, tokens), ranges_alt(rows)


def _present(view: View, shown: Rows, attainment: pl.DataFrame) -> list[str]:
    """The förvaltningar that have any of the shown specialties, in their fixed order; the largest where too many."""
    codes = [row["specialty"] for row in shown]
    sizes = dict(
        attainment.filter(pl.col("specialty").is_in(codes)).group_by("administration").agg(pl.sum("contacts")).rows()
    )
    present = [name for name in view.shown_administrations if name in sizes]
    largest = set(sorted(present, key=lambda name: -sizes[name])[:MOST_COLUMNS])
    return [name for name in present if name in largest]


def sources(view: View) -> None:
    """Sources, definition and limit of the cut."""
    limit = view.cut["limit_days"]
    parts.sources(
        [
            ("Källor", f"{view.words.noun.capitalize()} {view.words.moment}, {view.cut['principal']}."),
            band_boxes.definition_line(view.words)
            if view.words.is_aggregated
            else ("Definition", f"{view.words.definition_name}."),
            ("Gräns", f"{view.words.limit_or_shorter}." if limit else "patientens medicinska måldatum."),
            *([band_boxes.how_counted(view.words)] if view.words.is_aggregated else []),
            ("Mer än slumpen", BEYOND_CHANCE),
            ("Vilka räknas", view.words.who_is_counted),
            ("Version", f"{view.version}."),
        ]
    )


def ranges_alt(rows: Sequence[range_chart.Row]) -> str:
    """The chart in words: the first rows' spans."""
    return "; ".join(f"{row.name} {row.label}, skiljer sig mer än slumpen: {_said(row)}" for row in rows[:FIRST_ROWS])


def _said(row: range_chart.Row) -> str:
    sides = [f"{word} {swedish.listed(names)}" for word, names in (("under", row.under), ("över", row.over)) if names]
    return ", ".join(sides) or row.otherwise


def _open_row(view: View) -> None:
    code = parts.clicked_code("range")
    if code is not None:
        chosen = dict(view.address.chosen) | {"mvo": (code,)}
        frame.open_view({name: list(values) for name, values in chosen.items() if any(values)}, str(time.time()))


def _key(names: Sequence[str], few: str, whole: str, tokens: Tokens) -> str:
    """The signs of the chart as a row above it."""
    positions = list(SYMBOLS)
    others = [name for name in names if name not in SYMBOLS]
    named = names if len(others) <= MOST_UNKNOWN else [name for name in names if name in SYMBOLS] + [OTHERS]
    marks = []
    for name in named:
        colour = f"var(--vl-mark-{positions.index(name)})" if name in SYMBOLS else "var(--vl-muted)"
        symbol = tokens.mark(name).symbol
        marks.append(f'<span><i class="vl-mark vl-mark-{symbol}" style="color:{colour}"></i>{escape(name)}</span>')
    marks.append(f'<span><i class="vl-mark vl-mark-hollow"></i>ihålig: {few}</span>')
    marks.append(f'<span><i class="vl-region"></i>{escape(whole)}</span>')
    return f'<div class="vl-key">{"".join(marks)}</div>'


def _notes(view: View, attainment: pl.DataFrame, rows: Rows, names: Sequence[str]) -> list[str]:
    """What the dots do not show: low bases, and how many groups are hidden or missing in the chosen rows."""
    codes = [row["specialty"] for row in rows]
    cells = attainment.filter(pl.col("administration").is_in(names), pl.col("specialty").is_in(codes))
    counts = dict(cells.group_by("status").len().rows())
    least = view.thresholds.low_base
    sentences = [f"Spannet gäller förvaltningar med minst {least} patienter; ihåliga punkter räknas inte i det."]
    for status, word in (
        (HIDDEN, f"dolda ({view.thresholds.hidden})"),
        (MISSING, "utan leverans"),
    ):
        if counts.get(status):
            noun = "grupp" if counts[status] == 1 else "grupper"
            sentences.append(f"{swedish.integer(counts[status])} {noun} visas inte: {word}.")
    if view.administrations:
        sentences.append(f"Punkter visas bara för {swedish.listed(view.administrations)}; spannet gäller alla.")
    return [*sentences, "Klicka på en rad för att öppna specialiteten."]


def _more_rows(view: View, count: int) -> None:
    values = dict(view.address.chosen) | {"rader": () if view.shows_all else (ALL_ROWS,)}
    words = f"Visa de {FIRST_ROWS} första" if view.shows_all else f"Visa alla {count} rader"
    st.html(f'<p class="vl-back"><a href="?{escape(query_string(values))}">{words}</a></p>')


def file_name(table: str, view: View) -> str:
    cut = view.cut
    return csv_files.file_name(
        table,
        [
            cut["cutoff_date"],
            cut["population"],
            f"fas{cut['phase']}",
            cut["definition"],
            cut["limit_days"],
            *view.specialties,
            *view.administrations,
        ],
    )
