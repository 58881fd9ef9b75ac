"""What the sample's förvaltningar need and can do themselves in a year, and what others offer to receive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from etl.sample.agreements import (
    ANCHOR_YEAR,
    PRINCIPAL,
    QUARTER_SHARES,
    Agreement,
    open_quarters,
    providers,
    regimes,
    split,
)
from etl.sample.levels import COMPLETED_SEASON, DEFAULT_SCALE, QUEUE_TREND, SMALL, Integers, generator, turnover
from etl.sample.plan import Plan
from etl.sample.plan_versions import QUARTERS
from etl.sample.truths import Floats, true_shares

PHASES = (1, 2, 3)  # plans are made for those who wait for the first time, for treatment or for an examination
# What a specialty lacks of its own capacity; the others have a little to spare.
LACKS = {"311": 0.07, "511": 0.06, "431": 0.05, "221": 0.06, "521": 0.05, "141": 0.05, "301": 0.04}
SPARE = -0.04
# Fewer within the limit than the specialty's mean: so much more is needed, of capacity; else a half of it.
BY_QUEUE = 0.5
# What is agreed is never all that is lacking, nor all that is to spare.
LACKS_BEYOND, SPARE_BEYOND = 1.15, 1.1
BY_QUARTER = ("311", "511")  # specialties whose needs are told by quarter
NEED_SHARES = (0.25, 0.25, 0.24, 0.26)  # patients fall ill in summer too
NOT_TOLD = ("551", 1)  # a specialty and phase of which nobody has told the need
NEED_COLUMNS: dict[str, type[pl.DataType]] = {
    "huvudman": pl.String, "ar": pl.Int64, "kvartal": pl.Int64, "mvo_kod": pl.String, "fas": pl.Int64,
    "forvaltning": pl.String, "behov": pl.Int64, "kapacitet": pl.Int64,
}  # fmt: skip
OFFER_COLUMNS: dict[str, type[pl.DataType]] = {
    "huvudman": pl.String, "ar": pl.Int64, "kvartal": pl.Int64, "mvo_kod": pl.String, "fas": pl.Int64,
    "mottagare": pl.String, "regi": pl.String, "ledig_volym": pl.Int64, "omrade": pl.String, "giltig_till": pl.Date,
}  # fmt: skip
MORE_THAN_AGREED = (1.05, 1.5)  # what is offered, of what plans use
OVERDRAWN, OVERDRAWN_SHARE = ("Sjöhagen", "301", 2), 0.78  # offers less than its plans use
NOT_OFFERED = ("Privat", "901", 1)  # has a plan, and has offered nothing
OFFERED_OF_SPARE, LEAST_OFFER = 0.4, 20  # of what a hospital has to spare
# Offered, and used by no plan: receiver, specialty, phase, patients a year at scale 1, quarters.
UNUSED = (
    ("Parkcentrum", "431", 1, 180, (1, 2, 3, 4)),
    ("Kustortopedi", "312", 2, 120, (1, 2, 3, 4)),
    ("Privat", "211", 2, 150, (1, 2, 4)),
    ("Grannregion Söder", "511", 2, 420, (1, 2)),
    ("Grannregion Öster", "311", 2, 380, (2, 3, 4)),
    ("Grannregion Söder", "521", 2, 160, (1, 2, 3, 4)),
)
SHORT_NOTICE = ("Grannregion Söder", "511", dt.date(ANCHOR_YEAR, 6, 30))  # an offer that ends before the year does

Cell = tuple[str, int, str]


@dataclass(frozen=True)
class Needs:
    """A year's cells (specialty, phase, administration) with patients who need care and patients who can get it."""

    cells: list[Cell]
    need: Integers
    capacity: Integers


def needs(plan: Plan, agreed: list[Agreement], year: int, scale: float) -> Needs:
    """By the planned region: capacity is what its queues have seen in a year, need what would keep the guarantee."""
    told = np.isin(plan.phase, PHASES) & ~((plan.specialty == NOT_TOLD[0]) & (plan.phase == NOT_TOLD[1]))
    share = true_shares(plan, 0)
    a_month = plan.size * np.where(plan.size < SMALL, DEFAULT_SCALE, scale) * turnover(plan, share)
    growth = np.exp(-12 * QUEUE_TREND * (year - ANCHOR_YEAR))
    capacity = np.rint(a_month * sum(COMPLETED_SEASON) * growth).astype(np.int64)[told]
    columns = (plan.specialty, plan.phase, plan.administration)
    cells = [(str(mvo), int(phase), str(part)) for mvo, phase, part in zip(*(c[told] for c in columns), strict=True)]
    gap = _room_for(agreed, cells, np.rint(capacity * _lacking(plan, share)[told]).astype(np.int64))
    return Needs(cells, np.maximum(capacity + gap, 0), capacity)


def need_rows(found: Needs, year: int) -> pl.DataFrame:
    """The rows of behov_ÅÅÅÅ.csv: one a year and cell, four for the specialties that tell it by quarter."""
    rows: list[tuple[object, ...]] = []
    for cell, need, capacity in zip(found.cells, found.need.tolist(), found.capacity.tolist(), strict=True):
        head = (PRINCIPAL, year)
        if cell[0] not in BY_QUARTER:
            rows.append((*head, None, *cell, need, capacity))
            continue
        parts = zip(split(need, np.array(NEED_SHARES)), split(capacity, _own_season()), strict=True)
        rows += [(*head, quarter, *cell, int(part), int(own)) for quarter, (part, own) in enumerate(parts, 1)]
    order = ["mvo_kod", "fas", "forvaltning", "kvartal"]
    return pl.DataFrame(rows, schema=NEED_COLUMNS, orient="row").sort(order)


def offer_rows(
    found: Needs, used: dict[tuple[str, str, int], Integers], year: int, scale: float, seed: int
) -> pl.DataFrame:
    """The rows of kapacitet_ÅÅÅÅ.xlsx: receivers of plans, hospitals with capacity to spare, and a few more.

    used: receiver, specialty and phase → (4,) patients of plans by quarter, the most that any version has.
    """
    about = {row["kortnamn"]: row for row in providers().iter_rows(named=True)}
    rows = []
    for (receiver, specialty, phase), volumes in _offers(found, used, year, scale, seed):
        own = about[receiver]
        until = SHORT_NOTICE[2].replace(year=year) if (receiver, specialty) == SHORT_NOTICE[:2] else None
        contract_end = None if own["regi"] == "egen" else dt.date(year, 12, 31)
        rows += [
            (
                PRINCIPAL,
                year,
                quarter,
                specialty,
                phase,
                own["namn"],
                own["regi"],
                volume,
                own["omrade"],
                until or contract_end,
            )
            for quarter, volume in enumerate(volumes.tolist(), 1)
            if volume > 0
        ]
    order = ["mottagare", "mvo_kod", "fas", "kvartal"]
    return pl.DataFrame(rows, schema=OFFER_COLUMNS, orient="row").sort(order)


def _offers(
    found: Needs, used: dict[tuple[str, str, int], Integers], year: int, scale: float, seed: int
) -> Iterator[tuple[tuple[str, str, int], Integers]]:
    for number, (key, volumes) in enumerate(sorted(used.items())):
        more = float(generator(seed, 13, year, number).uniform(*MORE_THAN_AGREED))
        if key == OVERDRAWN:
            yield key, np.floor(volumes * OVERDRAWN_SHARE).astype(np.int64)
        elif key != NOT_OFFERED:
            yield key, np.ceil(volumes * more).astype(np.int64)
    for (specialty, phase, administration), spare in zip(found.cells, found.capacity - found.need, strict=True):
        key = (administration, specialty, phase)
        offered = round(float(spare) * OFFERED_OF_SPARE)
        if specialty in LACKS and key not in used and offered >= LEAST_OFFER * scale:
            yield key, split(offered, _own_season())
    for receiver, specialty, phase, size, quarters in UNUSED:
        shares = open_quarters(QUARTER_SHARES[regimes()[receiver]], None) * np.isin([1, 2, 3, 4], quarters)
        yield (receiver, specialty, phase), split(max(round(size * scale), len(quarters)), shares)


def most_used(versions: pl.DataFrame) -> dict[tuple[str, str, int], Integers]:
    """Receiver, specialty and phase → patients by quarter, of the fullest version of each of their plans."""
    of_plans = versions.group_by("plan_id", "mottagare", "mvo_kod", "fas").agg(pl.col(QUARTERS).max())
    sums = of_plans.group_by("mottagare", "mvo_kod", "fas").agg(pl.col(QUARTERS).sum())
    return {row[:3]: np.array(row[3:]) for row in sums.iter_rows()}


def _lacking(plan: Plan, share: Floats) -> Floats:
    """What each cell lacks, of its capacity: the specialty's part, and more where fewer are within the limit."""
    names = np.array([f"{specialty} {phase}" for specialty, phase in zip(plan.specialty, plan.phase, strict=True)])
    _, group = np.unique(names, return_inverse=True)
    mean = (np.bincount(group, plan.size * share) / np.bincount(group, plan.size))[group]
    lacks = np.array([LACKS.get(str(specialty), SPARE) for specialty in plan.specialty])
    lacking: Floats = lacks + BY_QUEUE * (mean - share) * np.where(lacks > 0, 1.0, 0.5)
    return lacking


def _room_for(agreed: list[Agreement], cells: list[Cell], gap: Integers) -> Integers:
    """The gap, with room for what was first agreed: a sender lacks more than it sends, a receiver spares more."""
    sent, taken = dict.fromkeys(cells, 0), dict.fromkeys(cells, 0)
    for plan in agreed:
        for sums, side, volume in ((sent, plan.sender, plan.decided), (taken, plan.receiver, sum(plan.placed))):
            key = (plan.specialty, plan.phase, side)
            if key in sums:
                sums[key] += volume
    lacks = np.array([LACKS_BEYOND * sent[cell] for cell in cells])
    spares = np.array([SPARE_BEYOND * taken[cell] for cell in cells])
    both = np.rint(lacks - spares).astype(np.int64)
    room: Integers = np.where(
        (lacks > 0) & (spares > 0),
        both,
        np.where(lacks > 0, np.maximum(gap, both), np.where(spares > 0, np.minimum(gap, both), gap)),
    )
    return room


def _own_season() -> Floats:
    shares: Floats = np.array(COMPLETED_SEASON).reshape(4, 3).sum(axis=1)
    return shares
