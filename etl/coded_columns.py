"""How many codes of each coded column are invalid or unknown: counted while a file streams, for its thresholds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from etl.contracts.contract import Contract
from etl.identity_numbers import holds_one
from etl.rules import RuleBook

INVALID = "ogiltig_kod"
ADVICE = {
    INVALID: "Är kolumnerna förväxlade? Rätta uttaget, eller beskriv kolumnens värden i en mappningsfil ([values])",
    "okand_mvo": "Lägg till koderna i reference/mvo.csv, eller beskriv värdena i en mappningsfil ([values.mvo_kod])",
    "okand_enhet": "Lägg till enheterna i enheter.csv i datakatalogen",
    "okand_region": "Lägg till regionkoden i reference/huvudman.csv",
    "okand_avsandare": "Lägg till vårdgivarna i reference/vardgivare.csv",
    "okand_forvaltning": "Lägg till förvaltningarna i reference/vardgivare.csv",
}
SEEN_IN = {"okand_enhet": "hsaid_vardenhet"}  # the column that a look-up over several has a value in for every row
FEWEST_FILLED = 20  # under this many filled cells "most of them" says nothing of the column
MOST_EXAMPLES, FEWEST_OF_EXAMPLE, LONGEST_CODE = 5, 5, 32


@dataclass(frozen=True)
class UnknownColumn:
    """A column of one delivery (None: of the whole file) whose filled cells are mostly no known code."""

    delivery_id: int | None
    reason: str
    column: str
    filled: int
    broken: int
    examples: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.broken / self.filled


class CodedColumns:
    """Counts filled and broken cells per delivery and coded column."""

    def __init__(self, contract: Contract, rules: RuleBook) -> None:
        roles = {column.name: column.role for column in contract.columns}
        self._rules = rules
        self._looked_up = {(rule.reason, SEEN_IN.get(rule.reason, rule.column)) for rule in rules.rules}
        self._looked_up = {(reason, column) for reason, column in self._looked_up if reason in ADVICE}
        self._columns = sorted({column for _, column in self._looked_up if column in roles})
        self._coded = {name for name, role in roles.items() if role in {"code", "word"}}
        self._filled: dict[str, Counter[int]] = defaultdict(Counter)
        self._broken: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self._values: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, rows: pl.DataFrame, masked: pl.DataFrame) -> None:
        """Take one batch and its broken rows with their mask."""
        filled = rows.group_by("delivery_id").agg(pl.col(self._columns).count())
        for delivery_id, *counts in filled.iter_rows():
            for column, count in zip(self._columns, counts, strict=True):
                self._filled[column][delivery_id] += count
        for rule, broken in self._rules.broken_rows(masked, frozenset(ADVICE)) if masked.height else ():
            column = SEEN_IN.get(rule.reason, rule.column)
            told = broken.filter(pl.col(column).is_not_null())
            self._broken[rule.reason, column].update(dict(told.group_by("delivery_id").len().iter_rows()))
            if column in self._coded:
                values = told.group_by(column).len().top_k(1000, by="len")
                self._values[rule.reason, column].update(dict(values.iter_rows()))

    def unknown(self, delivery_id: int | None) -> Iterator[UnknownColumn]:
        """The columns of the delivery, or of the whole file, where more than half of the filled cells are broken."""
        for (reason, column), broken in self._broken.items():
            filled = self._filled[column]
            counts = (filled[delivery_id], broken[delivery_id]) if delivery_id else (filled.total(), broken.total())
            if counts[0] >= FEWEST_FILLED and 2 * counts[1] > counts[0]:
                yield UnknownColumn(delivery_id, reason, column, *counts, self._examples(reason, column))

    def _examples(self, reason: str, column: str) -> tuple[str, ...]:
        """The commonest; what few rows have, is long or holds an identity number may be no code but a text or an id."""
        told = (value for value, rows in self._values[reason, column].most_common() if rows >= FEWEST_OF_EXAMPLE)
        codes = (value for value in told if len(value) <= LONGEST_CODE and " " not in value and not holds_one(value))
        return tuple(code for code, _ in zip(codes, range(MOST_EXAMPLES), strict=False))
