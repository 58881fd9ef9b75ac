"""Datakvalitet: what has come, what has not, what was set aside, and whether the figures can be relied on."""

from __future__ import annotations

from dashboard import filters, frame, parts, quality_blocks, quality_view, warehouse

version = warehouse.published().current()
frame.begin()
view = quality_view.read(version)

parts.header(
    "Datakvalitet",
    quality_blocks.QUESTION,
    quality_blocks.answer(view),
    is_demo=view.is_demo,
    freshness=quality_blocks.badge(view),
)
parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
filters.draw(view.row, view.more)
quality_blocks.draw(view)
frame.end("datakvalitet", view.address)
