"""Facts for the tables of sentences of the form that changes a plan."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from analysis.plan_principles import Answer, reached, relieved_another
from dashboard.plan_change_capacity import Earlier, Raise
from dashboard.plan_change_draft import FIRST, LOWERED, MOVED, RAISED, SAME
from dashboard.plan_change_principles import REGION, RELIEVED, SENDER, Asked
from dashboard.plan_change_words import FAULTS, Effect, Fault, Locked, Told

CUTOFF = dt.date(2026, 10, 31)
STATES = ("visas", "lagt_underlag", "dolt", "saknas", "noll", "ej_berakningsbar", None)


def answers() -> Iterator[Answer]:
    for status, date in itertools.product(STATES, (CUTOFF, None)):
        if date is None and status is not None:
            continue  # a figure has a date
        for numerator, denominator in ((None, None), (409, 412), (412, 412), (7, 12), (0, 0)):
            if (
                status not in ("visas", "lagt_underlag")
                or numerator is None
                or denominator
                or status == "lagt_underlag"
            ):
                yield reached(numerator, denominator, status, 1.0, date)
    for completed, months in itertools.product((None, 0, 1, 38), ([], [CUTOFF])):
        yield relieved_another([{"sender": "SU", "receiver": "NU", "completed": completed}], "NU", months)


def principles() -> Iterator[Asked]:
    for answer, limit in itertools.product(answers(), (90, None)):
        if answer.why in ("avlastat", "inte_avlastat", "inget_redovisat"):
            yield Asked(RELIEVED, "NU", answer, None, 2026, 20)
        else:
            yield Asked(SENDER, "NU", answer, limit, 2026, 20)
            yield Asked(REGION, "regionen", answer, limit, 2026, 20)


def raises() -> Iterator[Raise]:
    for quarter, raised, free in itertools.product((1, 4), (1, 30, 1200), (None, -5, 0, 10, 1300)):
        yield Raise(quarter, "Klarsikt", raised, free)


def earlier() -> Iterator[Earlier]:
    for free, names in ((0, ()), (1, ("SV",)), (1200, ("SkaS", "SV"))):
        yield Earlier(free, names)


def effects() -> Iterator[Effect]:
    """Every way a draft can go, with volumes that go that way."""
    ways = {FIRST: [(0, 0), (0, 660)], LOWERED: [(680, 660), (680, 680), (680, 679)], RAISED: [(680, 710), (680, 680)],
            MOVED: [(680, 680)], SAME: [(680, 680)]}  # fmt: skip
    for way, volumes in ways.items():
        for (before, after), decided, has_ended in itertools.product(volumes, (None, 600, 660, 740), (True, False)):
            yield Effect(way, False, before, after, decided, has_ended)
            if way in (FIRST, LOWERED):
                yield Effect(way, True, before, before, decided, has_ended)


def locked() -> Iterator[Locked]:
    for ended in range(1, 5):
        yield Locked.of([quarter < ended for quarter in range(4)])


def faults() -> Iterator[Fault]:
    for row in FAULTS:
        yield Fault(row.name)


def tellings() -> Iterator[Told]:
    for status in ("overenskommen", "forslag", "aterkallad"):
        yield Told("sparad", "P-2026-311-2-NU-SV", 3, status=status)
    for kind, moment in itertools.product(("konflikt", "finns"), (None, dt.datetime.fromisoformat("2026-05-15T08:42"))):
        for today in (dt.date(2026, 5, 15), dt.date(2026, 5, 16)):
            yield Told(kind, "P-2026-311-2-NU-SV", 3, moment=moment, today=today)
    yield Told("registret", "P-2026-311-2-NU-SV", 0, line="Registret är inte skapat.")


CHANGE_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    "plan_change_capacity.EARLIER": earlier,
    "plan_change_capacity.RAISES": raises,
    "plan_change_principles.ANSWERED": principles,
    "plan_change_principles.PRINCIPLE": principles,
    "plan_change_principles.VERDICT": principles,
    "plan_change_words.CHANGED": effects,
    "plan_change_words.FAULTS": faults,
    "plan_change_words.LOCKED": locked,
    "plan_change_words.PLACED": effects,
    "plan_change_words.TOLD": tellings,
}
