"""Chunks of text to frames: at once where every line is clean, line by line where one is not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from etl.readers.chunk_profile import ChunkProfile, profile
from etl.readers.extract import LINE, MOST_BROKEN, RECORD, BrokenRecord
from etl.readers.line_split import BLANK, GOOD, Positions, SplitLines, split_lines
from etl.readers.text_frames import clean_frame, empty_row, string_frame, tidied

EMPTY_RECORD = "tom_post"


class RecordFrames:
    """Turns chunks into frames in order, keeping the count of records and lines, and the broken ones."""

    def __init__(self, columns: Sequence[str], delimiter: str, lines_before: int) -> None:
        self._columns = columns
        self._delimiter = delimiter
        self.records, self.lines, self.blank_lines = 0, lines_before, 0
        self.broken: list[BrokenRecord] = []
        self.suspected: frozenset[str] = frozenset()

    def frame(self, chunk: bytes, *, final: bool) -> tuple[pl.DataFrame, bytes]:
        """The rows of a chunk that ends with a line end, and the end of it that needs more text to be decided."""
        found = profile(chunk, self._delimiter.encode())
        self.suspected = found.suspected
        clean = clean_frame(chunk, self._columns, self._delimiter, found)
        if clean is None:
            return self._line_by_line(chunk, found, final=final)
        numbered = clean.with_columns(
            pl.int_range(self.records + 1, self.records + 1 + clean.height, dtype=pl.UInt32).alias(RECORD),
            pl.int_range(self.lines + 1, self.lines + 1 + clean.height, dtype=pl.UInt32).alias(LINE),
        )
        self.records += clean.height
        self.lines += clean.height
        return tidied(numbered, chunk, found), b""

    def _line_by_line(self, chunk: bytes, found: ChunkProfile, *, final: bool) -> tuple[pl.DataFrame, bytes]:
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n")
        if found.lone_returns:
            chunk = chunk.replace(b"\r", b"\n")
        lines = split_lines(chunk, self._delimiter.encode(), len(self._columns), final=final)
        kinds = lines.kinds[: lines.decided]
        numbers = self.records + np.cumsum(kinds >= GOOD)
        rows = self._good_rows(chunk, lines, numbers)
        if lines.spanning:
            rows = pl.concat([rows, self._spanning_rows(lines, numbers)]).sort(RECORD)
        rows = self._without_empty(rows, chunk, lines)
        self.broken += [
            self._broken(chunk, lines, line, int(numbers[line]), reason) for line, reason in lines.broken.items()
        ]
        self.broken.sort(key=lambda broken: broken.record)
        self.records += int(np.count_nonzero(kinds >= GOOD))
        self.blank_lines += int(np.count_nonzero(kinds == BLANK))
        self.lines += lines.decided
        rest = chunk[lines.starts[lines.decided] :] if lines.decided < len(lines.starts) else b""
        return tidied(rows, chunk, found), rest

    def _good_rows(self, chunk: bytes, lines: SplitLines, numbers: Positions) -> pl.DataFrame:
        good = np.flatnonzero(lines.kinds[: lines.decided] == GOOD)
        text = chunk if len(good) == len(lines.starts) else _joined(chunk, lines, good)
        if text:
            rows = string_frame(text, self._columns, self._delimiter, quoted=b'"' in text)
        else:
            rows = pl.DataFrame(schema=dict.fromkeys(self._columns, pl.String))
        if rows.height != len(good):
            raise AssertionError(f"{len(good)} lines were read as {rows.height} rows")
        return self._numbered(rows, numbers[good], good)

    def _spanning_rows(self, lines: SplitLines, numbers: Positions) -> pl.DataFrame:
        cells = [[cell.decode("utf-8") if cell else None for cell in cells] for cells in lines.spanning.values()]
        rows = pl.DataFrame(cells, schema=dict.fromkeys(self._columns, pl.String), orient="row")
        first_lines = np.fromiter(lines.spanning, dtype=np.intp)
        return self._numbered(rows, numbers[first_lines], first_lines)

    def _numbered(self, rows: pl.DataFrame, numbers: Positions, lines: Positions) -> pl.DataFrame:
        return rows.with_columns(
            pl.Series(RECORD, numbers, dtype=pl.UInt32),
            pl.Series(LINE, self.lines + 1 + lines, dtype=pl.UInt32),
        )

    def _without_empty(self, rows: pl.DataFrame, chunk: bytes, lines: SplitLines) -> pl.DataFrame:
        empty = rows.select(empty_row(self._columns)).to_series()
        for record, line in rows.filter(empty).head(MOST_BROKEN).select(RECORD, LINE).iter_rows():
            self.broken.append(self._broken(chunk, lines, line - self.lines - 1, record, EMPTY_RECORD))
        return rows.filter(~empty)

    def _broken(self, chunk: bytes, lines: SplitLines, line: int, record: int, reason: str) -> BrokenRecord:
        return BrokenRecord(record, self.lines + line + 1, (reason,), lines.text(chunk, line))


def _joined(chunk: bytes, lines: SplitLines, good: Positions) -> bytes:
    """The good lines without what lies between them, copied run by run."""
    if not len(good):
        return b""
    breaks = np.flatnonzero(np.diff(good) > 1)
    firsts, lasts = good[np.r_[0, breaks + 1]], good[np.r_[breaks, len(good) - 1]]
    view = memoryview(chunk)
    return b"".join(view[lines.starts[first] : lines.ends[last] + 1] for first, last in zip(firsts, lasts, strict=True))
