"""What the sources say of a unit's day in the Green Cross, put together without merging anything.

A source is a delivery's source or the register. Those that say the same agree; those that do not are a conflict, never
a sum, until somebody settles it in the register over exactly what the deliveries say.
"""

from __future__ import annotations

import hashlib

import polars as pl

from analysis.green_cross import FACTS, NOT_REGISTERED, Palette

REGISTER = "register"  # the source that is entered here; every other is a delivery's
REGISTER_COPY = "register (utdrag)"  # what an exported register is called when it is loaded again
REGISTERS = (REGISTER, REGISTER_COPY)
STOCKHOLM = "Europe/Stockholm"
UNIT = ["principal", "administration", "unit"]
NOT_REGISTERED_MASK = 1 << NOT_REGISTERED
EVERY_CASE = 2**64 - 1
SAID = ["fact", "is_disturbance", "colour_definition", "colour"]

# One row per source, unit, day and event; a day without events is one row with its state.
ENTRY_COLUMNS: dict[str, pl.DataType] = {
    "principal": pl.String(),
    "administration": pl.String(),
    "unit": pl.String(),
    "date": pl.Date(),
    "source": pl.String(),
    "number": pl.Int32(),
    "fact": pl.String(),
    "is_disturbance": pl.Boolean(),
    "event_type": pl.String(),
    "count": pl.Int32(),
    "colour": pl.String(),
    "colour_definition": pl.String(),
    "description": pl.String(),
    "went_well": pl.String(),
    "role": pl.String(),
    "registered_at": pl.Datetime("us"),
    "version": pl.Int32(),
    "settles": pl.String(),
}


def fingerprint(entries: pl.DataFrame) -> str:
    """What the deliveries say of one unit's day, in 16 hexadecimal signs: their sources, facts and counts, not texts.

    entries: the rows of one unit and day; those of the register and of sources that say only `ej_registrerad` make no
    difference, nor does the order of rows. Empty where no delivery says anything.
    """
    said: dict[str, list[tuple[object, ...]]] = {}
    for source, *row in entries.filter(~pl.col("source").is_in(REGISTERS)).select("source", *SAID, "count").iter_rows():
        said.setdefault(source, []).append(tuple(row))
    telling = [
        (source, sorted(map(repr, rows)))
        for source, rows in sorted(said.items())
        if any(fact != FACTS[0] for fact, *_ in rows)
    ]
    return hashlib.sha256(repr(telling).encode()).hexdigest()[:16] if telling else ""


def said_of_days(entries: pl.DataFrame, palette: Palette) -> pl.DataFrame:
    """What each source says of each day: `id, date, source, mask, counted, weighed, late, well, settles`.

    `weighed` tells apart what `mask` and `counted` do not: two risks and a harm from a risk and two harms.
    `ej_registrerad` beside something else of the same source is nothing said.
    """
    is_first = pl.col("version").fill_null(1) == 1  # a correction of what was registered in time is not late
    is_alone = pl.col("mask") == NOT_REGISTERED_MASK
    without = pl.col("mask") & pl.lit(EVERY_CASE - NOT_REGISTERED_MASK, dtype=pl.UInt64)
    return (
        entries.join(_masks(entries, palette), on=SAID, how="left", nulls_equal=True)
        .with_columns(late=_is_late("registered_at") & is_first)
        .group_by("id", "date", "source")
        .agg(
            mask=pl.col("mask").bitwise_or(),
            counted=pl.col("count").sum(),
            weighed=(pl.col("count").cast(pl.UInt64) * pl.col("weight")).sum(),
            late=pl.col("late").any(),
            well=pl.col("went_well").is_not_null().any(),
            settles=pl.col("settles").max(),
        )
        .with_columns(mask=pl.when(is_alone).then("mask").otherwise(without))
    )


def with_firsts(said: pl.DataFrame, firsts: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """What is said, the register's days late by when they were first registered (UNIT_DAY and `first_at`)."""
    late = firsts.join(numbered.select(*UNIT, "id"), on=UNIT).select(
        "id", "date", source=pl.lit(REGISTER), late=_is_late("first_at")
    )
    return said.update(late, on=["id", "date", "source"], how="left")


def _is_late(moment: str) -> pl.Expr:
    local_day = pl.col(moment).dt.replace_time_zone("UTC").dt.convert_time_zone(STOCKHOLM).dt.date()
    return (local_day > pl.col("date")).fill_null(value=False)


def _masks(entries: pl.DataFrame, palette: Palette) -> pl.DataFrame:
    """SAID, `mask`, everything that is said in any entry as a set of one case, and `weight`, a number of the case."""
    distinct = entries.select(SAID).unique()
    cases = [
        palette.colour_case(definition, colour)
        if fact is None
        else palette.case(fact, is_disturbance=bool(disturbance))
        for fact, disturbance, definition, colour in distinct.iter_rows()
    ]
    # Forty bits: no sum of a day's counts passes 64, and no two sums are the same by chance.
    weights = [int.from_bytes(hashlib.sha256(bytes([case])).digest()[:5]) for case in cases]
    return distinct.with_columns(
        mask=pl.Series([1 << case for case in cases], dtype=pl.UInt64), weight=pl.Series(weights, dtype=pl.UInt64)
    )


def stated_days(said: pl.DataFrame) -> pl.DataFrame:
    """What the sources say of each day together: `id, date, cases, events, is_conflict, is_late, …, sources`."""
    is_telling = pl.col("mask") != NOT_REGISTERED_MASK
    told = said.with_columns(
        told=pl.when(is_telling).then("mask"),
        told_count=pl.when(is_telling).then("counted"),
        told_weight=pl.when(is_telling).then("weighed"),
        late=is_telling & pl.col("late"),
        well=is_telling & pl.col("well"),
    )
    differs = [pl.col(name).min() != pl.col(name).max() for name in ("told", "told_weight")]
    return (
        told.group_by("id", "date")
        .agg(
            cases=pl.col("told").bitwise_or(),
            events=pl.col("told_count").max(),
            is_conflict=(differs[0] | differs[1]).fill_null(value=False),
            is_late=pl.col("late").any(),
            has_went_well=pl.col("well").any(),
            sources=pl.col("source").sort().str.join("+"),
        )
        .with_columns(
            cases=pl.col("cases").fill_null(NOT_REGISTERED_MASK),
            events=pl.when("is_conflict").then(0).otherwise(pl.col("events").fill_null(0)),
        )
    )


def settled_days(
    stated: pl.DataFrame, said: pl.DataFrame, entries: pl.DataFrame, numbered: pl.DataFrame
) -> pl.DataFrame:
    """The days, with the register's word where it was given over exactly what the deliveries say now."""
    is_word = pl.col("source").is_in(REGISTERS) & pl.col("settles").is_not_null()
    words = (
        said.filter(is_word & (pl.col("mask") != NOT_REGISTERED_MASK))
        .join(stated.filter("is_conflict"), on=["id", "date"], how="semi")
        .sort("source")
        .unique(["id", "date"], keep="first")
    )
    if not len(words):
        return stated
    of_those = entries.join(numbered.select(*UNIT, "id"), on=UNIT).join(words, on=["id", "date"], how="semi")
    groups = of_those.group_by("id", "date")
    prints = [(number, date, fingerprint(rows)) for (number, date), rows in groups]
    told = pl.DataFrame(prints, schema={"id": pl.UInt32, "date": pl.Date, "settles": pl.String}, orient="row")
    holding = words.join(told, on=["id", "date", "settles"], how="semi").select(
        "id", "date", cases="mask", events="counted", is_conflict=pl.lit(value=False), is_late="late",
        has_went_well="well",
    )  # fmt: skip
    return stated.update(holding, on=["id", "date"], how="left")
