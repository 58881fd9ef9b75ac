"""Gröna korset, follow-up: twelve months of a unit or a group, from who needs support to what is to be done."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    cross_actions,
    cross_followup_facts,
    cross_followup_figures,
    cross_followup_harm,
    cross_followup_states,
    cross_followup_time,
    cross_followup_types,
    cross_followup_units,
    cross_followup_well,
    cross_mixed,
    parts,
    remembered,
)
from dashboard.cross_followup_facts import Followup
from dashboard.cross_view import CrossView


def answer(view: CrossView) -> str:
    """The page's answer in the follow-up, HTML."""
    return cross_followup_figures.answer(view, cross_followup_facts.of_view(view))


def draw(view: CrossView) -> None:
    """Every block of the follow-up."""
    found = cross_followup_facts.of_view(view)
    if found.is_empty:
        parts.box("Inget är känt av perioden", "<p>Ingen dag är registrerad eller levererad för valda enheter.</p>")
        cross_actions.draw(view)
        return
    cross_mixed.draw(view, found.definitions)
    st.html(remembered.once(("cross figures", view.key), lambda: cross_followup_figures.html(view, found)))
    cross_followup_units.tired_block(view, found)
    cross_followup_states.states_block(view, found)
    cross_followup_time.rate_block(view, found)
    cross_followup_harm.harm_block(view, found)
    _pair(view, found)
    cross_followup_well.well_block(view, found)
    if view.unit is None:
        cross_followup_units.units_block(view, found)  # hundreds of rows: after what is drawn
    cross_actions.draw(view)


def _pair(view: CrossView, found: Followup) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        cross_followup_types.types_block(view, found)
    with right:
        cross_followup_time.risks_block(view, found)
