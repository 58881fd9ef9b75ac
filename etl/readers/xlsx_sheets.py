"""Which sheet of a workbook holds the extract, and what stands in its header row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from etl.readers.extract import Refused
from etl.readers.header import TITLE_LINES, check_names, fold, refuse_titles, shown
from etl.readers.text_frames import tidy_cells
from etl.readers.xlsx_package import Package
from etl.readers.xlsx_rows import rows_of


@dataclass(frozen=True)
class Sheets:
    """`name`: the sheet with the extract; `others` have notes and are not read."""

    name: str
    others: tuple[str, ...]


def chosen_sheet(package: Package, path: Path, known_columns: frozenset[str]) -> Sheets:
    """The only sheet with data, or the only one with known columns where the others cannot hold rows of it.

    Raises `Refused`.
    """
    sheets = package.sheets_with_data()
    if not sheets:
        raise Refused("tom_fil", f"{path.name} har inga celler med innehåll. Gör om uttaget.")
    if len(sheets) == 1:
        return Sheets(sheets[0], ())
    widths = {sheet: _header_width(load(path, sheet), known_columns) for sheet in sheets}
    fitting = [sheet for sheet, width in widths.items() if width]
    others = [sheet for sheet in sheets if sheet not in fitting]
    too_wide = [sheet for sheet in others if fitting and _widest(package, sheet) >= widths[fitting[0]]]
    if len(fitting) != 1 or too_wide:
        raise Refused(
            "flera_blad",
            f"{path.name} har data i flera blad: {', '.join(sheets)}. Spara bladet med uttaget i en egen fil.",
        )
    return Sheets(fitting[0], tuple(others))


def header_row(
    cells: pl.DataFrame, known_columns: frozenset[str], name: str, stated: int | None = None
) -> tuple[int, dict[str, str]]:
    """Index of the first row with anything in it, from the stated one on, and its names → what they stand over."""
    start = (stated or 1) - 1
    first = next((n for n, row in enumerate(cells.iter_rows()) if n >= start and any(row)), 0)
    below = tidy_cells(cells.slice(first, TITLE_LINES)).rows()
    if stated is None:
        refuse_titles(below, first + 1, known_columns, name)
    names = below[0] if below else ()
    known = frozenset(fold(column) for column in known_columns)
    check_names([column for column in names if column], name, first + 1, known)
    named = {column: place for column, place in zip(names, cells.columns, strict=True) if column}
    if len(named) < 2:
        raise Refused(
            "okand_rubrikrad",
            f"{name}, rad {first + 1}: rubrikraden har färre än två kolumner (”{shown(' '.join(named), known)}”). "
            "Lägg kolumnnamnen på en rad, ett i varje cell.",
        )
    return first, named


def refuse_merged_header(merged: Sequence[str], line: int, name: str) -> None:
    """Raise `Refused` when cells of the header are merged: a name would stand over several columns or rows."""
    area = next((area for area in merged if rows_of(area)[0] <= line <= rows_of(area)[1]), None)
    if area is not None:
        raise Refused(
            "sammanfogad_rubrik",
            f"{name}: cellerna {area} i rubrikraden är sammanfogade. Dela dem, så att varje kolumn har ett eget namn "
            "på en rad.",
        )


def load(path: Path, sheet: str) -> pl.DataFrame:
    """The sheet from its first row down to its last, every cell String. Raises `Refused`."""
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


def _header_width(cells: pl.DataFrame, known_columns: frozenset[str]) -> int:
    """How many names the header has that stands within the first rows; 0 where none does."""
    known = {fold(column) for column in known_columns}
    filled = (row for row in tidy_cells(cells).iter_rows() if any(row))
    for _, row in zip(range(TITLE_LINES), filled, strict=False):
        names = [cell for cell in row if cell]
        if len({fold(name) for name in names} & known) >= 2:
            return len(names)
    return 0


def _widest(package: Package, sheet: str) -> int:
    return max((row.values for row in package.rows(sheet)), default=0)
