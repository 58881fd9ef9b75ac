"""An independent recomputation agrees with the marts of random sources in bands; nobody works out what is hidden."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb
import polars as pl
import pytest

from config import Settings
from etl.publish import OPEN_TABLES, build_unsuppressed, publish
from tests import recompute_bands as recompute
from tests.aggregate_countries import HEADER, MAPPINGS, MISSING, told
from tests.attacker import Group, Puzzle, exposed, puzzles
from tests.extracts import new_region
from tests.random_bands import Cell, Cut, cells, cuts

SEEDS = range(int(os.environ.get("SEEDS", "2")))  # `make soak` takes more
GROUP_OF = {"101": "Internmedicin", "105": "Internmedicin"}
SMALLEST = 5
KEY = ["matdatum", "population", "fas", "mvo", "forvaltning"]
Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Case:
    """What was told, and the open tables with every figure and with small groups hidden, cells as text."""

    cells: list[Cell]
    cuts: list[Cut]
    whole: Tables
    public: Tables


@pytest.fixture(scope="module", params=SEEDS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp(f"band-{request.param}")
    region = new_region(folder)
    (region.root / "mappings").mkdir()
    for name in ("tyst.toml", "snitt.toml"):
        (region.root / "mappings" / name).write_text(MAPPINGS[name], encoding="utf-8")
    own = cells(request.param)
    other = list(cuts(request.param, own))
    rows = [row for cell in own for row in _rows(cell)]
    others = [row for cut in other for row in _rows(cut)]
    for name, extract in (("tyst.csv", rows), ("snitt.csv", others)):
        report = region.load(region.write(name, extract, HEADER), accept="antal_avviker")
        assert (report.status, report.accepted) == ("loaded", len(extract)), report
    settings = Settings(data_dir=region.root)
    version = publish(region.data, settings)
    build_unsuppressed(region.data, settings, folder / "whole.duckdb")
    return Case(own, other, _tables(folder / "whole.duckdb"), _tables(region.data.marts(version)))


def _rows(cell: Cell | Cut) -> list[dict[str, str]]:
    specialty = cell.specialty if isinstance(cell, Cell) else "Alla"
    code = specialty if specialty.isdigit() else ""
    counts = cell.counts if cell.counts is not None else [MISSING] * len(cell.bands)
    return list(
        told(
            "Tyst", cell.administration, "" if code else specialty, counts, cell.bands, mvo_kod=code, fas=cell.phase,
            matdatum=cell.date, population=cell.population,
        )
    )  # fmt: skip


def _tables(marts: Path) -> Tables:
    with duckdb.connect(marts, read_only=True) as connection:
        return {
            name: connection.sql(f"select columns(*)::varchar from open_{name}").pl()  # noqa: S608 - names from publish
            for name in OPEN_TABLES
        }


def keyed(rows: pl.DataFrame) -> dict[recompute.Key, dict[str, str]]:
    found = {tuple(row[name] for name in KEY): row for row in rows.iter_rows(named=True)}
    assert len(found) == rows.height
    return found


def test_every_group_has_its_figures_and_state(case: Case) -> None:
    published = keyed(case.whole["maluppfyllelse"])
    expected = recompute.states(case.cells)
    dates = {cell.date for cell in case.cells}
    assert {key for key in published if key[0] in dates} == expected.keys()
    somebody = recompute.groups(case.cells)
    for key, row in published.items():
        if key not in somebody:
            assert row["status"] == expected.get(key, "saknas"), key
            continue
        wanted = recompute.figures(somebody[key])
        assert int(row["antal"]) == wanted["antal"], key
        assert (row["taljare"] and int(row["taljare"]), row["andel"] and float(row["andel"])) == (
            wanted["taljare"], wanted["andel"],
        ), key  # fmt: skip
        low = int(row["antal"]) < 20
        state = "ej_berakningsbar" if wanted["taljare"] is None else "lagt_underlag" if low else "visas"
        assert row["status"] == state, key


def test_every_band_has_its_count(case: Case) -> None:
    somebody = recompute.groups(case.cells)
    found = dict.fromkeys(somebody, 0)
    for row in case.whole["vantetidsfordelning"].iter_rows(named=True):
        key = tuple(row[name] for name in KEY)
        if key in somebody:
            band = (int(row["fran_dagar"]), row["till_dagar"] and int(row["till_dagar"]))
            assert int(row["antal"]) == somebody[key].get(band, 0), (key, band)
            found[key] += int(row["antal"])
    assert found == {key: sum(bands.values()) for key, bands in somebody.items()}


def test_every_interval_is_what_its_bands_leave_open(case: Case) -> None:
    published = keyed(case.whole["bandintervall"])
    somebody = recompute.groups(case.cells)
    assert published.keys() == somebody.keys()
    for key, row in published.items():
        for name, place in (("median", Fraction(1, 2)), ("p90", Fraction(9, 10))):
            low, high = recompute.interval(somebody[key], place)
            told_high = None if row[f"{name}_hogst"] is None else Fraction(row[f"{name}_hogst"])
            assert Fraction(row[f"{name}_lagst"]) == low, key
            assert told_high == high, key
        wanted = recompute.figures(somebody[key])
        low, high = Fraction(row["andel_lagst"]), Fraction(row["andel_hogst"])
        outwards = Fraction(1, 10000) if wanted["andel"] is None else Fraction(1, 20000)
        assert abs(wanted["certain"] - low) <= outwards, key  # type: ignore[operator]
        assert abs(high - wanted["possible"]) <= outwards, key  # type: ignore[operator]
        assert wanted["andel"] is not None or low <= wanted["certain"] <= wanted["possible"] <= high, key  # type: ignore[operator]


def test_every_comparison_of_cuts_is_there_and_no_other(case: Case) -> None:
    published = {
        (*(row[name] for name in KEY), row["fran_dagar"], row["till_dagar"] or ""): (
            int(row["vara"]),
            int(row["deras"]),
        )
        for row in case.whole["snittjamforelser"].iter_rows(named=True)
    }
    assert published == recompute.compared(case.cells, case.cuts)


def test_nobody_works_out_a_hidden_group(case: Case) -> None:
    attacked = 0
    for keys, puzzle in puzzles(case.public, everything=True):
        assert exposed(puzzle, GROUP_OF, SMALLEST) == [], keys
        attacked += len(puzzle.hidden)
    assert attacked > 0


def test_nobody_works_out_a_small_group_of_another_cut(case: Case) -> None:
    """The cut's own counts are a table too: what stands in no row is hidden, and the sums over förvaltningar hold."""
    shown, told_of = _whole_cuts(case.public), _told_cuts(case.cuts)
    ours = keyed(case.public["maluppfyllelse"])
    found: dict[tuple[str, str], Puzzle] = defaultdict(Puzzle)
    freely: dict[tuple[str, str], set[Group]] = defaultdict(set)  # not shown for other reasons than their size
    for (date, population, phase, place), patients in told_of.items():
        group = (phase, "Alla", place, "")
        if (date, population, phase, place) in shown:
            assert shown[date, population, phase, place] == patients >= SMALLEST
            found[date, population].shown[group, "antal"] = float(patients)
        else:
            found[date, population].hidden.add(group)
            row = ours.get((date, population, phase, "Alla", place))
            if patients >= SMALLEST and (row is None or row["status"] != "dolt"):
                freely[date, population].add(group)
    assert sum(len(puzzle.shown) for puzzle in found.values()) == len(shown) > 0
    for at, puzzle in found.items():
        if puzzle.shown:
            assert exposed(puzzle, {}, SMALLEST, nobody=frozenset(freely[at])) == [], at


def _told_cuts(other: list[Cut]) -> dict[tuple[str, ...], int]:
    """Every group of a cut that holds somebody, with its sum over förvaltningar."""
    patients: dict[tuple[str, ...], int] = defaultdict(int)
    for cut in other:
        for place in {cut.administration, "Alla"}:
            patients[cut.date, cut.population, cut.phase, place] += sum(cut.counts)
    return {group: count for group, count in patients.items() if count}


def _whole_cuts(tables: Tables) -> dict[tuple[str, ...], int]:
    """date, population, phase and förvaltning → their count over all days, where there is somebody."""
    rows = tables["snittjamforelser"].filter(
        pl.col("fran_dagar") == "0", pl.col("till_dagar").is_null(), pl.col("deras") != "0"
    )
    return {
        (row["matdatum"], row["population"], row["fas"], row["forvaltning"]): int(row["deras"])
        for row in rows.iter_rows(named=True)
    }
