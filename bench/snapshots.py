"""A backfill of monthly snapshots of a region's queue: `python -m bench.snapshots FOLDER ROWS MONTHS`.

`python -m bench.snapshots more FOLDER DATA ROWS`: the month after them, and a week.

Parquet, for its size: 100 million rows are 34 GB as CSV and some 1.5 GB so. Every column is text as in the region's
own, and the load reads, checks and hashes every cell as it does of CSV.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from bench.extracts import extract_rows
from bench.region import LAST, month_ends
from etl.dates import end_of_month
from etl.sample.plan import planned_units

ROWS_AT_A_TIME = 250_000
WEEK_ROWS = 100_000
WEEKLY = """kind = "vantande"
source = "veckor"
title = "Veckans kö"
matperiod = "dag"

[match]
file = "vecka-*.parquet"
"""


def write_months(folder: Path, rows: int, months: int) -> list[Path]:
    """One file for each month up to LAST, `rows` in all."""
    folder.mkdir(parents=True, exist_ok=True)
    dates = month_ends(months)
    return [write_snapshot(folder / f"vantande-{date:%Y-%m}.parquet", rows // months, date) for date in dates]


def write_week(folder: Path, data: Path) -> Path:
    """The queue a week after LAST, in a file that the mapping in the data directory knows as a weekly one."""
    (data / "mappings").mkdir(parents=True, exist_ok=True)
    (data / "mappings" / "veckor.toml").write_text(WEEKLY, encoding="utf-8")
    return write_snapshot(folder / "vecka-1.parquet", WEEK_ROWS, LAST + dt.timedelta(7))


def write_snapshot(path: Path, rows: int, date: dt.date) -> Path:
    """One snapshot of `rows` waiting contacts."""
    rng, units = np.random.default_rng(date.toordinal()), planned_units()
    writer: pq.ParquetWriter | None = None
    for first in range(0, rows, ROWS_AT_A_TIME):
        part = extract_rows(units, first, min(ROWS_AT_A_TIME, rows - first), rng, date)
        table = part.with_columns(pl.all().cast(pl.String)).to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return path


def write_more(folder: Path, data: Path, rows: int) -> None:
    """The month after LAST, of `rows`, and a week."""
    folder.mkdir(parents=True, exist_ok=True)
    date = end_of_month(LAST + dt.timedelta(1))
    write_snapshot(folder / f"vantande-{date:%Y-%m}.parquet", rows, date)
    write_week(folder, data)


if __name__ == "__main__":
    if sys.argv[1] == "more":
        write_more(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        write_months(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
