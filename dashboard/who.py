"""Who enters something: a role, never a person. Asked of the reader until a login can tell."""

from __future__ import annotations

import streamlit as st

from dashboard import plan_reads, warehouse

KEY = "who_role"
PLAN, CROSS, QUALITY = "plan", "gronakorset", "datakvalitet"
MEETING, STEWARD = "Avstämningsmötet", "Dataförvaltare"
ALWAYS = {CROSS: [MEETING], QUALITY: [STEWARD]}  # where the published roles have none for a part


def role(part: str = PLAN, default: str | None = None) -> str:
    """Ask for the role where the form stands, once on a page; it is kept during the visit.

    Without a `default` nothing is chosen from the start, and "" is given until it is.
    """
    offered = roles(part)
    st.selectbox(
        "Din roll",
        offered,
        index=offered.index(default) if default in offered else None,
        placeholder="Välj roll",
        key=_key(part),
        persist_state="session",
    )
    return chosen(part, default)


def chosen(part: str = PLAN, default: str | None = None) -> str:
    """The role as it was last chosen: what a button's callback reads; the default, or "", where none is."""
    return st.session_state.get(_key(part)) or default or ""


def roles(part: str = PLAN) -> list[str]:
    """The titles that may stand by what is entered in a part, in their order; some parts always have one."""
    rows = plan_reads.roles(warehouse.published().current())
    titles = rows.filter(part=part)["role"].to_list()
    return titles or ALWAYS.get(part, [])


def _key(part: str) -> str:
    return KEY if part == PLAN else f"{KEY}_{part}"
