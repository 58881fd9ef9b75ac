"""A steward's decisions as the page shows them: what may be decided, and what became of what was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

import config
import register
from dashboard import freshness, quality_reads, reads, remembered, steward_reads
from dashboard.steward_words import ADD_CODE, ADD_UNIT, DISCARD, RELEASE, State, Waiting

Row = Mapping[str, Any]
UNIT_COLUMNS = ("hsaid_enhet", "hsaid_vardenhet", "sjukhuskod", "sjukhusnamn", "enhet")
CODE_KINDS = {"hsaid": "HSA-id", "sjukhuskod": "Sjukhuskod", "namn": "Namn"}
DECIDED_ROWS = (RELEASE, DISCARD)  # actions on rows, not on a code
KIND_OF_COLUMN = {"hsaid_enhet": "hsaid", "hsaid_vardenhet": "hsaid", "sjukhuskod": "sjukhuskod", "sjukhusnamn": "namn"}


@dataclass(frozen=True)
class Group:
    """Quarantined rows of one source, kind, period, reason and column."""

    source: str | None
    kind: str | None
    period: dt.date | None
    reason: str
    title: str
    column_name: str | None
    rows: int
    can_release: bool

    @property
    def label(self) -> str:
        """Remissen är daterad efter mätdatum (remiss_datum): Väntande 2026-02-28, källa 51."""
        return about(self.title, self.column_name, self.kind, self.period, self.source)


def about(title: str, column: str | None, kind: str | None, period: dt.date | None, source: str | None) -> str:
    """A group of rows in words."""
    where = f" ({column})" if column else ""
    named = freshness.KIND_NAMES.get(kind or "", kind or "okänt slag")
    return f"{title}{where}: {named} {period or 'okänd period'}, källa {source or 'okänd'}"


def groups(version: str, principal: str, action: str) -> list[Group]:
    """What can be decided so, the newest period first."""
    rows = steward_reads.steward_groups(version, principal=principal)
    found = [Group(**row) for row in rows.iter_rows(named=True)]
    return [group for group in found if group.can_release or action != RELEASE]


def codes(version: str, principal: str, action: str) -> list[str]:
    """Codes that no reference knows, the commonest first: of units or of specialties."""
    found = quality_reads.quality_codes(version, principal=principal)
    is_unit = pl.col("column_name").is_in(UNIT_COLUMNS)
    of_action = found.filter(is_unit if action == ADD_UNIT else pl.col("column_name") == "mvo_kod")
    counted = of_action.group_by("code").agg(pl.col("rows").sum()).sort("rows", "code", descending=[True, False])
    return [code for code in counted["code"] if not code.startswith("(")]


def kind_of_code(version: str, principal: str, code: str) -> str | None:
    """What kind of code it is by the column that it stands in."""
    found = quality_reads.quality_codes(version, principal=principal).filter(code=code)["column_name"].to_list()
    return next((KIND_OF_COLUMN[column] for column in found if column in KIND_OF_COLUMN), None)


def newest_load(version: str) -> int:
    """The newest load that the page shows: a delivery after it is not decided unseen."""
    return int(reads.loads(version)["load_id"].max() or 0)  # type: ignore[arg-type]


def decisions(version: str, principal: str) -> pl.DataFrame:
    """register.DECISION_COLUMNS of one huvudman, or of none, the newest first. Raises `register.RegisterFault`."""
    store = register.opened(config.load_settings().register_address)
    every = remembered.once(("steward decisions", version, store.decision_stamp()), store.steward_decisions)
    return every.filter(pl.col("principal").is_null() | (pl.col("principal") == principal)).sort("id", descending=True)


def states(version: str, principal: str, made: pl.DataFrame) -> dict[int, State]:
    """What became of each decision that is no withdrawal."""
    tried = {row["token"]: row for row in steward_reads.steward_applied(version, principal=principal).to_dicts()}
    withdrawn = set(made["withdraws"].drop_nulls())
    return {
        row["id"]: _state(tried.get(row["token"]), is_withdrawn=row["id"] in withdrawn)
        for row in made.iter_rows(named=True)
        if row["withdraws"] is None
    }


def _state(tried: Row | None, *, is_withdrawn: bool) -> State:
    if tried is None:
        return State("aterkallat" if is_withdrawn else "vantar")
    return State(tried["outcome"], tried["message"], bool(tried["is_replaced"]), is_withdrawn)


def counted(found: Mapping[int, State]) -> Waiting:
    """How many wait, of how many made."""
    return Waiting(sum(state.outcome == "vantar" for state in found.values()), len(found))


def subject(version: str, decision: Row) -> str:
    """What a decision is about, in words."""
    if decision["action"] == ADD_UNIT:
        unit, administration, valid_from = (decision[name] for name in ("unit", "administration", "valid_from"))
        return f"{decision['code']} är {unit} ({administration}) från {valid_from}"
    if decision["action"] == ADD_CODE:
        return f"{decision['code']} är {decision['name']}"
    titles = dict(steward_reads.steward_titles(version).rows())
    title = titles.get(decision["reason"], decision["reason"])
    return about(str(title), decision["column_name"], decision["kind"], decision["period"], decision["source"])


def specialty_groups(version: str, principal: str) -> list[str]:
    """The groups of specialties that a new code may belong to."""
    found = reads.specialties(version, principal=principal)
    return found["specialty_group"].drop_nulls().unique().sort().to_list()
