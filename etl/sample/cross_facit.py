"""What was planted in the sample's Green Crosses, for facit.json."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from etl.sample.cross_faults import CROSS_FAULTS
from etl.sample.cross_files import COLOURS, COMMON, DAY, DEFINITIONS, DOUBLED, FACTS, KIND, CrossYear
from etl.sample.cross_truths import cross_truths
from etl.sample.cross_units import ENDED, MOCK_WARD, NEVER_REGISTERS, STARTED, WITHOUT_START
from etl.sample.cross_year import BLOCK, CLOSED, DISTURBANCE
from etl.sample.planted import REDELIVERED

UNKNOWN, CONFLICT, NOT_REGISTERED = "okand", "konflikt", "ej_registrerad"
WELL, BADLY = 0.95, 0.60
Planted = list[dict[str, Any]]


def with_crosses(facit: dict[str, Any], year: CrossYear, months: list[dt.date]) -> dict[str, Any]:
    """The same facit with the crosses of the months, which are among the year's."""
    delivered = pl.col("datum") >= months[0].replace(day=1)
    days = _as_counted(year).filter(delivered)
    again = [f"{KIND}/{KIND}_{REDELIVERED:%Y-%m}_v2.csv"] if REDELIVERED in months else []
    return facit | {
        "omleveranser": [*facit["omleveranser"], *again],
        "karantan": [*facit["karantan"], *_quarantined(months)],
        KIND: {
            "fran": f"{months[0].replace(day=1)}",
            "till": f"{months[-1]}",
            "enheter": _units(days, year.told.filter(delivered)),
            "registrerar_val": _names(_rates(days).filter(pl.col("rate") >= WELL)),
            "registrerar_daligt": _names(_rates(days).filter(pl.col("rate") <= BADLY)),
            "trotthet": [each | {"dagar": BLOCK} for each in cross_truths()["trotthet"]],
            "borjade": {name: f"{day}" for name, day in STARTED.items()},
            "slutade": {name: f"{day}" for name, day in ENDED.items()},
            "registrerar_aldrig": NEVER_REGISTERS,
            "utan_kors_fran": WITHOUT_START,
            "forebild": MOCK_WARD,
            "bara_farg": [{"kalla": source, "definition": name} for source, name in DEFINITIONS.items()],
            "dubbla_kallor": _doubled(year, delivered),
            "rattade": year.corrected.filter(delivered).select(pl.col(DAY).cast(pl.String)).to_dicts(),
        },
    }


def _as_counted(year: CrossYear) -> pl.DataFrame:
    """Every unit-day with what is known of it: `state`, a fact, or that it is unknown or contradicted."""
    conflicts = year.signs.filter(sign="x").select("enhet", "datum", pl.lit(CONFLICT).alias("conflict"))
    own = pl.col("fact").replace(DISTURBANCE, "utan_skada_eller_risk")
    known = own
    for source, colours in COLOURS.items():
        several = [fact for fact, colour in zip(FACTS, colours, strict=True) if colours.count(colour) > 1]
        known = (
            pl.when((pl.col("kalla") == source) & pl.col("fact").is_in(several)).then(pl.lit(UNKNOWN)).otherwise(known)
        )
    is_expected = pl.col("is_open") & pl.col("kors_fran").is_not_null()
    missing = pl.when(is_expected).then(pl.lit(NOT_REGISTERED)).otherwise(pl.lit(CLOSED))
    return year.days.join(conflicts, on=["enhet", "datum"], how="left", maintain_order="left").with_columns(
        state=pl.coalesce("conflict", known, missing), is_expected=is_expected
    )


def _units(days: pl.DataFrame, told: pl.DataFrame) -> Planted:
    """Of each unit: its days by state, and the events told by fact where a source tells facts."""
    states = days.group_by("forvaltning", "enhet", "state", maintain_order=True).len()
    single = told.filter(pl.col("kalla") != DOUBLED, pl.col("antal").is_not_null())
    events = single.group_by("forvaltning", "enhet", "handelse", maintain_order=True).agg(pl.col("antal").sum())
    late = told.filter(pl.col("kalla") != DOUBLED, "is_late", place=0).group_by("forvaltning", "enhet").len()
    by_unit: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    for name, counts in (("dagar", states), ("handelser", events)):
        for administration, unit, what, many in counts.iter_rows():
            by_unit.setdefault((administration, unit), {"dagar": {}, "handelser": {}})[name][what] = many
    lates = {(administration, unit): many for administration, unit, many in late.iter_rows()}
    return [
        {"forvaltning": unit[0], "enhet": unit[1]} | counts | {"sena": lates.get(unit, 0)}
        for unit, counts in sorted(by_unit.items())
    ]


def _rates(days: pl.DataFrame) -> pl.DataFrame:
    """`enhet, rate`: registered days of days with activity, of units that have any."""
    works = pl.col("is_registered") | (pl.col("is_expected") & (pl.col("fact").is_null() | (pl.col("fact") != CLOSED)))
    counted = days.filter(works, pl.col("kors_fran").is_not_null())
    return (
        counted.group_by("forvaltning", "enhet").agg(rate=pl.col("is_registered").mean()).sort("forvaltning", "enhet")
    )


def _names(units: pl.DataFrame) -> list[str]:
    return units["enhet"].to_list()


def _doubled(year: CrossYear, delivered: pl.Expr) -> Planted:
    """The days two sources deliver: `sager` is lika, olika, or ett where the older says that nothing is registered."""
    says = {"=": "lika", "x": "olika", "e": "ett"}
    days = year.signs.filter(delivered)
    return [
        {"enhet": unit, "datum": f"{day}", "kallor": [COMMON, DOUBLED], "sager": says[sign]}
        for unit, day, sign in days.iter_rows()
    ]


def _quarantined(months: list[dt.date]) -> Planted:
    return [
        {"slag": KIND, "period": f"{months[-1 - fault.back]:%Y-%m}", "orsak": fault.reason, "rader": len(fault.days)}
        for fault in CROSS_FAULTS
        if fault.back < len(months)
    ]
