"""What there is to choose from in a published version: value → label, in the order it is offered."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Unpack

import polars as pl

from dashboard import reads, remembered, sentences, swedish
from dashboard.cuts import Cut, Words

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
NOTHING_EXCLUDED = "ingen"


@dataclass(frozen=True)
class NamedLimit:
    """A limit with its title, such as "Englands egen gräns: 18 veckor"; `is_own`: of the huvudman's own system."""

    days: int
    title: str
    is_own: bool

    @property
    def name(self) -> str:
        """18 veckor (126 dagar) · 90 dagar."""
        weeks, rest = divmod(self.days, 7)
        return f"{weeks} veckor ({self.days} dagar)" if self.is_own and not rest else f"{self.days} dagar"

    @property
    def owner(self) -> str:
        """Englands egen gräns · vårdgarantin: the title without the number that the name has."""
        parts = [part.strip() for part in re.split("[:,]", self.title)]
        words = next((part for part in parts if part and not part[0].isdigit()), "")
        return words if self.is_own else sentences.in_text(words)

    @property
    def words(self) -> str:
        """18 veckor (126 dagar), Englands egen gräns."""
        return f"{self.name}, {self.owner}" if self.owner else self.name


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
def aggregated(version: str) -> frozenset[str]:
    """The huvudmän whose contacts are known only as counts in bands of days."""
    return frozenset(name for name in reads.principals(version).filter("is_aggregated")["principal"])


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
def definitions(version: str, principal: str = "") -> dict[str, str]:
    """Which deviations may be excluded; of counts in bands none is known, so nothing is."""
    names = dict(reads.definitions(version).select("definition", "name").rows())
    return {NOTHING_EXCLUDED: names[NOTHING_EXCLUDED]} if principal in aggregated(version) else names


@remembered.per_version
def limits(version: str, principal: str, population: str, phase: str, specialties: tuple[str, ...]) -> dict[str, str]:
    """The limits in days of the phase and of the specialties (none means all): own ones first, then the widest."""
    measured = reads.limits_by_specialty(version, principal=principal, population=population)
    days = {
        number
        for found, specialty, number in measured.rows()
        if str(found) == phase and number is not None and (not specialties or specialty in specialties)
    }
    named = named_limits(version, principal, population, phase)
    own = {number for number, each in named.items() if each.is_own}
    in_order = sorted(days, key=lambda number: (number not in own, -number))
    return {str(number): named[number].words if number in named else f"{number} dagar" for number in in_order}


@remembered.per_version
def named_limits(version: str, principal: str, population: str, phase: str) -> dict[int, NamedLimit]:
    """The limits that hold for an aggregated huvudman, its own and the common ones, by days; of others none."""
    if principal not in aggregated(version):
        return {}
    rows = reads.limits(version).filter(pl.col("principal").is_in([ALL, principal]), pl.col("specialty") == ALL)
    return {
        row["limit_days"]: NamedLimit(row["limit_days"], str(row["title"]), row["principal"] == principal)
        for row in rows.sort(pl.col("principal") == principal, maintain_order=True).to_dicts()
        if population in str(row["populations"]).split(",") and str(row["phase"]) in (phase, "None")
    }


def words_of(version: str, cut: Cut) -> Words:
    """The Swedish of a cut, with the limit as the huvudman's own system says it."""
    principal, limit = cut["principal"], cut["limit_days"]
    named = named_limits(version, principal, cut["population"], str(cut["phase"]))
    own = named.get(limit) if limit is not None else None
    return Words(
        cut,
        definitions(version)[cut["definition"]],
        principal in made_up(version),
        limit_name=own.name if own else "",
        limit_owner=own.owner if own else "",
        is_aggregated=principal in aggregated(version),
    )


@remembered.per_version
def short_names(version: str, principal: str) -> dict[str, str]:
    """The region's own short name of every specialty, group and 'Alla'."""
    return dict(reads.specialties(version, principal=principal).select("specialty", "short_name").rows())


@remembered.per_version
def specialties(version: str, principal: str) -> dict[str, str]:
    """Specialties and groups with contacts by name, with their codes; 'Alla' only where there is nothing else."""
    known = reads.specialties(version, principal=principal).filter("has_contacts")
    parts = known.filter(pl.col("specialty") != ALL)
    offered = known if parts.is_empty() else parts
    named = offered.select("specialty", "short_name").rows()
    in_order = swedish.swedish_sorted(named, key=lambda pair: pair[1])
    return {code: name if code in (name, ALL) else f"{name} ({code})" for code, name in in_order}


@remembered.per_version
def one_specialty(version: str, principal: str) -> dict[str, str]:
    """What one specialty may be chosen from; counts in bands may be known of all together only, so that is one too."""
    found = specialties(version, principal)
    return found | {ALL: "Alla specialiteter"} if principal in aggregated(version) else found


@remembered.per_version
def has_specialties(version: str, **cut: Unpack[Cut]) -> bool:
    """Whether anybody in the cut is counted by specialty, and not only all together."""
    rows = reads.variation_by_specialty(version, **cut)
    return not rows.filter(pl.col("specialty") != ALL, pl.col("contacts") > 0).is_empty()


@remembered.per_version
def largest(version: str, **cut: Unpack[Cut]) -> str:
    """The undivided specialty with most patients in the cut, all together where none is told apart."""
    rows = reads.variation_by_specialty(version, **cut).filter(~pl.col("is_margin"), pl.col("contacts") > 0)
    return str(rows.sort("contacts", "specialty", descending=[True, False])["specialty"][0]) if len(rows) else ALL


@remembered.per_version
def most_over_limit(version: str, **cut: Unpack[Cut]) -> str:
    """The undivided specialty with most patients over the limit in the cut; "" where none has a figure."""
    rows = reads.variation_by_specialty(version, **cut).filter(~pl.col("is_margin"), pl.col("over_limit").is_not_null())
    return str(rows.sort("over_limit", "specialty", descending=[True, False])["specialty"][0]) if len(rows) else ""


def offered(version: str, principal: str) -> dict[str, set[str]]:
    """Every date, population and definition of a huvudman, by their names in the address."""
    delivered = populations(version, principal)
    dates = {date for population in delivered for date in delivered_dates(version, principal, population)}
    return {"matdatum": dates, "population": set(delivered), "definition": set(definitions(version, principal))}


def events(version: str, principal: str, first_date: dt.date, cutoff_date: dt.date) -> pl.DataFrame:
    """Dated events that began or lasted within the dates, as `reads.events`."""
    rows = reads.events(version, principal=principal)
    return rows.filter(pl.col("from_date") <= cutoff_date, pl.col("to_date") >= first_date)


@remembered.per_version
def administrations(version: str, principal: str) -> dict[str, str]:
    """The förvaltningar with contacts in their fixed order."""
    rows = reads.administrations(version, principal=principal).filter("has_contacts", pl.col("administration") != ALL)
    return {name: name for name in rows["administration"]}
