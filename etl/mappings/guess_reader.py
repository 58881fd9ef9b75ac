"""How a file is read, found out by looking: which line names the columns, what parts them, how numbers are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.contracts import CONTRACTS
from etl.contracts.header import known_names
from etl.readers import ReaderOptions, Refused, open_extract
from etl.readers.csv_extract import text_header
from etl.readers.formats import Format, format_of

TITLE_LINES, MOST_ROWS = 15, 2000
BAR = "|"  # a reader tries it only where it is told to
WORDS_FOR_NOTHING = ("NA", "N/A", "n/a", "NULL", "null", "-", "–", "..", ".", ":", "*", "saknas", "okänt")


@dataclass(frozen=True)
class Looked:
    """The file's first rows: values that are not empty, by column. `known`: options the file does not tell itself."""

    header: tuple[str, ...]
    columns: dict[str, list[str]]
    rows: list[dict[str, str | None]]
    options: ReaderOptions
    thousands: str | None
    null: list[str]


def looked_at(path: Path) -> Looked:
    """Open the file as it is, else by the line that has most names. Raises `Refused`."""
    options = _options(path)
    with open_extract(path, known_names(CONTRACTS), options) as extract:
        extract.require_types({})
        batch = next(extract.batches(list(extract.header)), None)
    rows = [] if batch is None else batch.head(MOST_ROWS).select(extract.header).to_dicts()
    columns = {name: [row[name] for row in rows if row[name] is not None] for name in extract.header}
    null = _null_words(columns)
    told = {name: [value for value in values if value.strip() not in null] for name, values in columns.items()}
    return Looked(extract.header, told, rows, options, _thousands(told), null)


def _options(path: Path) -> ReaderOptions:
    """The first line that has as many names as any line below it has cells; a header is no row of numbers."""
    if format_of(path) not in (Format.TEXT, Format.GZIP):
        return _of_workbook(path)
    by_sign = {sign: _widths(path, sign) for sign in (None, BAR)}
    sign, found = max(by_sign.items(), key=lambda each: max(map(len, each[1].values())))
    return _of_rows(found, sign)


def _of_rows(found: Mapping[int, Sequence[str]], sign: str | None = None) -> ReaderOptions:
    widest = max(map(len, found.values()), default=0)
    first = next((row for row, names in found.items() if len(names) == widest and _are_names(names)), 1)
    is_below = first > 1 and len(found[1]) < widest
    return ReaderOptions(delimiter=sign, header_row=first if is_below else None)


def _of_workbook(path: Path) -> ReaderOptions:
    """As it is where its first row can be its header; else, for it is costly to open, row by row."""
    if _names(path, ReaderOptions()):
        return ReaderOptions()
    return _of_rows({row: _names(path, ReaderOptions(header_row=row)) for row in range(1, TITLE_LINES)})


def _widths(path: Path, sign: str | None) -> dict[int, Sequence[str]]:
    return {row: _names(path, ReaderOptions(delimiter=sign, header_row=row)) for row in range(1, TITLE_LINES)}


def _names(path: Path, options: ReaderOptions) -> Sequence[str]:
    found = format_of(path)
    try:
        if found in (Format.TEXT, Format.GZIP):
            return text_header(path, known_names(CONTRACTS), options, is_gzip=found is Format.GZIP).columns
        with open_extract(path, known_names(CONTRACTS), options) as extract:
            return extract.header
    except (Refused, UnicodeDecodeError):
        return ()


def _are_names(names: Sequence[str]) -> bool:
    return bool(names) and sum(bool(re.search(r"[A-Za-zÅÄÖåäö]", name)) for name in names) > len(names) / 2


def _null_words(columns: Mapping[str, Sequence[str]]) -> list[str]:
    """Words that stand among numbers."""
    found = set()
    for values in columns.values():
        words = {value.strip() for value in values if value.strip() in WORDS_FOR_NOTHING}
        others = [value for value in values if value.strip() not in WORDS_FOR_NOTHING]
        if words and others and all(re.fullmatch(r"[0-9][0-9., \u00a0]*", value.strip()) for value in others):
            found |= words
    return sorted(found)


def _thousands(columns: Mapping[str, Sequence[str]]) -> str | None:
    """The sign between whole groups of three, where every number of its column that has it has it so."""
    for sign in (",", ".", "\u00a0", "'"):
        grouped = re.compile(rf"[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+")
        for values in columns.values():
            having = [value.strip() for value in values if sign in value]
            numbers = all(re.fullmatch(rf"[0-9{re.escape(sign)}]+", value.strip()) for value in values)
            if having and numbers and all(grouped.fullmatch(value) for value in having):
                return sign
    return None
