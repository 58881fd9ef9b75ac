"""What there is to choose from in Gröna korset: units and groups, months, days, and whose colours."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

import polars as pl

from dashboard import cross_data, remembered, swedish
from dashboard.address import Address
from dashboard.filters import Filter

MONTH, YEAR, ALL, FOLLOWUP = "manad", "ar", "alla", "uppfoljning"
SHOWN = {MONTH: "Månad", YEAR: "År", ALL: "Alla enheter", FOLLOWUP: "Uppföljning"}
OWN = "egen"
ONE_UNIT = (MONTH, YEAR)
Unit = tuple[str, str]


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


def group_filters(address: Address, units: pl.DataFrame) -> tuple[Filter, Filter, Filter]:
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


def unit_filter(address: Address, units: pl.DataFrame, visa: str, today: dt.date) -> Filter:
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


def colour_filter(address: Address, version: str) -> Filter:
    """Each förvaltning's own colours, or those of one definition."""
    options = {OWN: "Egen"} | titles(version)
    return Filter("farger", "Färger enligt", options, (address.one("farger", options, OWN),), is_segmented=True)
