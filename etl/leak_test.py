"""The test on id columns: chance gives a few values that pass as identity numbers, a leak gives half or more."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from etl.identity_numbers import POSSIBLE, holds_one
from etl.readers import Refused

LEAK_SHARE = 0.5
# Values looked at per batch and column; a larger batch is judged by every n-th of them. A column of identity
# numbers (all pass) and a series of numbers that begin like a date (9 % pass) are too far apart to be confused.
LOOKED_AT = 2000


class LeakTest:
    """Counts, column by column, how many values of a file are identity numbers."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._values = dict.fromkeys(columns, 0)
        self._valid = dict.fromkeys(columns, 0.0)

    def add(self, rows: pl.DataFrame) -> None:
        """Take one batch with its id columns as text."""
        for column in self._values:
            values = rows[column].drop_nulls()
            if values.is_empty():
                continue
            sample = values.gather_every(-(-len(values) // LOOKED_AT))
            suspected = sample.filter(sample.str.contains(POSSIBLE))
            self._values[column] += len(values)
            self._valid[column] += sum(map(holds_one, suspected)) * len(values) / len(sample)

    def refuse(self, file_name: str) -> None:
        """Raise `Refused` where half or more of a column's values are identity numbers; none of them is told."""
        for column, values in self._values.items():
            if values and self._valid[column] >= LEAK_SHARE * values:
                raise Refused(
                    "lacka_av_personnummer",
                    f"{file_name}: kolumnen {column} innehåller personnummer eller liknande identiteter i "
                    f"{self._valid[column] / values:.0%} av {values} värden. Ingenting av filen har sparats. Be "
                    "avsändaren ersätta kolumnen med ett löpande id och leverera på nytt.",
                )
