"""Gröna korset: how a unit's month went, day by day, and what was learnt from it."""

from __future__ import annotations

from dashboard import (
    cross_followup,
    cross_month,
    cross_states,
    cross_view,
    cross_wall,
    cross_wall_screen,
    cross_year,
    filters,
    frame,
    parts,
    warehouse,
)
from dashboard.cross_view import ALL, FOLLOWUP, MONTH, YEAR

BLOCKS = {MONTH: cross_month, YEAR: cross_year, ALL: cross_wall, FOLLOWUP: cross_followup}

version = warehouse.published().current()
frame.begin()
view = cross_view.read(version)

if view.is_wall:
    cross_wall_screen.draw(view)
else:
    blocks = BLOCKS[view.visa]
    parts.header(
        "Gröna korset",
        cross_states.QUESTIONS[view.visa],
        blocks.answer(view),
        is_demo=view.is_demo,
        freshness=cross_states.badge(view),
    )
    parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
    filters.draw(view.row, view.more)
    cross_states.standing_box(view)
    blocks.draw(view)
# A screen keeps the address it was opened with: without a month it follows the calendar.
frame.end("grona-korset", None if view.is_wall else view.address)
