"""The open table jamlikhet computed again from the extract itself, as boringly as the rest of the recomputation."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from tests.recompute import DEFINITIONS, Contact, Figures, figures, limits_of, margins, month_ends

CATEGORIES = {
    "kon": ("kvinna", "man", "okant"),
    "alder": ("0-17", "18-64", "65-79", "80-", "okand"),
    "boende": ("Norra", "Västra", "Göteborg", "Södra", "Östra", "annan_region", "okant"),
}
AREAS = {"1480": "Göteborg", "1490": "Södra", "1488": "Norra", "1443": "Södra", "1493": "Östra", "1401": "Västra"}
NAMES = ("antal", "namnare", "taljare", "andel", "over_grans", "median_dagar")
Z = 1.959963984540054
# population, date, phase, specialty, dimension, category, definition, limit
Key = tuple[str, str, str, str, str, str, str, str]


def placed(path: Path, everyone: list[Contact]) -> list[tuple[Contact, dict[str, str]]]:
    """Every contact with its category in each dimension; contacts stand in the order of the extract."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [(contact, _categories(contact, row)) for contact, row in zip(everyone, rows, strict=True)]


def _categories(contact: Contact, row: dict[str, str]) -> dict[str, str]:
    age = contact.date.year - int(row["fodelsear"]) if row["fodelsear"] else -1
    ages = [name for least, name in ((80, "80-"), (65, "65-79"), (18, "18-64"), (0, "0-17")) if age >= least]
    return {
        "kon": {"1": "man", "2": "kvinna"}.get(row["kon"], "okant"),
        "alder": ages[0] if ages else "okand",
        "boende": "okant" if row["lkf"][:4] in ("", "0000") else AREAS.get(row["lkf"][:4], "annan_region"),
    }


def equity(everyone: list[tuple[Contact, dict[str, str]]]) -> dict[Key, Figures]:
    """Every row of jamlikhet, keyed as its columns, with status; the interval is checked from the counts."""
    care = {(contact.phase, margin) for contact, _ in everyone for margin in margins(contact.specialty)}
    members: dict[tuple[str, ...], list[Contact]] = defaultdict(list)
    for contact, categories in everyone:
        for margin in margins(contact.specialty):
            for dimension, category in categories.items():
                group = (contact.population, str(contact.date), contact.phase, margin, dimension, category)
                members[group].append(contact)
    rows: dict[Key, Figures] = {}
    for population in {contact.population for contact, _ in everyone}:
        here = [contact for contact, _ in everyone if contact.population == population]
        delivered = {contact.date for contact in here}
        for date in month_ends(here):
            for phase, specialty in care:
                for dimension, names in CATEGORIES.items():
                    for category in names:
                        group = (population, str(date), phase, specialty, dimension, category)
                        for limit in limits_of(phase, specialty):
                            for definition in DEFINITIONS:
                                found = figures(members[group], phase, definition, limit, date in delivered)
                                rows[(*group, definition, "" if limit is None else str(limit))] = found
    return rows


def wilson(attained: float, counted: float) -> tuple[float, float]:
    """The 95 per cent score interval, from its formula."""
    share = attained / counted
    middle = share + Z**2 / (2 * counted)
    half = Z * (share * (1 - share) / counted + Z**2 / (4 * counted**2)) ** 0.5
    return (middle - half) / (1 + Z**2 / counted), (middle + half) / (1 + Z**2 / counted)
