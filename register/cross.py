"""Days of the Green Cross as they are registered and as they are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import polars as pl

SOURCE = "register"
DISTURBANCE = "driftstorning"
STATES = ("ej_registrerad", "ingen_verksamhet", "ingen")
EVENT_FACTS = ("utan_skada_eller_risk", "risk", "skada", "allvarlig_skada")
MOST_OF_ONE = 999

# The columns of what a source says of a unit's day everywhere: extracts, warehouse, marts and register.
CROSS_COLUMNS: dict[str, pl.DataType] = {
    "principal": pl.String(),
    "administration": pl.String(),
    "unit": pl.String(),
    "date": pl.Date(),
    "source": pl.String(),
    "number": pl.Int32(),
    "fact": pl.String(),
    "is_disturbance": pl.Boolean(),
    "event_type": pl.String(),
    "count": pl.Int32(),
    "colour": pl.String(),
    "colour_definition": pl.String(),
    "description": pl.String(),
    "went_well": pl.String(),
    "role": pl.String(),
    "registered_at": pl.Datetime("us"),
    "version": pl.Int32(),
    "settles": pl.String(),
}


@dataclass(frozen=True)
class NewCrossEvent:
    """One event of a day, or `count` alike. Raises ValueError, without the text, for what no event can be."""

    fact: str
    event_type: str | None = None
    count: int = 1
    description: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.fact not in EVENT_FACTS:
            raise ValueError(f"no event has the fact {self.fact}")
        if not 1 <= self.count <= MOST_OF_ONE:
            raise ValueError(f"no event happens {self.count} times a day")
        refuse_unwritable(self.event_type, self.description)

    def row(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "event_type": self.event_type or None,
            "count": int(self.count),
            "description": without_blanks(self.description),
        }


@dataclass(frozen=True, kw_only=True)
class NewCrossEntry:
    """All that is said of a unit's day. Of a day with events `fact` is None; of one without, one of `STATES`.

    `base_version`: the newest version the user had seen, None where the day had none; `settles`: the fingerprint of
    what other sources say, where this was said knowing it; `role` is a role's title, never a person. Raises ValueError,
    without the texts, for what no day can be.
    """

    principal: str
    administration: str
    unit: str
    date: dt.date
    role: str
    base_version: int | None
    fact: str | None = None
    events: tuple[NewCrossEvent, ...] = ()
    went_well: str | None = field(default=None, repr=False)
    settles: str | None = None

    def __post_init__(self) -> None:
        if self.fact is None and not self.events:
            raise ValueError("a day without events has a state")
        if self.fact is not None and (self.events or self.fact not in STATES):
            raise ValueError("a day has either events or one of the states")
        refuse_blank(self.principal, self.administration, self.unit, self.role)
        refuse_unwritable(self.went_well, self.settles)

    @property
    def day(self) -> dict[str, Any]:
        """What names the unit's day."""
        return {
            "principal": self.principal,
            "administration": self.administration,
            "unit": self.unit,
            "date": self.date,
        }

    def header(self) -> dict[str, Any]:
        """What is said of the day as a whole."""
        return {
            "fact": self.fact,
            "event_count": len(self.events) or None,
            "went_well": without_blanks(self.went_well),
            "settles": self.settles or None,
        }

    def event_rows(self) -> list[dict[str, Any]]:
        return [{"number": number, **event.row()} for number, event in enumerate(self.events, start=1)]


@dataclass(frozen=True)
class CrossSaved:
    """The version that holds what was said. `stamp`: its id; `registered_at` is UTC without zone.

    `was_there`: it had been said already, by this role or by someone else meanwhile, and nothing was written.
    """

    version: int
    stamp: int
    registered_at: dt.datetime
    was_there: bool


def without_blanks(written: str | None) -> str | None:
    """Blanks around a text are not content: a double tap with one more of them says the same."""
    return (written or "").strip() or None


def refuse_blank(*names: str) -> None:
    if not all(name.strip() for name in names):
        raise ValueError("principal, administration, unit and role are never empty")
    refuse_unwritable(*names)


def refuse_unwritable(*texts: str | None) -> None:
    """A database's own message may quote the text that it could not take."""
    if not all(_is_writable(text) for text in texts):
        raise ValueError("a text has signs that cannot be stored")


def _is_writable(text: str | None) -> bool:
    try:
        return "\0" not in (text or "").encode().decode()
    except UnicodeEncodeError:
        return False
