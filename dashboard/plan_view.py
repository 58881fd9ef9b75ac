"""The view of Leveransplaner: its filters as they stand, the year's plans they choose, and the plan that is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

import config
from dashboard import choices, filters, plan_data, reads, remembered, sentences, swedish
from dashboard.address import Address, query_string
from dashboard.filters import Filter

REGIMES = {"egen": "Egen regi", "avtal": "Egna avtal", "annan_region": "Annan regions avtal"}
TRANSFERS = {"intern": "Intern", "extern": "Extern"}
PERIODS = {"kvartal": "Kvartal", "tertial": "Tertial"}
COLUMNS = {
    "mvo": "specialty", "avsandare": "sender", "mottagare": "receiver", "regi": "regime", "overforing": "transfer",
    "fas": "phase",
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """Everything the page and its blocks need to know before they read figures.

    `chosen` holds the column and value of every filter that is not "Alla"; `plan_id` is "" where no plan is opened.
    """

    version: str
    stamp: int
    address: Address
    row: list[Filter]
    more: list[Filter]
    principal: str
    year: int
    chosen: Mapping[str, str]
    period: str
    plan_id: str
    shows_all: bool
    today: dt.date
    is_demo: bool

    @property
    def key(self) -> tuple[object, ...]:
        """What everything drawn of the chosen plans depends on, besides the period and the theme."""
        return (self.version, self.stamp, self.principal, self.year, *sorted(self.chosen.items()))

    @property
    def names(self) -> Mapping[str, str]:
        """Short names of specialties."""
        return choices.short_names(self.version, self.principal)

    @property
    def who(self) -> str:
        """Which plans are chosen: alla planer · ögonsjukvård, från SU, egna avtal."""
        words = {"sender": "från ", "receiver": "till "}
        labels = {
            COLUMNS[each.parameter]: each.options[each.value[0]]
            for each in (*self.row, *self.more)
            if each.parameter in COLUMNS
        }
        found = []
        for column, value in self.chosen.items():
            label = self.names.get(value, value) if column == "specialty" else labels[column]
            found.append(f"{words[column]}{label}" if column in words else sentences.in_text(label))
        return ", ".join(found) or "alla planer"

    def caption(self, what: str) -> str:
        """A block's subtitle; made-up figures say so on every chart."""
        return f"{what}. Demodata" if self.is_demo else what

    def of_choice(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the plans that the filters choose; a filter on what the rows do not hold chooses nothing."""
        for column, value in self.chosen.items():
            if column not in rows.columns:
                return rows.clear()
            rows = rows.filter(pl.col(column).cast(pl.String) == value)
        return rows

    def opening(self, plan_id: str) -> str:
        """The query string that opens a plan, or none."""
        return query_string(dict(self.address.chosen) | {"plan": (plan_id,)})


def read(version: str) -> View:
    """The view that the page's address asks for; what follows the reader from page to page is kept."""
    address = filters.read_address()
    view = of_address(version, address)
    filters.remember(address)
    return view


def of_address(version: str, address: Address) -> View:
    """Read an address against the plans there are; raises NothingDelivered where the huvudman has none."""
    stamp, today = plan_data.stamp(version), config.today()
    settings = reads.dataset(version).row(0, named=True)
    principal = filters.principal(address, version, settings["default_principal"], plan_data.principals(version, stamp))
    name = principal.value[0]
    years = plan_data.years(version, stamp, name)
    if not years:
        raise filters.NothingDelivered("Inga leveransplaner är inlästa")
    options = {str(year): str(year) for year in sorted(years, reverse=True)}
    usual = usual_year(version, stamp, name, today.year)
    year = Filter("ar", "År", options, (address.one("ar", options, str(usual)),), width=100)
    there = offered(version, stamp, name, int(year.value[0]))
    specialty, sender, receiver, regime, transfer, phase = (
        _filter(address, parameter, label, there[parameter], width)
        for parameter, label, width in (
            ("mvo", "Specialitet", 200), ("avsandare", "Skickande", 150), ("mottagare", "Mottagare", 170),
            ("regi", "Regi", 150), ("overforing", "Intern eller extern", 160), ("fas", "Vårdfas", 160),
        )
    )  # fmt: skip
    period = Filter("period", "Period", PERIODS, (address.one("period", PERIODS, "kvartal"),), width=120)
    plan_id = address.one("plan", there["plan"], "")
    chosen = {
        COLUMNS[each.parameter]: each.value[0]
        for each in (specialty, sender, receiver, regime, transfer, phase)
        if each.value[0]
    }
    return View(
        version=version,
        stamp=stamp,
        address=address,
        row=[year, specialty, sender, receiver, regime, period],
        more=[transfer, phase, principal],
        principal=name,
        year=int(year.value[0]),
        chosen=chosen,
        period=period.value[0],
        plan_id=plan_id,
        shows_all=address.one("rader", {"alla": "Alla"}, "") == "alla",
        today=today,
        is_demo=name in choices.made_up(version),
    )


@remembered.per_version
def usual_year(version: str, stamp: int, principal: str, this_year: int) -> int:
    """The latest year that has begun and has agreed plans or an outcome; without any, the first that is planned."""
    years = sorted(plan_data.years(version, stamp, principal))
    agreed = set(
        plan_data.versions(version, stamp, principal).filter(pl.col("status") == "overenskommen")["year"].to_list()
    )
    begun = [
        year
        for year in years
        if year <= this_year and (year in agreed or plan_data.reported_months(version, principal, year))
    ]
    return begun[-1] if begun else years[0]


@remembered.per_version
def offered(version: str, stamp: int, principal: str, year: int) -> dict[str, dict[str, str]]:
    """Per address parameter what the year's plans and outcomes hold: value → label, "" for all."""
    plans = plan_data.versions(version, stamp, principal).filter(pl.col("year") == year)
    outcomes = plan_data.outcomes(version, principal, year)
    names = choices.short_names(version, principal)
    specialties = {*plans["specialty"], *outcomes["specialty"]}
    phases = {str(number) for number in (*plans["phase"], *outcomes["phase"])}
    return {
        "mvo": _named({code: f"{names.get(code, code)} ({code})" for code in specialties}, "Alla"),
        "avsandare": _alphabetical({*plans["sender"], *outcomes["sender"]}, "Alla"),
        "mottagare": _alphabetical({*plans["receiver"], *outcomes["receiver"]}, "Alla"),
        "regi": {"": "Alla"} | {code: REGIMES[code] for code in REGIMES if code in set(plans["regime"])},
        "overforing": {"": "Alla"} | {code: TRANSFERS[code] for code in TRANSFERS if code in set(plans["transfer"])},
        "fas": {"": "Alla"} | {code: label for code, label in choices.PHASES.items() if code in phases},
        "plan": {plan_id: plan_id for plan_id in sorted(set(plans["plan_id"]))},
    }


def _alphabetical(names: Iterable[str], every: str) -> dict[str, str]:
    return _named({name: name for name in names}, every)


def _named(labels: Mapping[str, str], every: str) -> dict[str, str]:
    in_order = swedish.swedish_sorted(labels.items(), key=lambda pair: pair[1])
    return {"": every} | dict(in_order)


def _filter(address: Address, parameter: str, label: str, options: Mapping[str, str], width: int) -> Filter:
    return Filter(parameter, label, options, (address.one(parameter, options, ""),), width=width)
