"""Public files of other countries come in by the shipped mappings, to the digit; so do those of other years."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.report import FileReport
from tests.extracts import Region, new_region

RTT = "nhs_rtt/20241130-RTT-November-2024-RBD.csv"
WIDE, LONG = "ntpf/OpenData_OPNational01_2025.csv", "ntpf/OP Waiting List By Group Hospital 2020.csv"
BOARDS, NATION = "scotland/waiting lists for Scotland - Health Boards.csv", "scotland/waiting lists for Scotland.csv"


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return new_region(tmp_path_factory.mktemp("andra-lander"))


@pytest.fixture(scope="module")
def loaded(region: Region, real_data: Path) -> dict[str, FileReport]:
    return {name: region.load(real_data / name) for name in (RTT, WIDE, LONG, BOARDS, NATION)}


def sums(region: Region, principal: str, role: str = "figures", first: int = 0) -> list[tuple[Any, ...]]:
    """Date, population, phase and contacts in the bands that begin on that day or later."""
    return region.query(
        "select cutoff_date::varchar, population, phase, sum(contacts)::bigint from aggregates "  # noqa: S608 - names from here
        f"where principal = '{principal}' and role = '{role}' and from_days >= {first} group by all order by all"
    )


@pytest.mark.parametrize(
    ("name", "mapping", "records"),
    [
        (RTT, "nhs_rtt.toml", 512),
        (WIDE, "ntpf_oppenvard.toml", 777),
        (LONG, "ntpf_oppenvard_lang.toml", 6706),
        (BOARDS, "skottland_omraden.toml", 2052),
        (NATION, "skottland_riket.toml", 138),
    ],
)
def test_every_line_of_a_file_is_accepted_by_its_mapping(
    loaded: dict[str, FileReport], name: str, mapping: str, records: int
) -> None:
    report = loaded[name]
    assert (report.status, report.mapping, report.records) == ("loaded", mapping, records)
    assert (report.accepted, report.quarantined, report.duplicates) == (records, 0, 0)


def test_england_is_counted_without_its_totals_and_without_new_and_partial_pathways(
    region: Region, loaded: dict[str, FileReport]
) -> None:
    assert sums(region, "England") == [
        ("2024-11-30", "genomforda", 1, 2925),
        ("2024-11-30", "genomforda", 2, 1544),
        ("2024-11-30", "vantande", 2, 21702),
    ]
    assert loaded[RTT].warnings["utelamnad_av_mappning"] == 245
    assert sums(region, "England", "control") == sums(region, "England")
    assert region.query("select distinct specialty from aggregates where specialty in ('Total', 'Alla')") == [("Alla",)]


def test_englands_weeks_become_days_from_nought_to_an_open_end(region: Region, loaded: dict[str, FileReport]) -> None:
    assert loaded[RTT].status == "loaded"
    of_england = "from aggregates where principal = 'England' and role = 'figures'"
    bands = region.query(f"select distinct from_days, to_days {of_england} order by all")
    assert (len(bands), bands[:3], bands[-1]) == (105, [(0, 7), (8, 14), (15, 21)], (729, None))
    within = f"select sum(contacts)::bigint {of_england} and to_days <= 126"
    by_hand = pl.read_csv(loaded[RTT].path, infer_schema=False).filter(
        pl.col("RTT Part Type").is_in(["Part_1A", "Part_1B", "Part_2"]), pl.col("Treatment Function Code") != "C_999"
    )
    first = [name for name in by_hand.columns if name.startswith("Gt ")][:18]
    assert region.query(within) == [(by_hand.select(pl.sum_horizontal(pl.col(first).cast(pl.Int64).sum())).item(),)]


def test_ireland_is_counted_by_its_bands_with_its_own_total_beside(
    region: Region, loaded: dict[str, FileReport]
) -> None:
    assert loaded[WIDE].period == "2025-01-30/2025-10-30"
    counted = {day: patients for day, _, _, patients in sums(region, "Irland")}
    stated = {day: patients for day, _, _, patients in sums(region, "Irland", "control")}
    assert (counted["2025-01-30"], counted["2025-10-30"]) == (569259, 626969)
    assert (stated["2025-01-30"], stated["2025-10-30"]) == (569249, 626960)


def test_the_long_irish_file_has_its_seven_bands(region: Region, loaded: dict[str, FileReport]) -> None:
    assert loaded[LONG].status == "loaded"
    bands = region.query(
        "select from_days, to_days, sum(contacts)::bigint from aggregates "
        "where principal = 'Irland' and cutoff_date = '2020-01-30' group by all order by all"
    )
    assert bands == [
        (0, 91, 155906), (92, 182, 97487), (183, 273, 74285), (274, 365, 55836), (366, 456, 36296),
        (457, 547, 29920), (548, None, 107040),
    ]  # fmt: skip
    [(hospitals, phases)] = region.query(
        "select count(distinct administration), any_value(phase) from aggregates where cutoff_date = '2020-01-30'"
    )
    assert (hospitals, phases) == (44, 1)


def test_the_scottish_boards_sum_to_the_nation_and_their_missing_months_are_not_noughts(
    region: Region, loaded: dict[str, FileReport]
) -> None:
    assert loaded[NATION].source == "skottland_riket"
    over = {day: patients for day, _, _, patients in sums(region, "Skottland", first=127)}
    nation = {day: patients for day, _, _, patients in sums(region, "Skottland", "comparison")}
    expected = {"2015-03-31": 13418, "2020-01-31": 21926, "2022-05-31": 16785, "2022-06-30": 15925}
    assert {day: over[day] for day in expected} == expected
    assert over == nation
    missing = region.query(
        "select administration, count(distinct cutoff_date) from aggregates "
        "where principal = 'Skottland' and contacts is null group by all order by all"
    )
    assert missing == [("NHS Grampian", 19), ("NHS Tayside", 11)]


def test_the_national_series_is_a_second_cut_and_no_figure(region: Region, loaded: dict[str, FileReport]) -> None:
    assert loaded[NATION].status == "loaded"
    found = region.query(
        "select distinct role, cut, administration, specialty from aggregates as a "
        "inner join deliveries as d using (delivery_id) where d.source = 'skottland_riket'"
    )
    assert found == [("comparison", "Riksserien", "Alla", "Alla")]


# Files of the same families that nobody here made ---------------------------------------------------------------

Change = Callable[[pl.DataFrame], pl.DataFrame]


def another_provider(rows: pl.DataFrame) -> pl.DataFrame:
    """Another trust in another month, the columns in reverse order, and no parent codes."""
    changed = rows.with_columns(
        pl.lit("RTT-March-2025").alias("Period"), pl.lit("RXX").alias("Provider Org Code"),
        pl.lit("ANOTHER HOSPITAL TRUST").alias("Provider Org Name"),
    )  # fmt: skip
    return changed.drop("Provider Parent Org Code", "Provider Parent Name").select(pl.all().reverse())


def another_irish_year(rows: pl.DataFrame) -> pl.DataFrame:
    """Five bands instead of four and written in other ways, another hospital, another year."""
    return rows.select(
        pl.col("ArchiveDate").str.replace("2025", "2026"),
        pl.col("HospitalName").str.replace("Bantry General Hospital", "A New Hospital"),
        "Adult_Child",
        pl.col("0-6 Months").alias("0-3 Months"), pl.lit("1").alias("3-6 Months"), pl.col("6-12 Months"),
        pl.col("12-18 Months").alias("12-18 months"), pl.col("18 Months +").alias("18+ Months"),
        "Total",
    )  # fmt: skip


def another_scottish_year(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns((pl.col("Year").cast(pl.Int32) + 3).cast(pl.String)).filter(pl.col("Year") > "2023")


@pytest.mark.parametrize(
    ("name", "new_name", "change", "mapping", "period"),
    [
        (RTT, "20250331-RTT-March-2025-RXX.csv", another_provider, "nhs_rtt.toml", "2025-03-31"),
        (RTT, "march.csv", another_provider, "nhs_rtt.toml", "2025-03-31"),
        (WIDE, "OpenData_OPNational02_2026.csv", another_irish_year, "ntpf_oppenvard.toml", "2026-01-30/2026-10-30"),
        (BOARDS, "Scotland boards 2025.csv", another_scottish_year, "skottland_omraden.toml", "2024-01-31/2025-06-30"),
    ],
)
def test_a_strangers_file_of_the_family_loads_by_the_same_mapping(
    tmp_path: Path, real_data: Path, name: str, new_name: str, change: Change, mapping: str, period: str
) -> None:
    rows = pl.read_csv(real_data / name, infer_schema=False, encoding="utf8")
    altered = change(rows)
    altered.write_csv(tmp_path / new_name)
    report = new_region(tmp_path / "ny").load(tmp_path / new_name)
    assert (report.status, report.mapping, report.records) == ("loaded", mapping, altered.height)
    assert (report.accepted, report.quarantined, report.period) == (altered.height, 0, period)


def test_every_band_of_another_year_is_counted_however_it_is_written(tmp_path: Path, real_data: Path) -> None:
    rows = pl.read_csv(real_data / WIDE, infer_schema=False, encoding="utf8")
    another_irish_year(rows).write_csv(tmp_path / "OpenData_OPNational02_2026.csv")
    region = new_region(tmp_path / "ny")
    region.load(tmp_path / "OpenData_OPNational02_2026.csv")
    counted = {day: patients for day, _, _, patients in sums(region, "Irland")}
    # The new band holds one patient in every row.
    in_october = rows.filter(pl.col("ArchiveDate") == "30/10/2025").height
    assert counted["2026-10-30"] == 626969 + in_october


def test_a_band_that_the_mapping_does_not_read_refuses_the_file(tmp_path: Path, real_data: Path) -> None:
    rows = pl.read_csv(real_data / BOARDS, infer_schema=False, encoding="utf8")
    rows.with_columns(pl.lit("5").alias("Total waiting > 52 weeks")).write_csv(tmp_path / "Scotland boards.csv")
    report = new_region(tmp_path / "ny").load(tmp_path / "Scotland boards.csv")
    assert (report.status, report.reason) == ("refused", "band_utan_mappning")
    assert "Total waiting > 52 weeks" in str(report.message)


def test_another_provider_stands_beside_the_first_and_its_own_next_file_replaces_it(
    tmp_path: Path, real_data: Path
) -> None:
    region = new_region(tmp_path / "ny")
    shutil.copy(real_data / RTT, tmp_path / "rbd.csv")
    rows = pl.read_csv(real_data / RTT, infer_schema=False)
    other = rows.with_columns(pl.lit("RXX").alias("Provider Org Code"), pl.lit("ANOTHER").alias("Provider Org Name"))
    other.write_csv(tmp_path / "rxx.csv")
    other.with_columns(pl.lit("changed").alias("Commissioner Org Name")).write_csv(tmp_path / "rxx-igen.csv")
    statuses = [region.load(tmp_path / name).status for name in ("rbd.csv", "rxx.csv", "rxx-igen.csv")]
    assert statuses == ["loaded", "loaded", "replaced"]
    assert [patients for *_, patients in sums(region, "England")] == [2 * 2925, 2 * 1544, 2 * 21702]
    assert dt.date(2024, 11, 30) == region.query("select max(cutoff_date) from aggregates")[0][0]
