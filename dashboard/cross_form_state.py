"""What the form remembers in a visit: what is being written, what came of the last saving, and what may be undone.

The version that a form was opened on is kept from when it is drawn, never read again at saving: that is how a second
person is told. `serial` makes the widgets of one form its own: a tap on a form that is saved already does nothing.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from dashboard.cross_form_draft import DayDraft, UnitDay
from dashboard.cross_texts import Gate

FORM, TOLD = "cross_form", "cross_form_told"


@dataclass(frozen=True)
class Editor:
    """The open second step or correction: on which version and content, and which events it has fields for.

    `is_detail`: the second step of a day that one tap has just saved.
    """

    base_version: int | None
    start: DayDraft
    slots: tuple[int, ...]
    is_detail: bool = False


@dataclass(frozen=True)
class Form:
    """One form on the screen, of one unit's day."""

    day: UnitDay
    serial: int
    editor: Editor | None = None
    confirmed: frozenset[str] = frozenset()

    def key(self, name: str) -> str:
        """The session's name of one widget."""
        return f"day_{self.serial}_{name}"


@dataclass(frozen=True)
class Action:
    """What a button saves: `kind` is "tap", "editor", "settle" or "undo", `draft` None where the fields say it.

    `base_version`: the newest version that the writer has seen.
    """

    kind: str
    day: UnitDay
    serial: int
    base_version: int | None
    fact: str = ""
    draft: DayDraft | None = None


@dataclass(frozen=True)
class Undo:
    """What was saved and may be taken back: `before` is what was said until then, None where nothing was."""

    day: UnitDay
    version: int
    saved: DayDraft
    before: DayDraft | None


@dataclass(frozen=True)
class Told:
    """What came of an action: "sparad", "fanns", "angrad", "stoppad", "fel", "konflikt" or "registret".

    `action` is what may be tried again, `gate` what the texts held, `version` … `role` who was first, `line` the
    register's own words or the fault's code. `at`: seconds of a clock that only goes forward.
    """

    kind: str
    day: UnitDay
    action: Action | None = None
    undo: Undo | None = None
    gate: Gate = field(default_factory=Gate)
    line: str = ""
    version: int = 0
    moment: dt.datetime | None = None
    role: str = ""
    at: float = field(default_factory=time.monotonic, compare=False)


def form(day: UnitDay) -> Form:
    """The form of the shown day; another day begins another."""
    kept: Form | None = st.session_state.get(FORM)
    if kept is not None and kept.day == day:
        return kept
    begin(day)
    st.session_state[TOLD] = None
    return current()


def current() -> Form:
    found: Form = st.session_state[FORM]
    return found


def begin(day: UnitDay) -> Form:
    """A new form with empty fields."""
    kept: Form | None = st.session_state.get(FORM)
    made = Form(day, kept.serial + 1 if kept else 1)
    st.session_state[FORM] = made
    return made


def is_open(action: Action) -> bool:
    """Whether the form of an action is still the one on the screen: a second tap comes when it is not."""
    kept: Form | None = st.session_state.get(FORM)
    return kept is not None and (kept.day, kept.serial) == (action.day, action.serial)


def edit(day: UnitDay, editor: Editor) -> None:
    """Open the editor with fields of its own."""
    st.session_state[FORM] = replace(begin(day), editor=editor)


def open_editor(day: UnitDay, editor: Editor) -> None:
    """The button that opens the editor: what was told before is over."""
    edit(day, editor)
    tell(None)
    focus()


def close_editor(day: UnitDay, is_detail: bool = False) -> None:
    """Leave without saving; of the second step, what one tap saved stands and may still be taken back."""
    begin(day)
    if not is_detail:
        tell(None)
    focus()


def set_slots(change: Callable[[tuple[int, ...]], tuple[int, ...]]) -> None:
    """Add or take away fields of events; what is written in the others stays."""
    kept = current()
    if kept.editor is not None:
        st.session_state[FORM] = replace(kept, editor=replace(kept.editor, slots=change(kept.editor.slots)))


def confirm(names: tuple[str, ...]) -> None:
    """The writer has been asked about these names and saves anyway."""
    kept = current()
    st.session_state[FORM] = replace(kept, confirmed=kept.confirmed | set(names))


def tell(told: Told | None) -> None:
    """Keep what came of an action for the page to say."""
    st.session_state[TOLD] = told


def told(day: UnitDay) -> Told | None:
    """What came of the last action of the shown day."""
    kept: Told | None = st.session_state.get(TOLD)
    return kept if kept is not None and kept.day == day else None


def value(kept: Form, name: str, default: Any) -> Any:
    """What a field says now, the default before it has been drawn."""
    return st.session_state.get(kept.key(name), default)


def focus() -> None:
    """Move the reader's focus to the new heading: the button that had it is gone."""
    st.session_state["focus"] = f"{time.time_ns()}"
