"""Where patients live: which of a principal's health-care areas each municipality belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from config import DataDirectory
from etl.reference import ReferenceRow, fault, read_rows

AREA_FILE = "omraden.csv"
COLUMNS = ("lkf", "kommun", "omrade", "huvudman")


def areas(data: DataDirectory) -> pl.DataFrame:
    """`principal, municipality, area, sort_order`: the area a municipality (four digits) is in, per principal.

    Areas are ordered as the file first names them; the data directory's rows replace the product's of the same
    municipality and principal. A principal without rows has no known areas. Raises `ReferenceFault`.
    """
    placed: dict[tuple[str, str], str] = {}
    for path in data.overlays("reference", AREA_FILE):
        placed |= {(row.cells["huvudman"], row.cells["lkf"]): row.cells["omrade"] for row in _checked_rows(path)}
    order = {area: place for place, area in enumerate(dict.fromkeys(placed.values()))}
    return pl.DataFrame(
        [(principal, code, area, order[area]) for (principal, code), area in placed.items()],
        schema={"principal": pl.String, "municipality": pl.String, "area": pl.String, "sort_order": pl.Int32},
        orient="row",
    )


def _checked_rows(path: Path) -> Iterator[ReferenceRow]:
    """Rows of one file; a municipality stands once per principal."""
    seen: dict[tuple[str, str], int] = {}
    for row in read_rows(path, COLUMNS):
        key = (row.cells["huvudman"], row.cells["lkf"])
        if not re.fullmatch(r"[0-9]{4}", row.cells["lkf"]):
            raise fault(row, f"lkf är ”{row.cells['lkf']}”; skriv kommunens fyra siffror")
        for column in ("omrade", "huvudman"):
            if not row.cells[column]:
                raise fault(row, f"kolumnen {column} är tom; fyll i den")
        if key in seen:
            raise fault(row, f"kommunen {key[1]} står redan på rad {seen[key]} för {key[0]}; ta bort den ena")
        seen[key] = row.line
        yield row
