"""The header line: which delimiter splits it into names that a contract knows, and what it says."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from etl.readers.extract import LINE, RECORD, Refused
from etl.readers.quoted_record import Fault, read_record

DELIMITERS = (";", ",", "\t")
TITLE_LINES = 20  # how far down a header is looked for under title lines


@dataclass(frozen=True)
class Header:
    """`columns` NFC, as written; `end` bytes and `lines` lines lie before the first data line."""

    columns: tuple[str, ...]
    delimiter: str
    end: int
    lines: int
    blank_lines: int


def read_header(head: bytes, name: str, known_columns: frozenset[str]) -> Header:
    """Find the header in the file's first bytes (UTF-8, line feeds only at line ends); raise `Refused`."""
    lines = head.splitlines(keepends=True)
    blank = next((n for n, line in enumerate(lines) if line.strip(b" \r\n")), len(lines))
    if blank == len(lines):
        raise Refused("tom_fil", f"{name} innehåller bara tomma rader. Gör om uttaget.")
    folded = frozenset(fold(column) for column in known_columns)
    delimiter, columns, hits = _split(lines[blank], folded)
    if hits == 0:
        _refuse_titles(lines[blank:], folded, name, blank)
    if len(columns) < 2:
        raise Refused(
            "okand_avgransare",
            f"{name}, rad {blank + 1}: rubrikraden delas inte av semikolon, komma eller tabb. Den lyder: "
            f"”{_shown(lines[blank])}”. Spara filen med semikolon mellan kolumnerna.",
        )
    check_names(columns, name, blank + 1)
    end = sum(len(line) for line in lines[: blank + 1])
    return Header(tuple(columns), delimiter, end, blank + 1, blank)


def fold(column: str) -> str:
    """A column name without case, surrounding blanks and Swedish dots, for recognising and for nothing else."""
    plain = unicodedata.normalize("NFC", column).strip().casefold()
    return plain.translate(str.maketrans("åäö", "aao"))


def check_names(columns: Sequence[str], name: str, line: int) -> None:
    """Raise `Refused` for a column that occurs twice or has a name of the reader's own."""
    repeated = [column for column, times in Counter(columns).items() if times > 1]
    if repeated:
        places = ", ".join(str(n) for n, column in enumerate(columns, 1) if column == repeated[0])
        shown = f"kolumnen ”{repeated[0]}” finns flera gånger" if repeated[0] else "flera kolumner saknar namn"
        raise Refused(
            "dubbel_kolumn",
            f"{name}, rad {line}: {shown} (plats {places}). Ge varje kolumn ett eget namn eller ta bort den.",
        )
    for own in (RECORD, LINE):
        if own in columns:
            raise Refused("reserverat_kolumnnamn", f"{name}, rad {line}: kolumnen {own} måste heta något annat.")


def _split(line: bytes, known: frozenset[str]) -> tuple[str, list[str], int]:
    """The delimiter that gives most known columns; where none does, the one that gives most columns."""
    best: tuple[int, int, str, list[str]] = (0, 0, ";", [])
    for delimiter in DELIMITERS:
        columns = _names(line, delimiter)
        hits = sum(fold(column) in known for column in columns)
        if (hits, len(columns)) > best[:2]:
            best = hits, len(columns), delimiter, columns
    hits, _, delimiter, columns = best
    return delimiter, columns, hits


def _names(line: bytes, delimiter: str) -> list[str]:
    record = line.rstrip(b"\r\n") + b"\n"
    cells = read_record(record, 0, len(record), delimiter.encode())
    if isinstance(cells, Fault):
        return []
    return [unicodedata.normalize("NFC", cell.decode("utf-8")) for cell in cells.cells]


def _refuse_titles(lines: Sequence[bytes], known: frozenset[str], name: str, blank: int) -> None:
    for number, line in enumerate(lines[1:TITLE_LINES], start=blank + 2):
        *_, hits = _split(line, known)
        if hits >= 2:  # one known word may stand in any text
            raise Refused(
                "rubrikrader_fore_huvudet",
                f"{name}: kolumnnamnen står på rad {number}, under andra rader. Ta bort raderna ovanför, den första "
                f"lyder: ”{_shown(lines[0])}”.",
            )


def _shown(line: bytes) -> str:
    text = line.decode("utf-8", "replace").strip()
    return text if len(text) <= 200 else text[:200] + " …"
