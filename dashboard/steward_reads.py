"""What a steward's form reads: one function per file in queries/dashboard, as in `dashboard.reads`."""

from __future__ import annotations

import polars as pl

from dashboard.questions import asked


def steward_applied(version: str, *, principal: str) -> pl.DataFrame:
    """One row per decision that has been tried: utford | inte_utford | overtaget | aterkallat, and its words."""
    return asked(version, "steward_applied", principal=principal)


def steward_groups(version: str, *, principal: str) -> pl.DataFrame:
    """One row per source, kind, period, reason and column with rows that wait; `can_release` tells what may be done."""
    return asked(version, "steward_groups", principal=principal)


def steward_titles(version: str) -> pl.DataFrame:
    """One row per reason, with its title."""
    return asked(version, "steward_titles")
