"""riket: the nation's published shares, to compare a region's figure with like for like."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from config import today
from etl.contracts.column_rules import column_rules, typed_columns
from etl.contracts.columns import Column
from etl.contracts.contract import UNIT_WORDS, Surroundings
from etl.dates import FIRST_DAY, end_of_month
from etl.rules import Rule

WHOLE_NATION = "Riket"
ALL_SPECIALTIES = "Alla"
SOURCE = "riket"
TOLERANCE = 0.005  # published shares are rounded to whole per cent

COLUMNS = (
    Column("huvudman", "text", typed="stated_principal"),
    Column("matdatum", "day", mandatory=True, typed="cutoff_date"),
    Column("population", "code", mandatory=True, pattern=r"^(?:vantande|genomforda)$"),
    Column("fas", "code", mandatory=True, pattern=r"^[1-5]$"),
    Column("mvo_kod", "code"),
    Column("definition", "code", mandatory=True, pattern=r"^(?:ingen|exkl_pvv|exkl_pvv_mov|exkl_pvv_over_grans)$"),
    Column("grans_dagar", "integer", pattern=r"^[0-9]{1,4}$", typed="limit_days"),
    Column("namnare", "integer", typed="denominator"),
    Column("taljare", "integer", typed="numerator"),
    Column("andel", "share", mandatory=True, typed="share"),
)


class National:
    """One row per figure: date, population, phase, specialty, definition and limit."""

    name: str = "national"
    kinds: tuple[str, ...] = ("riket",)
    version: str = "1"
    columns: tuple[Column, ...] = COLUMNS
    table: str = "national"
    derived_tables: tuple[str, ...] = ()
    rows_share_record: bool = False
    key: tuple[str, ...] = ("huvudman", "matdatum", "population", "fas", "mvo_kod", "definition", "grans_dagar")
    mandatory_key: bool = False
    unit_column: str | None = None
    unit_words: tuple[str, str] = UNIT_WORDS
    part_column: str | None = None
    append_only: bool = False
    replaces_days: bool = False
    either: tuple[tuple[str, ...], ...] = ()

    def content(self) -> list[pl.Expr]:
        """Every cell as it stands in the file."""
        return [pl.col(column.name) for column in COLUMNS]

    def kind_of(self, population: str | None) -> str | None:
        """Every population of the national series is of one kind."""
        del population
        return "riket"

    def needed_for(self, kind: str | None) -> list[str]:
        """Nothing beside the mandatory columns."""
        del kind
        return []

    def settled(self, first: pl.DataFrame, surroundings: Surroundings) -> Surroundings:
        """Every row says all of it."""
        del first
        return surroundings

    def derive(self, rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
        """Add typed columns and whose comparison a row is."""
        typed = rows.with_columns(
            *typed_columns(COLUMNS),
            pl.col("fas").cast(pl.UInt8, strict=False).alias("phase"),
            pl.col("mvo_kod").fill_null(ALL_SPECIALTIES).alias("specialty"),
            pl.col("huvudman").fill_null(surroundings.principal or WHOLE_NATION).alias("principal"),
            pl.lit(surroundings.source or SOURCE).alias("source"),
        )
        possible = pl.col("cutoff_date").is_between(FIRST_DAY, end_of_month(today()))
        return typed.with_columns(pl.when(possible).then("cutoff_date").alias("period"))

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """The columns of the table `national`."""
        return accepted.select(
            "delivery_id",
            "principal",
            "cutoff_date",
            "population",
            "phase",
            "specialty",
            "definition",
            pl.col("limit_days").cast(pl.Int32),
            "denominator",
            "numerator",
            "share",
            pl.col("_record").alias("record"),
        )

    def rules(self, surroundings: Surroundings) -> Sequence[Rule]:
        """Column rules, then a known specialty, a date of the past and a numerator within its denominator."""
        extras = (Column(name, "text") for name in surroundings.extra_columns)
        margins = surroundings.specialties["specialty_group"].drop_nulls().unique()
        known = pl.concat([surroundings.specialties["specialty"], margins, pl.Series([ALL_SPECIALTIES])])
        return [rule for column in (*COLUMNS, *extras) for rule in column_rules(column)] + [
            Rule("okand_mvo", "mvo_kod", ~pl.col("mvo_kod").is_in(known.implode())),
            Rule("matperiod_i_framtiden", "matdatum", pl.col("cutoff_date") > end_of_month(today())),
            Rule("taljare_over_namnare", "taljare", pl.col("numerator") > pl.col("denominator")),
        ]

    def warnings(self) -> Sequence[Rule]:
        """A share that its own counts do not give."""
        counted = pl.col("numerator") / pl.col("denominator")
        differs = ((counted - pl.col("share")).abs() > TOLERANCE) & (pl.col("denominator") > 0)
        return [Rule("andel_avviker", "andel", differs)]
