"""A small published marts file with believable numbers and every state, for the pages' tests."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from config import ROOT, DataDirectory
from etl import publish

PRINCIPAL = "Exempelregionen"
OPEN_TABLES = tuple(name for name in publish.OPEN_TABLES if name != "vantetidsfordelning")  # no bands here
VERSION = "7"
LAST = dt.date(2026, 10, 31)
MONTHS = 24
MISSING = {("SÄS", dt.date(2024, 11, 30)), ("SÄS", dt.date(2024, 12, 31))}
ADMINISTRATIONS = ("SU", "NU", "SkaS", "SÄS", "SV", "RH", "NH", "Privat")
DEFINITIONS = {"ingen": -4, "exkl_pvv_over_grans": -1, "exkl_pvv": -2, "exkl_pvv_mov": 0}  # points off the default
PHASE_LEVEL = {1: 0, 2: -5, 4: 6}

# Share of those waiting for a first visit within the limit and n, per administration, at the last cut-off.
Cell = tuple[int, int] | str
SPECIALTIES: dict[str, tuple[str, str, str | None, dict[str, Cell]]] = {
    "221": (
        "Neurologisk vård",
        "Neurologi",
        None,
        {"SU": (72, 1204), "NU": (29, 412), "SkaS": (61, 655), "SÄS": (44, 530), "SV": (97, 301), "RH": "dolt"},
    ),
    "521": (
        "Öron-, näs- och halssjukvård",
        "Öron-näsa-hals",
        None,
        {
            "SU": (63, 2210),
            "NU": (48, 1105),
            "SkaS": (77, 980),
            "SÄS": (31, 870),
            "SV": (85, 640),
            "Privat": (90, 1420),
        },
    ),
    "201": (
        "Barn- och ungdomsmedicinsk vård",
        "Barn- och ungdomsmedicin",
        None,
        {"SU": (58, 980), "NU": (42, 610), "SkaS": (83, 540), "SÄS": (71, 505), "SV": (98, 300), "RH": (76, 222)},
    ),
    "141": (
        "Allergisjukvård",
        "Allergologi",
        None,
        {"SU": (55, 410), "NU": (66, 180), "SkaS": (37, 260), "SÄS": (78, 140), "SV": (91, 120), "RH": "dolt"},
    ),
    "311": (
        "Ortopedisk vård",
        "Ortopedi",
        None,
        {
            "SU": (55, 2900),
            "NU": (42, 1800),
            "SkaS": (71, 1300),
            "SÄS": (63, 1250),
            "SV": (80, 900),
            "Privat": (94, 2500),
        },
    ),
    "231": (
        "Kardiologisk vård",
        "Kardiologi",
        None,
        {"SU": (61, 1300), "NU": (52, 700), "SkaS": (70, 500), "SÄS": (35, 450), "SV": (81, 380)},
    ),
    "101": (
        "Internmedicinsk vård",
        "Allmän internmedicin",
        "Internmedicin",
        {"SU": (48, 300), "NU": (60, 210), "SkaS": (79, 190), "SÄS": (71, 160), "SV": (100, 12), "RH": (57, 14)},
    ),
    "105": (
        "Gastroenterologi",
        "Gastroenterologi",
        "Internmedicin",
        {"SU": (50, 620), "NU": (61, 310), "SkaS": (78, 280), "SÄS": (70, 240), "SV": (88, 150)},
    ),
    "511": (
        "Ögonsjukvård",
        "Ögonsjukvård",
        None,
        {
            "SU": (51, 3100),
            "NU": (64, 1300),
            "SkaS": (70, 1150),
            "SÄS": (76, 990),
            "SV": "saknas",
            "Privat": (88, 2700),
        },
    ),
    "431": (
        "Gynekologisk vård",
        "Gynekologi",
        None,
        {"SU": (69, 1500), "NU": (62, 800), "SkaS": (78, 650), "SÄS": (84, 620), "SV": (93, 540), "NH": (88, 310)},
    ),
    "361": (
        "Urologisk vård",
        "Urologi",
        None,
        {"SU": (49, 1210), "NU": (66, 560), "SkaS": (72, 480), "SÄS": (58, 430), "SV": (79, 390), "Privat": (61, 18)},
    ),
    "211": (
        "Hud- och könssjukvård",
        "Hudsjukvård",
        None,
        {"SU": (55, 1900), "NU": (63, 720), "SkaS": (74, 610), "SÄS": (70, 580), "SV": "saknas", "Privat": (83, 1450)},
    ),
    "301": (
        "Kirurgisk vård",
        "Kirurgi",
        None,
        {"SU": (58, 2400), "NU": (66, 1250), "SkaS": (84, 990), "SÄS": (79, 910), "SV": (72, 820), "Privat": "noll"},
    ),
    "931": (
        "Barn- och ungdomspsykiatrisk vård",
        "BUP",
        None,
        {"SU": (83, 620), "NU": (77, 310), "SkaS": (85, 290), "SÄS": (80, 266)},
    ),
}
GROUP = "Internmedicin"


def month_ends() -> list[dt.date]:
    """The cut-offs of the fixture, oldest first."""
    year, month, ends = LAST.year, LAST.month, []
    for _ in range(MONTHS):
        first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
        ends.append(first_of_next - dt.timedelta(days=1))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return ends[::-1]


def _limits(specialty: str, phase: int) -> tuple[int | None, ...]:
    if phase == 4:
        return (None,)
    if phase == 3:
        return (30,)
    return (90, 30) if specialty == "931" else (90,)


def _cell(cell: Cell, points: int, months_ago: int) -> dict[str, Any]:
    """One group's figures, the trend falling half a point a month backwards."""
    empty = dict.fromkeys(("contacts", "denominator", "numerator", "share", "over_limit", "median_days", "p90_days"))
    if isinstance(cell, str):
        return empty | {"status": cell} | ({"contacts": 0, "denominator": 0, "numerator": 0} if cell == "noll" else {})
    share, denominator = cell
    wobble = (months_ago * 7) % 5 - 2 if months_ago else 0
    percent = min(100, max(3, share + points - months_ago // 2 + wobble)) if share < 100 else 100
    numerator = round(denominator * percent / 100)
    return {
        "contacts": round(denominator * 1.08), "denominator": denominator, "numerator": numerator,
        "share": round(numerator / denominator, 4), "over_limit": denominator - numerator,
        "median_days": float(120 - percent), "p90_days": float(320 - 2 * percent),
        "status": "visas" if denominator >= 20 else "lagt_underlag",
    }  # fmt: skip


def _sum(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    shown = [row for row in rows if row["denominator"]]
    totals = {name: sum(row[name] for row in shown) for name in ("contacts", "denominator", "numerator", "over_limit")}
    share = round(totals["numerator"] / totals["denominator"], 4)
    return totals | {"share": share, "median_days": 61.0, "p90_days": 205.5, "status": "visas"}


def attainment_rows() -> Iterator[dict[str, Any]]:
    """Every cell and margin, per month, population, phase, definition and limit."""
    for months_ago, cutoff in enumerate(reversed(month_ends())):
        for population in ("vantande", "genomforda"):
            for phase in (1, 2, 3, 4):
                for definition, points in DEFINITIONS.items():
                    yield from _one_cut(cutoff, months_ago, population, phase, definition, points)


def _one_cut(
    cutoff: dt.date, months_ago: int, population: str, phase: int, definition: str, points: int
) -> Iterator[dict[str, Any]]:
    key = {"principal": PRINCIPAL, "cutoff_date": cutoff, "population": population, "phase": phase,
           "definition": definition}  # fmt: skip
    all_rows: list[dict[str, Any]] = []
    chosen = {"931": SPECIALTIES["931"]} if phase == 3 else SPECIALTIES
    for specialty, (_, _, _, cells) in chosen.items():
        for limit in _limits(specialty, phase):
            level = points + PHASE_LEVEL.get(phase, -25) + (-12 if limit == 30 and phase == 1 else 0)
            rows = []
            for administration, cell in cells.items():
                gone = (administration, cutoff) in MISSING
                shown = "saknas" if gone else (("dolt" if cell == "dolt" else cell) if months_ago == 0 else cell)
                figures = _cell(shown, level, months_ago)
                rows.append(key | {"specialty": specialty, "administration": administration,
                                   "limit_days": limit} | figures)  # fmt: skip
            yield from rows
            yield key | {"specialty": specialty, "administration": "Alla", "limit_days": limit} | _sum(rows)
            if limit in (90, None):
                all_rows += rows
    if phase == 3:
        return
    limit = None if phase == 4 else 90
    for specialty, members in (("Alla", all_rows), (GROUP, [r for r in all_rows if r["specialty"] in ("101", "105")])):
        for administration in ADMINISTRATIONS:
            cells_of = [row for row in members if row["administration"] == administration]
            margin = key | {"specialty": specialty, "administration": administration, "limit_days": limit}
            if any(row["denominator"] for row in cells_of):
                figures = _sum(cells_of)
                figures["status"] = "visas" if figures["denominator"] >= 20 else "lagt_underlag"
                yield margin | figures
            elif cells_of:
                yield margin | _cell(cells_of[0]["status"], 0, 0)
        yield key | {"specialty": specialty, "administration": "Alla", "limit_days": limit} | _sum(members)


FIGURES = {
    "contacts": pl.Int32, "denominator": pl.Int32, "numerator": pl.Int32, "share": pl.Float64,
    "over_limit": pl.Int32, "median_days": pl.Float64, "p90_days": pl.Float64, "status": pl.String,
}  # fmt: skip
KEY = {
    "principal": pl.String, "cutoff_date": pl.Date, "population": pl.String, "phase": pl.UInt8, "specialty": pl.String,
    "administration": pl.String, "definition": pl.String, "limit_days": pl.Int32,
}  # fmt: skip


def write_marts(directory: Path) -> DataDirectory:
    """Write `marts-7.duckdb` and the pointer, as publish does; returns the data directory."""
    from tests.marts_fixture_tables import every_table  # noqa: PLC0415 - the two halves of one fixture

    data = DataDirectory(directory)
    directory.mkdir(parents=True, exist_ok=True)
    attainment = pl.DataFrame(list(attainment_rows()), schema=KEY | FIGURES, orient="row")
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        for name, frame in every_table(attainment, data).items():
            marts.register("frame", frame)
            marts.execute(f"create table {name} as from frame")  # names are literals of every_table
            marts.unregister("frame")
        for name in OPEN_TABLES:
            marts.execute((ROOT / "queries" / "marts" / f"open_{name}.sql").read_text(encoding="utf-8"))
    point_to(data, VERSION)
    return data


def point_to(data: DataDirectory, version: str) -> None:
    """Replace the pointer as publish does: atomically."""
    pending = data.pointer.with_suffix(".new")
    pending.write_text(json.dumps({"version": version, "held": False}), encoding="utf-8")
    pending.replace(data.pointer)
