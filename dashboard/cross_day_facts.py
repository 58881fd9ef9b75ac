"""One day of one unit: its state, what each source says, its history, and its colour under every definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.cross_days import REGISTER
from analysis.green_cross import Palette
from config import STOCKHOLM
from dashboard import cross_data, cross_month_facts, cross_words, swedish
from dashboard.cross_month_facts import CrossMonth, Row
from dashboard.cross_view import CrossView


@dataclass(frozen=True)
class Change:
    """One version of a day in the register: by which role, when, and from what to what colour; `before` None: first."""

    date: dt.date
    at: dt.datetime
    role: str
    before: str | None
    now: str

    @property
    def role_said(self) -> str:
        """sjuksköterska."""
        return self.role[:1].lower() + self.role[1:]

    @property
    def before_said(self) -> str:
        return cross_words.colour(self.before or "")

    @property
    def now_said(self) -> str:
        return cross_words.colour(self.now)

    @property
    def moment(self) -> str:
        """kl. 8.12, with the date where it is another day."""
        local = self.at.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM)
        clock = f"kl. {local.hour}.{local:%M}"
        if local.date() == self.date:
            return clock
        same_year = local.year == self.date.year
        day = swedish.day_and_month(local.date()) if same_year else swedish.long_date(local.date())
        return f"den {day} {clock}"

    @property
    def is_late(self) -> bool:
        """Said after the day."""
        return swedish.local_day(self.at) > self.date


@dataclass(frozen=True)
class CrossDay:
    """A day as its panel tells it.

    `row`: its reading, None where nothing is known; `said`: the rows of each source; `others`: its colour under every
    other definition, by title; `changes`: the register's versions, the first one first.
    """

    date: dt.date
    row: Row | None
    blank: str
    said: Mapping[str, Sequence[Row]]
    others: Mapping[str, str]
    changes: Sequence[Change]

    @property
    def is_conflict(self) -> bool:
        return self.row is not None and bool(self.row["is_conflict"])

    @property
    def shown_source(self) -> str:
        """Whose words are told where sources do not differ: the register's, else the first by name."""
        return REGISTER if REGISTER in self.said else next(iter(self.said), "")


def of_view(view: CrossView, month: CrossMonth, date: dt.date) -> CrossDay:
    """The day of the view's unit."""
    row = month.days.get(date)
    rows = cross_month_facts.entries(view, date, date)
    said = {name: group.to_dicts() for (name,), group in rows.group_by("source", maintain_order=True)}
    return CrossDay(date, row, month.blanks.get(date, ""), said, _others(view, row), _changes(view, date))


def _others(view: CrossView, row: Row | None) -> dict[str, str]:
    """The day's colour under the definitions that it is not shown by."""
    if row is None or row["is_conflict"]:
        return {}
    palette = cross_data.palette(view.version)
    return {
        title: palette.colour(row["cases"], name)
        for name, title in view.definition_titles().items()
        if name != row["definition"]
    }


def colour_of(view: CrossView, rows: Sequence[Row], date: dt.date) -> str:
    """The colour that one source's rows give the day, under the definition that it is shown by."""
    palette = cross_data.palette(view.version)
    definition = view.definition_for(cross_month_facts.unit_of(view)[0], date)
    return palette.colour(cases_of(rows, palette), definition)


def cases_of(rows: Sequence[Row], palette: Palette) -> int:
    """The set of cases that one source's rows say."""
    bits = {
        palette.case(row["fact"], is_disturbance=bool(row["is_disturbance"]))
        if row["fact"]
        else palette.colour_case(row["colour_definition"], row["colour"])
        for row in rows
    }
    return sum(1 << bit for bit in bits)


def _changes(view: CrossView, date: dt.date) -> list[Change]:
    rows = cross_data.history(view.principal, *cross_month_facts.unit_of(view), date)
    found: list[Change] = []
    for (_,), group in rows.group_by("version", maintain_order=True):
        versions: list[dict[str, Any]] = group.to_dicts()
        now = colour_of(view, versions, date)
        before = found[-1].now if found else None
        found.append(Change(date, versions[0]["registered_at"], versions[0]["role"], before, now))
    return found
