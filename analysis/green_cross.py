"""The Green Cross: what a source can say of a day, and which colour a definition gives it.

The fact of the day is kept and the colour is derived, so the same days can be seen under any definition. A *case* is
one thing a source can say; each has a bit, and a day is the set of its cases. Bits 0–7 are the facts in order of
severity, `utan_skada_eller_risk` twice (without and with the mark of an operational disturbance). A source that knows
only a colour says "one of the cases that this definition gives this colour"; where they are several, that pair has a
bit of its own, from 8, and the day may be ambiguous under another definition. Nothing assumes that a definition is
monotone in severity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

FACTS: tuple[str, ...] = (
    "ej_registrerad",
    "ingen_verksamhet",
    "ingen",
    "utan_skada_eller_risk",
    "risk",
    "skada",
    "allvarlig_skada",
)
NOT_REGISTERED, NO_ACTIVITY, NOTHING, WITHOUT_HARM, DISTURBANCE, RISK, HARM, SERIOUS_HARM = range(8)
FACT_CASES = 8
CASE_FACTS = (0, 1, 2, 3, 3, 4, 5, 6)  # the index in FACTS of each fact case
COLOURS: tuple[str, ...] = ("vit", "gra", "gron", "gul", "orange", "rod")  # from mildest to worst
UNKNOWN, CONFLICT = "okand", "konflikt"
MOST_CASES = 64  # bits of a UInt64


@dataclass(frozen=True)
class DefinitionSet:
    """One definition: `colours` gives every fact case (bit 0–7) one of COLOURS."""

    name: str
    title: str
    colours: Mapping[int, str]

    def __post_init__(self) -> None:
        if set(self.colours) != set(range(FACT_CASES)) or not set(self.colours.values()) <= set(COLOURS):
            raise ValueError(f"definition {self.name} does not give every case one of the colours")

    def __hash__(self) -> int:
        return hash((self.name, tuple(sorted(self.colours.items()))))

    def cases_of(self, colour: str) -> tuple[int, ...]:
        """The fact cases that get the colour, mildest first."""
        return tuple(case for case in range(FACT_CASES) if self.colours[case] == colour)


class Palette:
    """Colours of days under every definition of a table; equal where the definitions are.

    Raises ValueError where two definitions share a name, or where the cases do not fit in 64 bits.
    """

    def __init__(self, definitions: Sequence[DefinitionSet]) -> None:
        self.definitions = tuple(definitions)
        self._by_name = {definition.name: definition for definition in self.definitions}
        if len(self._by_name) != len(self.definitions):
            raise ValueError("two definitions share a name")
        self._readings: list[tuple[int, ...]] = [(case,) for case in range(FACT_CASES)]
        self._pairs: dict[tuple[str, str], int] = {}
        for definition in self.definitions:
            for colour in COLOURS:
                self._add_pair(definition, colour)
        if len(self._readings) > MOST_CASES:
            raise ValueError(f"{len(self._readings)} cases do not fit in {MOST_CASES} bits")
        self._colour_maps: dict[str, dict[int, str]] = {name: {} for name in self._by_name}

    def __hash__(self) -> int:
        return hash(self.definitions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Palette) and self.definitions == other.definitions

    @property
    def names(self) -> tuple[str, ...]:
        """The definitions' names, in the order of the table."""
        return tuple(self._by_name)

    def case(self, fact: str, *, is_disturbance: bool = False) -> int:
        """The bit of a fact; the mark of a disturbance tells `utan_skada_eller_risk` apart. KeyError: no such fact."""
        if fact not in FACTS:
            raise KeyError(fact)
        first = CASE_FACTS.index(FACTS.index(fact))
        return DISTURBANCE if is_disturbance and first == WITHOUT_HARM else first

    def colour_case(self, definition: str, colour: str) -> int:
        """The bit of a colour given without a fact: the only fact case of that colour, else a bit of the pair's own.

        KeyError where there is no such definition or it never gives the colour.
        """
        return self._pairs[definition, colour]

    def readings(self, case: int) -> tuple[int, ...]:
        """The fact cases that a case may be."""
        return self._readings[case]

    def ranks(self, cases: int, definition: str) -> tuple[int, int]:
        """The mildest and the worst colour, as indices in COLOURS, that the day can have. ValueError: nothing known."""
        colours = self._by_name[definition].colours
        spans = [[COLOURS.index(colours[fact]) for fact in self._readings[case]] for case in self._members(cases)]
        return max(min(span) for span in spans), max(max(span) for span in spans)

    def colour(self, cases: int, definition: str) -> str:
        """The day's colour, UNKNOWN where two readings of it differ, '' where nothing is known of the day."""
        if not cases:
            return ""
        low, high = self.ranks(cases, definition)
        return COLOURS[low] if low == high else UNKNOWN

    def fact_range(self, cases: int) -> tuple[int, int]:
        """The mildest and the worst that the day's worst fact can be: indices in FACTS. ValueError: nothing known."""
        spans = [[CASE_FACTS[fact] for fact in self._readings[case]] for case in self._members(cases)]
        return max(min(span) for span in spans), max(max(span) for span in spans)

    def fact(self, cases: int) -> str | None:
        """The day's worst fact; None where it is ambiguous or nothing is known."""
        if not cases:
            return None
        low, high = self.fact_range(cases)
        return FACTS[low] if low == high else None

    def colours_of(self, cases: pl.Series, definition: str) -> pl.Series:
        """The colour of every day (String, '' where nothing is known), computed once for each distinct set of cases."""
        known = self._colour_maps[definition]
        distinct = cases.unique().to_list()
        for mask in distinct:
            if mask not in known:
                known[mask] = self.colour(mask, definition)
        return cases.replace_strict(distinct, [known[mask] for mask in distinct], return_dtype=pl.String)

    def facts_of(self, cases: pl.Series) -> pl.Series:
        """The worst fact of every day, null where it is ambiguous or nothing is known."""
        distinct = cases.unique().to_list()
        return cases.replace_strict(distinct, [self.fact(mask) for mask in distinct], return_dtype=pl.String)

    def _add_pair(self, definition: DefinitionSet, colour: str) -> None:
        cases = definition.cases_of(colour)
        if len(cases) == 1:
            self._pairs[definition.name, colour] = cases[0]
        elif cases:
            self._pairs[definition.name, colour] = len(self._readings)
            self._readings.append(cases)

    def _members(self, cases: int) -> list[int]:
        if cases <= 0 or cases >> len(self._readings):
            raise ValueError(f"{cases} is no set of cases")
        return [case for case in range(len(self._readings)) if cases >> case & 1]
