"""The fixture marts with huvudmän known only by counts in bands: Irland, England and Skottland.

Irland: months' bands by hospital, any day as date, no limit that is a band edge. England: weeks' bands, its own limit
on an edge and the Swedish one inside a band, both populations. Skottland: 'Alla' specialties only, two bands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from config import DataDirectory
from tests.marts_fixture import FIGURES, KEY, VERSION, write_marts
from tests.marts_fixture_signals import comparisons, with_chance
from tests.marts_fixture_tables import BAND_TABLES, LOADED, variation_of

ALL = "Alla"
Bands = tuple[tuple[int, int | None], ...]
Group = tuple[str, str]  # specialty, förvaltning
LONG_NAMES = (
    "Beaumont Hospital", "Cavan General Hospital", "Children's Health Ireland", "Connolly Hospital Blanchardstown",
    "Cork University Hospital", "Galway University Hospitals", "Letterkenny University Hospital",
    "Mater Misericordiae University Hospital", "Mayo University Hospital", "Our Lady of Lourdes Hospital Drogheda",
    "Royal Victoria Eye and Ear Hospital", "Sligo University Hospital", "St. James's Hospital",
    "Tallaght University Hospital", "University Hospital Kerry", "University Hospital Waterford",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One aggregated huvudman: what it delivers, in which bands and under which limits."""

    principal: str
    dates: Sequence[dt.date]
    populations: Mapping[str, Sequence[int]]
    specialties: Sequence[str]
    administrations: Sequence[str]
    bands: Bands
    limits: Sequence[int]
    states: Mapping[Group, str]


IRELAND = Source(
    "Irland",
    [dt.date(2025, month, 30 if month != 2 else 27) for month in range(1, 11)],
    {"vantande": (1,)},
    ("Cardiology", "Dermatology", "Orthopaedics", "Otolaryngology (ENT)"),
    LONG_NAMES,
    ((0, 182), (183, 365), (366, 547), (548, None)),
    (90,),
    {("Cardiology", "Sligo University Hospital"): "dolt", ("Dermatology", "Beaumont Hospital"): "dolt",
     ("Dermatology", "Mayo University Hospital"): "noll", (ALL, "Cavan General Hospital"): "saknas"},
)  # fmt: skip
ENGLAND = Source(
    "England",
    [dt.date(2024, 8, 31), dt.date(2024, 9, 30), dt.date(2024, 10, 31), dt.date(2024, 11, 30)],
    {"vantande": (1,), "genomforda": (1, 2)},
    ("Cardiology Service", "Dermatology Service", "Trauma and Orthopaedic Service"),
    ("Leeds Teaching Hospitals", "Royal Free London", "University Hospitals Bristol and Weston"),
    ((0, 42), (43, 84), (85, 91), (92, 126), (127, 182), (183, 364), (365, None)),
    (90, 126),
    {},
)
SCOTLAND = Source(
    "Skottland",
    [dt.date(2022, 5, 31), dt.date(2022, 6, 30)],
    {"vantande": (1,)},
    (),
    ("NHS Fife", "NHS Grampian", "NHS Highland", "NHS Lothian"),
    ((0, 126), (127, None)),
    (90, 126),
    {(ALL, "NHS Highland"): "saknas"},
)
SOURCES = (IRELAND, ENGLAND, SCOTLAND)
OWN_LIMITS = {"England": "Englands egen gräns: 18 veckor", "Skottland": "Skottlands egen gräns: 18 veckor"}


def write_marts_with_aggregates(directory: Path) -> DataDirectory:
    """The normal fixture and the three aggregated huvudmän in the same marts file."""
    data = write_marts(directory)
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        for name, frame in aggregate_tables().items():
            marts.register("frame", frame)
            marts.execute(f"insert into {name} by name select * from frame")  # noqa: S608 - literals of aggregate_tables
            marts.unregister("frame")
    return data


def aggregate_tables() -> dict[str, pl.DataFrame]:
    """What the three add to each table."""
    groups = [each for source in SOURCES for each in _groups(source)]
    attainment = pl.DataFrame(
        [row for source, key, counts, status in groups for row in _attainment(source, key, counts, status)],
        schema=KEY | FIGURES,
    )
    judged = attainment.filter(pl.col("share").is_not_null())
    units = attainment.clear().with_columns(unit=pl.lit(None, pl.String))
    found = comparisons(judged, units)
    intervals = [row for source, key, counts, _ in groups if counts for row in _intervals(source, key, counts)]
    return {
        "principals": pl.DataFrame(
            [(source.principal, False, True) for source in SOURCES],
            schema=["principal", "is_demo", "is_aggregated"], orient="row",
        ),
        "specialties": _specialties(),
        "administrations": _administrations(),
        "periods": _periods(),
        "attainment": attainment,
        "comparisons": found,
        "variation": with_chance(variation_of(attainment), found),
        "waiting_bands": pl.DataFrame(
            [row for source, key, counts, status in groups for row in _bands(source, key, counts, status)],
            schema=BAND_TABLES["waiting_bands"],
        ),
        "band_intervals": pl.DataFrame(intervals, schema=BAND_TABLES["band_intervals"]),
        "limits": _limits(),
    }  # fmt: skip


Counted = tuple[Source, dict[str, Any], list[int], str]


def _groups(source: Source) -> Iterator[Counted]:
    """Every group and margin with its counts per band; no counts where it is not shown."""
    for months_ago, cutoff in enumerate(reversed(source.dates)):
        for population, phases in source.populations.items():
            for phase in phases:
                key = {"principal": source.principal, "cutoff_date": cutoff, "population": population, "phase": phase}
                yield from _cut(source, key, months_ago + 3 * phase)


def _cut(source: Source, key: dict[str, Any], wobble: int) -> Iterator[Counted]:
    cells: dict[Group, list[int]] = {}
    for column, administration in enumerate(source.administrations):
        for row, specialty in enumerate(source.specialties or (ALL,)):
            cells[specialty, administration] = _counts(source.bands, row + 1, column + 1, wobble)
    margins = dict(cells)
    for specialty in {*source.specialties, ALL}:
        of_specialty = [own for (name, _), own in cells.items() if specialty in (name, ALL)]
        margins[specialty, ALL] = [sum(band) for band in zip(*of_specialty, strict=True)]
    for administration in source.administrations:
        own = [counts for (_, name), counts in cells.items() if name == administration]
        margins[ALL, administration] = [sum(band) for band in zip(*own, strict=True)]
    for (specialty, administration), counts in margins.items():
        status = source.states.get((specialty, administration), "")
        is_gone = source.states.get((ALL, administration)) == "saknas"
        shown = [] if status or is_gone else counts
        own_key = key | {"specialty": specialty, "administration": administration}
        yield source, own_key, shown, "saknas" if is_gone else status


def _counts(bands: Bands, row: int, column: int, wobble: int) -> list[int]:
    """Fewer the longer the wait; no two groups alike."""
    size = 40 * row + 23 * column
    return [
        round(size * (1 + column % 5) / (1 + place * (1 + (row + column) % 3))) + wobble % 4
        for place in range(len(bands))
    ]


def _limit_place(bands: Bands, limit: int) -> tuple[int, bool]:
    """How many bands are wholly within the limit, and whether it is the edge of one."""
    within = sum(last is not None and last <= limit for _, last in bands)
    return within, any(last == limit for _, last in bands)


def _attainment(source: Source, key: dict[str, Any], counts: list[int], status: str) -> Iterator[dict[str, Any]]:
    for limit in source.limits:
        row = dict.fromkeys(FIGURES) | key | {"definition": "ingen", "limit_days": limit, "status": status}
        if status == "noll":
            row |= {"contacts": 0, "denominator": 0, "numerator": 0, "over_limit": 0}
        elif counts:
            within, is_edge = _limit_place(source.bands, limit)
            number = sum(counts)
            row |= {"contacts": number, "denominator": number, "status": "ej_berakningsbar"}
            if is_edge:
                numerator = sum(counts[:within])
                row |= {"numerator": numerator, "over_limit": number - numerator, "share": round(numerator / number, 4),
                        "status": "visas" if number >= 20 else "lagt_underlag"}  # fmt: skip
        yield row


def _intervals(source: Source, key: dict[str, Any], counts: list[int]) -> Iterator[dict[str, Any]]:
    number = sum(counts)
    median, p90 = (_band_of(source.bands, counts, part) for part in (0.5, 0.9))
    for limit in source.limits:
        within, is_edge = _limit_place(source.bands, limit)
        low = sum(counts[:within]) / number
        high = low if is_edge else sum(counts[: within + 1]) / number
        yield key | {
            "unit": None, "limit_days": limit, "share_low": round(low, 4), "share_high": round(high, 4),
            "median_low": median[0], "median_high": median[1], "p90_low": p90[0], "p90_high": p90[1],
        }  # fmt: skip


def _band_of(bands: Bands, counts: Sequence[int], part: float) -> tuple[float, float | None]:
    """The band in which a part of all have waited at most its end."""
    reached = 0
    for (first, last), count in zip(bands, counts, strict=True):
        reached += count
        if reached >= part * sum(counts):
            return float(first), None if last is None else float(last)
    raise AssertionError("the last band holds everybody")


def _bands(source: Source, key: dict[str, Any], counts: list[int], status: str) -> Iterator[dict[str, Any]]:
    state = status or ("visas" if sum(counts) >= 20 else "lagt_underlag")
    for place, (first, last) in enumerate(source.bands):
        contacts = counts[place] if counts else 0 if state == "noll" else None
        yield key | {"from_days": first, "to_days": last, "contacts": contacts, "status": state}


def _specialties() -> pl.DataFrame:
    rows = []
    for source in SOURCES:
        own = [(source.principal, name, name, name, None, 0, False) for name in source.specialties]
        rows += [*own, (source.principal, ALL, "Alla specialiteter", "Alla specialiteter", None, 0, True)]
    names = ["principal", "specialty", "name", "short_name", "specialty_group", "sort_order", "is_margin"]
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"specialty_group": pl.String})


def _administrations() -> pl.DataFrame:
    rows = [
        (source.principal, name, "Regionen" if name == ALL else name, 10000 if name == ALL else 1000)
        for source in SOURCES
        for name in (*source.administrations, ALL)
    ]
    return pl.DataFrame(rows, schema=["principal", "administration", "name", "sort_order"], orient="row")


def _periods() -> pl.DataFrame:
    rows = []
    for source in SOURCES:
        gone = [name for (specialty, name), state in source.states.items() if (specialty, state) == (ALL, "saknas")]
        expected = len(source.administrations)
        for population in source.populations:
            rows += [
                (
                    source.principal,
                    population,
                    date,
                    True,
                    LOADED,
                    expected,
                    expected - len(gone),
                    ", ".join(gone) or None,
                )
                for date in source.dates
            ]
    names = ["principal", "population", "cutoff_date", "is_delivered", "loaded_at", "administrations_expected",
             "administrations_delivered", "missing_administrations"]  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def _limits() -> pl.DataFrame:
    rows = [
        ("arton_veckor", title, principal, population, phase, ALL, 126, dt.date(2012, 1, 1), None, "Text.")
        for principal, title in OWN_LIMITS.items()
        for population in ("vantande", "genomforda")
        for phase in (1, 2)
    ]
    names = ["limit_name", "title", "principal", "population", "phase", "specialty", "limit_days", "valid_from",
             "valid_to", "text"]  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"valid_to": pl.Date})
