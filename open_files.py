"""The one way a table leaves: CSV for a Swedish Excel, XLSX or Parquet, with a LASMIG.txt beside it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import polars as pl
import xlsxwriter

FileFormat = Literal["csv", "parquet", "xlsx"]
FILE_FORMATS: tuple[str, ...] = get_args(FileFormat)
README_NAME = "LASMIG.txt"

# A spreadsheet reads a cell that begins so as a formula; the readers take the apostrophe off again.
FORMULA_START = r"^[=+\-@]"
XLSX_ROWS = 1_048_575  # of a sheet, below its header
XLSX_DATE_FORMAT = "yyyy-mm-dd"
XLSX_MOMENT_FORMAT = "yyyy-mm-dd hh:mm:ss"


def csv_bytes(rows: pl.DataFrame) -> bytes:
    """UTF-8 with BOM, `;`, decimal comma, ISO dates, CRLF, formula starts neutralised."""
    text = neutralise_formulas(rows).write_csv(
        include_bom=True,
        separator=";",
        decimal_comma=True,
        float_scientific=False,
        line_terminator="\r\n",
        datetime_format="%Y-%m-%d %H:%M:%S",
        date_format="%Y-%m-%d",
    )
    return text.encode("utf-8")


def neutralise_formulas(rows: pl.DataFrame) -> pl.DataFrame:
    """Put one apostrophe before text cells that a spreadsheet would run as a formula."""
    return rows.with_columns(
        pl.when(pl.col(pl.String).str.contains(FORMULA_START))
        .then("'" + pl.col(pl.String))
        .otherwise(pl.col(pl.String))
        .name.keep()
    )


def xlsx_bytes(rows: pl.DataFrame, sheet: str) -> bytes:
    """Real types: dates are dates, numbers are numbers, text is never a formula. A full sheet continues on the next."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        for number, part in enumerate(_sheets(rows), start=1):
            part.write_excel(
                workbook=workbook,
                worksheet=sheet[:28] if number == 1 else f"{sheet[:28]} {number}",
                dtype_formats={pl.Date: XLSX_DATE_FORMAT, pl.Datetime: XLSX_MOMENT_FORMAT},
                column_formats={name: "General" for name, kind in rows.schema.items() if kind.is_numeric()},
                header_format={"bold": True},
                freeze_panes=(1, 0),
                autofilter=False,
                table_style=None,
            )
    return buffer.getvalue()


def _sheets(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield from rows.iter_slices(XLSX_ROWS) if len(rows) else [rows]


def write_table(rows: pl.DataFrame, folder: Path, name: str, file_format: str) -> Path:
    """Write one open table as `<name>.<format>`; the three formats hold the same rows."""
    path = folder / f"{name}.{file_format}"
    if file_format == "csv":
        path.write_bytes(csv_bytes(rows))
    elif file_format == "xlsx":
        path.write_bytes(xlsx_bytes(rows, name))
    elif file_format == "parquet":
        rows.write_parquet(path)
    else:
        raise ValueError(f"okänt format {file_format}; tillåtna: {', '.join(FILE_FORMATS)}")
    return path


def readme_text(title: str, sections: Mapping[str, Sequence[str]]) -> str:
    """LASMIG.txt: who is counted, definitions, filters, version, load dates and source hashes, in plain text."""
    parts = [title, "=" * len(title)]
    for heading, lines in sections.items():
        parts += ["", heading, "-" * len(heading), *lines]
    return "\r\n".join(parts) + "\r\n"


def write_readme(folder: Path, title: str, sections: Mapping[str, Sequence[str]]) -> Path:
    """Write LASMIG.txt as a Swedish Windows reads it: UTF-8 with BOM, CRLF."""
    path = folder / README_NAME
    path.write_bytes(b"\xef\xbb\xbf" + readme_text(title, sections).encode("utf-8"))
    return path
