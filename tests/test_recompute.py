"""An independent recomputation in plain Python agrees with the export, cell by cell, on random extracts."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from tests import recompute, recompute_equity, recompute_flows
from tests.attacker import all_puzzles, exposed, puzzles, take_categories
from tests.commands import etl, exported, number
from tests.random_extract import write_extract, write_units

SEEDS = range(int(os.environ.get("SEEDS", "5")))  # `make soak` takes more
# Bands, denominators and numerators too; the others by the groups' sizes alone, which takes a tenth of the time.
THOROUGHLY_ATTACKED = SEEDS if "SEEDS" in os.environ else (0,)
KEY = ["population", "matdatum", "fas", "mvo", "forvaltning", "enhet", "definition", "grans_dagar"]
FIGURES = ["antal", "namnare", "taljare", "andel", "over_grans", "median_dagar", "p90_dagar"]
CATEGORY = ["fas", "mvo", "indelning", "kategori"]
EQUITY_KEY = ["population", "matdatum", *CATEGORY, "definition", "grans_dagar"]
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module", params=SEEDS)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(data directory, extract) of one random extract, loaded and published."""
    folder = tmp_path_factory.mktemp(f"seed-{request.param}")
    data, extract = folder / "data", folder / "utdrag.csv"
    write_units(data)
    write_extract(extract, request.param)
    ended = etl("load", extract, data=data)
    assert ended.code == 0, ended.output + ended.errors
    return data, extract


@pytest.fixture(scope="module")
def whole(loaded: tuple[Path, Path]) -> Tables:
    return exported(loaded[0], "--no-suppression")


@pytest.fixture(scope="module")
def public(loaded: tuple[Path, Path]) -> Tables:
    return exported(loaded[0])


@pytest.fixture(scope="module")
def expected(loaded: tuple[Path, Path]) -> dict[recompute.Key, recompute.Figures]:
    data, extract = loaded
    return recompute.attainment(recompute.contacts(extract, write_units(data)))


def rows_of(tables: Tables) -> dict[tuple[str, ...], dict[str, str]]:
    """maluppfyllelse and maluppfyllelse_enhet as one, keyed as the recomputation is."""
    rows = [
        *tables["maluppfyllelse"].with_columns(enhet=pl.lit("")).iter_rows(named=True),
        *tables["maluppfyllelse_enhet"].iter_rows(named=True),
    ]
    return {tuple(row[name] or "" for name in KEY): row for row in rows}


def as_number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float | Fraction) else None


def test_every_row_is_there_and_no_other(whole: Tables, expected: dict[recompute.Key, recompute.Figures]) -> None:
    assert rows_of(whole).keys() == expected.keys()


def test_every_figure_and_state_is_the_recomputed_one(
    whole: Tables, expected: dict[recompute.Key, recompute.Figures]
) -> None:
    for key, row in rows_of(whole).items():
        wanted = expected[key]  # type: ignore[index]
        assert {name: number(row[name]) for name in FIGURES} == {name: as_number(wanted[name]) for name in FIGURES}, key
        assert row["status"] == wanted["status"], key


def test_hiding_changes_no_figure_it_only_takes_away(
    public: Tables, expected: dict[recompute.Key, recompute.Figures]
) -> None:
    hidden = 0
    for key, row in rows_of(public).items():
        wanted = expected[key]  # type: ignore[index]
        if row["status"] == "dolt":
            hidden += 1
            assert [row[name] for name in FIGURES] == [None] * len(FIGURES), key
            continue
        assert not 0 < float(row["antal"] or 0) < recompute.SMALLEST_SHARE, key
        base = as_number(wanted["namnare"]) or 0
        shown = {name: as_number(wanted[name]) for name in FIGURES} | (
            {"andel": None} if base < recompute.SMALLEST_SHARE else {}
        )
        assert {name: number(row[name]) for name in FIGURES} == shown, key
        assert row["status"] == wanted["status"], key
    assert hidden > 0


def test_the_bands_are_the_recomputed_ones(loaded: tuple[Path, Path], whole: Tables) -> None:
    data, extract = loaded
    columns = ["population", "matdatum", "fas", "mvo", "forvaltning", "fran_dagar", "till_dagar"]
    found = {
        tuple(row[name] or "" for name in columns): int(row["antal"])
        for row in whole["vantetidsfordelning"].iter_rows(named=True)
        if row["status"] in {"visas", "lagt_underlag"}
    }
    assert found == dict(recompute.bands(recompute.contacts(extract, write_units(data))))


def test_the_spreads_are_the_recomputed_ones(whole: Tables, expected: dict[recompute.Key, recompute.Figures]) -> None:
    wanted = recompute.spreads(expected)
    columns = ["population", "matdatum", "fas", "mvo", "definition", "grans_dagar"]
    found = {tuple(row[name] or "" for name in columns): row for row in whole["variation"].iter_rows(named=True)}
    assert found.keys() == wanted.keys()
    for key, row in found.items():
        assert {name: number(row[name]) for name in wanted[key]} == {
            name: as_number(value) for name, value in wanted[key].items()
        }, key


DEVIATION_KEY = ["population", "matdatum", "fas", "mvo", "forvaltning"]
QUEUE_KEY = ["manad", "fas", "mvo", "forvaltning"]


def test_the_deviations_are_the_recomputed_ones(loaded: tuple[Path, Path], whole: Tables, public: Tables) -> None:
    data, extract = loaded
    wanted = recompute_flows.deviations(recompute.contacts(extract, write_units(data)))
    for tables in (whole, public):
        found = {
            tuple(row[name] for name in DEVIATION_KEY): {name: number(row[name]) for name in ("antal", "pvv", "mov")}
            for row in tables["avvikelser"].iter_rows(named=True)
            if row["status"] in {"visas", "lagt_underlag"}
        }
        assert found == {key: wanted[key] for key in found}
        assert len(found) == len(wanted) or tables is public


def test_the_balances_are_the_recomputed_ones(loaded: tuple[Path, Path], whole: Tables) -> None:
    data, extract = loaded
    wanted = recompute_flows.balances(recompute.contacts(extract, write_units(data)))
    found = {tuple(row[name] for name in QUEUE_KEY): row for row in whole["balans"].iter_rows(named=True)}
    assert found.keys() == wanted.keys()
    for key, row in found.items():
        figures = wanted[key]
        assert {name: number(row[name]) for name in recompute_flows.FIGURES} == {
            name: as_number(figures[name]) for name in recompute_flows.FIGURES
        }, key
        assert row["status"] == figures["status"], key
    assert {row["manad"] for row in found.values() if row["status"] == "visas"} == {"2026-02-28"}


def test_a_balance_is_hidden_where_one_of_its_groups_is(whole: Tables, public: Tables) -> None:
    hidden = {
        (row["population"], row["matdatum"], row["fas"], row["mvo"], row["forvaltning"])
        for row in public["maluppfyllelse"].iter_rows(named=True)
        if row["status"] == "dolt"
    }
    before = {tuple(row[name] for name in QUEUE_KEY): row for row in whole["balans"].iter_rows(named=True)}
    for row in public["balans"].iter_rows(named=True):
        group = tuple(row[name] for name in QUEUE_KEY[1:])
        three = [("vantande", "2026-01-31"), ("vantande", "2026-02-28"), ("genomforda", "2026-02-28")]
        was = before[row["manad"], *group]
        is_hidden = was["status"] == "visas" and any((*each, *group) in hidden for each in three)
        assert row["status"] == ("dolt" if is_hidden else was["status"])
        shown = [row[name] for name in recompute_flows.FIGURES]
        assert shown == [None if is_hidden else was[name] for name in recompute_flows.FIGURES]


def test_equity_is_the_recomputed_one(loaded: tuple[Path, Path], whole: Tables) -> None:
    data, extract = loaded
    everyone = recompute.contacts(extract, write_units(data))
    wanted = recompute_equity.equity(recompute_equity.placed(extract, everyone))
    found = {tuple(row[name] or "" for name in EQUITY_KEY): row for row in whole["jamlikhet"].iter_rows(named=True)}
    assert found.keys() == wanted.keys()
    for key, row in found.items():
        figures = wanted[key]  # type: ignore[index]
        names = recompute_equity.NAMES
        assert {name: number(row[name]) for name in names} == {name: as_number(figures[name]) for name in names}, key
        assert row["status"] == figures["status"], key
        interval = [number(row[name]) for name in ("undre_95", "ovre_95")]
        attained, counted = as_number(figures["taljare"]), as_number(figures["namnare"])
        if attained is None or not counted:
            assert interval == [None, None], key
        else:
            assert interval == pytest.approx(recompute_equity.wilson(attained, counted), abs=1e-6), key


def test_hiding_categories_changes_no_figure_it_only_takes_away(public: Tables, whole: Tables) -> None:
    before = {tuple(row[name] for name in EQUITY_KEY): row for row in whole["jamlikhet"].iter_rows(named=True)}
    figures = [*recompute_equity.NAMES, "undre_95", "ovre_95"]
    statuses = set()
    for row in public["jamlikhet"].iter_rows(named=True):
        was = before[tuple(row[name] for name in EQUITY_KEY)]
        statuses.add(row["status"])
        if row["status"] == "dolt":
            assert [row[name] for name in figures] == [None] * len(figures)
            continue
        assert not 0 < int(row["antal"] or 0) < recompute.SMALLEST_SHARE
        few = int(row["namnare"] or 0) < recompute.SMALLEST_SHARE
        gone = {"andel", "undre_95", "ovre_95"} if few else set()
        assert [row[name] for name in figures] == [None if name in gone else was[name] for name in figures]
        assert row["status"] == was["status"]
    assert statuses >= {"dolt", "lagt_underlag", "noll", "saknas"}


def test_files_with_whole_figures_say_so_in_every_row(whole: Tables) -> None:
    assert whole["maluppfyllelse"]["dataversion"].unique().to_list() == ["utan-dolda-grupper"]


def test_the_attacker_finds_no_hidden_group_with_all_tables_at_once(
    request: pytest.FixtureRequest, loaded: tuple[Path, Path], public: Tables
) -> None:
    data, extract = loaded
    everyone = recompute.contacts(extract, write_units(data))
    attacked = 0
    is_thorough = request.node.callspec.params["loaded"] in THOROUGHLY_ATTACKED
    for keys, puzzle in puzzles(public, everything=is_thorough):
        if is_thorough:
            # What flows into a queue is the new among those waiting and done: he is given each, of every shown group.
            new = recompute_flows.new_contacts(everyone, population=keys[2], date=keys[1])
            puzzle.shown |= {(group, "nya"): float(new[group]) for group, measure in puzzle.shown if measure == "antal"}
        attacked += len(puzzle.hidden)
        assert exposed(puzzle, recompute.GROUPS, recompute.SMALLEST_SHARE) == [], keys
    assert attacked > 0


def test_the_attacker_finds_no_small_category_with_the_groups_beside_them(
    request: pytest.FixtureRequest, public: Tables, whole: Tables
) -> None:
    """By sizes he has every group; by what is counted inside, the region's groups, which the categories add up to."""
    attacked = attack_categories(public, whole, everything=False)
    if request.node.callspec.params["loaded"] in THOROUGHLY_ATTACKED:
        region = public["maluppfyllelse"].filter(forvaltning="Alla", population="genomforda", matdatum="2026-02-28")
        others = ("maluppfyllelse_enhet", "vantetidsfordelning", "avvikelser", "laddningar")
        tables = public | {"maluppfyllelse": region} | {name: public[name].clear() for name in others}
        attacked += attack_categories(tables, whole, everything=True)
    assert attacked > 0


def attack_categories(tables: Tables, whole: Tables, *, everything: bool) -> int:
    """How many hidden groups and categories were attacked in vain."""
    nobody = whole["jamlikhet"].filter(status="noll")
    attacked = 0
    for keys, puzzle in all_puzzles(tables, everything=everything):
        here = {"huvudman": keys[0], "matdatum": keys[1], "population": keys[2]}
        take_categories(puzzle, tables["jamlikhet"].filter(**here).to_dicts(), everything=everything)
        spared = frozenset(nobody.filter(**here).select(CATEGORY).iter_rows())
        attacked += len(puzzle.hidden)
        assert exposed(puzzle, recompute.GROUPS, recompute.SMALLEST_SHARE, spared) == [], keys
    return attacked
