"""A warehouse of a region's full size, as counts of purged contacts: `python -m bench.region DATA CONTACTS [MONTHS]`.

45 specialties × 10 förvaltningar × 150 units × 5 phases, both populations, 36 months; the counts add up to CONTACTS
snapshot rows. `python -m etl publish` makes marts of it, so that the pages read tables of their full size. Only the
histogram of days waited is thinner than a real one; no page query reads it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import sys
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from bench.plans import fill_plans
from config import DataDirectory
from etl import reference, warehouse

PRINCIPAL = "Exempelregionen"
LAST = dt.date(2026, 9, 30)
MONTHS = 36
POPULATIONS = ("vantande", "genomforda")
SPECIALTIES = 45
UNITS_PER_ADMINISTRATION = 15
FOLLOW_UP = 4
DAYS_IN_GROUP = 20  # different waits in one group
# Parts of all contacts, one way at a time: (sex, lowest age, municipality), from and to of the whole.
CATEGORIES = (
    ("2", None, None, 0.0, 0.54),
    ("1", None, None, 0.54, 1.0),
    (None, "0", None, 0.0, 0.1),
    (None, "18", None, 0.1, 0.6),
    (None, "65", None, 0.6, 0.9),
    (None, "80", None, 0.9, 1.0),
    (None, None, "1480", 0.0, 0.3),
    (None, None, "1485", 0.3, 0.5),
    (None, None, "1490", 0.5, 0.65),
    (None, None, "1496", 0.65, 0.8),
    (None, None, "1401", 0.8, 0.96),
    (None, None, "0180", 0.96, 1.0),
)
ALWAYS = ("101", "105", "107", "108", "111", "161", "931")  # a group and the specialty with two limits


def month_ends(count: int) -> list[dt.date]:
    """`count` month ends up to LAST, oldest first."""
    numbers = range(LAST.year * 12 + LAST.month - count, LAST.year * 12 + LAST.month)
    return [
        dt.date(number // 12, number % 12 + 1, calendar.monthrange(number // 12, number % 12 + 1)[1])
        for number in numbers
    ]


def fill(data: DataDirectory, contacts: int, months: int = MONTHS) -> None:
    """Write the counts of every month and a delivery with its load for each."""
    warehouse.prepare(data)
    groups = _groups(data)
    parts = [(date, population) for date in month_ends(months) for population in POPULATIONS]
    rng = np.random.default_rng(1)
    with warehouse.open_warehouse(data) as connection:
        for number, (date, population) in enumerate(parts, start=1):
            counts = _counts(groups, contacts // len(parts), rng)
            _insert(connection, number, date, population, counts)
        fill_plans(connection, PRINCIPAL, groups)


def _groups(data: DataDirectory) -> pl.DataFrame:
    """One row per specialty, förvaltning and phase, with its unit."""
    known = reference.specialties(data)["specialty"]
    others = known.filter(~known.is_in(list(ALWAYS)))
    specialties = pl.DataFrame({"specialty": [*ALWAYS, *others[: SPECIALTIES - len(ALWAYS)]]}).with_row_index("place")
    administrations = reference.administrations(data).select("administration")
    phases = pl.DataFrame({"phase": pl.Series(range(1, 6), dtype=pl.UInt8)})
    unit = pl.format("Enhet {} {}", "administration", pl.col("place") % UNITS_PER_ADMINISTRATION + 1)
    return specialties.join(administrations, how="cross").join(phases, how="cross").with_columns(unit=unit)


def _counts(groups: pl.DataFrame, contacts: int, rng: np.random.Generator) -> pl.DataFrame:
    """The groups' contacts by days waited: a long tail, large and small groups, some without guarantee or by choice."""
    size = rng.lognormal(0, 1, groups.height).repeat(DAYS_IN_GROUP)
    share = size / size.sum()
    rows = groups.select(pl.all().repeat_by(DAYS_IN_GROUP).explode(empty_as_null=True, keep_nulls=True))
    many = rows.height
    return rows.with_columns(
        care_guarantee=pl.Series(rng.random(many) < 0.9),
        deviation=pl.Series(rng.choice(4, many, p=[0.85, 0.09, 0.04, 0.02])).cast(pl.UInt8),
        waited_days=pl.Series(np.minimum(rng.gamma(1.6, 60, many), 900)).cast(pl.Int32),
        target_met=pl.when(pl.col("phase") == FOLLOW_UP).then(pl.Series(rng.random(many) < 0.6)),
        contacts=pl.Series(np.maximum(1, np.rint(share * contacts)).astype(np.int64)),
    )


def _insert(
    connection: duckdb.DuckDBPyConnection, number: int, date: dt.date, population: str, counts: pl.DataFrame
) -> None:
    connection.register("counts", counts)
    keys = {"number": number, "principal": PRINCIPAL, "date": date, "population": population}
    connection.execute(
        "insert into purged_contacts by name select $number as delivery_id, $principal as principal, "
        "$date as cutoff_date, $population as population, waited_days < day($date) as is_new, * exclude (place) "
        "from counts",
        keys,
    )
    _insert_categories(connection, keys)
    if population == "genomforda":
        del keys["population"]
        connection.execute(
            "insert into purged_completions by name select $number as delivery_id, $principal as principal, "
            "$date as cutoff_date, phase, specialty, administration, $date - waited_days as decision_date, "
            "sum(contacts)::bigint as contacts from counts group by all",
            keys,
        )
    connection.unregister("counts")
    part = {"number": number, "kind": population, "date": date, "rows": int(counts["contacts"].sum())}
    connection.execute(
        "insert into deliveries by name select $number as delivery_id, $number as load_id, '99' as source, "
        "$kind as kind, $kind as population, $date as period, $rows as records, $rows as accepted, 0 as quarantined, "
        "0 as duplicates",
        part,
    )
    connection.execute(
        "insert into loads by name select $number as load_id, $date::timestamp as loaded_at, "
        "$kind || '.csv' as path, repeat('0', 64) as sha256, $kind as kind, '99' as source, $date as period, "
        "'loaded' as status, 'utf-8' as encoding, $rows as records, $rows as accepted, 0 as quarantined, "
        "0 as duplicates, '1' as rules_version",
        part,
    )


def _insert_categories(connection: duckdb.DuckDBPyConnection, keys: dict[str, object]) -> None:
    """Every count split one way at a time; the parts add up to the count."""
    parts = pl.DataFrame(
        CATEGORIES,
        schema={
            "sex": pl.String,
            "youngest": pl.String,
            "municipality": pl.String,
            "low": pl.Float64,
            "high": pl.Float64,
        },
        orient="row",
    )
    connection.register("parts", parts)
    connection.execute(
        "insert into purged_categories by name select $number as delivery_id, $principal as principal, "
        "$date as cutoff_date, $population as population, phase, specialty, care_guarantee, deviation, waited_days, "
        "target_met, sex, youngest, municipality, "
        "sum(round(contacts * high) - round(contacts * low))::bigint as contacts from counts, parts group by all "
        "having sum(round(contacts * high) - round(contacts * low)) > 0",
        keys,
    )
    connection.unregister("parts")


if __name__ == "__main__":
    fill(DataDirectory(Path(sys.argv[1])), int(sys.argv[2]), *map(int, sys.argv[3:]))
