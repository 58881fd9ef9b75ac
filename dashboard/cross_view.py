"""The view of Gröna korset: whose crosses, which month and day, in whose colours, as the address asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

import config
from dashboard import choices, cross_choices, cross_data, filters, reads
from dashboard.address import Address, query_string
from dashboard.cross_choices import (
    ALL,
    FOLLOWUP,
    MONTH,
    ONE_UNIT,
    OWN,
    SHOWN,
    YEAR,
    Unit,
    last_day,
    of_group,
    unit_label,
    units_by_value,
    usual_month,
)
from dashboard.filters import Filter

# What the other modules know by the view's name.
__all__ = [
    "ALL", "FOLLOWUP", "MONTH", "ONE_UNIT", "OWN", "SHOWN", "YEAR", "CrossView", "Unit", "last_day", "of_address",
    "of_group", "read", "unit_label", "units_by_value", "usual_month",
]  # fmt: skip


@dataclass(frozen=True)
class CrossView:
    """Everything the page and its blocks need to know before they read days.

    `visa` is one of SHOWN. "" for administration, hospital and clinic means all; `unit` is (administration, unit), and
    None only where several are shown. `month` is its first day; `day` is None where the address names none. `colours`
    is 'egen' (each förvaltning's own definition) or a definition.
    """

    version: str
    stamp: int
    principal: str
    is_demo: bool
    today: dt.date
    visa: str
    administration: str
    hospital: str
    clinic: str
    unit: Unit | None
    month: dt.date
    day: dt.date | None
    colours: str
    is_wall: bool
    address: Address
    row: list[Filter]
    more: list[Filter]

    @property
    def key(self) -> tuple[object, ...]:
        """What everything drawn depends on, besides the chosen day and the theme."""
        group = (self.administration, self.hospital, self.clinic, self.unit)
        return (self.version, self.stamp, self.principal, self.today, *group, self.month, self.colours)

    @property
    def month_end(self) -> dt.date:
        """The last day of the month."""
        return last_day(self.month)

    @property
    def label(self) -> str:
        """Dagkirurgen Skene (SÄS): the unit, or the group where several are shown."""
        return self.group_label if self.unit is None else unit_label(self.unit)

    @property
    def group_label(self) -> str:
        """Kirurgi, Skene lasarett (SÄS) · SÄS · alla enheter: whose units the filters choose."""
        inner = ", ".join(part for part in (self.clinic, self.hospital) if part)
        if inner and self.administration:
            return f"{inner} ({self.administration})"
        return inner or self.administration or "alla enheter"

    def units(self) -> pl.DataFrame:
        """UNIT_COLUMNS of the units that the filters choose, the chosen unit alone where there is one."""
        rows = of_group(
            cross_data.units(self.version, self.stamp, self.principal), self.administration, self.hospital, self.clinic
        )
        if self.unit is None:
            return rows
        return rows.filter(pl.col("administration") == self.unit[0], pl.col("unit") == self.unit[1])

    def definition_for(self, administration: str, date: dt.date) -> str:
        """The definition that a day of a förvaltning is coloured by."""
        if self.colours != OWN:
            return self.colours
        return cross_data.own_definition(self.version, administration, date)

    def definition_titles(self) -> Mapping[str, str]:
        """Definition 2: every definition set by its title, in their order."""
        return cross_choices.titles(self.version)

    def caption(self, what: str) -> str:
        """A block's subtitle; made-up figures say so on every chart."""
        return f"{what}. Demodata" if self.is_demo else what

    def link(self, **changes: str) -> str:
        """The query string of this view with some parameters changed; "" leaves one out. Every value is a string."""
        values = dict(self.address.chosen) | {name: (value,) for name, value in changes.items()}
        return query_string(values)


def read(version: str) -> CrossView:
    """The view that the page's address asks for; what follows the reader from page to page is kept."""
    address = filters.read_address()
    view = of_address(version, address)
    filters.remember(address)
    return view


def of_address(version: str, address: Address) -> CrossView:
    """Read an address against the units there are; raises NothingDelivered where the huvudman has no cross."""
    stamp, today = cross_data.stamp(version), config.today()
    default = reads.dataset(version)["default_principal"][0]
    principal = filters.principal(address, version, default, cross_data.principals(version, stamp))
    name = principal.value[0]
    units = cross_data.units(version, stamp, name) if name else None
    if units is None or units.is_empty():
        raise filters.NothingDelivered("Ingen enhet har ett grönt kors än")
    visa = address.one("visa", SHOWN, MONTH)
    administration, hospital, clinic = group = cross_choices.group_filters(address, units)
    there = of_group(units, *(each.value[0] for each in group))
    unit = cross_choices.unit_filter(address, there, visa, today)
    months = cross_choices.month_options(version, stamp, name, today)
    usual = usual_month(version, stamp, name, today)
    month = Filter("manad", "Månad", months, (address.one("manad", months, usual),), width=150)
    first = dt.date.fromisoformat(f"{month.value[0]}-01")
    day = address.one("dag", cross_choices.day_options(first), "")
    colours = cross_choices.colour_filter(address, version)
    shown = Filter("visa", "Visa", SHOWN, (visa,), is_segmented=True)
    several = [administration, hospital, clinic]
    is_narrowed = any(each.value[0] for each in several)
    scope = [administration, hospital] if visa == ALL else [unit]
    more = [clinic] if visa == ALL else several if is_narrowed or visa == FOLLOWUP else []
    return CrossView(
        version=version,
        stamp=stamp,
        principal=name,
        is_demo=name in choices.made_up(version),
        today=today,
        visa=visa,
        administration=administration.value[0],
        hospital=hospital.value[0],
        clinic=clinic.value[0],
        unit=None if visa == ALL else units_by_value(there).get(unit.value[0]),
        month=first,
        day=dt.date.fromisoformat(day) if day else None,
        colours=colours.value[0],
        is_wall=address.one("vagg", {"ja": "Väggskärm"}, "") == "ja",
        address=address,
        row=[*scope, month, colours, shown],
        more=[*more, principal],
    )
