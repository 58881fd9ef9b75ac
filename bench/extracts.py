"""Extracts of any size in the national layout, some 300 bytes a row; `python -m bench.extracts FILE ROWS`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import numpy as np
import polars as pl

from etl.contracts.contacts import COLUMNS
from etl.sample.plan import planned_units

CUTOFF = dt.date(2026, 9, 30)
ROWS_AT_A_TIME = 250_000
UNKNOWN_UNIT_EVERY = 1000  # one row in so many goes to quarantine, as in a real extract


def write_extract(path: Path, rows: int, seed: int = 1) -> None:
    """Waiting contacts of one matperiod and region 99; all 35 columns, some of them empty as in the region's own."""
    rng = np.random.default_rng(seed)
    units = planned_units()  # every unit has one specialty, as in a region: any mix would make all groups small
    with path.open("wb") as file:
        for first in range(0, rows, ROWS_AT_A_TIME):
            part = extract_rows(units, first, min(ROWS_AT_A_TIME, rows - first), rng)
            part.write_csv(file, separator=";", include_header=first == 0)


def extract_rows(
    units: pl.DataFrame, first: int, count: int, rng: np.random.Generator, cutoff: dt.date = CUTOFF
) -> pl.DataFrame:
    """Some rows as text, numbered from `first`; units: as `planned_units` gives them."""
    waited = np.minimum(rng.gamma(1.6, 60, count), 900).astype(np.int64)
    place = rng.integers(0, units.height, count)
    number = pl.int_range(first, first + count, eager=True)
    codes = units["kod"].gather(place)
    unknown = number % UNKNOWN_UNIT_EVERY == UNKNOWN_UNIT_EVERY - 1
    unit = codes.zip_with(~unknown, pl.Series(["SE9999999999-E999999999999"]).new_from_index(0, count))
    decided = _dates(waited, cutoff)
    columns = {
        "beslut_datum": decided.dt.strftime("%Y-%m-%dT08:15:00"),
        "medicinskt_maldatum": _dates(waited - 90, cutoff).dt.strftime("%Y-%m-%dT00:00:00"),
        "matperiod": _same(cutoff.isoformat(), count),
        "kva_kod": _drawn(["AA005", "AF012", "CJE15", "NFB49", "JKA21"], count, rng),
        "mvo_kod": units["mvo"].gather(place),
        "aktivitetskod": _drawn(["30101", "31102", "51103"], count, rng),
        "aktivitet_icd": _drawn(["H259", "M171", "K802", "I500"], count, rng),
        "vardgaranti": _drawn(["JA", "JA", "JA", "NEJ"], count, rng),
        "avvikelsekod": _drawn([None, None, None, None, None, None, "1", "2", "3"], count, rng),
        "regionkod": _same("99", count),
        "hsaid_region": _same("SE9999999999-E000000000001", count),
        "hsaid_vardgivare": _same("SE9999999999-E000000000002", count),
        "hsaid_vardenhet": unit,
        "hsaid_enhet": unit,
        "sjukhuskod": _same("990010", count),
        "sjukhusnamn": _drawn(["Norra sjukhuset", "Södra sjukhuset"], count, rng),
        "yrkeskategori": _drawn(["LK", "SSK"], count, rng),
        "bokningssatt": _drawn(["1", "2"], count, rng),
        "vardkontakttyp": _drawn(["1", "2"], count, rng),
        "kon": _drawn(["1", "2"], count, rng),
        "fodelsear": pl.Series(rng.integers(1930, 2024, count)).cast(pl.String),
        "lkf": _drawn(["148001", "149002", "148803", "149604"], count, rng),
        "remittenttyp": _drawn(["1", "2", "3"], count, rng),
        "remittent_hsaid": _same("SE9999999999-E000000000777", count),
        "remiss_id": _identities("RE-", number),
        "remiss_datum": _dates(waited + 5, cutoff).dt.strftime("%Y-%m-%d"),
        "ankomst_datum": _dates(waited + 3, cutoff).dt.strftime("%Y-%m-%d"),
        "vardkontakt_id": _identities("BE-V-202609-", number),
        "fas": _drawn(["1", "1", "1", "2", "3", "4"], count, rng),
        "status": _same("VANTANDE", count),
        "vantetid_dagar": pl.Series(waited).cast(pl.String),
    }
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, count)
    return pl.DataFrame({column.name: columns.get(column.name, empty) for column in COLUMNS})


def _dates(days_before: np.ndarray[tuple[int], np.dtype[np.int64]], cutoff: dt.date) -> pl.Series:
    return pl.Series((cutoff - dt.date(1970, 1, 1)).days - days_before).cast(pl.Int32).cast(pl.Date)


def _same(value: str, count: int) -> pl.Series:
    return pl.Series([value]).new_from_index(0, count)


def _drawn(values: list[str] | list[str | None], count: int, rng: np.random.Generator) -> pl.Series:
    return pl.Series(values, dtype=pl.String).gather(rng.integers(0, len(values), count))


def _identities(prefix: str, numbers: pl.Series) -> pl.Series:
    """Unique; the letter keeps the digits from being read as an identity number."""
    return prefix + numbers.cast(pl.String).str.zfill(9) + "A"


if __name__ == "__main__":
    write_extract(Path(sys.argv[1]), int(sys.argv[2]))
