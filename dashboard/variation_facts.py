"""The facts of the sentences about the spans of a cut: which are wide, which are beyond chance, and one in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import swedish
from dashboard.cuts import Words

WIDE = 40  # procentenheter
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """One row in words: from the lowest förvaltning to the highest, and the region."""

    row: Row
    words: Words

    @property
    def name(self) -> str:
        return str(self.row["short_name"])

    @property
    def ends(self) -> str:
        """från 29 % i NU till 97 % i SV har väntat högst 90 dagar."""
        low = f"{swedish.percent(self.row['lowest'])} i {self.row['lowest_administration']}"
        high = f"{swedish.percent(self.row['highest'])} i {self.row['highest_administration']}"
        return f"från {low} till {high} {self.words.attained}"

    @property
    def points(self) -> int:
        """Whole percentage points as both numbers are shown."""
        return swedish.whole_percent(self.row["highest"]) - swedish.whole_percent(self.row["lowest"])

    @property
    def is_beyond(self) -> bool:
        return bool(self.row["is_beyond_chance"])

    @property
    def region(self) -> float | None:
        share: float | None = self.row["region_share"]
        return share

    @property
    def over_limit(self) -> int | None:
        count: int | None = self.row["over_limit"]
        return count


@dataclass(frozen=True)
class Spreads:
    """The rows of the page, and what its answer needs of them."""

    rows: Sequence[Row]
    words: Words

    @property
    def firm(self) -> list[Row]:
        """Rows with a span between two förvaltningar or more."""
        return [row for row in self.rows if row["spread"] is not None and (row["administrations"] or 0) > 1]

    @property
    def beyond(self) -> list[Row]:
        return [row for row in self.firm if row["is_beyond_chance"]]

    @property
    def comparable(self) -> list[Row]:
        return counted(self.firm)

    @property
    def comparable_count(self) -> int:
        return len(self.comparable)

    @property
    def wide(self) -> list[Row]:
        return [row for row in self.comparable if row["spread"] > WIDE / 100]

    @property
    def wide_count(self) -> int:
        return len(self.wide)

    @property
    def wide_specialties(self) -> str:
        """Sju specialiteter: the beginning of a sentence."""
        word = swedish.number_word(self.wide_count).capitalize()
        return f"{word} specialitet{'er' if self.wide_count != 1 else ''}"

    @property
    def wide_beyond(self) -> int:
        return sum(bool(row["is_beyond_chance"]) for row in self.wide)

    @property
    def wide_beyond_word(self) -> str:
        return swedish.number_word(self.wide_beyond) if self.wide_beyond else "ingen"

    @property
    def wide_limit(self) -> int:
        """Percentage points above which a span is counted as wide."""
        return WIDE

    @property
    def widest(self) -> Span:
        return Span(max(self.firm, key=lambda row: row["spread"]), self.words)

    @property
    def widest_beyond(self) -> Span:
        return Span(max(self.beyond, key=lambda row: row["spread"]), self.words)

    @property
    def only(self) -> Span:
        return Span(self.rows[0], self.words)


def counted(rows: Sequence[Row]) -> list[Row]:
    """Rows that headings count: a group that is shown stands for its members, so that nobody is counted twice."""
    shown = {row["specialty"] for row in rows}
    return [row for row in rows if row["specialty_group"] not in shown]
