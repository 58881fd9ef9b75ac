"""The fields of the form, and the draft and plan they say: read alike by the page and by the button's callback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

import streamlit as st

from dashboard import parts, plan_words, sentences, who
from dashboard.plan_change_draft import (
    ACCEPT,
    AGREED,
    CHANGE,
    FIRST,
    LOWERED,
    NEW,
    OTHER,
    PROPOSED,
    WITHDRAW,
    WITHDRAWN,
    Draft,
    Plan,
    direction,
)
from dashboard.plan_change_principles import PRINCIPLE, Asked
from dashboard.plan_change_state import Opened
from dashboard.plan_change_words import LOCKED, Locked

STATUSES = {PROPOSED: "Förslag", AGREED: "Överenskommen"}
MONTHS = ("jan–mars", "apr–juni", "juli–sep", "okt–dec")
MOST_WORDS = 500


def value(form: Opened, name: str, default: Any) -> Any:
    """What a field says now, the default before it has been drawn."""
    return st.session_state.get(form.key(name), default)


def first(form: Opened, plan: Plan, name: str) -> Any:
    """Where a field in words begins: an accepted proposal with its own reason, anchoring and motivation."""
    return (plan.base or {}).get(name) if form.action == ACCEPT else None


def draft_of(form: Opened, plan: Plan) -> Draft:
    """What the fields say now; a quarter that has ended, and what the form does not ask for, is the plan's own."""
    quarters, decided = plan.volumes, plan.decided
    if form.action in (NEW, CHANGE):
        asked = [int(value(form, f"q{q}", plan.volumes[q - 1]) or 0) for q in (1, 2, 3, 4)]
        q1, q2, q3, q4 = (plan.volumes[i] if plan.ended[i] else asked[i] for i in range(4))
        quarters, decided = (q1, q2, q3, q4), value(form, "decided", plan.decided)
    status = {ACCEPT: AGREED, WITHDRAW: WITHDRAWN}.get(form.action) or str(value(form, "status", PROPOSED))
    bare = Draft(form.action, quarters, decided, status)
    way = direction(plan, bare)
    is_first = way == FIRST and form.action != WITHDRAW
    return replace(
        bare,
        reason="ny" if is_first else value(form, f"reason_{way}", first(form, plan, "reason")) or "",
        anchored_by=value(form, "anchored", first(form, plan, "anchored_by")) or "",
        role=who.chosen(),
        motivation=value(form, "motivation", first(form, plan, "motivation")) or "",
    )


def volumes(form: Opened, plan: Plan) -> None:
    """The decided volume and the four quarters; those that have ended are locked and say so."""
    columns = st.columns(5, vertical_alignment="bottom")
    with columns[0]:
        st.number_input("Beslutad volym", min_value=0, step=1, value=plan.decided, key=form.key("decided"))
    for quarter, column in enumerate(columns[1:], start=1):
        over = plan.ended[quarter - 1]
        with column:
            st.number_input(
                f"Kvartal {quarter}, {MONTHS[quarter - 1]}",
                min_value=0,
                step=1,
                value=plan.volumes[quarter - 1],
                key=form.key(f"q{quarter}"),
                disabled=over,
            )
    if any(plan.ended):
        st.html(f'<p class="vl-note">{sentences.the_one(LOCKED, Locked.of(plan.ended))}</p>')


def reason(form: Opened, plan: Plan, draft: Draft, allowed: Sequence[str], principles: Mapping[str, Asked]) -> None:
    """Which reason applies, of those that may be given; of a first plan it is given."""
    if not allowed or allowed == ["ny"]:
        return
    key = form.key(f"reason_{direction(plan, draft)}")
    proposed = first(form, plan, "reason")
    st.radio(
        "Orsak",
        allowed,
        format_func=lambda code: reason_label(code, principles),
        index=allowed.index(proposed) if proposed in allowed else None,
        key=key,
    )
    if direction(plan, draft) == LOWERED and allowed == [OTHER]:
        parts.note("Ingen av principerna besvaras med ja: sänkningen sparas bara med motivering.")


def reason_label(code: str, principles: Mapping[str, Asked]) -> str:
    """A reason as a choice: a principle with whom it is of, the others as they are called everywhere."""
    if code in principles:
        return unescape(sentences.the_one(PRINCIPLE, principles[code]))
    if code == OTHER:
        return "Annat skäl, med motivering"
    words = plan_words.reason(code)
    return words[:1].upper() + words[1:]


def words_and_roles(form: Opened, plan: Plan) -> None:
    """The status, who stands behind the change, who enters it, and why in words."""
    if form.action in (NEW, CHANGE):
        st.radio("Ändringen är", list(STATUSES), format_func=STATUSES.__getitem__, horizontal=True,
                 key=form.key("status"))  # fmt: skip
    left, right = st.columns(2)
    with left:
        roles = who.roles()
        before = first(form, plan, "anchored_by")
        st.selectbox("Förankrad hos", roles, index=roles.index(before) if before in roles else None,
                     placeholder="Välj roll", key=form.key("anchored"))  # fmt: skip
    with right:
        who.role()
    st.text_area(
        "Motivering",
        value=first(form, plan, "motivation") or "",
        max_chars=MOST_WORDS,
        key=form.key("motivation"),
    )
    parts.note("Rollen och motiveringen sparas med ändringen. Skriv inget om enskilda personer: varken namn, "
               "personnummer eller kontaktuppgifter.")  # fmt: skip
