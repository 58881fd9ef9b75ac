"""Whatever the bytes are, every record comes out once: as a row or as a broken record."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.readers import BrokenRecord, Refused, open_extract
from etl.readers.csv_extract import CsvExtract
from etl.readers.text_checks import broken_text_reasons
from tests.reading import write

Row = tuple[str | None, ...]
SPAN_LINES = 100
EXAMPLES = int(os.environ.get("EXAMPLES", "1500"))  # `make soak` takes more

PIECES = ["a", "ö", "1", ";", ";", ";", '"', '"', '""', "\n", "\n", "\r\n", "\r", " ", "'", "=", "\x00", "o\u0308"]
PIECES += ["x;y;z\n", '"q";;r\n']
messy_texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
beginnings = st.sampled_from([b"", b"a;b\n", b"\xef\xbb\xbfa;b\n", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"PAR1"])
odd_characters = st.sampled_from('ÃÂâÌ–ö¶€\u0308\u0085\ufffd\ufeff\u2000\u212b\x00\x7f\t;"')
cell_texts = st.text(odd_characters | st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


def read(content: bytes, chunk_bytes: int) -> tuple[dict[int, tuple[int, Row]], list[BrokenRecord], int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "extract.csv")
        path.write_bytes(content)
        with CsvExtract(path, frozenset(), is_gzip=False, chunk_bytes=chunk_bytes) as extract:
            rows: dict[int, tuple[int, Row]] = {}
            for batch in extract.batches():
                for *cells, record, line in batch.iter_rows():
                    assert record not in rows
                    rows[record] = line, tuple(cells)
            return rows, extract.broken, extract.blank_lines


def quoted(delimiter: str, cells: tuple[str, ...]) -> str:
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)


def by_the_book(text: str, columns: int) -> tuple[dict[int, tuple[int, Row]], list[tuple[int, int, str]], int]:
    """The same rules, character by character: rows, broken records as (record, line, text), blank lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[1:]
    if lines and lines[-1] == "":
        lines.pop()
    rows: dict[int, tuple[int, Row]] = {}
    broken: list[tuple[int, int, str]] = []
    blank = record = index = 0
    while index < len(lines):
        line = lines[index]
        if not line.strip(" "):
            blank, index = blank + 1, index + 1
            continue
        record += 1
        cells, used = shortest_whole(lines, index, columns)
        if cells is None or not any(cells):
            broken.append((record, index + 2, line))
            index += 1
        else:
            rows[record] = index + 2, tuple(as_read(cell) for cell in cells)
            index += used
    return rows, broken, blank


def shortest_whole(lines: list[str], index: int, columns: int) -> tuple[list[str] | None, int]:
    text = lines[index]
    for used in range(1, SPAN_LINES + 1):
        cells = whole(text)
        if cells is not None:
            return (cells, used) if len(cells) == columns else (None, 1)
        if not is_open(text) or index + used == len(lines):
            return None, 1
        text += "\n" + lines[index + used]
    return None, 1


def whole(text: str) -> list[str] | None:
    """The cells of a record whose quotes are sound, else None."""
    cells: list[str] = []
    rest = text
    while True:
        if rest.startswith('"'):
            body = rest[1:].replace('""', "\x01")
            if '"' not in body:
                return None
            cell, _, rest = body.partition('"')
            cells.append(cell.replace("\x01", '"'))
            rest = rest.replace("\x01", '""')
            if rest and not rest.startswith(";"):
                return None
        else:
            cell = rest.partition(";")[0]
            if '"' in cell:
                return None
            cells.append(cell)
            rest = rest[len(cell) :]
        if not rest:
            return cells
        rest = rest[1:]


def is_open(text: str) -> bool:
    """Whether the text ends inside a quoted cell that began where a cell may begin."""
    inside, begins = False, True
    position = 0
    while position < len(text):
        character = text[position]
        if inside:
            if text[position : position + 2] == '""':
                position += 1
            elif character == '"':
                inside = False
                if text[position + 1 : position + 2] not in ("", ";"):
                    return False
        elif character == '"':
            if not begins:
                return False
            inside = True
        begins = not inside and character == ";"
        position += 1
    return inside


def as_read(cell: str) -> str | None:
    composed = unicodedata.normalize("NFC", cell)
    is_guarded = composed[:1] == "'" and composed[1:2] in tuple("=+-@")
    return composed[1:] if is_guarded else composed or None


@settings(max_examples=EXAMPLES, deadline=None)
@given(messy_texts, st.integers(1, 80))
def test_messy_lines_come_out_as_the_rules_say_whatever_the_chunks(body: str, chunk_bytes: int) -> None:
    text = "x;y;z\n" + body + "\n"
    rows, broken, blank = by_the_book(text, 3)
    if not rows and not broken:
        with pytest.raises(Refused, match="inga poster"):
            read(text.encode(), chunk_bytes)
        return
    found = read(text.encode(), chunk_bytes)
    assert found[0] == rows
    assert [(one.record, one.line, one.text) for one in found[1]] == broken
    assert found[2] == blank


@settings(max_examples=1000, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"a;b\n", b"\xef\xbb\xbfa;b\n", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"PAR1"]),
)
def test_random_bytes_are_refused_or_come_out_whole(content: bytes, beginning: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "extract.csv")
        path.write_bytes(beginning + content)
        try:
            with open_extract(path) as extract:
                records = [record for batch in extract.batches() for record in batch["_record"]]
                records += [broken.record for broken in extract.broken]
        except Refused:
            return
        assert sorted(records) == list(range(1, len(records) + 1))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(cell_texts, cell_texts), min_size=1, max_size=20), st.sampled_from([";", ",", "\t"]))
def test_any_cells_survive_being_written_quoted_and_read(table: list[tuple[str, str]], delimiter: str) -> None:
    text = "".join(quoted(delimiter, cells) + "\r\n" for cells in [("x", "y"), *table])
    rows, broken, _ = read(text.encode("utf-8-sig"), 1 << 20)
    expected = {number: tuple(as_read(cell) for cell in cells) for number, cells in enumerate(table, 1) if any(cells)}
    assert {record: cells for record, (_, cells) in rows.items()} == expected
    assert len(rows) + len(broken) == len(table)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(cell_texts, cell_texts), min_size=1, max_size=5))
def test_no_broken_text_escapes_the_look_at_the_bytes(table: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "x;y\n" + "".join(quoted(";", cells) + "\n" for cells in table))
        with open_extract(path) as extract:
            for batch in extract.batches():
                for column in ("x", "y"):
                    checks = batch.select(any_.any().alias(code) for code, any_ in broken_text_reasons(column).items())
                    assert {code for code, found in checks.row(0, named=True).items() if found} <= extract.suspected
