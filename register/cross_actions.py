"""Actions that a unit takes after what happened, as they are registered and as they are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from register.cross import refuse_blank, refuse_unwritable, without_blanks

ACTION_STATUSES = ("oppen", "klar", "avbruten")

ACTION_COLUMNS: dict[str, pl.DataType] = {
    "principal": pl.String(),
    "administration": pl.String(),
    "unit": pl.String(),
    "action_id": pl.String(),
    "version": pl.Int32(),
    "text": pl.String(),
    "about_date": pl.Date(),
    "responsible": pl.String(),
    "due": pl.Date(),
    "status": pl.String(),
    "feedback": pl.String(),
    "role": pl.String(),
    "registered_at": pl.Datetime("us"),
    "base_version": pl.Int32(),
    "id": pl.Int64(),
}


@dataclass(frozen=True, kw_only=True)
class NewCrossAction:
    """A version of an action. `action_id` is the form's own (`secrets.token_hex(8)`): a double tap is then one action.

    `base_version`: the newest version the user had seen, None for a new action; `responsible` and `role` are roles'
    titles, never persons. Raises ValueError, without the texts, for what no action can be.
    """

    principal: str
    administration: str
    unit: str
    action_id: str
    text: str = field(repr=False)
    responsible: str
    role: str
    base_version: int | None
    about_date: dt.date | None = None
    due: dt.date | None = None
    status: str = "oppen"
    feedback: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.status not in ACTION_STATUSES:
            raise ValueError(f"no action has the status {self.status}")
        if not self.text.strip():
            raise ValueError("an action says what is to be done")
        refuse_blank(self.principal, self.administration, self.unit, self.role, self.action_id, self.responsible)
        refuse_unwritable(self.text, self.feedback)

    @property
    def action(self) -> dict[str, Any]:
        """What names the action."""
        return {
            "principal": self.principal,
            "administration": self.administration,
            "unit": self.unit,
            "action_id": self.action_id,
        }

    def row(self) -> dict[str, Any]:
        """What the version says."""
        return {
            "text": without_blanks(self.text),
            "about_date": self.about_date,
            "responsible": self.responsible,
            "due": self.due,
            "status": self.status,
            "feedback": without_blanks(self.feedback),
        }
