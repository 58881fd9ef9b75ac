"""The other tables of the fixture marts: names, periods, nation, loads, definitions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from config import DataDirectory
from etl import definitions
from tests.marts_fixture import (
    ADMINISTRATIONS,
    GROUP,
    LAST,
    MISSING,
    PRINCIPAL,
    SPECIALTIES,
    VERSION,
    month_ends,
)
from tests.marts_fixture_cross import cross_tables
from tests.marts_fixture_plans import TODAY, plan_tables
from tests.marts_fixture_quality import quality_tables
from tests.marts_fixture_signals import signal_tables
from tests.marts_fixture_steward import steward_tables

LOADED = dt.datetime(2026, 11, 20, 6, 30)  # noqa: DTZ001 - the marts hold UTC without zone
FULL_NAMES = {
    "SU": "Sahlgrenska Universitetssjukhuset", "NU": "NU-sjukvården", "SkaS": "Skaraborgs Sjukhus",
    "SÄS": "Södra Älvsborgs Sjukhus", "SV": "Sjukhusen i väster", "RH": "Regionhälsan", "NH": "Närhälsan",
    "Privat": "Privata vårdgivare", "Alla": "Alla förvaltningar",
}  # fmt: skip

GROUP_COLUMNS = {
    "principal": pl.String, "cutoff_date": pl.Date, "population": pl.String, "phase": pl.UInt8, "specialty": pl.String,
    "administration": pl.String,
}  # fmt: skip
BAND_TABLES = {  # of aggregated sources; none in the plain fixture
    "waiting_bands": GROUP_COLUMNS | {
        "from_days": pl.Int32, "to_days": pl.Int32, "contacts": pl.Int32, "status": pl.String,
    },
    "band_intervals": GROUP_COLUMNS | {
        "unit": pl.String, "limit_days": pl.Int32, "share_low": pl.Float64, "share_high": pl.Float64,
        "median_low": pl.Float64, "median_high": pl.Float64, "p90_low": pl.Float64, "p90_high": pl.Float64,
    },
}  # fmt: skip


def every_table(attainment: pl.DataFrame, data: DataDirectory) -> dict[str, pl.DataFrame]:
    """All tables of the marts schema, by name."""
    units = _units(attainment)
    return {
        "dataset": _dataset(),
        "principals": pl.DataFrame({"principal": [PRINCIPAL], "is_demo": [True], "is_aggregated": [False]}),
        "specialties": _specialties(),
        "administrations": _administrations(),
        "periods": _periods(),
        "attainment": attainment,
        "attainment_unit": units,
        **signal_tables(attainment, units, variation_of(attainment)),
        "national": _national(),
        "loads": _loads(),
        "quarantine_counts": _quarantine(),
        "definitions": definitions.definitions(data),
        "limits": definitions.limits(data),
        "reasons": _reasons(),
        **plan_tables(attainment),
        **cross_tables(data),
        **quality_tables(),
        **steward_tables(),
        **{name: pl.DataFrame(schema=columns) for name, columns in BAND_TABLES.items()},
    }


def _dataset() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "version": [VERSION], "published_at": [LOADED], "suppress_below": [5], "low_base": [20],
            "default_definition_waiting": ["exkl_pvv_mov"], "default_definition_completed": ["exkl_pvv"],
            "default_principal": [PRINCIPAL], "register_stamp": [0], "cross_stamp": [0],
            "published_on": [TODAY],
        },
        schema_overrides={
            "suppress_below": pl.Int32, "low_base": pl.Int32, "register_stamp": pl.Int64, "cross_stamp": pl.Int64,
        },
    )  # fmt: skip


def _specialties() -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = [
        (PRINCIPAL, code, name, short, group, order, False)
        for order, (code, (name, short, group, _)) in enumerate(sorted(SPECIALTIES.items()))
    ]
    rows += [
        (PRINCIPAL, GROUP, GROUP, GROUP, None, 100, True),
        (PRINCIPAL, "Alla", "Alla specialiteter", "Alla", None, 999, True),
    ]
    names = ["principal", "specialty", "name", "short_name", "specialty_group", "sort_order", "is_margin"]
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"sort_order": pl.Int32})


def _administrations() -> pl.DataFrame:
    rows = [(PRINCIPAL, name, FULL_NAMES[name], order) for order, name in enumerate((*ADMINISTRATIONS, "Alla"))]
    return pl.DataFrame(rows, schema=["principal", "administration", "name", "sort_order"], orient="row")


def _periods() -> pl.DataFrame:
    rows = []
    for population in ("vantande", "genomforda"):
        for cutoff in month_ends():
            missing = [name for name in ADMINISTRATIONS if (name, cutoff) in MISSING]
            loaded = LOADED if cutoff == LAST else dt.datetime.combine(cutoff + dt.timedelta(days=20), dt.time(6))
            rows.append((PRINCIPAL, population, cutoff, True, loaded, 8, 8 - len(missing), ", ".join(missing) or None))
    names = ["principal", "population", "cutoff_date", "is_delivered", "loaded_at", "administrations_expected",
             "administrations_delivered", "missing_administrations"]  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def _units(attainment: pl.DataFrame) -> pl.DataFrame:
    """Two units per group: 60 and 40 percent of its patients."""
    groups = attainment.filter(
        ~pl.col("specialty").is_in(["Alla", GROUP]), pl.col("administration") != "Alla", pl.col("denominator") > 0
    )
    parts = []
    for name, part, points in (("mottagning 1", 0.6, 0.02), ("mottagning 2", 0.4, -0.03)):
        denominator = (pl.col("denominator") * part).round().cast(pl.Int32)
        share = (pl.col("share") + points).clip(0.02, 1).round(4)
        parts.append(
            groups.with_columns(unit=pl.col("administration") + " " + name, denominator=denominator, share=share,
                                contacts=(pl.col("contacts") * part).round().cast(pl.Int32))
            .with_columns(numerator=(pl.col("share") * pl.col("denominator")).round().cast(pl.Int32))
            .with_columns(over_limit=pl.col("denominator") - pl.col("numerator"))
            .with_columns(status=pl.when(pl.col("denominator") < 20).then(pl.lit("lagt_underlag")).otherwise("status"))
        )  # fmt: skip
    order = [*attainment.columns[:6], "unit", *attainment.columns[6:]]
    return pl.concat(parts).select(order)


def variation_of(attainment: pl.DataFrame) -> pl.DataFrame:
    key = ["principal", "cutoff_date", "population", "phase", "specialty", "definition", "limit_days"]
    shown = attainment.filter(pl.col("administration") != "Alla", pl.col("share").is_not_null())
    firm = shown.filter(pl.col("status") == "visas").sort("share")
    ends = firm.group_by(key).agg(
        administrations=pl.len().cast(pl.Int32), lowest=pl.col("share").first(),
        lowest_administration=pl.col("administration").first(), highest=pl.col("share").last(),
        highest_administration=pl.col("administration").last(),
    )  # fmt: skip
    every = shown.group_by(key).agg(lowest_all=pl.col("share").min(), highest_all=pl.col("share").max())
    region = attainment.filter(pl.col("administration") == "Alla").select(
        *key, region_share="share", contacts="contacts", over_limit="over_limit"
    )
    joined = region.join(ends, on=key, how="left", nulls_equal=True).join(every, on=key, how="left", nulls_equal=True)
    return joined.with_columns(
        spread=(pl.col("highest") - pl.col("lowest")).round(4), phi=pl.lit(None, pl.Float64),
        outside_limits=pl.lit(None, pl.String),
    ).select(
        *key, "administrations", "lowest", "lowest_administration", "highest", "highest_administration", "spread",
        "lowest_all", "highest_all", "region_share", "contacts", "over_limit", "phi", "outside_limits",
    )  # fmt: skip


def _national() -> pl.DataFrame:
    """Attainment of the nation: two in the default definition, BUP under another, none for returns."""
    rows = [
        (PRINCIPAL, LAST, "vantande", 1, "Alla", "exkl_pvv_mov", 90, 412000, 259560, 0.63),
        (PRINCIPAL, LAST, "vantande", 2, "Alla", "exkl_pvv_mov", 90, 140000, 79800, 0.57),
        (PRINCIPAL, month_ends()[-2], "vantande", 1, "931", "exkl_pvv", 30, 9000, 6840, 0.76),
        (PRINCIPAL, LAST, "vantande", 3, "931", "exkl_pvv_mov", 30, 7000, 3570, 0.51),
        (PRINCIPAL, dt.date(2019, 12, 31), "vantande", 2, "931", "exkl_pvv", 30, 7000, 3640, 0.52),
    ]
    names = ["principal", "cutoff_date", "population", "phase", "specialty", "definition", "limit_days", "denominator",
             "numerator", "share"]  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"phase": pl.UInt8, "limit_days": pl.Int32})


def _loads() -> pl.DataFrame:
    """One delivery of each kind, one that has been replaced, and a refused file."""
    rows = [
        (PRINCIPAL, 4, LOADED, "riket_2026-10.csv", "d" * 64, "riket", "riket", "2026-10-31", "loaded", "utf-8",
         40, 40, 0, 0, None, None, None, 3, None),
        (PRINCIPAL, 3, LOADED, "vantande_2026-10_v2.csv", "c" * 64, "vantande", "99", "2026-10-31", "replaced", "utf-8",
         77361, 77340, 21, 0, None, None, 1, 2, None),
        (None, 2, LOADED - dt.timedelta(days=1), "väntande okt.csv", "b" * 64, None, None, None, "refused", None,
         0, 0, 0, 0, "saknad_kolumn", "väntande okt.csv: kolumnen mvo_kod saknas; närmast är mvo.", None, None, None),
        (PRINCIPAL, 1, LOADED - dt.timedelta(days=2), "vantande_2026-10.csv", "a" * 64, "vantande", "99", "2026-10-31",
         "loaded", "utf-8", 77000, 76990, 10, 0, None, None, None, 1, 2),
    ]  # fmt: skip
    names = ["principal", "load_id", "loaded_at", "path", "sha256", "kind", "source", "period", "status", "encoding",
             "records", "accepted", "quarantined", "duplicates", "reason", "message", "replaces", "delivery_id",
             "replaced_by"]  # fmt: skip
    integers = dict.fromkeys(("load_id", "replaces", "delivery_id", "replaced_by"), pl.Int32)
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides=integers)


def _quarantine() -> pl.DataFrame:
    rows = [
        ("99", "vantande", LAST, "okand_enhet", "hsaid_vardenhet", 14, 0),
        ("99", "vantande", LAST, "beslut_efter_matdatum", "beslut_datum", 7, 0),
    ]
    columns = ["source", "kind", "period", "reason", "column_name", "rows", "discarded"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _reasons() -> pl.DataFrame:
    rows = [
        ("okand_enhet", "Okänd vårdenhet", "Lägg enheten i enheter.csv och ladda filen igen.", "Q"),
        ("beslut_efter_matdatum", "Beslut efter mätdatum", "Rätta beslutsdatum i källsystemet.", "Q"),
        ("saknad_kolumn", "Obligatorisk kolumn saknas", "Kontrollera rubrikraden.", "F"),
    ]
    return pl.DataFrame(rows, schema=["reason", "title", "advice", "action"], orient="row")
