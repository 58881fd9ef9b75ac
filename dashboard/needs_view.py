"""The view of Behov och kapacitet: its filters as they stand, the rows they choose, and the options of a proposal."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

import config
from dashboard import choices, filters, plan_data, plan_reads, reads, remembered, swedish
from dashboard.address import Address, query_string
from dashboard.filters import Filter

SHARES = {str(percent): swedish.percent(percent / 100) for percent in (80, 90, 95, 100)}
MONTHS_AHEAD = 18
USUAL_MONTHS = 6
SMALLEST = {"1": "Inget minsta antal", "5": "Minst 5", "10": "Minst 10", "20": "Minst 20"}
TRAVELS = {"ingen": "Ingen gräns", "60": "Högst 60 minuter", "90": "Högst 90 minuter", "120": "Högst 120 minuter"}
FAIRNESS = {"nej": "Minsta brist först", "ja": "Jämnt mellan skickande"}
SEASONS = {"ja": "Enhetens egen årsrytm", "nej": "Lika över året"}


@dataclass(frozen=True)
class View:
    """Everything the page and its blocks need to know before they read figures.

    No specialties or administrations mean all, and so does phase None; `cutoff` is the latest of those waiting, None
    where none is delivered. `options` are the filters of a proposed plan.
    """

    version: str
    stamp: int
    address: Address
    row: list[Filter]
    more: list[Filter]
    queue: list[Filter]
    options: list[Filter]
    principal: str
    year: int
    specialties: tuple[str, ...]
    administrations: tuple[str, ...]
    phase: int | None
    cutoff: dt.date | None
    definition: str
    wanted: float
    until: dt.date | None
    today: dt.date
    low_base: int
    is_demo: bool

    @property
    def key(self) -> tuple[object, ...]:
        """What the gap depends on, besides the theme."""
        chosen = (self.year, self.specialties, self.administrations, self.phase)
        return (self.version, self.stamp, self.principal, *chosen)

    @property
    def queue_key(self) -> tuple[object, ...]:
        """What the queue side depends on."""
        return (*self.key, self.cutoff, self.wanted, self.until)

    @property
    def option_values(self) -> dict[str, str]:
        """The options of a proposed plan: parameter → value."""
        return {each.parameter: each.value[0] for each in self.options}

    @property
    def proposal_key(self) -> tuple[object, ...]:
        """What a proposal depends on: the whole year and its options, and not what the page shows of it."""
        return (self.version, self.stamp, self.principal, self.year, self.today, *self.option_values.values())

    @property
    def specialty_names(self) -> list[str]:
        """The chosen specialties by name."""
        names = choices.short_names(self.version, self.principal)
        return [names.get(code, code) for code in self.specialties]

    @property
    def definition_name(self) -> str:
        """How those waiting are counted: exkl. PVV och MOV."""
        name = choices.definitions(self.version)[self.definition]
        return f"{name[:1].lower()}{name[1:]}"

    @property
    def scope(self) -> str:
        """NU och SÄS, operation/åtgärd: what the filters choose, in words; "" where everything is shown."""
        phase = "" if self.phase is None else choices.PHASES[str(self.phase)].lower()
        return ", ".join(part for part in (swedish.listed(self.administrations), phase) if part)

    def of_choice(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that the filters choose, by specialty, administration and phase."""
        if self.specialties:
            rows = rows.filter(pl.col("specialty").is_in(self.specialties))
        if self.administrations and "administration" in rows.columns:
            rows = rows.filter(pl.col("administration").is_in(self.administrations))
        return rows if self.phase is None else rows.filter(pl.col("phase") == self.phase)

    def name(self, specialty: str, phase: int) -> str:
        """Ortopedi (operation/åtgärd); the specialty alone where a phase is chosen."""
        name = choices.short_names(self.version, self.principal).get(specialty, specialty)
        return name if self.phase is not None else f"{name} ({choices.PHASES[str(phase)].lower()})"

    def plan_address(self, plan_id: str) -> str:
        """The address of a plan on Leveransplaner."""
        values = {"huvudman": (self.principal,), "ar": (str(self.year),), "plan": (plan_id,)}
        return f"leveransplaner?{query_string(values)}"


def read(version: str) -> View:
    """Read the address against the needs there are; raises NothingDelivered where the huvudman has none."""
    address, stamp, today = filters.read_address(), plan_data.stamp(version), config.today()
    settings = reads.dataset(version).row(0, named=True)
    principal = filters.principal(address, version, settings["default_principal"], plan_data.principals(version, stamp))
    name = principal.value[0]
    years = tuple(sorted(plan_reads.needs(version, principal=name)["year"].unique()))
    if not years:
        raise filters.NothingDelivered("Inga behov är inlästa")
    options = {str(year): str(year) for year in reversed(years)}
    usual = str(usual_year(years, today.year))
    year = Filter("ar", "År", options, (address.one("ar", options, usual),), width=100)
    there = offered(version, name)
    specialty = Filter(
        "mvo", "Specialitet", there["mvo"], address.several("mvo", there["mvo"]), several=True, width=230
    )
    administration = Filter(
        "forvaltning",
        "Förvaltning",
        there["forvaltning"],
        address.several("forvaltning", there["forvaltning"]),
        several=True,
        width=190,
    )
    phase = Filter("fas", "Vårdfas", there["fas"], (address.one("fas", there["fas"], ""),), width=170)
    cutoff = next(iter(choices.delivered_dates(version, name, "vantande")), None)
    latest = None if cutoff is None else dt.date.fromisoformat(cutoff)
    share = Filter("andel", "Önskad andel", SHARES, (address.one("andel", SHARES, "90"),), width=120)
    until = _until(address, latest, int(year.value[0]))
    filters.remember(address)
    return View(
        version=version,
        stamp=stamp,
        address=address,
        row=[year, specialty, administration, phase],
        more=[principal],
        queue=[share, until],
        options=_options(address),
        principal=name,
        year=int(year.value[0]),
        specialties=specialty.value,
        administrations=administration.value,
        phase=int(phase.value[0]) if phase.value[0] else None,
        cutoff=latest,
        definition=settings["default_definition_waiting"],
        wanted=int(share.value[0]) / 100,
        until=dt.date.fromisoformat(until.value[0]) if until.value[0] else None,
        today=today,
        low_base=settings["low_base"],
        is_demo=name in choices.made_up(version),
    )


def usual_year(years: Iterable[int], this_year: int) -> int:
    """Next year where its needs are there, otherwise the current one, otherwise the latest."""
    known = sorted(years)
    return next((year for year in (this_year + 1, this_year) if year in known), known[-1])


@remembered.per_version
def offered(version: str, principal: str) -> dict[str, dict[str, str]]:
    """Per address parameter what the needs of any year hold: value → label, alike in all years."""
    needs = plan_reads.needs(version, principal=principal)
    names = choices.short_names(version, principal)
    specialties = {code: f"{names.get(code, code)} ({code})" for code in needs["specialty"].unique()}
    order = list(choices.administrations(version, principal))
    administrations = sorted(
        needs["administration"].unique(), key=lambda each: (order.index(each) if each in order else len(order), each)
    )
    phases = {str(number) for number in needs["phase"]}
    return {
        "mvo": dict(swedish.swedish_sorted(specialties.items(), key=lambda pair: pair[1])),
        "forvaltning": {each: each for each in administrations},
        "fas": {"": "Alla"} | {code: label for code, label in choices.PHASES.items() if code in phases},
    }


def month_ends(after: dt.date) -> list[dt.date]:
    """The last days of the months that follow a month's last day."""
    ends = []
    for month in range(after.month, after.month + MONTHS_AHEAD):
        year, number = after.year + month // 12, month % 12 + 1
        ends.append(dt.date(year, number, calendar.monthrange(year, number)[1]))
    return ends


def months_until(cutoff: dt.date, until: dt.date) -> int:
    """Whole months from one month's end to another."""
    return (until.year - cutoff.year) * 12 + until.month - cutoff.month


def _until(address: Address, cutoff: dt.date | None, year: int) -> Filter:
    """Month ends ahead; usually the planned year's last day, where it is ahead, or half a year from the cut-off."""
    ends = [] if cutoff is None else month_ends(cutoff)
    options: Mapping[str, str] = {end.isoformat(): swedish.long_date(end) for end in ends}
    last_day = dt.date(year, 12, 31).isoformat()
    half = ends[USUAL_MONTHS - 1].isoformat() if ends else ""
    usual = last_day if last_day in options and ends[USUAL_MONTHS - 1].isoformat() <= last_day else half
    return Filter("datum", "Till datum", options, (address.one("datum", options, usual),), width=190)


def _options(address: Address) -> list[Filter]:
    return [
        Filter(parameter, label, options, (address.one(parameter, options, usual),), width=width)
        for parameter, label, options, usual, width in (
            ("minsta", "Minst per plan och kvartal", SMALLEST, "5", 190),
            ("restid", "Längsta restid", TRAVELS, "ingen", 180),
            ("rattvisa", "Rättvisa", FAIRNESS, "nej", 210),
            ("sasong", "Årsrytm", SEASONS, "ja", 210),
        )
    ]
