"""Writes a proposal into the register, or proposed versions as agreed: all or none, and tells what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

import config
from dashboard import parts, plan_data, proposal, proposal_versions, who
from dashboard.needs_view import View
from dashboard.proposal_words import TOLD, Told
from dashboard.sentences import the_one
from register import Conflict, NewPlanVersion, RegisterFault, opened

ADOPTED, AGREED = "adopt_said", "agree_said"  # what came of each button, beside it


def of_proposal(view: View) -> list[NewPlanVersion]:
    """The versions that the shown proposal would give, by a role of the form's; none where all are open already."""
    return proposal_versions.proposed(
        proposal.worked_out(view).proposal,
        proposal.versions(view),
        principal=view.principal,
        year=view.year,
        role=who.chosen(),
    )


def adopt(view: View) -> None:
    """The button's callback: the shown proposal becomes proposed versions."""
    _write(view, of_proposal, "foreslagna", ADOPTED)


def agree(view: View, plan_key: str, anchored_key: str) -> None:
    """The button's callback: the chosen open proposals become agreed, anchored by one role."""
    chosen: Sequence[str] = st.session_state.get(plan_key) or []
    anchored_by = str(st.session_state.get(anchored_key) or "")

    def versions(seen: View) -> list[NewPlanVersion]:
        return proposal_versions.agreed(
            proposal.versions(seen), chosen, role=who.chosen(), anchored_by=anchored_by, today=seen.today
        )

    _write(view, versions, "overenskomna", AGREED)
    st.session_state[plan_key] = []


def _write(view: View, made: Callable[[View], list[NewPlanVersion]], kind: str, said: str) -> None:
    """Write what the reader saw. A second press finds it written: it is no conflict with oneself."""
    if not who.chosen():
        return
    try:
        versions = made(view)
        if versions:
            opened(config.load_settings().register_address).add_plan_versions(versions)
        told = Told(kind if versions else "finns_redan", plans=len(versions))
    except Conflict as conflict:
        now = replace(view, stamp=plan_data.stamp(view.version))
        is_written = kind == "foreslagna" and not made(now)
        told = Told("finns_redan") if is_written else Told(
            "konflikt", plan_id=conflict.plan_id, moment=conflict.registered_at, today=config.today()
        )  # fmt: skip
    except RegisterFault as fault:
        told = Told("registret", line=str(fault))
    st.session_state[said] = told


def say(said: str) -> None:
    """What came of the last press of a button, once."""
    place = parts.place()
    told: Told | None = st.session_state.pop(said, None)
    if told is None:
        return
    is_done = told.kind in ("foreslagna", "overenskomna", "finns_redan")
    title = "Sparat" if is_done else "Inget är sparat"
    with place:
        parts.box(title, f"<p>{the_one(TOLD, told)}</p>", "empty" if is_done else "error")
