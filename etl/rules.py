"""Named rules: one polars expression each, evaluated together into a bitmask per broken row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

MASK = "_broken_"
WORD = 64  # rules in one mask word
FEW_VALUES = 0.05  # distinct values per row up to which judging the values is cheaper than judging the rows


@dataclass(frozen=True)
class Rule:
    """`broken` is true where a row breaks the rule; null counts as kept. `column` is the one to look at.

    `of_value` is the same test as a function of the column alone, where a rule looks at nothing else.
    """

    reason: str
    column: str
    broken: pl.Expr
    of_value: Callable[[pl.Expr], pl.Expr] | None = None


def value_rule(reason: str, column: str, test: Callable[[pl.Expr], pl.Expr]) -> Rule:
    """A rule about one column's own value."""
    return Rule(reason, column, test(pl.col(column)), test)


@dataclass
class RuleBook:
    """All rules of a file, and which of its columns have so few distinct values that those are judged first."""

    rules: Sequence[Rule]
    _repetitive: set[str] = field(default_factory=set)
    _varied: set[str] = field(default_factory=set)

    def masked(self, rows: pl.DataFrame, impossible: frozenset[str] = frozenset()) -> tuple[pl.Series, pl.DataFrame]:
        """Which rows are broken, and the broken rows with their mask.

        Bit i of the column `_broken_w` is set where rule 64·w + i is broken. `impossible`: reasons that cannot
        occur in this batch, as its reader knows from the bytes.
        """
        numbers = [n for n, rule in enumerate(self.rules) if rule.reason not in impossible]
        numbers = self._without_kept(rows, numbers)
        if not numbers:
            return pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True), rows.clear()
        flags = rows.select(self.rules[n].broken.fill_null(value=False).alias(str(n)) for n in numbers)
        broken = flags.select(pl.any_horizontal(pl.all())).to_series()
        return broken, rows.filter(broken).hstack(_words(flags.filter(broken), len(self.rules)))

    def reasons_by_record(self, masked: pl.DataFrame) -> pl.DataFrame:
        """Long form of the mask: `_record, reason, column`, one line per broken rule of a row, in rule order."""
        words = masked.select(pl.col(f"^{MASK}.*$").bitwise_or()).row(0)
        found = [
            masked.filter((pl.col(f"{MASK}{n // WORD}") & _bit(n)) != 0).select(
                "_record", pl.lit(rule.reason).alias("reason"), pl.lit(rule.column).alias("column")
            )
            for n, rule in enumerate(self.rules)
            if words[n // WORD] >> (n % WORD) & 1
        ]
        return pl.concat(found)

    def broken_rows(self, masked: pl.DataFrame, reasons: frozenset[str]) -> Iterator[tuple[Rule, pl.DataFrame]]:
        """Each rule of those reasons that some row breaks, with its rows."""
        words = masked.select(pl.col(f"^{MASK}.*$").bitwise_or()).row(0)
        for n, rule in enumerate(self.rules):
            if rule.reason in reasons and words[n // WORD] >> (n % WORD) & 1:
                yield rule, masked.filter((pl.col(f"{MASK}{n // WORD}") & _bit(n)) != 0)

    def _without_kept(self, rows: pl.DataFrame, numbers: list[int]) -> list[int]:
        """Drop the rules of repetitive columns that none of their distinct values breaks."""
        by_column: dict[str, list[int]] = {}
        for n in numbers:
            if self.rules[n].of_value is not None:
                by_column.setdefault(self.rules[n].column, []).append(n)
        self._classify(rows, by_column)
        tests = {
            column: self._breaks_any(column, by_column[column]) for column in by_column if column in self._repetitive
        }
        if not tests:
            return numbers
        breaks = rows.select(test.alias(column) for column, test in tests.items()).row(0, named=True)
        kept = {n for column in tests if not breaks[column] for n in by_column[column]}
        return [n for n in numbers if n not in kept]

    def _breaks_any(self, column: str, numbers: Iterable[int]) -> pl.Expr:
        values = pl.col(column).unique(maintain_order=True)  # a test may look at them twice: in one order
        tests = [test(values).fill_null(value=False) for n in numbers if (test := self.rules[n].of_value) is not None]
        return pl.any_horizontal(tests).any()

    def _classify(self, rows: pl.DataFrame, columns: Iterable[str]) -> None:
        """Decide once per file, on its first batch, which columns repeat their values."""
        unknown = [column for column in columns if column not in self._repetitive and column not in self._varied]
        if not unknown:
            return
        counts = rows.select(pl.col(unknown).n_unique()).row(0, named=True)
        for column, distinct in counts.items():
            (self._repetitive if distinct <= max(FEW_VALUES * rows.height, 2) else self._varied).add(column)


def _words(flags: pl.DataFrame, rules: int) -> pl.DataFrame:
    words: dict[int, list[pl.Expr]] = {word: [] for word in range((rules + WORD - 1) // WORD)}
    for name in flags.columns:
        words[int(name) // WORD].append(pl.col(name).cast(pl.UInt64) * _bit(int(name)))
    return flags.select(
        pl.sum_horizontal(pl.lit(0, dtype=pl.UInt64), *bits).alias(f"{MASK}{word}") for word, bits in words.items()
    )


def _bit(n: int) -> pl.Expr:
    return pl.lit(1 << (n % WORD), dtype=pl.UInt64)
