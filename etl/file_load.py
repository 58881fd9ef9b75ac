"""One file in one transaction: batches in, rules, two sinks, duplicates, re-deliveries, the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import duckdb
import polars as pl

from etl import warehouse
from etl.coded_columns import CodedColumns
from etl.contracts.aggregates import Aggregates
from etl.contracts.agreements import Agreements
from etl.contracts.band_groups import BandGroups
from etl.contracts.contract import EXTRA
from etl.cross_broken import readings
from etl.cross_log import CrossLog, keep_days
from etl.cross_spelling import UnitSpellings, stored_units
from etl.deliveries import Deliveries
from etl.duplicates import KeyLog
from etl.leak_test import LeakTest
from etl.load_options import LoadOptions
from etl.mapped_load import Understood, nothing_left
from etl.mappings.model import SOURCE
from etl.mappings.opening import open_again
from etl.plan_log import PlanLog, stored_versions
from etl.principals import known_principals, loaded_principal
from etl.progress import Taken
from etl.quality_log import QualityLog
from etl.quarantine import QuarantineSink
from etl.readers import Extract
from etl.readers.extract import TEXT_CELLS
from etl.readers.text_checks import ALL_FAULTS
from etl.report import FileReport, PartReport, period_of, span_of
from etl.rules import RuleBook
from etl.thresholds import LetBy, Thresholds
from etl.warned_rows import WarnedRows

Progress = Callable[[Taken], None]
OTHER_TOTAL, LEFT_OUT = "kontrolltal_avviker", "utelamnad_av_mappning"

__all__ = ["FileLoad", "LoadOptions", "MustWait", "Progress"]


class MustWait(Exception):
    """The rest of the run decides whose the file is."""


@dataclass
class FileLoad:
    """The state of one file while it streams into an open transaction."""

    connection: duckdb.DuckDBPyConnection
    extract: Extract
    understood: Understood
    options: LoadOptions
    load_id: int
    rules: RuleBook = field(init=False)
    warned: WarnedRows = field(init=False)
    settled: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt32))  # records that did not stay
    rows_read: int = 0
    rows_taken: int = 0  # those that a mapping's filters did not leave out

    def __post_init__(self) -> None:
        self.contract, self.columns = self.understood.contract, self.understood.columns
        self.application = self.understood.application
        # A mapping has decided about every column: what it does not read is only searched for identity numbers.
        extra = () if self.application else tuple(f"{EXTRA}{name}" for name in self.columns.extra)
        self.surroundings = replace(self.options.surroundings, extra_columns=extra)
        if isinstance(self.contract, Agreements | Aggregates):
            self.surroundings = replace(
                self.surroundings,
                loaded_principal=loaded_principal(self.connection),
                known_principals=known_principals(self.connection, self.surroundings.principals),
            )
        of_mapping = self.application.rules(self.columns.extra) if self.application else []
        self.rules = RuleBook([*self.contract.rules(self.surroundings), *of_mapping])
        self.codes = CodedColumns(self.contract, self.rules)
        self.let_by = LetBy(self.options.accept)
        self.warned = WarnedRows(self.contract.warnings())
        named = self.columns.renames | {name: f"{EXTRA}{name}" for name in self.columns.extra}
        in_file = self.application.letters(self.extract.letters) if self.application else self.extract.letters
        letters = {named[name]: letter for name, letter in in_file.items() if name in named}
        self.quarantine = QuarantineSink(
            self.connection, self.contract, self.load_id, self.options.hash_key, self.surroundings.roles, letters
        )
        self.deliveries = Deliveries(self.connection, self.contract)
        self.keys = KeyLog(self.contract, self.connection)
        self.quality = QualityLog(self.contract)
        self.days = CrossLog(self.contract) if self.contract.replaces_days else None
        self.spellings = UnitSpellings(stored_units(self.connection)) if self.contract.replaces_days else None
        self.versions = PlanLog() if self.contract.append_only else None
        self.bands = BandGroups() if isinstance(self.contract, Aggregates) else None
        self.leaks = LeakTest([column.name for column in self.contract.columns if column.role == "id"])

    def run(self, progress: Progress) -> FileReport:
        """Stream every batch, then settle what only the whole file shows. Raises `Refused`."""
        for batch in self.extract.batches():
            self._take(batch)
            progress(Taken(batch.height, self.extract.share_read))
        self.leaks.refuse(self.extract.path.name)
        self._compare_with_footer()
        if self.extract.broken:
            self._take_broken()
        if self.rows_taken:
            self._judge_together()
        elif self.rows_read:
            raise nothing_left(self.extract.path.name, self.rows_read)
        return self._report()

    def _compare_with_footer(self) -> None:
        """Refuse a file that has not as many records as its own last line tells, unless a person lets it by."""
        stated, found = self.extract.stated_rows, self.rows_read + len(self.extract.broken)
        if stated is None or stated == found:
            return
        self.let_by.refuse(
            OTHER_TOTAL,
            f"{self.extract.path.name}: sista raden säger {stated} poster, men filen har {found}. Filen är "
            "ofullständig eller hopsatt: hämta den igen, eller ladda med --accept "
            f"{OTHER_TOTAL} om antalet i sidfoten är fel.",
        )

    def _take(self, batch: pl.DataFrame) -> None:
        named = self._by_name(batch)
        self.rows_read += batch.height
        self.deliveries.leave_out(batch.height - named.height, self.surroundings.source)
        if named.is_empty():
            return
        if self.rows_taken == 0:
            self.surroundings = self.contract.settled(named, self.surroundings)
        self.rows_taken += named.height
        rows = self.contract.derive(named, self.surroundings)
        if SOURCE in rows.columns:
            rows = rows.with_columns(pl.coalesce(SOURCE, "source").alias("source"))
        if self.spellings is not None:
            rows = self.spellings.spelt(rows)
        if self.options.may_wait and "principal_is_inferred" in rows.columns and rows["principal_is_inferred"].any():
            raise MustWait
        rows = self.deliveries.assign(rows)
        self.quality.add(rows)
        if self.versions is None and self.days is None:
            self.keys.add(rows)
        self.leaks.add(rows)
        broken, masked = self.rules.masked(rows, impossible=ALL_FAULTS - self.extract.suspected)
        self.codes.add(rows, masked)
        if self.days is not None:
            self.days.add(rows, ~broken)
        if self.bands is not None:
            self.bands.add(rows, ~broken)
        self._store(rows, ~broken)
        if masked.height:
            self.quarantine.add_faulty(masked, self.rules)

    def _judge_together(self) -> None:
        verdicts = self._verdicts()
        if not verdicts.is_empty():
            self._settle(verdicts)
        if self.days is not None:
            keep_days(self.connection, self.deliveries.first, self.days.held_days(verdicts))

    def _take_broken(self) -> None:
        """Quarantine the records that have no columns, with the delivery of the day that they tell of, if any."""
        broken, days = self.extract.broken, {}
        if self.days is not None and self.rows_taken:
            meant = self._by_name(readings(broken, self.extract.header, self.extract.delimiter))
            days = self.days.add_broken(self.contract.derive(meant, self.surroundings))
        self.quarantine.add_broken(broken, self.deliveries.of_broken(broken, days, self.surroundings.source))

    def _by_name(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The contract's columns by its own names, empty where the file lacks them; unknown ones as they are."""
        lacking = [c.name for c in self.contract.columns if c.name not in self.columns.renames.values()]
        extra = {name: f"{EXTRA}{name}" for name in self.columns.extra}
        if self.application is not None:
            batch = self.application.apply(batch)
        named = batch.rename(self.columns.renames | extra).with_columns(
            pl.lit(None, dtype=pl.String).alias(name) for name in lacking
        )
        if TEXT_CELLS in batch.columns:
            return named.with_columns(pl.col(TEXT_CELLS).list.eval(pl.element().replace(self.columns.renames)))
        return named.with_columns(pl.lit(None, dtype=pl.List(pl.String)).alias(TEXT_CELLS))

    def _store(self, rows: pl.DataFrame, kept: pl.Series) -> None:
        """Store the kept rows; the columns that nobody stores are never copied."""
        stored = self.contract.stored(rows).filter(kept)
        warehouse.run(self.connection, f"insert_{self.contract.table}", stored, key=self.options.hash_key)
        if self.versions is not None:
            self.versions.add(stored)
        self.deliveries.note_units(rows, kept)
        self.warned.add(rows, kept)

    def _verdicts(self) -> pl.DataFrame:
        """`_record, delivery_id, reason, column` of the accepted rows that may not stay; `reason` null: duplicates."""
        if self.days is not None:
            return self.days.verdicts()
        if self.versions is None:
            verdicts = self.keys.verdicts()
            return verdicts if self.bands is None else self.bands.completed(verdicts)
        return self.versions.verdicts(stored_versions(self.connection, self.load_id), self.options.registered())

    def _settle(self, verdicts: pl.DataFrame) -> None:
        """Equal rows of a key: the first stays. Unequal rows of a key: none can be trusted, all are quarantined."""
        self.settled = verdicts["_record"]
        self.deliveries.count_duplicates(verdicts.filter(pl.col("reason").is_null()))
        warehouse.run(self.connection, f"delete_settled_{self.contract.table}", verdicts)
        in_quarantine = pl.Series(self.quarantine.settle(verdicts), dtype=pl.UInt32)
        missing = verdicts.filter(pl.col("reason").is_not_null(), ~pl.col("_record").is_in(in_quarantine.implode()))
        if missing.height:
            self._quarantine_conflicting(missing)

    def _quarantine_conflicting(self, missing: pl.DataFrame) -> None:
        """Read the file once more for the rows themselves: only their hashes were kept while it streamed."""
        with open_again(self.extract.path, self.understood.mapping) as again:
            self.understood.require_types(again)
            for batch in again.batches():
                rows = self._by_name(batch).join(missing, on="_record", how="inner")
                if rows.height:
                    self.quarantine.add_conflicting(rows)

    def _judge_whole(self, parts: Mapping[int, PartReport]) -> None:
        thresholds = Thresholds(self.connection, self.options.limits, self.extract.path.name, self.let_by)
        thresholds.judge(self.load_id, parts, self.codes)

    def _report(self) -> FileReport:
        parts = self.deliveries.finish(self.load_id, self.extract, self.let_by, self._judge_whole)
        self.quality.write(self.connection, self.deliveries.ids, self.options.odd)
        of_days = self.days.warnings(self.settled) if self.days is not None and self.rows_taken else {}
        of_bands = self.bands.warnings(self.settled) if self.bands is not None else {}
        report = FileReport(
            path="",
            mapping=self.understood.mapping.name if self.understood.mapping is not None else None,
            status="replaced" if any(part.replaces for part in parts) else "loaded",
            kind="+".join(kind for kind in self.contract.kinds if any(part.kind == kind for part in parts)) or None,
            source=span_of(part.source for part in parts),
            period=period_of(part.period for part in parts),
            encoding=self.extract.encoding,
            records=sum(part.records for part in parts),
            accepted=sum(part.accepted for part in parts),
            quarantined=sum(part.quarantined for part in parts),
            duplicates=sum(part.duplicates for part in parts),
            warnings=self.warned.counts(self.settled) | of_days | of_bands | self.deliveries.left_out(LEFT_OUT),
            parts=parts,
            accepted_refusal=self.let_by.told,
        )
        for part in parts:
            for reason, rows in part.reasons.items():
                report.reasons[reason] = report.reasons.get(reason, 0) + rows
        return report
