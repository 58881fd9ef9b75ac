"""Om: definitions with formulas, who is counted, small groups, accessibility, version."""

from __future__ import annotations

import streamlit as st

from dashboard import about_cross, about_plans, about_text, choices, filters, frame, parts, reads, warehouse

version = warehouse.published().current()
frame.begin()
address = filters.read_address()
settings = reads.dataset(version).row(0, named=True)

parts.header(
    "Om",
    "Hur är siffrorna räknade?",
    "Måluppfyllelse är inte ett tal: den beror på vilka som räknas, vad som räknas bort, vilken gräns som gäller "
    "och när.",
    is_demo=bool(choices.made_up(version)),
)
parts.unknown_values(address.unknown_names())
st.html(f'<div class="vl-text">{about_text.WHO}{about_text.FORMULAS}</div>')
st.html(f'<div class="vl-text vl-wide">{about_text.definitions(version)}{about_text.limits(version)}</div>')
st.html(
    f'<div class="vl-text">{about_text.methods(settings)}{about_text.states(settings)}'
    f"{about_plans.plans(version, settings['low_base'])}{about_cross.cross(version)}{about_text.SOURCES}"
    f"{about_text.ACCESSIBILITY}{about_text.version_text(settings)}</div>"
)
frame.end("om", address)
