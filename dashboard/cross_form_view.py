"""The view of Registrera dagen: whose day, by which role, and what is said of it and of the days before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import polars as pl
import streamlit as st

import config
from analysis import cross_days
from analysis.cross_days import REGISTER
from analysis.cross_statements import fingerprint
from analysis.green_cross import CONFLICT, Palette
from dashboard import choices, cross_data, filters, reads, swedish, who
from dashboard.address import PARAMETERS, Address, query_string
from dashboard.cross_form_draft import DayDraft, UnitDay, of_rows
from dashboard.cross_view import units_by_value
from dashboard.filters import Filter, NothingDelivered

FIRST_DAY = dt.date(2010, 1, 1)  # as in extracts
DAYS_BACK = 13
UNIT = pl.col("administration"), pl.col("unit")


@dataclass(frozen=True)
class FormView:
    """Everything the page needs. `unit` is (administration, unit), None until it is chosen.

    `day` is the day that is registered, today where the address names none; `roles` is the choice of role.
    """

    version: str
    stamp: int
    principal: str
    is_demo: bool
    today: dt.date
    address: Address
    units: pl.DataFrame
    unit: tuple[str, str] | None
    day: dt.date
    roles: Filter

    @property
    def unit_day(self) -> UnitDay:
        """The unit's day; only asked for where a unit is chosen."""
        administration, unit = self.unit or ("", "")
        return UnitDay(self.principal, administration, unit, self.day)

    @property
    def is_late(self) -> bool:
        return self.day < self.today

    @cached_property
    def palette(self) -> Palette:
        return cross_data.palette(self.version)

    def definition(self, date: dt.date) -> str:
        """The definition of the unit's own förvaltning on a day."""
        return cross_data.own_definition(self.version, self.unit_day.administration, date)

    @cached_property
    def entries(self) -> pl.DataFrame:
        """What every source says of the unit's days, from the shown day or two weeks back to today."""
        at, first = self.unit_day, min(self.day, self.today - dt.timedelta(days=DAYS_BACK))
        return cross_data.entries(
            self.version, self.stamp, at.principal, at.administration, at.unit, first, self.today
        )  # fmt: skip

    @cached_property
    def days(self) -> pl.DataFrame:
        """The unit's days as `cross_days.DAY_COLUMNS`, made of its own entries alone: other wards cost nothing."""
        at, first = self.unit_day, min(self.day, self.today - dt.timedelta(days=DAYS_BACK))
        own = self.units.filter(UNIT[0] == at.administration, UNIT[1] == at.unit)
        return cross_days.days(self.entries, own, self.palette, self.today, first=first, last=self.today)

    @cached_property
    def said(self) -> pl.DataFrame:
        """What every source says of the shown day."""
        return self.entries.filter(pl.col("date") == self.day)

    @property
    def registered(self) -> DayDraft | None:
        """What the register says of the shown day, also where it is taken back; None where it says nothing."""
        return of_rows(self.said.filter(pl.col("source") == REGISTER), self.palette)

    @property
    def base_version(self) -> int | None:
        """The register's newest version of the day, None where it has none."""
        newest = self.said.filter(pl.col("source") == REGISTER)["version"].max()
        return int(newest) if isinstance(newest, int) else None

    @property
    def others(self) -> list[str]:
        """Other sources that say something of the day."""
        rows = self.said.filter(pl.col("source") != REGISTER, pl.col("fact").fill_null("") != "ej_registrerad")
        return swedish.swedish_sorted(rows["source"].unique().to_list(), key=str)

    def of_source(self, source: str) -> DayDraft | None:
        """What one source says; None where it is only a colour that may be several facts."""
        return of_rows(self.said.filter(pl.col("source") == source), self.palette)

    @property
    def is_conflict(self) -> bool:
        return bool(self.days.filter(pl.col("date") == self.day)["is_conflict"].any())

    @property
    def settling(self) -> str | None:
        """The mark by which an entry holds over what the other sources say now; None where they say nothing."""
        return fingerprint(self.said) or None

    def colour(self, row: dict[str, object]) -> str:
        """The colour of one of `days`, under the unit's own definition."""
        date = row["date"]
        assert isinstance(date, dt.date)
        return CONFLICT if row["is_conflict"] else self.palette.colour(int(str(row["cases"])), self.definition(date))

    @property
    def cross_link(self) -> str:
        """The address of the unit's cross of the shown month."""
        given = {name: self.address.chosen[name] for name in ("huvudman", "enhet")}
        return f"grona-korset?{query_string(given | {'manad': (f'{self.day:%Y-%m}',)})}"

    def link(self, **changes: str) -> str:
        """The query string of this view with some parameters changed; "" leaves one out."""
        return query_string(dict(self.address.chosen) | {name: (value,) for name, value in changes.items()})


def read(version: str) -> FormView:
    """The view that the address asks for; raises NothingDelivered where the huvudman has no unit with a cross."""
    st.session_state["drawn_filters"] = []
    # What the filters of other pages remember is nothing to register a day by: only the address says whose it is.
    address = Address({name: st.query_params.get_all(name) for name in st.query_params if name in PARAMETERS})
    stamp, today = cross_data.stamp(version), config.today()
    default = reads.dataset(version)["default_principal"][0]
    principal = filters.principal(address, version, default, cross_data.principals(version, stamp)).value[0]
    units = cross_data.units(version, stamp, principal) if principal else None
    if units is None or units.is_empty():
        raise NothingDelivered("Ingen enhet har ett grönt kors än")
    return FormView(
        version=version,
        stamp=stamp,
        principal=principal,
        is_demo=principal in choices.made_up(version),
        today=today,
        address=address,
        units=units,
        unit=_unit(address, units),
        day=_day(address, today),
        roles=_roles(address),
    )


def _unit(address: Address, units: pl.DataFrame) -> tuple[str, str] | None:
    """The unit that the address names, by its name, or by name and förvaltning."""
    named = units_by_value(units)
    labels = {value: unit for value, (_, unit) in named.items()}
    chosen = address.one("enhet", labels, "")
    administrations = {name: name for name in units["administration"].unique()}
    address.one("forvaltning", administrations, "")
    if chosen:
        address.chosen["forvaltning"] = (named[chosen][0],)
    return named.get(chosen)


def _day(address: Address, today: dt.date) -> dt.date:
    """A past day of the address, else today, which the address never says: tomorrow it would be yesterday."""
    known = {today.isoformat(): f"i dag, {swedish.long_date(today)}"}
    for given in address.given.get("dag", ()):
        day = _date(given)
        if day is not None and FIRST_DAY <= day <= today:
            known[given] = swedish.long_date(day)
    day = dt.date.fromisoformat(address.one("dag", known, today.isoformat()))
    if day == today:
        address.chosen["dag"] = ()
    return day


def _date(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        return None


def _roles(address: Address) -> Filter:
    offered = {title: title for title in who.roles(who.CROSS)}
    default = who.MEETING if who.MEETING in offered else next(iter(offered))
    return Filter("roll", "Din roll", offered, (address.one("roll", offered, default),), width=260)
