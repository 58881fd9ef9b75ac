"""One function per file in queries/dashboard, of the same name; keyword arguments are the query's parameters.

Every function takes the published version first and gives a frame that is remembered for as long as the version is.
Raises `warehouse.MartsUnreadable` when the version cannot be opened.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard.warehouse import remembered_rows


def _read(version: str, name: str, **parameters: object) -> pl.DataFrame:
    return remembered_rows(version, name, tuple(parameters.items()))


def dataset(version: str) -> pl.DataFrame:
    """One row: the published version and its settings."""
    return _read(version, "dataset")


def principals(version: str) -> pl.DataFrame:
    """One row per huvudman with published figures."""
    return _read(version, "principals")


def specialties(version: str, *, principal: str) -> pl.DataFrame:
    """One row per specialty, group and 'Alla' of one huvudman."""
    return _read(version, "specialties", principal=principal)


def administrations(version: str, *, principal: str) -> pl.DataFrame:
    """One row per förvaltning of one huvudman, 'Alla' last."""
    return _read(version, "administrations", principal=principal)


def periods(version: str, *, principal: str) -> pl.DataFrame:
    """One row per population and cut-off of one huvudman, newest first."""
    return _read(version, "periods", principal=principal)


def definitions(version: str) -> pl.DataFrame:
    """One row per definition of which deviations are excluded."""
    return _read(version, "definitions")


def limits(version: str) -> pl.DataFrame:
    """One row per dated limit and what it holds for."""
    return _read(version, "limits")


def limits_by_specialty(version: str, *, principal: str, population: str) -> pl.DataFrame:
    """One row per phase, specialty and limit with a share; `limit_days` is null for måldatum."""
    return _read(version, "limits_by_specialty", principal=principal, population=population)


def variation_by_specialty(
    version: str,
    *,
    principal: str,
    cutoff_date: dt.date,
    population: str,
    phase: int,
    definition: str,
    limit_days: int | None,
) -> pl.DataFrame:
    """One row per specialty, group and 'Alla' of one cut; shares 0–1."""
    return _read(
        version,
        "variation_by_specialty",
        principal=principal,
        cutoff_date=cutoff_date,
        population=population,
        phase=phase,
        definition=definition,
        limit_days=limit_days,
    )


def attainment_by_administration(
    version: str,
    *,
    principal: str,
    cutoff_date: dt.date,
    population: str,
    phase: int,
    definition: str,
    limit_days: int | None,
) -> pl.DataFrame:
    """One row per specialty and förvaltning of one cut, margins included; shares 0–1, waits in days."""
    return _read(
        version,
        "attainment_by_administration",
        principal=principal,
        cutoff_date=cutoff_date,
        population=population,
        phase=phase,
        definition=definition,
        limit_days=limit_days,
    )


def attainment_by_unit(
    version: str,
    *,
    principal: str,
    cutoff_date: dt.date,
    population: str,
    phase: int,
    specialty: str,
    definition: str,
    limit_days: int | None,
) -> pl.DataFrame:
    """One row per förvaltning and unit of one specialty and cut; shares 0–1, waits in days."""
    return _read(
        version,
        "attainment_by_unit",
        principal=principal,
        cutoff_date=cutoff_date,
        population=population,
        phase=phase,
        specialty=specialty,
        definition=definition,
        limit_days=limit_days,
    )


def attainment_over_time(
    version: str,
    *,
    principal: str,
    cutoff_date: dt.date,
    population: str,
    phases: tuple[int, ...],
    specialty: str,
    administrations: tuple[str, ...],
    definition: str,
    limit_days: int | None,
) -> pl.DataFrame:
    """One row per month (36 at most, up to the cut-off), phase and förvaltning; no figure means a gap."""
    return _read(
        version,
        "attainment_over_time",
        principal=principal,
        cutoff_date=cutoff_date,
        population=population,
        phases=phases,
        specialty=specialty,
        administrations=administrations,
        definition=definition,
        limit_days=limit_days,
    )


def key_figures(
    version: str, *, principal: str, cutoff_date: dt.date, previous_date: dt.date, definition: str
) -> pl.DataFrame:
    """One row per key figure of Läget: now, before, and the nation compared like with like."""
    return _read(
        version,
        "key_figures",
        principal=principal,
        cutoff_date=cutoff_date,
        previous_date=previous_date,
        definition=definition,
    )


def freshness(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source and kind of one huvudman (and the nation): the newest load that is in the figures."""
    return _read(version, "freshness", principal=principal)


def loads(version: str) -> pl.DataFrame:
    """One row per load, newest first: the ledger."""
    return _read(version, "loads")


def quarantine_by_reason(version: str) -> pl.DataFrame:
    """One row per source, kind, period, reason and column; rows of deliveries in force."""
    return _read(version, "quarantine_by_reason")
