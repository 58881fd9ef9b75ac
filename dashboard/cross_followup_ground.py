"""What the follow-up is added up from: every unit's days as a grid of kinds, and every event that counts.

Made once for a published version; after a registration only the units that have new entries are made again. A process
keeps what it has made last, as `cross_latest` does.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass

import polars as pl

from analysis import cross_followup
from analysis.cross_days import UNIT, UNIT_DAY
from analysis.cross_grid import Grid, laid_over
from dashboard import cross_data, cross_latest, cross_mixed, cross_reads
from dashboard.cross_view import CrossView
from dashboard.warehouse import Warehouse, published

MOST_KEPT = 3
EVENT = ["administration", "unit", "date", "fact", "event_type", "count", "is_in_rate"]

_lock = threading.Lock()
_kept: OrderedDict[tuple[Warehouse, str, str, dt.date, str], tuple[int, Ground]] = OrderedDict()


@dataclass(frozen=True)
class Ground:
    """Every day of the huvudman's units under the view's colours.

    told: events as published, every source's; events: those that count (EVENT), with what has been registered since.
    """

    grid: Grid
    told: pl.DataFrame
    events: pl.DataFrame


def of_view(view: CrossView) -> Ground:
    """All units of the view's huvudman, whichever of them it shows."""
    key = (published(), view.version, view.principal, view.today, view.colours)
    with _lock:
        since, ground = _kept.get(key, (-1, None))
    if ground is None or since > view.stamp:
        ground = _made(view)
    elif since < view.stamp:
        ground = _remade(view, ground, cross_latest.changed_units(view.version, view.stamp, view.principal, since))
    with _lock:
        _kept[key] = (view.stamp, ground)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return ground


def _made(view: CrossView) -> Ground:
    days = cross_data.days(view.version, view.stamp, view.principal)
    told = cross_reads.cross_events(view.version, principal=view.principal, first=dt.date.min, last=dt.date.max)
    return Ground(_laid(view, None, days), told, _counting(view, told, days))


def _remade(view: CrossView, ground: Ground, changed: pl.DataFrame) -> Ground:
    """The ground with the changed units (UNIT) made again."""
    days = [
        cross_data.unit_days(view.version, view.stamp, view.principal, administration, unit)
        for _, administration, unit in changed.sort(UNIT).rows()
    ]
    if not days:
        return ground
    own = pl.concat(days)
    told = ground.told.join(changed, on=UNIT, how="semi")
    others = ground.events.join(changed, on=["administration", "unit"], how="anti")
    return Ground(_laid(view, ground.grid, own), ground.told, pl.concat([others, _counting(view, told, own)]))


def _laid(view: CrossView, grid: Grid | None, days: pl.DataFrame) -> Grid:
    named = cross_mixed.with_definition(view, days)
    return laid_over(grid, named, cross_data.palette(view.version), view.today)


def _counting(view: CrossView, told: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """The events (EVENT) of these days, with what has been registered of them since the publication."""
    newer = cross_latest.newer_entries(view.version, view.stamp)
    newer = newer.join(days.select(UNIT_DAY), on=UNIT_DAY, how="semi") if len(newer) else newer
    kept = told.join(newer.select(*UNIT_DAY, "source").unique(), on=[*UNIT_DAY, "source"], how="anti")
    rows = pl.concat([kept, newer.filter(pl.col("count") > 0).select(kept.columns)], how="vertical_relaxed")
    return cross_followup.events_that_count(rows, days).select(EVENT)
