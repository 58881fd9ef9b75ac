"""The form of a decision: what it is about, a role and why, and one more question before it is made."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import replace
from typing import Any

import streamlit as st

import config
import register
from dashboard import choices, cross_texts, parts, sentences, steward_view, who
from dashboard.cross_texts import Gate
from dashboard.steward_state import OPENED, Opened, close, focus, open_form
from dashboard.steward_view import CODE_KINDS, DECIDED_ROWS, Group
from dashboard.steward_words import (
    ACTIONS,
    ADD_CODE,
    ADD_UNIT,
    CONFIRM,
    DISCARD,
    FAULTS,
    RELEASE,
    Fault,
    Told,
    Wanted,
)

MOST_WORDS = 500
NO_NAMES = "Inga namn eller personnummer."
SPECIALTY_CODE = re.compile(r"[0-9A-ZÅÄÖ]{3}")
WITHDRAWN_WHY = "Återtaget på sidan Datakvalitet innan det utfördes."


def draw(form: Opened) -> None:
    """The fields, or what the decision will do with one more question."""
    with st.container(key="steward_form"):
        st.html('<div class="vl-block"><h3 data-vl-focus>Nytt beslut</h3></div>')
        if form.wanted is not None:
            _question(form, form.wanted)
            return
        action = st.radio("Beslut", list(ACTIONS), format_func=ACTIONS.__getitem__, key=form.key("action"))
        {RELEASE: _rows, DISCARD: _rows, ADD_UNIT: _unit, ADD_CODE: _code}[action](form, action)
        who.role(who.QUALITY)
        st.text_area("Motivering", max_chars=MOST_WORDS, key=form.key("motivation"), placeholder=NO_NAMES)
        with parts.place():
            _stops(form)
        with st.container(horizontal=True):
            st.button("Granska beslutet", type="primary", on_click=_look_through, args=(form,), key=form.key("look"))
            if form.gate.names and not form.gate.stops and not form.faults:
                names = frozenset(form.gate.names)
                st.button(cross_texts.ASK_ANEW, on_click=_look_through, args=(form, names), key=form.key("anyway"))
            st.button("Avbryt", on_click=close, key=form.key("cancel"))


def _rows(form: Opened, action: str) -> None:
    offered = steward_view.groups(form.version, form.principal, action)
    if not offered:
        parts.note("Inga rader i karantän kan beslutas så. Rätta dem i källan och leverera på nytt.")
        return
    st.selectbox(
        "Rader", offered, index=None, format_func=lambda group: group.label, placeholder="Välj rader",
        key=form.key("group"),
    )  # fmt: skip
    if action == DISCARD:
        parts.note(
            "Leveransplaner, Gröna korset och aggregat kan bara kasseras här: deras rader hör ihop och rättas i källan."
        )


def _unit(form: Opened, action: str) -> None:
    _code_field(form, action)
    guess = steward_view.kind_of_code(form.version, form.principal, form.said("code"))
    kinds = list(CODE_KINDS)
    st.selectbox("Kodtyp", kinds, index=kinds.index(guess) if guess else None, format_func=CODE_KINDS.__getitem__,
                 placeholder="Välj kodtyp", key=form.key(f"kind_{guess}"))  # fmt: skip
    st.text_input("Enhetens namn", max_chars=120, key=form.key("unit"))
    offered = [name for name in choices.administrations(form.version, form.principal) if name != "Alla"]
    st.selectbox("Förvaltning", offered, index=None, placeholder="Välj eller skriv", accept_new_options=True,
                 key=form.key("administration"))  # fmt: skip
    st.text_input("Gäller från", placeholder="ÅÅÅÅ-MM-DD", key=form.key("valid_from"), width=200)


def _code(form: Opened, action: str) -> None:
    _code_field(form, action)
    st.text_input("Specialitetens namn", max_chars=120, key=form.key("name"))
    st.text_input("Kort namn (valfritt)", max_chars=40, key=form.key("short_name"))
    st.selectbox("Grupp (valfritt)", steward_view.specialty_groups(form.version, form.principal), index=None,
                 placeholder="Ingen grupp", key=form.key("specialty_group"))  # fmt: skip


def _code_field(form: Opened, action: str) -> None:
    st.selectbox("Kod", steward_view.codes(form.version, form.principal, action), index=None,
                 placeholder="Välj eller skriv", accept_new_options=True, key=form.key("code"))  # fmt: skip


def _stops(form: Opened) -> None:
    lines = [sentences.the_one(FAULTS, Fault(code)) for code in form.faults]
    lines += cross_texts.told(Gate(form.gate.stops) if form.faults else form.gate)
    if lines:
        parts.box("Beslutet är inte fattat", "".join(f"<p>{line}</p>" for line in lines), "error")


def _question(form: Opened, wanted: register.NewDecision) -> None:
    subject = steward_view.subject(form.version, vars(wanted))
    said = sentences.the_one(CONFIRM, Wanted(wanted.action, subject, form.rows))
    st.html(f'<div class="vl-text"><p data-vl-focus>{said}</p></div>')
    with st.container(horizontal=True):
        st.button("Fatta beslutet", type="primary", on_click=save, args=(form, wanted), key=form.key("save"))
        st.button("Avbryt", on_click=close, key=form.key("cancel"))


def _look_through(form: Opened, confirmed: frozenset[str] = frozenset()) -> None:
    """A button's callback: keep what stops the decision, or ask the last question."""
    said, faults, rows = _said(form)
    free = [value for name, value in said.items() if isinstance(value, str) and name not in ("action", "role")]
    gate = Gate(cross_texts.looked_through(*free).stops, cross_texts.looked_through(said["motivation"]).names)
    if faults or not gate.lets(confirmed):
        st.session_state[OPENED] = replace(form, faults=faults, gate=gate)
        return
    wanted = register.NewDecision(
        **said,
        principal=form.principal,
        token=form.token,
        seen_load=steward_view.newest_load(form.version),
    )
    st.session_state[OPENED] = replace(form, wanted=wanted, rows=rows, faults=(), gate=Gate())
    focus()


def save(form: Opened, wanted: register.NewDecision) -> None:
    """A button's callback: write the decision; nothing where the form is no longer open."""
    kept: Opened | None = st.session_state.get(OPENED)
    if kept is not None and kept.number == form.number:
        close(_written(wanted, Told("fattat")))


def withdraw(version: str, principal: str, decision_id: int) -> None:
    """A button's callback: take back a decision that waits."""
    role = who.chosen(who.QUALITY)
    if not role:
        open_form(version, principal)
        st.session_state[OPENED] = replace(st.session_state[OPENED], faults=("roll",))
        return
    wanted = register.NewDecision(
        action="withdraw", withdraws=decision_id, role=role, motivation=WITHDRAWN_WHY, principal=principal,
        token=secrets.token_hex(8),
    )  # fmt: skip
    close(_written(wanted, Told("aterkallat")))


def _written(wanted: register.NewDecision, done: Told) -> Told:
    try:
        register.opened(config.load_settings().register_address).add_steward_decision(wanted)
    except register.DecisionWithdrawn as first:
        return Told("konflikt", first.made_at, first.role)
    except register.RegisterFault as fault:
        return Told("registret", line=str(fault))
    return done


def _said(form: Opened) -> tuple[dict[str, Any], tuple[str, ...], int]:
    """What the fields say, the codes of what is missing, and how many rows the group has."""
    action = form.said("action")
    said: dict[str, Any] = {
        "action": action, "role": who.chosen(who.QUALITY), "motivation": form.said("motivation"),
    }  # fmt: skip
    rows, missing = 0, []
    if action in DECIDED_ROWS:
        group: Group | None = st.session_state.get(form.key("group"))
        missing += [] if group else ["grupp"]
        rows = group.rows if group else 0
        named = ("source", "kind", "period", "reason", "column_name")
        said |= {name: getattr(group, name) for name in named} if group else {}
    elif action == ADD_UNIT:
        said |= _unit_said(form)
        asked = {"kod": "code", "kodtyp": "code_kind", "enhet": "unit", "forvaltning": "administration",
                 "datum": "valid_from"}  # fmt: skip
        missing += [code for code, name in asked.items() if not said[name]]
    else:
        said |= {name: form.said(name) or None for name in ("code", "name", "short_name", "specialty_group")}
        missing += [] if SPECIALTY_CODE.fullmatch(said["code"] or "") else ["mvo" if said["code"] else "kod"]
        missing += [] if said["name"] else ["namn"]
    missing += [code for code, name in (("roll", "role"), ("motivering", "motivation")) if not said[name]]
    return said, tuple(missing), rows


def _unit_said(form: Opened) -> dict[str, Any]:
    code = form.said("code")
    guess = steward_view.kind_of_code(form.version, form.principal, code)
    return {
        "code": code,
        "code_kind": form.said(f"kind_{guess}"),
        "unit": form.said("unit"),
        "administration": form.said("administration"),
        "valid_from": _day(form.said("valid_from")),
    }


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None
