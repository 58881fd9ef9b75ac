"""Bands that stand on rows of their own: what only all rows of a group together show."""

from __future__ import annotations

import polars as pl

from etl.contracts.bands import FOREVER

OVERLAP, INCOMPLETE, GAP = "band_overlappar", "bandgrupp_ofullstandig", "band_med_lucka"
GROUP = ("principal", "administration", "unit_or_none", "specialty", "phase", "summed_or_none")


class BandGroups:
    """Remembers 30 bytes a row: delivery, record, 64 bits of the group, the band, and whether the row was accepted.

    A group is what a wide line would be: a wide line with one bad count is quarantined whole, and so is a group.
    """

    def __init__(self) -> None:
        self._seen: list[pl.DataFrame] = []
        self._gaps = pl.Series(dtype=pl.UInt32)

    def add(self, rows: pl.DataFrame, kept: pl.Series) -> None:
        """Take the rows that are one band each and whose group can be read."""
        told = rows.with_columns(kept.alias("kept")).filter(
            ~pl.col("is_wide"), pl.all_horizontal(pl.col(*GROUP, "period").is_not_null())
        )
        self._seen.append(
            told.select(
                "delivery_id",
                "_record",
                pl.struct(GROUP).hash(seed=4).alias("group"),
                pl.col("from_days").cast(pl.Int32),
                pl.col("to_days").fill_null(FOREVER).cast(pl.Int32).alias("to_days"),
                "kept",
            )
        )

    def completed(self, verdicts: pl.DataFrame) -> pl.DataFrame:
        """The verdicts on keys, and those on the groups that overlap or have lost a row."""
        rows = pl.concat(self._seen).with_columns(
            (pl.col("kept") & ~pl.col("_record").is_in(_contradicted(verdicts).implode())).alias("kept")
        )
        group = ["delivery_id", "group"]
        bands = rows.filter("kept").unique([*group, "from_days", "to_days"]).sort(*group, "from_days", "to_days")
        overlaps = bands.filter(_ends_before(group) >= pl.col("from_days")).select(group).unique()
        lost = rows.filter(~pl.col("kept")).select(group).unique().join(overlaps, on=group, how="anti")
        self._gaps = _with_gap(rows, bands.join(overlaps, on=group, how="anti"), group)
        reasons = ((overlaps, OVERLAP), (lost, INCOMPLETE))
        judged = pl.concat([groups.with_columns(reason=pl.lit(reason)) for groups, reason in reasons])
        found = rows.filter("kept").join(judged, on=group).join(verdicts, on="_record", how="anti")
        told = found.select("_record", "delivery_id", "reason", pl.lit("fran_dagar").alias("column"))
        return pl.concat([verdicts, told], how="vertical_relaxed")

    def warnings(self, settled: pl.Series) -> dict[str, int]:
        """Rows that stayed, of groups with days that no band of their delivery covers."""
        found = self._gaps.filter(~self._gaps.is_in(settled.implode())).len()
        return {GAP: found} if found else {}


def _contradicted(verdicts: pl.DataFrame) -> pl.Series:
    return verdicts.filter(pl.col("reason").is_not_null())["_record"]


def _ends_before(group: list[str]) -> pl.Expr:
    return pl.col("to_days").cum_max().shift(1).over(group, order_by=["from_days", "to_days"])


def _with_gap(rows: pl.DataFrame, bands: pl.DataFrame, group: list[str]) -> pl.Series:
    """Records of the groups with a gap. A band that other groups of the delivery have is no gap: it had nobody."""
    starts = rows.select("delivery_id", "from_days").unique().drop_nulls()
    following = pl.col("from_days").shift(-1).over(group, order_by="from_days")
    holes = bands.with_columns(following.alias("next"), (pl.col("to_days") + 1).alias("hole")).filter(
        pl.col("hole") < pl.col("next")
    )
    begun = holes.join(starts.rename({"from_days": "start"}), on="delivery_id").filter(
        pl.col("start") >= pl.col("hole"), pl.col("start") < pl.col("next")
    )
    gaps = holes.join(begun, on=[*group, "hole"], how="anti").select(group).unique()
    return rows.filter("kept").join(gaps, on=group, how="semi")["_record"]
