"""Sex, age and residence through the whole road: what a purge keeps, and who has no known areas."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from config import DataDirectory
from etl.areas import areas
from etl.reference import ReferenceFault
from tests.commands import etl, exported
from tests.random_extract import write_extract, write_units


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_units(folder)
    write_extract(tmp_path / "utdrag.csv", seed=7, rows=300)
    assert etl("load", tmp_path / "utdrag.csv", data=folder).code == 0
    return folder


def test_a_purge_changes_no_figure_of_equity(data: Path) -> None:
    before = exported(data)["jamlikhet"].drop("dataversion")
    assert etl("purge", data=data, VARDLAGET_KEEP_ROWS_MONTHS="1").report["contacts"] == 300
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as warehouse:
        crossed = warehouse.sql(
            "select count(*) from purged_categories "
            "where (sex is not null)::int + (youngest is not null)::int + (municipality is not null)::int <> 1"
        ).fetchall()
    assert crossed == [(0,)]
    assert etl("publish", data=data).code == 0
    assert exported(data)["jamlikhet"].drop("dataversion").equals(before)


def test_a_principal_without_areas_has_residence_unknown(data: Path) -> None:
    (data / "reference").mkdir()
    (data / "reference" / "huvudman.csv").write_text(
        "regionkod;huvudman;demo\n51;Annan huvudman;nej\n", encoding="utf-8"
    )
    assert etl("load", data.parent / "utdrag.csv", data=data).code == 0
    residence = exported(data)["jamlikhet"].filter(huvudman="Annan huvudman", indelning="boende")
    assert residence["kategori"].unique().to_list() == ["okant"]


def test_every_municipality_of_the_region_stands_once_per_principal() -> None:
    placed = areas(DataDirectory(Path("does-not-exist")))
    per_area = dict(placed.filter(principal="VGR")["area"].value_counts().iter_rows())
    assert per_area == {"Norra": 14, "Västra": 11, "Göteborg": 1, "Södra": 8, "Östra": 15}
    assert placed.select("principal", "municipality").is_duplicated().sum() == 0


def test_a_wrong_municipality_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "omraden.csv").write_text(
        "lkf;kommun;omrade;huvudman\n148;Göteborg;Göteborg;VGR\n", encoding="utf-8"
    )
    with pytest.raises(ReferenceFault, match=r"omraden\.csv rad 2: lkf är ”148”"):
        areas(DataDirectory(tmp_path))
