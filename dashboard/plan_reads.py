"""What the plan pages read: one function per file in queries/dashboard, as in `dashboard.reads`."""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard.questions import asked


def need_years(version: str, *, principal: str) -> pl.DataFrame:
    """One row per year of one huvudman with needs."""
    return asked(version, "need_years", principal=principal)


def queue_by_specialty(version: str, *, principal: str, cutoff_date: dt.date, definition: str) -> pl.DataFrame:
    """One row per specialty, phase, förvaltning and limit of those waiting at the cut-off, with the month's flow."""
    return asked(version, "queue_by_specialty", principal=principal, cutoff_date=cutoff_date, definition=definition)
