"""Made-up countries that tell only counts in bands, each a case of its own, loaded and published together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from config import Settings
from etl.publish import publish
from tests.extracts import Region, Row, new_region, waiting

HEADER = (
    "huvudman", "matdatum", "population", "forvaltning", "enhet", "mvo_kod", "specialitet", "fas", "fran_dagar",
    "till_dagar", "antal",
)  # fmt: skip
Bands = tuple[tuple[int, int | None], ...]
HALF_YEARS: Bands = ((0, 182), (183, 365), (366, None))
YEARS: Bands = ((0, 365), (366, None))
WEEKS_18: Bands = ((0, 126), (127, None))
MISSING = "NA"

SAME_NAMES = "".join(f'"{name}" = "{name}"\n' for name in HEADER if name != "huvudman")
MAPPINGS = {
    "tyst.toml": """
title = "Områden som inte alltid levererar"
kind = "aggregat"
source = "tyst"
huvudman = "Tyst"
[match]
file = "tyst*"
columns = ["antal"]
[reader]
null = ["NA"]
[rename]
"""
    + SAME_NAMES,
    "snitt.toml": """
title = "Ett andra snitt"
kind = "aggregat"
source = "snitt"
huvudman = "Tyst"
role = "jamforelse"
cut = "Riksserien"
[match]
file = "snitt*"
columns = ["antal"]
[rename]
"""
    + SAME_NAMES,
    "kontroll.toml": """
title = "Band med egen summa"
kind = "aggregat"
source = "kontroll"
huvudman = "Kontroll"
control = "Total"
[match]
file = "kontroll*"
columns = ["matdatum", "Total"]
[rename]
matdatum = "matdatum"
population = "population"
forvaltning = "forvaltning"
specialitet = "specialitet"
fas = "fas"
[bands]
unit = "days"
edges = "inclusive"
columns = { "kort" = [0, 126], "lang" = [127] }
""",
}
WIDE_HEADER = ("matdatum", "population", "forvaltning", "specialitet", "fas", "kort", "lang", "Total")


@dataclass(frozen=True)
class Countries:
    """The published marts of one version, asked by SQL."""

    marts: Path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        connection = duckdb.connect(self.marts, read_only=True)
        try:
            return connection.sql(sql).fetchall()
        finally:
            connection.close()

    def group(self, principal: str, specialty: str, administration: str, extra: str = "") -> tuple[Any, ...]:
        """`contacts, numerator, share, status` of the only row there is."""
        [found] = self.rows(
            "select contacts, numerator, share, status from attainment "  # noqa: S608 - names of the tests
            f"where principal = '{principal}' and specialty = '{specialty}' "
            f"and administration = '{administration}' {extra}"
        )
        return found

    def bands(self, principal: str, specialty: str, administration: str) -> list[tuple[Any, ...]]:
        """`from_days, to_days, contacts`."""
        return self.rows(
            f"select from_days, to_days, contacts from waiting_bands where principal = '{principal}' "  # noqa: S608
            f"and specialty = '{specialty}' and administration = '{administration}' order by cutoff_date, from_days"
        )


def told(
    principal: str,
    administration: str,
    specialty: str,
    counts: Sequence[int | str],
    bands: Bands = HALF_YEARS,
    **cells: str,
) -> Iterator[Row]:
    """One row per band of a group."""
    for (first, last), count in zip(bands, counts, strict=True):
        yield {
            "vardkontakt_id": "", "huvudman": principal, "matdatum": "2026-01-29", "population": "vantande",
            "forvaltning": administration, "specialitet": specialty, "fas": "1", "fran_dagar": str(first),
            "till_dagar": "" if last is None else str(last), "antal": str(count),
        } | cells  # fmt: skip


def _sums() -> Iterator[Row]:
    """Two specialties by two förvaltningar, with every sum that the source itself writes; one is wrong."""
    yield from told("Summor", "Norr", "Kirurgi", (10, 20, 30))
    yield from told("Summor", "Norr", "Ortopedi", (11, 21, 31))
    yield from told("Summor", "Syd", "Kirurgi", (12, 22, 32))
    yield from told("Summor", "Syd", "Ortopedi", (13, 23, 33))
    yield from told("Summor", "Norr", "Alla", (21, 41, 61))
    yield from told("Summor", "Syd", "Alla", (25, 45, 70))
    yield from told("Summor", "Alla", "Kirurgi", (22, 42, 62))
    yield from told("Summor", "Alla", "Alla", (46, 86, 130))


def _margins_alone() -> Iterator[Row]:
    yield from told("Bara sjukhus", "Norr", "", (10, 20, 30))
    yield from told("Bara sjukhus", "Syd", "", (40, 50, 60))
    yield from told("Bara riket", "Alla", "Kirurgi", (10, 20, 30))
    yield from told("Bara riket", "Alla", "Ortopedi", (40, 50, 60))


def _changed_detail() -> Iterator[Row]:
    """By specialty and hospital one month, by hospital alone two months later."""
    for administration in ("Norr", "Syd"):
        yield from told("Blandat", administration, "Kirurgi", (10, 20, 30))
        yield from told("Blandat", administration, "Ortopedi", (11, 21, 31))
        yield from told("Blandat", administration, "", (50, 60), YEARS, matdatum="2026-03-26")


def _uneven_detail() -> Iterator[Row]:
    """Syd tells its specialties apart, Norr does not; Ögon is told for the whole country alone."""
    yield from told("Ojämnt", "Syd", "Kirurgi", (10, 20, 30))
    yield from told("Ojämnt", "Norr", "", (40, 50, 60))
    yield from told("Enstaka", "Syd", "Kirurgi", (10, 20, 30))
    yield from told("Enstaka", "Alla", "Ögon", (7, 8, 9))


def _limits() -> Iterator[Row]:
    yield from told("England", "Leeds", "Kirurgi", (60, 40), WEEKS_18)
    yield from told("England", "Leeds", "Ögon", (0, 0), WEEKS_18)
    yield from told("England", "York", "Ögon", (6, 5), WEEKS_18)


def _snapshots() -> Iterator[Row]:
    for day in ("2026-01-05", "2026-01-12", "2026-01-19", "2026-03-02"):
        yield from told("Veckor", "Norr", "", (10, 20, 30), matdatum=day)


def _small() -> Iterator[Row]:
    yield from told("Små", "Norr", "Kirurgi", (2, 1, 0))
    yield from told("Små", "Norr", "Ortopedi", (30, 40, 50))
    yield from told("Små", "Syd", "Kirurgi", (31, 41, 51))
    yield from told("Små", "Syd", "Ortopedi", (32, 42, 52))
    yield from told("Små", "Väst", "Kirurgi", (9, 8, 7))
    yield from told("Små", "Väst", "Ortopedi", (33, 43, 53))
    yield from told("Små", "Norr", "Alla", (32, 41, 50))


def _units() -> Iterator[Row]:
    yield from told("Enheter", "Norr", "Kirurgi", (10, 20, 30), enhet="Avdelning 1")
    yield from told("Enheter", "Norr", "Kirurgi", (11, 21, 31), enhet="Avdelning 2")
    yield from told("Enheter", "Norr", "Kirurgi", (21, 41, 61))
    yield from told("Enheter", "Syd", "Kirurgi", (40, 50, 60))


def _phases() -> Iterator[Row]:
    """Outpatients one day, inpatients another."""
    yield from told("Faser", "Norr", "", (10, 20, 30))
    yield from told("Faser", "Norr", "", (40, 50, 60), matdatum="2026-02-26", fas="2")
    yield from told("Faser", "Norr", "", (9, 9, 9), matdatum="2026-03-26", fas="4")


def _silent() -> Iterator[Row]:
    yield from told("Tyst", "Norr", "", (MISSING, MISSING, MISSING))
    yield from told("Tyst", "Syd", "", (40, 50, 60))
    for administration in ("Norr", "Syd"):
        yield from told("Tyst", administration, "", (10, 20, 30), matdatum="2026-02-26")
    yield from told("Tyst", "Öst", "Kirurgi", (MISSING, 5, 5), matdatum="2026-02-26")
    yield from told("Tyst", "Öst", "Ögon", (6, 5, 5), matdatum="2026-02-26")
    yield from told("Tyst", "Öst", "Kirurgi", (6, 6, 6), matdatum="2026-03-26")


def _second_cut() -> Iterator[Row]:
    yield from told("Tyst", "Alla", "Alla", (62,), ((366, None),))
    yield from told("Tyst", "Norr", "Alla", (10,), ((0, 182),), matdatum="2026-02-26")
    yield from told("Tyst", "Alla", "Alla", (20, 80), ((0, 100), (101, None)), matdatum="2026-02-26")


def _controls() -> list[Row]:
    cells = {
        "vardkontakt_id": "",
        "huvudman": "Kontroll",
        "matdatum": "2026-01-29",
        "population": "vantande",
        "fas": "1",
    }
    rows = [("Norr", "Kirurgi", 20, 10, 30), ("Norr", "Ögon", 10, 40, 52), ("Syd", "Ögon", 10, 10, 20)]
    return [
        cells | {"forvaltning": administration, "specialitet": specialty, "kort": str(short), "lang": str(long),
                 "Total": str(total)}
        for administration, specialty, short, long, total in rows
    ]  # fmt: skip


def _row_level() -> list[Row]:
    """Six waiting in VGR, and the same counted by another system."""
    return [
        waiting(beslut_datum=f"{day}T08:00:00", matperiod="2026-02-28")
        for day in ("2026-02-20", "2026-02-10", "2026-01-20", "2025-12-20", "2025-06-01", "2025-05-01")
    ]


def publish_countries(folder: Path) -> Countries:
    """Load every country as files are loaded, publish once."""
    region = new_region(folder)
    (region.root / "mappings").mkdir()
    for name, text in MAPPINGS.items():
        (region.root / "mappings" / name).write_text(text, encoding="utf-8")
    cases = (_sums, _margins_alone, _changed_detail, _uneven_detail, _limits, _snapshots, _small, _units, _phases)
    _load(region, "lander.csv", [row for case in cases for row in case()])
    _load(region, "tyst.csv", list(_silent()))
    _load(region, "snitt.csv", list(_second_cut()))
    _load(region, "kontroll.csv", _controls(), WIDE_HEADER)
    _load(region, "ost.csv", list(told("Två källor", "Öst", "", (10, 20, 30))), source="ost")
    _load(region, "vast.csv", list(told("Två källor", "Väst", "", (40, 50), YEARS)), source="vast")
    _load(region, "dubbel.csv", list(told("Två källor", "Öst", "", (10, 20, 33))), source="register")
    assert region.loads(_row_level()).status == "loaded"
    _load(region, "annat.csv", list(_other_system()), source="annat_system")
    version = publish(region.data, Settings(data_dir=region.root))
    return Countries(region.data.marts(version))


def _other_system() -> Iterator[Row]:
    counts = {"matdatum": "2026-02-28", "fas": "2", "specialitet": "", "mvo_kod": "511"}
    yield from told("VGR", "SU", "", (4, 3), ((0, 100), (101, None)), **counts)
    yield from told("VGR", "SU", "", (44, 33), ((0, 100), (101, None)), **counts | {"matdatum": "2026-03-31"})


def _load(
    region: Region, name: str, rows: Sequence[Row], header: Sequence[str] = HEADER, source: str | None = None
) -> None:
    report = region.load(region.write(name, rows, header), source=source)
    assert (report.status, report.accepted, report.quarantined) == ("loaded", len(rows), 0), (name, report)
