"""Which unit a row of the Green Cross is about: found by name or code among the units of its day."""

from __future__ import annotations

import datetime as dt

import polars as pl

from config import today
from etl.identity_numbers import holds_identity_number
from etl.reference import units_on

FOLDED = "_folded"
PLACE = ("enhet", "administration", "_span")


def with_unit(rows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Add `unit`, spelt as in enheter.csv, `unit_is_known` there, and `units_contradict`: another förvaltning has it.

    `delivered_unit` is what the row itself calls it, folded. A unit that is not known on the row's day is looked for on
    other days. Where `enhet` holds an identity number both names are null: they would stand in the ledger's words.
    """
    starts = _starts(units)
    days = rows["date"].fill_null(today())
    spanned = rows.with_columns(pl.Series("_span", starts.search_sorted(days, side="right")))
    distinct = spanned.select(PLACE).unique().filter(pl.col("enhet").is_not_null())
    found = [
        _found(places, units, starts[span - 1])
        for (span,), places in distinct.partition_by("_span", as_dict=True).items()
    ]
    if not found:
        return rows.with_columns(
            pl.lit(None, dtype=pl.String).alias("unit"),
            pl.lit(None, dtype=pl.String).alias("delivered_unit"),
            unit_is_known=False,
            units_contradict=False,
        )
    return spanned.join(pl.concat(found), on=PLACE, how="left", nulls_equal=True, maintain_order="left").drop("_span")


def _starts(units: pl.DataFrame) -> pl.Series:
    """The days on which what units are called may change, from the first day there is."""
    ends = units["valid_to"].filter(units["valid_to"] < dt.date.max).dt.offset_by("1d")
    return pl.concat([pl.Series([dt.date.min], dtype=pl.Date), units["valid_from"], ends]).unique().sort()


def _found(places: pl.DataFrame, units: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """PLACE with what each means on the day, and where nothing is known then, on any."""
    folded = places.with_columns(folded_unit(pl.col("enhet")).alias(FOLDED))
    then, ever = _names(units_on(units, day)), _names(units)
    for names, suffix in ((then, "then"), (ever, "ever")):
        own = names.rename({"unit": f"unit_{suffix}"})
        anyones = names.unique(FOLDED, keep="first", maintain_order=True).select(
            FOLDED, pl.col("unit").alias(f"owned_{suffix}")
        )
        folded = folded.join(own, on=[FOLDED, "administration"], how="left").join(anyones, on=FOLDED, how="left")
    written = pl.col("enhet").str.strip_chars().str.replace_all(r"\s+", " ")
    named = pl.when(pl.col("owned_then").is_not_null()).then("unit_then").otherwise("unit_ever")
    anyones_name = pl.coalesce(named, "owned_then", "owned_ever", written)
    is_tellable = ~holds_identity_number(pl.col("enhet"))
    return folded.select(
        *PLACE,
        pl.when(is_tellable).then(anyones_name).alias("unit"),
        pl.when(is_tellable).then(FOLDED).alias("delivered_unit"),
        named.is_not_null().alias("unit_is_known"),
        (named.is_null() & pl.col("owned_ever").is_not_null()).alias("units_contradict"),
    )


def _names(units: pl.DataFrame) -> pl.DataFrame:
    """`_folded, administration, unit`: every unit under its name, and under a code or alias that no name is.

    A code of a hospital is a unit's only where the hospital has no other.
    """
    told = units.select("code_kind", folded_unit(pl.col("code")).alias(FOLDED), "administration", "unit")
    by_name = told.select(folded_unit(pl.col("unit")).alias(FOLDED), "administration", "unit")
    is_one = pl.struct("administration", "unit").n_unique().over("code_kind", FOLDED) == 1
    codes = told.filter((pl.col("code_kind") != "sjukhuskod") | is_one)
    by_code = [codes.filter(code_kind=kind).select(by_name.columns) for kind in ("hsaid", "namn", "sjukhuskod")]
    return pl.concat([by_name, *by_code]).unique([FOLDED, "administration"], keep="first", maintain_order=True)


def folded_unit(text: pl.Expr) -> pl.Expr:
    """A unit's name without case and runs of blanks."""
    return text.str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()
