"""The region's cataract test file in the national layout gives its published figures, from file to open table."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.commands import Ended, etl, exported, number

FILE = "vgr_katarakt/katarakt_testdata_100_VGR.csv"
UNITS = """kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till
501010;sjukhuskod;Ögonkliniken Sahlgrenska;SU;;
501040;sjukhuskod;Ögonkliniken Skaraborg;SkaS;;
501050;sjukhuskod;Ögonkliniken Borås;SÄS;;
501060;sjukhuskod;Ögonkliniken Uddevalla;NU;;
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory as on a region's first day: only an enheter.csv that names its units."""
    folder = tmp_path_factory.mktemp("forsta-dagen") / "data"
    folder.mkdir()
    (folder / "enheter.csv").write_text(UNITS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def loaded(data: Path, real_data: Path) -> Ended:
    return etl("load", real_data / FILE, data=data)


@pytest.fixture(scope="module")
def tables(data: Path, loaded: Ended) -> dict[str, pl.DataFrame]:
    assert loaded.code == 0, loaded.errors
    return exported(data)


def attainment(
    tables: dict[str, pl.DataFrame], population: str, definition: str, administration: str
) -> dict[str, str]:
    rows = tables["maluppfyllelse"].filter(
        population=population, definition=definition, forvaltning=administration, mvo="511"
    )
    assert len(rows) == 1
    return rows.row(0, named=True)


def test_every_record_of_the_file_is_accepted_in_two_parts(loaded: Ended) -> None:
    [file] = loaded.report["files"]
    assert (file["status"], file["records"], file["accepted"], file["quarantined"]) == ("loaded", 100, 100, 0)
    assert {(part["kind"], part["accepted"]) for part in file["parts"]} == {("genomforda", 70), ("vantande", 30)}


@pytest.mark.parametrize(
    ("definition", "within", "of", "share"),
    [("ingen", "49", "59", "0,8305"), ("exkl_pvv", "49", "53", "0,9245"), ("exkl_pvv_mov", "49", "49", "1")],
)
def test_attainment_of_the_completed_is_the_published_one(
    tables: dict[str, pl.DataFrame], definition: str, within: str, of: str, share: str
) -> None:
    row = attainment(tables, "genomforda", definition, "Alla")
    assert (row["taljare"], row["namnare"], row["andel"]) == (within, of, share)
    assert (row["antal"], row["median_dagar"], row["grans_dagar"]) == ("70", "58", "90")


@pytest.mark.parametrize(
    ("administration", "contacts", "of", "within", "median"),
    [("SU", 19, 14, 12, 61), ("SkaS", 13, 10, 10, 58), ("SÄS", 20, 17, 15, 54), ("NU", 18, 12, 12, 61.5)],
)
def test_each_hospital_has_its_published_figures(
    tables: dict[str, pl.DataFrame], administration: str, contacts: int, of: int, within: int, median: float
) -> None:
    row = attainment(tables, "genomforda", "exkl_pvv", administration)
    figures = [number(row[name]) for name in ("antal", "namnare", "taljare", "median_dagar")]
    assert figures == [contacts, of, within, median]
    assert row["status"] == "lagt_underlag"


def test_the_bands_of_days_waited_are_the_published_ones(tables: dict[str, pl.DataFrame]) -> None:
    bands = tables["vantetidsfordelning"].filter(population="genomforda", mvo="511", forvaltning="Alla")
    assert bands["antal"].to_list() == ["13", "25", "22", "3", "7", "0", "0"]
    assert bands["fran_dagar"].to_list() == ["0", "31", "61", "91", "121", "181", "366"]


def test_all_24_who_wait_and_count_are_within_the_limit(tables: dict[str, pl.DataFrame]) -> None:
    row = attainment(tables, "vantande", "exkl_pvv_mov", "Alla")
    assert (row["taljare"], row["namnare"], row["antal"]) == ("24", "24", "30")


def test_loading_the_file_again_changes_nothing(data: Path, real_data: Path, tables: dict[str, pl.DataFrame]) -> None:
    again = etl("load", real_data / FILE, data=data)
    assert again.code == 0
    assert [file["status"] for file in again.report["files"]] == ["unchanged"]
    assert again.report["published"] is None
    assert exported(data)["maluppfyllelse"].equals(tables["maluppfyllelse"])
