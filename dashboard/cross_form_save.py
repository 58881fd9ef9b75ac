"""Saving a day: once, on the version that was on the screen, or not at all with everything that was written kept."""

from __future__ import annotations

import time
from dataclasses import replace

import streamlit as st

import config
import register
from dashboard import cross_form_editor as editor
from dashboard import cross_form_state as state
from dashboard import cross_texts, who
from dashboard.cross_form_draft import EVENT_FACTS, TAKEN_BACK, DayDraft, of_tap
from dashboard.cross_form_state import Action, Editor, Form, Told, Undo
from dashboard.filters import KEY

SAME_TAP = 0.5  # seconds in which a second tap is meant for the button that was there


def save(action: Action, before: DayDraft | None) -> None:
    """A button's callback: write what the fields say now; `before` is what was said when the page was drawn."""
    if not state.is_open(action):
        return
    kept = state.current()
    draft = drafted(action, kept)
    gate = cross_texts.looked_through(*draft.texts)
    if fault := draft.fault():
        state.tell(Told("fel", action.day, action=action, line=fault))
    elif not gate.lets(kept.confirmed):
        state.tell(Told("stoppad", action.day, action=action, gate=gate))
    else:
        _write(action, draft, before)
    state.focus()


def save_anyway(told: Told, before: DayDraft | None) -> None:
    """The writer answers: save with the names, or over what somebody else has written meanwhile."""
    if told.action is None:
        return
    if told.kind == "stoppad":
        state.confirm(told.gate.names)
        save(told.action, before)
    else:
        save(replace(told.action, base_version=told.version), before)


def undo(told: Told) -> None:
    """A new version back to what was said before; the history keeps both."""
    done = told.undo
    if done is None or time.monotonic() - told.at < SAME_TAP or state.told(done.day) != told:
        return
    kept = state.current()
    action = Action("undo", done.day, kept.serial, done.version, draft=done.before or TAKEN_BACK)
    _write(action, action.draft or TAKEN_BACK, None)
    now = state.told(done.day)
    if now is not None and now.kind == "angrad" and not (done.before and done.before.is_said):
        st.session_state[state.current().key("well")] = done.saved.went_well
    state.focus()


def drafted(action: Action, kept: Form) -> DayDraft:
    """The day as an action says it: by the fields, or as it was given."""
    if action.kind == "editor":
        return editor.draft_of(kept)
    if action.kind == "tap" and action.draft is None:
        return of_tap(action.fact, state.value(kept, "well", ""))
    return action.draft or TAKEN_BACK


def _write(action: Action, draft: DayDraft, before: DayDraft | None) -> None:
    role = str(st.session_state.get(f"{KEY}roll") or who.MEETING)
    try:
        store = register.opened(config.load_settings().register_address)
        saved = store.add_cross_entry(draft.entry(action.day, role, action.base_version))
    except register.CrossConflict as first:
        # The six answers and their field give way to what the other one wrote: what they said is kept here.
        kept = action if action.kind == "editor" else replace(action, draft=draft)
        state.tell(Told("konflikt", action.day, action=kept, version=first.version, moment=first.registered_at,
                        role=first.role))  # fmt: skip
        return
    except register.RegisterFault as fault:
        state.tell(Told("registret", action.day, line=str(fault)))
        return
    if action.kind == "tap" and action.fact in EVENT_FACTS:
        state.edit(action.day, Editor(saved.version, draft, (0,), is_detail=True))
    else:
        state.begin(action.day)
    if action.kind == "undo":
        state.tell(Told("angrad", action.day))
    elif saved.was_there:
        state.tell(Told("fanns", action.day))
    else:
        state.tell(Told("sparad", action.day, undo=Undo(action.day, saved.version, draft, before)))
