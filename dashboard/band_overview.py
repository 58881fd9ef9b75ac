"""Läget for a huvudman that is known by counts in bands."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import open_files
from dashboard import (
    band_boxes,
    band_distribution,
    band_figures,
    band_over_time,
    behind,
    filters,
    overview_blocks,
    parts,
    remembered,
    sentences,
    side_by_side,
    swedish,
)
from dashboard.band_figures import Phase
from dashboard.band_sentences import ANSWER, HALF, Held
from dashboard.csv_files import file_name
from dashboard.overview_view import View

EVERYBODY = band_distribution.Group("Alla", "alla specialiteter")
NEEDS_ROWS = "jämförelsen med riket, ändringar större än slumpen, BUP och återbesök"


def draw(version: str, view: View) -> None:
    """The page between its frame's beginning and end."""
    phases = remembered.once(("band figures", view.key), lambda: _phases(view))
    first = phases[0] if phases else None
    held = Held(first.row if first else None, view.words)
    answer = " ".join(filter(None, (sentences.the_one(ANSWER, held), sentences.the_one(HALF, held))))
    parts.header(
        "Läget",
        "Var håller vi vårdgarantin – och var inte?",
        answer,
        is_demo=view.is_demo,
        freshness=behind.badge(version, behind.scope_of(view.cut, every_phase=True)),
    )
    parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
    filters.draw(view.row, view.more)
    _figures_block(view, phases)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _trend(view, held)
    with right:
        band_distribution.distribution_block(view, EVERYBODY, is_half=True)
    side_by_side.side_by_side_block(view, EVERYBODY.specialty, EVERYBODY.name)
    band_boxes.not_there(view.words, NEEDS_ROWS)
    overview_blocks.freshness_block(version, view.cut["principal"])
    _sources(view)


def _phases(view: View) -> list[Phase]:
    return band_figures.phases_of(view.version, view.cut, view.previous)


def _figures_block(view: View, phases: Sequence[Phase]) -> None:
    parts.tools(
        "figures",
        view.words.caption(f"Andel väntande inom gränsen, {view.words.moment}"),
        first=parts.FIGURES,
        diagram=lambda: _draw(phases),
        twin=lambda: band_figures.twin(phases),
        csv=lambda: open_files.csv_bytes(band_figures.file_rows(phases, view.cut, view.version)),
        file_name=file_name("laget", [view.cut["cutoff_date"], "vantande", view.cut["limit_days"]]),
    )


def _draw(phases: Sequence[Phase]) -> None:
    st.html(band_figures.html(phases))


def _trend(view: View, held: Held) -> None:
    """A line where the share is a number, an area where it is not."""
    if held.between:
        band_over_time.over_time_block(view, EVERYBODY, is_half=True)
    elif held.share is not None:
        overview_blocks.trend_block(view)


def _sources(view: View) -> None:
    words = view.words
    parts.sources(
        [
            ("Källor", f"Väntande {swedish.long_date(view.cut['cutoff_date'])}, {view.cut['principal']}."),
            band_boxes.definition_line(words),
            band_boxes.limit_line(words),
            band_boxes.how_counted(words),
            ("Vilka räknas", words.who_is_counted),
            ("Version", f"{view.version}."),
        ]
    )
