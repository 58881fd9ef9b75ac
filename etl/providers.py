"""Who sends and receives: providers by every name they are known under, with the dates each name holds."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import polars as pl

from config import DataDirectory
from etl.reference import BEGINNING, FOREVER, ReferenceFault, ReferenceRow, day, fault, read_rows, unit_files

PROVIDER_FILE = "vardgivare.csv"
ADMINISTRATION_FILE = "forvaltningar.csv"
REGIMES = ("egen", "avtal", "annan_region")
PROVIDER_SCHEMA = {
    "provider": pl.String,
    "name": pl.String,
    "regime": pl.String,
    "area": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "sort_order": pl.Int32,
}


@dataclass(frozen=True)
class Naming:
    """`provider` is known under a name from one day to another, both inclusive; the higher precedence wins."""

    provider: str
    valid_from: dt.date
    valid_to: dt.date
    precedence: int


@dataclass(frozen=True)
class Providers:
    """Every name in its folded form → whom it means, when."""

    namings: dict[str, tuple[Naming, ...]] = field(default_factory=dict)

    def named(self, name: str, first: dt.date, last: dt.date) -> str | None:
        """The short name of whom `name` means in the days first–last; of several the newest. None: unknown."""
        held = [
            naming
            for naming in self.namings.get(folded(name), ())
            if naming.valid_from <= last and naming.valid_to >= first
        ]
        return max(held, key=lambda naming: (naming.precedence, naming.valid_from)).provider if held else None


def folded(name: str) -> str:
    """A name without case and runs of blanks, composed."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip().casefold()


def providers(data: DataDirectory) -> pl.DataFrame:
    """`provider` (short name), `name, regime, area, valid_from, valid_to, sort_order`: one row per line in force.

    A short name that the data directory's file has takes all its lines from there. Raises `ReferenceFault`.
    """
    rows = [row for _, row in _rows_in_force(data)]
    found = [
        (
            row.cells["kortnamn"],
            row.cells["namn"],
            row.cells["regi"],
            row.cells["omrade"] or None,
            *_dates(row),
            order,
        )
        for order, row in enumerate(rows)
    ]
    return pl.DataFrame(found, schema=PROVIDER_SCHEMA, orient="row")


def provider_names(data: DataDirectory) -> Providers:
    """Names of providers, and below them those of administrations, which need no line of their own among providers."""
    found: dict[str, list[Naming]] = {}
    for precedence, row in _rows_in_force(data):
        for name in _names(row):
            found.setdefault(name, []).append(Naming(row.cells["kortnamn"], *_dates(row), precedence))
    for name, administration in _administration_names(data):
        found.setdefault(name, []).append(Naming(administration, BEGINNING, FOREVER, -1))
    return Providers({name: tuple(namings) for name, namings in found.items()})


def _rows_in_force(data: DataDirectory) -> list[tuple[int, ReferenceRow]]:
    """Lines with their file's precedence; a later file's short names replace an earlier's."""
    kept: list[tuple[int, ReferenceRow]] = []
    for precedence, path in enumerate(data.overlays("reference", PROVIDER_FILE)):
        rows = _checked_rows(path)
        replaced = {row.cells["kortnamn"] for row in rows}
        kept = [(n, row) for n, row in kept if row.cells["kortnamn"] not in replaced]
        kept += [(precedence, row) for row in rows]
    return kept


def _checked_rows(path: Path) -> list[ReferenceRow]:
    rows = list(read_rows(path, ("namn", "kortnamn", "alias", "regi", "omrade", "giltig_fran", "giltig_till")))
    for row in rows:
        for column in ("namn", "kortnamn"):
            if not row.cells[column]:
                raise fault(row, f"kolumnen {column} är tom; fyll i den")
        if row.cells["regi"] not in REGIMES:
            raise fault(row, f"regi är ”{row.cells['regi']}”; tillåtna: {', '.join(REGIMES)}")
        first, last = _dates(row)
        if last < first:
            raise fault(row, "giltig_till ligger före giltig_fran; rätta datumen")
    _refuse_ambiguous(rows)
    return rows


def _refuse_ambiguous(rows: Sequence[ReferenceRow]) -> None:
    """One name of one file may mean one line on any day."""
    named = sorted((name, *_dates(row), row.line) for row in rows for name in _names(row))
    for (name, _, until, line), (other, since, _, other_line) in pairwise(named):
        if name == other and since <= until:
            first, second = sorted((line, other_line))
            raise ReferenceFault(
                f"{rows[0].file.name}: namnet ”{name}” på rad {first} och {second} gäller samma tid; ta bort det ena "
                "eller ändra giltig_fran eller giltig_till så att de inte överlappar."
            )


def _names(row: ReferenceRow) -> set[str]:
    given = (row.cells["namn"], row.cells["kortnamn"], *row.cells["alias"].split(","))
    return {folded(name) for name in given if name.strip()}


def _dates(row: ReferenceRow) -> tuple[dt.date, dt.date]:
    return day(row, "giltig_fran", BEGINNING), day(row, "giltig_till", FOREVER)


def _administration_names(data: DataDirectory) -> Iterator[tuple[str, str]]:
    """What enheter.csv and forvaltningar.csv call administrations: an administration named there is known."""
    for path in unit_files(data):
        for row in read_rows(path, ("forvaltning",)):
            yield folded(row.cells["forvaltning"]), row.cells["forvaltning"]
    for path in data.overlays("reference", ADMINISTRATION_FILE):
        for row in read_rows(path, ("forvaltning", "namn")):
            for name in (row.cells["forvaltning"], row.cells["namn"], *row.cells.get("alias", "").split(",")):
                if name.strip():
                    yield folded(name), row.cells["forvaltning"]
