"""The view of Gröna korset: whose crosses, which month and day, in whose colours, as the address asks."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

import config
from dashboard import choices, cross_data, filters, reads, remembered, swedish
from dashboard.address import Address, query_string
from dashboard.filters import Filter

MONTH, YEAR, ALL, FOLLOWUP = "manad", "ar", "alla", "uppfoljning"
SHOWN = {MONTH: "Månad", YEAR: "År", ALL: "Alla enheter", FOLLOWUP: "Uppföljning"}
OWN = "egen"
ONE_UNIT = (MONTH, YEAR)
Unit = tuple[str, str]


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
        return titles(self.version)

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
    administration, hospital, clinic = group = _group_filters(address, units)
    there = of_group(units, *(each.value[0] for each in group))
    unit = _unit_filter(address, there, visa, today)
    months = month_options(version, stamp, name, today)
    month = Filter("manad", "Månad", months, (address.one("manad", months, usual_month(version, stamp, name, today)),),
                   width=150)  # fmt: skip
    first = dt.date.fromisoformat(f"{month.value[0]}-01")
    day = address.one("dag", day_options(first), "")
    colours = _colour_filter(address, version)
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


def last_day(month: dt.date) -> dt.date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def of_group(units: pl.DataFrame, administration: str, hospital: str, clinic: str) -> pl.DataFrame:
    """The units of a förvaltning, a hospital and a clinic; "" for all."""
    for column, value in (("administration", administration), ("hospital", hospital), ("clinic", clinic)):
        if value:
            units = units.filter(pl.col(column) == value)
    return units


def unit_label(unit: Unit) -> str:
    """Dagkirurgen Skene (SÄS)."""
    return f"{unit[1]} ({unit[0]})"


def units_by_value(units: pl.DataFrame) -> dict[str, Unit]:
    """What stands in the address for a unit: its name, with the förvaltning where two have a unit of that name."""
    pairs = units.sort("sort_order", "administration", "unit").select("administration", "unit").unique(
        maintain_order=True
    ).rows()  # fmt: skip
    times = Counter(unit for _, unit in pairs)
    return {unit if times[unit] == 1 else unit_label((owner, unit)): (owner, unit) for owner, unit in pairs}


@remembered.per_version
def titles(version: str) -> dict[str, str]:
    """Every definition set by its title, in their order."""
    return dict(cross_data.definitions(version).sort("sort_order").select("definition", "title").rows())


@remembered.per_version
def span(version: str, stamp: int, principal: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first day of any unit and the latest registered one; today where there is none."""
    days = cross_data.days(version, stamp, principal)
    first = days["date"].min()
    latest = days.filter("is_registered")["date"].max()
    return first or today, latest or today  # type: ignore[return-value]


@remembered.per_version
def month_options(version: str, stamp: int, principal: str, today: dt.date) -> dict[str, str]:
    """2026-10 → oktober 2026: every month from the first known day to today's, the newest first."""
    first, _ = span(version, stamp, principal, today)
    months = pl.date_range(first.replace(day=1), today.replace(day=1), "1mo", eager=True).sort(descending=True)
    return {f"{month:%Y-%m}": swedish.month_and_year(month) for month in months}


def usual_month(version: str, stamp: int, principal: str, today: dt.date) -> str:
    """This month, or the latest one that any unit has registered a day of."""
    _, latest = span(version, stamp, principal, today)
    return f"{min(latest, today):%Y-%m}"


def day_options(month: dt.date) -> dict[str, str]:
    """2026-10-14 → 14 oktober 2026: every day of the month."""
    days = (month.replace(day=number) for number in range(1, last_day(month).day + 1))
    return {day.isoformat(): swedish.long_date(day) for day in days}


def _group_filters(address: Address, units: pl.DataFrame) -> tuple[Filter, Filter, Filter]:
    """Förvaltning, sjukhus and klinik: what the units have, each within the one before."""
    administration = _one_of(address, "forvaltning", "Förvaltning", units.sort("sort_order")["administration"], 150)
    units = of_group(units, administration.value[0], "", "")
    hospital = _one_of(address, "sjukhus", "Sjukhus", swedish.swedish_sorted(_known(units, "hospital"), str), 200)
    units = of_group(units, "", hospital.value[0], "")
    clinic = _one_of(address, "klinik", "Klinik", swedish.swedish_sorted(_known(units, "clinic"), str), 200)
    return administration, hospital, clinic


def _known(units: pl.DataFrame, column: str) -> list[str]:
    return units[column].drop_nulls().unique().to_list()


def _one_of(address: Address, parameter: str, label: str, values: Iterable[str], width: int) -> Filter:
    options = {"": "Alla"} | {value: value for value in values}
    return Filter(parameter, label, options, (address.one(parameter, options, ""),), width=width)


def _unit_filter(address: Address, units: pl.DataFrame, visa: str, today: dt.date) -> Filter:
    """One unit; where several may be shown, also all of them."""
    options = {value: unit_label(unit) for value, unit in units_by_value(units).items()}
    if visa not in ONE_UNIT:
        options = {"": "Alla enheter"} | options
    return Filter("enhet", "Enhet", options, (address.one("enhet", options, _usual_unit(units, options, today)),),
                  width=255)  # fmt: skip


def _usual_unit(units: pl.DataFrame, options: Mapping[str, str], today: dt.date) -> str:
    """The first unit that keeps a cross today; none where all may be shown."""
    if "" in options:
        return ""
    kept = units.filter(pl.col("cross_from") <= today, pl.col("cross_to").is_null() | (pl.col("cross_to") >= today))
    running = set(kept.select("administration", "unit").rows())
    return next((value for value, unit in units_by_value(units).items() if unit in running), next(iter(options), ""))


def _colour_filter(address: Address, version: str) -> Filter:
    """Each förvaltning's own colours, or those of one definition."""
    options = {OWN: "Egen"} | titles(version)
    return Filter("farger", "Färger enligt", options, (address.one("farger", options, OWN),), is_segmented=True)
