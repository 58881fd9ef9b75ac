"""Plans from extracts and register to the published marts: what is told of them, and what does not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from config import load_settings
from register import opened
from register.migration import migrate
from register.tables import SCHEMA_TABLE
from tests.commands import Ended, etl, exported
from tests.plan_extracts import mart, write
from tests.registering import new_version

SETTINGS = {"VARDLAGET_TODAY": "2026-05-20", "VARDLAGET_HUVUDMAN": "VGR"}
PLANS = [
    ("P1", 1, 2026, "311", 2, "SU", "SV", "egen", "intern", 100, 30, 30, 10, 25, "2025-12-01", "", "ny", ""),
    ("P1", 2, 2026, "311", 2, "SU", "SV", "egen", "intern", 110, 30, 30, 20, 25, "2026-05-02", "", "okat_behov", ""),
    ("P2", 1, 2026, "511", 2, "NU", "Klarsikt", "avtal", "extern", 40, 10, 10, 10, 10, "2025-12-01", "", "ny", ""),
    ("P3", 1, 2026, "431", 1, "SkaS", "SV", "egen", "intern", 40, 10, 10, 10, 10, "2026-02-01", "", "ny", ""),
    ("P3", 2, 2026, "431", 1, "SkaS", "SV", "egen", "intern", 40, 9, 9, 9, 9, "2026-01-07", "", "okat_behov", ""),
    ("P4", 1, 2026, "361", 1, "SkaS", "SV", "egen", "intern", 40, 9, 9, 9, 9, "", "forslag", "ny", ""),
]
OUTCOMES = [
    (2026, 1, "311", 2, "SU", "SV", "mottagare", 10, 8, 1),
    (2026, 2, "361", 2, "SU", "SV", "avsandare", 3, 2, ""),
    (2026, 3, "361", 2, "SU", "SV", "mottagare", 4, 4, ""),
]
NEEDS = [
    (2026, "", "311", 2, "SU", 500, 400), (2026, "", "431", 1, "SkaS", 90, 40), (2026, "", "901", 1, "SU", 20, 25),
]  # fmt: skip
OFFERS = [(2026, quarter, "311", 2, "SV", "egen", 25, "Västra", "") for quarter in (1, 2, 3)]
EXTRACTS: dict[str, Sequence[Sequence[Any]]] = {
    "leveransplan": PLANS, "leveransutfall": OUTCOMES, "behov": NEEDS, "kapacitet": OFFERS,
}  # fmt: skip


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for kind, rows in EXTRACTS.items():
        write(folder / "utdrag", kind, rows)
    return folder / "utdrag"


@pytest.fixture(scope="module")
def loaded(extracts: Path) -> tuple[Path, Ended]:
    """A data directory with plans and no contacts, one loaded version registered too, and how its publication ended."""
    data = extracts.parent / "data"
    ended = etl("load", extracts, data=data, **SETTINGS)
    assert ended.code == 0, ended.errors
    register = opened(load_settings(data_dir=data).register_address)
    migrate(register)
    register.add_plan_versions(
        [
            new_version(plan_id="P2", version=1, principal="VGR", specialty="511", phase=2, sender="NU",
                        receiver="Klarsikt", decided_volume=40, q1=10, q2=10, q3=10, q4=5, reason="ny",
                        decided_on=dt.date(2025, 12, 1)),
            new_version(plan_id="R1", version=1, principal="Halland", specialty="141", phase=1, sender="SU",
                        receiver="SV", regime="egen", status="forslag"),
        ]
    )  # fmt: skip
    return data, etl("publish", data=data, **SETTINGS)


@pytest.fixture(scope="module")
def data(loaded: tuple[Path, Ended]) -> Path:
    return loaded[0]


FOUND = [
    ("dubbelt_registrerad", "511", "NU", "Klarsikt", "P2", 1, None),
    ("overtecknad_kapacitet", "311", "SU", "SV", "P1", 2, 10),  # 5 in each of the first two quarters
    ("plan_utan_behov", "511", "NU", "Klarsikt", "P2", 1, 35),
    ("plan_utan_kapacitet", "311", "SU", "SV", "P1", 2, 25),  # nothing is offered for the fourth quarter
    ("plan_utan_kapacitet", "431", "SkaS", "SV", "P3", 2, 36),
    ("plan_utan_kapacitet", "511", "NU", "Klarsikt", "P2", 1, 35),
    ("utfall_utan_plan", "361", "SU", "SV", None, None, 6),
    ("version_utan_ordning", "431", "SkaS", "SV", "P3", 2, None),
]
FINDINGS = "select finding, specialty, sender, receiver, plan_id, version, amount from plan_findings order by all"


def test_what_does_not_agree_between_the_files_is_found(data: Path) -> None:
    assert mart(data, FINDINGS).rows() == FOUND


def test_what_is_found_does_not_depend_on_the_order_of_arrival(extracts: Path, tmp_path: Path) -> None:
    first = (extracts / "leveransutfall.csv", extracts / "kapacitet.csv")
    assert etl("load", *first, data=tmp_path / "data", **SETTINGS).code == 0
    ended = etl("load", extracts, data=tmp_path / "data", **SETTINGS)
    assert "planer utan behov 1, planer utan erbjuden kapacitet 3" in ended.output
    expected = [row for row in FOUND if row[0] != "dubbelt_registrerad"]
    as_loaded = [(*row[:6], 40) if row[4] == "P2" else row for row in expected]  # nothing is registered here
    assert mart(tmp_path / "data", FINDINGS).rows() == as_loaded


def test_a_publication_and_the_status_say_how_much_does_not_agree(loaded: tuple[Path, Ended]) -> None:
    data, ended = loaded
    line = (
        "Leveransplaner som inte stämmer med annat som är inläst: planer utan behov 1, planer utan erbjuden kapacitet "
        "3, övertecknad kapacitet 1, utfall utan plan 1, versioner beslutade i fel ordning 1, versioner som är "
        "registrerade med annat innehåll än i utdraget 1."
    )
    status = etl("status", data=data)
    assert line in ended.output.splitlines()
    assert line in status.output.splitlines()
    assert status.report["plan_findings"]["plan_utan_kapacitet"] == 3


def test_what_is_registered_stands_before_what_an_extract_says_of_the_same_version(data: Path) -> None:
    sql = "select q4, origin, role from plan_versions where plan_id = 'P2'"
    assert mart(data, sql).rows() == [(5, "register", "Produktionsplanerare")]
    assert mart(data, "select register_stamp from dataset").item() == 2


def test_the_outcome_is_placed_on_the_version_that_held(data: Path) -> None:
    sql = "select quarter, version, planned, sent, completed from plan_quarters where plan_id = 'P1' and in_force"
    assert mart(data, f"{sql} order by quarter").rows() == [
        (1, 1, 30, 10, 8), (2, 2, 30, None, None), (3, 2, 20, None, None), (4, 2, 25, None, None),
    ]  # fmt: skip


def test_a_month_is_reported_when_either_side_has_reported_anything(data: Path) -> None:
    assert mart(data, "select month(month), from_senders, from_receivers from outcome_months").rows() == [
        (1, False, True), (2, True, False), (3, False, True),
    ]  # fmt: skip


def test_principals_and_specialties_of_plans_alone_have_their_names(data: Path) -> None:
    assert mart(data, "select principal from principals").rows() == [("Halland",), ("VGR",)]
    named = mart(data, "select specialty, short_name from specialties where specialty in ('311', '901', '141')")
    assert named.rows() == [("141", "Allergologi"), ("311", "Ortopedi"), ("901", "Vuxenpsykiatri")]
    assert mart(data, "select administration from administrations").rows() == [("SU",), ("SkaS",)]


def test_every_delivery_of_plans_is_whose_it_is(data: Path) -> None:
    kinds = mart(data, "select distinct principal, kind from loads order by kind").rows()
    assert kinds == [("VGR", kind) for kind in ("behov", "kapacitet", "leveransplan", "leveransutfall")]


def test_open_tables_of_contacts_are_empty_where_only_plans_are_loaded(data: Path) -> None:
    tables = exported(data)
    assert tables["maluppfyllelse"].is_empty()
    assert tables["laddningar"]["slag"].unique().sort().to_list() == sorted(EXTRACTS)


def test_a_register_of_another_form_stops_the_publication_with_its_line(extracts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert etl("load", extracts / "behov.csv", data=folder, **SETTINGS).code == 0
    register = opened(load_settings(data_dir=folder).register_address)
    migrate(register)
    with register.writers.begin() as connection:
        connection.execute(text(f"update {SCHEMA_TABLE} set version_num = 'framtiden'"))  # noqa: S608 - a constant
    ended = etl("publish", data=folder, **SETTINGS)
    assert (ended.code, len(ended.errors.splitlines())) == (2, 1)
    assert "nyare form (framtiden)" in ended.errors
    assert mart(folder, "select version from dataset").item() == "1"  # what was published is still shown
