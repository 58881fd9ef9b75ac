"""The synthetic region, loaded through the same door as any extract, shows the region's own spreads and totals."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import polars as pl
import pytest

from tests.attacker import all_puzzles, exposed, puzzles, take_categories
from tests.commands import etl, exported, number

LATEST = "2026-09-30"
GROUPS = dict.fromkeys(["101", "105", "107", "108", "111", "161"], "Internmedicin")
SPREADS = {
    "Allergologi": (37, 91),
    "Barn- och ungdomsmedicin": (42, 98),
    "Kardiologi": (35, 81),
    "Internmedicin": (48, 91),
    "Neurologi": (29, 97),
    "Öron-näsa-hals": (31, 90),
    "Ortopedi": (42, 94),
}
QUALITY = ("datakvalitet", "fullstandighet", "revideringar")
MONTHS = {"balans": "manad"} | dict.fromkeys(("laddningar", *QUALITY), "period")  # elsewhere matdatum, but for
CROSSES = ("grona_korset", "grona_korset_handelser")
NO_PATIENTS = ("leveransplan", "leveransplaner", "leveransutfall", *CROSSES)  # agreements and events, no groups
BALANCE = ["vantade_fore", "nya", "genomforda", "lamnat_utan_vard", "oforklarat", "vantar_efter"]
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def tables(sample_region: Path) -> Tables:
    return exported(sample_region)


def latest(tables: Tables, table: str, phase: int = 1) -> pl.DataFrame:
    """Väntande on the latest date under the default definition and the guarantee's limit."""
    return tables[table].filter(
        matdatum=LATEST, population="vantande", fas=str(phase), definition="exkl_pvv_mov", grans_dagar="90"
    )


def percent(share: str) -> int:
    """Whole per cent, halves upwards, from four decimals."""
    value = number(share)
    assert value is not None
    return int(value * 100 + 0.5)


@pytest.mark.parametrize(("specialty", "spread"), SPREADS.items(), ids=SPREADS)
def test_the_showcase_spreads_are_there_to_the_percent(tables: Tables, specialty: str, spread: tuple[int, int]) -> None:
    [row] = latest(tables, "variation").filter(mvo_namn=specialty).iter_rows(named=True)
    assert (percent(row["lagst"]), percent(row["hogst"])) == spread
    extremes = latest(tables, "maluppfyllelse").filter(
        pl.col("forvaltning").is_in([row["lagst_forvaltning"], row["hogst_forvaltning"]]), mvo_namn=specialty
    )
    assert extremes["status"].to_list() == ["visas", "visas"]
    assert extremes["namnare"].cast(pl.Int64).min() >= 20  # type: ignore[operator]


def test_internal_medicine_goes_from_18_to_100_when_low_bases_count(tables: Tables) -> None:
    [row] = latest(tables, "variation").filter(mvo="101").iter_rows(named=True)
    assert (percent(row["lagst_alla"]), percent(row["hogst_alla"])) == (18, 100)
    assert (percent(row["lagst"]), percent(row["hogst"])) != (18, 100)


@pytest.mark.parametrize(("phase", "share"), [(1, 66), (2, 61)])
def test_the_regions_totals_are_66_and_61_percent(tables: Tables, phase: int, share: int) -> None:
    [row] = latest(tables, "maluppfyllelse", phase).filter(mvo="Alla", forvaltning="Alla").iter_rows(named=True)
    assert percent(row["andel"]) == share


def test_the_month_of_the_system_change_is_missing_and_not_nought(tables: Tables) -> None:
    rows = tables["maluppfyllelse"].filter(matdatum="2024-11-30", forvaltning="SÄS")
    assert rows["status"].unique().to_list() == ["saknas"]
    assert rows["antal"].null_count() == len(rows) > 0


def test_the_queues_hang_together_from_month_to_month(tables: Tables) -> None:
    shown = (
        tables["balans"].filter(pl.col("forvaltning") != "Alla", status="visas").cast(dict.fromkeys(BALANCE, pl.Int64))
    )
    before, new, done, gone, unexplained, after = (pl.col(name) for name in BALANCE)
    assert shown.filter(before + new - done - gone + unexplained != after).is_empty()
    firm = shown.filter(before >= 20)
    assert firm.height > 5000
    assert firm.select((unexplained / before).median()).item() < 0.01
    assert 0.005 < firm.select((gone / before).median()).item() < 0.05


def test_the_warehouse_and_the_marts_pass_every_check(sample_region: Path) -> None:
    assert etl("verify", data=sample_region).code == 0


def test_the_files_say_that_the_region_is_made_up(sample_region: Path, tables: Tables) -> None:
    assert tables["maluppfyllelse"]["huvudman"].unique().to_list() == ["Exempelregionen"]
    readme = sample_region.parent / f"{sample_region.name}-export" / "LASMIG.txt"
    assert "DEMODATA" in readme.read_text(encoding="utf-8-sig")


def test_the_attacker_finds_no_hidden_group_in_any_month(tables: Tables) -> None:
    attacked = 0
    for keys, puzzle in puzzles(tables, everything=False):
        attacked += len(puzzle.hidden)
        assert exposed(puzzle, GROUPS, 5) == [], keys
    assert attacked > 1000


def test_the_attacker_finds_none_with_everything_that_is_known_of_the_latest_months(tables: Tables) -> None:
    """Bands, denominators and numerators too; `make soak` sets THOROUGH_MONTHS to all."""
    months = int(os.environ.get("THOROUGH_MONTHS", "2"))
    first = str(dt.date.fromisoformat(LATEST) - dt.timedelta(days=31 * months - 15))
    recent = {
        name: rows.filter(pl.col(MONTHS.get(name, "matdatum")) > first)
        for name, rows in tables.items()
        if name not in NO_PATIENTS
    }
    attacked = 0
    for keys, puzzle in puzzles(recent, everything=True):
        attacked += len(puzzle.hidden)
        assert exposed(puzzle, GROUPS, 5) == [], keys
    assert attacked > 50


def test_the_attacker_finds_no_small_category_in_any_month(tables: Tables) -> None:
    """By size, beside every group. In groups that hide all their categories noughts cannot be told from small ones
    without the extract; those are attacked on random extracts.
    """
    attacked = 0
    rows = tables["jamlikhet"].partition_by("huvudman", "matdatum", "population", as_dict=True)
    for keys, puzzle in all_puzzles(tables, everything=False):
        take_categories(puzzle, rows[keys].to_dicts(), everything=False)
        attacked += len(puzzle.hidden - puzzle.may_be_nought)
        assert exposed(puzzle, GROUPS, 5, frozenset(puzzle.may_be_nought)) == [], keys
    assert attacked > 10_000
