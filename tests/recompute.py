"""The open tables computed again from the extract itself: plain Python, one loop per figure, deliberately boring.

Shares no code with the product. Written from the public interface: populations, definitions, limits, margins, states.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

GROUPS = {"101": "Internmedicin", "105": "Internmedicin", "107": "Internmedicin", "111": "Internmedicin"}
DEFINITIONS = ("ingen", "exkl_pvv", "exkl_pvv_mov", "exkl_pvv_over_grans")
BANDS = ((0, 30), (31, 60), (61, 90), (91, 120), (121, 180), (181, 365), (366, None))
LOW_BASE = 20
SMALLEST_SHARE = 5


@dataclass(frozen=True)
class Contact:
    population: str
    date: dt.date
    phase: str
    specialty: str
    administration: str
    unit: str
    guaranteed: bool
    deviation: str
    waited: int
    decided: dt.date
    on_target: bool | None


def contacts(path: Path, units: dict[str, tuple[str, str]]) -> list[Contact]:
    """Every row of a faultless extract; units: hsaid_vardenhet → (enhet, forvaltning)."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_contact(row, units) for row in csv.DictReader(file, delimiter=";")]


def _contact(row: dict[str, str], units: dict[str, tuple[str, str]]) -> Contact:
    date = dt.date.fromisoformat(row["matperiod"])
    decided = dt.date.fromisoformat(row["beslut_datum"])
    waiting = row["status"] == "VANTANDE"
    ended = date if waiting else dt.date.fromisoformat(row["start_datum"])
    target = dt.date.fromisoformat(row["medicinskt_maldatum"]) if row["medicinskt_maldatum"] else None
    unit, administration = units[row["hsaid_vardenhet"]]
    return Contact(
        population="vantande" if waiting else "genomforda",
        date=date,
        phase=row["fas"],
        specialty=row["mvo_kod"],
        administration=administration,
        unit=unit,
        guaranteed=row["vardgaranti"] == "JA",
        deviation=row["avvikelsekod"],
        waited=(ended - decided).days,
        decided=decided,
        on_target=None if target is None or row["fas"] != "4" else ended <= target,
    )


def margins(specialty: str) -> list[str]:
    return [specialty, *([GROUPS[specialty]] if specialty in GROUPS else []), "Alla"]


def limits_of(phase: str, specialty: str) -> list[int | None]:
    """Days; None where the measure is the target date or there is no limit."""
    limits: list[int | None] = []
    if phase in {"1", "2"}:
        limits.append(90)
    if specialty == "931" and phase in {"1", "2", "3"}:
        limits.append(30)
    return limits or [None]


def is_kept(contact: Contact, definition: str, within: bool) -> bool:
    if definition == "exkl_pvv":
        return contact.deviation != "1"
    if definition == "exkl_pvv_mov":
        return contact.deviation == ""
    if definition == "exkl_pvv_over_grans":
        return contact.deviation != "1" or within
    return True


def quantile(days: list[int], share: Fraction) -> Fraction | None:
    """Type 7: linear between the two neighbours of place share·(n − 1)."""
    if not days:
        return None
    ordered = sorted(days)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


Key = tuple[
    str, str, str, str, str, str, str, str
]  # population date phase specialty administration unit definition limit
Figures = dict[str, object]


def attainment(everyone: list[Contact]) -> dict[Key, Figures]:
    """maluppfyllelse (unit "") and maluppfyllelse_enhet, keyed as their columns, figures as numbers or None."""
    places = {(c.phase, c.specialty, c.administration) for c in everyone}
    unit_places = {(c.population, c.phase, c.specialty, c.administration, c.unit) for c in everyone}
    rows: dict[Key, Figures] = {}
    for population in {c.population for c in everyone}:
        of_population = [c for c in everyone if c.population == population]
        for date in month_ends(of_population):
            here = [c for c in of_population if c.date == date]
            delivered = {c.administration for c in here}
            for phase in {c.phase for c in everyone}:
                groups = {
                    (m, a, "")
                    for ph, s, administration in places
                    for m in margins(s)
                    for a in (administration, "Alla")
                    if ph == phase
                }
                groups |= {
                    (m, a, u)
                    for pop, ph, s, a, u in unit_places
                    if (pop, ph) == (population, phase)
                    for m in margins(s)
                }
                members = _members([c for c in here if c.phase == phase])
                for specialty, administration, unit in groups:
                    givers = {a for m, a, u in groups if m == specialty and u == "" and a != "Alla"}
                    wanted = givers if administration == "Alla" else {administration}
                    is_delivered = bool(wanted & delivered)
                    for limit in limits_of(phase, specialty):
                        for definition in DEFINITIONS:
                            key = (
                                population, str(date), phase, specialty, administration, unit, definition,
                                "" if limit is None else str(limit),
                            )  # fmt: skip
                            found = members.get((specialty, administration, unit), [])
                            rows[key] = figures(found, phase, definition, limit, is_delivered)
    return rows


def month_ends(everyone: list[Contact]) -> list[dt.date]:
    """Month ends from the first to the last loaded, the undelivered ones between them included."""
    first, last = min(c.date for c in everyone), max(c.date for c in everyone)
    months = [(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1) for n in range(600)]
    ends = [dt.date(year, month, calendar.monthrange(year, month)[1]) for year, month in months]
    return [end for end in ends if end <= last]


def _members(everyone: list[Contact]) -> dict[tuple[str, str, str], list[Contact]]:
    members: dict[tuple[str, str, str], list[Contact]] = defaultdict(list)
    for contact in everyone:
        for specialty in margins(contact.specialty):
            for place in ((contact.administration, contact.unit), (contact.administration, ""), ("Alla", "")):
                members[specialty, *place].append(contact)
    return members


def figures(found: list[Contact], phase: str, definition: str, limit: int | None, is_delivered: bool) -> Figures:
    names = ("antal", "namnare", "taljare", "andel", "over_grans", "median_dagar", "p90_dagar")
    if not is_delivered:
        return dict.fromkeys(names) | {"status": "saknas"}
    denominator = numerator = 0
    for contact in found:
        if phase == "4":
            counts, within = contact.on_target is not None, bool(contact.on_target)
        else:
            counts, within = contact.guaranteed, limit is not None and contact.waited <= limit
        if counts and is_kept(contact, definition, within):
            denominator += 1
            numerator += within
    is_measured = phase == "4" or limit is not None
    base = denominator if is_measured else len(found)
    waits = [contact.waited for contact in found]
    return {
        "antal": len(found),
        "namnare": denominator if is_measured else None,
        "taljare": numerator if is_measured else None,
        "andel": share(numerator, denominator) if is_measured and denominator else None,
        "over_grans": denominator - numerator if is_measured else None,
        "median_dagar": quantile(waits, Fraction(1, 2)),
        "p90_dagar": quantile(waits, Fraction(9, 10)),
        "status": "noll" if not found else "lagt_underlag" if base < LOW_BASE else "visas",
    }


def share(numerator: int, denominator: int) -> float:
    """Four decimals, halves upwards."""
    return float((Decimal(numerator) / Decimal(denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def bands(everyone: list[Contact]) -> Iterator[tuple[tuple[str, ...], int]]:
    """vantetidsfordelning of the groups that hold somebody: key columns as text, contacts."""
    waits: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for contact in everyone:
        for specialty in margins(contact.specialty):
            for administration in (contact.administration, "Alla"):
                group = (contact.population, str(contact.date), contact.phase, specialty, administration)
                waits[group].append(contact.waited)
    for key, days in waits.items():
        for first, last in BANDS:
            inside = [day for day in days if day >= first and (last is None or day <= last)]
            yield (*key, str(first), "" if last is None else str(last)), len(inside)


def spreads(rows: dict[Key, Figures]) -> dict[tuple[str, ...], Figures]:
    """variation: lowest and highest of the administrations, with and without the low bases."""
    members: dict[tuple[str, ...], list[tuple[str, Figures]]] = defaultdict(list)
    for (population, date, phase, specialty, administration, unit, definition, limit), row in rows.items():
        if not unit and (phase == "4" or limit):
            members[population, date, phase, specialty, definition, limit].append((administration, row))
    return {key: _spread(found) for key, found in members.items()}


def _spread(found: list[tuple[str, Figures]]) -> Figures:
    region = dict(found)["Alla"]
    shares = [row["andel"] for name, row in found if name != "Alla" and row["andel"] is not None]
    sure = [row["andel"] for name, row in found if name != "Alla" and row["status"] == "visas"]
    every = [float(str(share)) for share in shares]
    shown = [float(str(share)) for share in sure]
    return {
        "antal_forvaltningar": len(shown),
        "lagst": min(shown, default=None),
        "hogst": max(shown, default=None),
        "spann": round(max(shown) - min(shown), 4) if shown else None,
        "lagst_alla": min(every, default=None),
        "hogst_alla": max(every, default=None),
        "region_andel": region["andel"],
        "antal": region["antal"],
        "over_grans": region["over_grans"],
    }
