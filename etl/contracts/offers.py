"""kapacitet: how many patients a receiver offers to take, in the order of the routine's regimes."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from etl.contracts.agreements import PHASE, PRINCIPAL, QUARTER_WORDS, RECEIVER, REGIME, SPECIALTY, YEAR, Agreements
from etl.contracts.columns import Column

COLUMNS = (
    PRINCIPAL,
    YEAR,
    Column("kvartal", "word", mandatory=True, typed="quarter_number", words=QUARTER_WORDS, reason="ogiltigt_kvartal"),
    SPECIALTY,
    PHASE,
    RECEIVER,
    REGIME,
    Column("ledig_volym", "volume", mandatory=True, typed="free_volume", aliases=("ledig_kapacitet", "lediga_platser")),
    Column("omrade", "text", typed="area"),
    Column("giltig_till", "date", typed="valid_to", aliases=("giltigt_till", "gäller_till")),
)


class CapacityOffers(Agreements):
    """One row per year, quarter, specialty, phase, receiver and regime."""

    name: str = "capacity_offers"
    kinds: tuple[str, ...] = ("kapacitet",)
    columns: tuple[Column, ...] = COLUMNS
    table: str = "capacity_offers"
    key: tuple[str, ...] = ("principal", "quarter_number", "specialty", "phase", "receiver", "regime")
    free_names: ClassVar = {"mottagare": "okand_mottagare"}
    total_columns: tuple[str, ...] = ("ar", "kvartal", "mvo_kod", "mottagare", "omrade")

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """The columns of the table `capacity_offers`."""
        return accepted.select(
            "delivery_id", "principal", "year", pl.col("quarter_number").cast(pl.UInt8).alias("quarter"), "specialty",
            "phase", "receiver", "regime", "free_volume", "area", "valid_to", pl.col("_record").alias("record"),
        )  # fmt: skip
