"""The careful way through a chunk: each line judged by itself, so that one bad quote costs one record."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from etl.readers.quoted_record import (
    LINE_FEED,
    QUOTE,
    SPAN_BYTES,
    SPAN_LINES,
    UNCLOSED,
    Cells,
    Fault,
    read_record,
)
from etl.readers.text_checks import Codes

TOO_FEW, TOO_MANY = "for_fa_kolumner", "for_manga_kolumner"
CONTINUED, BLANK, GOOD, SPANNING, BROKEN = range(5)  # what a line is; from GOOD on it begins a record

Positions = npt.NDArray[np.intp]


@dataclass
class SplitLines:
    """The lines of one chunk. `kinds` one of the five per line; `end`: where the undecided rest begins."""

    starts: Positions
    ends: Positions
    kinds: npt.NDArray[np.uint8]
    spanning: dict[int, list[bytes]] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)
    decided: int = 0

    def text(self, chunk: bytes, line: int) -> str:
        """A line as it stands in the file."""
        return chunk[self.starts[line] : self.ends[line]].decode("utf-8")


def split_lines(chunk: bytes, delimiter: bytes, columns: int, *, final: bool) -> SplitLines:
    """Judge every line of a chunk whose lines end with a line feed and nothing else.

    A line is good when its quotes are sound and it has the right number of cells by itself. The others are read
    one by one: a quoted cell may span lines only if the record comes out right. Unless `final`, a record still
    open at the end of the chunk is left undecided: `decided` lines are done.
    """
    codes = np.frombuffer(chunk, np.uint8)
    ends = np.flatnonzero(codes == LINE_FEED)
    starts = np.concatenate(([0], ends[:-1] + 1))
    cells, sound = _cells_by_line(codes, starts, ends, delimiter[0])
    blank = _blank_lines(chunk, codes, starts, ends)
    kinds = np.where(sound & (cells == columns), GOOD, BROKEN).astype(np.uint8)
    kinds[blank] = BLANK
    lines = SplitLines(starts, ends, kinds, decided=len(ends))
    _judge_the_rest(chunk, delimiter, columns, lines, final=final)
    return lines


def _cells_by_line(
    codes: Codes, starts: Positions, ends: Positions, delimiter: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Number of cells of each line, and whether its quotes open and close where quotes may."""
    quotes = np.flatnonzero(codes == QUOTE)
    outside = codes == delimiter
    sound = np.ones(len(ends), dtype=bool)
    if len(quotes):
        line = np.searchsorted(ends, quotes)
        rank = np.arange(len(quotes)) - np.searchsorted(quotes, starts)[line]
        opens = rank % 2 == 0
        before, after = codes[quotes - 1], codes[quotes + 1]
        may_open = (quotes == starts[line]) | (before == delimiter) | ((before == QUOTE) & (rank > 0))
        may_close = (after == delimiter) | (after == LINE_FEED) | (after == QUOTE)
        sound[line[np.where(opens, ~may_open, ~may_close)]] = False
        sound[np.bincount(line, minlength=len(ends)) % 2 == 1] = False
        delimiters = np.flatnonzero(outside)
        quotes_before = np.searchsorted(quotes, delimiters)
        first_of_line = np.searchsorted(quotes, starts)[np.searchsorted(ends, delimiters)]
        outside = outside.copy()
        outside[delimiters[(quotes_before - first_of_line) % 2 == 1]] = False
    return np.add.reduceat(outside, starts, dtype=np.int64) + 1, sound


def _blank_lines(chunk: bytes, codes: Codes, starts: Positions, ends: Positions) -> list[int]:
    """Lines of nothing, or of spaces alone."""
    candidates = np.flatnonzero((starts == ends) | (codes[starts] == ord(" ")))
    return [int(line) for line in candidates if not chunk[starts[line] : ends[line]].strip(b" ")]


def _judge_the_rest(chunk: bytes, delimiter: bytes, columns: int, lines: SplitLines, *, final: bool) -> None:
    resume = 0
    for found in np.flatnonzero(lines.kinds == BROKEN):
        line = int(found)
        if line < resume:
            continue
        start, end = int(lines.starts[line]), int(lines.ends[line]) + 1
        record = read_record(chunk, start, end, delimiter)
        if isinstance(record, Fault) and record.at_limit:
            limit = _span_limit(lines, line)
            record = read_record(chunk, start, int(lines.ends[limit]) + 1, delimiter)
            at_chunk_end = limit == len(lines.ends) - 1 and _may_grow(lines, line)
            if isinstance(record, Fault) and record.at_limit and at_chunk_end and not final:
                lines.decided = line
                return
            if isinstance(record, Cells) and len(record.cells) == columns:
                resume = int(np.searchsorted(lines.starts, record.end))
                lines.kinds[line + 1 : resume] = CONTINUED
                lines.kinds[line] = SPANNING
                lines.spanning[line] = record.cells
                continue
            lines.broken[line] = UNCLOSED
        else:
            lines.broken[line] = _fault(record, columns)


def _fault(record: Cells | Fault, columns: int) -> str:
    if isinstance(record, Fault):
        return record.reason
    return TOO_FEW if len(record.cells) < columns else TOO_MANY


def _span_limit(lines: SplitLines, line: int) -> int:
    """The last line that a record beginning at `line` may reach."""
    by_bytes = int(np.searchsorted(lines.ends, lines.starts[line] + SPAN_BYTES)) - 1
    return max(line, min(line + SPAN_LINES - 1, by_bytes, len(lines.ends) - 1))


def _may_grow(lines: SplitLines, line: int) -> bool:
    """Whether more text after the chunk could still belong to the record at `line`."""
    return len(lines.ends) - line < SPAN_LINES and int(lines.ends[-1] - lines.starts[line]) < SPAN_BYTES
