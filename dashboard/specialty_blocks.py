"""The blocks of one specialty on the Variation page: its förvaltningar, its funnel and ranking, and its units."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl
import streamlit as st

import open_files
from dashboard import (
    choices,
    frame,
    parts,
    remembered,
    specialty_rows,
    variation_files,
    variation_funnel_block,
    variation_view,
)
from dashboard.charts import share_chart
from dashboard.states import NOBODY
from dashboard.variation_blocks import file_name
from dashboard.variation_view import View

ALL = "Alla"
Row = Mapping[str, Any]


def draw(view: View, variation: Row | None, attainment: pl.DataFrame) -> None:
    """The one chosen specialty: its state where it has no figures, otherwise its blocks."""
    name = choices.short_names(view.version, view.cut["principal"])[view.specialties[0]]
    st.html(ways_out(view))
    status = remembered.once(("specialty status", view.key), lambda: _status(view, attainment))
    if variation is None or status in (None, NOBODY):
        _empty(view, name)
        return
    administrations_block(view, name, attainment)
    variation_funnel_block.draw(view, name, variation, attainment)
    units_block(view, name)


def ways_out(view: View) -> str:
    """Links to all specialties and to the specialty's own page; HTML."""
    is_all = view.specialties[0] == ALL
    everything = "" if is_all else f'<a href="?{escape(view.base)}">Visa alla specialiteter</a> · '
    own = f'<a href="{escape(view.specialty_page)}">Öppna specialitetens egen sida</a>'
    return f'<p class="vl-back">{everything}{own}</p>'


def administrations_block(view: View, name: str, attainment: pl.DataFrame) -> None:
    """Every förvaltning of the specialty: n, share, median, 90th percentile, over the limit."""
    shares = remembered.once(
        ("administrations", view.key), lambda: specialty_rows.of_administrations(view, name, attainment)
    )
    parts.block(
        "administrations",
        shares.finding,
        view.words.caption(f"{view.words.who_attained}, per förvaltning, {view.words.moment}"),
        diagram=lambda: _share_chart("administrations", view, shares, shares.finding),
        twin=lambda: specialty_rows.twin(f"{name} per förvaltning, tabell", "Förvaltning", shares, view),
        csv=lambda: open_files.csv_bytes(variation_files.attainment_rows(view, ())),
        file_name=file_name("maluppfyllelse_jamford", view),
        opened=True,
    )
    parts.note(
        "° färre än 20 patienter, osäker andel. Median, 90:e percentil och antal gäller alla, även dem som "
        "definitionen räknar bort. De står i tabellen. ▼ ▲: skiljer sig från regionen mer än slumpen."
    )


def units_block(view: View, name: str) -> None:
    """The units of the specialty, in the chosen förvaltningar or in all; nothing where no unit is known."""
    shares = remembered.once(("units", view.key), lambda: specialty_rows.of_units(view, variation_view.units(view)))
    if not shares.rows:
        return
    parts.block(
        "units",
        shares.finding,
        view.words.caption(f"{view.words.who_attained}, per enhet, {view.words.moment}"),
        diagram=lambda: _share_chart("units", view, shares, f"{name}, {shares.finding}"),
        twin=lambda: specialty_rows.twin(f"{name} per enhet, tabell", "Enhet", shares, view, label="unit"),
        csv=lambda: open_files.csv_bytes(variation_files.unit_rows(view)),
        file_name=file_name("maluppfyllelse_enhet_jamford", view),
    )


def _share_chart(key: str, view: View, shares: specialty_rows.Shares, said: str) -> None:
    tokens = frame.tokens()
    figure = remembered.once(
        (key, "figure", view.key, tokens.name),
        lambda: share_chart.share_chart(shares.marks, shares.region, tokens, view.words.whole),
    )
    parts.chart(key, figure, view.words.caption(f"{said}. {shares.words}"))


def _status(view: View, attainment: pl.DataFrame) -> str | None:
    """The region's own status for the specialty; None where it has no row at all."""
    region = attainment.filter(pl.col("specialty") == view.specialties[0], pl.col("administration") == ALL)
    return None if region.is_empty() else str(region["status"][0])


def _empty(view: View, name: str) -> None:
    """Nobody in the selection: a sentence and two ways out."""
    links = f'<p><a href="?{escape(view.base)}">Visa alla specialiteter</a> · <a href="?">Rensa filter</a></p>'
    words = view.words
    what = f"Ingen är {words.who}" if words.is_waiting else f"Det finns inga {words.who}"
    sentence = f"<p>{escape(what)} inom {escape(name)} {escape(words.moment)}.</p>"
    parts.box(f"Inga {words.noun} med det här urvalet", sentence + links)
