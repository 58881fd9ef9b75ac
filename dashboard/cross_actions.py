"""Open actions of a unit, with who and when, and the form to add or close one; of a group only how many."""

from __future__ import annotations

import polars as pl
import streamlit as st

import open_files
from dashboard import cross_actions_form as form
from dashboard import cross_actions_list as actions_list
from dashboard import csv_files, parts, sentences
from dashboard.cross_actions_words import ACTIONS
from dashboard.cross_view import CrossView


def draw(view: CrossView) -> None:
    """The block of actions."""
    actions = actions_list.of_view(view)
    finding = sentences.plain(ACTIONS, actions_list.counted(actions, view.today))
    subtitle = view.caption(f"Åtgärder efter det som hänt, {view.label}")
    if actions.is_empty():
        parts.heading(finding, subtitle)
    else:
        parts.block(
            "cross_actions",
            finding,
            subtitle,
            diagram=lambda: _list(view, actions),
            twin=lambda: _twin(f"{finding}, tabell", view, actions),
            csv=lambda: open_files.csv_bytes(actions_list.open_rows(view, actions)),
            file_name=csv_files.file_name(
                "grona_korset_atgarder", [view.today, *(view.unit or (view.administration,))]
            ),
            first="Lista",
        )
    if view.unit is None:
        parts.note("Vad åtgärderna är visas bara på enhetens egen sida.")
        return
    with parts.place():
        form.told()
    opened = form.opened(view)
    if opened is not None:
        form.draw(opened)
    else:
        args = (view.principal, view.unit, None, view.day)
        st.button("Ny åtgärd", on_click=form.open_form, args=args, key="action_new", icon=":material/add:")


def _list(view: CrossView, actions: pl.DataFrame) -> None:
    if view.unit is None:
        st.html(actions_list.units_table("Åtgärder per enhet", view, actions))
        return
    for number, action in enumerate(actions_list.open_first(actions).iter_rows(named=True), start=1):
        with st.container(horizontal=True, vertical_alignment="center", key=f"action_row_{number}"):
            st.html(actions_list.line(action, number, view.today))
            st.button(f"Avsluta åtgärd {number}", on_click=form.open_form, args=(view.principal, view.unit, action),
                      key=f"action_close_{action['action_id']}")  # fmt: skip
    if len(actions.filter(pl.col("status") != actions_list.OPEN)):
        st.html('<h3 class="vl-h3">Avslutade</h3>')
        st.html(actions_list.closed_table("Avslutade åtgärder", actions))


def _twin(name: str, view: CrossView, actions: pl.DataFrame) -> str:
    if view.unit is None:
        return actions_list.units_table(name, view, actions)
    return actions_list.twin(name, actions)
