"""behov: how many patients a specialty of a förvaltning must see, and how many it can see itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import polars as pl

from etl.contracts.agreements import PHASE, PRINCIPAL, QUARTER_WORDS, SPECIALTY, YEAR, Agreements
from etl.contracts.columns import Column
from etl.rules import Rule

COLUMNS = (
    PRINCIPAL,
    YEAR,
    Column("kvartal", "word", typed="quarter_number", words=QUARTER_WORDS, reason="ogiltigt_kvartal"),
    SPECIALTY,
    PHASE,
    Column(
        "forvaltning", "text", mandatory=True, typed="administration", aliases=("förvaltningsnamn", "behovsförvaltning")
    ),
    Column("behov", "volume", mandatory=True, typed="need", aliases=("behov_antal", "totalt_behov")),
    Column("kapacitet", "volume", mandatory=True, typed="capacity", aliases=("egen_kapacitet", "kapacitet_antal")),
)


class Needs(Agreements):
    """One row per year, quarter (empty = the whole year), specialty, phase and förvaltning."""

    name: str = "needs"
    kinds: tuple[str, ...] = ("behov",)
    columns: tuple[Column, ...] = COLUMNS
    table: str = "needs"
    key: tuple[str, ...] = ("principal", "specialty", "phase", "administration", "quarter_or_year")
    part_column: str | None = "quarter_or_year"
    known_names: ClassVar = {"forvaltning": "okand_forvaltning"}
    total_columns: tuple[str, ...] = ("ar", "kvartal", "mvo_kod", "forvaltning")

    def period(self) -> list[pl.Expr]:
        """A year; `quarter_or_year` is 0 for the whole year."""
        return [
            *super().period(),
            pl.when(pl.col("kvartal").is_null()).then(pl.lit("0")).otherwise("quarter_number").alias("quarter_or_year"),
        ]

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """The columns of the table `needs`."""
        return accepted.select(
            "delivery_id", "principal", "year", pl.col("quarter_number").cast(pl.UInt8).alias("quarter"), "specialty",
            "phase", "administration", "need", "capacity", pl.col("_record").alias("record"),
        )  # fmt: skip

    def row_rules(self) -> Sequence[Rule]:
        """Every row stands for itself."""
        return []
