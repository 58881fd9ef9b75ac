"""Bands of waiting time within a row of an aggregated extract: their counts, and whether they fit each other."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from etl.contracts.column_rules import VOLUME
from etl.mappings.model import BANDS, CONTROL
from etl.mappings.model import SUM_OVER as SUMMED

WIDE = pl.List(pl.Struct({"from_days": pl.Int32, "to_days": pl.Int32, "antal": pl.String}))
FOREVER = 2**31 - 1  # the last day of an open band, where bands are compared


def with_mapped_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns that only a mapping makes, null where there is none; bands from quarantined cells are JSON text."""
    lacking: dict[str, pl.DataType | type[pl.DataType]] = {
        BANDS: WIDE,
        CONTROL: pl.String,
        SUMMED: pl.String,
    }
    made = rows.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in lacking.items() if name not in rows)
    if made.schema[BANDS] == pl.String:
        return made.with_columns(pl.col(BANDS).str.json_decode(WIDE))
    return made


def whole_count(text: pl.Expr) -> pl.Expr:
    """A count as Int64, blanks between whole thousands allowed; null where the text is none."""
    return pl.when(text.str.contains(VOLUME)).then(text.str.replace_all(r"[^0-9]", "").cast(pl.Int64, strict=False))


def counted_bands() -> pl.Expr:
    """List of struct `from_days, to_days, contacts` of each row, one element where the row itself is a band."""
    element = pl.element().struct
    wide = pl.col(BANDS).list.eval(
        pl.struct(
            element.field("from_days"), element.field("to_days"), whole_count(element.field("antal")).alias("contacts")
        )
    )
    own = pl.struct(
        pl.col("from_days").cast(pl.Int32), pl.col("to_days").cast(pl.Int32), pl.col("contacts").cast(pl.Int64)
    )
    return pl.when(pl.col(BANDS).is_not_null()).then(wide).otherwise(pl.concat_list(own)).alias("bands")


def told_counts() -> pl.Expr:
    """The counts of a wide row as text: what is the same in two equal rows."""
    told = pl.element().struct.field("antal")
    return pl.col(BANDS).list.eval(pl.coalesce(whole_count(told).cast(pl.String), told, pl.lit(""))).list.join("|")


def any_band(test: pl.Expr) -> pl.Expr:
    """Whether `test`, of a band's own struct, holds for any band of a wide row."""
    return pl.col(BANDS).list.eval(test).list.any()


def all_bands(test: pl.Expr) -> pl.Expr:
    """Whether `test` holds for every band of a wide row."""
    return pl.col(BANDS).list.eval(test).list.all()


def no_count() -> pl.Expr:
    """A band without a count."""
    return pl.element().struct.field("antal").is_null()


def unreadable_count() -> pl.Expr:
    """A band whose count is no number."""
    return ~pl.element().struct.field("antal").str.contains(VOLUME)


def last_before_first() -> pl.Expr:
    """A band that ends before it begins."""
    return pl.element().struct.field("to_days") < pl.element().struct.field("from_days")


def with_shape(rows: pl.DataFrame) -> pl.DataFrame:
    """`bands_overlap, bands_have_gap` of wide rows, judged once per set of bands: a file has one or a few."""
    edges = [
        pl.col(BANDS).list.eval(pl.element().struct.field(name).fill_null(FOREVER).cast(pl.String)).list.join(",")
        for name in ("from_days", "to_days")
    ]
    shaped = rows.with_columns(pl.concat_str(edges, separator=";").alias("_shape"))
    shapes = [shape for shape in shaped["_shape"].unique().to_list() if shape]
    judged = {shape: _judged(shape) for shape in shapes}
    return shaped.with_columns(
        pl.col("_shape").replace_strict(shapes, [judged[shape][place] for shape in shapes], default=False).alias(name)
        if shapes
        else pl.lit(value=False).alias(name)
        for place, name in enumerate(("bands_overlap", "bands_have_gap"))
    ).drop("_shape")


def _judged(shape: str) -> tuple[bool, bool]:
    firsts, lasts = ([int(edge) for edge in part.split(",") if edge] for part in shape.split(";"))
    bands = sorted(zip(firsts, lasts, strict=True))
    steps = list(pairwise(bands))
    overlaps = any(last >= first for (_, last), (first, _) in steps)
    return overlaps, not overlaps and any(last + 1 < first for (_, last), (first, _) in steps)
