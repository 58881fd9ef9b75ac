"""The form on Leveransplaner that changes a plan: every change is a new version, and none is written over.

`draw` is called with every view of the page: with a plan opened (`plan=` in the address) it offers to change, accept or
withdraw it, without one to make a new plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import (
    parts,
    plan_change_capacity,
    plan_change_new,
    plan_change_principles,
    plan_change_save,
    plan_data,
    plan_words,
    sentences,
)
from dashboard import plan_change_form as fields
from dashboard import plan_change_state as state
from dashboard.plan_change_draft import (
    ACCEPT,
    CHANGE,
    FIRST,
    LOWERED,
    NEW,
    PROPOSED,
    RAISED,
    WITHDRAW,
    WITHDRAWN,
    direction,
    ended_quarters,
)
from dashboard.plan_change_save import Form
from dashboard.plan_change_state import Opened
from dashboard.plan_change_words import CHANGED, FAULTS, PLACED, TOLD, Effect, Fault, Told
from dashboard.plan_view import View

TITLES = {CHANGE: "Ändra planen", ACCEPT: "Anta förslaget", WITHDRAW: "Återkalla planen", NEW: "Ny plan"}
ACTIONS = {CHANGE: "Ändra planen", ACCEPT: "Anta förslaget", WITHDRAW: "Återkalla planen"}


def draw(version: str, view: View) -> None:
    """The buttons that open a form, or the open form; and what came of the last saving."""
    form = state.opened(view.principal, view.plan_id)
    told = state.told(view.plan_id)
    with parts.place():
        if told is not None and (form is None or told.kind != "konflikt"):
            _say(told)
            if told.kind == "finns":
                st.button("Visa planen", on_click=_show, args=(told.plan_id,), key="change_show")
    if form is not None:
        with st.container(key="plan_change"):
            _form(version, view, form)
    elif view.plan_id:
        _offers(version, view)
    elif view.year >= view.today.year:
        _opener(TITLES[NEW], view, NEW, None)


def _say(told: Told) -> None:
    css = "empty" if told.kind == "sparad" else "error"
    st.html(f'<div class="vl-box vl-box-{css}" role="status"><p>{sentences.the_one(TOLD, told)}</p></div>')


def _offers(version: str, view: View) -> None:
    """What may be done with the plan that is shown."""
    rows = plan_data.versions(version, view.stamp, view.principal).filter(pl.col("plan_id") == view.plan_id)
    newest = rows.sort("version").row(-1, named=True)
    if all(ended_quarters(newest["year"], view.today)):
        parts.note("Året är avslutat: planen kan inte ändras.")
        return
    actions = [CHANGE]
    actions += [ACCEPT] if newest["status"] == PROPOSED else []
    actions += [WITHDRAW] if newest["status"] != WITHDRAWN else []
    with st.container(horizontal=True):
        for action in actions:
            _opener(ACTIONS[action], view, action, newest["version"])


def _opener(label: str, view: View, action: str, base_version: int | None) -> None:
    st.button(
        label,
        on_click=state.open_form,
        args=(view.principal, view.plan_id, action, base_version),
        key=f"change_open_{action}",
    )


def _form(version: str, view: View, form: Opened) -> None:
    """Heading, fields, what the change does and stands on, and the buttons.

    The fields are read before they are drawn: what the reader has changed stands in the session when the page runs.
    """
    if form.action == NEW:
        plan_change_new.begin(form, view.year, view.today)
    found = plan_change_save.read(form, version, view.stamp, view.today)
    parts.heading(TITLES[form.action], _subtitle(view, found))
    with parts.place():
        if found.newer is not None:
            _newer(view, form, found.newer)
    if form.action == NEW:
        plan_change_new.fields(form, plan_change_new.offered(version, view.stamp, view.principal, view.today))
    if form.action in (NEW, CHANGE):
        fields.volumes(form, found.plan)
    with parts.place():
        _effect(version, view, found)
    with parts.place():
        fields.reason(form, found.plan, found.draft, found.allowed, found.principles)
    fields.words_and_roles(form, found.plan)
    with parts.place():
        if state.was_tried():
            _faults(found.faults)
    with st.container(horizontal=True):
        st.button("Spara", type="primary", on_click=plan_change_save.save, args=(form,), key=form.key("save"),
                  disabled=found.newer is not None)  # fmt: skip
        st.button("Avbryt", on_click=state.close, key=form.key("cancel"))


def _subtitle(view: View, found: Form) -> str:
    if found.plan.base_version is None:
        return "Vem som skickar till vem, hur många och när"
    plan = {name: getattr(found.plan, name) for name in ("specialty", "phase", "sender", "receiver", "regime")}
    status = plan_words.STATUSES.get(str(found.plan.base_status), "")
    care, between = plan_words.care(view.names, plan), plan_words.between(plan)
    return f"{care}, {between}, {found.plan.year}. Bygger på version {found.plan.base_version}, {status}."


def _newer(view: View, form: Opened, newer: Any) -> None:
    told = plan_change_save.told_conflict(form, view.plan_id, newer["version"], newer["registered_at"], view.today)
    _say(told)
    st.button(
        "Läs den nya versionen",
        on_click=state.open_form,
        args=(view.principal, view.plan_id, CHANGE, newer["version"], form),
        key=form.key("reload"),
    )


def _effect(version: str, view: View, found: Form) -> None:
    """What the draft does to the year, and the principles or the free capacity that it stands on."""
    plan, draft = found.plan, found.draft
    way = direction(plan, draft)
    before = sum(volume or 0 for volume in plan.agreed)
    effect = Effect(way, draft.action == WITHDRAW, before, draft.placed, draft.decided, any(plan.ended))
    said = [sentences.the_one(CHANGED, effect), sentences.the_one(PLACED, effect)]
    st.html(f'<div class="vl-text" role="status">{"".join(f"<p>{line}</p>" for line in said if line)}</div>')
    if way == LOWERED:
        st.html(plan_change_principles.html(found.principles.values()))
        parts.note(plan_change_principles.counted_how(version, plan))
    elif way in (FIRST, RAISED) and draft.action != WITHDRAW and draft.placed:
        free = plan_data.free_capacity(version, view.stamp, plan.principal, plan.year)
        st.html(plan_change_capacity.html(plan_change_capacity.offers_of(free, plan), plan, draft))


def _faults(codes: Sequence[str]) -> None:
    if codes:
        lines = "".join(f"<p>{sentences.the_one(FAULTS, Fault(code))}</p>" for code in codes)
        parts.box("Ändringen är inte sparad", lines, "error")


def _show(plan_id: str) -> None:
    state.close()
    st.query_params["plan"] = plan_id
