"""The parts of a file: which delivery each row belongs to, their counts, and what they replace."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import duckdb
import polars as pl

from etl import ledger, warehouse
from etl.contracts.agreements import Agreements
from etl.contracts.contract import Contract
from etl.contracts.parties import NO_PRINCIPAL
from etl.cross_log import take_over
from etl.identity_numbers import holds_one, masked
from etl.readers import BrokenRecord, Extract
from etl.redelivery import Redelivery
from etl.report import PartReport
from etl.revisions import write_days_taken_over, write_revision
from etl.thresholds import LetBy

PART = ("source", "population", "period")
POPULATIONS = ("vantande", "genomforda")
PartKey = tuple[str | None, str | None, dt.date | None]


class NotConserved(Exception):
    """Rows were lost or doubled on the way: records ≠ accepted + quarantined + duplicates."""


class Deliveries:
    """The deliveries of one file, in an open transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
        self._connection = connection
        self._contract = contract
        self._next = ledger.next_delivery_id(connection)
        self._ids: dict[PartKey, int] = {}
        self._parts: dict[int, PartReport] = {}
        self._populations: dict[int, str | None] = {}
        self._units: set[tuple[int, str]] = set()
        self._left_out: dict[int, int] = defaultdict(int)
        self._named: dict[int, set[str]] = defaultdict(set)  # whose rows a part has, good ones or not

    def assign(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add `delivery_id`; a part seen for the first time gets the next one."""
        parts = rows.select("source", self._known_population(), "period")
        counts = parts.group_by(PART, maintain_order=True).len()
        for source, population, period, records in counts.iter_rows():
            self._parts[self._id_of((source, population, period))].records += records
        ids = counts.select(
            *PART, pl.Series("delivery_id", [self._ids[key] for key in counts.select(PART).iter_rows()], dtype=pl.Int32)
        )
        assigned = rows.with_columns(
            parts.join(ids, on=PART, how="left", nulls_equal=True, maintain_order="left")["delivery_id"]
        )
        for delivery_id, principal in assigned.select("delivery_id", "principal").unique().drop_nulls().iter_rows():
            self._named[delivery_id].add(principal)
        return assigned

    def _known_population(self) -> pl.Expr:
        """None where it is no population: a cell of any other text would make a delivery of its own."""
        known = [*self._contract.kinds, *POPULATIONS]
        return pl.when(pl.col("population").is_in(known)).then("population").alias("population")

    def of_broken(self, broken: Sequence[BrokenRecord], days: Mapping[int, int], source: str | None) -> list[int]:
        """The delivery of each record that cannot be read: that of its day in `days`, by record, where it has one.

        The others belong to a part without period, and without source unless it was named.
        """
        found = [days.get(record.record) or self._id_of((source, None, None)) for record in broken]
        for delivery_id in found:
            self._parts[delivery_id].records += 1
        return found

    def leave_out(self, rows: int, source: str | None) -> None:
        """Count rows that a mapping's filter leaves out: they belong to the part without period, and are no fault."""
        if rows:
            delivery_id = self._id_of((source, None, None))
            self._parts[delivery_id].records += rows
            self._left_out[delivery_id] += rows

    def left_out(self, reason: str) -> dict[str, int]:
        """The reason → how many rows; empty where there is none."""
        rows = sum(self._left_out.values())
        return {reason: rows} if rows else {}

    def count_duplicates(self, duplicates: pl.DataFrame) -> None:
        for delivery_id, rows in duplicates.group_by("delivery_id").len().iter_rows():
            self._parts[delivery_id].duplicates += rows

    @property
    def ids(self) -> list[int]:
        """Every delivery of the file."""
        return list(self._parts)

    @property
    def first(self) -> int:
        """The lowest delivery of the file."""
        return min(self._parts)

    def note_units(self, rows: pl.DataFrame, kept: pl.Series) -> None:
        """Remember which care units each delivery holds."""
        if self._contract.unit_column:
            pairs = rows.select("delivery_id", self._contract.unit_column).filter(kept).drop_nulls().unique()
            self._units.update(pairs.iter_rows())

    def finish(
        self, load_id: int, extract: Extract, let_by: LetBy, judge: Callable[[Mapping[int, PartReport]], None]
    ) -> list[PartReport]:
        """Count what is stored, write the ledger, replace what was there. Raises `Refused`, `NotConserved`.

        `judge` may refuse the file by what it has, before anything is replaced.
        """
        self._count_stored(load_id)
        self._write(load_id)
        if self._contract.rows_share_record:
            self._connection.execute(warehouse.statement("count_bands"), {"first": self.first})
        judge(self._parts)
        self._write_principals()
        self._replace(extract.path.name, let_by)
        self._retire(extract)
        return list(self._parts.values())

    def _id_of(self, key: PartKey) -> int:
        if key not in self._ids:
            source, population, period = key
            self._ids[key] = self._next
            self._parts[self._next] = PartReport(self._contract.kind_of(population), source, period)
            self._populations[self._next] = population
            self._next += 1
        return self._ids[key]

    def _count_stored(self, load_id: int) -> None:
        table = self._contract.table
        records = "count(distinct record)" if self._contract.rows_share_record else "count(*)"
        stored = self._connection.execute(
            f"select delivery_id, {records} from {table} where delivery_id >= $first group by delivery_id",  # noqa: S608
            {"first": self.first},
        ).fetchall()
        for delivery_id, rows in stored:
            self._parts[delivery_id].accepted = rows
        for delivery_id, rows in self._left_out.items():
            self._parts[delivery_id].accepted += rows
        kept_out = self._connection.execute(
            "select delivery_id, count(*) from quarantine where load_id = $load_id group by delivery_id",
            {"load_id": load_id},
        ).fetchall()
        for delivery_id, rows in kept_out:
            self._parts[delivery_id].quarantined = rows
        counts = self._connection.execute(warehouse.statement("reason_counts"), {"load_id": load_id}).fetchall()
        for delivery_id, reason, rows in counts:
            self._parts[delivery_id].reasons[reason] = rows
        for part in self._parts.values():
            if part.records != part.accepted + part.quarantined + part.duplicates:
                raise NotConserved(
                    f"{part.records} poster blev {part.accepted} godkända, {part.quarantined} i karantän och "
                    f"{part.duplicates} dubbletter; inget av filen har laddats."
                )

    def _write(self, load_id: int) -> None:
        ledger.write_deliveries(
            self._connection,
            load_id,
            [(delivery_id, self._populations[delivery_id], part) for delivery_id, part in self._parts.items()],
        )
        if self._units:
            units = pl.DataFrame(list(self._units), schema=["delivery_id", "care_unit"], orient="row")
            warehouse.run(self._connection, "insert_units", units)

    def _write_principals(self) -> None:
        """Whose each delivery is, kept when its rows are replaced: the stored rows', else those of all its rows."""
        stored = self._connection.execute(
            f"select distinct delivery_id, principal from {self._contract.table} where delivery_id >= $first",  # noqa: S608
            {"first": self.first},
        ).fetchall()
        kept: dict[int, set[str]] = defaultdict(set)
        for delivery_id, principal in stored:
            kept[delivery_id].add(principal)
        for delivery_id in self._parts:
            principals = kept[delivery_id] or {name for name in self._named[delivery_id] if not holds_one(name)}
            self._connection.execute(
                "update deliveries set principal = $principal where delivery_id = $id",
                {"principal": ", ".join(sorted(principals)) or None, "id": delivery_id},
            )

    def _replace(self, file_name: str, let_by: LetBy) -> None:
        if self._contract.append_only:
            return
        first = self.first
        if self._contract.replaces_days:
            for taken in take_over(self._connection, first):
                self._parts[taken.delivery_id].replaces = taken.replaced_id
                write_days_taken_over(self._connection, taken.delivery_id, taken.replaced_id, taken.rows)
            return
        redelivery = Redelivery(self._connection, self._contract, file_name, let_by)
        replaced = self._connection.execute(warehouse.statement("replaced_deliveries"), {"first": first}).fetchall()
        for delivery_id, replaced_id in replaced:
            redelivery.judge(self._parts[delivery_id], delivery_id, replaced_id)
            self._parts[delivery_id].replaces = replaced_id
            parameters = {"replaced": replaced_id}
            write_revision(self._connection, self._contract.table, delivery_id, replaced_id)
            for table in (self._contract.table, *self._contract.derived_tables):
                self._connection.execute(f"delete from {table} where delivery_id = $replaced", parameters)  # noqa: S608
            self._connection.execute(
                "update deliveries set replaced_by = $by where delivery_id = $replaced",
                {"by": delivery_id} | parameters,
            )
            self._connection.execute(
                "update deliveries set replaces = $replaced where delivery_id = $by", {"by": delivery_id} | parameters
            )

    def _retire(self, extract: Extract) -> None:
        """Unreadable rows of earlier loads that this one replaces; then the cells of everything replaced."""
        parameters = {"first": self.first, "sha256": extract.sha256, "path": masked(extract.path.name)}
        self._connection.execute(warehouse.statement("retire_unreadable_parts"), parameters)
        self._retire_made_up(extract.sha256)
        if self._contract.append_only:
            self._connection.execute(warehouse.statement("retire_plan_quarantine"), parameters)
        self._connection.execute(warehouse.statement("delete_retired_quarantine"))
        self._connection.execute(warehouse.statement("delete_retired_cross_days"))

    def _retire_made_up(self, sha256: str) -> None:
        """The same bytes, loaded before nobody had said whose they are, were stored as a made-up principal's."""
        named = {part.source for part in self._parts.values()}.union(*self._named.values())
        if not isinstance(self._contract, Agreements) or NO_PRINCIPAL in named:
            return
        parameters = {"first": self.first, "sha256": sha256, "source": NO_PRINCIPAL}
        retired = self._connection.execute(warehouse.statement("retire_made_up"), parameters).fetchall()
        for (delivery_id,) in retired:
            self._connection.execute(
                f"delete from {self._contract.table} where delivery_id = $id",  # noqa: S608
                {"id": delivery_id},
            )
