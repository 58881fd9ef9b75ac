"""leveransutfall: what was sent, done and returned in a month, as the sender or the receiver tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import polars as pl

from config import today
from etl.contracts.agreements import (
    PHASE,
    PRINCIPAL,
    RECEIVER,
    SENDER,
    SPECIALTY,
    YEAR,
    Agreements,
    same_provider,
    sane_year,
)
from etl.contracts.columns import Column
from etl.rules import Rule

MONTH_NAMES = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
MONTHS = {
    spelling: str(n) for n, name in enumerate(MONTH_NAMES, start=1) for spelling in (str(n), f"{n:02d}", name, name[:3])
}
REPORTERS = {"avsandare": "avsandare", "skickande": "avsandare", "mottagare": "mottagare", "mottagande": "mottagare"}

COLUMNS = (
    PRINCIPAL,
    YEAR,
    Column("manad", "word", mandatory=True, typed="month_number", words=MONTHS, reason="ogiltig_manad"),
    SPECIALTY,
    PHASE,
    SENDER,
    RECEIVER,
    Column(
        "rapporterad_av", "word", mandatory=True, typed="reported_by", words=REPORTERS,
        aliases=("rapportör", "rapporterat_av", "uppgiftslämnare"),
    ),
    Column("skickade", "volume", mandatory=True, typed="sent", aliases=("antal_skickade", "utskickade")),
    Column("genomforda", "volume", mandatory=True, typed="completed", aliases=("antal_genomförda", "utförda")),
    Column(
        "aterlamnade", "volume", typed="returned", aliases=("antal_återlämnade", "återsända", "returnerade"),
    ),
)  # fmt: skip


class DeliveryOutcomes(Agreements):
    """One row per month, specialty, phase, sender, receiver and who reports."""

    name: str = "delivery_outcomes"
    kinds: tuple[str, ...] = ("leveransutfall",)
    columns: tuple[Column, ...] = COLUMNS
    table: str = "delivery_outcomes"
    key: tuple[str, ...] = ("principal", "specialty", "phase", "sender", "receiver", "reported_by")
    unit_column: str | None = "reported_by"
    unit_words: tuple[str, str] = (
        "rapporter från {} som den ersatta leveransen hade",
        "Lägg båda parternas rapporter i samma fil, eller ladda dem med var sin --source",
    )
    known_names: ClassVar = {"avsandare": "okand_avsandare"}
    free_names: ClassVar = {"mottagare": "okand_mottagare"}
    total_columns: tuple[str, ...] = ("ar", "manad", "mvo_kod", "avsandare", "mottagare", "rapporterad_av")

    def period(self) -> list[pl.Expr]:
        """A month of the past or the present one; `is_ahead` where it is yet to come."""
        year = pl.when(sane_year()).then("year").cast(pl.Int32)
        first = pl.date(year, pl.col("month_number").cast(pl.Int8), 1)
        is_ahead = first > today()
        return [
            first.alias("first_day"),
            pl.when(~is_ahead).then(first.dt.month_end()).alias("period"),
            is_ahead.alias("is_ahead"),
        ]

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """The columns of the table `delivery_outcomes`; nothing said of returned means none."""
        return accepted.select(
            "delivery_id", "principal", pl.col("period").alias("month"), "specialty", "phase", "sender", "receiver",
            "reported_by", "sent", "completed", pl.col("returned").fill_null(0), pl.col("_record").alias("record"),
        )  # fmt: skip

    def row_rules(self) -> Sequence[Rule]:
        """Nothing has been done in a month to come."""
        return [same_provider(), Rule("manad_i_framtiden", "manad", pl.col("is_ahead"))]
