"""Whose a delivery is stays told when none of its rows is stored any longer, or never was."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from config import DataDirectory
from tests.commands import etl, exported, read_open_table
from tests.extracts import completed, new_region, waiting
from tests.plan_extracts import write

SETTINGS = {"VARDLAGET_TODAY": "2026-05-20", "VARDLAGET_HUVUDMAN": "VGR"}
PLAN = ("P1", 1, 2026, "311", 2, "SU", "SV", "egen", "intern", 40, 10, 10, 10, 10, "2025-12-01", "", "ny", "")
JANUARY = (2026, 1, "311", 2, "SU", "SV", "mottagare", 10, 8, 1)
UNKNOWN_SENDER = (2026, 2, "311", 2, "Ingenstans", "SV", "avsandare", 3, 2, "")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A superseded load, one of nothing but duplicates, one of nothing but quarantined rows, one refused; in order."""
    folder = tmp_path_factory.mktemp("whose")
    files = (
        write(folder, "leveransutfall", [JANUARY], "a"),
        write(folder, "leveransutfall", [(*JANUARY[:8], 7, 1)], "b"),
        write(folder, "leveransplan", [PLAN], "c"),
        write(folder, "leveransplan", [PLAN, PLAN], "d"),
        write(folder, "leveransutfall", [UNKNOWN_SENDER], "e"),
        write(folder, "leveransutfall", [], "f"),
    )
    ends = [etl("load", path, data=folder / "data", **SETTINGS) for path in files]
    assert [end.code for end in ends] == [0, 0, 0, 0, 0, 1]
    assert etl("publish", data=folder / "data", **SETTINGS).code == 0
    return folder / "data"


def test_every_load_is_somebodys_in_the_order_they_came(data: Path) -> None:
    loads = exported(data)["laddningar"]
    assert loads.select("laddning", "fil", "huvudman", "godkanda").rows() == [
        ("1", "a.csv", "VGR", "1"), ("2", "b.csv", "VGR", "1"), ("3", "c.csv", "VGR", "1"), ("4", "d.csv", "VGR", "0"),
        ("5", "e.csv", "VGR", "0"), ("6", "f.csv", None, None),
    ]  # fmt: skip
    assert etl("verify", data=data).code == 0


def test_replaced_contacts_are_still_told_whose_they_were(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    for name, rows in (("a.csv", [waiting()]), ("b.csv", [waiting(fas="1")]), ("c.csv", [completed(fas="9")])):
        assert etl("load", region.write(name, rows), data=region.root).code == 0
    [(principal,)] = region.query("select distinct principal from contacts")
    assert region.query("select principal, accepted, replaced_by from deliveries order by delivery_id") == [
        (principal, 1, 2), (principal, 1, None), (principal, 0, None),
    ]  # fmt: skip


def test_an_identity_number_in_place_of_a_principal_is_nobodys_name(tmp_path: Path) -> None:
    header = "matdatum;population;fas;mvo_kod;definition;grans_dagar;namnare;taljare;andel;huvudman"
    row = "2026-04-30;vantande;1;Alla;exkl_pvv_mov;90;412000;259560;0.63;19121212-1212"
    (tmp_path / "riket.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    region = new_region(tmp_path)
    assert etl("load", tmp_path / "riket.csv", data=region.root).code == 0
    assert region.query("select quarantined, principal from deliveries") == [(1, None)]


def test_a_warehouse_from_before_it_was_kept_is_published_as_it_was(data: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(DataDirectory(data).warehouse)) as warehouse:
        warehouse.execute("alter table deliveries drop column principal")
    ended = etl("export", "--out", tmp_path / "ut", "--no-suppression", data=data, **SETTINGS)
    assert ended.code == 0, ended.errors
    loads = read_open_table(tmp_path / "ut" / "laddningar.csv")
    assert loads["huvudman"].to_list() == [None, "VGR", "VGR", None, None, None]
