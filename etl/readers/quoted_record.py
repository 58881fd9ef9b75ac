"""One record with quotes or faults, read cell by cell: where it ends, what it says, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

QUOTE, LINE_FEED = ord('"'), ord("\n")
SPAN_LINES, SPAN_BYTES = 100, 64 << 10  # a quoted cell longer than this is a quote that was never closed
UNCLOSED, STRAY = "oavslutat_citattecken", "felaktigt_citattecken"


@dataclass(frozen=True)
class Cells:
    """A record that could be read; `end` is the offset after its line feed."""

    cells: list[bytes]
    end: int


@dataclass(frozen=True)
class Fault:
    """`reason` why it could not; `at_limit`: the text given ended inside a quoted cell."""

    reason: str
    at_limit: bool = False


def read_record(text: bytes, start: int, limit: int, delimiter: bytes) -> Cells | Fault:
    """Read the record at `start`; `text[:limit]` ends with a line feed and lines end with nothing else."""
    cells: list[bytes] = []
    position = start
    while True:
        if text[position] == QUOTE:
            close = _closing_quote(text, position + 1, limit)
            if close is None:
                return Fault(UNCLOSED, at_limit=True)
            cells.append(text[position + 1 : close].replace(b'""', b'"'))
            end = close + 1
            if text[end] not in (delimiter[0], LINE_FEED):
                return Fault(STRAY)
        else:
            end = _plain_end(text, position, limit, delimiter)
            cells.append(text[position:end])
            if QUOTE in cells[-1]:
                return Fault(STRAY)
        position = end + 1
        if text[end] == LINE_FEED:
            return Cells(cells, position)


def _closing_quote(text: bytes, position: int, limit: int) -> int | None:
    """Offset of the quote that ends the cell; a doubled quote is a quote in the text."""
    while (found := text.find(b'"', position, limit)) >= 0:
        if text[found + 1] != QUOTE:
            return found
        position = found + 2
    return None


def _plain_end(text: bytes, position: int, limit: int, delimiter: bytes) -> int:
    line_end = text.find(b"\n", position, limit)
    cell_end = text.find(delimiter, position, line_end)
    return line_end if cell_end < 0 else cell_end
