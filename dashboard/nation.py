"""The six key figures against the nation and against before: like with like, and only what chance does not explain.

Differences between two shares: chi-square with N−1 (analysis.chance) and Newcombe's interval; where the nation's number
of patients is not known, the exact binomial test of the region against the nation's share and Wilson's interval. Both
are cautious where the nation counts the region's own patients. The family of Benjamini–Hochberg is the measures shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis import chance, funnel, intervals
from dashboard import sentences, swedish

BETTER, WORSE, ALIKE = "battre", "samre", "som"
IN_TEXT = {
    "forsta_besok": "första besök",
    "operation": "operation och åtgärd",
    "aterbesok": "återbesök",
    "bup_forsta_besok": "BUP:s första besök",
    "bup_utredning": "BUP:s utredningar",
    "bup_behandling": "start av BUP-behandling",
}
Measure = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """Two shares, 0–1, their difference with its 95 % interval, and the p value of no difference."""

    share: float
    numerator: int
    denominator: int
    other: float
    other_denominator: int | None
    low: float
    high: float
    p_value: float

    @property
    def difference(self) -> float:
        return self.share - self.other

    @property
    def in_words(self) -> str:
        """43 % mot 52 %."""
        return " mot ".join(sentences.apart(self.share, self.other))


@dataclass(frozen=True)
class Against:
    """One measure against the nation, both counted alike; `is_direct`: same date and definition as on the page."""

    measure: str
    pair: Pair
    date: dt.date
    definition: str
    is_direct: bool
    verdict: str

    @property
    def name(self) -> str:
        return IN_TEXT[self.measure]


@dataclass(frozen=True)
class Share:
    """A published share, 0–1, with its counts; None where they are not known."""

    share: float
    numerator: int | None
    denominator: int | None


def pair_of(own: Share, other: Share) -> Pair:
    """A share whose counts are known against another whose counts may not be."""
    assert own.numerator is not None
    assert own.denominator is not None
    x, n = np.array([own.numerator]), np.array([own.denominator])
    if other.numerator is None or other.denominator is None:
        low, high = (limit - other.share for limit in intervals.wilson(x, n))
        p = funnel.mid_p(x, n, other.share)
    else:
        x2, n2 = np.array([other.numerator]), np.array([other.denominator])
        low, high = intervals.newcombe(x, n, x2, n2)
        p = chance.two_shares_p(x, n, x2, n2)
    return Pair(own.share, own.numerator, own.denominator, other.share, other.denominator,
                float(low[0]), float(high[0]), float(p[0]))  # fmt: skip


def beyond_chance(pairs: Sequence[Pair | None]) -> list[bool]:
    """Which differences chance does not explain, the pairs that exist being the family."""
    known = [index for index, pair in enumerate(pairs) if pair is not None]
    p = np.array([pair.p_value for pair in pairs if pair is not None])
    flagged = dict(zip(known, chance.beyond_chance(p).tolist() if known else [], strict=True))
    return [flagged.get(index, False) for index in range(len(pairs))]


def against(rows: Sequence[Measure], cutoff: dt.date, definition: str) -> list[Against | None]:
    """Every measure against the nation; None where there is no national figure or nothing of ours to set beside it."""
    pairs = [national_pair(row) for row in rows]
    found: list[Against | None] = []
    for row, pair, is_beyond in zip(rows, pairs, beyond_chance(pairs), strict=True):
        if pair is None:
            found.append(None)
            continue
        is_direct = row["national_date"] == cutoff and row["national_definition"] == definition
        verdict = ALIKE if not is_beyond else BETTER if pair.difference > 0 else WORSE
        found.append(
            Against(row["measure"], pair, row["national_date"], row["national_definition"], is_direct, verdict)
        )
    return found


def since_before(rows: Sequence[Measure]) -> list[Pair | None]:
    """Every measure now against the date compared with."""
    return [_pair(row, "", "previous_") for row in rows]


def national_pair(row: Measure) -> Pair | None:
    """The region against the nation, counted alike."""
    return _pair(row, "alike_", "national_")


def _pair(row: Measure, own: str, other: str) -> Pair | None:
    first, second = (
        Share(row[f"{kind}share"], row[f"{kind}numerator"], row[f"{kind}denominator"]) for kind in (own, other)
    )
    return None if first.share is None or second.share is None else pair_of(first, second)


def worse_months(rows: pl.DataFrame) -> dict[dt.date, set[tuple[int, str, int | None]]]:
    """Per month the measures (phase, specialty, limit) where the region is worse than the nation beyond chance.

    The rows are of reads.national_months; the measures of one month are a family.
    """
    if rows.is_empty():
        return {}
    ours, theirs = (rows.select(f"{kind}_numerator", f"{kind}_denominator") for kind in ("alike", "national"))
    x, n = (column.to_numpy().astype(float) for column in ours)
    shares = rows["national_share"].to_numpy()
    is_known = rows["national_denominator"].is_not_null().to_numpy()
    x2, n2 = (column.fill_null(0).to_numpy().astype(float) for column in theirs)
    p = np.where(is_known, chance.two_shares_p(x, n, x2, n2), 1.0)
    p[~is_known] = funnel.mid_p(x[~is_known], n[~is_known], shares[~is_known])
    is_beyond = chance.beyond_chance_by(p, rows["cutoff_date"].to_physical().to_numpy())
    found = rows.filter(pl.Series(is_beyond) & (pl.col("alike_share") < pl.col("national_share")))
    worse: dict[dt.date, set[tuple[int, str, int | None]]] = {}
    for date, phase, specialty, limit in found.select("cutoff_date", "phase", "specialty", "limit_days").iter_rows():
        worse.setdefault(date, set()).add((phase, specialty, limit))
    return worse


@dataclass(frozen=True)
class Shown:
    """One measure that has a share."""

    title: str
    share: float
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Standing:
    """Facts for the page's answer: which measures are better, worse and like the nation."""

    shown: Sequence[Shown]
    better: Sequence[Against]
    worse: Sequence[Against]
    alike: Sequence[Against]

    @property
    def compared(self) -> int:
        return len(self.better) + len(self.worse) + len(self.alike)

    @property
    def better_count(self) -> int:
        return len(self.better)

    @property
    def worse_count(self) -> int:
        return len(self.worse)

    @property
    def alike_count(self) -> int:
        return len(self.alike)

    @property
    def worst(self) -> Against:
        """The one furthest below the nation."""
        return min(self.worse, key=lambda each: each.pair.difference)

    @property
    def others_worse(self) -> str:
        """start av BUP-behandling och återbesök: the worse ones but the worst."""
        return swedish.listed(each.name for each in self.worse if each is not self.worst)

    @property
    def only(self) -> Against:
        """The only measure that can be compared."""
        return (*self.better, *self.worse, *self.alike)[0]

    @property
    def first(self) -> Shown:
        return self.shown[0]

    @property
    def second(self) -> Shown:
        return self.shown[1]


def standing(rows: Sequence[Measure], compared: Sequence[Against | None], titles: Mapping[str, str]) -> Standing:
    """The facts of the answer."""
    shown = [
        Shown(titles[row["measure"]], row["share"], row["numerator"], row["denominator"])
        for row in rows
        if row["share"] is not None
    ]
    by_verdict = {
        verdict: [each for each in compared if each is not None and each.verdict == verdict]
        for verdict in (BETTER, WORSE, ALIKE)
    }
    return Standing(shown, by_verdict[BETTER], by_verdict[WORSE], by_verdict[ALIKE])
