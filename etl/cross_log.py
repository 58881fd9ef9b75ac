"""The days of one file of crosses: which are whole, what is said twice, and which earlier days they take over."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.contract import Contract
from etl.contracts.cross_places import folded_unit
from etl.contracts.cross_words import STATES
from etl.contracts.green_cross import DAY

INCOMPLETE, SEVERAL_SOURCES = "dag_ofullstandig", "flera_kallor_samma_dag"
ALIKE, CONTRADICTING = "lika_handelser", "motsagande_dag"
OWNER = ("source", "principal", "administration")  # what a row may not tell of the day that it is about
NAME = "_name"
UNIT_NAMES = ("unit", "delivered_unit")


class CrossLog:
    """Every row of a file that is about a known day, judged when all have been read."""

    def __init__(self, contract: Contract) -> None:
        self._content = contract.content()
        self._seen: list[pl.DataFrame] = []
        self._told_by_broken: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame, kept: pl.Series) -> None:
        """Take one batch; `kept` rows break no rule."""
        said = rows.select(self._content).hash_rows(seed=3)
        seen = rows.select(
            "_record", "delivery_id", *DAY, "delivered_unit", "owner_is_unknown", "is_event", "fact", "kalla",
            said.alias("content"), kept.alias("kept"),
        )  # fmt: skip
        self._seen.append(seen.filter(pl.all_horizontal(pl.col("unit", "date").is_not_null())))

    def add_broken(self, readings: pl.DataFrame) -> dict[int, int]:
        """Hold the days that broken records may tell of, when every batch has been added.

        Record → delivery, of those that tell of a day that the file has other rows of. Only what those rows say is
        remembered: the text of a broken record may be anything.
        """
        unplaced = readings.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in ("source", "principal"))
        found = _of_same_days(pl.concat(self._seen), unplaced)
        self._told_by_broken.append(found)
        first = found.unique("told_by", keep="first", maintain_order=True)
        return dict(first.select("told_by", "delivery_id").iter_rows())

    def verdicts(self) -> pl.DataFrame:
        """`_record, delivery_id, reason, column` of kept rows that may not be stored.

        A day of which one row is quarantined waits with all of its rows: without its worst event it would be too green.
        `reason` null: the same state is said of the day already.
        """
        rows = pl.concat(self._seen)
        kept = rows.filter("kept")
        halves = self._halves(kept, rows.filter(~pl.col("kept")))
        whole = kept.join(halves, on="_record", how="anti", maintain_order="left")
        mixed = whole.filter(pl.col("kalla").n_unique().over(DAY) > 1)
        states = whole.join(mixed, on="_record", how="anti").filter(~pl.col("is_event"))
        said_before = states.filter(_is_repeated())
        return pl.concat(
            [
                _verdict(halves, INCOMPLETE, None),
                _verdict(mixed, SEVERAL_SOURCES, "kalla"),
                _verdict(said_before, None, None),
            ]
        )

    def _halves(self, kept: pl.DataFrame, stopped: pl.DataFrame) -> pl.DataFrame:
        """The kept rows of days that a stopped row or a broken record may be about."""
        is_placed = ~pl.col("owner_is_unknown") & pl.all_horizontal(pl.col(DAY).is_not_null())
        told = [_of_same_days(kept, stopped.filter(~is_placed)), *self._told_by_broken]
        records = pl.concat([found.select("_record") for found in told])
        return pl.concat(
            [
                kept.join(stopped.filter(is_placed), on=DAY, how="semi"),
                kept.join(records, on="_record", how="semi"),
            ]
        ).unique("_record", maintain_order=True)

    def warnings(self, settled: pl.Series) -> dict[str, int]:
        """Reason → rows: events that an equal row tells of too, states that others of their day contradict."""
        stayed = pl.concat(self._seen).filter("kept", ~pl.col("_record").is_in(settled.implode()))
        alike = stayed.filter("is_event").select(_is_repeated().sum()).item()
        is_state = pl.col("fact").is_in(STATES).fill_null(value=False)
        state = pl.when(is_state).then("fact").when("is_event").then(pl.lit("event"))
        of_days = stayed.select(is_state.alias("is_state"), several=state.drop_nulls().n_unique().over(DAY) > 1)
        found = {ALIKE: alike, CONTRADICTING: of_days.filter("is_state", "several").height}
        return {reason: rows for reason, rows in found.items() if rows}

    def held_days(self, settled: pl.DataFrame) -> pl.DataFrame:
        """`delivery_id, record, principal, administration, unit, delivered_unit, date` of quarantined rows of days."""
        stopped = settled.filter(pl.col("reason").is_not_null())["_record"].implode()
        held = pl.concat(self._seen).filter(~pl.col("kept") | pl.col("_record").is_in(stopped))
        broken = [
            found.unique("told_by", keep="first", maintain_order=True).with_columns(pl.col("told_by").alias("_record"))
            for found in self._told_by_broken
        ]
        return (
            pl.concat([held, *(days.select(held.columns) for days in broken)])
            .filter(_is_told())
            .select("delivery_id", pl.col("_record").alias("record"), "principal", _known_owner(), *UNIT_NAMES, "date")
        )


@dataclass(frozen=True)
class TakenOver:
    """Days of an earlier delivery that one of this load stands for from now on."""

    delivery_id: int
    replaced_id: int
    rows: int


def keep_days(connection: duckdb.DuckDBPyConnection, first: int, held: pl.DataFrame) -> None:
    """Number the stored rows of each day, and remember whose days the quarantined rows are about."""
    connection.execute(warehouse.statement("number_cross_entries"), {"first": first})
    warehouse.run(connection, "insert_cross_quarantined_days", held)


def take_over(connection: duckdb.DuckDBPyConnection, first: int) -> list[TakenOver]:
    """Let the deliveries from `first` on stand for their units' days: earlier rows of those days leave.

    An earlier delivery of which nothing is left is replaced; the others stay in force for their other days.
    """
    parameters = {"first": first}
    found = connection.execute(warehouse.statement("cross_days_taken_over"), parameters).fetchall()
    connection.execute(warehouse.statement("delete_cross_days_taken_over"), parameters)
    released = connection.execute(warehouse.statement("release_cross_quarantined_days"), parameters).fetchall()
    _leave_quarantine(connection, released)
    for ours, theirs, rows in found:
        connection.execute(
            "update deliveries set taken_over = coalesce(taken_over, 0) + $rows where delivery_id = $theirs",
            {"rows": rows, "theirs": theirs},
        )
        connection.execute(
            "update deliveries set replaces = greatest(coalesce(replaces, 0), $theirs) where delivery_id = $ours",
            {"theirs": theirs, "ours": ours},
        )
    connection.execute(warehouse.statement("retire_emptied_crosses"), parameters)
    return [TakenOver(*row) for row in found]


def _leave_quarantine(connection: duckdb.DuckDBPyConnection, released: list[tuple[int, int]]) -> None:
    """The day has come again: what was wrong with it before is nothing to act on any longer."""
    rows = pl.DataFrame(released, schema={"delivery_id": pl.Int32, "record": pl.Int64}, orient="row")
    warehouse.run(connection, "delete_released_quarantine", rows)
    for delivery_id, number in rows.group_by("delivery_id").len().iter_rows():
        connection.execute(
            "update deliveries set released = coalesce(released, 0) + $number where delivery_id = $delivery_id",
            {"number": number, "delivery_id": delivery_id},
        )


def _of_same_days(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The rows of units' days that `others` are about too, with `told_by`, the record of the other.

    A unit is the same by either of its names; what the other does not know of whose the day is, any row has.
    """
    unsure = others.select(
        pl.col("_record").alias("told_by"), "source", "principal", _known_owner(), *UNIT_NAMES, "date"
    )
    near = rows.join(unsure, on="date", how="semi")
    both = [(_named(near, name), _named(unsure, other)) for name in UNIT_NAMES for other in UNIT_NAMES]
    found = pl.concat([ours.join(theirs, on=["date", NAME]) for ours, theirs in both])
    agree = [(pl.col(name) == pl.col(f"{name}_right")).fill_null(value=True) for name in OWNER]
    told = found.filter(agree).select(*rows.columns, "told_by")
    return told.unique(["_record", "told_by"]).sort("told_by", "_record")


def _named(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.with_columns(folded_unit(pl.col(name)).alias(NAME)).filter(pl.col(NAME).is_not_null())


def _known_owner() -> pl.Expr:
    return pl.when(~pl.col("owner_is_unknown")).then("administration").alias("administration")


def _is_told() -> pl.Expr:
    return pl.all_horizontal(pl.col("source", "principal").is_not_null())


def _is_repeated() -> pl.Expr:
    return pl.col("_record") > pl.col("_record").min().over(*DAY, "content")


def _verdict(rows: pl.DataFrame, reason: str | None, column: str | None) -> pl.DataFrame:
    return rows.select(
        "_record",
        "delivery_id",
        pl.lit(reason, dtype=pl.String).alias("reason"),
        pl.lit(column, dtype=pl.String).alias("column"),
    )
