"""What the plan pages read: one function per file in queries/dashboard, as in `dashboard.reads`."""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard.questions import asked


def plan_principals(version: str) -> pl.DataFrame:
    """One row per huvudman with a published plan, outcome, need or offer."""
    return asked(version, "plan_principals")


def plan_versions(version: str, *, principal: str) -> pl.DataFrame:
    """One row per version of every plan of one huvudman, as published, with its origin."""
    return asked(version, "plan_versions", principal=principal)


def plan_outcomes(version: str, *, principal: str) -> pl.DataFrame:
    """One row per month, specialty, phase, sender and receiver: the outcome, and what each side reports of it."""
    return asked(version, "plan_outcomes", principal=principal)


def outcome_months(version: str, *, principal: str) -> pl.DataFrame:
    """One row per month that an outcome is loaded for."""
    return asked(version, "outcome_months", principal=principal)


def needs(version: str, *, principal: str) -> pl.DataFrame:
    """One row per year, quarter (null: the whole year), specialty, phase and förvaltning."""
    return asked(version, "needs", principal=principal)


def capacity_offers(version: str, *, principal: str) -> pl.DataFrame:
    """One row per offer to receive."""
    return asked(version, "capacity_offers", principal=principal)


def providers(version: str) -> pl.DataFrame:
    """One row per provider that the reference knows, in its order."""
    return asked(version, "providers")


def travel_times(version: str) -> pl.DataFrame:
    """One row per ordered pair of areas: minutes by road."""
    return asked(version, "travel_times")


def season_shares(version: str, *, principal: str) -> pl.DataFrame:
    """One row per specialty, phase, förvaltning and month of the year: the month's share of a year, 0–1."""
    return asked(version, "season_shares", principal=principal)


def plan_findings(version: str, *, principal: str) -> pl.DataFrame:
    """One row per thing that does not agree between plans, outcomes, needs, offers and register, newest year first."""
    return asked(version, "plan_findings", principal=principal)


def plan_rules(version: str) -> pl.DataFrame:
    """One row per dated rule of plans."""
    return asked(version, "plan_rules")


def roles(version: str) -> pl.DataFrame:
    """One row per role that may stand by a change, in its order."""
    return asked(version, "roles")


def queue_by_specialty(version: str, *, principal: str, cutoff_date: dt.date, definition: str) -> pl.DataFrame:
    """One row per specialty, phase, förvaltning and limit of those waiting at the cut-off, with the month's flow."""
    return asked(version, "queue_by_specialty", principal=principal, cutoff_date=cutoff_date, definition=definition)


def plan_principle(version: str, *, principal: str, phase: int, specialty: str, definition: str) -> pl.DataFrame:
    """One row per förvaltning ('Alla' too) and limit of those waiting in a specialty and phase, latest delivery."""
    return asked(
        version, "plan_principle", principal=principal, phase=phase, specialty=specialty, definition=definition
    )
