"""What Datakvalitet and the badges read: one function per file in queries/dashboard, as in `dashboard.reads`."""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard.questions import asked


def quality_timeliness(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source, kind, population and period: when it was due, when it came, i_tid | sen | saknas."""
    return asked(version, "quality_timeliness", principal=principal)


def quality_revisions(version: str, *, principal: str) -> pl.DataFrame:
    """One row per re-delivery and population, newest first; counts are null where they would tell a hidden figure."""
    return asked(version, "quality_revisions", principal=principal)


def quality_revision_columns(version: str, *, principal: str) -> pl.DataFrame:
    """One row per re-delivery, population, period and column: in how many rows it changed."""
    return asked(version, "quality_revision_columns", principal=principal)


def quality_completeness(
    version: str, *, principal: str, source: str, kind: str, population: str | None
) -> pl.DataFrame:
    """One row per column and period of one source, kind and population; share is 0–1."""
    return asked(version, "quality_completeness", principal=principal, source=source, kind=kind, population=population)


def quality_completeness_sources(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source, kind and population that completeness is measured of, the newest first."""
    return asked(version, "quality_completeness_sources", principal=principal)


def quality_codes(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source, kind, period, column and code that no reference knows."""
    return asked(version, "quality_codes", principal=principal)


def quality_outcomes(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source, kind, population, period, check and subject: ok | fel | info, with words."""
    return asked(version, "quality_outcomes", principal=principal)


def quality_definitions(version: str) -> pl.DataFrame:
    """One row per check of quality, DQ0 first."""
    return asked(version, "quality_definitions")


def quality_silent_units(version: str, *, principal: str) -> pl.DataFrame:
    """One row per silent unit and specialty it last had contacts in (null where none is shown)."""
    return asked(version, "quality_silent_units", principal=principal)


def quality_lineage(version: str, *, principal: str, population: str, cutoff_date: dt.date) -> pl.DataFrame:
    """One row per delivery in force behind one population and date."""
    return asked(version, "quality_lineage", principal=principal, population=population, cutoff_date=cutoff_date)


def quality_cuts(version: str, *, principal: str, population: str, cutoff_date: dt.date) -> pl.DataFrame:
    """One row per group and band that two cuts tell of at one date, the greatest difference first."""
    return asked(version, "quality_cuts", principal=principal, population=population, cutoff_date=cutoff_date)


def quality_disputed(version: str, *, principal: str, population: str, cutoff_date: dt.date) -> pl.DataFrame:
    """One row per phase, specialty, förvaltning and cut that differs at the date."""
    return asked(version, "quality_disputed", principal=principal, population=population, cutoff_date=cutoff_date)


def quality_cut_dates(version: str, *, principal: str) -> pl.DataFrame:
    """One row per population, date and cut: comparisons and how many are disputed."""
    return asked(version, "quality_cut_dates", principal=principal)


def quality_quarantine(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source, kind, period, reason and column; rows of deliveries in force."""
    return asked(version, "quality_quarantine", principal=principal)


def quality_unexplained(version: str, *, principal: str, phase: int) -> pl.DataFrame:
    """One row per month and förvaltning ('Alla' last) of one phase: the balance, all specialties together."""
    return asked(version, "quality_unexplained", principal=principal, phase=phase)


def quality_held(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source, kind and period with rows in quarantine; a row with several faults counts once."""
    return asked(version, "quality_held", principal=principal)


def quality_loads(version: str, *, principal: str) -> pl.DataFrame:
    """One row per load and delivery in it, newest first; refused files belong to everyone."""
    return asked(version, "quality_loads", principal=principal)
