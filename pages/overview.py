"""Läget: where the care guarantee is held and where not."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    band_overview,
    behind,
    changes_block,
    filters,
    frame,
    key_figures,
    overview_blocks,
    overview_view,
    parts,
    side_by_side,
    warehouse,
)

version = warehouse.published().current()
frame.begin()
view = overview_view.read(version)
if view.words.is_aggregated:
    band_overview.draw(version, view)
else:
    figures = overview_blocks.figures_of(view)
    told = changes_block.told(view)
    parts.header(
        "Läget",
        "Var håller vi vårdgarantin – och var inte?",
        f"{key_figures.answer(figures)}<br>{changes_block.biggest(told)}",
        is_demo=view.is_demo,
        freshness=behind.badge(version, behind.scope_of(view.cut, every_phase=True)),
    )
    parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
    filters.draw(view.row, view.more)
    overview_blocks.figures_block(view, figures)
    left, right = st.columns([7, 5], gap="large")
    with left:
        overview_blocks.trend_block(view)
    with right:
        changes_block.draw(view, told)
    side_by_side.side_by_side_block(view, "Alla", "alla specialiteter")
    overview_blocks.freshness_block(version, view.cut["principal"])
    overview_blocks.sources(view)
frame.end("", view.address)
