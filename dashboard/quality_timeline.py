"""What has come of what was due, by source, kind and month: in time, late, missing, not due yet, replaced.

The published table knows the day of publication; what has become due since then is added here, so that a source that
falls silent is missed on the day it should have come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import freshness, quality_reads, reads, remembered, swedish

IN_TIME, LATE, MISSING, AWAITED = "i_tid", "sen", "saknas", "vantas"
HISTORY, CAME = "efterhand", "inlast"  # due before the source was known here; of a kind without a due day
STATES = {IN_TIME: "i tid", LATE: "sen", MISSING: "saknas", AWAITED: "väntas", HISTORY: "i efterhand", CAME: "inläst"}
SYMBOLS = {IN_TIME: "●", LATE: "■", MISSING: "○", AWAITED: "–", HISTORY: "●", CAME: "●"}
WORST = (MISSING, LATE, AWAITED, CAME, HISTORY, IN_TIME)
MONTHS_SHOWN = 12
YEARLY = ("behov", "kapacitet", "leveransplan")  # kinds whose period is a year: no month of the calendar is theirs
MONTHLY = ("leveransutfall", "grona_korset")  # without a due day in the ledger, yet a page would be old without them
LEAST_PERIODS = 3  # of a source that comes month after month


@dataclass(frozen=True)
class Series:
    """What one source delivers of one kind; `population` only where the kind has two."""

    source: str
    kind: str
    population: str | None

    @property
    def kind_name(self) -> str:
        name = freshness.KIND_NAMES.get(self.kind, self.kind)
        several = self.population and self.population != self.kind
        return f"{name}, {freshness.POPULATION_NAMES[str(self.population)].lower()}" if several else name

    @property
    def label(self) -> str:
        """Väntande från 99."""
        return f"{self.kind_name} från {self.source}"


@dataclass(frozen=True)
class Delivery:
    """One period of a series: when it was due, when it came (None: it has not), and how often it was replaced."""

    series: Series
    period: dt.date
    due_on: dt.date | None
    first: dt.datetime | None
    last: dt.datetime | None
    days_late: int
    times_replaced: int
    state: str


def due_after(period: dt.date) -> dt.date:
    """The 20th of the month after the period's."""
    return dt.date(period.year + period.month // 12, period.month % 12 + 1, 20)


@remembered.per_version
def deliveries(version: str, principal: str, today: dt.date) -> Sequence[Delivery]:
    """Every period of every series, oldest first, with what has become due since publication."""
    rows = quality_reads.quality_timeliness(version, principal=principal).to_dicts()
    published: dt.date = reads.dataset(version)["published_on"][0]
    by_series: dict[Series, list[dict[str, Any]]] = {}
    for row in rows:
        if row["period"] is not None:
            by_series.setdefault(Series(row["source"], row["kind"], row["population"]), []).append(row)
    found: list[Delivery] = []
    for series, own in by_series.items():
        found += [_delivery(series, row, today) for row in own]
        found += _since(series, found[-1], published, today)
    return found


def _delivery(series: Series, row: Mapping[str, Any], today: dt.date) -> Delivery:
    state = row["status"]
    if row["due_on"] is None:
        state = CAME
    elif state == MISSING and row["due_on"] >= today:
        state = AWAITED
    return Delivery(series, row["period"], row["due_on"], row["first_loaded_at"], row["last_loaded_at"],
                    row["days_late"] or 0, row["times_replaced"] or 0, state)  # fmt: skip


def _since(series: Series, newest: Delivery, published: dt.date, today: dt.date) -> list[Delivery]:
    """Months that became due between publication and today; a series that had ended before has none."""
    if newest.due_on is None or newest.period < freshness.expected_month(published):
        return []
    found, period = [], freshness.month_after(newest.period)
    while due_after(period) < today:
        found.append(Delivery(series, period, due_after(period), None, None, 0, 0, MISSING))
        period = freshness.month_after(period)
    return found


def months_of(found: Iterable[Delivery], year: str, today: dt.date) -> list[dt.date]:
    """The first days of the months to show: those of a year, else the newest twelve up to today's."""
    months = sorted({each.period.replace(day=1) for each in found if each.period.replace(day=1) <= today})
    return [month for month in months if str(month.year) == year] if year else months[-MONTHS_SHOWN:]


def fallen_behind(found: Iterable[Delivery], kind: str, today: dt.date) -> tuple[list[Series], int]:
    """The sources of a monthly kind that have not sent what should have come by now, and how many there are of them."""
    periods: dict[Series, list[dt.date]] = {}
    for each in found:
        if each.series.kind == kind and each.state != MISSING:
            periods.setdefault(each.series, []).append(each.period)
    steady = {series: max(own) for series, own in periods.items() if len(own) >= LEAST_PERIODS}
    return [series for series, newest in steady.items() if freshness.is_stale(newest, today)], len(steady)


def worst(found: Sequence[Delivery]) -> str:
    """The state that has to be seen first."""
    return min((each.state for each in found), key=WORST.index)


def words(found: Sequence[Delivery]) -> str:
    """i tid · 12 dagar sen · saknas · en av fyra sen (weekly deliveries in one month)."""
    state = worst(found)
    alike = [each for each in found if each.state == state]
    if len(found) > 1 and len(alike) < len(found):
        return f"{swedish.number_word(len(alike))} av {swedish.number_word(len(found))} {STATES[state]}"
    if state == LATE:
        return f"{swedish.days(max(each.days_late for each in alike))} sen"
    return STATES[state]


def newest_due(found: Iterable[Delivery], today: dt.date) -> dict[Series, Delivery]:
    """Of each series that is not over: its newest period that should have come by now."""
    expected = freshness.expected_month(today)
    newest: dict[Series, Delivery] = {}
    for each in found:
        if each.due_on is not None and each.due_on < today and each.period >= expected.replace(day=1):
            newest[each.series] = each
    return newest
