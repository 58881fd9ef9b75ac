"""Identity numbers in columns of an extract; what one is stands in analysis/identity_numbers.py."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from analysis.identity_numbers import POSSIBLE, masked, masked_tree
from analysis.identity_numbers import holds_identity_number as holds_one
from analysis.identity_numbers import holds_phone_or_email as holds_contact

__all__ = [
    "POSSIBLE",
    "holds_identity_number",
    "holds_one",
    "holds_phone_or_email",
    "masked",
    "masked_column",
    "masked_text",
    "masked_tree",
]

# Six digits with at most four signs between, or what stands for @: every telephone number and address has one.
POSSIBLE_CONTACT = r"[0-9](?:[^0-9]{0,4}[0-9]){5}|@|(?i)[(\[{]\s?(?:at|a)\s?[)\]}]|snabel"


def holds_identity_number(text: pl.Expr) -> pl.Expr:
    """True where the text holds at least one identity number; only suspected texts cost more than one search."""
    return _of_suspected(text, holds_one, pl.Boolean).fill_null(value=False)


def holds_phone_or_email(text: pl.Expr) -> pl.Expr:
    """True where the text holds a telephone number or an e-mail address."""
    return _of_suspected(text, holds_contact, pl.Boolean, POSSIBLE_CONTACT).fill_null(value=False)


def masked_column(column: str) -> pl.Expr:
    """The text with every identity number masked."""
    return masked_text(pl.col(column)).alias(column)


def masked_text(text: pl.Expr) -> pl.Expr:
    """The same of any text."""
    return pl.coalesce(_of_suspected(text, masked, pl.String), text)


def _of_suspected(
    text: pl.Expr, function: Callable[[str], object], kind: type[pl.DataType], possible: str = POSSIBLE
) -> pl.Expr:
    suspected = pl.when(text.str.contains(possible)).then(text)

    def evaluate(texts: pl.Series) -> pl.Series:
        distinct = texts.drop_nulls().unique().to_list()
        if not distinct:
            return pl.Series(texts.name, [None], dtype=kind).new_from_index(0, len(texts))
        return texts.replace_strict(distinct, [function(text) for text in distinct], default=None, return_dtype=kind)

    return suspected.map_batches(evaluate, return_dtype=kind, is_elementwise=True)
