"""Which names or labels are bands of waiting time, and the [bands] that reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

UNITS = {
    "weeks": r"(?:weeks?|wks?|veckor|vecka|uker|uke)",
    "months": r"(?:months?|mths?|månader|manader|måneder|månad|mån|mnd|mdr)",
    "days": r"(?:days?|dagar|dager|dage|dgr|dygn)",
}
CLOSED = r"(\d+)\s*(?:-|–|to|till)\s*(\d+)"
LESS = r"(?:<|≤|under|less than|up to|upp till|inom)\s*=?\s*(\d+)"
MORE = r"(?:>|≥|gt|over|över|more than|mer än)\s*=?\s*(\d+)"
OR_MORE = r"(?:\+|(?:eller|och|or|and|og) (?:mer|längre|more|over)\b)"
FEWEST = 3


@dataclass(frozen=True)
class GuessedBands:
    """`edges`: name → its edges, one of them where the band is open; `is_unit_told`: the names say the unit."""

    unit: str
    edges: dict[str, list[int]]
    is_unit_told: bool

    def patterns(self) -> tuple[str, str | None] | None:
        """One pattern for all closed bands and one for all open ones; None where their names differ otherwise."""
        closed = {_skeleton(name) for name, edges in self.edges.items() if len(edges) == 2}
        opened = {_skeleton(name) for name, edges in self.edges.items() if len(edges) == 1}
        groups = {skeleton.count("(") for skeleton in closed}, {skeleton.count("(") for skeleton in opened}
        if len(closed) != 1 or len(opened) > 1 or groups not in (({2}, {1}), ({2}, set())):
            return None
        return closed.pop(), opened.pop() if opened else None


def guessed_bands(names: Sequence[str]) -> GuessedBands | None:
    """The bands among the names, by the unit that most of them say; without a unit three of them at least."""
    found = {unit: _edges_of(names, word) for unit, word in UNITS.items()}
    unit = max(found, key=lambda each: len(found[each]))
    if found[unit]:
        return GuessedBands(unit, found[unit], is_unit_told=True)
    plain = {name: edges for name in names if (edges := _plain_edges(name.strip())) is not None}
    return GuessedBands("days", plain, is_unit_told=False) if len(plain) >= FEWEST else None


def _edges_of(names: Sequence[str], word: str) -> dict[str, list[int]]:
    found = {}
    for name in names:
        text = name.casefold()
        if closed := re.search(rf"{CLOSED}\s*{word}", text):
            found[name] = [int(closed[1]), int(closed[2])]
        elif less := re.search(rf"{LESS}\s*{word}", text):
            found[name] = [0, int(less[1])]
        elif more := re.search(rf"{MORE}\s*{word}|(\d+)\s*{word}\s*{OR_MORE}|(\d+)\s*\+\s*{word}", text):
            found[name] = [int(next(group for group in more.groups() if group is not None))]
    return found


def _plain_edges(text: str) -> list[int] | None:
    """Bands without a unit are names of nothing but their edges."""
    if closed := re.fullmatch(CLOSED, text):
        return [int(closed[1]), int(closed[2])]
    opened = re.fullmatch(rf"{MORE}|(\d+)\s*(?:\+|-|–)", text.casefold())
    return [int(opened[1] or opened[2])] if opened else None


def _skeleton(name: str) -> str:
    """The name as a pattern: its first two numbers are edges, what follows the unit is free."""
    text = name.strip()
    unit = next((found for word in UNITS.values() if (found := re.search(word, text, re.IGNORECASE))), None)
    told, rest = (text[: unit.end()], text[unit.end() :].strip()) if unit is not None else (text, "")
    parts = (re.escape(part).replace(r"\ ", " ").replace(r"\-", "-") for part in re.split(r"\d+", told))
    return "^" + r"(\d+)".join(parts) + (r"\s*\+" if rest == "+" else "")
