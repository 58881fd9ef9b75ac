"""Reference rows by a steward's decision: what they mean beside the files, which always win over them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import polars as pl

from config import DataDirectory
from etl import warehouse
from etl.reference import FOREVER

UNIT_SCHEMA = {
    "decision_id": pl.Int64, "code": pl.String, "code_kind": pl.String, "unit": pl.String,
    "administration": pl.String, "valid_from": pl.Date,
}  # fmt: skip
SPECIALTY_SCHEMA = {
    "decision_id": pl.Int64, "specialty": pl.String, "name": pl.String, "short_name": pl.String,
    "specialty_group": pl.String,
}  # fmt: skip
# Kinds whose rows stand together, so that none is tried alone: after a decided code the same bytes load again, as a
# re-delivery or, of plans, as versions that are there already.
LOADED_AGAIN = ("delivery_plans", "aggregates")
WEAKEST = -1_000_000_000  # below every file; of two decisions about a code the later one holds


@dataclass(frozen=True)
class Decided:
    """`units` and `specialties` by decision, in the order of the decisions."""

    units: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNIT_SCHEMA))
    specialties: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SPECIALTY_SCHEMA))

    def versions(self, rules_versions: Mapping[str, str]) -> dict[str, str]:
        """By contract; LOADED_AGAIN follow what codes are decided, the rows of the others are tried again."""
        codes = ",".join(self.specialties["specialty"])
        more = f":{hashlib.sha256(codes.encode()).hexdigest()[:8]}" if codes else ""
        return {name: f"{said}{more if name in LOADED_AGAIN else ''}" for name, said in rules_versions.items()}


def decided(data: DataDirectory) -> Decided:
    """What the warehouse holds; nothing where there is none or it is from before stewards decided."""
    if not data.warehouse.exists():
        return Decided()
    with warehouse.open_warehouse(data, read_only=True) as connection:
        return decided_in(connection)


def decided_in(connection: duckdb.DuckDBPyConnection, attached: str | None = None) -> Decided:
    """The same of an open warehouse, or of one that is attached under a name."""
    [(own,)] = connection.execute("select current_database()").fetchall()
    database = attached or own
    known = connection.execute(
        "select 1 from duckdb_tables() where table_name = 'decided_units' and database_name = $name",
        {"name": database},
    ).fetchall()
    if not known:
        return Decided()
    rows = f"from {database}.{{}} order by decision_id"
    return Decided(
        connection.sql(rows.format("decided_units")).pl().cast(UNIT_SCHEMA),
        connection.sql(rows.format("decided_specialties")).pl().cast(SPECIALTY_SCHEMA),
    )


def with_units(units: pl.DataFrame, by_decision: pl.DataFrame) -> pl.DataFrame:
    """`reference.units` with the decided ones: weaker than every file, without a Green Cross."""
    rows = by_decision.select(
        "code",
        "code_kind",
        "unit",
        "administration",
        "valid_from",
        pl.lit(FOREVER).alias("valid_to"),
        (pl.col("decision_id") + WEAKEST).cast(pl.Int32).alias("precedence"),
    )
    return pl.concat([units, rows], how="diagonal")


def with_specialties(specialties: pl.DataFrame, by_decision: pl.DataFrame) -> pl.DataFrame:
    """`reference.specialties` with the decided codes that no file has; of two decisions the later one holds."""
    rows = (
        by_decision.unique("specialty", keep="last", maintain_order=True)
        .join(specialties, on="specialty", how="anti")
        .drop("decision_id")
    )
    return pl.concat([specialties, rows], how="diagonal")


def overruled(by_decision: Decided, units: pl.DataFrame, specialties: pl.DataFrame) -> list[str]:
    """One Swedish line per decision that a file now says otherwise than: the file holds. The frames: the files' own."""
    said = by_decision.units.join(units.drop("valid_from"), on=["code", "code_kind"], suffix="_of_file")
    other_unit = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_of_file") for name in ("unit", "administration"))
    other = said.filter(other_unit, pl.col("valid_to") >= pl.col("valid_from")).unique(
        "decision_id", maintain_order=True
    )
    lines = [
        f"Beslut {row['decision_id']} säger att {row['code']} är {row['unit']} ({row['administration']}), men "
        f"enheter.csv säger {row['unit_of_file']} ({row['administration_of_file']}): filen gäller."
        for row in other.iter_rows(named=True)
    ]
    named = by_decision.specialties.join(specialties, on="specialty", suffix="_of_file")
    return lines + [
        f"Beslut {row['decision_id']} kallar {row['specialty']} {row['name']}, men mvo.csv säger "
        f"{row['name_of_file']}: filen gäller."
        for row in named.filter(pl.col("name") != pl.col("name_of_file")).iter_rows(named=True)
    ]
