"""Columns of counts beside the bands that a mapping reads: patients that nobody would count."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from etl.mappings.guess_reader import WORDS_FOR_NOTHING
from etl.mappings.model import Mapping, found_in
from etl.readers import Refused

# A count as people write it. A code that begins with a nought is none.
COUNT = r"^(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:[., \u00a0'][0-9]{3})+)(?:[.,]0+)?$"
HIDDEN = r"^<\s*[0-9]+$"
MOST = 0.5  # of the values of a column with a digit in its name; of others all must be counts


class UnreadBands:
    """The columns of one wide file that neither the contract nor, in [rename] and its like, the mapping reads."""

    def __init__(self, mapping: Mapping, file_name: str, unread: Sequence[str]) -> None:
        self._mapping, self._file_name = mapping, file_name
        named = {found_in(unread, name) for name in (*mapping.read_columns, *mapping.ignore)}
        self._pending = [name for name in unread if name not in named]

    def refuse(self, rows: pl.DataFrame) -> None:
        """Raise `Refused` where a column holds counts, judged by the first rows in which it holds anything."""
        told = {name: self._told(rows[name]) for name in self._pending if rows.schema[name] == pl.String}
        self._pending = [name for name in self._pending if name in told and told[name].is_empty()]
        suspected = [name for name, values in told.items() if not values.is_empty() and _are_counts(name, values)]
        if suspected:
            names, mapping = ", ".join(f"”{name}”" for name in suspected), self._mapping.name
            listed = ", ".join(f'"{name}"' for name in suspected)
            raise Refused(
                "band_utan_mappning",
                f"{self._file_name}: {'kolumnerna' if len(suspected) > 1 else 'kolumnen'} {names} har antal som "
                f"mappningen {mapping} inte läser. Är det ett band av väntetid skulle patienterna där inte räknas: "
                "lägg till det i [bands]. Är det radens egen summa, skriv den som control; är det något annat, som en "
                f"kod, nämn kolumnen i mappningens ignore = [{listed}].",
            )

    def _told(self, values: pl.Series) -> pl.Series:
        """The values that say something: no empty cells, no words for nothing, no hidden counts."""
        text = values.str.strip_chars().drop_nulls()
        nothing = ["", *WORDS_FOR_NOTHING, *self._mapping.reader.null]
        return text.filter(~text.is_in(nothing) & ~text.str.contains(HIDDEN))


def _are_counts(name: str, values: pl.Series) -> bool:
    share = values.str.contains(COUNT).sum() / len(values)
    return share > MOST if re.search(r"\d", name) else share == 1
