"""Cells as a mapping says they are written: numbers, dates, and words for what is not told."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from etl.mappings.model import Dates, Reader

DIRECTIVES = ("%Y", "%y", "%m", "%b", "%B", "%d", "%e", "%j", "%H", "%M", "%S")
OF_NAMES = ("%B", "%b")
MONTHS = {  # as Swedes write them, and the English; either may be short where the other is long
    "January": "januari|january|jan", "February": "februari|february|feb", "March": "mars|march|mar",
    "April": "april|apr", "May": "maj|may", "June": "juni|june|jun", "July": "juli|july|jul",
    "August": "augusti|august|aug", "September": "september|sept|sep", "October": "oktober|october|okt|oct",
    "November": "november|nov", "December": "december|dec",
}  # fmt: skip
OF_DAY, OF_CLOCK = ("%d", "%e", "%j"), ("%H", "%M", "%S")


class Numbers:
    """Reads numbers with the reader's signs; what does not follow them stays as it is, for the contract to judge."""

    def __init__(self, reader: Reader) -> None:
        self._decimal = reader.decimal
        self._thousands = reader.thousands

    def read(self, text: pl.Expr, *, is_share: bool = False) -> pl.Expr:
        """Plain digits: a thousands sign goes only where it parts whole groups of three, decimals only where zero."""
        number = text.str.strip_chars()
        decimals = "" if self._decimal is None else rf"(?:{re.escape(self._decimal)}[0-9]+)?"
        if self._thousands is not None:
            grouped = rf"^-?[0-9]{{1,3}}(?:{re.escape(self._thousands)}[0-9]{{3}})+{decimals}$"
            whole = number.str.replace_all(self._thousands, "", literal=True)
            number = pl.when(number.str.contains(grouped)).then(whole).otherwise(number)
        if self._decimal is None:
            return number
        if is_share:
            return number.str.replace(self._decimal, ".", literal=True)
        return number.str.replace(rf"^(-?[0-9]+){re.escape(self._decimal)}0+$", "$1")


def dated(text: pl.Expr, dates: Dates) -> pl.Expr:
    """The date as `ÅÅÅÅ-MM-DD`, with its clock where the format has one; a text of no format stays as it is."""
    stripped = text.str.strip_chars()
    return pl.coalesce(*(_read(stripped, form, dates.day) for form in dates.formats), text)


def without_words(rows: pl.DataFrame, header: Sequence[str], words: Sequence[str]) -> pl.DataFrame:
    """The rows with null in every cell that is one of the words."""
    if not words:
        return rows
    texts = pl.col([name for name in header if rows.schema[name] == pl.String])
    return rows.with_columns(pl.when(~texts.str.strip_chars().is_in(list(words))).then(texts))


def _in_english(text: pl.Expr, form: str) -> pl.Expr:
    """The text with the month's name as the format's directive reads it: januari or jan → January or Jan."""
    directive = next((each for each in OF_NAMES if each in form), None)
    if directive is None:
        return text
    for month, words in MONTHS.items():
        read = month if directive == "%B" else month[:3]
        text = text.str.replace(rf"(?i)(^|[^\p{{L}}])(?:{words})($|[^\p{{L}}])", f"${{1}}{read}${{2}}")
    return text


def _read(text: pl.Expr, form: str, day: str | None) -> pl.Expr:
    text = _in_english(text, form)
    if any(directive in form for directive in OF_CLOCK):
        moment = text.str.to_datetime(form, time_unit="us", strict=False)
        return moment.dt.to_string("%Y-%m-%d %H:%M:%S")
    if not any(directive in form for directive in OF_DAY):
        text, form = text + " 01", f"{form} %d"
    date = text.str.to_date(form, strict=False)
    return (date.dt.month_end() if day == "sista" else date).dt.to_string("%Y-%m-%d")
