"""What there is to choose from in a published version: value → label, in the order it is offered."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

import polars as pl

from dashboard import reads, remembered, swedish
from dashboard.cuts import Cut

PHASES = {"1": "Första besök", "2": "Operation/åtgärd", "3": "Undersökning", "4": "Återbesök", "5": "Akut vård"}
POPULATIONS = {"vantande": "Väntande", "genomforda": "Genomförda"}
ORDERS = {
    "spann": "Störst spann",
    "saker": "Säkrast skillnad",
    "over_grans": "Flest över gränsen",
    "namn": "Namn",
}
LEVELS = {"forvaltningar": "Förvaltningar", "enheter": "Enheter"}
TARGETS = {"regionen": "Regionen", "riket": "Riket"}
ALL = "Alla"


@remembered.per_version
def principals(version: str) -> dict[str, str]:
    """Every huvudman with contacts, the real ones first."""
    names = reads.principals(version).filter("has_contacts").sort("is_demo", "principal")["principal"]
    return {name: name for name in names}


@remembered.per_version
def every_principal(version: str) -> dict[str, str]:
    """Every huvudman with anything published, contacts or plans, the real ones first."""
    return {name: name for name in reads.principals(version).sort("is_demo", "principal")["principal"]}


@remembered.per_version
def made_up(version: str) -> frozenset[str]:
    """The huvudmän that are made up: decided by the data, not by a switch."""
    return frozenset(name for name in reads.principals(version).filter("is_demo")["principal"])


@remembered.per_version
def populations(version: str, principal: str) -> dict[str, str]:
    """The populations that have been delivered at all."""
    return {code: name for code, name in POPULATIONS.items() if delivered_dates(version, principal, code)}


@remembered.per_version
def delivered_dates(version: str, principal: str, population: str) -> dict[str, str]:
    """Delivered cut-offs, newest first: ISO date → "31 oktober 2026"."""
    periods = reads.periods(version, principal=principal).sort("cutoff_date", descending=True)
    return {
        cutoff.isoformat(): swedish.long_date(cutoff)
        for found, cutoff, delivered in periods.select("population", "cutoff_date", "is_delivered").rows()
        if found == population and delivered
    }


@remembered.per_version
def phases(version: str, principal: str, population: str) -> dict[str, str]:
    """The phases that have a share at all."""
    measured = reads.limits_by_specialty(version, principal=principal, population=population)
    found = {str(number) for number in measured["phase"].to_list()}
    return {code: name for code, name in PHASES.items() if code in found}


@remembered.per_version
def definitions(version: str) -> dict[str, str]:
    """Which deviations may be excluded."""
    return dict(reads.definitions(version).select("definition", "name").rows())


@remembered.per_version
def limits(version: str, principal: str, population: str, phase: str, specialties: tuple[str, ...]) -> dict[str, str]:
    """The limits in days of the phase and of the specialties (none means all), the widest first."""
    measured = reads.limits_by_specialty(version, principal=principal, population=population)
    days = {
        number
        for found, specialty, number in measured.rows()
        if str(found) == phase and number is not None and (not specialties or specialty in specialties)
    }
    return {str(number): f"{number} dagar" for number in sorted(days, reverse=True)}


@remembered.per_version
def short_names(version: str, principal: str) -> dict[str, str]:
    """The region's own short name of every specialty, group and 'Alla'."""
    return dict(reads.specialties(version, principal=principal).select("specialty", "short_name").rows())


@remembered.per_version
def specialties(version: str, principal: str) -> dict[str, str]:
    """Specialties and groups with contacts by name, with their codes."""
    offered = reads.specialties(version, principal=principal).filter("has_contacts", pl.col("specialty") != ALL)
    named = offered.select("specialty", "short_name").rows()
    in_order = swedish.swedish_sorted(named, key=lambda pair: pair[1])
    return {code: name if code == name else f"{name} ({code})" for code, name in in_order}


@remembered.per_version
def most_over_limit(version: str, **cut: Unpack[Cut]) -> str:
    """The undivided specialty with most patients over the limit in the cut; "" where none has a figure."""
    rows = reads.variation_by_specialty(version, **cut).filter(~pl.col("is_margin"), pl.col("over_limit").is_not_null())
    return str(rows.sort("over_limit", "specialty", descending=[True, False])["specialty"][0]) if len(rows) else ""


def events(version: str, principal: str, first_date: dt.date, cutoff_date: dt.date) -> pl.DataFrame:
    """Dated events that began or lasted within the dates, as `reads.events`."""
    rows = reads.events(version, principal=principal)
    return rows.filter(pl.col("from_date") <= cutoff_date, pl.col("to_date") >= first_date)


@remembered.per_version
def administrations(version: str, principal: str) -> dict[str, str]:
    """The förvaltningar with contacts in their fixed order."""
    rows = reads.administrations(version, principal=principal).filter("has_contacts", pl.col("administration") != ALL)
    return {name: name for name in rows["administration"]}
