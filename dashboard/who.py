"""Who enters something: a role, never a person. Asked of the reader until a login can tell."""

from __future__ import annotations

import streamlit as st

from dashboard import plan_reads, warehouse

KEY = "who_role"


def role() -> str:
    """Ask for the role where the form stands, once on a page; "" until it is chosen. It is kept during the visit."""
    st.selectbox(
        "Din roll",
        roles(),
        index=None,
        placeholder="Välj roll",
        key=KEY,
        persist_state="session",
    )
    return chosen()


def chosen() -> str:
    """The role as it was last chosen: what a button's callback reads; "" where none is."""
    return st.session_state.get(KEY) or ""


def roles() -> list[str]:
    """The titles that may stand by a change, in their order."""
    return plan_reads.roles(warehouse.published().current())["role"].to_list()
