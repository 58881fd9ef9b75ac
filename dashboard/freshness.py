"""How fresh the figures are, in the words of the visual language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

from config import today
from dashboard import reads, swedish
from dashboard.address import query_string

DUE_DAY = 20  # of the next month: a month's figures should have come by then
POPULATION_NAMES = {"vantande": "Väntande", "genomforda": "Genomförda"}
KIND_NAMES = POPULATION_NAMES | {
    "riket": "Riket",
    "leveransplan": "Leveransplan",
    "leveransutfall": "Leveransutfall",
    "behov": "Behov",
    "kapacitet": "Kapacitet",
    "grona_korset": "Gröna korset",
    "aggregat": "Aggregat",
}


def period_of(version: str, principal: str, population: str, cutoff: dt.date) -> dict[str, Any] | None:
    """The period row of one population and cut-off."""
    for row in reads.periods(version, principal=principal).iter_rows(named=True):
        if row["population"] == population and row["cutoff_date"] == cutoff:
            return row
    return None


def badge(version: str, principal: str, population: str, cutoff: dt.date) -> str:
    """● Väntande 31 oktober 2026, inläst 20 november · ○ … SÄS saknas, sex av sju leveranser, with a link to why."""
    period = period_of(version, principal, population, cutoff)
    if period is None:
        return ""
    if period["is_delivered"] and not period["missing_administrations"]:
        return badge_of(period)
    where = {"huvudman": (principal,), "population": (population,), "visa": ("luckor",)}
    return f'<a href="datakvalitet?{escape(query_string(where))}" target="_self">{badge_of(period)}</a>'


def newest_delivered(version: str, principal: str, population: str) -> dt.date | None:
    """The newest date of a population that anyone has delivered."""
    dates = [
        row["cutoff_date"]
        for row in reads.periods(version, principal=principal).iter_rows(named=True)
        if row["population"] == population and row["is_delivered"]
    ]
    return max(dates, default=None)


def badge_of(period: Mapping[str, Any]) -> str:
    """The badge of one period row, as HTML."""
    name = f"{POPULATION_NAMES[period['population']]} {swedish.long_date(period['cutoff_date'])}"
    if not period["is_delivered"]:
        return f'<span class="vl-late" aria-hidden="true">○</span> {name}: <span class="vl-late">saknas</span>'
    if period["missing_administrations"]:
        delivered = swedish.number_word(period["administrations_delivered"])
        expected = swedish.number_word(period["administrations_expected"])
        missing = escape(period["missing_administrations"])
        return (
            f'<span class="vl-late" aria-hidden="true">○</span> {name}: <span class="vl-late">{missing} saknas</span>, '
            f"{delivered} av {expected} leveranser"
        )
    loaded = period["loaded_at"]
    when = f", inläst {swedish.day_and_month(swedish.local_day(loaded))}" if loaded else ""
    return f'<span class="vl-dot" aria-hidden="true">●</span> {name}{when}'


def month_after(period: dt.date) -> dt.date:
    """The last day of the next month."""
    first = (period.replace(day=1) + dt.timedelta(days=62)).replace(day=1)
    return first - dt.timedelta(days=1)


def expected_month(day: dt.date) -> dt.date:
    """The last day of the newest month whose figures should have come by the day: those due before it."""
    end = day.replace(day=1) - dt.timedelta(days=1)
    return end if day.day > DUE_DAY else end.replace(day=1) - dt.timedelta(days=1)


def is_stale(newest: dt.date, day: dt.date) -> bool:
    """Past the 20th of the next month without delivery of the newest period."""
    return newest < expected_month(day)


def age_warning(newest: dt.date) -> str:
    """■ Gammal: senaste leverans är 52 dagar gammal; nothing while it is fresh."""
    if not is_stale(newest, today()):
        return ""
    return (
        '<span class="vl-late" aria-hidden="true">■</span> <span class="vl-late">Gammal:</span> senaste leverans är '
        f"{swedish.days((today() - newest).days)} gammal"
    )
