"""One function per file in queries/dashboard, of the same name; keyword arguments are the query's parameters.

Every function takes the published version first and gives a frame that is remembered for as long as the version is.
Shares are 0–1, waits are whole days. Raises `warehouse.MartsUnreadable` when the version cannot be opened.
"""

from __future__ import annotations

import datetime as dt
from typing import Unpack

import polars as pl

from dashboard.cuts import ContactMonths, Cut, Moment, QueueMonth, Series
from dashboard.questions import asked, asked_on, asked_up_to


def dataset(version: str) -> pl.DataFrame:
    """One row: the published version and its settings."""
    return asked(version, "dataset")


def principals(version: str) -> pl.DataFrame:
    """One row per huvudman with published figures, or with plans or crosses only (has_contacts tells)."""
    return asked(version, "principals")


def specialties(version: str, *, principal: str) -> pl.DataFrame:
    """One row per specialty, group and 'Alla' of one huvudman; has_contacts is false where only plans name it."""
    return asked(version, "specialties", principal=principal)


def administrations(version: str, *, principal: str) -> pl.DataFrame:
    """One row per förvaltning of one huvudman, 'Alla' last; has_contacts is false where only needs or crosses do."""
    return asked(version, "administrations", principal=principal)


def periods(version: str, *, principal: str) -> pl.DataFrame:
    """One row per population and cut-off of one huvudman, newest first."""
    return asked(version, "periods", principal=principal)


def definitions(version: str) -> pl.DataFrame:
    """One row per definition of which deviations are excluded."""
    return asked(version, "definitions")


def limits(version: str) -> pl.DataFrame:
    """One row per dated limit and what it holds for, the populations together."""
    return asked(version, "limits")


def limits_by_specialty(version: str, *, principal: str, population: str) -> pl.DataFrame:
    """One row per phase, specialty and limit with a share; `limit_days` is null for måldatum."""
    return asked(version, "limits_by_specialty", principal=principal, population=population)


def variation_by_specialty(version: str, **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per specialty, group and 'Alla' of one cut: the span between förvaltningar."""
    return asked_on(version, "variation_by_specialty", **cut)


def attainment_by_administration(version: str, **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per specialty and förvaltning of one cut, margins included."""
    return asked_on(version, "attainment_by_administration", **cut)


def attainment_of_specialty(version: str, *, specialty: str, **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per förvaltning of one specialty and cut, 'Alla' included."""
    return asked_on(version, "attainment_of_specialty", specialty=specialty, **cut)


def attainment_by_unit(version: str, *, specialty: str, **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per förvaltning and unit of one specialty and cut."""
    return asked_on(version, "attainment_by_unit", specialty=specialty, **cut)


def national_by_specialty(version: str, **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per specialty of one cut that has a national share counted alike: same date, definition and limit."""
    return asked(version, "national_by_specialty", **cut)


def attainment_over_time(
    version: str,
    *,
    phases: tuple[int, ...],
    specialty: str,
    administrations: tuple[str, ...],
    **series: Unpack[Series],
) -> pl.DataFrame:
    """One row per month (36 at most, up to the cut-off), phase and förvaltning; no figure means a gap."""
    return asked_up_to(
        version,
        "attainment_over_time",
        phases=phases,
        specialty=specialty,
        administrations=administrations,
        **series,
    )


def key_figures(version: str, *, previous_date: dt.date, **moment: Unpack[Moment]) -> pl.DataFrame:
    """One row per key figure of Läget: now, before, and the nation compared like with like."""
    return asked(version, "key_figures", previous_date=previous_date, **moment)


def changes(version: str, *, horizon: str, **moment: Unpack[Moment]) -> pl.DataFrame:
    """One row per change beyond chance of those waiting since `horizon` ago."""
    return asked(version, "changes", horizon=horizon, **moment)


def standing(version: str, *, specialties: tuple[str, ...], **moment: Unpack[Moment]) -> pl.DataFrame:
    """One row per phase, förvaltning and limit of the specialties: where it stands among those judged, waiting."""
    return asked(version, "standing", specialties=specialties, **moment)


def change_families(version: str, **moment: Unpack[Moment]) -> pl.DataFrame:
    """One row per horizon: how many groups and specialties were tested, and how many have changed."""
    return asked(version, "change_families", **moment)


def national_months(version: str, **moment: Unpack[Moment]) -> pl.DataFrame:
    """One row per phase, specialty, limit and month (36 at most) with a national figure: nation and region alike."""
    return asked_up_to(version, "national_months", **moment)


def events(version: str, *, principal: str) -> pl.DataFrame:
    """One row per dated event of the huvudman, or of all."""
    return asked(version, "events", principal=principal)


def waiting_days(version: str, *, population: str, administration: str, **month: Unpack[QueueMonth]) -> pl.DataFrame:
    """One row per number of days waited in one group: how many have waited so long; none where it is not shown."""
    return asked_on(version, "waiting_days", population=population, administration=administration, **month)


def deviations_over_time(version: str, **months: Unpack[ContactMonths]) -> pl.DataFrame:
    """One row per month (36 at most) and förvaltning: all contacts, and those with PVV and MOV."""
    return asked_up_to(version, "deviations_over_time", **months)


def freshness(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source and kind of one huvudman (and the nation): the newest delivery in force."""
    return asked(version, "freshness", principal=principal)


def loads(version: str) -> pl.DataFrame:
    """One row per load and delivery in it, newest first: the ledger."""
    return asked(version, "loads")


def quarantine_by_reason(version: str) -> pl.DataFrame:
    """One row per source, kind, period, reason and column; rows of deliveries in force."""
    return asked(version, "quarantine_by_reason")


def balance_by_administration(version: str, **month: Unpack[QueueMonth]) -> pl.DataFrame:
    """One row per förvaltning, 'Alla' last: the balance of the queue in the month that ends on the date."""
    return asked_on(version, "balance_by_administration", **month)


def open_balance(version: str, **month: Unpack[QueueMonth]) -> pl.DataFrame:
    """One row per förvaltning of one month, phase and specialty in the open table balans."""
    return asked(version, "open_balance", **month)


def open_deviations(version: str, **months: Unpack[ContactMonths]) -> pl.DataFrame:
    """One row per month (36 at most) and förvaltning in the open table avvikelser."""
    return asked(version, "open_deviations", **months)


def equity_by_category(version: str, *, specialty: str, **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per dimension and category of one specialty and cut, the region as a whole; shares with Wilson limits."""
    return asked_on(version, "equity_by_category", specialty=specialty, **cut)


def open_equity(version: str, *, specialty: str, **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per dimension and category of one specialty and cut in the open table jamlikhet."""
    return asked(version, "open_equity", specialty=specialty, **cut)


def open_variation(version: str, *, specialties: tuple[str, ...], **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per specialty or group of one cut in the open table variation; none named means all."""
    return asked(version, "open_variation", specialties=specialties, **cut)


def open_attainment(
    version: str, *, specialties: tuple[str, ...], administrations: tuple[str, ...], **cut: Unpack[Cut]
) -> pl.DataFrame:
    """One row per specialty and förvaltning of one cut in the open table maluppfyllelse; none named means all."""
    return asked(version, "open_attainment", specialties=specialties, administrations=administrations, **cut)


def open_attainment_unit(
    version: str, *, specialty: str, administrations: tuple[str, ...], **cut: Unpack[Cut]
) -> pl.DataFrame:
    """One row per förvaltning and unit of one specialty and cut in the open table maluppfyllelse_enhet."""
    return asked(version, "open_attainment_unit", specialty=specialty, administrations=administrations, **cut)


def open_comparisons(version: str, *, specialties: tuple[str, ...], **cut: Unpack[Cut]) -> pl.DataFrame:
    """One row per specialty, förvaltning and unit (null: the förvaltning) of one cut in the open table jamforelser."""
    return asked(version, "open_comparisons", specialties=specialties, **cut)


def open_attainment_over_time(
    version: str,
    *,
    phases: tuple[int, ...],
    specialty: str,
    administrations: tuple[str, ...],
    **series: Unpack[Series],
) -> pl.DataFrame:
    """One row per month, phase and förvaltning of one specialty in the open table maluppfyllelse."""
    return asked(
        version,
        "open_attainment_over_time",
        phases=phases,
        specialty=specialty,
        administrations=administrations,
        **series,
    )


def open_changes(version: str, *, horizon: str, **moment: Unpack[Moment]) -> pl.DataFrame:
    """One row per change beyond chance since `horizon` ago, with Swedish columns."""
    return asked(version, "open_changes", horizon=horizon, **moment)


def open_loads(version: str) -> pl.DataFrame:
    """One row per load and delivery in the open table laddningar."""
    return asked(version, "open_loads")
