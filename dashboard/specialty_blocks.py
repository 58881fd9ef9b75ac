"""The blocks of one specialty on the Variation page: its förvaltningar, its units, and its share over time."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

import open_files
from dashboard import choices, frame, parts, reads, remembered, specialty_rows, swedish, trend
from dashboard.charts import share_chart
from dashboard.cuts import series_of
from dashboard.states import NOBODY
from dashboard.variation_blocks import file_name
from dashboard.variation_view import View

ALL = "Alla"
MOST_LINES = 2


def draw(view: View, attainment: pl.DataFrame) -> None:
    """The one chosen specialty: its state where it has no figures, otherwise its blocks."""
    name = choices.short_names(view.version, view.cut["principal"])[view.specialties[0]]
    st.html(f'<p class="vl-back"><a href="?{escape(view.base)}">Visa alla specialiteter</a></p>')
    status = remembered.once(("specialty status", view.key), lambda: _status(view, attainment))
    if status in (None, NOBODY):
        _empty(view, name)
        return
    administrations_block(view, name, attainment)
    units_block(view, name)
    trend_block(view, name)


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
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment(view.version, specialties=view.specialties, administrations=(), **view.cut)
        ),
        file_name=file_name("maluppfyllelse", view),
        opened=True,
    )
    parts.note(
        "° färre än 20 patienter, osäker andel. Median, 90:e percentil och antal gäller alla, även dem som "
        "definitionen räknar bort. De står i tabellen."
    )


def units_block(view: View, name: str) -> None:
    """The units of the specialty, in the chosen förvaltningar or in all; nothing where no unit is known."""
    units = reads.attainment_by_unit(version=view.version, specialty=view.specialties[0], **view.cut)
    shares = remembered.once(("units", view.key), lambda: specialty_rows.of_units(view, units))
    if not shares.rows:
        return
    parts.block(
        "units",
        shares.finding,
        view.words.caption(f"{view.words.who_attained}, per enhet, {view.words.moment}"),
        diagram=lambda: _share_chart("units", view, shares, f"{name}, {shares.finding}"),
        twin=lambda: specialty_rows.twin(f"{name} per enhet, tabell", "Enhet", shares, view, label="unit"),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment_unit(
                view.version, specialty=view.specialties[0], administrations=view.administrations, **view.cut
            )
        ),
        file_name=file_name("maluppfyllelse_enhet", view),
    )


def trend_block(view: View, name: str) -> None:
    """The specialty's share over up to 36 months: the region, or the chosen förvaltningar beside it."""
    wanted = (*view.administrations[:MOST_LINES], ALL)
    series, phases, specialty = series_of(view.cut), (view.cut["phase"],), view.specialties[0]
    rows = reads.attainment_over_time(
        view.version, phases=phases, specialty=specialty, administrations=wanted, **series
    )
    named = {each: "regionen" if each == ALL else each for each in wanted}
    months = remembered.once(
        ("specialty months", view.key), lambda: trend.months_of(rows, "administration", named, view.words, ALL)
    )
    change = months.year_change(wanted[0])
    finding = f"{name}, {named[wanted[0]]}: {change} på ett år" if change else f"{name} över tid"
    parts.block(
        "trend",
        finding,
        view.words.caption(f"{view.words.who_attained}, {months.span}"),
        diagram=lambda: trend.draw(
            ("specialty trend", view.key),
            months,
            view.words.caption(f"{finding}. {view.words.who_attained}, {months.span}"),
        ),
        twin=lambda: trend.twin(f"{name} per månad, tabell", months, view.words),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment_over_time(
                view.version, phases=phases, specialty=specialty, administrations=wanted, **series
            )
        ),
        file_name=file_name("maluppfyllelse_manader", view),
    )
    missed = len(view.administrations) > MOST_LINES
    parts.note(
        months.axis_note,
        "Linjen bryts där en månad saknar siffra: ingen leverans, dolt eller ingen att räkna.",
        f"Diagrammet visar {swedish.number_word(MOST_LINES)} förvaltningar och regionen." if missed else "",
    )


def _share_chart(key: str, view: View, shares: specialty_rows.Shares, said: str) -> None:
    tokens = frame.tokens()
    figure = remembered.once(
        (key, "figure", view.key, tokens.name), lambda: share_chart.share_chart(shares.marks, shares.region, tokens)
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
