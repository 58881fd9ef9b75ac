"""The partitions of the marts – a principal and a cut-off date, both populations – and which have changed.

A partition is known by a stamp: which deliveries it is built from and how many rows each has in it. The marts keep the
stamps that they were built of (`built_partitions`), and one key of everything else that figures follow from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from config import ROOT, DataDirectory
from etl.build import Build
from etl.reference_tables import write_reference

# One batch holds so much, or one partition: memory must not grow with the warehouse.
MOST_CONTACTS, MOST_DATES = 3_000_000, 12
REFERENCE = (
    "limits", "definitions", "exclusions", "specialty_reference", "administration_reference", "area_reference",
    "principal_reference",
)  # fmt: skip
CODE = ("queries/marts/*.sql", "etl/*.py", "analysis/*.py")

# Every date of `periods`, those without a delivery too: their rows say that it is missing.
LISTED = """
    with delivered as (
        select
            principal, cutoff_date, sum(rows) as rows,
            string_agg(
                concat_ws(':', delivery_id, population, is_purged, rows), ','
                order by delivery_id, population, is_purged
            ) as told
        from partition_deliveries
        group by principal, cutoff_date
    )

    select
        p.principal, p.cutoff_date, coalesce(any_value(d.rows), 0)::bigint as rows,
        md5(
            concat_ws(
                ';', string_agg(p.population || if(b.principal is null, '', ' i band'), ',' order by p.population),
                any_value(d.told)
            )
        ) as stamp
    from periods as p
    left join banded_dates as b
        on b.principal = p.principal and b.population = p.population and b.cutoff_date = p.cutoff_date
    left join delivered as d on d.principal = p.principal and d.cutoff_date = p.cutoff_date
    group by p.principal, p.cutoff_date
    order by p.principal, p.cutoff_date
"""
SCHEMA = pl.Schema({"principal": pl.String(), "cutoff_date": pl.Date(), "rows": pl.Int64(), "stamp": pl.String()})
KEYS = ["principal", "cutoff_date"]


@dataclass(frozen=True)
class Built:
    """What marts were built of: a key of all but the partitions, the partitions (SCHEMA), publications since whole."""

    key: str
    partitions: pl.DataFrame
    increments: int


@dataclass(frozen=True)
class Changed:
    """All partitions as they should be, those to build, those no longer there (SCHEMA); whether that is everything."""

    partitions: pl.DataFrame
    built: pl.DataFrame
    gone: pl.DataFrame
    is_whole: bool


def listed(build: Build) -> pl.DataFrame:
    """Every partition as it should be, SCHEMA, in order."""
    return build.frame(LISTED).cast(SCHEMA)


def batches(partitions: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The partitions in their order, some at a time."""
    start, rows = 0, 0
    for place, size in enumerate(partitions["rows"]):
        if place > start and (rows + size > MOST_CONTACTS or place - start >= MOST_DATES):
            yield partitions[start:place]
            start, rows = place, 0
        rows += size
    if start < partitions.height:
        yield partitions[start:]


def build_key(data: DataDirectory, parameters: dict[str, object]) -> str:
    """The hash of program, settings, limits, definitions and reference: where it differs nothing old can be kept."""
    digest = hashlib.sha256(repr((duckdb.__version__, pl.__version__, sorted(parameters.items()))).encode())
    for pattern in CODE:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    with duckdb.connect() as connection:
        write_reference(connection, data)
        for name in REFERENCE:
            digest.update(connection.sql(f"select * from {name} order by all").pl().write_csv().encode())  # noqa: S608
    return digest.hexdigest()


def built_of(marts: Path) -> Built | None:
    """What these marts say that they were built of; None where they cannot tell."""
    try:
        with duckdb.connect(marts, read_only=True) as connection:
            [(key, increments)] = connection.sql("select key, increments from build_state").fetchall()
            partitions = connection.sql("select * from built_partitions").pl()
    except (duckdb.Error, ValueError):
        return None
    return Built(str(key), partitions.cast(SCHEMA), int(increments))


def write_built(build: Build, built: Built) -> None:
    """The same, kept in the marts."""
    build.write("built_partitions", built.partitions)
    build.write("built_tables", pl.DataFrame({"table_name": sorted(build.stored)}))
    build.write("build_state", pl.DataFrame({"key": [built.key], "increments": [built.increments]}))


def changed_since(build: Build, before: Built | None) -> Changed:
    """What differs from the marts that were built before; everything where there are none."""
    now = listed(build)
    if before is None:
        return Changed(now, now, now.clear(), is_whole=True)
    new = now.join(before.partitions, on=[*KEYS, "stamp"], how="anti", maintain_order="left")
    return Changed(now, new, before.partitions.join(now, on=KEYS, how="anti", maintain_order="left"), is_whole=False)
