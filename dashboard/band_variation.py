"""Variation where shares are known only as bounds: a bar per specialty, or per förvaltning of one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import band_rows, choices, sentences, variation_files, variation_view
from dashboard.band_sentences import ANSWER, Held
from dashboard.specialty_blocks import ways_out
from dashboard.variation_blocks import file_name
from dashboard.variation_view import View

ALL = "Alla"
Row = Mapping[str, Any]


def answer(view: View, attainment: pl.DataFrame) -> str:
    """The whole huvudman's bounds, of the one chosen specialty or of all; HTML."""
    specialty = view.specialties[0] if len(view.specialties) == 1 else ALL
    rows = attainment.filter(specialty=specialty, administration=ALL).to_dicts()
    said = sentences.the_one(ANSWER, Held(rows[0] if rows else None, view.words))
    name = "" if specialty == ALL else f"<b>{escape(_names(view)[specialty])}:</b> "
    return name + said


def draw(view: View, attainment: pl.DataFrame) -> None:
    """One specialty by förvaltning and unit, otherwise every specialty."""
    if len(view.specialties) == 1:
        _one(view, attainment)
        return
    rows = _specialties(view, attainment)
    names = _names(view)
    band_rows.rows_block(
        view,
        "range",
        rows,
        lambda row: names[row["specialty"]],
        per="specialitet",
        scope=view.cut["principal"],
        csv=lambda: band_rows.open_attainment(view, view.specialties, view.administrations),
        file_name=file_name("maluppfyllelse", view),
        opens=lambda row: f"{view.base}&mvo={row['specialty']}",
    )


def _specialties(view: View, attainment: pl.DataFrame) -> list[Row]:
    """All first, then those whose share can be the highest last; only the chosen ones where some are."""
    rows = attainment.filter(administration=ALL).to_dicts()
    own = [row for row in rows if row["specialty"] == ALL]
    parts = [row for row in rows if row["specialty"] != ALL]
    shown = [row for row in parts if not view.specialties or row["specialty"] in view.specialties]
    return [*own, *sorted(shown, key=band_rows.ceiling)]


def _one(view: View, attainment: pl.DataFrame) -> None:
    code = view.specialties[0]
    st.html(ways_out(view))
    rows = attainment.filter(specialty=code).to_dicts()
    whole = [row for row in rows if row["administration"] == ALL]
    parts_of = sorted((row for row in rows if row["administration"] != ALL), key=band_rows.ceiling)
    band_rows.rows_block(
        view,
        "administrations",
        [*whole, *parts_of],
        lambda row: view.words.whole if row["administration"] == ALL else str(row["administration"]),
        per="förvaltning",
        scope=_names(view)[code],
        csv=lambda: band_rows.open_attainment(view, view.specialties, ()),
        file_name=file_name("maluppfyllelse", view),
        chosen=view.administrations,
    )
    units = variation_view.units(view).filter(pl.col("administration").is_in(view.shown_administrations))
    if len(units):
        band_rows.rows_block(
            view,
            "units",
            units.to_dicts(),
            lambda row: str(row["unit"]),
            per="enhet",
            scope=_names(view)[code],
            csv=lambda: variation_files.unit_rows(view),
            file_name=file_name("maluppfyllelse_enhet", view),
        )


def _names(view: View) -> dict[str, str]:
    return choices.short_names(view.version, view.cut["principal"])
