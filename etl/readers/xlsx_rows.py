"""A row of a worksheet as it is stored: what a reader would falsify or hide, and in which cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FORMULA_WITHOUT_VALUE, UNREADABLE_CELL = "formel_utan_varde", "olaslig_cell"

_VALUE = re.compile(rb"<(?:\w+:)?(?:v\b[^>]*>[^<]|is\b)")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)[0-9]+"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_VALUE_ELEMENT = re.compile(rb"<(?:\w+:)?v\b")
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="e"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_TEXT_TYPES = {b"s", b"str", b"inlineStr"}


@dataclass(frozen=True)
class StoredRow:
    """`number` from 1; `attributes` and `cells` as they stand in the file."""

    number: int
    attributes: bytes
    cells: bytes

    @property
    def values(self) -> int:
        """How many cells have a value."""
        return len(_VALUE.findall(self.cells))

    @property
    def is_hidden(self) -> bool:
        """Hidden by hand or by a filter."""
        return _HIDDEN.search(self.attributes) is not None

    def faults(self) -> list[tuple[str, str]]:
        """Reason and address of every cell that a reader would make null without a word."""
        if not (_FORMULA.search(self.cells) or _ERROR_CELL.search(self.cells)):
            return []
        found = []
        for letters, kind, content in self._cells():
            if _FORMULA.search(content) and not _has_result(kind, content):
                found.append((FORMULA_WITHOUT_VALUE, f"{letters}{self.number}"))
            elif kind == b"e":
                found.append((UNREADABLE_CELL, f"{letters}{self.number}"))
        return found

    def letters(self) -> list[str]:
        """The columns of the cells that have a value, from the left."""
        return [letters for letters, _, content in self._cells() if _VALUE.search(content)]

    def text_letters(self) -> list[str]:
        """The columns of the cells that are stored as text."""
        return [letters for letters, kind, content in self._cells() if kind in _TEXT_TYPES and _VALUE.search(content)]

    def _cells(self) -> Iterator[tuple[str, bytes | None, bytes]]:
        """Column, type and content; a cell that does not say where it stands follows the one before."""
        place = 0
        for cell in _CELL.finditer(self.cells):
            given, kind = _PLACE.search(cell[1]), _TYPE.search(cell[1])
            place = _number(given[1]) if given else place + 1
            yield _letters(place), kind[1] if kind else None, cell[2] or b""


def rows_of(area: str) -> tuple[int, int]:
    """First and last row of an area like `A1:C2`."""
    first, last = (int(re.sub(r"[A-Z]+", "", corner)) for corner in area.split(":"))
    return first, last


def _has_result(kind: bytes | None, content: bytes) -> bool:
    """Whether a formula's result was stored; an empty text is a result."""
    return _VALUE.search(content) is not None or (kind == b"str" and _VALUE_ELEMENT.search(content) is not None)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
