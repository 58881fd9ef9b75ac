"""One file in one transaction: batches in, rules, two sinks, duplicates, re-deliveries, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts import CONTRACTS
from etl.contracts.contract import EXTRA, Contract, Surroundings
from etl.contracts.header import Columns, known_names
from etl.deliveries import Deliveries
from etl.duplicates import KeyLog
from etl.leak_test import LeakTest
from etl.quarantine import CONFLICT, broken_rows, described_rows, quarantined_rows
from etl.readers import Extract, open_extract
from etl.readers.text_checks import ALL_FAULTS
from etl.report import FileReport
from etl.rules import Rule, RuleBook

Progress = Callable[[int], None]


@dataclass(frozen=True)
class LoadOptions:
    """What the command line says about every file of a run."""

    surroundings: Surroundings
    rules_version: str
    hash_key: str
    kind: str | None = None
    accept: str | None = None


@dataclass
class FileLoad:
    """The state of one file while it streams into an open transaction."""

    connection: duckdb.DuckDBPyConnection
    extract: Extract
    contract: Contract
    columns: Columns
    options: LoadOptions
    load_id: int
    rules: RuleBook = field(init=False)
    warning_rules: list[Rule] = field(init=False)
    warnings: dict[str, int] = field(default_factory=dict)
    rows_read: int = 0

    def __post_init__(self) -> None:
        extra = tuple(f"{EXTRA}{name}" for name in self.columns.extra)
        self.surroundings = replace(self.options.surroundings, extra_columns=extra)
        self.rules = RuleBook(self.contract.rules(self.surroundings))
        self.warning_rules = list(self.contract.warnings())
        self.deliveries = Deliveries(self.connection, self.contract)
        self.keys = KeyLog(self.contract)
        self.leaks = LeakTest([column.name for column in self.contract.columns if column.role == "id"])

    def run(self, progress: Progress) -> FileReport:
        """Stream every batch, then settle what only the whole file shows. Raises `Refused`."""
        for batch in self.extract.batches():
            self._take(batch)
            progress(batch.height)
        self.leaks.refuse(self.extract.path.name)
        self._take_broken()
        self._settle_duplicates()
        return self._report()

    def _take(self, batch: pl.DataFrame) -> None:
        named = self._by_name(batch)
        if self.rows_read == 0:
            self.surroundings = self.contract.settled(named, self.surroundings)
        self.rows_read += batch.height
        rows = self.contract.derive(named, self.surroundings)
        rows = self.deliveries.assign(rows)
        self.keys.add(rows)
        self.leaks.add(rows)
        broken, masked = self.rules.masked(rows, impossible=ALL_FAULTS - self.extract.suspected)
        self._store(rows.filter(~broken) if masked.height else rows)
        if masked.height:
            self._quarantine(masked)

    def _by_name(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The contract's columns by its own names, empty where the file lacks them; unknown ones as they are."""
        lacking = [c.name for c in self.contract.columns if c.name not in self.columns.renames.values()]
        extra = {name: f"{EXTRA}{name}" for name in self.columns.extra}
        return batch.rename(self.columns.renames | extra).with_columns(
            pl.lit(None, dtype=pl.String).alias(name) for name in lacking
        )

    def _store(self, accepted: pl.DataFrame) -> None:
        self._count_warnings(accepted)
        self.deliveries.note_units(accepted)
        self.connection.register("accepted", self.contract.stored(accepted))
        sql = warehouse.statement(f"insert_{self.contract.table}")
        self.connection.execute(sql, {"key": self.options.hash_key} if "$key" in sql else {})
        self.connection.unregister("accepted")

    def _count_warnings(self, accepted: pl.DataFrame) -> None:
        counts = accepted.select(rule.broken.sum().alias(rule.reason) for rule in self.warning_rules)
        for reason, rows in counts.row(0, named=True).items() if self.warning_rules else ():
            if rows:
                self.warnings[reason] = self.warnings.get(reason, 0) + int(rows)

    def _quarantine(self, rows: pl.DataFrame) -> None:
        self._insert_quarantine(
            quarantined_rows(rows, self.rules, self.contract.columns, self.connection, self.options.hash_key)
        )

    def _take_broken(self) -> None:
        broken = self.extract.broken
        if broken:
            delivery_id = self.deliveries.unknown(len(broken), self.surroundings.source)
            self._insert_quarantine(broken_rows(broken, delivery_id))

    def _insert_quarantine(self, rows: pl.DataFrame) -> None:
        self.connection.register("kept_out", rows)
        self.connection.execute(warehouse.statement("insert_quarantine"), {"load_id": self.load_id})
        self.connection.unregister("kept_out")

    def _settle_duplicates(self) -> None:
        """Equal rows of a key: the first stays. Unequal rows of a key: none can be trusted, all are quarantined."""
        verdicts = self.keys.verdicts()
        if verdicts.is_empty():
            return
        equal, conflicting = verdicts.filter(~pl.col("conflict")), verdicts.filter("conflict")
        self.deliveries.count_duplicates(equal)
        self.connection.register(
            "settled", verdicts.select(pl.col("_record").alias("record"), "delivery_id", "conflict")
        )
        parameters = {"load_id": self.load_id}
        self.connection.execute(warehouse.statement(f"delete_settled_{self.contract.table}"))
        self.connection.execute(warehouse.statement("delete_settled_quarantine"), parameters)
        in_quarantine = self.connection.execute(
            warehouse.statement("add_conflict_reason"),
            parameters | {"reason": CONFLICT, "column": self._key_column()},
        ).fetchall()
        self.connection.unregister("settled")
        self._quarantine_conflicts(conflicting, [record for (record,) in in_quarantine])

    def _quarantine_conflicts(self, conflicting: pl.DataFrame, in_quarantine: list[int]) -> None:
        """Read the file once more for the rows themselves: only their hashes were kept while it streamed."""
        known = pl.Series(in_quarantine, dtype=pl.UInt32).implode()
        missing = conflicting.filter(~pl.col("_record").is_in(known)).select("_record", "delivery_id")
        if missing.is_empty():
            return
        with open_extract(self.extract.path, known_names(CONTRACTS)) as again:
            for batch in again.batches():
                rows = self._by_name(batch).join(missing, on="_record", how="inner")
                if rows.height:
                    self._insert_conflicts(rows)

    def _insert_conflicts(self, rows: pl.DataFrame) -> None:
        described = described_rows(rows, self.contract.columns, self.connection, self.options.hash_key)
        self._insert_quarantine(
            described.select(
                "delivery_id",
                pl.col("_record").cast(pl.Int64).alias("record"),
                pl.col("_line").cast(pl.Int64).alias("line"),
                pl.concat_list(pl.lit(CONFLICT)).alias("reasons"),
                pl.concat_list(pl.lit(self._key_column(), dtype=pl.String)).alias("columns"),
                "row",
            )
        )

    def _key_column(self) -> str | None:
        """The column to look at; none where the key is made of several."""
        return self.contract.key[0] if len(self.contract.key) == 1 else None

    def _report(self) -> FileReport:
        parts = self.deliveries.finish(self.load_id, self.extract, self.options.accept)
        report = FileReport(
            path="",
            status="replaced" if any(part.replaces for part in parts) else "loaded",
            kind="+".join(kind for kind in self.contract.kinds if any(part.kind == kind for part in parts)) or None,
            source=_span(part.source for part in parts),
            period=_period(part.period for part in parts),
            encoding=self.extract.encoding,
            records=sum(part.records for part in parts),
            accepted=sum(part.accepted for part in parts),
            quarantined=sum(part.quarantined for part in parts),
            duplicates=sum(part.duplicates for part in parts),
            warnings=self.warnings,
            parts=parts,
            accepted_refusal=self.deliveries.overridden,
        )
        for part in parts:
            for reason, rows in part.reasons.items():
                report.reasons[reason] = report.reasons.get(reason, 0) + rows
        return report


def _span(values: Iterable[str | None]) -> str | None:
    return "+".join(sorted({value for value in values if value is not None})) or None


def _period(periods: Iterable[dt.date | None]) -> str | None:
    known = sorted(period for period in periods if period is not None)
    if not known:
        return None
    return known[0].isoformat() if known[0] == known[-1] else f"{known[0]}/{known[-1]}"
