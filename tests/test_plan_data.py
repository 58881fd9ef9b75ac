"""Plans on the pages: what is published, and what was registered a moment ago, without a publication between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import polars as pl
import pytest

from config import load_settings
from dashboard import choices, plan_data, remembered, warehouse
from register import NewPlanVersion, Register, opened
from register.migration import migrate
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.registering import new_version

LOWERED: dict[str, Any] = {
    "plan_id": "P-2026-311-2-NU-SV", "specialty": "311", "phase": 2, "sender": "NU", "receiver": "SV",
    "regime": "egen", "transfer": "intern", "decided_on": dt.date(2026, 11, 20), "reason": "minskat_behov:annat",
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts") / "data").root


@pytest.fixture
def data(marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The fixture's marts in a data directory of the test's own, without a register."""
    folder = copytree(marts, tmp_path / "data")
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(folder))
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-11-20")
    warehouse.forget()
    remembered.forget()
    yield folder
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def register(data: Path) -> Register:
    """An empty register beside the marts."""
    register = opened(load_settings(data_dir=data).register_address)
    migrate(register)
    return register


def enter(register: Register, *versions: NewPlanVersion) -> int:
    register.add_plan_versions(versions)
    return plan_data.stamp(VERSION)


def in_force(stamp: int, plan_id: str) -> list[tuple[int, ...]]:
    rows = plan_data.quarters(VERSION, stamp, PRINCIPAL, 2026).filter("in_force", pl.col("plan_id") == plan_id)
    return rows.select("quarter", "version", "planned").rows()


def test_a_registered_version_is_in_force_at_once(register: Register) -> None:
    plan = str(LOWERED["plan_id"])
    before = plan_data.stamp(VERSION)
    assert in_force(before, plan) == [(1, 1, 190), (2, 1, 190), (3, 1, 120), (4, 1, 180)]
    after = enter(register, new_version(2, q1=1, q2=1, q3=1, q4=90, **LOWERED))
    assert in_force(after, plan) == [(1, 1, 190), (2, 1, 190), (3, 1, 120), (4, 2, 90)]  # what has ended stays
    [lowered] = plan_data.year_plans(VERSION, after, PRINCIPAL, 2026).filter(plan_id=plan).iter_rows(named=True)
    assert (lowered["planned_year"], lowered["placed"], lowered["outside"]) == (590, 93, 27)
    assert plan_data.versions(VERSION, after, PRINCIPAL).filter(plan_id=plan)["origin"].to_list() == [
        "utdrag", "register",
    ]  # fmt: skip


def test_csv_files_say_when_they_hold_more_than_is_published(register: Register) -> None:
    assert plan_data.data_label(VERSION, plan_data.stamp(VERSION)) == VERSION
    stamp = enter(register, new_version(2, q1=1, q2=1, q3=1, q4=90, **LOWERED))
    assert plan_data.data_label(VERSION, stamp) == f"{VERSION}+r{stamp}"
    rows = plan_data.open_quarters(VERSION, stamp, PRINCIPAL, 2026)
    assert rows["dataversion"].unique().to_list() == [f"{VERSION}+r{stamp}"]


def test_what_a_page_has_begun_on_does_not_change_under_it(register: Register) -> None:
    before = plan_data.stamp(VERSION)
    enter(register, new_version(2, q1=1, q2=1, q3=1, q4=90, **LOWERED))
    assert in_force(before, str(LOWERED["plan_id"]))[3] == (4, 1, 180)


def test_a_page_has_the_rows_of_the_open_table(register: Register) -> None:
    assert plan_data.stamp(VERSION) == register.stamp() == 0
    published = warehouse.published().rows(
        VERSION, "select * from open_leveransplaner where ar = 2026 order by all", {}
    )
    rows = plan_data.open_quarters(VERSION, 0, PRINCIPAL, 2026)
    assert rows.equals(published.select(pl.col(name).cast(kind) for name, kind in rows.schema.items()))
    assert rows.columns == published.columns


def test_a_new_plan_takes_the_outcome_that_had_none(register: Register) -> None:
    def of_plan(plan_id: str | None) -> int:
        rows = plan_data.outcomes(VERSION, PRINCIPAL, 2026).filter(pl.col("plan_id").eq_missing(pl.lit(plan_id)))
        return int(rows["completed"].sum())

    assert of_plan(None) == 11
    pair: dict[str, Any] = {"specialty": "361", "phase": 2, "sender": "SU", "receiver": "SV", "regime": "egen"}
    enter(register, new_version(1, plan_id="NY", **pair))
    assert (of_plan(None), of_plan("NY")) == (0, 11)


def test_free_capacity_shrinks_the_moment_a_plan_is_raised(register: Register) -> None:
    def free(stamp: int) -> int:
        rows = plan_data.free_capacity(VERSION, stamp, PRINCIPAL, 2026)
        return int(rows.filter(specialty="311", receiver="SV", quarter=4)["free"].item())

    assert free(plan_data.stamp(VERSION)) == 20
    assert free(enter(register, new_version(2, q1=190, q2=190, q3=120, q4=195, **LOWERED))) == 5


def test_principals_of_the_register_alone_have_plan_pages_but_no_contact_pages(register: Register) -> None:
    stamp = enter(register, new_version(1, principal="Halland", year=2028))
    assert list(plan_data.principals(VERSION, stamp)) == ["Halland", PRINCIPAL]  # the made up ones last
    assert plan_data.years(VERSION, stamp, "Halland") == [2028]
    assert list(choices.principals(VERSION)) == [PRINCIPAL]


@pytest.mark.usefixtures("data")
def test_without_a_register_pages_show_what_is_published() -> None:
    stamp = plan_data.stamp(VERSION)
    assert (stamp, plan_data.years(VERSION, stamp, PRINCIPAL)) == (0, [2027, 2026, 2025])


@pytest.mark.parametrize(
    ("specialty", "phase", "administration", "basis"),
    [
        ("311", 2, "NU", "egen"),
        ("311", 2, "SkaS", "forvaltning"),
        ("511", 1, "SkaS", "forvaltning"),
        ("511", 1, "SV", "region"),
        ("511", 3, "SU", "jamn"),
    ],
)
@pytest.mark.usefixtures("data")
def test_the_rhythm_of_the_nearest_that_has_one(specialty: str, phase: int, administration: str, basis: str) -> None:
    shares, whose = plan_data.month_shares(VERSION, PRINCIPAL, specialty, phase, administration)
    assert whose == basis
    assert shares.shape == (12,)
    assert sum(shares) == pytest.approx(1)
    assert (shares[6] < 0.05) == (basis != "jamn")
