"""The open tables as files: the same rows in every format, as a Swedish Excel and a program read them."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import fastexcel
import polars as pl
import pytest

import open_files
from tests import cross_ground
from tests.commands import etl, read_open_table
from tests.plan_extracts import write
from tests.random_extract import write_extract, write_units
from tests.test_plan_export import HEADERS as PLAN_HEADERS
from tests.test_plan_export import OUTCOMES, PLANS

DAY = "2026-08-20"
COLUMNS = {
    "maluppfyllelse": "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;definition;grans_dagar;antal;namnare;"
    "taljare;andel;over_grans;median_dagar;p90_dagar;status;dataversion",
    "maluppfyllelse_enhet": "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;enhet;definition;grans_dagar;"
    "antal;namnare;taljare;andel;over_grans;median_dagar;p90_dagar;status;dataversion",
    "variation": "huvudman;matdatum;population;fas;mvo;mvo_namn;definition;grans_dagar;antal_forvaltningar;lagst;"
    "lagst_forvaltning;hogst;hogst_forvaltning;spann;lagst_alla;hogst_alla;region_andel;antal;over_grans;phi;"
    "utanfor_grans;dataversion",
    "jamforelser": "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;enhet;definition;grans_dagar;namnare;"
    "taljare;andel;region_andel;undre_95;ovre_95;p_varde;utfall;krympt_andel;dataversion",
    "vantetidsfordelning": "huvudman;matdatum;population;fas;mvo;forvaltning;fran_dagar;till_dagar;antal;status;"
    "dataversion",
    "leveransplaner": PLAN_HEADERS["leveransplaner"],
    "leveransplan": PLAN_HEADERS["leveransplan"],
    "leveransutfall": PLAN_HEADERS["leveransutfall"],
    "grona_korset": "huvudman;datum;forvaltning;enhet;handelse;definition;farg;antal_handelser;dataversion",
    "grona_korset_handelser": "huvudman;datum;forvaltning;enhet;handelse;handelsetyp;antal;farg;definition;gick_bra;"
    "kommentar;kalla;registrerad_av;registrerad;version;avgor;dataversion",
    "laddningar": "huvudman;laddning;tid;fil;sha256;slag;kalla;period;poster;godkanda;karantan;dubbletter;ersatter;"
    "dataversion",
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder per format of the same published version."""
    folder = tmp_path_factory.mktemp("export")
    write_units(folder / "data")
    write_extract(folder / "utdrag.csv", seed=3, rows=1500)
    write(folder / "planer", "leveransplan", PLANS)
    write(folder / "planer", "leveransutfall", OUTCOMES)
    cross_ground.write_extracts(folder / "kors", cross_ground.told()[:40])
    extracts = (folder / "utdrag.csv", folder / "planer", folder / "kors")
    assert etl("load", *extracts, data=folder / "data", VARDLAGET_TODAY=DAY).code == 0
    for file_format in open_files.FILE_FORMATS:
        ended = etl("export", "--out", folder / file_format, "--format", file_format, data=folder / "data")
        assert ended.code == 0, ended.errors
    return folder


@pytest.mark.parametrize(("table", "header"), COLUMNS.items(), ids=COLUMNS)
def test_columns_are_those_of_the_public_interface(exports: Path, table: str, header: str) -> None:
    first = (exports / "csv" / f"{table}.csv").read_bytes().split(b"\r\n")[0]
    assert first == b"\xef\xbb\xbf" + header.encode()


@pytest.mark.parametrize("table", COLUMNS)
def test_every_format_holds_the_same_rows(exports: Path, table: str) -> None:
    typed = pl.read_parquet(exports / "parquet" / f"{table}.parquet")
    sheet = fastexcel.read_excel(exports / "xlsx" / f"{table}.xlsx").load_sheet(0, dtypes="string").to_polars()
    text = read_open_table(exports / "csv" / f"{table}.csv")
    assert typed.height == sheet.height == text.height > 0
    assert typed.columns == sheet.columns == text.columns
    numbers = [name for name, kind in typed.schema.items() if kind.is_numeric()]
    from_text = text.select(pl.col(numbers).str.replace(",", ".").cast(pl.Float64))
    from_sheet = sheet.select(pl.col(numbers).cast(pl.Float64))
    assert from_text.equals(typed.select(pl.col(numbers).cast(pl.Float64)))
    assert from_sheet.equals(from_text)


def test_the_readme_says_who_is_counted_by_what_rules_and_from_which_files(exports: Path) -> None:
    text = (exports / "csv" / "LASMIG.txt").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    readme = text.decode("utf-8-sig")
    source = read_open_table(exports / "csv" / "laddningar.csv").row(0, named=True)
    for fact in (
        "Vilka som räknas",
        "exkl_pvv_mov:",
        "lag_90: 90 dagar",
        "utdrag.csv",
        source["sha256"],
        "Dataversion",
    ):
        assert fact in readme


def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe() -> None:
    rows = pl.DataFrame({"text": ["=1+1", "+46", "-", "@x", "rak text", "a=b", None]})
    assert open_files.csv_bytes(rows).decode("utf-8-sig").split("\r\n")[1:-1] == [
        "'=1+1",
        "'+46",
        "'-",
        "'@x",
        "rak text",
        "a=b",
        "",
    ]


def test_numbers_and_dates_are_written_as_a_swedish_excel_reads_them() -> None:
    rows = pl.DataFrame({"a": [0.5, 0.0001, 1234567.25, -1.5], "d": [dt.date(2026, 1, 31)] * 4})
    body = open_files.csv_bytes(rows).decode("utf-8-sig").split("\r\n")[1:-1]
    assert body == ["0,5;2026-01-31", "0,0001;2026-01-31", "1234567,25;2026-01-31", "-1,5;2026-01-31"]


def test_text_in_a_workbook_is_never_a_formula() -> None:
    rows = pl.DataFrame({"text": ["=1+1"], "antal": [7]})
    book = fastexcel.read_excel(open_files.xlsx_bytes(rows, "blad"))
    assert book.load_sheet(0).to_polars().rows() == [("=1+1", 7)]


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_files, "XLSX_ROWS", 3)
    book = fastexcel.read_excel(open_files.xlsx_bytes(pl.DataFrame({"n": range(8)}), "blad"))
    parts = [book.load_sheet(name).to_polars()["n"].to_list() for name in book.sheet_names]
    assert parts == [[0, 1, 2], [3, 4, 5], [6, 7]]


def test_an_empty_table_still_has_its_header() -> None:
    rows = pl.DataFrame(schema={"antal": pl.Int64, "text": pl.String})
    assert open_files.csv_bytes(rows) == b"\xef\xbb\xbfantal;text\r\n"
    assert fastexcel.read_excel(io.BytesIO(open_files.xlsx_bytes(rows, "blad")).getvalue()).sheet_names == ["blad"]


def test_exporting_before_anything_is_published_says_what_to_do(tmp_path: Path) -> None:
    ended = etl("export", "--out", tmp_path / "ut", data=tmp_path / "tom")
    assert ended.code == 2
    assert "python -m etl load" in ended.errors


def test_an_export_of_nothing_leaves_no_folder(tmp_path: Path) -> None:
    assert etl("export", "--out", tmp_path / "ut", data=tmp_path / "data").code == 2
    assert not (tmp_path / "ut").exists()


def test_the_readme_of_whole_figures_names_no_odd_range(exports: Path, tmp_path: Path) -> None:
    assert etl("export", "--out", tmp_path / "ut", "--no-suppression", data=exports / "data").code == 0
    text = (tmp_path / "ut" / "LASMIG.txt").read_text(encoding="utf-8-sig")
    assert "--1" not in text
    assert "1–-1" not in text
    assert "här döljs inga" in text
