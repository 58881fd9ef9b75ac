"""Minutes by road between the region's areas, from reference data."""

from __future__ import annotations

import polars as pl

from config import DataDirectory
from etl.reference import fault, read_rows

TRAVEL_FILE = "restider.csv"
LONGEST = 24 * 60


def travel_times(data: DataDirectory) -> pl.DataFrame:
    """`from_area, to_area, minutes`, both directions of every pair; the data directory's file over the product's.

    Raises `ReferenceFault` with one line.
    """
    found: dict[tuple[str, str], int] = {}
    for path in data.overlays("reference", TRAVEL_FILE):
        of_file: dict[tuple[str, str], int] = {}
        for row in read_rows(path, ("fran_omrade", "till_omrade", "minuter")):
            pair, minutes = (row.cells["fran_omrade"], row.cells["till_omrade"]), row.cells["minuter"]
            if not all(pair):
                raise fault(row, "fran_omrade eller till_omrade är tom; fyll i den")
            if not (minutes.isascii() and minutes.isdigit() and int(minutes) <= LONGEST):
                raise fault(row, f"minuter är ”{minutes}”; skriv ett heltal från 0 till {LONGEST}")
            if of_file.setdefault(pair, int(minutes)) != int(minutes):
                raise fault(row, f"{pair[0]}–{pair[1]} står med en annan tid tidigare i filen; ta bort den ena")
            of_file.setdefault((pair[1], pair[0]), int(minutes))
        found |= of_file
    rows = [(*pair, minutes) for pair, minutes in sorted(found.items())]
    return pl.DataFrame(rows, schema={"from_area": pl.String, "to_area": pl.String, "minutes": pl.Int32}, orient="row")
