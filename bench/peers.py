"""What others need to read the same files, each by itself: `python -m bench.peers duckdb|polars|pandas FOLDER`.

Each reads every column of every file, parses the dates and numbers as the load does, and counts; none of them checks a
rule, hashes a contact, looks for duplicates or keeps anything – but DuckDB, which writes a table, as the load does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.load_job import TYPES


def by_duckdb(folder: Path) -> int:
    """A typed table of a fresh database."""
    import duckdb  # noqa: PLC0415 - each process pays for its own imports only

    casts = ", ".join(f"{name}::{kind} as {name}" for name, kind in TYPES.items())
    with TemporaryDirectory(dir=folder) as place, duckdb.connect(Path(place, "bare.duckdb")) as connection:
        connection.execute(
            f"create table contacts as select * replace ({casts}) from read_parquet($files)",  # noqa: S608
            {"files": str(folder / "*.parquet")},
        )
        [(rows,)] = connection.execute("select count(*) from contacts").fetchall()
    return int(rows)


def by_polars(folder: Path) -> int:
    """A typed frame of one file at a time."""
    import polars as pl  # noqa: PLC0415 - as above

    whole = {"smallint": pl.Int16, "utinyint": pl.UInt8, "integer": pl.Int32}
    typed = [
        pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S") if kind == "timestamp"
        else pl.col(name).str.to_date("%Y-%m-%d") if kind == "date"
        else pl.col(name).cast(whole[kind])
        for name, kind in TYPES.items()
    ]  # fmt: skip
    return sum(pl.read_parquet(file).with_columns(typed).height for file in sorted(folder.glob("*.parquet")))


def by_pandas(folder: Path) -> int:
    """A typed frame of one file at a time; the product itself does not use pandas, which comes with Streamlit."""
    pd = import_module("pandas")  # no dependency of ours: it has no types here

    rows = 0
    for file in sorted(folder.glob("*.parquet")):
        frame = pd.read_parquet(file)
        for name, kind in TYPES.items():
            is_date = kind in ("timestamp", "date")
            frame[name] = pd.to_datetime(frame[name]) if is_date else pd.to_numeric(frame[name])
        rows += len(frame)
    return rows


PEERS: dict[str, Callable[[Path], int]] = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}

if __name__ == "__main__":
    print(PEERS[sys.argv[1]](Path(sys.argv[2])))
