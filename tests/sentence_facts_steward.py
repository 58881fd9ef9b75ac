"""Facts for the tables of sentences of a steward's decisions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from dashboard.steward_words import ACTIONS, FAULT_CODES, Fault, State, Told, Waiting, Wanted

MOMENT = dt.datetime(2026, 11, 20, 6, 42)  # noqa: DTZ001 - UTC without zone, as the register has it


def waiting() -> Iterator[Waiting]:
    for count, made in itertools.product((0, 1, 2, 12), (0, 1, 2, 40)):
        if count <= made:
            yield Waiting(count, made)


def wanted() -> Iterator[Wanted]:
    for action, rows in itertools.product(ACTIONS, (1, 2, 1204)):
        yield Wanted(action, "Remissen är daterad efter mätdatum, Väntande februari 2026, källa 51", rows)


def states() -> Iterator[State]:
    for outcome, is_replaced, is_late in itertools.product(
        ("vantar", "utford", "inte_utford", "overtaget", "aterkallat"), (False, True), (False, True)
    ):
        yield State(outcome, "12 rader räknas nu.", is_replaced, is_late)


STEWARD_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    "steward_words.WAITING": waiting,
    "steward_words.CONFIRM": wanted,
    "steward_words.STATE": states,
    "steward_words.FAULTS": lambda: (Fault(code) for code in FAULT_CODES),
    "steward_words.TOLD": lambda: iter(
        (
            Told("fattat"),
            Told("aterkallat"),
            Told("konflikt", MOMENT, "Dataförvaltare"),
            Told("registret", line="Registret svarar inte."),
        )
    ),
}
