"""A data steward's decisions on Datakvalitet: the form, and what became of every decision. The next load does them."""

from __future__ import annotations

import polars as pl
import streamlit as st

import register
from dashboard import parts, sentences, steward_form, steward_state, steward_view, swedish
from dashboard.states import Cell
from dashboard.steward_words import ACTIONS, STATE, WAITING, State
from dashboard.tables import Column, TableRow, table, text

SHOWN = 20


def steward_block(version: str, principal: str) -> None:
    """The headline, what was last told, the form or its button, and the list of decisions."""
    try:
        made = steward_view.decisions(version, principal)
    except register.RegisterFault as fault:
        parts.heading("Förvaltarbesluten går inte att läsa", "Beslut om rader i karantän och okända koder")
        parts.box("Registret svarar inte", f"<p>{text(str(fault)).html}</p>", "error")
        return
    states = steward_view.states(version, principal, made)
    parts.heading(
        sentences.plain(WAITING, steward_view.counted(states)),
        "Beslut om rader i karantän och okända koder; nästa laddning utför dem",
    )
    with parts.place():
        steward_state.told()
    form = steward_state.opened(version, principal)
    if form is not None:
        steward_form.draw(form)
    else:
        st.button("Nytt beslut", on_click=steward_state.open_form, args=(version, principal), key="steward_new",
                  icon=":material/gavel:")  # fmt: skip
    shown = made.filter(pl.col("withdraws").is_null()).head(SHOWN)
    if shown.height:
        st.html(_list(version, shown, states))
        _take_back(version, principal, shown, states)


def _list(version: str, made: pl.DataFrame, states: dict[int, State]) -> str:
    columns = [Column("Beslut"), Column("Vad"), Column("Läge"), Column("Roll"), Column("Fattat"), Column("Motivering")]
    rows = [
        TableRow(
            text(f"{row['id']}. {ACTIONS[row['action']]}"),
            [
                text(steward_view.subject(version, row), "vl-break"),
                Cell(sentences.the_one(STATE, states[row["id"]])),
                text(row["role"]),
                text(swedish.local_time(row["made_at"]), "vl-nowrap"),
                text(row["motivation"], "vl-break"),
            ],
        )
        for row in made.iter_rows(named=True)
    ]
    return table("Förvaltarens beslut", columns, rows)


def _take_back(version: str, principal: str, made: pl.DataFrame, states: dict[int, State]) -> None:
    waiting = [decision for decision in made["id"] if states[decision].outcome == "vantar"]
    with st.container(horizontal=True, key="steward_waiting"):
        for decision in waiting:
            st.button(f"Ta tillbaka beslut {decision}", on_click=steward_form.withdraw,
                      args=(version, principal, decision), key=f"steward_withdraw_{decision}")  # fmt: skip
