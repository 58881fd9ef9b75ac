"""The block of open proposals: plans whose newest version is only proposed, and agreeing on those that raise."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import parts, plan_words, proposal, proposal_entry, proposal_versions, remembered, swedish, who
from dashboard.needs_view import View
from dashboard.proposal_block import ROLE_WIDTH
from dashboard.proposal_words import WAITING, Waiting
from dashboard.sentences import plain
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

CHOSEN, ANCHORED = "agree_plans", "agree_anchored"
Row = Mapping[str, Any]


def draw(view: View, *, asks_role: bool) -> None:
    """The open proposals of the chosen rows; `asks_role`: the role is already asked for on the page."""
    versions = proposal.versions(view)
    found = remembered.once(("open proposals", view.key), lambda: _found(view, versions))
    parts.heading(plain(WAITING, Waiting(len(found))), f"Föreslagna versioner {view.year}; de gäller inte än")
    proposal_entry.say(proposal_entry.AGREED)
    if found.is_empty():
        return
    st.html(remembered.once(("open proposals table", view.key), lambda: _table(view, found, versions)))
    raises = found.filter("is_raise")
    if not raises.is_empty():
        _agreement(view, raises, asks_role=asks_role)
    if len(raises) < len(found):
        parts.note("Förslag som sänker en plan beslutas på Leveransplaner, där principerna för minskning prövas.")


def _found(view: View, versions: pl.DataFrame) -> pl.DataFrame:
    """The open proposals of the chosen rows, the largest first."""
    rows = proposal_versions.open_proposals(versions).with_columns(administration=pl.col("sender"))
    return view.of_choice(rows).sort("addition", "plan_id", descending=[True, False])


def _table(view: View, found: pl.DataFrame, versions: pl.DataFrame) -> str:
    entered = {(row["plan_id"], row["version"]): row for row in versions.iter_rows(named=True)}
    body = [
        TableRow(
            text(view.name(row["specialty"], row["phase"])),
            [_link(view, row), *_cells(row, entered[row["plan_id"], row["version"]])],
        )
        for row in found.iter_rows(named=True)
    ]
    titles = ("Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4", "Nu", "Förslag")
    columns = [Column("Specialitet"), Column("Plan"), *(Column(title, True) for title in titles), Column("Inlagd av")]
    return table("Förslag som väntar på beslut, tabell", columns, body)


def _link(view: View, row: Row) -> Cell:
    """The plan on Leveransplaner, by a name that tells it from others of the same two."""
    between = plan_words.between(row)
    name = f"{between}, {view.name(row['specialty'], row['phase'])}"
    return Cell(
        f'<a href="{escape(view.plan_address(row["plan_id"]))}" aria-label="{escape(name)}">{escape(between)}</a>'
    )


def _cells(row: Row, entered: Row) -> list[Cell]:
    volumes = [row[f"latest_{name}"] for name in proposal_versions.QUARTERS]
    now = sum(row[name] for name in proposal_versions.QUARTERS)
    when = f", {swedish.day_and_month(swedish.local_day(entered['registered_at']))}" if entered["registered_at"] else ""
    return [
        *(text(swedish.integer(volume), "vl-number") for volume in (*volumes, now, sum(volumes))),
        text(f"{entered['role'] or 'utdrag'}{when}"),
    ]


def _agreement(view: View, raises: pl.DataFrame, *, asks_role: bool) -> None:
    """Choose which, who they are anchored with and who enters it; all become agreed or none."""
    labels = {row["plan_id"]: _label(view, row) for row in raises.iter_rows(named=True)}
    kept = [each for each in st.session_state.get(CHOSEN, []) if each in labels]
    if kept != st.session_state.get(CHOSEN, []):
        st.session_state[CHOSEN] = kept
    with st.container(horizontal=True, vertical_alignment="bottom", key="agreement"):
        chosen = st.multiselect(
            "Förslag att komma överens om",
            list(labels),
            format_func=lambda plan_id: labels.get(plan_id, plan_id),
            key=CHOSEN,
            placeholder="Välj förslag",
            width=420,
        )
        anchored = st.selectbox(
            "Förankrad hos", who.roles(), index=None, placeholder="Välj roll", key=ANCHORED, width=230
        )
        role = who.chosen() if asks_role else _role()
        st.button(
            "Gör till överenskomna",
            key="agree",
            disabled=not (chosen and anchored and role),
            on_click=proposal_entry.agree,
            args=(view, CHOSEN, ANCHORED),
        )
    if not (chosen and anchored and role):
        parts.note("Välj förslag, vem de är förankrade hos och din roll. Alla valda blir överenskomna, eller inget.")


def _role() -> str:
    with st.container(width=ROLE_WIDTH):
        return who.role()


def _label(view: View, row: Row) -> str:
    name = view.name(row["specialty"], row["phase"])
    return f"{name}, {row['sender']} → {row['receiver']}, {swedish.integer(row['addition'])} till"
