"""Extracts of plans, outcomes, needs and offers written by hand, and what became of them in the published marts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from config import DataDirectory

HEADERS = {
    "leveransplan": "plan_id version ar mvo_kod fas avsandare mottagare regi overforing beslutad_volym q1 q2 q3 q4 "
    "beslutsdatum status orsak forankrad_av",
    "leveransutfall": "ar manad mvo_kod fas avsandare mottagare rapporterad_av skickade genomforda aterlamnade",
    "behov": "ar kvartal mvo_kod fas forvaltning behov kapacitet",
    "kapacitet": "ar kvartal mvo_kod fas mottagare regi ledig_volym omrade giltig_till",
}


def write(folder: Path, kind: str, rows: Sequence[Sequence[Any]], name: str | None = None) -> Path:
    """One extract with the columns of HEADERS; None is an empty cell."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [HEADERS[kind].split(), *(["" if cell is None else str(cell) for cell in row] for row in rows)]
    path = folder / f"{name or kind}.csv"
    path.write_text("".join(";".join(cells) + "\r\n" for cells in lines), encoding="utf-8", newline="")
    return path


def mart(data: Path, sql: str) -> pl.DataFrame:
    """Rows of the published marts."""
    directory = DataDirectory(data)
    pointer = directory.published()
    assert pointer is not None
    with duckdb.connect(directory.marts(pointer.version), read_only=True) as connection:
        rows: pl.DataFrame = connection.sql(sql).pl()
    return rows
