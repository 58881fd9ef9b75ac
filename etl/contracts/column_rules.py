"""The rules that follow from what a contract says about its columns."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.contracts.columns import Column
from etl.dates import DATE_PATTERN, DAY_PATTERN, FIRST_DAY, YEARS_AHEAD, calendar_day, month_end
from etl.identity_numbers import holds_identity_number
from etl.readers.text_checks import broken_text_reasons
from etl.rules import Rule

INTEGER = r"^[0-9]{1,9}$"
SHARE = r"^(?:0(?:[.,][0-9]{1,17})?|1(?:[.,]0{1,17})?)$"
# A cell that says "nothing" in words. Only a mapping may declare such a value to be empty.
NULL_WORDS = r"^(?i:\s+|null|none|nan|na|n/a|#n/a|#saknas!?|-+|–|—|\.+|okänt|okänd|saknas|uppgift saknas)$"


def typed_columns(columns: tuple[Column, ...]) -> Iterator[pl.Expr]:
    """Dates and integers read as their type; null where the text does not follow its form."""
    for column in columns:
        if not column.typed:
            continue
        text = pl.col(column.name)
        if column.role == "date":
            value = calendar_day(column.name, DATE_PATTERN)
        elif column.role == "day":
            value = calendar_day(column.name, DAY_PATTERN)
        elif column.role == "month":
            value = month_end(column.name)
        elif column.role == "share":
            number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
            value = pl.when(text.str.contains(SHARE)).then(number)
        elif column.role == "integer":
            number = text.cast(pl.Int64, strict=False)
            value = pl.when(text.str.contains(column.pattern or INTEGER)).then(number)
        else:
            value = text
        yield value.alias(column.typed)


def column_rules(column: Column) -> Iterator[Rule]:
    """Every rule of one column; a row may break several."""
    text = pl.col(column.name)
    if column.mandatory:
        yield Rule("saknat_varde", column.name, text.is_null())
    if column.role in {"date", "day", "month"}:
        yield from _date_rules(column)
    elif column.role == "integer":
        yield Rule("ogiltigt_tal", column.name, ~text.str.contains(column.pattern or INTEGER))
    elif column.role == "share":
        yield Rule("ogiltig_andel", column.name, ~text.str.contains(SHARE))
    elif column.role == "code" and not column.pattern:
        return  # a reference table decides, by a row rule of the contract
    elif column.role == "code":
        yield Rule("ogiltig_kod", column.name, ~text.str.contains(column.pattern))
    elif column.role == "id":
        yield from _legible_text_rules(column.name)
    else:
        yield from _text_rules(column.name)


def _date_rules(column: Column) -> Iterator[Rule]:
    text, value = pl.col(column.name), pl.col(column.typed)
    clock = text.str.contains(DATE_PATTERN) if column.role == "day" else pl.lit(False)
    yield Rule("olasligt_datum", column.name, text.is_not_null() & value.is_null() & ~clock)
    if column.role == "day":
        yield Rule("klockslag_i_datum", column.name, clock & value.is_null())
    latest = pl.col("cutoff_date").dt.offset_by(f"{YEARS_AHEAD}y")
    yield Rule("datum_utanfor_fonstret", column.name, (value < FIRST_DAY) | (value > latest))


def _text_rules(name: str) -> Iterator[Rule]:
    yield from _legible_text_rules(name)
    yield Rule("personnummer", name, holds_identity_number(name))


def _legible_text_rules(name: str) -> Iterator[Rule]:
    for reason, broken in broken_text_reasons(name).items():
        yield Rule(reason, name, broken)
    yield Rule("ord_for_tomt", name, pl.col(name).str.contains(NULL_WORDS))
