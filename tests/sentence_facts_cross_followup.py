"""Facts for the tables of sentences of the cross's follow-up and of its actions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from dashboard.cross_actions_words import FAULT_CODES, Actions, Due, Fault, Told
from dashboard.cross_fatigue_sentences import Course, More, Tired, Tiring
from dashboard.cross_followup_sentences import Days, Intervals, Reported, Types

PERIOD, TODAY = "november 2025–oktober 2026", dt.date(2026, 11, 20)


def days() -> Iterator[Days]:
    """Nothing known, nothing registered, and registered days with any green, harm, late days and notes."""
    yield Days(PERIOD, 0, 0, 0, 0, 0, 0, 0, 0, "Definition 2")
    yield Days(PERIOD, 22, 0, 0, 0, 0, 0, 0, 0, "Definition 2")
    for low, more, unsure, late, well in itertools.product((0, 20), (0, 1, 5), (0, 1, 2), (0, 3), (0, 1, 13)):
        yield Days(PERIOD, 2156, 2010, low, low + more, 7, unsure, late, well, "varje förvaltnings egen definition")
    yield Days(PERIOD, 1, 1, 1, 1, 0, 0, 0, 0, "SkaS")


def tired() -> Iterator[Tired]:
    for signals, others, is_one in itertools.product((0, 1, 2, 14), (0, 1, 40), (False, True)):
        if not is_one or signals + others <= 1:
            yield Tired(signals, signals + others, is_one)


def tirings() -> Iterator[Tiring]:
    """Every way to signal, none, and too few days."""
    name, until = "Akutmottagningen Norrhamn (NU)", dt.date(2026, 10, 31)
    for below, dropped in itertools.product((False, True), (False, True)):
        yield Tiring(name, 7, 28, 69, 84, 0.73 if below else None, below, dropped, True, until)
    yield Tiring(name, 7, 28, 0, 0, 0.73, True, False, True, until)
    yield Tiring(name, 7, 28, 0, 0, 0.12, False, False, True, until)
    for activity, before in itertools.product((0, 9), (0, 30)):
        yield Tiring(name, 0, activity, 0, before, None, False, False, False, until)


def more() -> Iterator[More]:
    yield from (More(units) for units in (0, 1, 25))


def courses() -> Iterator[Course]:
    yield from (Course(None, verdict) for verdict in (None, 0))
    yield from (Course(share, verdict) for share in (0.0, 0.772, 0.999, 1.0) for verdict in (None, -1, 0, 1))


def intervals() -> Iterator[Intervals]:
    """Before the first day, without harm, with one harm day, and with several: usual or long without."""
    first = dt.date(2025, 11, 1)
    yield Intervals(0, None, None, None, None)
    yield Intervals(0, None, None, None, first)
    yield Intervals(1, None, 22, None, first)
    for mean, running, upper in itertools.product((0.0, 1.0, 1.4, 23.2), (0, 1, 90), (None, 80.5)):
        yield Intervals(14, mean, running, upper, first)


def types() -> Iterator[Types]:
    yield from (Types(0, [], 0), Types(9, [], 0), Types(26, ["Trycksår"], 8), Types(1, ["Fall"], 1))
    names = ["Läkemedel", "fall", "trycksår", "förväxling", "nutrition"]
    yield from (Types(26, names[:count], 5) for count in (2, 3, 4, 5))


def reported() -> Iterator[Reported]:
    for risks, told in itertools.product((0, 1, 31), (0, 1, 1650)):
        yield Reported(risks, min(risks, told), told)


def actions() -> Iterator[Actions]:
    for number, overdue in itertools.product((0, 1, 2, 14), (0, 1, 2, 13)):
        if overdue <= number:
            yield Actions(number, overdue)


def dues() -> Iterator[Due]:
    yield Due(None, TODAY)
    yield from (Due(TODAY + dt.timedelta(days=days), TODAY) for days in (-30, -1, 0, 1, 24))


def faults() -> Iterator[Fault]:
    yield from (Fault(code) for code in FAULT_CODES)


def outcomes() -> Iterator[Told]:
    yield from (Told("sparad"), Told("avslutad"), Told("registret", line="Registret är inte skapat."))
    yield Told("konflikt", dt.datetime(2026, 11, 20, 6, 42), "Vårdenhetschef")  # noqa: DTZ001 - as the register keeps it


FOLLOWUP_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    **{f"cross_followup_sentences.{name}": days for name in (
        "ANSWER", "RATE", "GREEN", "HARM_DAYS", "STATES", "LATE", "WELL")},
    "cross_followup_sentences.INTERVALS": intervals,
    "cross_followup_sentences.TYPES": types,
    "cross_followup_sentences.RISKS": reported,
    "cross_followup_sentences.RISK_RATE": reported,
    "cross_fatigue_sentences.TIRED": tired,
    "cross_fatigue_sentences.TIRING": tirings,
    "cross_fatigue_sentences.MORE": more,
    "cross_fatigue_sentences.COURSE": courses,
    "cross_actions_words.ACTIONS": actions,
    "cross_actions_words.DUE": dues,
    "cross_actions_words.FAULTS": faults,
    "cross_actions_words.TOLD": outcomes,
}  # fmt: skip
