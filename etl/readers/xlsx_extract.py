"""An Excel workbook with one sheet of data, every cell as the text it shows to a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import polars as pl

from etl.readers.byte_source import file_hash
from etl.readers.extract import FAULT, LINE, RECORD, TEXT_CELLS, BrokenRecord, ColumnKind, Extract, Refused
from etl.readers.footer import footer_of
from etl.readers.line_split import TOO_MANY
from etl.readers.options import AS_FOUND, ReaderOptions
from etl.readers.text_frames import tidy_cells
from etl.readers.xlsx_package import Package
from etl.readers.xlsx_rows import UNREADABLE_CELL, StoredRow
from etl.readers.xlsx_sheets import chosen_sheet, header_row, load, refuse_merged_header

BATCH_ROWS = 100_000
# A date without a clock comes as midnight.
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
_STORED: dict[str, pl.DataType] = {
    LINE: pl.UInt32(),
    "_values": pl.UInt32(),
    "_faults": pl.List(pl.String),
    "_cells": pl.List(pl.String),
    "_hidden": pl.Boolean(),
}
OWN = (LINE, FAULT, "_cells", "_hidden")


class XlsxExtract(Extract):
    """The XLSX format of `Extract`: `_line` is the sheet's row number; empty rows count as blank lines."""

    def __init__(self, path: Path, known_columns: frozenset[str], options: ReaderOptions = AS_FOUND) -> None:
        with closing(Package(path)) as package:
            package.check()
            sheets = chosen_sheet(package, path, known_columns)
            cells = load(path, sheets.name)
            first, named = header_row(cells, known_columns, path.name, options.header_row)
            stored = pl.DataFrame(map(_stored, package.rows(sheets.name)), schema=_STORED, orient="row")
            refuse_merged_header(package.merged[sheets.name], first + 1, path.name)
            letters = next((row.letters() for row in package.rows(sheets.name) if row.number == first + 1), [])
        super().__init__(path, file_hash(path), "xlsx", list(named))
        self._sheet = sheets.name
        self._rows = _numbered(cells, stored, first, named)
        self._volumes: set[str] = set()
        self.letters = dict(zip(named, letters, strict=True)) if len(named) == len(letters) else {}
        self.blank_lines = first
        self._note(sheets.others)

    def require_types(self, expected: Mapping[str, ColumnKind]) -> None:
        """Nothing is refused, but volumes that are stored as text are told in `_text_cells`."""
        self._volumes = {column for column, kind in expected.items() if kind == "volym"} & set(self.letters)

    def batches(self, columns_hint: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """See `Extract`; raises `Refused` when there is no record."""
        wanted = [*(self.header if columns_hint is None else columns_hint), RECORD, LINE]
        self.blank_lines += self._rows.select(_is_blank().sum()).item()
        records = self._rows.filter(~_is_blank()).with_row_index(RECORD, offset=1)
        self.stated_rows = footer_of(records, self.header)
        records = records if self.stated_rows is None else records.head(-1)
        if records.is_empty():
            raise Refused(
                "inga_poster", f"{self.path.name} har rubrikrad men inga poster. Kontrollera urvalet i uttaget."
            )
        for row in records.filter(pl.col(FAULT).is_not_null()).iter_rows(named=True):
            text = ";".join(row[column] or "" for column in self.header)
            self.broken.append(
                BrokenRecord(row[RECORD], row[LINE], tuple(row[FAULT]), text, tuple(row["_cells"] or ()))
            )
        whole = records.filter(pl.col(FAULT).is_null()).select(wanted)
        if self._volumes:
            whole = whole.join(self._text_cells(), on=LINE, how="left", maintain_order="left")
        for batch in whole.iter_slices(BATCH_ROWS):
            yield tidy_cells(batch)

    def _text_cells(self) -> pl.DataFrame:
        """Line → the volumes that are stored as text in it."""
        volumes = {self.letters[column]: column for column in self._volumes}
        with closing(Package(self.path)) as package:
            found = [
                (row.number, [volumes[letter] for letter in row.text_letters() if letter in volumes])
                for row in package.rows(self._sheet)
            ]
        return pl.DataFrame(found, schema={LINE: pl.UInt32, TEXT_CELLS: pl.List(pl.String)}, orient="row")

    def _note(self, other_sheets: Sequence[str]) -> None:
        if other_sheets:
            self.warnings.append(
                f"Bladet {self._sheet} lästes; {', '.join(other_sheets)} har inget uttag och lästes inte."
            )
            self.warning_codes["andra_blad"] = len(other_sheets)
        hidden = self._rows.filter(~_is_blank(), pl.col("_hidden")).height
        if hidden:
            self.warnings.append(f"{hidden} dolda rader i bladet {self._sheet} lästes in som de andra.")
            self.warning_codes["dolda_rader"] = hidden


def _is_blank() -> pl.Expr:
    return pl.all_horizontal(pl.all().exclude(OWN).is_null()) & pl.col(FAULT).is_null()


def _stored(row: StoredRow) -> tuple[int, int, list[str] | None, list[str] | None, bool]:
    faults = row.faults()
    return (
        row.number,
        row.values,
        [reason for reason, _ in faults] or None,
        [address for _, address in faults] or None,
        row.is_hidden,
    )


def _numbered(cells: pl.DataFrame, stored: pl.DataFrame, first: int, named: dict[str, str]) -> pl.DataFrame:
    """The rows under the header: named columns, `_line`, and `_fault` (reasons) where the row cannot be trusted."""
    unnamed = [column for column in cells.columns if column not in named.values()]
    read = pl.sum_horizontal(pl.col(cells.columns).is_not_null().cast(pl.UInt32))
    fault = (
        pl.when(pl.col("_faults").is_not_null())
        .then(pl.col("_faults"))
        .when(read < pl.col("_values").fill_null(0))
        .then(pl.concat_list(pl.lit(UNREADABLE_CELL)))
        .when(pl.any_horizontal([pl.lit(value=False), *(pl.col(column).is_not_null() for column in unnamed)]))
        .then(pl.concat_list(pl.lit(TOO_MANY)))
    )
    # A row of nothing but formulas without values stands in the file but not among the cells.
    rows = cells.with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.UInt32))
    rows = rows.join(stored, on=LINE, how="full", coalesce=True).sort(LINE).filter(pl.col(LINE) > first + 1)
    rows = rows.with_columns(fault.alias(FAULT), pl.col("_hidden").fill_null(value=False))
    dates = pl.col(pl.String).str.replace(_MIDNIGHT, "$1")
    return rows.select(*(pl.col(column).alias(name) for name, column in named.items()), *OWN).with_columns(dates)
