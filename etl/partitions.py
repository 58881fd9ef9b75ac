"""The partitions of the marts – a principal and a cut-off date, both populations – and which to build together."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from etl.build import Build

# One batch holds so much, or one partition: memory must not grow with the warehouse.
MOST_CONTACTS, MOST_DATES = 3_000_000, 12

# Every date of `periods`, those without a delivery too: their rows say that it is missing.
LISTED = """
    with delivered as (
        select principal, cutoff_date, sum(rows) as rows
        from partition_deliveries
        group by principal, cutoff_date
    )

    select p.principal, p.cutoff_date, coalesce(any_value(d.rows), 0)::bigint as rows
    from periods as p
    left join delivered as d on d.principal = p.principal and d.cutoff_date = p.cutoff_date
    group by p.principal, p.cutoff_date
    order by p.principal, p.cutoff_date
"""


def listed(build: Build) -> pl.DataFrame:
    """`principal, cutoff_date, rows` of every partition, in that order."""
    return build.frame(LISTED)


def batches(partitions: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The partitions in their order, some at a time; one batch without any where there are none."""
    start, rows = 0, 0
    for place, size in enumerate(partitions["rows"]):
        if place > start and (rows + size > MOST_CONTACTS or place - start >= MOST_DATES):
            yield partitions[start:place]
            start, rows = place, 0
        rows += size
    yield partitions[start:]
