"""Bands of waiting time as a file names them: a column for each, or a label in every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

import polars as pl

from analysis.wait_bands import band_days
from etl.mappings.cells import Numbers
from etl.mappings.guess_bands import guessed_bands
from etl.mappings.model import BAND_COLUMNS, BANDS, Bands, Mapping, found_in
from etl.readers import Refused
from etl.readers.header import fold

NAMES = BAND_COLUMNS
Days = tuple[int, int | None]


class BandColumns:
    """The bands of one file. `columns`: those of the file that hold them. Raises `Refused` where there is none."""

    def __init__(self, mapping: Mapping, file_name: str, header: Sequence[str]) -> None:
        if mapping.bands is None:
            raise ValueError("a mapping without bands")
        self._bands, self._null_words = mapping.bands, mapping.reader.null
        read = [name for name in header if fold(name) not in {fold(each) for each in mapping.ignore}]
        self._days = {name: days for name in read if (days := days_of(name, mapping.bands)) is not None}
        self._label = found_in(header, mapping.bands.label) if mapping.bands.label else None
        self._count = found_in(header, mapping.bands.count) if mapping.bands.count else None
        if not (self._days if mapping.is_wide else self._label and self._count):
            raise Refused("saknad_kolumn", f"{file_name}: {self._what_is_missing(mapping.bands)}")
        if mapping.is_wide:
            self._refuse_other_bands(mapping.name, file_name, read)
            self._refuse_without_fixed(mapping, file_name, header)
        self.columns = tuple(self._days) if mapping.is_wide else (str(self._label), str(self._count))

    def _refuse_other_bands(self, mapping: str, file_name: str, header: Sequence[str]) -> None:
        """A column that looks like a band and is read by none would be patients that nobody counts."""
        guessed = guessed_bands(header)
        others = [name for name in guessed.edges if name not in self._days] if guessed and guessed.is_unit_told else []
        if others:
            raise Refused(
                "band_utan_mappning",
                f"{file_name}: kolumnen {', '.join(others)} ser ut som ett band av väntetid men stämmer inte med "
                f"[bands] i mappningen {mapping}: patienterna där skulle inte räknas. Lägg till den under "
                "bands.columns, ändra mönstret, eller nämn den i ignore om den inte ska räknas.",
            )

    def _refuse_without_fixed(self, mapping: Mapping, file_name: str, header: Sequence[str]) -> None:
        """A band that the mapping names and the file lacks would be patients that are missing without a word."""
        lacking = [name for name in self._bands.columns if found_in(header, name) is None]
        if lacking:
            raise Refused(
                "saknad_kolumn",
                f"{file_name}: kolumnen {', '.join(lacking)} saknas, och mappningen {mapping.name} läser den som ett "
                "band (bands.columns). Lägg till den i filen, eller ändra mappningen om avsändaren har bytt band.",
            )

    def expressions(self, rows: pl.DataFrame, numbers: Numbers) -> list[pl.Expr]:
        """The contract's three band columns and, of a wide file, `_bands`."""
        if self._bands.is_wide:
            texts = [pl.lit(None, dtype=pl.String).alias(name) for name in NAMES]
            return [*texts, self._of_line(numbers)]
        return [*self._of_label(rows), self._count_in(str(self._count), numbers).alias(NAMES[2])]

    def _of_line(self, numbers: Numbers) -> pl.Expr:
        bands = [
            pl.struct(
                pl.lit(first, dtype=pl.Int32).alias("from_days"),
                pl.lit(last, dtype=pl.Int32).alias("to_days"),
                self._count_in(name, numbers).alias("antal"),
            )
            for name, (first, last) in sorted(self._days.items(), key=lambda item: item[1][0])
        ]
        return pl.concat_list(bands).alias(BANDS)

    def _of_label(self, rows: pl.DataFrame) -> list[pl.Expr]:
        """A label that is no band stays in `fran_dagar`, where the contract tells of it."""
        label = pl.col(str(self._label)).str.strip_chars()
        first: dict[str, str] = {}
        last: dict[str, str] = {}
        for text in rows.select(label).to_series().drop_nulls().unique():
            days = days_of(text, self._bands)
            first[text] = text if days is None else str(days[0])
            if days is not None and days[1] is not None:
                last[text] = str(days[1])
        return [
            label.replace_strict(found, default=None, return_dtype=pl.String).alias(name)
            for name, found in zip(NAMES[:2], (first, last), strict=True)
        ]

    def _count_in(self, column: str, numbers: Numbers) -> pl.Expr:
        """Null where the mapping says in words that it is not told, or where it is empty beside others that are not.

        A line without any count, some of them without a word for it, is a fault and not a missing figure.
        """
        told = numbers.read(pl.col(column))
        if not self._null_words:
            return told
        counts = self._days if self._bands.is_wide else [column]
        is_without = pl.all_horizontal(pl.col(name).is_null() | self._is_word(name) for name in counts)
        by_word = pl.all_horizontal(self._is_word(name) for name in counts)
        told = pl.when(~self._is_word(column)).then(told)
        return pl.when(is_without & ~by_word).then(pl.lit("")).otherwise(told)

    def _is_word(self, column: str) -> pl.Expr:
        return pl.col(column).fill_null("").str.strip_chars().is_in(self._null_words)

    def _what_is_missing(self, bands: Bands) -> str:
        if bands.is_wide:
            return (
                "ingen kolumn stämmer med mappningens [bands] (columns, pattern, open_pattern). Jämför med rubrikraden."
            )
        missing = [name for name, found in ((bands.label, self._label), (bands.count, self._count)) if found is None]
        return f"kolumnen {', '.join(map(str, missing))} som mappningens [bands] läser finns inte i rubrikraden."


def days_of(label: str, bands: Bands) -> Days | None:
    """First and last day of a band by its label; None where the label is none."""
    text = label.strip()
    fixed = next((edges for name, edges in bands.columns.items() if fold(name) == fold(text)), None)
    edges = fixed or _edges(text, bands)
    if edges is None:
        return None
    with suppress(ValueError):  # no day is between such edges: the label is no band
        return band_days(bands.unit, edges[0], edges[1] if len(edges) > 1 else None)
    return None


def _edges(text: str, bands: Bands) -> list[int] | None:
    """The pattern's two numbers, or the open pattern's one."""
    for pattern in (bands.pattern, bands.open_pattern):
        match = re.search(pattern, text, re.IGNORECASE) if pattern is not None else None
        if match is not None:
            return [int(group) for group in match.groups() if group is not None]
    return None
