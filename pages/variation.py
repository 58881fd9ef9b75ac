"""Variation: where the förvaltningar differ most, per specialty."""

from __future__ import annotations

from dashboard import (
    band_variation,
    bands,
    behind,
    filters,
    frame,
    parts,
    ranges,
    reads,
    specialty_blocks,
    variation_blocks,
    variation_chance,
    variation_mix_block,
    variation_view,
    warehouse,
)

version = warehouse.published().current()
frame.begin()
view = variation_view.read(version)
variation = reads.variation_by_specialty(version, **view.cut)
attainment = variation_view.attainment(view)
rows = ranges.ordered(variation, view.order.value[0], view.specialties)

is_between = view.words.is_aggregated and bands.is_between(attainment.iter_rows(named=True))

parts.header(
    "Variation",
    "Var skiljer det mest mellan förvaltningarna?",
    band_variation.answer(view, attainment) if is_between else variation_chance.answer(rows, view.words, attainment),
    is_demo=view.is_demo,
    freshness=behind.badge(version, behind.scope_of(view.cut, view.specialties, view.administrations)),
)
parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
filters.draw(view.row, view.more)

if is_between:
    band_variation.draw(view, attainment)
elif len(view.specialties) == 1:
    specialty_blocks.draw(view, rows[0] if rows else None, attainment)
else:
    variation_blocks.range_block(view, rows, attainment)
    variation_blocks.heat_block(view, rows, attainment)
    if not view.specialties:
        variation_mix_block.draw(view, attainment)
variation_blocks.sources(view)
frame.end("variation", view.address)
