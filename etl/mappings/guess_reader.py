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
        return ReaderOptions()
    found = {row: _names(path, row) for row in range(1, TITLE_LINES)}
    widest = max(map(len, found.values()), default=0)
    first = next((row for row, names in found.items() if len(names) == widest and _are_names(names)), 1)
    return ReaderOptions(header_row=first) if first > 1 and len(found[1]) < widest else ReaderOptions()


def _names(path: Path, row: int) -> Sequence[str]:
    is_gzip = format_of(path) is Format.GZIP
    try:
        return text_header(path, known_names(CONTRACTS), ReaderOptions(header_row=row), is_gzip=is_gzip).columns
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
