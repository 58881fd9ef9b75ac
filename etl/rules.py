"""Named rules: one polars expression each, all of them evaluated at once into a bitmask per row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

MASK = "_broken_"
WORD = 64  # rules in one mask word


@dataclass(frozen=True)
class Rule:
    """`broken` is true where a row breaks the rule; null counts as kept. `column` is the one to look at."""

    reason: str
    column: str
    broken: pl.Expr


def with_mask(rows: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Add the columns `_broken_0`, `_broken_1` …: bit i of word w is set where rule 64·w + i is broken."""
    flags = rows.select(rule.broken.fill_null(False).alias(str(n)) for n, rule in enumerate(rules))
    words = [
        pl.sum_horizontal(
            pl.col(str(n)).cast(pl.UInt64) * pl.lit(1 << (n % WORD), dtype=pl.UInt64)
            for n in range(start, min(start + WORD, len(rules)))
        ).alias(f"{MASK}{start // WORD}")
        for start in range(0, len(rules), WORD)
    ]
    return rows.hstack(flags.select(words))


def any_broken(rules: Sequence[Rule]) -> pl.Expr:
    """True where the mask holds any broken rule."""
    return pl.any_horizontal(pl.col(name) != 0 for name in _words(rules))


def reasons_by_record(rows: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Long form of the mask: `_record, reason, column`, one line per broken rule of a row, in rule order."""
    found = [
        rows.filter((pl.col(f"{MASK}{n // WORD}") & pl.lit(1 << (n % WORD), dtype=pl.UInt64)) != 0).select(
            "_record", pl.lit(rule.reason).alias("reason"), pl.lit(rule.column).alias("column")
        )
        for n, rule in enumerate(rules)
    ]
    return pl.concat(found)


def _words(rules: Sequence[Rule]) -> list[str]:
    return [f"{MASK}{word}" for word in range((len(rules) + WORD - 1) // WORD)]
