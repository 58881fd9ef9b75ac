"""An Excel workbook with one sheet of data, every cell as the text it shows to a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import fastexcel
import polars as pl

from etl.readers.byte_source import file_hash
from etl.readers.extract import FAULT, LINE, RECORD, BrokenRecord, Extract, Refused
from etl.readers.header import TITLE_LINES, check_names, refuse_titles, shown
from etl.readers.line_split import TOO_MANY
from etl.readers.text_frames import tidy_cells
from etl.readers.xlsx_package import UNREADABLE_CELL, Package

BATCH_ROWS = 100_000
# A date without a clock comes as midnight.
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"


class XlsxExtract(Extract):
    """The XLSX format of `Extract`: `_line` is the sheet's row number; empty rows count as blank lines."""

    def __init__(self, path: Path, known_columns: frozenset[str]) -> None:
        with closing(Package(path)) as package:
            package.check()
            sheet = _only_sheet(package, path.name)
            faults = {row: (values, fault) for row, values, fault in package.rows(sheet)}
        cells = _load(path, sheet)
        first, named = _header(cells, known_columns, path.name)
        super().__init__(path, file_hash(path), "xlsx", list(named))
        self._rows = _numbered(cells, faults, first, named)
        self.blank_lines = first

    def batches(self, columns_hint: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """See `Extract`; raises `Refused` when there is no record."""
        wanted = [*(self.header if columns_hint is None else columns_hint), RECORD, LINE]
        is_blank = pl.all_horizontal(pl.all().exclude(LINE, FAULT).is_null()) & pl.col(FAULT).is_null()
        self.blank_lines += self._rows.select(is_blank.sum()).item()
        records = self._rows.filter(~is_blank).with_row_index(RECORD, offset=1)
        if records.is_empty():
            raise Refused(
                "inga_poster", f"{self.path.name} har rubrikrad men inga poster. Kontrollera urvalet i uttaget."
            )
        for row in records.filter(pl.col(FAULT).is_not_null()).iter_rows(named=True):
            text = ";".join(row[column] or "" for column in self.header)
            self.broken.append(BrokenRecord(row[RECORD], row[LINE], (row[FAULT],), text))
        whole = records.filter(pl.col(FAULT).is_null()).select(wanted)
        for batch in whole.iter_slices(BATCH_ROWS):
            yield tidy_cells(batch)


def _only_sheet(package: Package, name: str) -> str:
    sheets = package.sheets_with_data()
    if not sheets:
        raise Refused("tom_fil", f"{name} har inga celler med innehåll. Gör om uttaget.")
    if len(sheets) > 1:
        raise Refused(
            "flera_blad",
            f"{name} har data i flera blad: {', '.join(sheets)}. Spara bladet med uttaget i en egen fil.",
        )
    return sheets[0]


def _header(cells: pl.DataFrame, known_columns: frozenset[str], name: str) -> tuple[int, dict[str, str]]:
    """Index of the first row with anything in it, and its names → the columns they stand over."""
    first = next((n for n, row in enumerate(cells.iter_rows()) if any(row)), 0)
    below = tidy_cells(cells.slice(first, TITLE_LINES)).rows()
    refuse_titles(below, first + 1, known_columns, name)
    names = below[0] if below else ()
    check_names([column for column in names if column], name, first + 1)
    named = {column: place for column, place in zip(names, cells.columns, strict=True) if column}
    if len(named) < 2:
        raise Refused(
            "okand_rubrikrad",
            f"{name}, rad {first + 1}: rubrikraden har färre än två kolumner (”{shown(' '.join(named))}”). "
            "Lägg kolumnnamnen på en rad, ett i varje cell.",
        )
    return first, named


def _load(path: Path, sheet: str) -> pl.DataFrame:
    """The sheet from its first row down to its last, every cell String."""
    try:
        workbook = fastexcel.read_excel(path)
        return workbook.load_sheet(
            sheet, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1
        ).to_polars()
    except fastexcel.FastExcelError as error:
        raise Refused(
            "trasig_xlsx",
            f"{path.name} går inte att läsa som Excelfil ({str(error).splitlines()[0]}). Spara om den i Excel.",
        ) from None


def _numbered(
    cells: pl.DataFrame, faults: dict[int, tuple[int, str | None]], first: int, named: dict[str, str]
) -> pl.DataFrame:
    """The rows under the header: named columns, `_line`, and `_fault` where the row cannot be trusted."""
    found = pl.DataFrame(
        [(row, values, fault) for row, (values, fault) in faults.items()],
        schema={LINE: pl.UInt32, "_values": pl.UInt32, "_stored": pl.String},
        orient="row",
    )
    unnamed = [column for column in cells.columns if column not in named.values()]
    read = pl.sum_horizontal(pl.col(cells.columns).is_not_null().cast(pl.UInt32))
    fault = (
        pl.when(pl.col("_stored").is_not_null())
        .then(pl.col("_stored"))
        .when(read < pl.col("_values").fill_null(0))
        .then(pl.lit(UNREADABLE_CELL))
        .when(pl.any_horizontal([pl.lit(value=False), *(pl.col(column).is_not_null() for column in unnamed)]))
        .then(pl.lit(TOO_MANY))
    )
    # A row of nothing but formulas without values stands in the file but not among the cells.
    rows = cells.with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.UInt32))
    rows = rows.join(found, on=LINE, how="full", coalesce=True).sort(LINE).filter(pl.col(LINE) > first + 1)
    rows = rows.with_columns(fault.alias(FAULT))
    dates = pl.col(pl.String).exclude(FAULT).str.replace(_MIDNIGHT, "$1")
    return rows.select(*(pl.col(column).alias(name) for name, column in named.items()), LINE, FAULT).with_columns(dates)
