"""Reference look-ups: specialties, principals, administrations and units, the data directory's rows over our own."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import polars as pl

from config import DataDirectory
from etl.cross_openings import openings
from etl.reference_rows import ReferenceFault, ReferenceRow, day, fault, read_rows, whole_number

__all__ = ["ReferenceFault", "ReferenceRow", "day", "fault", "read_rows"]

UNIT_FILE = "enheter.csv"
CODE_KINDS = ("hsaid", "sjukhuskod", "namn")
FOREVER = dt.date(9999, 12, 31)
BEGINNING = dt.date(1, 1, 1)
REFERENCE_FILES = ("mvo.csv", "huvudman.csv", "forvaltningar.csv", UNIT_FILE)


def specialties(data: DataDirectory) -> pl.DataFrame:
    """`specialty, name, short_name, specialty_group, sort_order`, one row per MVO code."""
    columns = ("mvo_kod", "namn", "kortnamn", "grupp", "ordning")
    rows = _merged(data, "mvo.csv", columns, key="mvo_kod")
    return pl.DataFrame(
        {
            "specialty": [row.cells["mvo_kod"] for row in rows],
            "name": [row.cells["namn"] for row in rows],
            "short_name": [row.cells["kortnamn"] or row.cells["namn"] for row in rows],
            "specialty_group": [row.cells["grupp"] or None for row in rows],
            "sort_order": [whole_number(row, "ordning") for row in rows],
        },
        schema={
            "specialty": pl.String,
            "name": pl.String,
            "short_name": pl.String,
            "specialty_group": pl.String,
            "sort_order": pl.Int32,
        },
    )


def principals(data: DataDirectory) -> pl.DataFrame:
    """`region_code, principal, is_demo`: who a region code of the national delivery stands for."""
    rows = _merged(data, "huvudman.csv", ("regionkod", "huvudman"), key="regionkod")
    return pl.DataFrame(
        {
            "region_code": [row.cells["regionkod"] for row in rows],
            "principal": [row.cells["huvudman"] for row in rows],
            "is_demo": [row.cells.get("demo", "").lower() in {"ja", "1", "true"} for row in rows],
        },
        schema={"region_code": pl.String, "principal": pl.String, "is_demo": pl.Boolean},
    )


def administrations(data: DataDirectory) -> pl.DataFrame:
    """`administration, name, sort_order`: full names and order; an administration not listed here is allowed."""
    rows = _merged(data, "forvaltningar.csv", ("forvaltning", "namn", "ordning"), key="forvaltning")
    return pl.DataFrame(
        {
            "administration": [row.cells["forvaltning"] for row in rows],
            "name": [row.cells["namn"] for row in rows],
            "sort_order": [whole_number(row, "ordning") for row in rows],
        },
        schema={"administration": pl.String, "name": pl.String, "sort_order": pl.Int32},
    )


def units(data: DataDirectory) -> pl.DataFrame:
    """`code, code_kind, unit, administration, valid_from, valid_to, hospital, clinic, precedence`, and when the unit
    keeps a Green Cross: `cross_from, cross_to` (null: does not, still does) and `opening`.

    Dates are inclusive; where two rows hold for the same code on a date the higher `precedence` wins.
    """
    files = [_unit_rows(path) for path in unit_files(data)]
    rows = [(precedence, row) for precedence, of_file in enumerate(files) for row in of_file]
    crosses = openings(files)
    return pl.DataFrame(
        {
            "code": [row.cells["kod"] for _, row in rows],
            "code_kind": [row.cells["kodtyp"] for _, row in rows],
            "unit": [row.cells["enhet"] for _, row in rows],
            "administration": [row.cells["forvaltning"] for _, row in rows],
            "valid_from": [day(row, "giltig_fran", BEGINNING) for _, row in rows],
            "valid_to": [day(row, "giltig_till", FOREVER) for _, row in rows],
            "hospital": [row.cells.get("sjukhus") or None for _, row in rows],
            "clinic": [row.cells.get("klinik") or None for _, row in rows],
            "precedence": [precedence for precedence, _ in rows],
            "cross_from": [crosses.of(row).first for _, row in rows],
            "cross_to": [crosses.of(row).last for _, row in rows],
            "opening": [crosses.of(row).days for _, row in rows],
        },
        schema={
            "code": pl.String,
            "code_kind": pl.String,
            "unit": pl.String,
            "administration": pl.String,
            "valid_from": pl.Date,
            "valid_to": pl.Date,
            "hospital": pl.String,
            "clinic": pl.String,
            "precedence": pl.Int32,
            "cross_from": pl.Date,
            "cross_to": pl.Date,
            "opening": pl.String,
        },
    )


def units_on(all_units: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """`code_kind, code, unit, administration`: what each code means on one day."""
    return (
        all_units.filter(pl.lit(day).is_between("valid_from", "valid_to"))
        .sort("precedence", descending=True)
        .unique(["code_kind", "code"], keep="first", maintain_order=True)
        .select("code_kind", "code", "unit", "administration")
    )


def unit_files(data: DataDirectory) -> list[Path]:
    """Every enheter.csv that counts, the weakest first: the product's, the overlay's, the data directory's own."""
    local = data.root / UNIT_FILE
    return [*data.overlays("reference", UNIT_FILE), *([local] if local.exists() else [])]


def fingerprint(data: DataDirectory, more: Sequence[Path] = ()) -> str:
    """Changes with any byte of any reference file that a load reads, and of `more` files."""
    digest = hashlib.sha256()
    for name in REFERENCE_FILES:
        for path in unit_files(data) if name == UNIT_FILE else data.overlays("reference", name):
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    for path in more:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _unit_rows(path: Path) -> list[ReferenceRow]:
    rows = list(read_rows(path, ("kod", "kodtyp", "enhet", "forvaltning")))
    for row in rows:
        if row.cells["kodtyp"] not in CODE_KINDS:
            allowed = ", ".join(CODE_KINDS)
            raise fault(row, f"kodtyp är ”{row.cells['kodtyp']}”; tillåtna: {allowed}")
        for column in ("kod", "enhet", "forvaltning"):
            if not row.cells[column]:
                raise fault(row, f"kolumnen {column} är tom; fyll i den")
        if day(row, "giltig_till", FOREVER) < day(row, "giltig_fran", BEGINNING):
            raise fault(row, "giltig_till ligger före giltig_fran; rätta datumen")
    _refuse_overlaps(rows)
    return rows


def _refuse_overlaps(rows: Sequence[ReferenceRow]) -> None:
    """Two rows of one file may not say what the same code means on the same day."""
    ordered = sorted(rows, key=lambda row: (*_unit_key(row), day(row, "giltig_fran", BEGINNING)))
    for earlier, later in pairwise(ordered):
        if _unit_key(earlier) != _unit_key(later):
            continue
        if day(later, "giltig_fran", BEGINNING) <= day(earlier, "giltig_till", FOREVER):
            first, second = sorted((earlier.line, later.line))
            raise ReferenceFault(
                f"{later.file.name}: rad {first} och {second} gäller samma tid för {' '.join(_unit_key(later))}; "
                "ändra giltig_fran eller giltig_till så att de inte överlappar."
            )


def _unit_key(row: ReferenceRow) -> tuple[str, str]:
    return row.cells["kodtyp"], row.cells["kod"]


def _merged(data: DataDirectory, name: str, columns: Sequence[str], key: str) -> list[ReferenceRow]:
    """The product's rows with the data directory's of the same key in their place."""
    merged: dict[str, ReferenceRow] = {}
    for path in data.overlays("reference", name):
        seen: dict[str, int] = {}
        for row in read_rows(path, columns):
            value = row.cells[key]
            if value in seen:
                raise fault(row, f"{key} ”{value}” står redan på rad {seen[value]}; ta bort den ena")
            seen[value] = row.line
            merged[value] = row
    return list(merged.values())
