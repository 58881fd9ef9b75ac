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
        if text[position] != QUOTE:
            line_end = text.find(b"\n", position, limit)
            quote = text.find(b'"', position, line_end)
            if quote < 0:
                cells += text[position:line_end].split(delimiter)
                return Cells(cells, line_end + 1)
            if text[quote - 1] != delimiter[0]:
                return Fault(STRAY)
            cells += text[position : quote - 1].split(delimiter)
            position = quote
        close = _closing_quote(text, position + 1, limit)
        if close is None:
            return Fault(UNCLOSED, at_limit=True)
        cells.append(text[position + 1 : close].replace(b'""', b'"'))
        position = close + 2
        if text[close + 1] == LINE_FEED:
            return Cells(cells, position)
        if text[close + 1] != delimiter[0]:
            return Fault(STRAY)


def _closing_quote(text: bytes, position: int, limit: int) -> int | None:
    """Offset of the quote that ends the cell; a doubled quote is a quote in the text."""
    while (found := text.find(b'"', position, limit)) >= 0:
        if text[found + 1] != QUOTE:
            return found
        position = found + 2
    return None
