"""The days of all units as they are now: the published ones, continued to today, with newer entries laid over.

A new stamp costs only the units that have entries since the stamp before: what was made for one stamp is the ground of
the next. A process keeps only what it has made last, for the data directory that is served.
"""

from __future__ import annotations

import datetime as dt
import functools
import threading
from collections import OrderedDict

import polars as pl

import config
from analysis import cross_days
from analysis.cross_days import ENTRY_COLUMNS, REGISTERS, UNIT, UNIT_COLUMNS, UNIT_DAY
from analysis.green_cross import Palette
from dashboard import cross_reads, reads
from dashboard.warehouse import Warehouse, published
from register import Register, opened

MOST_KEPT = 2
MOST_SPLICED = 12  # units; for more, sorting everything again is quicker
UNKNOWN_ORDER = 10_000  # of a unit that no reference knows: last

_lock = threading.Lock()
_kept: OrderedDict[tuple[Warehouse, str, str, dt.date], tuple[int, pl.DataFrame]] = OrderedDict()


def days(version: str, stamp: int, principal: str, today: dt.date, palette: Palette) -> pl.DataFrame:
    """One row per unit and day up to today (`cross_days.DAY_COLUMNS`), by administration, unit and date."""
    key = (published(), version, principal, today)
    with _lock:
        since, known = _kept.get(key, (-1, None))
    if known is None or since > stamp:
        since, known = published_stamp(version), _continued(version, principal, today, palette)
    if stamp > since:
        changed = changed_units(version, stamp, principal, since)
        known = _replaced(known, _remade(version, stamp, today, palette, changed))
    with _lock:
        _kept[key] = (max(stamp, since), known)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return known


def units(version: str, stamp: int, principal: str) -> pl.DataFrame:
    """One row per unit of the huvudman (`cross_days.UNIT_COLUMNS`), in order; those newly entered too."""
    return _units(published(), version, stamp, principal)


def newer_entries(version: str, stamp: int) -> pl.DataFrame:
    """What was registered after the publication (ENTRY_COLUMNS and `id`): whole days, the newest version of each."""
    return _newer(published(), version, stamp)


def changed_units(version: str, stamp: int, principal: str, since: int) -> pl.DataFrame:
    """The huvudman's units (UNIT) that have entries after the stamp `since`."""
    newer = newer_entries(version, stamp).filter((pl.col("principal") == principal) & (pl.col("id") > since))
    return newer.select(UNIT).unique()


def with_newer(known: pl.DataFrame, newer: pl.DataFrame) -> pl.DataFrame:
    """Published entries (ENTRY_COLUMNS) with those of the register replaced where it has newer ones of the day."""
    older = known.filter(pl.col("source").is_in(REGISTERS)).join(newer, on=UNIT_DAY, how="anti")
    return pl.concat([_typed(known.filter(~pl.col("source").is_in(REGISTERS))), _typed(older), _typed(newer)])


def published_stamp(version: str) -> int:
    """The register's newest entry that the version was published with."""
    return int(reads.dataset(version)["cross_stamp"][0])


def register() -> Register:
    """The register of the settings."""
    return opened(_address(published()))


def _continued(version: str, principal: str, today: dt.date, palette: Palette) -> pl.DataFrame:
    """The published days, up to today: what nobody told of may be known to be unregistered by now."""
    known = cross_reads.cross_days(version, principal=principal)
    told_until: dt.date = reads.dataset(version)["published_on"][0]
    since = min(told_until, today)
    is_told = ~pl.col("is_derived") & (pl.col("cases") != 0)
    kept = known.filter(((pl.col("date") < since) | is_told) & (pl.col("date") <= today))
    none = pl.DataFrame(schema=ENTRY_COLUMNS)
    begins = known.select(UNIT).unique().with_columns(begin=pl.lit(since))
    known_units = cross_reads.cross_units(version, principal=principal)
    stopped = cross_reads.cross_stopped_days(version, principal=principal)
    later = cross_days.days(none, known_units, palette, today, first=since, begins=begins, stopped=stopped)
    later = later.join(kept.filter(pl.col("date") >= since), on=UNIT_DAY, how="anti")
    return pl.concat([kept, later]).sort(UNIT_DAY)


def _remade(version: str, stamp: int, today: dt.date, palette: Palette, changed: pl.DataFrame) -> pl.DataFrame:
    """Every day of the changed units (UNIT), from all that is published and all that is newer."""
    made = []
    for (principal,), group in changed.group_by("principal"):
        places, names = tuple(group["administration"]), tuple(group["unit"])
        known = cross_reads.cross_entries_of_units(
            version, principal=str(principal), administrations=places, units=names
        )
        newer = newer_entries(version, stamp).join(group, on=UNIT, how="semi")
        own = units(version, stamp, str(principal)).join(group, on=UNIT, how="semi")
        firsts = cross_days.first_moments(_every_version(str(principal), group))
        stopped = cross_reads.cross_stopped_days(version, principal=str(principal))
        made.append(cross_days.days(with_newer(known, newer), own, palette, today, firsts=firsts, stopped=stopped))
    return pl.concat(made) if made else pl.DataFrame(schema=cross_days.DAY_COLUMNS)


def _every_version(principal: str, group: pl.DataFrame) -> pl.DataFrame:
    """Every version that the register has of the units' days; of many units it is read whole."""
    if len(group) > MOST_SPLICED:
        return register().cross_entries(principal, every_version=True)
    places = group.select("administration", "unit").iter_rows()
    return pl.concat(
        [register().cross_entries(principal, unit=(place, unit), every_version=True) for place, unit in places]
    )


def _replaced(known: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """`known`, in the same order, with all days of the units in `made` taken from there."""
    changed = made.select(UNIT).unique()
    if len(changed) > MOST_SPLICED:
        return pl.concat([known.join(changed, on=UNIT, how="anti"), made]).sort(UNIT_DAY)
    for principal, administration, unit in changed.iter_rows():
        rows = made.filter(principal=principal, administration=administration, unit=unit)
        begin, end = _span(known["administration"], administration)
        before, after = _span(known["unit"].slice(begin, end - begin), unit)
        known = pl.concat([known.slice(0, begin + before), rows, known.slice(begin + after)])
    return known.rechunk()


def _span(names: pl.Series, name: str) -> tuple[int, int]:
    """From where to where a name stands among sorted ones."""
    return int(names.search_sorted(name, side="left")), int(names.search_sorted(name, side="right"))


@functools.lru_cache(maxsize=4)
def _units(served: Warehouse, version: str, stamp: int, principal: str) -> pl.DataFrame:
    del served
    known = cross_reads.cross_units(version, principal=principal)
    entered = newer_entries(version, stamp).filter(principal=principal).select(UNIT).unique().sort(UNIT)
    is_entered = entered.with_columns(is_entered=pl.lit(value=True))
    unknown = entered.join(known, on=UNIT, how="anti").with_columns(sort_order=UNKNOWN_ORDER, opening=pl.lit("alla"))
    told = known.join(is_entered, on=UNIT, how="left", maintain_order="left").with_columns(
        known_to=pl.when(pl.col("is_entered").is_null()).then("known_to")
    )
    rows = pl.concat([told, unknown], how="diagonal_relaxed")
    return rows.select(pl.col(name).cast(kind) for name, kind in UNIT_COLUMNS.items())


@functools.lru_cache(maxsize=4)
def _newer(served: Warehouse, version: str, stamp: int) -> pl.DataFrame:
    del served
    after = published_stamp(version)
    if stamp <= after:
        return pl.DataFrame(schema=ENTRY_COLUMNS | {"id": pl.Int64()})
    return register().cross_entries(after=after).select(*ENTRY_COLUMNS, "id")


@functools.lru_cache(maxsize=1)
def _address(served: Warehouse) -> str:
    """The register of the settings, asked for once for each data directory that is served."""
    del served
    return config.load_settings().register_address


def _typed(entries: pl.DataFrame) -> pl.DataFrame:
    return entries.select(pl.col(name).cast(kind) for name, kind in ENTRY_COLUMNS.items())
