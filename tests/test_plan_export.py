"""Plans leave as an open table and come back as an extract, without change, what was registered by hand included."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import polars as pl
import pytest

from config import load_settings
from register import opened
from register.migration import migrate
from tests.commands import etl, number, read_open_table
from tests.plan_extracts import write
from tests.registering import new_version

SETTINGS = {"VARDLAGET_TODAY": "2026-08-20", "VARDLAGET_HUVUDMAN": "VGR"}
HEADERS = {
    "leveransplaner": "huvudman;plan_id;ar;kvartal;mvo;fas;avsandare;mottagare;regi;overforing;version;status;gallande;"
    "planerad;skickade;genomforda;uppfyllelse;ackumulerad_plan;ackumulerat_utfall;dataversion",
    "leveransplan": "huvudman;plan_id;version;ar;mvo_kod;fas;avsandare;mottagare;regi;overforing;beslutad_volym;q1;q2;"
    "q3;q4;beslutsdatum;status;orsak;forankrad_av;motivering;underlag_andel;underlag_taljare;underlag_namnare;"
    "underlag_niva;underlag_datum;registrerad_av;registrerad;dataversion",
    "leveransutfall": "huvudman;ar;manad;mvo;mvo_namn;fas;avsandare;mottagare;plan_id;skickade;genomforda;aterlamnade;"
    "skickade_avsandare;skickade_mottagare;genomforda_avsandare;genomforda_mottagare;aterlamnade_avsandare;"
    "aterlamnade_mottagare;dataversion",
}
PLANS = [
    ("=P1", 1, 2026, "311", 2, "SU", "SV", "egen", "intern", 100, 30, 30, 10, 25, "2025-12-01", "", "ny", "VGS"),
    ("=P1", 2, 2026, "311", 2, "SU", "SV", "egen", "intern", 110, 30, 30, 20, 25, "2026-05-02", "", "okat_behov", ""),
    ("P2", 1, 2026, "511", 2, "Säs", "Nyöppnad klinik", "avtal", "extern", "", 7, 7, 7, 7, "2026-01-01", "", "", ""),
]
OUTCOMES = [
    (2026, month, "311", 2, "SU", "SV", reporter, 10 + month, 8 + month, 1)
    for month in (1, 2, 3, 4, 7)
    for reporter in ("avsandare", "mottagare")
] + [(2026, 3, "361", 1, "NU", "SV", "avsandare", 4, 3, "")]
REGISTERED = [
    new_version(plan_id="=P1", version=3, base_version=None, principal="VGR", specialty="311", phase=2, sender="SU",
                receiver="SV", regime="egen", transfer="intern", decided_volume=90, q1=30, q2=30, q3=5, q4=5,
                decided_on=dt.date(2026, 8, 1), reason="minskat_behov:uppnadd_vardgaranti", role="Vårdgarantiservice",
                anchored_by="Förvaltningens representant", principle_share=0.666667, principle_numerator=40,
                principle_denominator=60, principle_level=0.65, principle_date=dt.date(2026, 7, 31)),
    new_version(plan_id="=P1", version=4, base_version=3, principal="VGR", specialty="311", phase=2, sender="SU",
                receiver="SV", regime="egen", transfer="intern", decided_volume=80, q1=30, q2=30, q3=0, q4=5,
                reason="minskat_behov:annat", status="forslag", role="Koncernkontoret",
                motivation='=inte en formel; "citat", 3 < 4 – åäö'),
    new_version(plan_id="R1", version=1, principal="VGR", specialty="431", phase=1, sender="SU", receiver="SkaS",
                regime="egen", transfer="intern", reason="ny", role="Vårdgarantiservice",
                decided_on=dt.date(2026, 8, 2)),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Extracts in `utdrag`, a data directory of them and of what is registered, its open tables in `ut`."""
    folder = tmp_path_factory.mktemp("plans")
    write(folder / "utdrag", "leveransplan", PLANS)
    write(folder / "utdrag", "leveransutfall", OUTCOMES)
    register = opened(load_settings(data_dir=folder / "data").register_address)
    migrate(register)
    for version in REGISTERED:
        register.add_plan_versions([version])
    assert etl("load", folder / "utdrag", data=folder / "data", **SETTINGS).code == 0
    assert etl("export", "--out", folder / "ut", data=folder / "data").code == 0
    return folder


def without_version(path: Path) -> bytes:
    """A file's bytes without the last column."""
    return re.sub(rb";[^;\r\n]*\r\n", b"\r\n", path.read_bytes())


@pytest.mark.parametrize("name", HEADERS)
def test_columns_are_those_of_the_public_interface(folder: Path, name: str) -> None:
    assert (folder / "ut" / f"{name}.csv").read_bytes().split(b"\r\n")[0] == b"\xef\xbb\xbf" + HEADERS[name].encode()


def test_every_version_of_extracts_and_register_is_in_the_file(folder: Path) -> None:
    rows = read_open_table(folder / "ut" / "leveransplan.csv")
    assert rows.select("plan_id", "version").rows() == [
        ("'=P1", "1"), ("'=P1", "2"), ("'=P1", "3"), ("'=P1", "4"), ("P2", "1"), ("R1", "1"),
    ]  # fmt: skip
    lowered = rows.row(2, named=True)
    assert lowered["underlag_andel"] == "0,666667"
    assert (lowered["underlag_niva"], lowered["underlag_datum"]) == ("0,65", "2026-07-31")
    assert (lowered["registrerad_av"], lowered["forankrad_av"]) == ("Vårdgarantiservice", "Förvaltningens representant")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", lowered["registrerad"])


def test_totals_are_over_the_versions_in_force(folder: Path) -> None:
    rows = read_open_table(folder / "ut" / "leveransplaner.csv")
    told = ("kvartal", "version", "planerad", "genomforda", "uppfyllelse", "ackumulerad_plan", "ackumulerat_utfall")
    held = [row for row in rows.iter_rows(named=True) if (row["plan_id"], row["gallande"]) == ("'=P1", "ja")]
    assert [tuple(number(row[name]) for name in told) for row in held] == [
        (1, 1, 30, 30, 1, 30, 30),
        (2, 2, 30, 12, 0.4, 60, 42),
        (3, 3, 5, 15, 3, 65, 57),
        (4, 3, 5, None, None, 70, None),
    ]
    assert not [row for row in rows.iter_rows(named=True) if row["gallande"] == "nej" and row["ackumulerad_plan"]]


def test_every_reported_month_is_in_the_file_with_both_reports_and_without_a_plan_too(folder: Path) -> None:
    rows = read_open_table(folder / "ut" / "leveransutfall.csv")
    assert rows.height == 6
    told = ("manad", "mvo", "mvo_namn", "plan_id", "skickade", "genomforda", "genomforda_avsandare",
            "genomforda_mottagare")  # fmt: skip
    first, other = rows.row(0, named=True), rows.filter(pl.col("mvo") == "361").row(0, named=True)
    assert [first[name] for name in told] == ["1", "311", "Ortopedi", "'=P1", "11", "9", "9", "9"]
    assert [other[name] for name in told] == ["3", "361", "Urologi", None, "4", "3", "3", None]


def test_the_readme_says_what_a_plan_is_and_that_it_can_be_loaded_again(folder: Path) -> None:
    readme = (folder / "ut" / "LASMIG.txt").read_text(encoding="utf-8-sig")
    assert "gallande = ja" in readme
    assert "python -m etl load leveransplan.csv" in readme
    assert "leveransutfall: varje månad och par" in readme


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "parquet"])
def test_exported_plans_load_into_an_empty_directory_and_leave_again_unchanged(
    folder: Path, tmp_path: Path, file_format: str
) -> None:
    options = ("--format", file_format)
    assert etl("export", "--out", folder / file_format, *options, data=folder / "data").code == 0
    again = (folder / file_format / f"leveransplan.{file_format}", folder / "utdrag" / "leveransutfall.csv")
    ended = etl("load", *again, data=tmp_path / "data", **SETTINGS)
    assert ended.code == 0, ended.errors
    assert [file["quarantined"] for file in ended.report["files"]] == [0, 0], ended.output
    assert etl("export", "--out", tmp_path / "ut", data=tmp_path / "data").code == 0
    for name in HEADERS:
        assert without_version(tmp_path / "ut" / f"{name}.csv") == without_version(folder / "ut" / f"{name}.csv")


def test_plans_that_were_exported_may_be_loaded_where_they_came_from(folder: Path) -> None:
    ended = etl("load", folder / "ut" / "leveransplan.csv", data=folder / "data", **SETTINGS)
    [file] = ended.report["files"]
    assert (ended.code, file["quarantined"]) == (0, 0), ended.output
    assert etl("export", "--out", folder / "ut2", data=folder / "data").code == 0
    for name in HEADERS:
        assert without_version(folder / "ut2" / f"{name}.csv") == without_version(folder / "ut" / f"{name}.csv")
