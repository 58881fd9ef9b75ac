"""Behov och kapacitet: where capacity does not suffice, and a plan for what is left to place."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, frame, needs_blocks, needs_queue_block, needs_view, needs_words, parts, warehouse

version = warehouse.published().current()
frame.begin()
view = needs_view.read(version)
facts = needs_blocks.facts_of(view)

parts.header("Behov och kapacitet", "Var räcker kapaciteten inte?", needs_words.answer(facts), is_demo=view.is_demo)
parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
filters.draw(view.row, view.more)

st.html(needs_blocks.figures_html(facts))
needs_blocks.gap_block(view)
needs_queue_block.queue_block(view)
frame.end("behov", view.address)
