"""The form of a decision in the session: which is open, and what was last told."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

import streamlit as st

import register
from dashboard import sentences
from dashboard.cross_texts import Gate
from dashboard.steward_words import TOLD, Told

OPENED, TOLD_LAST, NUMBER = "steward_opened", "steward_told", "steward_number"


@dataclass(frozen=True)
class Opened:
    """An open form. `wanted`: what was said and looked through, when only the last question is left.

    `token` is made when the form is opened, so that a second tap on the button is the same decision.
    """

    version: str
    principal: str
    token: str
    number: int
    wanted: register.NewDecision | None = None
    rows: int = 0
    faults: tuple[str, ...] = ()
    gate: Gate = field(default_factory=Gate)

    def key(self, name: str) -> str:
        """The session's name of one widget."""
        return f"steward_{self.number}_{name}"

    def said(self, name: str) -> str:
        """What a field holds."""
        return str(st.session_state.get(self.key(name)) or "").strip()


def opened(version: str, principal: str) -> Opened | None:
    """The form that is open for this huvudman; of a version that is no longer shown it is begun anew."""
    form: Opened | None = st.session_state.get(OPENED)
    return form if form is not None and (form.version, form.principal) == (version, principal) else None


def open_form(version: str, principal: str) -> None:
    """A button's callback: begin with empty fields."""
    number = st.session_state.get(NUMBER, 0) + 1
    form = Opened(version, principal, secrets.token_hex(8), number)
    st.session_state.update({NUMBER: number, OPENED: form, TOLD_LAST: None})
    focus()


def close(told: Told | None = None) -> None:
    """Leave the form, telling what came of it."""
    st.session_state.update({OPENED: None, TOLD_LAST: told})
    focus()


def told() -> None:
    """What came of the last saving."""
    last: Told | None = st.session_state.get(TOLD_LAST)
    if last is not None:
        css = "empty" if last.kind in ("fattat", "aterkallat") else "error"
        said = sentences.the_one(TOLD, last)
        st.html(f'<div class="vl-box vl-box-{css}" role="status"><p data-vl-focus>{said}</p></div>')


def focus() -> None:
    """Move the reader's focus to what the button opened or told."""
    st.session_state["focus"] = f"{time.time_ns()}"
