"""Datakvalitet: what was loaded, what was set aside and why, and what is missing."""

from __future__ import annotations

from dashboard import choices, filters, frame, freshness, parts, quality_blocks, reads, warehouse

version = warehouse.published().current()
frame.begin()
address = filters.read_address()
settings = reads.dataset(version).row(0, named=True)
principal = filters.principal(address, version, settings["default_principal"], choices.every_principal(version))
filters.remember(address)
name = principal.value[0]

parts.header(
    "Datakvalitet",
    "Går siffrorna att lita på?",
    quality_blocks.answer(version, name),
    is_demo=name in choices.made_up(version),
    freshness=freshness.newest_badge(version, name),
)
parts.unknown_values([*address.unknown, *address.unknown_names()])
filters.draw([], [principal])
quality_blocks.freshness_block(version, name)
quality_blocks.gaps_block(version, name)
quality_blocks.quarantine_block(version)
quality_blocks.loads_block(version)
parts.sources([("Källor", f"Laddningsboken och karantänen, version {version}.")])
frame.end("datakvalitet", address)
