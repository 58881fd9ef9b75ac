"""Green Crosses as the pages read them: what is published, and what was registered after it.

A page shows a day the moment it is registered: units with newer entries are made of both by the same function as at
publish, and so are the days that have passed since. Small answers are remembered per published version, the register's
stamp and the day; the days of all units, which may be hundreds of thousands, only for the latest. Raises
`register.RegisterFault` where the register cannot be read.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

import polars as pl

import config
from analysis.cross_days import ENTRY_COLUMNS
from analysis.green_cross import DefinitionSet, Palette
from dashboard import cross_latest, cross_reads, reads, remembered
from dashboard.warehouse import Warehouse, published

ALL = "Alla"


def stamp(version: str) -> int:
    """The newest entry of the register, or of the publication where the register is gone."""
    return max(cross_latest.register().cross_stamp(), cross_latest.published_stamp(version))


def data_label(version: str, stamp: int) -> str:
    """What stands as dataversion in a page's CSV: "12", and "12+k5" where the register has more than is published."""
    return version if stamp <= cross_latest.published_stamp(version) else f"{version}+k{stamp}"


@remembered.per_version
def principals(version: str, stamp: int) -> dict[str, str]:
    """Every huvudman with a unit that has a cross, the real ones first."""
    newer = cross_latest.newer_entries(version, stamp)
    names = {*cross_reads.cross_principals(version)["principal"], *newer["principal"]}
    demo = reads.principals(version).filter("is_demo")["principal"].to_list()
    return {name: name for name in sorted(names, key=lambda name: (name in demo, name))}


@remembered.per_version
def palette(version: str) -> Palette:
    """The colours of every definition that the version was published with."""
    colours = cross_reads.cross_colours(version)
    return Palette(
        [
            DefinitionSet(name, title, dict(colours.filter(definition=name).select("bit", "colour").iter_rows()))
            for name, title in cross_reads.cross_definitions(version).select("definition", "title").iter_rows()
        ]
    )


def definitions(version: str) -> pl.DataFrame:
    """`definition, title, text, sort_order, valid_from, valid_to`, in order."""
    return cross_reads.cross_definitions(version)


@remembered.per_version
def legend(version: str, definition: str) -> Mapping[str, str]:
    """What each colour that the definition gives means."""
    rows = cross_reads.cross_legend(version).filter(definition=definition)
    return dict(rows.select("colour", "text").iter_rows())


@remembered.per_version
def own_definition(version: str, administration: str, date: dt.date) -> str:
    """The definition that the förvaltning uses on the day: its own, else everybody's, else the first."""
    used = {
        name: definition
        for name, definition, first, last in reversed(_usage(version))
        if first <= date and (last is None or date <= last)
    }
    for name in (administration, ALL):
        if name in used:
            return used[name]
    return palette(version).names[0]


@remembered.per_version
def _usage(version: str) -> list[tuple[str, str, dt.date, dt.date | None]]:
    """(administration or Alla, definition, first day, last day or None) in the table's order."""
    return cross_reads.cross_usage(version).select("administration", "definition", "valid_from", "valid_to").rows()


def units(version: str, stamp: int, principal: str) -> pl.DataFrame:
    """One row per unit of the huvudman (`cross_days.UNIT_COLUMNS`), in order."""
    return cross_latest.units(version, stamp, principal)


def days(version: str, stamp: int, principal: str) -> pl.DataFrame:
    """One row per unit and day up to today (`cross_days.DAY_COLUMNS`), by administration, unit and date."""
    return _days(published(), version, stamp, principal, config.today())


def unit_days(version: str, stamp: int, principal: str, administration: str, unit: str) -> pl.DataFrame:
    """The days of one unit, as `days`; no rows where there is no such unit."""
    return _unit_days(published(), version, stamp, principal, config.today(), administration, unit)


def entries(
    version: str, stamp: int, principal: str, administration: str, unit: str, first: dt.date, last: dt.date
) -> pl.DataFrame:
    """What every source says of a unit's days (`cross_days.ENTRY_COLUMNS`), the register's newest version of each."""
    given = {"principal": principal, "administration": administration, "unit": unit}
    known = cross_reads.cross_entries(version, **given, first=first, last=last)
    newer = cross_latest.newer_entries(version, stamp).filter(
        (pl.col("principal") == principal)
        & (pl.col("administration") == administration)
        & (pl.col("unit") == unit)
        & pl.col("date").is_between(first, last)
    )
    return cross_latest.with_newer(known, newer).sort("date", "source", "number")


def history(principal: str, administration: str, unit: str, date: dt.date) -> pl.DataFrame:
    """Every version that the register has of a unit's day (`cross_days.ENTRY_COLUMNS`), the first one first."""
    told = cross_latest.register().cross_entries(
        principal, unit=(administration, unit), first=date, last=date, every_version=True
    )
    return told.select(*ENTRY_COLUMNS).sort("version", "number")


def event_types(version: str) -> pl.DataFrame:
    """`event_type, title, sort_order, is_known`: the known types in their order, then what only deliveries name."""
    return cross_reads.cross_event_types(version)


@functools.lru_cache(maxsize=2)
def _days(served: Warehouse, version: str, stamp: int, principal: str, today: dt.date) -> pl.DataFrame:
    del served
    return cross_latest.days(version, stamp, principal, today, palette(version))


@functools.lru_cache(maxsize=64)
def _unit_days(
    served: Warehouse, version: str, stamp: int, principal: str, today: dt.date, administration: str, unit: str
) -> pl.DataFrame:
    days = _days(served, version, stamp, principal, today)
    return days.filter(pl.col("administration") == administration, pl.col("unit") == unit)
