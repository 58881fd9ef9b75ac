"""Leveransplaner: whether the year's agreed plans are kept, month by month and plan by plan."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    filters,
    frame,
    parts,
    plan_change,
    plan_course_block,
    plan_facts,
    plan_figures,
    plan_findings_block,
    plan_periods_block,
    plan_reports_block,
    plan_states,
    plan_table_block,
    plan_versions_block,
    plan_view,
    warehouse,
)

version = warehouse.published().current()
frame.begin()
view = plan_view.read(version)
selection = plan_facts.of_view(view)

parts.header(
    "Leveransplaner",
    "Hinner vi det vi har kommit överens om?",
    plan_figures.answer(view, selection),
    is_demo=view.is_demo,
    freshness=plan_states.badge(view, selection),
)
parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
filters.draw(view.row, view.more)

if plan_states.is_empty(selection):
    plan_states.empty_box(view)
    plan_change.draw(version, view)
else:
    st.html(plan_figures.html(view, selection))
    if selection.year_plan:
        left, right = st.columns(2, gap="large")
        with left:
            plan_periods_block.periods_block(view, selection)
        with right:
            plan_course_block.course_block(view, selection)
    plan_table_block.table_block(view, selection)
    plan_versions_block.versions_block(view, selection)
    plan_change.draw(version, view)
    plan_reports_block.reports_block(view, selection)
    plan_findings_block.findings_block(view, selection)
plan_states.sources(view, selection)
frame.end("leveransplaner", view.address)
