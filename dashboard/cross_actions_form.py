"""The form of an action: a new one, or one that is closed with what came of it."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import streamlit as st

import config
import register
from dashboard import cross_texts, parts, sentences, who
from dashboard.cross_actions_list import OPEN, Row
from dashboard.cross_actions_words import FAULTS, TOLD, Fault, Told
from dashboard.cross_texts import Gate
from dashboard.cross_view import CrossView, Unit

NEW, CLOSE = "ny", "avsluta"
OPENED, TOLD_LAST, NUMBER = "cross_action_opened", "cross_action_told", "cross_action_number"
ENDINGS = {"klar": "Klar", "avbruten": "Avbruten"}
MOST_WORDS = 500
NO_NAMES = "Inga namn eller personnummer."


@dataclass(frozen=True)
class Opened:
    """An open form: `action` is what is closed, None for a new one; `faults` and `gate` are what stopped the last try.

    `action_id` is made when the form is opened, so that a second tap on the button is the same action.
    """

    principal: str
    unit: Unit
    action_id: str
    number: int
    action: Row | None = None
    about: dt.date | None = None
    faults: tuple[str, ...] = ()
    gate: Gate = field(default_factory=Gate)
    confirmed: frozenset[str] = frozenset()

    def key(self, name: str) -> str:
        """The session's name of one widget."""
        return f"action_{self.number}_{name}"


def opened(view: CrossView) -> Opened | None:
    """The form that is open on the view's unit."""
    form: Opened | None = st.session_state.get(OPENED)
    return form if form is not None and (form.principal, form.unit) == (view.principal, view.unit) else None


def open_form(principal: str, unit: Unit, action: Row | None = None, about: dt.date | None = None) -> None:
    """A button's callback: begin with empty fields."""
    number = st.session_state.get(NUMBER, 0) + 1
    action_id = action["action_id"] if action else secrets.token_hex(8)
    form = Opened(principal, unit, action_id, number, action, about)
    st.session_state.update({NUMBER: number, OPENED: form, TOLD_LAST: None})
    _focus()


def close() -> None:
    """Leave without saving."""
    st.session_state.update({OPENED: None, TOLD_LAST: None})
    _focus()


def told() -> None:
    """What came of the last saving."""
    last: Told | None = st.session_state.get(TOLD_LAST)
    if last is not None:
        css = "empty" if last.kind in ("sparad", "avslutad") else "error"
        st.html(
            f'<div class="vl-box vl-box-{css}" role="status"><p data-vl-focus>{sentences.the_one(TOLD, last)}</p></div>'
        )


def draw(form: Opened) -> None:
    """The fields, what stopped the last try, and the buttons."""
    with st.container(key="cross_action"):
        title = "Avsluta åtgärden" if form.action else "Ny åtgärd"
        st.html(f'<div class="vl-block"><h3 data-vl-focus>{title}</h3></div>')
        if form.action:
            st.html(f'<div class="vl-text"><p>{escape(form.action["text"])}</p></div>')
            _ending(form)
        else:
            _fields(form)
        who.role(who.CROSS, who.MEETING)
        with parts.place():
            _stops(form)
        asks = bool(form.gate.names) and not form.gate.stops and not form.faults
        with st.container(horizontal=True):
            st.button("Spara", type="primary", on_click=save, args=(form,), key=form.key("save"))
            if asks:
                sure = replace(form, confirmed=frozenset(form.gate.names))
                st.button(cross_texts.ASK_ANEW, on_click=save, args=(sure,), key=form.key("anyway"))
            st.button("Avbryt", on_click=close, key=form.key("cancel"))


def _fields(form: Opened) -> None:
    st.text_area("Vad ska göras?", max_chars=MOST_WORDS, key=form.key("text"), help=None, placeholder=NO_NAMES)
    st.selectbox(
        "Ansvarig roll", who.roles(who.CROSS), index=None, placeholder="Välj roll", key=form.key("responsible")
    )
    st.text_input("Klar senast (valfritt)", placeholder="ÅÅÅÅ-MM-DD", key=form.key("due"), width=200)


def _ending(form: Opened) -> None:
    st.radio("Hur gick det?", list(ENDINGS), format_func=ENDINGS.__getitem__, key=form.key("status"), horizontal=True)
    st.text_area("Återkoppling: vad blev det av åtgärden?", max_chars=MOST_WORDS, key=form.key("feedback"),
                 placeholder=NO_NAMES)  # fmt: skip


def _stops(form: Opened) -> None:
    lines = [sentences.the_one(FAULTS, Fault(code)) for code in form.faults]
    gate = Gate(form.gate.stops) if form.faults else form.gate  # a name is asked about when it is all that is left
    lines += cross_texts.told(gate, form.confirmed)
    if lines:
        parts.box("Åtgärden är inte sparad", "".join(f"<p>{line}</p>" for line in lines), "error")


def save(form: Opened) -> None:
    """A button's callback: write the action, or keep what stops it; nothing where the form is no longer open."""
    kept: Opened | None = st.session_state.get(OPENED)
    if kept is None or kept.number != form.number:
        return
    wanted, faults = _wanted(form)
    gate = cross_texts.looked_through(wanted.get("text"), wanted.get("feedback"))
    if faults or not gate.lets(form.confirmed):
        st.session_state[OPENED] = replace(kept, faults=faults, gate=gate)
        return
    try:
        register.opened(config.load_settings().register_address).add_cross_action(_action(form, wanted))
    except register.CrossConflict as first:
        told_last = Told("konflikt", first.registered_at, first.role)
    except register.RegisterFault as fault:
        st.session_state.update(
            {OPENED: replace(kept, faults=(), gate=Gate()), TOLD_LAST: Told("registret", line=str(fault))}
        )
        return
    else:
        told_last = Told("avslutad" if form.action else "sparad")
    st.session_state.update({OPENED: None, TOLD_LAST: told_last})
    _focus()


def _wanted(form: Opened) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the fields say, and the codes of what is missing."""

    def said(name: str) -> str:
        return str(st.session_state.get(form.key(name)) or "").strip()

    if form.action:
        kept = {name: form.action[name] for name in ("text", "about_date", "responsible", "due")}
        wanted = kept | {"status": said("status"), "feedback": said("feedback")}
        return wanted, () if wanted["feedback"] else ("aterkoppling",)
    due, fault = _due(said("due"))
    wanted = {"text": said("text"), "about_date": form.about, "responsible": said("responsible"), "due": due,
              "status": OPEN, "feedback": None}  # fmt: skip
    missing = [code for code, name in (("text", "text"), ("ansvarig", "responsible")) if not wanted[name]]
    return wanted, (*missing, *([fault] if fault else []))


def _due(written: str) -> tuple[dt.date | None, str]:
    """The day, and the code of what is wrong with it."""
    if not written:
        return None, ""
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return None, "datum"
    return day, "varit" if day < config.today() else ""


def _action(form: Opened, wanted: dict[str, Any]) -> register.NewCrossAction:
    administration, unit = form.unit
    return register.NewCrossAction(
        principal=form.principal,
        administration=administration,
        unit=unit,
        action_id=form.action_id,
        role=who.chosen(who.CROSS, who.MEETING),
        base_version=form.action["version"] if form.action else None,
        **wanted,
    )


def _focus() -> None:
    """Move the reader's focus to what the button opened or told."""
    st.session_state["focus"] = f"{time.time_ns()}"
