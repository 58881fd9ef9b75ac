"""A data steward's decisions carried out: each one once, in a transaction of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb
import polars as pl

from config import DataDirectory
from etl import warehouse
from etl.contracts.contract import Surroundings
from etl.deliveries import NotConserved
from etl.identity_numbers import masked
from etl.steward_work import FAILED, WITHDRAWN, Application, Applied, CannotBeDone, Decision
from register.steward import WITHDRAW


def apply_decisions(data: DataDirectory, surroundings: Surroundings, decisions: pl.DataFrame) -> Iterator[Applied]:
    """Carry out those of the register's decisions that have not been tried, in their order.

    Killed at any moment, a decision is carried out wholly or not at all; one that has been tried is never tried again.
    """
    withdrawn = {row["withdraws"]: row for row in decisions.iter_rows(named=True) if row["action"] == WITHDRAW}
    with warehouse.open_warehouse(data) as connection:
        tried = {token for (token,) in connection.execute("select token from applied_decisions").fetchall()}
        for decision in decisions.iter_rows(named=True):
            if decision["token"] not in tried:
                yield _settled(connection, data, surroundings, decision, withdrawn)


def _settled(
    connection: duckdb.DuckDBPyConnection,
    data: DataDirectory,
    surroundings: Surroundings,
    decision: Decision,
    withdrawn: dict[int, Decision],
) -> Applied:
    try:
        with warehouse.transaction(connection):
            if decision["id"] in withdrawn:
                raise CannotBeDone(f"Återtaget genom beslut {withdrawn[decision['id']]['id']}.", WITHDRAWN)
            work = Application(connection, data, surroundings, decision)
            applied = work.run()
            _write(connection, decision, applied)
    except (CannotBeDone, NotConserved) as fault:
        outcome = fault.outcome if isinstance(fault, CannotBeDone) else FAILED
        applied = Applied(decision["id"], decision["action"], outcome, 0, 0, masked(str(fault)))
        with warehouse.transaction(connection):
            _write(connection, decision, applied)
    return applied


def _write(connection: duckdb.DuckDBPyConnection, decision: Decision, applied: Applied) -> None:
    taken = ("token", "made_at", "action", "period", "withdraws")
    texts = ("role", "principal", "source", "kind", "reason", "column_name", "code")
    connection.execute(
        warehouse.statement("insert_applied_decision"),
        {name: decision[name] for name in taken}
        | {name: None if decision[name] is None else masked(decision[name]) for name in texts}
        | {name: value for name, value in vars(applied).items() if name != "action"}
        | {"applied_at": dt.datetime.now(dt.UTC).replace(tzinfo=None)},
    )
