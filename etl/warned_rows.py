"""Which rows of a file were kept with a warning, counted when it is known which of them stayed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from etl.rules import Rule

UNKNOWN_PRINCIPAL = "huvudman_utan_register"
MOST_NAMES = 5


class WarnedRows:
    """Remembers four bytes a warning."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._records: dict[str, list[pl.Series]] = {}
        self._principals: set[str] = set()

    def add(self, rows: pl.DataFrame, kept: pl.Series) -> None:
        """Take one batch; only its kept rows count."""
        flags = rows.select(
            (rule.broken & kept).fill_null(value=False).alias(rule.reason) for rule in self._rules
        )  # fmt: skip
        for flag in flags.iter_columns():
            if flag.any():
                self._records.setdefault(flag.name, []).append(rows["_record"].filter(flag))
                if flag.name == UNKNOWN_PRINCIPAL:
                    self._principals.update(rows["principal"].filter(flag))

    def counts(self, settled: pl.Series) -> dict[str, int]:
        """Reason → rows without those of `settled`, which were there already or contradict another."""
        found = {
            reason: int((~pl.concat(records).is_in(settled.implode())).sum())
            for reason, records in self._records.items()
        }
        return {reason: rows for reason, rows in found.items() if rows}

    def unknown_principals(self) -> list[str]:
        """The first few of them by name."""
        return sorted(self._principals)[:MOST_NAMES]
