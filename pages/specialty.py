"""Specialitet: how one specialty does, in every förvaltning and over time."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    balance_block,
    band_specialty,
    behind,
    deviation_block,
    equity_block,
    filters,
    frame,
    parts,
    specialty_control_block,
    specialty_figures,
    specialty_states,
    specialty_units,
    specialty_view,
    specialty_waiting,
    stock_flow_block,
    warehouse,
)
from dashboard.states import NOT_COMPUTABLE

version = warehouse.published().current()
frame.begin()
view = specialty_view.read(version)
moment = specialty_figures.of_view(view)
control = specialty_control_block.control(view)

parts.header(
    "Specialitet",
    f"Hur går det för {view.specialty_in_text}?",
    specialty_figures.answer(view, moment, control),
    is_demo=view.is_demo,
    freshness=behind.badge(version, behind.scope_of(view.cut, (view.specialty,), view.administrations)),
)
parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
filters.draw(view.row, view.more)

if specialty_states.is_empty(moment.status):
    specialty_states.empty_box(view, moment.status)
else:
    st.html(specialty_figures.html(view, moment))
if not specialty_states.is_empty(moment.status) and view.words.is_aggregated:
    band_specialty.draw(view, is_between=moment.status == NOT_COMPUTABLE)
elif not specialty_states.is_empty(moment.status):
    specialty_control_block.control_block(view)
    left, right = st.columns([7, 5], gap="large")
    with left:
        specialty_waiting.waiting_block(view)
    with right:
        balance_block.balance_block(view)
    deviation_block.deviation_block(view)
    stock_flow_block.stock_flow_block(view)
    specialty_units.units_block(view)
    equity_block.equity_block(view)
specialty_states.sources(view)
frame.end("specialitet", view.address)
