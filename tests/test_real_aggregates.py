"""The public files of three countries come out of `export` to the digit, and their small groups nowhere."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.attacker import exposed, puzzles
from tests.commands import etl, exported, number
from tests.extracts import new_region

Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Tables:
    """Every open table after all files of three countries."""
    data = new_region(tmp_path_factory.mktemp("andra-lander")).root
    folders = [real_data / name for name in ("nhs_rtt", "ntpf", "scotland")]
    ended = etl("load", *folders, data=data)
    assert ended.code == 0, ended.output + ended.errors
    return exported(data)


def whole(tables: Tables, name: str, principal: str) -> list[dict[str, Any]]:
    """The rows of the whole country, all specialties together."""
    rows = tables[name].filter(
        pl.col("huvudman") == principal, pl.col("mvo") == "Alla", pl.col("forvaltning") == "Alla"
    )
    return rows.to_dicts()


def by_date(rows: list[dict[str, Any]], figure: str) -> dict[str, float | None]:
    return {row["matdatum"]: number(row[figure]) for row in rows}


def test_england_waits_and_is_done_to_the_digit_within_its_own_18_weeks(tables: Tables) -> None:
    rows = [row for row in whole(tables, "maluppfyllelse", "England") if row["grans_dagar"] == "126"]
    assert [
        (row["population"], row["fas"], row["antal"], row["taljare"], row["status"])
        for row in rows
        if row["status"] != "saknas"
    ] == [
        ("genomforda", "1", "2925", "1897", "visas"),
        ("genomforda", "2", "1544", "885", "visas"),
        ("vantande", "2", "21702", "12539", "visas"),
    ]


def test_ireland_counts_its_bands_and_the_total_column_is_a_cut(tables: Tables) -> None:
    counted = by_date(whole(tables, "maluppfyllelse", "Irland"), "antal")
    assert (counted["2020-01-30"], counted["2025-01-30"], counted["2025-10-30"]) == (556770, 569259, 626969)
    cut = [row for row in whole(tables, "snittjamforelser", "Irland") if row["snitt"] == "Radens egen summa (Total)"]
    theirs = by_date(cut, "deras")
    assert (theirs["2025-01-30"], theirs["2025-10-30"]) == (569249, 626960)
    assert {row["omtvistad"] for row in cut} == {"nej"}


def test_ireland_2020_keeps_its_seven_bands_in_44_hospitals(tables: Tables) -> None:
    bands = [row for row in whole(tables, "vantetidsfordelning", "Irland") if row["matdatum"] == "2020-01-30"]
    assert [(row["fran_dagar"], row["till_dagar"], row["antal"]) for row in bands] == [
        ("0", "91", "155906"), ("92", "182", "97487"), ("183", "273", "74285"), ("274", "365", "55836"),
        ("366", "456", "36296"), ("457", "547", "29920"), ("548", None, "107040"),
    ]  # fmt: skip
    hospitals = tables["maluppfyllelse"].filter(
        pl.col("huvudman") == "Irland", pl.col("matdatum") == "2020-01-30", pl.col("mvo") == "Alla",
        pl.col("forvaltning") != "Alla", pl.col("status") != "saknas",
    )  # fmt: skip
    assert hospitals["forvaltning"].n_unique() == 44


def test_a_limit_of_90_days_is_inside_irelands_bands_and_only_bounded(tables: Tables) -> None:
    rows = [row for row in whole(tables, "maluppfyllelse", "Irland") if row["matdatum"] == "2020-01-30"]
    assert [(row["grans_dagar"], row["andel"], row["status"]) for row in rows] == [("90", None, "ej_berakningsbar")]
    [bounds] = [row for row in whole(tables, "bandintervall", "Irland") if row["matdatum"] == "2020-01-30"]
    assert number(bounds["andel_lagst"]) == 0
    assert number(bounds["andel_hogst"]) == 0.2801
    assert (bounds["median_lagst"], bounds["median_hogst"]) == ("183", "273")
    assert (bounds["p90_lagst"], bounds["p90_hogst"]) == ("548", None)


def test_specialties_that_a_year_does_not_tell_apart_are_missing_in_it(tables: Tables) -> None:
    specialties = tables["maluppfyllelse"].filter(
        pl.col("huvudman") == "Irland", pl.col("mvo") != "Alla", pl.col("matdatum").str.starts_with("2025-01")
    )
    assert set(specialties["status"]) == {"saknas"}


def test_scotlands_boards_are_its_nation_where_both_are_told(tables: Tables) -> None:
    own = [row for row in whole(tables, "maluppfyllelse", "Skottland") if row["grans_dagar"] == "126"]
    over = by_date(own, "over_grans")
    nation = {row["matdatum"]: row for row in whole(tables, "snittjamforelser", "Skottland")}
    for date, patients in {"2015-03-31": 13418, "2020-01-31": 21926, "2022-05-31": 16785, "2022-06-30": 15925}.items():
        assert over[date] == number(nation[date]["vara"]) == number(nation[date]["deras"]) == patients
    assert len(nation) == 138
    assert {row["skillnad"] for row in nation.values()} == {"0"}
    assert nation["2022-06-30"]["anmarkning"] == "Hos oss saknas NHS Grampian, NHS Tayside"


def test_a_board_that_says_na_is_missing_and_not_nought(tables: Tables) -> None:
    rows = tables["maluppfyllelse"].filter(
        pl.col("huvudman") == "Skottland", pl.col("status") == "saknas", pl.col("grans_dagar") == "90"
    )
    assert set(rows["forvaltning"]) == {"NHS Grampian", "NHS Tayside"}
    assert rows.height == 30 + 18  # 30 rows of NA, and 9 months of each that no row tells of
    assert rows["antal"].null_count() == rows.height


def test_nobody_works_out_a_hidden_group_of_the_three_countries(tables: Tables) -> None:
    attacked = 0
    for keys, puzzle in puzzles(tables, everything=True):
        assert exposed(puzzle, {}, 5) == [], keys
        attacked += len(puzzle.hidden)
    assert attacked > 11


def test_no_cut_tells_of_a_hidden_group(tables: Tables) -> None:
    key = ["huvudman", "matdatum", "population", "fas", "mvo", "forvaltning"]
    hidden = set(tables["maluppfyllelse"].filter(pl.col("status") == "dolt").select(key).iter_rows())
    for name in ("snittjamforelser", "bandintervall"):
        told: dict[tuple[str, ...], int] = defaultdict(int)
        for row in tables[name].select(key).iter_rows():
            told[row] += 1
        assert told
        assert not hidden & told.keys(), name
