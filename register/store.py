"""The register as etl and the pages use it: read what was entered, add versions, be told when someone was first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache

import polars as pl
from sqlalchemy import Connection

from register import action_store, cross_store, plan_store, steward_store
from register.connected import Connected
from register.cross import CrossSaved, NewCrossEntry
from register.cross_actions import NewCrossAction
from register.plans import NewPlanVersion
from register.steward import NewDecision


@lru_cache(maxsize=32)
def opened(address: str) -> Register:
    """The register at an address (`settings.register_address`); one set of connections per process and address."""
    return Register(address)


class Register(Connected):
    """Safe to share between threads. Raises `OldSchema` and `Unreachable`; one that is not made reads as empty.

    What is entered and what is returned is confirmed when a method returns. Every `add_…` raises `NotMade` before the
    first migration, and ValueError for what nothing can have; no message holds what was written.
    """

    def stamp(self) -> int:
        """The newest plan version's id, 0 when empty or not made; one indexed look-up."""
        return self._number(plan_store.stamp)

    def plan_versions(self, principal: str | None = None, *, after: int = 0) -> pl.DataFrame:
        """PLAN_COLUMNS and `id` of every version entered after the stamp `after`, in the order they were entered."""
        with self.transaction() as connection:
            return plan_store.read(connection, principal, after)

    def add_plan_versions(self, versions: Sequence[NewPlanVersion]) -> int:
        """Write all or none in one transaction; returns the new stamp.

        Raises `Conflict` where a plan has got a version the user had not seen.
        """
        return self.write("plan", lambda connection: plan_store.add(connection, versions))

    def cross_stamp(self) -> int:
        """The newest cross entry's id, 0 when empty or not made; one indexed look-up."""
        return self._number(cross_store.stamp)

    def cross_entries(
        self,
        principal: str | None = None,
        *,
        after: int = 0,
        unit: tuple[str, str] | None = None,
        first: dt.date | None = None,
        last: dt.date | None = None,
        every_version: bool = False,
    ) -> pl.DataFrame:
        """CROSS_COLUMNS, `base_version` and `id` (the entry's stamp): one row per event, one for a state (count 0).

        The newest version of each day, or every one; `after`: the days that have a version after that stamp, whole;
        `unit`: (administration, unit); `first` and `last` are days, both inclusive. In the order they were entered.
        """
        chosen = cross_store.Chosen(principal, after, unit, first, last)
        with self.transaction() as connection:
            return cross_store.read(connection, chosen, every_version=every_version)

    def add_cross_entry(self, entry: NewCrossEntry) -> CrossSaved:
        """Write a day's next version, header and events, or find that the newest says the same (`was_there`).

        Raises `CrossConflict` where the newest version is another than the user had seen and says something else.
        """
        return self.write("day", lambda connection: cross_store.add(connection, entry))

    def action_stamp(self) -> int:
        """The newest action version's id, 0 when empty or not made; one indexed look-up."""
        return self._number(action_store.stamp)

    def cross_actions(
        self,
        principal: str | None = None,
        administration: str | None = None,
        unit: str | None = None,
        *,
        every_version: bool = False,
    ) -> pl.DataFrame:
        """ACTION_COLUMNS of the newest version of each action, or of every one, in the order they were entered."""
        with self.transaction() as connection:
            return action_store.read(connection, principal, administration, unit, every_version=every_version)

    def add_cross_action(self, action: NewCrossAction) -> int:
        """Write an action's next version unless the newest says the same; returns the stamp of what says it.

        Raises `CrossConflict` where the newest version is another than the user had seen and says something else.
        """
        return self.write("action", lambda connection: action_store.add(connection, action))

    def decision_stamp(self) -> int:
        """The newest steward's decision's id, 0 when empty or not made; one indexed look-up."""
        return self._number(steward_store.stamp)

    def steward_decisions(self, *, after: int = 0) -> pl.DataFrame:
        """DECISION_COLUMNS of every decision made after the stamp `after`, withdrawals too, in their order."""
        with self.transaction() as connection:
            return steward_store.read(connection, after)

    def add_steward_decision(self, decision: NewDecision) -> int:
        """Write a decision, unless the same form has; returns its id.

        Raises `DecisionWithdrawn` where someone else was first to withdraw.
        """
        return self.write("decision", lambda connection: steward_store.add(connection, decision))

    def cross_counts(self) -> tuple[int, int]:
        """How many days and how many actions have been registered, whatever their versions."""
        return self._number(cross_store.day_count), self._number(action_store.action_count)

    def _number(self, asked: Callable[[Connection], int]) -> int:
        with self.transaction() as connection:
            return 0 if connection is None else asked(connection)
