"""The rules that follow from what a contract says about its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import polars as pl

from etl.contracts.columns import Column
from etl.dates import DATE_PATTERN, DAY_PATTERN, DAYS_AHEAD, FIRST_DAY, calendar_day, month_end
from etl.identity_numbers import holds_identity_number
from etl.readers.extract import TEXT_CELLS
from etl.readers.text_checks import ALL_FAULTS, broken_text_reasons
from etl.rules import Rule, value_rule

INTEGER = r"^[0-9]{1,9}$"
# Blanks stand between whole groups of three or nowhere: read laxly, 1 2345 or 12,5 would be ten times wrong.
VOLUME = r"^(?:[0-9]{1,9}|[1-9][0-9]{0,2}(?:[ \u{a0}\u{202f}][0-9]{3}){1,2})$"
MOMENT = r"^[0-9]{4}(?:-[0-9]{2}){2}(?:[T ][0-9]{2}(?::[0-9]{2}){1,2}(?:\.[0-9]{1,6})?Z?)?$"  # a day alone: midnight
SHARE = r"^(?:0(?:[.,][0-9]{1,17})?|1(?:[.,]0{1,17})?)$"
# A cell that says "nothing" in words. Only a mapping may declare such a value to be empty.
NULL_WORDS = r"^(?i:\s+|null|none|nan|na|n/a|#n/a|#saknas!?|-+|–|—|\.+|okänt|okänd|saknas|uppgift saknas)$"


def typed_columns(columns: Iterable[Column]) -> Iterator[pl.Expr]:
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
        elif column.role == "volume":
            number = text.str.replace_all(r"[^0-9]", "").cast(pl.Int64, strict=False)
            value = pl.when(text.str.contains(VOLUME)).then(number)
        elif column.role == "word":
            value = folded_word(text).replace_strict(column.words, default=None, return_dtype=pl.String)
        elif column.role == "moment":
            value = pl.when(text.str.contains(MOMENT)).then(_moment(text))
        else:
            value = text
        yield value.alias(column.typed)


def folded_word(text: pl.Expr) -> pl.Expr:
    """A word without case, dots over letters and blanks at its ends, blanks within as one low line."""
    plain = text.str.strip_chars().str.to_lowercase().str.replace_many(["å", "ä", "ö"], ["a", "a", "o"])
    return plain.str.replace_all(r"\s+", "_").str.replace(":_", ":", literal=True)


def _moment(text: pl.Expr) -> pl.Expr:
    whole = text.str.replace("T", " ", literal=True).str.strip_chars_end("Z")
    length = whole.str.len_chars()
    seconds = (
        pl.when(length == len("ÅÅÅÅ-MM-DD"))
        .then(whole + " 00:00:00")
        .when(length == len("ÅÅÅÅ-MM-DD tt:mm"))
        .then(whole + ":00")
        .otherwise(whole)
    )
    return seconds.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False)


def column_rules(column: Column) -> Iterator[Rule]:
    """Every rule of one column; a row may break several."""
    name = column.name
    if column.mandatory:
        yield value_rule("saknat_varde", name, pl.Expr.is_null)
    if column.role in {"date", "day", "month"}:
        yield from _date_rules(column)
    elif column.role == "integer":
        yield value_rule(column.reason or "ogiltigt_tal", name, _unlike(column.pattern or INTEGER))
    elif column.role == "share":
        yield value_rule("ogiltig_andel", name, _unlike(SHARE))
    elif column.role == "volume":
        yield value_rule("ogiltig_volym", name, _unlike(VOLUME))
        yield Rule("tal_som_text", name, pl.col(TEXT_CELLS).list.contains(name))
    elif column.role == "word":
        yield value_rule(column.reason or "ogiltig_kod", name, _no_word_of(column.words))
    elif column.role == "moment":
        yield Rule("olasligt_datum", name, pl.col(name).is_not_null() & pl.col(column.typed).is_null())
    elif column.role == "code" and not column.pattern:
        return  # a reference table decides, by a row rule of the contract
    elif column.role == "code":
        yield value_rule("ogiltig_kod", name, _unlike(column.pattern))
    elif column.role == "id":
        yield from _legible_text_rules(name)
    elif column.role == "office":
        yield value_rule("personnummer", name, holds_identity_number)
    else:
        yield from _legible_text_rules(name)
        yield value_rule("personnummer", name, holds_identity_number)


def _date_rules(column: Column) -> Iterator[Rule]:
    text, value = pl.col(column.name), pl.col(column.typed)
    unreadable = text.is_not_null() & value.is_null()
    if column.role == "date":
        yield Rule("olasligt_datum", column.name, unreadable)
    else:
        clock = calendar_day(column.name, DATE_PATTERN).is_not_null()  # 2025-02-30 has none: it is no day at all
        yield Rule("olasligt_datum", column.name, unreadable & ~clock)
        yield Rule("klockslag_i_datum", column.name, unreadable & clock)
    latest = pl.col("cutoff_date") + pl.duration(days=DAYS_AHEAD)
    yield Rule("datum_utanfor_fonstret", column.name, (value < FIRST_DAY) | (value > latest))


def _legible_text_rules(name: str) -> Iterator[Rule]:
    for reason in sorted(ALL_FAULTS):
        yield value_rule(reason, name, _broken_text(reason))
    yield value_rule("ord_for_tomt", name, lambda text: text.str.contains(NULL_WORDS))


def _broken_text(reason: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: broken_text_reasons(text)[reason]


def _no_word_of(words: Mapping[str, str]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: text.is_not_null() & ~folded_word(text).is_in(list(words))


def _unlike(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: ~text.str.contains(pattern)
