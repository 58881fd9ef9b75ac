"""What is known of contacts that come as counts in bands of days; one function per query, as in `reads`."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

import polars as pl

from dashboard.cuts import BandCut
from dashboard.questions import asked, asked_on, asked_up_to


def band_intervals(version: str, **cut: Unpack[BandCut]) -> pl.DataFrame:
    """One row per specialty, förvaltning and unit (null: the förvaltning): between what its figures lie."""
    return asked_on(version, "band_intervals", **cut)


def band_intervals_over_time(
    version: str, *, specialty: str, administrations: tuple[str, ...], **cut: Unpack[BandCut]
) -> pl.DataFrame:
    """One row per date (36 months at most, up to the cut-off) and förvaltning of one specialty: the same bounds."""
    return asked_up_to(version, "band_intervals_over_time", specialty=specialty, administrations=administrations, **cut)


def waiting_bands(
    version: str, *, principal: str, cutoff_date: dt.date, population: str, phase: int, specialty: str,
    administration: str,
) -> pl.DataFrame:  # fmt: skip
    """One row per band of days waited of one group, in the source's own bands; `to_days` null is open."""
    return asked_on(
        version, "waiting_bands", principal=principal, cutoff_date=cutoff_date, population=population, phase=phase,
        specialty=specialty, administration=administration,
    )  # fmt: skip


def open_waiting_bands(
    version: str, *, principal: str, cutoff_date: dt.date, population: str, phase: int, specialty: str
) -> pl.DataFrame:
    """One row per förvaltning and band of one specialty and date in the open table vantetidsfordelning."""
    return asked(
        version, "open_waiting_bands", principal=principal, cutoff_date=cutoff_date, population=population,
        phase=phase, specialty=specialty,
    )  # fmt: skip


def principals_side_by_side(
    version: str, *, principal: str, cutoff_date: dt.date, population: str, definition: str, specialty: str
) -> pl.DataFrame:
    """One row per huvudman, phase and limit: its newest date up to the one asked for, under its own definition."""
    return asked(
        version, "principals_side_by_side", principal=principal, cutoff_date=cutoff_date, population=population,
        definition=definition, specialty=specialty,
    )  # fmt: skip
