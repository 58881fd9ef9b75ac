"""What the Green Cross's pages read: one function per file in queries/dashboard, as in `dashboard.reads`."""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard.questions import asked
from dashboard.warehouse import published, query_text


def cross_principals(version: str) -> pl.DataFrame:
    """One row per huvudman with a unit that has a Green Cross."""
    return asked(version, "cross_principals")


def cross_definitions(version: str) -> pl.DataFrame:
    """One row per definition of the Green Cross, in order."""
    return asked(version, "cross_definitions")


def cross_colours(version: str) -> pl.DataFrame:
    """One row per definition and fact case (bit 0–7)."""
    return asked(version, "cross_colours")


def cross_legend(version: str) -> pl.DataFrame:
    """One row per definition and colour that it gives."""
    return asked(version, "cross_legend")


def cross_usage(version: str) -> pl.DataFrame:
    """One row per förvaltning and definition that it uses, with the dates."""
    return asked(version, "cross_usage")


def cross_event_types(version: str) -> pl.DataFrame:
    """One row per type of event, the known ones first."""
    return asked(version, "cross_event_types")


def cross_units(version: str, *, principal: str) -> pl.DataFrame:
    """One row per unit of one huvudman: `cross_days.UNIT_COLUMNS`."""
    return asked(version, "cross_units", principal=principal)


def cross_stopped_days(version: str, *, principal: str) -> pl.DataFrame:
    """One row per unit and day of one huvudman that quarantined rows tell of: `cross_days.UNIT_DAY`."""
    return asked(version, "cross_stopped_days", principal=principal)


def cross_days(version: str, *, principal: str) -> pl.DataFrame:
    """One row per unit and day of one huvudman: `cross_days.DAY_COLUMNS`.

    Not remembered: there may be hundreds of thousands, and `cross_data` keeps what it makes of them.
    """
    return published().rows(version, query_text("cross_days"), {"principal": principal})


def cross_entries(
    version: str, *, principal: str, administration: str, unit: str, first: dt.date, last: dt.date
) -> pl.DataFrame:
    """One row per source, day and event of one unit: `cross_days.ENTRY_COLUMNS`."""
    return asked(
        version, "cross_entries", principal=principal, administration=administration, unit=unit, first=first, last=last
    )


def cross_events(version: str, *, principal: str, first: dt.date, last: dt.date) -> pl.DataFrame:
    """One row per source, day and event of one huvudman's units, without free text. Not remembered."""
    given = {"principal": principal, "first": first, "last": last}
    return published().rows(version, query_text("cross_events"), given)


def cross_entries_of_units(
    version: str, *, principal: str, administrations: tuple[str, ...], units: tuple[str, ...]
) -> pl.DataFrame:
    """One row per source, day and event of the units; `units` and `administrations` go together. Not remembered."""
    given: dict[str, object] = {"principal": principal, "administrations": administrations, "units": units}
    return published().rows(version, query_text("cross_entries_of_units"), given)
