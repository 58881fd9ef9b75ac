"""Figures of a huvudman that is known by counts in bands: shares and quantiles get the bounds that the bands allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from dashboard import band_reads, choices
from dashboard.cuts import Cut, band_cut
from dashboard.states import NOT_COMPUTABLE

BOUNDS = ("share_low", "share_high", "median_low", "median_high", "p90_low", "p90_high")
OPEN_BOUNDS = ("andel_lagst", "andel_hogst", "median_lagst", "median_hogst", "p90_lagst", "p90_hogst")
OPEN_KEYS = {"specialty": "mvo", "administration": "forvaltning", "unit": "enhet"}


def with_bounds(version: str, rows: pl.DataFrame, cut: Cut, specialty: str | None = None) -> pl.DataFrame:
    """The rows of one date with their bounds, per specialty (or of the one named), förvaltning and unit.

    The rows of a huvudman with contacts of its own come back as they are.
    """
    if cut["principal"] not in choices.aggregated(version):
        return rows
    found = _intervals(version, cut, has_unit="unit" in rows.columns, specialty=specialty)
    on = [name for name in OPEN_KEYS if name in rows.columns and not (name == "specialty" and specialty)]
    return rows.join(found.select(*on, *BOUNDS), on=on, how="left", maintain_order="left")


def with_bounds_over_time(version: str, rows: pl.DataFrame, cut: Cut, specialty: str) -> pl.DataFrame:
    """The rows of many dates of one specialty and phase with their bounds."""
    if cut["principal"] not in choices.aggregated(version):
        return rows
    names = tuple(rows["administration"].unique().sort().to_list())
    found = band_reads.band_intervals_over_time(version, specialty=specialty, administrations=names, **band_cut(cut))
    on = ["cutoff_date", "administration"]
    return rows.join(found.select(*on, *BOUNDS), on=on, how="left", maintain_order="left")


def open_rows(version: str, rows: pl.DataFrame, cut: Cut) -> pl.DataFrame:
    """Rows of an open table of one cut with the bounds before `dataversion`, as in the open table bandintervall."""
    if cut["principal"] not in choices.aggregated(version):
        return rows
    found = _intervals(version, cut, has_unit="enhet" in rows.columns)
    named = found.rename(OPEN_KEYS | dict(zip(BOUNDS, OPEN_BOUNDS, strict=True)))
    on = [name for name in OPEN_KEYS.values() if name in rows.columns]
    joined = rows.join(named.select(*on, *OPEN_BOUNDS), on=on, how="left", maintain_order="left")
    return joined.select(pl.exclude("dataversion"), "dataversion")


def is_between(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether no share of the rows can be counted because the limit lies inside a band."""
    found = list(rows)
    return any(row["status"] == NOT_COMPUTABLE for row in found) and all(row["share"] is None for row in found)


def _intervals(version: str, cut: Cut, *, has_unit: bool, specialty: str | None = None) -> pl.DataFrame:
    found = band_reads.band_intervals(version, **band_cut(cut))
    if specialty is not None:
        found = found.filter(pl.col("specialty") == specialty)
    return found.filter(pl.col("unit").is_not_null() if has_unit else pl.col("unit").is_null())
