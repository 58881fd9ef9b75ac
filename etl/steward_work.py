"""What each of a data steward's decisions does, in an open transaction of the warehouse."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import polars as pl

from config import DataDirectory
from etl import reference, steward_reference, warehouse
from etl.contracts.contract import Surroundings
from etl.identity_numbers import holds_one, masked
from etl.mappings.catalogue import read_mappings
from etl.quality_definitions import quality_rules
from etl.quality_log import count_anew
from etl.steward_delivery import QuarantinedDelivery, deliveries_with, surroundings_of
from etl.steward_rows import Released, Trial, Tried
from etl.steward_rules import UNKNOWN_SPECIALTY, UNKNOWN_UNIT, contract_of, may_release
from register.steward import ADD_CODE, ADD_UNIT, DISCARD, RELEASE, WITHDRAW

DONE, FAILED, OVERTAKEN, WITHDRAWN = "utford", "inte_utford", "overtaget", "aterkallat"
Decision = dict[str, Any]  # a row of register.DECISION_COLUMNS
SPECIALTY_CODE = re.compile(r"[0-9A-ZÅÄÖ]{3}")
RETIRED = "Leveransen som beslutet gällde har ersatts sedan dess. Fatta ett nytt beslut om det behövs."
NO_ROWS = "Inga rader i karantän väntar på det här beslutet."


class CannotBeDone(Exception):
    """Why a decision is not carried out, as a person reads it; nothing has been changed."""

    def __init__(self, message: str, outcome: str = FAILED) -> None:
        super().__init__(message)
        self.outcome = outcome


@dataclass(frozen=True)
class Applied:
    """What became of a decision: one of DONE, FAILED, OVERTAKEN, WITHDRAWN; `rows` entered, or were discarded."""

    decision_id: int
    action: str
    outcome: str
    rows: int
    duplicates: int
    message: str

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


class Application:
    """One decision, in an open transaction."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        data: DataDirectory,
        surroundings: Surroundings,
        decision: Decision,
    ) -> None:
        self._connection = connection
        self._data = data
        self._surroundings = surroundings
        self._decision = decision
        self._mappings = read_mappings(data)

    def run(self) -> Applied:
        """Raises `CannotBeDone`, `NotConserved`."""
        if any(isinstance(value, str) and holds_one(value) for value in self._decision.values()):
            raise CannotBeDone("Beslutet ser ut att innehålla ett personnummer. Fatta ett nytt utan det.")
        work = {
            RELEASE: self._release,
            DISCARD: self._discard,
            ADD_UNIT: self._add_unit,
            ADD_CODE: self._add_code,
            WITHDRAW: self._withdraw,
        }[self._decision["action"]]
        return work()

    def _release(self) -> Applied:
        reason, column = self._decision["reason"], self._decision["column_name"]
        contract = contract_of(self._decision["kind"])
        if contract is None or not may_release(contract, reason, column):
            raise CannotBeDone("Rader med den orsaken kan inte släppas fram. Rätta dem i källan och leverera på nytt.")
        total, surroundings = Tried(), self._with_decided()
        for delivery in self._deliveries(reason, column):
            released = [*self._released_before(delivery), (reason, column)]
            of_delivery = surroundings_of(surroundings, delivery, self._mappings)
            trial = Trial(self._connection, contract, of_delivery, delivery, released)
            _add(total, trial.run(reason))
            self._count_anew(delivery)
        return self._done(total, "räknas nu", "har fler fel och är kvar i karantän")

    def _discard(self) -> Applied:
        told = {name: self._decision[name] for name in ("reason", "column_name")}
        rows = 0
        for delivery in self._deliveries(told["reason"], told["column_name"]):
            parameters = told | {"delivery_id": delivery.delivery_id, "decision_id": self._decision["id"]}
            [(count,)] = self._connection.execute(warehouse.statement("steward_discard"), parameters).fetchall()
            rows += int(count)
            self._count_anew(delivery)
        return self._applied(rows, 0, f"{_rows(rows)} kasserade: de räknas som karantän, och deras innehåll är borta.")

    def _add_unit(self) -> Applied:
        said = self._decision
        if said["code_kind"] not in reference.CODE_KINDS:
            raise CannotBeDone(f"Kodtypen ska vara {', '.join(reference.CODE_KINDS)}.")
        known = reference.units(self._data).filter(
            pl.col("code") == said["code"],
            pl.col("code_kind") == said["code_kind"],
            pl.lit(said["valid_from"]).is_between("valid_from", "valid_to"),
        )
        for row in known.iter_rows(named=True):
            raise CannotBeDone(
                f"enheter.csv säger redan att {said['code']} är {row['unit']} ({row['administration']}): filen gäller."
            )
        self._connection.execute(
            "insert into decided_units by name select $id as decision_id, $code as code, $code_kind as code_kind, "
            "$unit as unit, $administration as administration, $valid_from as valid_from",
            {name: said[name] for name in ("id", "code", "code_kind", "unit", "administration", "valid_from")},
        )
        return self._retried(UNKNOWN_UNIT)

    def _add_code(self) -> Applied:
        said = self._decision
        specialties = reference.specialties(self._data)
        if not SPECIALTY_CODE.fullmatch(said["code"]):
            raise CannotBeDone("En MVO-kod har exakt tre tecken, till exempel 101 eller 003.")
        if said["code"] in specialties["specialty"]:
            raise CannotBeDone(f"mvo.csv har redan koden {said['code']}: filen gäller.")
        if said["specialty_group"] and said["specialty_group"] not in specialties["specialty_group"]:
            raise CannotBeDone(f"Gruppen {said['specialty_group']} finns inte i mvo.csv.")
        self._connection.execute(
            "insert into decided_specialties by name select $id as decision_id, $code as specialty, $name as name, "
            "coalesce($short_name, $name) as short_name, $specialty_group as specialty_group",
            {name: said[name] for name in ("id", "code", "name", "short_name", "specialty_group")},
        )
        return self._retried(UNKNOWN_SPECIALTY)

    def _withdraw(self) -> Applied:
        found = self._connection.execute(
            "select outcome from applied_decisions where decision_id = $id and outcome <> $withdrawn",
            {"id": self._decision["withdraws"], "withdrawn": WITHDRAWN},
        ).fetchall()
        if found:
            raise CannotBeDone(f"Beslut {self._decision['withdraws']} var redan utfört när det återtogs.")
        return self._applied(0, 0, f"Beslut {self._decision['withdraws']} är återtaget och utförs inte.")

    def _retried(self, reason: str) -> Applied:
        """The new reference row is there: try every row that lacked it."""
        surroundings = self._with_decided()
        text = json.dumps(self._decision["code"], ensure_ascii=False)[1:-1]
        total = Tried()
        for delivery in deliveries_with(self._connection, reason):
            contract = contract_of(delivery.kind)
            if contract is not None:
                released = self._released_before(delivery)
                of_delivery = surroundings_of(surroundings, delivery, self._mappings)
                _add(total, Trial(self._connection, contract, of_delivery, delivery, released).run(reason, text))
                self._count_anew(delivery)
        return self._done(total, "med koden räknas nu", "med koden har fler fel och är kvar i karantän")

    def _count_anew(self, delivery: QuarantinedDelivery) -> None:
        count_anew(self._connection, [delivery.delivery_id], quality_rules(self._data).granser)

    def _with_decided(self) -> Surroundings:
        """The surroundings with every reference row decided until now."""
        decided = steward_reference.decided_in(self._connection)
        return replace(
            self._surroundings,
            units=steward_reference.with_units(reference.units(self._data), decided.units),
            specialties=steward_reference.with_specialties(reference.specialties(self._data), decided.specialties),
        )

    def _deliveries(self, reason: str, column: str | None) -> list[QuarantinedDelivery]:
        """Those of the decision's source, kind and period that the steward had seen. Raises `CannotBeDone`."""
        wanted = tuple(self._decision[name] for name in ("source", "kind", "period"))
        in_force = [
            delivery
            for delivery in deliveries_with(self._connection, reason, column)
            if (delivery.source, delivery.kind, delivery.period) == wanted
        ]
        seen = [delivery for delivery in in_force if delivery.load_id <= self._decision["seen_load"]]
        if not seen:
            raise CannotBeDone(RETIRED, OVERTAKEN) if in_force or self._is_replaced(wanted) else CannotBeDone(NO_ROWS)
        return seen

    def _is_replaced(self, wanted: tuple[str | None, str | None, dt.date | None]) -> bool:
        """Whether a delivery that the steward had seen has left force, or the one in force is a later one."""
        source, kind, period = wanted
        found = self._connection.execute(
            "select 1 from deliveries where source is not distinct from $source and kind is not distinct from $kind "
            "and period is not distinct from $period and load_id > $seen limit 1",
            {"source": source, "kind": kind, "period": period, "seen": self._decision["seen_load"]},
        ).fetchall()
        return bool(found)

    def _released_before(self, delivery: QuarantinedDelivery) -> list[Released]:
        """What earlier decisions have let by in this very delivery."""
        found = self._connection.execute(
            'select reason, column_name from applied_decisions where "action" = $action and outcome = $done '
            "and source is not distinct from $source and kind is not distinct from $kind "
            "and period is not distinct from $period and newest_load >= $load_id",
            {
                "action": RELEASE,
                "done": DONE,
                "source": delivery.source,
                "kind": delivery.kind,
                "period": delivery.period,
                "load_id": delivery.load_id,
            },
        ).fetchall()
        return [(reason, column) for reason, column in found]

    def _done(self, total: Tried, counts: str, stays: str) -> Applied:
        parts = [f"{_rows(total.entered)} {counts}"]
        if total.duplicates:
            parts.append(f"{_rows(total.duplicates)} fanns redan")
        if total.left:
            parts.append(f"{_rows(total.left)} {stays}")
        return self._applied(total.entered, total.duplicates, f"{', '.join(parts)}.")

    def _applied(self, rows: int, duplicates: int, message: str) -> Applied:
        return Applied(self._decision["id"], self._decision["action"], DONE, rows, duplicates, masked(message))


def _add(total: Tried, tried: Tried) -> None:
    total.entered += tried.entered
    total.duplicates += tried.duplicates
    total.left += tried.left


def _rows(count: int) -> str:
    return "1 rad" if count == 1 else f"{count} rader"
