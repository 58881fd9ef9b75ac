"""Quarantined rows of one delivery tried again: those with nothing left against them enter their delivery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.contract import Contract, Surroundings
from etl.deliveries import PART, NotConserved
from etl.readers.extract import TEXT_CELLS
from etl.reasons import reasons
from etl.rules import RuleBook
from etl.steward_delivery import QuarantinedDelivery
from etl.steward_rules import LOOKED_UP, MAY_BE_EMPTY, may_release

BATCH = 20_000
PAIR = pl.Schema({"_record": pl.UInt32, "reason": pl.String, "column": pl.String, "cell": pl.String})
Released = tuple[str, str | None]  # a reason and its column; None: any


@dataclass
class Tried:
    """Rows that entered, that were there already, and that stay in quarantine."""

    entered: int = 0
    duplicates: int = 0
    left: int = 0


class Trial:
    """One delivery's rows against the rules as they hold now, without the pairs of reason and column let by.

    `surroundings`: those of the delivery, as `surroundings_of` makes them.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        surroundings: Surroundings,
        delivery: QuarantinedDelivery,
        released: Sequence[Released],
    ) -> None:
        self._connection = connection
        self._contract = contract
        self._delivery = delivery
        self._surroundings = surroundings
        self._rules = RuleBook(contract.rules(self._surroundings))
        self._released = [(reason, column) for reason, column in released if may_release(contract, reason, column)]
        self._tried = Tried()

    def run(self, reason: str, text: str = "") -> Tried:
        """Try the rows that have the reason and whose cells hold the text. Raises `NotConserved`."""
        for batch in self._batches(reason, text):
            self._try(batch)
        self._write_ledger()
        return self._tried

    def _batches(self, reason: str, text: str) -> Iterator[pl.DataFrame]:
        after = -1
        while True:
            batch: pl.DataFrame = self._connection.sql(
                warehouse.statement("steward_rows"),
                params={
                    "delivery_id": self._delivery.delivery_id,
                    "after": after,
                    "reason": reason,
                    "text": text,
                    "size": BATCH,
                },
            ).pl()
            if batch.is_empty():
                return
            after = int(batch["_record"].max())  # type: ignore[arg-type]
            yield batch.with_columns(pl.col("_record").cast(pl.UInt32))

    def _try(self, batch: pl.DataFrame) -> None:
        said = batch.select("_record", pl.col("reasons").alias("reason"), pl.col("columns").alias("column"),
                            pl.col("cells").alias("cell")).explode("reason", "column", "cell").cast(PAIR)  # fmt: skip
        said = said.with_columns(self._is_released())
        rows = self._contract.derive(self._cells(batch, said), self._surroundings).with_columns(
            pl.lit(self._delivery.delivery_id, dtype=pl.Int32).alias("delivery_id")
        )
        judged = self._judged(rows)
        against = pl.concat([said, judged]).filter(~pl.col("is_released"))
        stands = pl.col("reason").is_in(
            LOOKED_UP
        )  # said of the reference that held then: only the judgement of now counts
        against = pl.concat([against.filter(~stands), judged.filter(~pl.col("is_released"), stands)])
        freed = self._of_the_delivery(rows).join(against, on="_record", how="anti")
        entered = self._enter(freed) if freed.height else []
        self._tried.left += batch.height - len(entered)
        self._say_anew(batch, said, judged, entered)

    def _is_released(self) -> pl.Expr:
        by_pair = (
            (pl.col("reason") == reason) & _is_column(column) & self._may(reason) for reason, column in self._released
        )
        return pl.any_horizontal(pl.lit(value=False), *by_pair).fill_null(value=False).alias("is_released")

    def _may(self, reason: str) -> pl.Expr:
        """A cell that may not be taken for empty is not let by, whatever was decided of the reason."""
        if not reasons()[reason].emptied:
            return pl.lit(value=True)
        return pl.col("column").is_in(sorted(MAY_BE_EMPTY.get(self._contract.name, ())))

    def _cells(self, batch: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
        """The contract's columns as they were quarantined; those let by as empty are empty."""
        schema = pl.Struct({column.name: pl.String for column in self._contract.columns})
        cells = batch.select("_record", "_line", pl.col("row").str.json_decode(schema).alias("cells")).unnest("cells")
        emptied = [code for code, reason in reasons().items() if reason.emptied]
        empty = said.filter("is_released", pl.col("reason").is_in(emptied))
        for (column,), records in empty.group_by("column"):
            is_empty = pl.col("_record").is_in(records["_record"].implode())
            cells = cells.with_columns(pl.when(~is_empty).then(pl.col(str(column))).alias(str(column)))
        return cells.with_columns(pl.lit(None, dtype=pl.List(pl.String)).alias(TEXT_CELLS))

    def _judged(self, rows: pl.DataFrame) -> pl.DataFrame:
        _, masked = self._rules.masked(rows)
        found = self._rules.reasons_by_record(masked) if masked.height else pl.DataFrame(schema=PAIR)
        pairs = found.select(
            pl.col("_record").cast(pl.UInt32), "reason", "column", pl.lit(None, dtype=pl.String).alias("cell")
        )
        return pairs.with_columns(self._is_released())

    def _of_the_delivery(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows that belong where they were: a cell taken for empty may not move a row."""
        delivery = self._delivery
        same = [
            pl.col(name).eq_missing(pl.lit(value, dtype=rows.schema[name]))
            for name, value in zip(PART, (delivery.source, delivery.population, delivery.period), strict=True)
        ]
        return rows.filter(*same, delivery.owns(rows))

    def _enter(self, freed: pl.DataFrame) -> list[int]:
        """Store the rows, or count them as duplicates; the records that left quarantine."""
        stored = self._contract.stored(freed)
        if self._contract.table == "contacts":
            stored, known = self._unknown_contacts(stored)
            warehouse.run(self._connection, "steward_insert_contacts", stored)
        else:
            known = []
            warehouse.run(self._connection, f"insert_{self._contract.table}", stored)
        entered = stored["record"].unique()
        left = pl.DataFrame({"_record": [*entered, *known]}, schema={"_record": pl.Int64})
        warehouse.run(self._connection, "steward_leave", left, delivery_id=self._delivery.delivery_id)
        if self._contract.unit_column:
            kept = freed.filter(pl.col("_record").is_in(entered.implode()))
            units = kept.select("delivery_id", pl.col(self._contract.unit_column).alias("care_unit"))
            warehouse.run(self._connection, "steward_units", units)
        self._tried.entered += entered.len()
        self._tried.duplicates += len(known)
        return left["_record"].to_list()

    def _unknown_contacts(self, stored: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
        """The contacts that the delivery lacks, and the records of those that are there already and equal.

        One that is there with other content stays in quarantine, as do two of the batch with one id.
        """
        told = warehouse.run(self._connection, "steward_known_contacts", stored)
        there = pl.Series([record for record, _ in told], dtype=stored.schema["record"])
        new = stored.filter(~pl.col("record").is_in(there.implode()), pl.col("contact_id").is_unique())
        return new, [record for record, is_equal in told if is_equal]

    def _say_anew(self, batch: pl.DataFrame, said: pl.DataFrame, judged: pl.DataFrame, entered: Sequence[int]) -> None:
        """Rows that stay have the reasons that hold now: a unit that is known may contradict another."""
        pair = ["_record", "reason", "column"]
        stale = said.filter(pl.col("reason").is_in(LOOKED_UP)).join(judged, on=pair, how="anti", nulls_equal=True)
        new = judged.filter(~pl.col("is_released")).join(said, on=pair, how="anti", nulls_equal=True)
        changed = pl.concat([stale["_record"], new["_record"]]).unique()
        staying = changed.filter(~changed.is_in(pl.Series(entered, dtype=pl.UInt32).implode()))
        kept = pl.concat([said.join(stale, on=pair, how="anti", nulls_equal=True), new])
        anew = (
            batch.select("_record")
            .filter(pl.col("_record").is_in(staying.implode()))
            .join(kept, on="_record", maintain_order="left_right")
            .group_by("_record", maintain_order=True)
            .agg(pl.col("reason").alias("reasons"), pl.col("column").alias("columns"), pl.col("cell").alias("cells"))
        )
        if anew.height:
            warehouse.run(self._connection, "steward_reasons", anew, delivery_id=self._delivery.delivery_id)

    def _write_ledger(self) -> None:
        delivery, table = self._delivery, self._contract.table
        ids = {"delivery_id": delivery.delivery_id}
        counts = {"entered": self._tried.entered, "duplicates": self._tried.duplicates}
        for statement in warehouse.statement("steward_ledger").split(";\n\n"):
            named = (counts | ids | {"load_id": delivery.load_id}).items()
            self._connection.execute(statement, {name: value for name, value in named if f"${name}" in statement})
        if self._tried.entered:
            self._connection.execute(
                f"update deliveries set principal = (select string_agg(distinct principal, ', ' order by principal) "  # noqa: S608
                f"from {table} where delivery_id = $delivery_id) where delivery_id = $delivery_id",
                ids,
            )
        self._refuse_loss(ids, table)

    def _refuse_loss(self, ids: dict[str, int], table: str) -> None:
        [(records, accepted, quarantined, duplicates, stored, kept_out)] = self._connection.execute(
            f"select records, accepted, quarantined, duplicates, "  # noqa: S608
            f"(select count(distinct record) from {table} where delivery_id = $delivery_id), "
            "(select count(*) from quarantine where delivery_id = $delivery_id) "
            "from deliveries where delivery_id = $delivery_id",
            ids,
        ).fetchall()
        lost = self._tried.entered and accepted != stored
        if records != accepted + quarantined + duplicates or quarantined != kept_out or lost:
            raise NotConserved(
                f"{records} poster blev {stored} godkända, {kept_out} i karantän och {duplicates} dubbletter; beslutet "
                "är inte utfört."
            )


def _is_column(column: str | None) -> pl.Expr:
    return pl.lit(value=True) if column is None else pl.col("column") == column
