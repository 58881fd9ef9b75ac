"""Need less own capacity, per specialty, phase and förvaltning, and what the agreed plans change of it.

What is short and what is left over never net each other out: a surplus in one förvaltning hides no other's shortage.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

KEY = ["specialty", "phase", "administration"]
QUARTERS = 4
GAP_COLUMNS = {
    "specialty": pl.String, "phase": pl.UInt8, "administration": pl.String, "need": pl.Int64, "capacity": pl.Int64,
    "gap": pl.Int64, "agreed_out": pl.Int64, "agreed_in": pl.Int64, "gap_after": pl.Int64, "to_place": pl.Int64,
    "is_double": pl.Boolean, "is_partial": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """Sums of some rows, in patients; `shortage` and `surplus` are both counted upwards from zero."""

    rows: int
    need: int
    capacity: int
    shortage: int
    surplus: int
    agreed_out: int
    agreed_in: int
    to_place: int
    double: int
    partial: int
    without_need: int

    @property
    def placed(self) -> int:
        """How much of the shortage the agreed plans have taken."""
        return self.shortage - self.to_place


def yearly(needs: pl.DataFrame) -> pl.DataFrame:
    """One row per KEY: need and capacity of the year, `is_double`, `is_partial`.

    needs: KEY, quarter (null: the whole year), need, capacity, of one huvudman and year. Four quarters are summed and
    win over a row of the whole year (`is_double`); fewer count only where there is no such row (`is_partial`).
    """
    of_year = pl.col("quarter").is_null()
    summed = needs.group_by(KEY).agg(
        quarters=(~of_year).sum(),
        is_given=of_year.any(),
        **{f"{name}_{part}": pl.col(name).cast(pl.Int64).filter(where).sum()
           for name in ("need", "capacity") for part, where in (("year", of_year), ("quarters", ~of_year))},
    )  # fmt: skip
    by_quarter = (pl.col("quarters") == QUARTERS) | ~pl.col("is_given")
    return summed.select(
        *KEY,
        *(
            pl.when(by_quarter).then(f"{name}_quarters").otherwise(f"{name}_year").alias(name)
            for name in ("need", "capacity")
        ),
        is_double=pl.col("is_given") & (pl.col("quarters") > 0),
        is_partial=~pl.col("is_given") & (pl.col("quarters") < QUARTERS),
    ).sort(KEY)


def agreed(quarters: pl.DataFrame) -> pl.DataFrame:
    """One row per KEY: patients agreed out of the förvaltning and into it during the year.

    quarters: specialty, phase, sender, receiver, transfer, in_force, planned. Only own förvaltningar receive here.
    """
    held = quarters.filter("in_force")
    sent = held.group_by("specialty", "phase", administration="sender").agg(agreed_out=pl.col("planned").sum())
    taken = (
        held.filter(pl.col("transfer") == "intern")
        .group_by("specialty", "phase", administration="receiver")
        .agg(agreed_in=pl.col("planned").sum())
    )
    return (
        sent.join(taken, on=KEY, how="full", coalesce=True)
        .with_columns(pl.col("agreed_out", "agreed_in").cast(pl.Int64).fill_null(0))
        .filter((pl.col("agreed_out") > 0) | (pl.col("agreed_in") > 0))
    )


def gaps(needs: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """One row per KEY with a need or an agreed plan (GAP_COLUMNS), the largest left to place first.

    gap = need − capacity; gap_after = gap − agreed_out + agreed_in; to_place = what agreed_out leaves of a gap > 0.
    Where no need is stated these are null, and agreed plans stand alone.
    """
    joined = yearly(needs).join(agreed(quarters), on=KEY, how="full", coalesce=True)
    gap = pl.col("need") - pl.col("capacity")
    return (
        joined.with_columns(
            pl.col("agreed_out", "agreed_in").fill_null(0), pl.col("is_double", "is_partial").fill_null(value=False)
        )
        .with_columns(gap=gap)
        .with_columns(
            gap_after=pl.col("gap") - pl.col("agreed_out") + pl.col("agreed_in"),
            to_place=(pl.col("gap").clip(lower_bound=0) - pl.col("agreed_out")).clip(lower_bound=0),
        )
        .sort(pl.col("to_place").fill_null(-1), pl.col("gap").fill_null(0), *KEY, descending=[True, True] + [False] * 3)
        .select(pl.col(name).cast(kind) for name, kind in GAP_COLUMNS.items())
    )


SUMS = {
    "need": pl.col("need").sum(),
    "capacity": pl.col("capacity").sum(),
    "shortage": pl.col("gap").clip(lower_bound=0).sum(),
    "surplus": -pl.col("gap").clip(upper_bound=0).sum(),
    "agreed_out": pl.col("agreed_out").sum(),
    "agreed_in": pl.col("agreed_in").sum(),
    "to_place": pl.col("to_place").sum(),
}


def totals(rows: pl.DataFrame) -> Totals:
    """The sums of rows of `gaps`."""
    counted = rows.select(
        rows=pl.len(), **SUMS, double=pl.col("is_double").sum(), partial=pl.col("is_partial").sum(),
        without_need=pl.col("need").is_null().sum(),
    )  # fmt: skip
    return Totals(**counted.row(0, named=True))


def by_specialty(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per specialty and phase with a need: the sums of `totals`, the largest left to place first."""
    return (
        rows.filter(pl.col("need").is_not_null())
        .group_by("specialty", "phase")
        .agg(**SUMS)
        .sort("to_place", "shortage", "specialty", "phase", descending=[True, True, False, False])
    )
