"""When a unit keeps a Green Cross: the optional columns kors_fran, kors_till and oppet of enheter.csv.

A unit that has moved stands on a row in each förvaltning: it keeps its cross where its rows hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.reference_rows import ReferenceFault, ReferenceRow, day, fault

EVERY_DAY, WEEKDAYS = "alla", "vardag"
UNSAID = dt.date.max  # stands for an empty cell while dates are read


@dataclass(frozen=True)
class Opening:
    """A unit's cross from `first` to `last`, both inclusive; `first` None: it keeps none, `last` None: still."""

    first: dt.date | None = None
    last: dt.date | None = None
    days: str = EVERY_DAY

    def within(self, first: dt.date, last: dt.date) -> Opening:
        """What of it lies within these days; none where nothing does."""
        begins, ends = max(self.first or first, first), min(self.last or last, last)
        if self.first is None or ends < begins:
            return Opening()
        return Opening(begins, None if ends == UNSAID else ends, self.days)


@dataclass(frozen=True)
class Openings:
    """(unit, administration) → when it keeps a cross."""

    of_units: Mapping[tuple[str, str], Opening]

    def of(self, row: ReferenceRow) -> Opening:
        """That of the unit of a row of enheter.csv."""
        return self.of_units.get(_unit(row), Opening())


def openings(files: Sequence[Sequence[ReferenceRow]]) -> Openings:
    """What the files say, the weakest first, within the days that the unit's rows of the file hold.

    A row without kors_fran says nothing but when it holds. Raises `ReferenceFault`.
    """
    found: dict[tuple[str, str], Opening] = {}
    for rows in files:
        found |= _of_file(rows)
    return Openings(found)


def _of_file(rows: Sequence[ReferenceRow]) -> dict[tuple[str, str], Opening]:
    said: dict[tuple[str, str], tuple[int, Opening]] = {}
    for row in rows:
        opening = _read(row)
        if opening is None:
            continue
        line, before = said.setdefault(_unit(row), (row.line, opening))
        if before != opening:
            raise ReferenceFault(
                f"{row.file.name}: rad {line} och {row.line} säger olika om korset för {row.cells['enhet']} "
                f"({row.cells['forvaltning']}); skriv samma kors_fran, kors_till och oppet på enhetens rader."
            )
    held = _held(rows)
    return {unit: opening.within(*held[unit]) for unit, (_, opening) in said.items()}


def _held(rows: Sequence[ReferenceRow]) -> dict[tuple[str, str], tuple[dt.date, dt.date]]:
    """The first and last day that each unit's rows of its förvaltning hold."""
    found: dict[tuple[str, str], tuple[dt.date, dt.date]] = {}
    for row in rows:
        first, last = day(row, "giltig_fran", dt.date.min), day(row, "giltig_till", UNSAID)
        begins, ends = found.get(_unit(row), (first, last))
        found[_unit(row)] = min(begins, first), max(ends, last)
    return found


def _read(row: ReferenceRow) -> Opening | None:
    first, last = (day(row, column, UNSAID) for column in ("kors_fran", "kors_till"))
    days = row.cells.get("oppet", "").lower() or EVERY_DAY
    if days not in (EVERY_DAY, WEEKDAYS):
        raise fault(row, f"oppet är ”{row.cells['oppet']}”; tillåtna: {EVERY_DAY}, {WEEKDAYS}")
    if first == UNSAID:
        if last != UNSAID:
            raise fault(row, "kors_till står utan kors_fran; fyll i kors_fran eller töm kors_till")
        return None
    if last < first:
        raise fault(row, "kors_till ligger före kors_fran; rätta datumen")
    return Opening(first, None if last == UNSAID else last, days)


def _unit(row: ReferenceRow) -> tuple[str, str]:
    return row.cells["enhet"], row.cells["forvaltning"]
