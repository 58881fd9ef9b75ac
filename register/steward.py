"""Decisions of a data steward about rows in quarantine, as they are registered and as they are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from register.cross import refuse_blank, refuse_unwritable, without_blanks

RELEASE, DISCARD, ADD_UNIT, ADD_CODE, WITHDRAW = "release", "discard", "add_unit", "add_code", "withdraw"
NEEDED = {
    RELEASE: ("reason",),
    DISCARD: ("reason",),
    ADD_UNIT: ("code", "code_kind", "unit", "administration", "valid_from"),
    ADD_CODE: ("code", "name"),
    WITHDRAW: ("withdraws",),
}
DECISION_ACTIONS = tuple(NEEDED)

DECISION_COLUMNS: dict[str, pl.DataType] = {
    "principal": pl.String(),
    "action": pl.String(),
    "source": pl.String(),
    "kind": pl.String(),
    "period": pl.Date(),
    "reason": pl.String(),
    "column_name": pl.String(),
    "code": pl.String(),
    "code_kind": pl.String(),
    "unit": pl.String(),
    "administration": pl.String(),
    "valid_from": pl.Date(),
    "name": pl.String(),
    "short_name": pl.String(),
    "specialty_group": pl.String(),
    "withdraws": pl.Int64(),
    "seen_load": pl.Int32(),
    "motivation": pl.String(),
    "role": pl.String(),
    "token": pl.String(),
    "made_at": pl.Datetime("us"),
    "id": pl.Int64(),
}


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """What a steward decides; carried out by the next load. Nothing is changed afterwards: a decision is withdrawn.

    release, discard: the quarantined rows of `source × kind × period` (None: could not be read) with the `reason`, in
    `column_name` (None: any); `seen_load` is the newest load that the steward had seen, so that a later delivery is
    not decided unseen. add_unit: what a `code` of `code_kind` means from `valid_from`. add_code: a specialty's `code`
    and `name`. withdraw: `withdraws` is the decision's id. `token` is the form's own (`secrets.token_hex(8)`): a double
    tap is one decision. `role` is a role's title, never a person. Raises ValueError, without the texts, for what no
    decision can be.
    """

    action: str
    role: str
    motivation: str = field(repr=False)
    token: str
    seen_load: int = 0
    principal: str | None = None
    source: str | None = None
    kind: str | None = None
    period: dt.date | None = None
    reason: str | None = None
    column_name: str | None = None
    code: str | None = None
    code_kind: str | None = None
    unit: str | None = None
    administration: str | None = None
    valid_from: dt.date | None = None
    name: str | None = None
    short_name: str | None = None
    specialty_group: str | None = None
    withdraws: int | None = None

    def __post_init__(self) -> None:
        if self.action not in NEEDED:
            raise ValueError(f"no decision is a {self.action}")
        written = {name: value for name, value in asdict(self).items() if isinstance(value, str)}
        refuse_unwritable(*written.values())
        refuse_blank(self.role, self.token, self.motivation)
        missing = [name for name in NEEDED[self.action] if not str(getattr(self, name) or "").strip()]
        if missing:
            raise ValueError(f"a decision of {self.action} lacks {', '.join(missing)}")

    def row(self) -> dict[str, Any]:
        """What the decision says; blanks around a text are not content."""
        said = asdict(self)
        return {name: without_blanks(value) if isinstance(value, str) else value for name, value in said.items()}
