"""What is said of a unit's day before it is saved, and as it was saved: its state or events, and what went well.

Pure: knows neither the page nor the register's file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from analysis.green_cross import Palette
from register import NewCrossEntry, NewCrossEvent

NOTHING, NO_ACTIVITY, NOT_REGISTERED = "ingen", "ingen_verksamhet", "ej_registrerad"
WITHOUT_HARM, RISK, HARM, SERIOUS = EVENT_FACTS = ("utan_skada_eller_risk", "risk", "skada", "allvarlig_skada")
ASKED = (NOTHING, *EVENT_FACTS, NO_ACTIVITY)  # the six buttons, in their order
DISTURBANCE = "driftstorning"
MOST_TIMES = 999


@dataclass(frozen=True)
class UnitDay:
    """Which unit's day."""

    principal: str
    administration: str
    unit: str
    date: dt.date


@dataclass(frozen=True)
class EventDraft:
    """One event; `fact` is "" until it is chosen."""

    fact: str
    event_type: str | None = None
    count: int = 1
    description: str = ""

    @property
    def is_disturbance(self) -> bool:
        return self.fact == WITHOUT_HARM and self.event_type == DISTURBANCE


@dataclass(frozen=True)
class DayDraft:
    """A day's whole content: `fact` is its state where it has no events, None else."""

    fact: str | None
    events: tuple[EventDraft, ...] = ()
    went_well: str = ""
    settles: str | None = None

    @property
    def is_said(self) -> bool:
        """Whether it says something else than that the registration is taken back."""
        return self.fact != NOT_REGISTERED

    @property
    def texts(self) -> Iterator[str]:
        """Everything that is written in free words."""
        yield self.went_well
        yield from (event.description for event in self.events)

    @property
    def without_texts(self) -> DayDraft:
        """The same facts, types and counts."""
        return replace(self, went_well="", events=tuple(replace(event, description="") for event in self.events))

    def fault(self) -> str:
        """Why it cannot be saved, by code; "" where it can."""
        if self.fact is None and not self.events:
            return "utan_handelse"
        return "utan_allvarlighet" if any(not event.fact for event in self.events) else ""

    def entry(self, day: UnitDay, role: str, base_version: int | None) -> NewCrossEntry:
        """What the register is given."""
        return NewCrossEntry(
            principal=day.principal,
            administration=day.administration,
            unit=day.unit,
            date=day.date,
            fact=self.fact,
            events=tuple(
                NewCrossEvent(event.fact, event.event_type, event.count, event.description.strip() or None)
                for event in self.events
            ),
            went_well=self.went_well.strip() or None,
            role=role,
            base_version=base_version,
            settles=self.settles,
        )


TAKEN_BACK = DayDraft(NOT_REGISTERED)


def of_tap(fact: str, went_well: str = "") -> DayDraft:
    """The day that one of the six buttons says."""
    return DayDraft(None, (EventDraft(fact),), went_well) if fact in EVENT_FACTS else DayDraft(fact, (), went_well)


def of_rows(rows: pl.DataFrame, palette: Palette) -> DayDraft | None:
    """What one source says of a day (ENTRY_COLUMNS, one version); None where it says nothing, or only a colour.

    A colour that stands for one fact alone is that fact. A state beside events is less than they are.
    """
    facts = [_fact(row, palette) for row in rows.sort("number").iter_rows(named=True)]
    if not facts or None in facts:
        return None
    said = list(rows.sort("number").iter_rows(named=True))
    events = tuple(
        EventDraft(str(fact), row["event_type"], max(row["count"], 1), row["description"] or "")
        for fact, row in zip(facts, said, strict=True)
        if fact in EVENT_FACTS
    )
    well = next((row["went_well"] for row in said if row["went_well"]), "")
    settles = said[0]["settles"]
    if events:
        return DayDraft(None, events, well, settles)
    state = next(state for state in (NOTHING, NO_ACTIVITY, NOT_REGISTERED) if state in facts)
    return DayDraft(state, (), well, settles)


def _fact(row: dict[str, object], palette: Palette) -> str | None:
    if row["fact"] is not None:
        return str(row["fact"])
    mask = 1 << palette.colour_case(str(row["colour_definition"]), str(row["colour"]))
    return palette.fact(mask)


def colour(draft: DayDraft, palette: Palette, definition: str) -> str:
    """The day's colour under a definition."""
    if draft.fact is not None:
        return palette.colour(1 << palette.case(draft.fact), definition)
    mask = 0
    for event in draft.events:
        mask |= 1 << palette.case(event.fact, is_disturbance=event.is_disturbance)
    return palette.colour(mask, definition)
