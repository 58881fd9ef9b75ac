"""The header line: which delimiter splits it into names that a contract knows, and what it says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.identity_numbers import masked
from etl.readers.extract import FAULT, LINE, RECORD, TEXT_CELLS, Refused
from etl.readers.options import AS_FOUND, ReaderOptions
from etl.readers.quoted_record import Fault, read_record

DELIMITERS = (";", ",", "\t")
DRAFT_IT = "python -m etl map FIL gör ett utkast till en mappning"
LONGEST_NAME = 40
_OF_VALUES = re.compile(r"[0-9]{5}|[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}|@")  # numbers, dates, addresses
TITLE_LINES = 20  # how far down a header is looked for under title lines
MOST_SHOWN, HIDDEN = 12, "…"
_LIKE_A_NAME = re.compile(r"[A-Za-zÅÄÖåäöÉéÜü_ -]{1,40}")
_APART = re.compile(r"([^\w\s.()/-]+)")  # what may stand between names where no delimiter does


@dataclass(frozen=True)
class Header:
    """`columns` NFC, as written; `end` bytes and `lines` lines lie before the first data line."""

    columns: tuple[str, ...]
    delimiter: str
    end: int
    lines: int


def read_header(head: bytes, name: str, known_columns: frozenset[str], options: ReaderOptions = AS_FOUND) -> Header:
    """Find the header in the file's first bytes (UTF-8); blank lines may come before it; raise `Refused`.

    A header row that is stated is taken as it is, whatever stands above it.
    """
    lines = head.splitlines(keepends=True)
    start = (options.header_row or 1) - 1
    first = next((n for n, line in enumerate(lines) if n >= start and line.strip(b" \r\n")), None)
    if first is None:
        raise Refused("tom_fil", f"{name} innehåller bara tomma rader. Gör om uttaget.")
    known = frozenset(fold(column) for column in known_columns)
    delimiters = (options.delimiter,) if options.delimiter else DELIMITERS
    delimiter, columns = _split(lines[first], known, delimiters)
    if options.header_row is None:
        below = [_split(line, known, delimiters)[1] for line in lines[first + 1 : first + TITLE_LINES]]
        refuse_titles([columns, *below], first + 1, known_columns, name)
    if len(columns) < 2:
        raise Refused(
            "okand_rubrikrad",
            f"{name}, rad {first + 1}: rubrikraden delas inte av semikolon, komma eller tabb. Den lyder: "
            f"”{shown(lines[first].decode(), known)}”. Spara filen med semikolon mellan kolumnerna, eller säg i en "
            f"mappning hur den är skriven, med reader.delimiter och reader.header_row: {DRAFT_IT}.",
        )
    check_names(columns, name, first + 1, known)
    return Header(tuple(columns), delimiter, sum(map(len, lines[: first + 1])), first + 1)


def fold(column: str) -> str:
    """A column name without case, blanks and Swedish dots, for recognising and for nothing else."""
    plain = unicodedata.normalize("NFC", column).strip().casefold()
    return plain.translate(str.maketrans("åäö ", "aao_"))


def refuse_titles(rows: Sequence[Sequence[str | None]], line: int, known_columns: frozenset[str], name: str) -> None:
    """Raise `Refused` when the row at `line` has no known column but one of those below it is a header."""
    known = frozenset(fold(column) for column in known_columns)
    hits = [len({fold(cell) for cell in row if cell} & known) for row in rows[:TITLE_LINES]]
    # One known word may stand in any text, so a header further down must have two.
    below = next((n for n, found in enumerate(hits) if found >= 2), None)
    if hits[0] or below is None:
        return
    above = sum(1 for row in rows[:below] for cell in row if cell)
    raise Refused(
        "rubrikrader_fore_huvudet",
        f"{name}: kolumnnamnen står på rad {line + below} ({_listed(rows[below], known)}), under andra rader. "
        f"Ta bort allt som står ovanför: det börjar på rad {line} och är {above} {'cell' if above == 1 else 'celler'}. "
        f"Eller låt en mappning säga header_row = {line + below} under [reader]: {DRAFT_IT}.",
    )


OWN_NAMES = {RECORD, LINE, FAULT, TEXT_CELLS, "_bands", "_control", "_sum_over", "_source"}


def check_names(columns: Sequence[str], name: str, line: int, known: frozenset[str]) -> None:
    """Raise `Refused` for a column that occurs twice or has a name of the reader's own. `known`: folded names."""
    repeated = [column for column, times in Counter(columns).items() if times > 1]
    if repeated:
        places = ", ".join(str(n) for n, column in enumerate(columns, 1) if column == repeated[0])
        told = shown_name(repeated[0], known) if _is_header(columns, known) else HIDDEN
        what = f"kolumnen ”{told}” finns flera gånger" if repeated[0] else "flera kolumner saknar namn"
        raise Refused(
            "dubbel_kolumn",
            f"{name}, rad {line}: {what} (plats {places}). Ge varje kolumn ett eget namn eller ta bort den.",
        )
    for own in columns:
        # Polars takes * for every column, and ^…$ for a pattern of names.
        if own in OWN_NAMES or own == "*" or (own.startswith("^") and own.endswith("$")):
            raise Refused(
                "reserverat_kolumnnamn",
                f"{name}, rad {line}: kolumnen {own if own in OWN_NAMES or own == '*' else HIDDEN} har ett namn som "
                "systemet självt använder. Byt namn på den.",
            )


def shown(line: str, known: frozenset[str]) -> str:
    """What a message may quote of a line taken for a header: names, and nothing of a line that has no known ones.

    It may as well be a patient's row, which would then stand in the ledger and be published. `known`: folded names.
    """
    parts = _APART.split(line.strip())
    if not _is_header(parts[::2], known):
        return HIDDEN
    quoted = (shown_name(part, known) if n % 2 == 0 else part[:3] for n, part in enumerate(parts[: 2 * MOST_SHOWN]))
    return "".join(quoted).strip() + (f" {HIDDEN}" if len(parts) > 2 * MOST_SHOWN else "")


def shown_name(cell: str, known: frozenset[str]) -> str:
    """A cell that is a column's name or could be one, without digits; any other is hidden."""
    cell = cell.strip()
    return cell if fold(cell) in known or _LIKE_A_NAME.fullmatch(cell) else HIDDEN


def told_header(columns: Sequence[str], known_columns: frozenset[str]) -> str:
    """The header that was read, as a message may quote it: its first names, or how many it has where it is a row.

    Of a header with few known names every cell must look like a name and none like a value: else it is hidden, for it
    may be a patient's row in a file without names.
    """
    known = frozenset(fold(column) for column in known_columns)
    if _is_header(columns, known):
        names = [shown_name(column, known) for column in columns]
    elif all(_could_be_name(column) for column in columns):
        names = [masked(column.strip()) for column in columns]
    else:
        return f"den har {len(columns)} celler och visas inte, för den kan vara en rad med värden"
    cut = [name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + HIDDEN for name in names[:MOST_SHOWN]]
    more = len(names) - MOST_SHOWN
    return f"”{'; '.join(cut)}”" + (f" och {more} till" if more > 0 else "")


def _could_be_name(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell) and _OF_VALUES.search(cell) is None


def _listed(columns: Sequence[str | None], known: frozenset[str]) -> str:
    names = [shown_name(column, known) for column in columns if column]
    return ", ".join(names[:MOST_SHOWN] + [HIDDEN] * (len(names) > MOST_SHOWN))


def _is_header(cells: Sequence[str], known: frozenset[str]) -> bool:
    """Whether two cells are known names: one may stand in any text."""
    return len({fold(cell) for cell in cells} & known) >= 2


def _split(line: bytes, known: frozenset[str], delimiters: Sequence[str]) -> tuple[str, list[str]]:
    """The delimiter that gives most known columns, and the columns; where none does, the one giving most columns."""
    best: tuple[int, int, str, list[str]] = (0, 0, delimiters[0], [])
    for delimiter in delimiters:
        columns = _names(line, delimiter)
        hits = sum(fold(column) in known for column in columns)
        if (hits, len(columns)) > best[:2]:
            best = hits, len(columns), delimiter, columns
    return best[2:]


def _names(line: bytes, delimiter: str) -> list[str]:
    record = line.rstrip(b"\r\n") + b"\n"
    cells = read_record(record, 0, len(record), delimiter.encode())
    if isinstance(cells, Fault):
        return []
    return [unicodedata.normalize("NFC", cell.decode("utf-8")) for cell in cells.cells]
