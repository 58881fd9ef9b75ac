"""The careful way through a chunk: each line judged by itself, so that one bad quote costs one record."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from etl.readers.extract import MOST_BROKEN
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

LONGEST_TEXT_BYTES = 8_000  # of a broken record, so that giant lines do not fill the memory

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
        """A line as it stands in the file, or its beginning."""
        end = min(self.ends[line], self.starts[line] + LONGEST_TEXT_BYTES)
        return chunk[self.starts[line] : end].decode("utf-8", "ignore")


def split_lines(chunk: bytes, delimiter: bytes, columns: int, *, final: bool) -> SplitLines:
    """Judge every line of a chunk whose lines end with a line feed and nothing else.

    A line is good when its quotes are sound and it has the right number of cells by itself. The others are read
    one by one: a quoted cell may span lines only if the record comes out right. Unless `final`, a record still
    open at the end of the chunk is left undecided: `decided` lines are done.
    """
    codes = np.frombuffer(chunk, np.uint8)
    ends, cells, sound = _judged_lines(codes, delimiter[0])
    starts = np.concatenate(([0], ends[:-1] + 1))
    blank = _blank_lines(chunk, codes, starts, ends)
    kinds = np.where(sound & (cells == columns), GOOD, BROKEN).astype(np.uint8)
    kinds[blank] = BLANK
    lines = SplitLines(starts, ends, kinds, decided=len(ends))
    _judge_the_rest(chunk, delimiter, columns, lines, final=final)
    return lines


def _judged_lines(codes: Codes, delimiter: int) -> tuple[Positions, Positions, npt.NDArray[np.bool_]]:
    """End and number of cells of each line, and whether its quotes open and close where quotes may."""
    marks = np.flatnonzero((codes == QUOTE) | (codes == delimiter) | (codes == LINE_FEED))
    kinds = codes[marks]
    feeds = np.flatnonzero(kinds == LINE_FEED)
    quotes_so_far = np.cumsum(kinds == QUOTE, dtype=np.int32)
    quotes_by_line = np.diff(quotes_so_far[feeds], prepend=0)
    sound = quotes_by_line % 2 == 0
    if not sound.all():  # an open quote in one line says nothing of the next
        before_line = quotes_so_far[feeds] - quotes_by_line
        quotes_so_far -= np.repeat(before_line, np.diff(feeds, prepend=-1)).astype(np.int32)
    is_inside = quotes_so_far % 2 == 1
    first_marks = np.concatenate(([0], feeds[:-1] + 1))
    is_cell_end = (kinds == delimiter) & ~is_inside
    cells = np.add.reduceat(is_cell_end, first_marks, dtype=np.intp) + 1
    misplaced = _misplaced_quotes(codes, marks, kinds == QUOTE, is_inside, delimiter)
    sound[np.searchsorted(feeds, misplaced)] = False
    return marks[feeds], cells, sound


def _misplaced_quotes(
    codes: Codes,
    marks: Positions,
    is_quote: npt.NDArray[np.bool_],
    is_inside: npt.NDArray[np.bool_],
    delimiter: int,
) -> Positions:
    """Which marks are quotes with text before them where they open, or after them where they close.

    The codes end with a line feed, so that one stands before the first code too.
    """
    quotes = np.flatnonzero(is_quote)
    opens = is_inside[quotes]
    neighbours = codes[marks[quotes] + np.where(opens, -1, 1)]
    may_stand_beside = np.zeros(256, dtype=bool)
    may_stand_beside[[delimiter, LINE_FEED, QUOTE]] = True
    return quotes[~may_stand_beside[neighbours]]


def _blank_lines(chunk: bytes, codes: Codes, starts: Positions, ends: Positions) -> list[int]:
    """Lines of nothing, or of spaces alone."""
    candidates = np.flatnonzero((starts == ends) | (codes[starts] == ord(" ")))
    return [int(line) for line in candidates if not chunk[starts[line] : ends[line]].strip(b" ")]


def _judge_the_rest(chunk: bytes, delimiter: bytes, columns: int, lines: SplitLines, *, final: bool) -> None:
    suspects = np.flatnonzero(lines.kinds == BROKEN).tolist()
    ends = lines.ends.tolist() if suspects else []
    resume = 0
    for line in suspects:
        if line < resume:
            continue
        if len(lines.broken) >= MOST_BROKEN:
            lines.decided = line
            return
        start = int(lines.starts[line])
        record = read_record(chunk, start, ends[line] + 1, delimiter)
        if not (isinstance(record, Fault) and record.at_limit):
            lines.broken[line] = _fault(record, columns)
            continue
        last = _last_line_in_reach(ends, line, start)
        record = read_record(chunk, start, ends[last] + 1, delimiter)
        if isinstance(record, Cells) and len(record.cells) == columns:
            resume = bisect_left(ends, record.end)
            lines.kinds[line + 1 : resume] = CONTINUED
            lines.kinds[line] = SPANNING
            lines.spanning[line] = record.cells
        elif isinstance(record, Fault) and record.at_limit and not final and _may_grow(ends, line, start):
            lines.decided = line
            return
        else:
            lines.broken[line] = UNCLOSED


def _fault(record: Cells | Fault, columns: int) -> str:
    if isinstance(record, Fault):
        return record.reason
    return TOO_FEW if len(record.cells) < columns else TOO_MANY


def _last_line_in_reach(ends: list[int], line: int, start: int) -> int:
    """The last line that a record beginning at `line` may reach."""
    by_bytes = bisect_left(ends, start + SPAN_BYTES) - 1
    return max(line, min(line + SPAN_LINES - 1, by_bytes))


def _may_grow(ends: list[int], line: int, start: int) -> bool:
    """Whether text after the chunk could still belong to the record at `line`."""
    return len(ends) - line < SPAN_LINES and ends[-1] - start < SPAN_BYTES
