"""A new plan: what it is of, and what there is to choose from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import choices, plan_data, plan_reads, remembered, swedish
from dashboard.plan_change_draft import Plan, ended_quarters
from dashboard.plan_change_form import value
from dashboard.plan_change_state import Opened
from dashboard.plan_names import new_plan_id

OWN = "egen"
FILLED = ("year", "phase")


@dataclass(frozen=True)
class Offered:
    """The choices of a new plan: specialties code → name, receivers name → regime."""

    years: Sequence[int]
    specialties: Mapping[str, str]
    senders: Sequence[str]
    receivers: Mapping[str, str]


@remembered.per_version
def offered(version: str, stamp: int, principal: str, today: dt.date) -> Offered:
    """This year and the next, the specialties of the huvudman, the providers of today and those of its plans."""
    known = plan_reads.providers(version).filter(
        pl.col("valid_from") <= today, pl.col("valid_to").is_null() | (pl.col("valid_to") >= today)
    )
    plans = plan_data.versions(version, stamp, principal)
    receivers = dict(plans.select("receiver", "regime").rows()) | dict(known.select("provider", "regime").rows())
    senders = {*plans["sender"], *known.filter(pl.col("regime") == OWN)["provider"]}
    names = choices.short_names(version, principal)
    named = [(code, name) for code, name in names.items() if code not in (choices.ALL, name)]
    return Offered(
        years=_years(today),
        specialties={
            code: f"{name} ({code})" for code, name in swedish.swedish_sorted(named, key=lambda pair: pair[1])
        },
        senders=swedish.swedish_sorted(senders, key=str),
        receivers={name: receivers[name] for name in swedish.swedish_sorted(receivers, key=str)},
    )


def _years(today: dt.date) -> tuple[int, ...]:
    return today.year, today.year + 1


def begin(form: Opened, year: int, today: dt.date) -> None:
    """A new plan begins in the year that the page shows, this or the next."""
    st.session_state.setdefault(form.key("year"), year if year in _years(today) else today.year)


def fields(form: Opened, there: Offered) -> None:
    """Year, specialty, phase, from whom and to whom."""
    asked: tuple[tuple[str, str, Sequence[Any], Mapping[Any, str]], ...] = (
        ("year", "Planens år", list(there.years), {}),
        ("specialty", "Planens specialitet", list(there.specialties), there.specialties),
        ("phase", "Planens vårdfas", list(choices.PHASES), choices.PHASES),
        ("sender", "Från", list(there.senders), {}),
        ("receiver", "Till", list(there.receivers), {}),
    )
    for column, (name, label, options, labels) in zip(st.columns(len(asked)), asked, strict=True):
        with column:
            st.selectbox(
                label,
                options,
                index=0 if name in FILLED else None,
                format_func=lambda code, labels=labels: labels.get(code, str(code)),
                placeholder="Välj",
                key=form.key(name),
                filter_mode="contains",
            )


def plan_of(form: Opened, there: Offered, today: dt.date) -> Plan:
    """The plan that the fields say; what is not chosen is empty."""
    year = int(value(form, "year", None) or there.years[0])
    specialty, sender, receiver = (str(value(form, name, "") or "") for name in ("specialty", "sender", "receiver"))
    phase = int(value(form, "phase", None) or next(iter(choices.PHASES)))
    regime = there.receivers.get(receiver, "")
    return Plan(
        principal=form.principal,
        plan_id=new_plan_id(year, specialty, phase, sender, receiver),
        year=year,
        specialty=specialty,
        phase=phase,
        sender=sender,
        receiver=receiver,
        regime=regime,
        transfer="intern" if regime == OWN else "extern",
        base_version=None,
        base_status=None,
        volumes=(0, 0, 0, 0),
        decided=None,
        agreed=(None,) * 4,
        agreed_decided=None,
        ended=ended_quarters(year, today),
    )


def others(version: str, stamp: int, plan: Plan) -> list[str]:
    """The plans there already are of the same year, specialty and phase between the same two, or with the same id."""
    rows = plan_data.versions(version, stamp, plan.principal)
    same = pl.all_horizontal(
        pl.col(name) == getattr(plan, name) for name in ("year", "specialty", "phase", "sender", "receiver")
    )
    return rows.filter(same | (pl.col("plan_id") == plan.plan_id))["plan_id"].unique().sort().to_list()
