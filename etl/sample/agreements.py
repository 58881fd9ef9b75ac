"""What the invented förvaltningar and providers agree on in a year: who does how much for whom, and how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from config import ROOT
from etl.sample.levels import Integers, generator
from etl.sample.truths import Floats

AGREEMENTS_FILE = Path(__file__).parent / "agreements.csv"
PRINCIPAL = "Exempelregionen"
LEAST = 15  # patients of a plan: fewer say nothing on a page
ROUND_FROM, ROUND_TO = 40, 5  # people agree on round numbers
GROWTH, ANCHOR_YEAR = 0.03, 2026  # log per year, and the year the file's volumes are of
VOLUME_NOISE = 0.08  # standard deviation of a year's volume, log
# Shares of a year's work: hospitals rest in July and at Christmas, contract clinics less.
QUARTER_SHARES = {
    "egen": (0.274, 0.261, 0.202, 0.263),
    "avtal": (0.26, 0.26, 0.22, 0.26),
    "annan_region": (0.26, 0.26, 0.20, 0.28),
}
START, WITHDRAWAL, PROPOSAL, NEW_PROPOSAL = "ny", "aterkallad", "forslag", "nytt_forslag"
NOT_THIS_YEAR = "-"


@dataclass(frozen=True)
class Agreement:
    """One line of agreements.csv in one year.

    number: the line, and the end of the plan's id. placed: patients of the first version by quarter; decided: with
    those outside the plan. attained: done of what is in force, in the long run. steps: what happens in which month.
    """

    number: int
    year: int
    specialty: str
    phase: int
    sender: str
    receiver: str
    regime: str
    placed: tuple[int, ...]
    decided: int
    attained: float
    steps: tuple[tuple[str, int], ...]

    @property
    def plan_id(self) -> str:
        """The same whatever the scale and seed."""
        return f"LP-{self.year}-{self.number:03d}"

    def month_of(self, step: str) -> int | None:
        """The month in which it happens, None where it does not."""
        return dict(self.steps).get(step)


def agreements(year: int, scale: float, seed: int) -> list[Agreement]:
    """The year's agreements in the file's order; even and odd years have a course of their own."""
    lines = pl.read_csv(AGREEMENTS_FILE, separator=";", schema_overrides={"mvo": pl.String}).fill_null("")
    course = "jamna" if year % 2 == 0 else "udda"
    return [
        _agreement(number, line, course, year, scale, seed)
        for number, line in enumerate(lines.iter_rows(named=True), 1)
        if line[f"handelser_{course}"] != NOT_THIS_YEAR
    ]


def _agreement(number: int, line: dict[str, Any], course: str, year: int, scale: float, seed: int) -> Agreement:
    regime = regimes()[line["mottagare"]]
    noise = VOLUME_NOISE * float(generator(seed, 10, year, number).normal())
    decided = _agreed(line["antal"] * scale * float(np.exp(GROWTH * (year - ANCHOR_YEAR) + noise)))
    outside = round(decided * line["utanfor"])
    steps = [step.rsplit(" ", 1) for step in line[f"handelser_{course}"].split(", ") if step]
    months = tuple((what, int(month)) for what, month in steps)
    placed = split(max(decided - outside, LEAST), open_quarters(QUARTER_SHARES[regime], dict(months).get(START)))
    return Agreement(
        number=number,
        year=year,
        specialty=line["mvo"],
        phase=line["fas"],
        sender=line["avsandare"],
        receiver=line["mottagare"],
        regime=regime,
        placed=tuple(placed.tolist()),
        decided=max(decided, int(placed.sum())),
        attained=line[f"andel_{course}"],
        steps=months,
    )


def regimes() -> dict[str, str]:
    """Short name of each provider → regime, from data/reference/vardgivare.csv."""
    return dict(providers().select("kortnamn", "regi").iter_rows())


def providers() -> pl.DataFrame:
    """data/reference/vardgivare.csv as text."""
    return pl.read_csv(ROOT / "data" / "reference" / "vardgivare.csv", separator=";", infer_schema=False)


def open_quarters(shares: tuple[float, ...], start: int | None) -> Floats:
    """Quarters' shares from the month of the start; before its quarter nothing."""
    first = 0 if start is None else (start - 1) // 3
    found: Floats = np.where(np.arange(4) >= first, shares, 0.0)
    return found


def split(total: int, shares: Floats) -> Integers:
    """Integers in proportion to `shares` that add up to `total`."""
    bounds = np.rint(np.cumsum(shares) / np.sum(shares) * total).astype(np.int64)
    parts: Integers = np.diff(bounds, prepend=0)
    return parts


def _agreed(size: float) -> int:
    rounded = ROUND_TO * round(size / ROUND_TO) if size >= ROUND_FROM else round(size)
    return max(rounded, LEAST)
