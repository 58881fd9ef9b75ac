"""Specialitet for a huvudman that is known by counts in bands: what stands there instead of blocks that need rows."""

from __future__ import annotations

import polars as pl

from dashboard import (
    band_boxes,
    band_distribution,
    band_over_time,
    band_rows,
    bands,
    reads,
    side_by_side,
    specialty_control_block,
    specialty_units,
)
from dashboard.specialty_control_block import file_name
from dashboard.specialty_view import View

ALL = "Alla"
NEEDS_ROWS = "köns balans, PVV och MOV, kö och vård sida vid sida, jämlikhet och dag för dag"


def draw(view: View, *, is_between: bool) -> None:
    """Below the key figures; `is_between`: the limit lies inside a band, so that no share is a number."""
    scope = view.administrations[0] if len(view.administrations) == 1 else ALL
    group = band_distribution.Group(view.specialty, view.specialty_name, scope)
    if is_between:
        _administrations_block(view)
        band_over_time.over_time_block(view, group)
    else:
        specialty_control_block.control_block(view)
    band_distribution.distribution_block(view, group)
    if is_between:
        _units_block(view)
    else:
        specialty_units.units_block(view)
    side_by_side.side_by_side_block(view, view.specialty, view.specialty_name)
    band_boxes.not_there(view.words, NEEDS_ROWS)


def _administrations_block(view: View) -> None:
    """The whole first, then those whose share can be the highest last."""
    found = reads.attainment_of_specialty(view.version, specialty=view.specialty, **view.cut)
    rows = bands.with_bounds(view.version, found, view.cut, view.specialty).to_dicts()
    whole = [row for row in rows if row["administration"] == ALL]
    shown = [row for row in rows if row["administration"] in view.shown_administrations]
    band_rows.rows_block(
        view,
        "administrations",
        [*whole, *sorted(shown, key=band_rows.ceiling)],
        lambda row: view.words.whole if row["administration"] == ALL else str(row["administration"]),
        per="förvaltning",
        scope=view.specialty_name,
        csv=lambda: band_rows.open_attainment(view, (view.specialty,), view.administrations),
        file_name=file_name("maluppfyllelse", view),
    )


def _units_block(view: View) -> None:
    found = reads.attainment_by_unit(view.version, specialty=view.specialty, **view.cut)
    units = found.filter(pl.col("administration").is_in(view.shown_administrations))
    rows = bands.with_bounds(view.version, units, view.cut, view.specialty).to_dicts()
    if not rows:
        return
    band_rows.rows_block(
        view,
        "units",
        rows,
        lambda row: str(row["unit"]),
        per="enhet",
        scope=view.specialty_name,
        csv=lambda: _open_units(view),
        file_name=file_name("maluppfyllelse_enhet", view),
    )


def _open_units(view: View) -> pl.DataFrame:
    rows = reads.open_attainment_unit(
        view.version, specialty=view.specialty, administrations=view.administrations, **view.cut
    )
    return bands.open_rows(view.version, rows, view.cut)
