"""The year of every unit that keeps a Green Cross: which days it is open, which it registered, and the worst fact."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from analysis.swedish_calendar import working_days
from etl.sample.cross_truths import cross_truths
from etl.sample.cross_units import CROSS_SINCE, EVERY_DAY, MOCK_WARD, NEVER_REGISTERS, WEEKDAYS, WITHOUT_START
from etl.sample.levels import generator
from etl.sample.plan import unit_reference
from etl.sample.truths import Floats

STREAM = 20
MONTHS = 12
BLOCK = 28  # days: rates are held within each, so that only the planted units tire
EXTRA_OPEN = 0.01  # weekend and holidays when a unit that is closed then was open all the same
UNEVEN = 0.5  # of the scatter that chance alone would give a block's registered days
SHORT_SUMMER, LONG_SUMMER = (29, 30), (28, 31)  # ISO weeks closed
SHORT_CHRISTMAS, LONG_CHRISTMAS = ((12, 29), (1, 2)), ((12, 22), (1, 6))
CLOSES_LONG = ("Dagkirurgen", "Operation", "Urologi")
LETTERS = {"G": "ingen", "!": "utan_skada_eller_risk", "O": "risk", "D": "risk", "R": "skada"}
NOTHING, CLOSED, DISTURBANCE = "ingen", "ingen_verksamhet", "driftstorning"
WORST_FIRST = ("allvarlig_skada", "skada", "risk", "utan_skada_eller_risk", DISTURBANCE)


def unit_days(ends: list[dt.date], seed: int) -> pl.DataFrame:
    """One row per unit and day of the months. ends: their last days, oldest first.

    Columns: `forvaltning, enhet, sjukhus, oppet, kors_fran, kors_till, slag, datum, back` (months before the last),
    `is_open`, `is_closed` (open by its days, but nothing was done), `is_registered`, `fact` (the worst of a registered
    day, `driftstorning` where it is one; `ingen_verksamhet` of a closed one, else null) and `letter` (the mock's).
    """
    days = _open_days(_units(seed), ends)
    rng = generator(seed, STREAM, 1)
    days = days.with_columns(
        pl.Series("key", rng.random(days.height)), pl.Series("extra", rng.random(days.height) < EXTRA_OPEN)
    )
    registered = _registered(days, seed).with_columns(pl.Series("luck", rng.random(days.height)))
    return _as_mock(registered.with_columns(fact=_facts())).with_columns(
        fact=pl.when("is_closed").then(pl.lit(CLOSED)).when("is_registered").then("fact")
    )


def _units(seed: int) -> pl.DataFrame:
    """The reference's units with how each registers (`slag`, `rate`, `latest` of the last block) and reports."""
    keeps = pl.col("kors_fran").is_not_null() | (pl.col("enhet") == WITHOUT_START)
    units = unit_reference().filter(keeps).drop("kod", "kodtyp", "giltig_fran", "giltig_till", "klinik")
    rng = generator(seed, STREAM, 0)
    kinds: list[dict[str, Any]] = cross_truths()["slag"]
    drawn = rng.choice(len(kinds), units.height, p=[kind["andel"] for kind in kinds])
    places = rng.random((2, units.height))
    usual, free = (
        [_between(kinds[kind][name], at) for kind, at in zip(drawn, row, strict=True)]
        for name, row in zip(("registrerar", "rapporterar"), places, strict=True)
    )
    units = units.with_columns(
        pl.Series("slag", [kinds[kind]["namn"] for kind in drawn]),
        pl.Series("rate", usual),
        pl.Series("reports", free),
        pl.col("oppet").fill_null(WEEKDAYS),
    )
    return _with_planted(units)


def _between(ends: list[float], at: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * at


def _with_planted(units: pl.DataFrame) -> pl.DataFrame:
    """Units that tire, that never register, and those two systems deliver, which register every day."""
    tired = {each["enhet"]: each for each in cross_truths()["trotthet"]}
    rates: dict[str, float] = {name: each["fore"] for name, each in tired.items()}
    rates |= {NEVER_REGISTERS: 0.0} | dict.fromkeys(cross_truths()["dubbla"]["enheter"], 1.0)
    kinds = dict.fromkeys(tired, "trott") | {NEVER_REGISTERS: "aldrig", MOCK_WARD: "forebild"}
    name = pl.col("enhet")
    return units.with_columns(
        rate=name.replace_strict(rates, default=pl.col("rate")),
        slag=name.replace_strict(kinds | dict.fromkeys(rates.keys() - kinds, "val"), default=pl.col("slag")),
    ).with_columns(latest=name.replace_strict({key: each["sista"] for key, each in tired.items()}, default=None))


def _open_days(units: pl.DataFrame, ends: list[dt.date]) -> pl.DataFrame:
    """Every unit's days from when it began to when it ended, by name and date."""
    known = working_days(ends[0].replace(day=1), ends[-1]).rename({"date": "datum"})
    days = units.with_row_index("unit").join(known, how="cross")
    began = (
        pl.col("kors_fran").is_null() | (pl.col("kors_fran") == CROSS_SINCE) | (pl.col("datum") >= pl.col("kors_fran"))
    )
    ended = pl.col("kors_till").is_not_null() & (pl.col("datum") > pl.col("kors_till"))
    is_open = (pl.col("oppet") == EVERY_DAY) | pl.col("is_working_day")
    month = pl.col("datum").dt.year().cast(pl.Int64) * 12 + pl.col("datum").dt.month()
    return (
        days.filter(began, ~ended)
        .with_columns(is_open=is_open, is_closed=is_open & _closed(), back=ends[-1].year * 12 + ends[-1].month - month)
        .sort("unit", "datum")
    )


def _closed() -> pl.Expr:
    """Weeks of summer and Christmas when a unit of weekdays does nothing; day surgery closes longer."""
    weeks, day = pl.col("datum").dt.week(), pl.col("datum").dt.month().cast(pl.Int32) * 100 + pl.col("datum").dt.day()
    closes_long = pl.col("enhet").str.contains("|".join(CLOSES_LONG))

    def off(summer: tuple[int, int], christmas: tuple[tuple[int, int], tuple[int, int]]) -> pl.Expr:
        (month, first), (after, last) = christmas
        return weeks.is_between(*summer) | (day >= month * 100 + first) | (day <= after * 100 + last)

    is_off = pl.when(closes_long).then(off(LONG_SUMMER, LONG_CHRISTMAS)).otherwise(off(SHORT_SUMMER, SHORT_CHRISTMAS))
    return (pl.col("oppet") == WEEKDAYS) & is_off & (pl.col("slag") != "aldrig")


def _registered(days: pl.DataFrame, seed: int) -> pl.DataFrame:
    """As many days of each block as the unit's rate says, a little unevenly; never fewer than that in the last."""
    block = (pl.col("datum").max().over("unit") - pl.col("datum")).dt.total_days() // BLOCK
    days = days.with_columns(block=block, works=pl.col("is_open") & ~pl.col("is_closed"))
    blocks = days.group_by("unit", "block", maintain_order=True).agg(
        pl.col("works").sum().cast(pl.Int64).alias("many"), pl.col("rate").first(), pl.col("latest").first()
    )
    rng = generator(seed, STREAM, 2)
    quota = _quota(blocks.with_columns(pl.Series("noise", rng.normal(0, UNEVEN, blocks.height))))
    order = pl.when("works").then("key").rank("ordinal").over("unit", "block")
    is_extra = ~pl.col("is_open") & pl.col("extra") & (pl.col("rate") > 0)
    return days.join(quota, on=["unit", "block"], how="left", maintain_order="left").with_columns(
        is_registered=(pl.col("works") & (order <= pl.col("quota"))) | is_extra
    )


def _quota(blocks: pl.DataFrame) -> pl.DataFrame:
    many, rate = blocks["many"].to_numpy(), blocks["rate"].to_numpy()
    usual = many * rate
    uneven = np.rint(usual + blocks["noise"].to_numpy() * np.sqrt(usual * (1 - rate)))
    latest = blocks["latest"].fill_null(np.nan).to_numpy()
    last: Floats = np.where(np.isnan(latest), np.ceil(usual), np.rint(many * np.nan_to_num(latest)))
    quota = np.clip(np.where(blocks["block"].to_numpy() == 0, last, uneven), 0, many)
    return blocks.select("unit", "block", pl.Series("quota", quota.astype(np.int64)))


def _facts() -> pl.Expr:
    """The worst of each day by its luck; what is no harm is told more often where reporting is free."""
    shares: dict[str, float] = cross_truths()["dagar"]
    least, chosen = pl.lit(0.0), pl.lit(NOTHING)
    bounds = []
    for fact in WORST_FIRST:
        freely = pl.lit(1.0) if fact.endswith("skada") else pl.col("reports")
        least = least + shares[fact] * freely
        bounds.append((fact, least))
    for fact, bound in reversed(bounds):
        chosen = pl.when(pl.col("luck") < bound).then(pl.lit(fact)).otherwise(chosen)
    return chosen


def _as_mock(days: pl.DataFrame) -> pl.DataFrame:
    """The ward that pictures of the product show, day by day as they are drawn there."""
    months: list[str] = cross_truths()["forebild"]["manader"]
    is_mock = (pl.col("enhet") == MOCK_WARD) & ~pl.col("is_closed") & pl.col("is_open")
    ward = days.filter(is_mock)
    place = ward.select(pl.int_range(pl.len()).over("back"), "back").iter_rows()
    letters = [months[back][at] if at < len(months[back]) else "G" for at, back in place]
    drawn = ward.select("unit", "datum", pl.Series("letter", letters, pl.String))
    days = days.join(drawn, on=["unit", "datum"], how="left", maintain_order="left")
    is_drawn, letter = pl.col("letter").is_not_null(), pl.col("letter")
    return days.with_columns(
        fact=pl.when(is_drawn).then(letter.replace_strict(LETTERS, default=None)).otherwise("fact"),
        is_registered=pl.when(pl.col("enhet") == MOCK_WARD).then(is_drawn & (letter != "?")).otherwise("is_registered"),
    )
