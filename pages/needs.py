"""Behov och kapacitet: where capacity does not suffice, and a plan for what is left to place."""

from __future__ import annotations

from dashboard import (
    filters,
    frame,
    needs_blocks,
    needs_queue_block,
    needs_states,
    needs_view,
    needs_words,
    parts,
    proposal_block,
    proposal_open,
    warehouse,
)

version = warehouse.published().current()
frame.begin()
view = needs_view.read(version)
facts = needs_blocks.facts_of(view)

parts.header(
    "Behov och kapacitet",
    "Var räcker kapaciteten inte?",
    needs_words.answer(facts),
    is_demo=view.is_demo,
    freshness=needs_states.badge(view),
)
parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
filters.draw(view.row, view.more)

if not facts.totals.rows:
    needs_states.empty_box(view)
else:
    needs_blocks.figures(facts)
    needs_blocks.gap_block(view)
    needs_queue_block.queue_block(view)
    asks_role = proposal_block.draw(view)
    proposal_open.draw(view, asks_role=asks_role)
needs_states.sources(view)
frame.end("behov", view.address)
