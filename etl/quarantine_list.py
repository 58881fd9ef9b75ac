"""`quarantine`: the rows in quarantine by reason, and the masked rows themselves."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from config import DataDirectory
from etl import warehouse
from etl.date_advice import told_under
from etl.mappings.catalogue import read_mappings
from etl.mappings.reading import MappingFault

SHOWN = 20  # rows a person reads on the terminal; --out writes them all


def quarantined(data: DataDirectory) -> pl.DataFrame:
    """`laddning, fil, kalla, slag, period, post, rad, orsaker, kolumner, celler, innehall`, one row per record."""
    if not data.warehouse.exists():
        return pl.DataFrame(schema=dict.fromkeys(_NAMES.values(), pl.String))
    with warehouse.open_warehouse(data, read_only=True) as connection:
        rows: pl.DataFrame = connection.sql(warehouse.statement("quarantine_list")).pl()
    return rows.with_columns(
        pl.col("reasons").list.join(", "), pl.col("columns", "cells").list.join(", ", ignore_nulls=True)
    ).rename(_NAMES)


def counts(rows: pl.DataFrame) -> dict[str, int]:
    """Rows per reason, the most frequent first; a row with several reasons counts in each."""
    per_reason = (
        rows.select(pl.col("orsaker").str.split(", ").list.unique().alias("reason"))
        .explode("reason")
        .group_by("reason")
        .len()
        .sort("len", "reason", descending=[True, False])
    )
    return dict(per_reason.iter_rows())


def meanings(data: DataDirectory) -> dict[str, str]:
    """What each reason in quarantine means; of dates, in the words of each mapping that the rows were read by."""
    if not data.warehouse.exists():
        return {}
    with warehouse.open_warehouse(data, read_only=True) as connection:
        found = connection.execute(warehouse.statement("quarantined_columns")).fetchall()
    try:
        mappings = {mapping.name: mapping for mapping in read_mappings(data).every}
    except MappingFault:
        mappings = {}  # a list of rows is not the place to stop at it: the next load tells of it
    told: dict[str, list[str]] = {}
    for reason, column, mapping in found:
        words = told_under(reason, column, mappings.get(mapping))
        if words not in told.setdefault(reason, []):
            told[reason].append(words)
    return {reason: " ".join(words) for reason, words in told.items()}


def lines(rows: pl.DataFrame, told: Mapping[str, str]) -> list[str]:
    """Counts with what each reason means (`meanings`), then the first rows."""
    if rows.is_empty():
        return ["Inga rader i karantän."]
    found = [f"{count} {reason}: {told[reason]}" for reason, count in counts(rows).items()]
    for row in rows.head(SHOWN).iter_rows(named=True):
        place = ", ".join(part for part in (row["kolumner"], row["celler"]) if part)
        found.append(f"{row['fil']} rad {row['rad']}: {row['orsaker']} ({place})")
    if rows.height > SHOWN:
        found.append(f"… och {rows.height - SHOWN} rader till; --out FIL.csv skriver alla.")
    return found


_NAMES = {
    "load_id": "laddning",
    "path": "fil",
    "source": "kalla",
    "kind": "slag",
    "period": "period",
    "record": "post",
    "line": "rad",
    "reasons": "orsaker",
    "columns": "kolumner",
    "cells": "celler",
    "row": "innehall",
}
