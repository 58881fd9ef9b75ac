"""Facts for the tables of sentences of Datakvalitet and of the badges."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from dashboard.behind import Doubt
from dashboard.quality_headings import (
    Behind,
    Checked,
    Column,
    Count,
    Cuts,
    Filled,
    Held,
    Revised,
    Unexplained,
    Unknown,
)
from dashboard.quality_sentences import Calendar, Standing, Task

MONTH = dt.date(2026, 10, 31)
FEW = (0, 1, 2, 14)


def standings() -> Iterator[Standing]:
    """Any number late and missing of those expected, with and without series and comparisons."""
    for disputed in FEW:
        yield Standing(MONTH, 0, 0, 0, 0, disputed)
        yield Standing(MONTH, 5, 0, 0, 0, disputed)
        for late, missing in itertools.product(FEW, FEW):
            yield Standing(MONTH, 31, late + missing + 1, late, missing, disputed)
    yield Standing(MONTH, 1, 1, 1, 0, 0)


def tasks() -> Iterator[Task]:
    for kind, much in itertools.product(("saknas", "tyst", "ifragasatt", "karantan", "kod", "kontroll"), (1, 2, 1400)):
        yield Task(kind, "hsaid_vardenhet", much, MONTH)


def calendars() -> Iterator[Calendar]:
    yield Calendar(0, 0, 0, 0)
    for late, missing, replaced in itertools.product(FEW, FEW, FEW):
        yield Calendar(6, late, missing, replaced)


def counts() -> Iterator[Count]:
    yield from map(Count, FEW)


def revisions() -> Iterator[Revised]:
    for number, changing, hidden in itertools.product(FEW, FEW, FEW):
        if changing + hidden <= number:
            yield Revised(number, changing, hidden)


def held() -> Iterator[Held]:
    yield Held(0, 0, 0, "")
    yield from (Held(14, faults, 1, "Okänd vårdenhet") for faults in (1, 2, 1404))
    yield from (Held(14, faults, reasons, "Okänd vårdenhet") for faults, reasons in ((2, 2), (1404, 13)))


def unknown_codes() -> Iterator[Unknown]:
    yield Unknown(0, 0)
    yield from (Unknown(codes, rows) for codes, rows in ((1, 1), (1, 14), (3, 58)))


def filled() -> Iterator[Filled]:
    yield Filled(0, ())
    yield from (Filled(35, ("lkf", "kon", "fodelsear", "remiss_datum", "status")[:number]) for number in range(6))


def one_column() -> Iterator[Column]:
    for has_fallen in (False, True):
        yield from (Column("lkf", share, has_fallen) for share in (None, 0.0, 0.58, 0.998, 1.0))


def doubts() -> Iterator[Doubt]:
    """Every kind, of one and of several."""
    for kind, number in itertools.product(("gammal", "saknas", "tyst", "ifragasatt"), (1, 2, 14)):
        yield Doubt(kind, number, "Väntande från SÄS-BUP", MONTH)


def checked() -> Iterator[Checked]:
    yield Checked(0, ())
    yield from (Checked(7, names) for names in ((), ("Kända koder",), ("Kända koder", "Obligatoriska värden")))


def cuts() -> Iterator[Cuts]:
    yield Cuts(0, 0, 0.0)
    yield from (Cuts(1404, disputed, largest) for disputed, largest in ((0, 0.004), (1, 0.02), (13, 0.31), (2, 0.996)))


def unexplained() -> Iterator[Unexplained]:
    yield Unexplained(None, "", 0)
    yield from (Unexplained(MONTH, "NU", amount) for amount in (0, 1, 2, 1404))


def behind() -> Iterator[Behind]:
    yield from (Behind(MONTH, files, sources) for files, sources in ((0, 0), (1, 1), (3, 2)))


QUALITY_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    "quality_sentences.ANSWER": standings,
    "quality_sentences.TASKS": tasks,
    "quality_sentences.CALENDAR": calendars,
    "behind.DOUBTS": doubts,
    "quality_headings.ABSENT": counts,
    "quality_headings.GAPS": counts,
    "quality_headings.COLUMN": one_column,
    "quality_headings.SILENT": counts,
    "quality_headings.LOADS": counts,
    "quality_headings.REVISED": revisions,
    "quality_headings.HELD": held,
    "quality_headings.UNKNOWN": unknown_codes,
    "quality_headings.FILLED": filled,
    "quality_headings.CHECKED": checked,
    "quality_headings.CUTS": cuts,
    "quality_headings.UNEXPLAINED": unexplained,
    "quality_headings.BEHIND": behind,
}
