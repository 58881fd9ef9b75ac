"""Läget: where the care guarantee is held and where not."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, frame, freshness, key_figures, overview_blocks, overview_view, parts, reads, warehouse

version = warehouse.published().current()
frame.begin()
view = overview_view.read(version)
figures = reads.key_figures(
    version,
    principal=view.cut["principal"],
    cutoff_date=view.cut["cutoff_date"],
    previous_date=view.previous or view.cut["cutoff_date"],
    definition=view.cut["definition"],
).to_dicts()

parts.header(
    "Läget",
    "Var håller vi vårdgarantin – och var inte?",
    key_figures.answer(figures, view.cut["cutoff_date"], view.cut["definition"]),
    is_demo=view.is_demo,
    freshness=freshness.badge(version, view.cut["principal"], "vantande", view.cut["cutoff_date"]),
)
parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
filters.draw(view.row, view.more)
st.html(
    key_figures.figures_html(
        figures, view.cut["cutoff_date"], view.previous, view.cut["definition"], view.definition_names
    )
)
left, right = st.columns([7, 5], gap="large")
with left:
    overview_blocks.trend_block(view)
with right:
    overview_blocks.freshness_block(version, view.cut["principal"])
overview_blocks.sources(view)
frame.end("", view.address)
