"""How days of the Green Cross are spoken of: facts, states, colours, weekdays and holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

from babel.dates import format_date

from analysis.cross_days import REGISTER
from analysis.green_cross import CONFLICT, FACTS, UNKNOWN
from analysis.swedish_calendar import holiday, is_weekend
from dashboard import swedish
from dashboard.charts.theme import CROSS_COLOURS

COLOURS = {"vit": "vit", "gra": "grå", "gron": "grön", "gul": "gul", "orange": "orange", "rod": "röd"}
FACT_WORDS = dict(
    zip(
        FACTS,
        ("inte registrerad", "ingen verksamhet", "ingen negativ händelse", "händelse utan skada eller risk",
         "risk för patientskada", "patientskada", "allvarlig patientskada"),
        strict=True,
    )
)  # fmt: skip
CANNOT_BE_SHOWN = "Går inte att visa med vald definition"
SOURCES_DIFFER = "Två källor säger olika"
FUTURE, NOT_DELIVERED, BEFORE, AFTER = "kommande", "inte_levererad", "fore", "efter"
BLANKS = {
    FUTURE: "kommande dag",
    NOT_DELIVERED: "inget är levererat än",
    BEFORE: "före enhetens första dag",
    AFTER: "efter enhetens sista dag",
}
UNREGISTERED_TODAY = "inte registrerad än"


def weekday(date: dt.date) -> str:
    """onsdag."""
    return str(format_date(date, format="EEEE", locale="sv_SE"))


def weekday_and_date(date: dt.date) -> str:
    """Onsdag 14 oktober."""
    return f"{weekday(date).capitalize()} {swedish.day_and_month(date)}"


def mark(date: dt.date) -> str:
    """röd dag · afton · lö · sö · "": what stands in a day's corner."""
    name = holiday(date)
    if name is not None:
        return "afton" if name.endswith("afton") else "röd dag"
    return weekday(date)[:2] if is_weekend(date) else ""


def holiday_words(date: dt.date) -> str:
    """röd dag: Juldagen · Julafton · "" on other days."""
    name = holiday(date)
    if name is None:
        return ""
    return name if name.endswith("afton") else f"röd dag: {name}"


def when(date: dt.date) -> str:
    """14 oktober, onsdag, vecka 42, röd dag: Juldagen."""
    parts = (swedish.day_and_month(date), weekday(date), swedish.week(date), holiday_words(date))
    return ", ".join(part for part in parts if part)


def colour(code: str) -> str:
    """grå · går inte att säga · källorna säger olika: a colour, or why there is none."""
    return {UNKNOWN: "går inte att säga", CONFLICT: "källorna säger olika"}.get(code) or COLOURS.get(code, code)


def state(code: str, legend: Mapping[str, str]) -> str:
    """Risk för patientskada: what a colour stands for in the definition whose legend this is."""
    if code == UNKNOWN:
        return CANNOT_BE_SHOWN
    return SOURCES_DIFFER if code == CONFLICT else legend.get(code, COLOURS.get(code, code))


def state_and_colour(code: str, legend: Mapping[str, str]) -> str:
    """Risk för patientskada (orange); a state without a colour of its own is said alone."""
    words = state(code, legend)
    return f"{words} ({COLOURS[code]})" if code in COLOURS else words


def event(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """läkemedel, risk för patientskada, 2 händelser: one row of events."""
    kind = row["event_type"]
    named = titles.get(kind, kind) if kind else "driftstörning" if row["is_disturbance"] else ""
    fact = FACT_WORDS.get(row["fact"] or "", "")
    said = f"{COLOURS[row['colour']]}" if not fact and row["colour"] in COLOURS else fact
    times = f"{swedish.integer(row['count'])} händelser" if row["count"] > 1 else ""
    return ", ".join(part for part in (named.lower() if named[1:2].islower() else named, said, times) if part)


def source(name: str) -> str:
    """Vårdläget, where the day was registered here; else the source's own name."""
    return "Vårdläget" if name == REGISTER else name


def box(code: str) -> str:
    """The small box of a state, as HTML: fill, letter and pattern."""
    return f'<i class="vl-cross-box vl-cross-{code}" aria-hidden="true">{escape(CROSS_COLOURS[code].letter)}</i>'
