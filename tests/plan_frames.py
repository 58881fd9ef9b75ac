"""Versions of plans and reports of what was done, from literals and by chance, for the tests of plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl
from hypothesis import strategies as st

from register import PLAN_COLUMNS

PRINCIPAL = "VGR"
PAIRS = (("SU", "SV"), ("SU", "Klarsikt"), ("NU", "SV"), ("NU", "Klarsikt"))
PLAN = {
    "principal": PRINCIPAL, "plan_id": "P1", "version": 1, "year": 2026, "specialty": "311", "phase": 2,
    "sender": "SU", "receiver": "SV", "regime": "egen", "transfer": "intern", "decided_volume": 100,
    "q1": 30, "q2": 30, "q3": 10, "q4": 25, "decided_on": dt.date(2025, 12, 1), "status": "overenskommen",
    "reason": "ny", "anchored_by": "Vårdgarantiservice",
}  # fmt: skip
REPORT = {
    "principal": PRINCIPAL, "month": dt.date(2026, 1, 31), "specialty": "311", "phase": 2, "sender": "SU",
    "receiver": "SV", "reported_by": "mottagare", "sent": 10, "completed": 8, "returned": 1,
}  # fmt: skip
REPORT_SCHEMA = {
    "principal": pl.String, "month": pl.Date, "specialty": pl.String, "phase": pl.UInt8, "sender": pl.String,
    "receiver": pl.String, "reported_by": pl.String, "sent": pl.Int32, "completed": pl.Int32, "returned": pl.Int32,
}  # fmt: skip
Row = dict[str, Any]


def versions(*rows: Row) -> pl.DataFrame:
    """Plan versions; what a row does not say is as in PLAN."""
    empty = dict.fromkeys(PLAN_COLUMNS)
    return pl.DataFrame([empty | PLAN | row for row in rows], schema=PLAN_COLUMNS)


def reports(*rows: Row) -> pl.DataFrame:
    """Reports of months; what a row does not say is as in REPORT."""
    return pl.DataFrame([REPORT | row for row in rows], schema=REPORT_SCHEMA)


def month(number: int, year: int = 2026) -> dt.date:
    """The last day of a month."""
    return dt.date(year + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)


DAYS = st.dates(dt.date(2025, 10, 1), dt.date(2027, 2, 1))
VOLUMES = st.integers(0, 60)


@st.composite
def plan_rows(draw: st.DrawFn) -> list[Row]:
    """One to four plans of different pairs, each with one to five versions decided in any order."""
    rows: list[Row] = []
    for place, (sender, receiver) in enumerate(PAIRS[: draw(st.integers(1, len(PAIRS)))]):
        plan = {"plan_id": f"P{place}", "sender": sender, "receiver": receiver}
        numbers = sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=5)))
        rows += [plan | draw(_version(number)) for number in numbers]
    return draw(st.permutations(rows))


def _version(number: int) -> st.SearchStrategy[Row]:
    statuses = st.sampled_from(["overenskommen"] * 4 + ["forslag", "aterkallad"])
    volumes = st.fixed_dictionaries(dict.fromkeys(("q1", "q2", "q3", "q4"), VOLUMES))
    return st.tuples(volumes, statuses, st.none() | DAYS, st.none() | VOLUMES).map(
        lambda made: (
            made[0]
            | {"version": number, "status": made[1], "decided_on": made[2]}
            | {"decided_volume": None if made[3] is None else sum(made[0].values()) + made[3]}
        )
    )


@st.composite
def report_rows(draw: st.DrawFn) -> list[Row]:
    """Reports of some months from either side of any pair, each at most once; some pairs have no plan."""
    keys = st.tuples(st.sampled_from((*PAIRS, ("SkaS", "SV"))), st.integers(1, 12),
                     st.sampled_from(("avsandare", "mottagare")))  # fmt: skip
    found = draw(st.sets(keys, max_size=25))
    return [
        {"sender": pair[0], "receiver": pair[1], "month": month(number), "reported_by": reporter,
         "sent": draw(VOLUMES), "completed": draw(VOLUMES), "returned": draw(st.integers(0, 5))}
        for pair, number, reporter in sorted(found)
    ]  # fmt: skip


def months_of(rows: Sequence[Row]) -> list[dt.date]:
    """The months that any report is of."""
    return sorted({row["month"] for row in rows})
