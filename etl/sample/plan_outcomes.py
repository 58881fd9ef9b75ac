"""What becomes of the sample's plans month by month, and what senders and receivers each report of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from etl.sample.agreements import PRINCIPAL, Agreement
from etl.sample.levels import COMPLETED_SEASON, Integers, generator
from etl.sample.truths import Floats

STEADY_SEASON = (1.0, 1.0, 1.05, 1.0, 1.0, 1.0, 0.7, 0.95, 1.05, 1.05, 1.05, 0.8)  # of contract clinics
QUARTER_PACE = (1.03, 1.02, 0.92, 1.0)  # summers fall short of what was agreed
MONTH_NOISE = 0.07  # standard deviation of a month's work, log
SENT_BEYOND = 0.4  # of what is missing to a little more than the plan: sent, but not done
RETURNED = {True: 0.02, False: 0.05}  # of the sent, where the plan goes well and where it does not
GOES_WELL, ALL_SENT = 0.8, 1.05
# Told a month late: of the sent by the receiver, and of the done and the returned by the sender.
TOLD_LATE = (0.015, 0.025, 0.15)
SENDER, RECEIVER = "avsandare", "mottagare"
COUNTS = ("skickade", "genomforda", "aterlamnade")
COLUMNS: dict[str, type[pl.DataType]] = {
    "huvudman": pl.String, "ar": pl.Int64, "manad": pl.Int64, "mvo_kod": pl.String, "fas": pl.Int64,
    "avsandare": pl.String, "mottagare": pl.String, "rapporterad_av": pl.String, **dict.fromkeys(COUNTS, pl.Int64),
}  # fmt: skip
# One receiver has not reported one month of the year.
SILENT = {0: ("Parkcentrum", 6), 1: ("Sjöhagen", 5)}  # by the year modulo two

Relation = tuple[str, int, str, str]  # specialty, phase, sender, receiver
# Patients of whom there is no plan: between whom, in which months, and how many a month at scale 1.
WITHOUT_PLAN: dict[int, tuple[Relation, tuple[int, ...], int]] = {
    0: (("211", 1, "SÄS", "Privat"), (4, 5, 6), 20),
    1: (("521", 2, "SkaS", "Grannregion Öster"), (9, 10), 25),
}


@dataclass(frozen=True)
class Course:
    """What was truly sent, done and returned of one relation in a year, and what the other party heard when.

    plan: None where there is none. counts and heard: (3, 12), in the order of COUNTS.
    """

    year: int
    relation: Relation
    plan: Agreement | None
    counts: Integers
    heard: Integers


def course(agreement: Agreement, planned: tuple[int, ...], seed: int) -> Course:
    """The year of one plan. planned: patients per quarter by the versions in force."""
    rng = generator(seed, 12, agreement.year, agreement.number)
    by_month = months_of(planned, agreement.regime) * np.repeat(QUARTER_PACE, 3)
    by_month = by_month * np.exp(rng.normal(0, MONTH_NOISE, 12))
    by_month = by_month * sum(planned) / max(by_month.sum(), 1.0)
    sent_share = agreement.attained + SENT_BEYOND * max(ALL_SENT - agreement.attained, 0)
    done = _whole(by_month * agreement.attained, rng)
    returned = _whole(by_month * sent_share * RETURNED[agreement.attained >= GOES_WELL], rng)
    sent = _whole(by_month * sent_share, rng)
    needed = np.maximum.accumulate(np.maximum(np.cumsum(sent), np.cumsum(done + returned)))
    counts = np.stack([np.diff(needed, prepend=0), done, returned])
    relation = (agreement.specialty, agreement.phase, agreement.sender, agreement.receiver)
    return Course(agreement.year, relation, agreement, counts, _heard(counts, rng))


def without_plan(year: int, scale: float) -> Course:
    """What the year has of patients who were sent outside every plan."""
    relation, months, size = WITHOUT_PLAN[year % 2]
    counts = np.zeros((3, 12), dtype=np.int64)
    for month in months:
        counts[:2, month - 1] = max(round(size * scale), 3)
    return Course(year, relation, None, counts, counts)


def months_of(quarters: tuple[int, ...], regime: str) -> Floats:
    """Patients per month (12,), each quarter divided as its kind of provider works."""
    season = np.array(COMPLETED_SEASON if regime == "egen" else STEADY_SEASON).reshape(4, 3)
    monthly: Floats = (season / season.sum(axis=1, keepdims=True) * np.array(quarters)[:, None]).ravel()
    return monthly


def reports(courses: list[Course], month: dt.date) -> pl.DataFrame:
    """The rows of one month's file, sorted: both parties' reports, without rows of nothing but noughts."""
    rows = [
        (PRINCIPAL, month.year, month.month, *found.relation, reporter, *told)
        for found in courses
        if found.year == month.year
        for reporter, told in _told(found, month.month)
        if any(told)
    ]
    order = ["mvo_kod", "fas", "avsandare", "mottagare", "rapporterad_av"]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row").sort(order)


def _told(found: Course, month: int) -> list[tuple[str, tuple[int, ...]]]:
    """What sender and receiver each report of a month."""
    by_sender = np.stack([found.counts[0], *found.heard[1:]])[:, month - 1]
    by_receiver = np.stack([found.heard[0], *found.counts[1:]])[:, month - 1]
    told = [(SENDER, tuple(by_sender.tolist()))]
    if (found.relation[3], month) != SILENT[found.year % 2]:
        told.append((RECEIVER, tuple(by_receiver.tolist())))
    return told


def _heard(counts: Integers, rng: np.random.Generator) -> Integers:
    """The same counts as the other party hears of them: some a month late, those of December never."""
    late = rng.binomial(counts, np.array(TOLD_LATE)[:, None])
    heard: Integers = counts - late
    heard[:, 1:] += late[:, :-1]
    return heard


def _whole(by_month: Floats, rng: np.random.Generator) -> Integers:
    """Whole patients whose sum is never one away from that of the parts."""
    sums = np.floor(np.cumsum(by_month) + rng.random()).astype(np.int64)
    whole: Integers = np.diff(sums, prepend=0)
    return whole
