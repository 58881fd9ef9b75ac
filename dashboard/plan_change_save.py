"""Saving a change: once, on the version the form was opened on, or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

import config
import register
from dashboard import plan_change_form as fields
from dashboard import plan_change_new, plan_change_principles, plan_data, warehouse
from dashboard import plan_change_state as state
from dashboard.plan_change_draft import LOWERED, NEW, Draft, Plan, direction, faults, new_version, opened_plan, reasons
from dashboard.plan_change_principles import Asked
from dashboard.plan_change_state import Opened
from dashboard.plan_change_words import Told


@dataclass(frozen=True)
class Form:
    """An open form with everything it says: the plan, the draft, the principles it may be lowered under, what stops it.

    `newer`: the newest version of the plan where somebody has been before, None else.
    """

    plan: Plan
    draft: Draft
    principles: Mapping[str, Asked]
    allowed: list[str]
    faults: list[str]
    newer: Mapping[str, Any] | None


def read(form: Opened, version: str, stamp: int, today: dt.date) -> Form:
    """The form as its fields stand now."""
    rows = plan_data.versions(version, stamp, form.principal).filter(pl.col("plan_id") == form.plan_id)
    newer, others = None, list[str]()
    if form.action == NEW:
        plan = plan_change_new.plan_of(form, plan_change_new.offered(version, stamp, form.principal, today), today)
        others = plan_change_new.others(version, stamp, plan)
    else:
        plan = opened_plan(rows.filter(pl.col("version") <= form.base_version), today)
        newer = newest_after(rows, form.base_version or 0)
    draft = fields.draft_of(form, plan)
    is_lowered = direction(plan, draft) == LOWERED
    principles = plan_change_principles.asked(version, plan, today) if is_lowered else {}
    allowed = reasons(plan, draft, {code: asked.answer for code, asked in principles.items()})
    return Form(plan, draft, principles, allowed, faults(plan, draft, allowed, others), newer)


def newest_after(rows: pl.DataFrame, base_version: int) -> Mapping[str, Any] | None:
    """The newest of a plan's versions where it is newer than the one the form was opened on."""
    newer = rows.filter(pl.col("version") > base_version).sort("version")
    return newer.row(-1, named=True) if len(newer) else None


def save(form: Opened) -> None:
    """The button's callback: write the version, or keep what stops it for the page to say.

    It does nothing when the form is no longer open, so that a second click writes nothing.
    """
    if not state.is_open(form):
        return
    state.begin_again()
    today = config.today()
    try:
        _write(form, today)
    except register.Conflict as conflict:
        state.tell(told_conflict(form, conflict.plan_id, conflict.version, conflict.registered_at, today), closes=False)
    except register.RegisterFault as fault:
        state.tell(Told("registret", form.plan_id, 0, line=str(fault)), closes=False)


def _write(form: Opened, today: dt.date) -> None:
    version = warehouse.published().current()
    found = read(form, version, plan_data.stamp(version), today)
    if found.newer is not None:
        return  # the page tells it
    if found.faults:
        state.try_again()
        return
    answers = {code: asked.answer for code, asked in found.principles.items()}
    written = new_version(found.plan, found.draft, answers, today)
    register.opened(config.load_settings().register_address).add_plan_versions([written])
    state.tell(Told("sparad", written.plan_id, written.version, status=written.status), closes=True)
    if form.action == NEW:
        st.query_params["ar"] = str(written.year)
        st.query_params["plan"] = written.plan_id


def told_conflict(form: Opened, plan_id: str, version: int, moment: dt.datetime | None, today: dt.date) -> Told:
    """That somebody was first, and when: with a change of the plan, or with the same new plan."""
    return Told("finns" if form.action == NEW else "konflikt", plan_id, version, moment=moment, today=today)
