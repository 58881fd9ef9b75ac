"""What the form remembers in a visit: on which version it was opened, and what came of the last saving.

The version is kept from when the form is opened, never read again at saving: that is how a second person is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.plan_change_words import Told

OPENED, TOLD, TRIED, NUMBER = "plan_change_opened", "plan_change_told", "plan_change_tried", "plan_change_number"
KEPT = ("motivation", "anchored")  # follow the reader to the newer version after a conflict


@dataclass(frozen=True)
class Opened:
    """One open form: `plan_id` is "" and `base_version` None for a new plan; `number` makes its widgets its own."""

    principal: str
    plan_id: str
    action: str
    base_version: int | None
    number: int

    def key(self, name: str) -> str:
        """The session's name of one widget."""
        return f"change_{self.number}_{name}"


def opened(principal: str, plan_id: str) -> Opened | None:
    """The form that is open on the plan, None where none is."""
    form: Opened | None = st.session_state.get(OPENED)
    return form if form and (form.principal, form.plan_id) == (principal, plan_id) else None


def is_open(form: Opened) -> bool:
    """Whether this very form is still open: a second click on its button comes when it is not."""
    return st.session_state.get(OPENED) == form


def open_form(
    principal: str, plan_id: str, action: str, base_version: int | None, before: Opened | None = None
) -> None:
    """Open a form on the version the reader sees; from an earlier form what was written in words is kept."""
    number = st.session_state.get(NUMBER, 0) + 1
    form = Opened(principal, plan_id, action, base_version, number)
    for name in KEPT if before else ():
        if before and before.key(name) in st.session_state:
            st.session_state[form.key(name)] = st.session_state[before.key(name)]
    st.session_state.update({NUMBER: number, OPENED: form, TOLD: None, TRIED: False})


def close() -> None:
    """Leave without saving."""
    st.session_state.update({OPENED: None, TOLD: None, TRIED: False})


def tell(told: Told, *, closes: bool) -> None:
    """Keep what came of saving for the page to say."""
    st.session_state[TOLD] = told
    if closes:
        st.session_state[OPENED] = None


def told(plan_id: str) -> Told | None:
    """What came of the last saving of the plan that is shown; forgotten when another one is."""
    kept: Told | None = st.session_state.get(TOLD)
    if kept is None or kept.plan_id == plan_id or (kept.kind == "finns" and not plan_id):
        return kept
    st.session_state[TOLD] = None
    return None


def begin_again() -> None:
    """Forget what came of the saving before."""
    st.session_state.update({TOLD: None, TRIED: False})


def try_again() -> None:
    """Something stops the change: say what from now on."""
    st.session_state[TRIED] = True


def was_tried() -> bool:
    return bool(st.session_state.get(TRIED))
