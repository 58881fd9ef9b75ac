"""The rows of one reference file by the names of its columns, and what is told when one of them is wrong."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


class ReferenceFault(Exception):
    """A reference file is wrong; one Swedish line naming the file, the line and what to do."""


@dataclass(frozen=True)
class ReferenceRow:
    file: Path
    line: int
    cells: dict[str, str]


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[ReferenceRow]:
    """The rows of one reference file by the names of its columns. Raises `ReferenceFault`."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), delimiter=";")
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in columns if name not in header]
    if missing:
        raise ReferenceFault(
            f"{path.name}: kolumnen {', '.join(missing)} saknas i rubrikraden (läst: {';'.join(header)})."
        )
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise ReferenceFault(
                f"{path.name} rad {reader.line_num}: {len(cells)} fält men rubriken har {len(header)}; rätta raden."
            )
        yield ReferenceRow(path, reader.line_num, dict(zip(header, map(str.strip, cells), strict=True)))


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what a Swedish Excel saves as plain CSV
    if "\ufffd" in text:
        raise ReferenceFault(f"{path.name} har tecken som inte går att läsa; spara filen som UTF-8.")
    return unicodedata.normalize("NFC", text)


def day(row: ReferenceRow, column: str, missing: dt.date) -> dt.date:
    """The date in a cell, `missing` where it is empty. Raises `ReferenceFault`."""
    value = row.cells.get(column, "")
    if not value:
        return missing
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise fault(row, f"{column} är ”{value}”; skriv datumet som ÅÅÅÅ-MM-DD")


def whole_number(row: ReferenceRow, column: str) -> int | None:
    """The whole number in a cell, None where it is empty. Raises `ReferenceFault`."""
    value = row.cells.get(column, "")
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", value):
        raise fault(row, f"{column} är ”{value}”; skriv ett heltal")
    return int(value)


def fault(row: ReferenceRow, problem: str) -> ReferenceFault:
    """What is wrong with one row, naming file and line."""
    return ReferenceFault(f"{row.file.name} rad {row.line}: {problem}.")
