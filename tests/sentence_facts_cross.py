"""Facts for the tables of sentences of the Green Cross."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from dashboard.cross_form_words import Lateness, Outcome, Step
from dashboard.cross_texts import CONTACT, IDENTITY, Names, Stop
from dashboard.cross_wall_sentences import Group, Named
from tests.sentence_facts_cross_followup import FOLLOWUP_FACTS
from tests.sentence_facts_cross_month import MONTH_FACTS


def stops() -> Iterator[Stop]:
    yield from (Stop(IDENTITY), Stop(CONTACT))


def asked_names() -> Iterator[Names]:
    yield from (Names(("Anna",)), Names(("Anna", "Lars-Erik")))


def day_outcomes() -> Iterator[Outcome]:
    """What may come of a tap, in time and late."""
    moment = dt.datetime(2026, 11, 20, 6, 42)  # noqa: DTZ001 - as the register keeps it
    for kind, is_late in itertools.product(("sparad", "fanns", "angrad"), (False, True)):
        yield Outcome(kind, "risk för patientskada", is_late)
    yield Outcome("konflikt", "patientskada", moment=moment, role="Sjuksköterska")
    yield Outcome("konflikt", "patientskada", moment=moment, role="Läkare", mine="ingen negativ händelse")
    yield Outcome("registret", line="Registret är inte skapat.")
    yield from (Outcome("fel", line=code) for code in ("utan_handelse", "utan_allvarlighet"))


def latenesses() -> Iterator[Lateness]:
    yield from (Lateness(*each) for each in itertools.product((False, True), (False, True)))


def day_steps() -> Iterator[Step]:
    """First versions and corrections, of facts, of texts, and of which source holds."""
    befores, marks = (None, "patientskada", "inte registrerad"), (False, True)
    for before, is_late, has_new_text, settles in itertools.product(befores, marks, marks, marks):
        yield Step("patientskada", before, is_late=is_late, has_new_text=has_new_text, settles=settles)


def wall_groups() -> Iterator[Group]:
    """Groups without units, without activity, without a registered day, and registered with any harm and green."""
    month = "oktober"
    yield Group(month, 0, 0, 0, 0, 0, 0, 0, 0)
    for units, activity, said in itertools.product((1, 14), (0, 22), (0, 1)):
        yield Group(month, units, activity, 0, 0, 0, 0, 0, said)
    for units, low, more, harms, unsure in itertools.product((1, 14), (0, 20), (0, 1), (0, 1, 15), (0, 1, 3)):
        yield Group(month, units, 22, 21, low, low + more, harms, unsure, 21)


def named_units() -> Iterator[Named]:
    yield from (Named([f"Avdelning {letter} (SU)" for letter in "ABCDEFGHIJKLMNOPQRSTUVX"[:count]])
                for count in (1, 2, 8, 9, 10, 22))  # fmt: skip


CROSS_FACTS: dict[str, Callable[[], Iterator[Any]]] = (
    MONTH_FACTS
    | FOLLOWUP_FACTS
    | {
        "cross_texts.STOPS": stops,
        "cross_texts.ASKED": asked_names,
        "cross_form_words.OUTCOMES": day_outcomes,
        "cross_form_words.LATE": latenesses,
        "cross_form_words.STEPS": day_steps,
        "cross_wall_sentences.ANSWERS": wall_groups,
        "cross_wall_sentences.HEADINGS": wall_groups,
        "cross_wall_sentences.SILENT": named_units,
        "cross_wall_sentences.CONFLICTS": named_units,
    }
)
