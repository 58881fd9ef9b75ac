"""What is entered can be read back, whole and in order; what someone has not seen stops them, and nothing changes."""

from __future__ import annotations

import datetime as dt
import stat
import time
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from register import PLAN_COLUMNS, Conflict, NewPlanVersion, NotMade, Register, Unreachable, opened
from register.migration import migrate
from tests.registering import new_version

EVERYTHING = new_version(
    3,
    plan_id="LP-Å",
    decided_volume=None,
    decided_on=dt.date(2026, 3, 31),
    status="forslag",
    reason="minskat_behov:uppnadd_vardgaranti",
    anchored_by="Verksamhetschef",
    motivation="Kön är ”kort” nog; 100 % klart\nsedan 2026-02 – enligt 'SU'.",
    principle_share=1.0,
    principle_numerator=40,
    principle_denominator=40,
    principle_level=1.0,
    principle_date=dt.date(2026, 2, 28),
)


def test_a_version_is_read_back_as_it_was_entered(made_register: Register) -> None:
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    stamp = made_register.add_plan_versions([EVERYTHING])
    [row] = made_register.plan_versions().to_dicts()
    assert before <= row["registered_at"] <= dt.datetime.now(dt.UTC).replace(tzinfo=None)
    entered = asdict(EVERYTHING)
    assert {name: row[name] for name in PLAN_COLUMNS if name != "registered_at"} == {
        name: value for name, value in entered.items() if name != "base_version"
    }
    assert row["id"] == stamp == made_register.stamp()


def test_what_is_entered_has_the_columns_that_are_read_and_the_version_seen() -> None:
    entered = {field.name for field in fields(NewPlanVersion)}
    assert entered == {*PLAN_COLUMNS, "base_version"} - {"registered_at"}


def test_rows_have_the_schema_of_plan_versions_also_when_there_are_none(made_register: Register) -> None:
    expected = pl.Schema(PLAN_COLUMNS | {"id": pl.Int64()})
    assert made_register.plan_versions().schema == expected
    made_register.add_plan_versions([EVERYTHING])
    assert made_register.plan_versions().schema == expected


def test_rows_come_in_the_order_they_were_entered_and_after_a_stamp(made_register: Register) -> None:
    first = made_register.add_plan_versions([new_version(plan_id="B"), new_version(plan_id="A")])
    last = made_register.add_plan_versions([new_version(2, plan_id="A"), new_version(principal="Annan")])
    assert made_register.plan_versions()["plan_id"].to_list() == ["B", "A", "A", "LP-1"]
    assert made_register.plan_versions("Annan", after=first)["id"].to_list() == [last]
    assert made_register.plan_versions(after=last).is_empty()


def test_nothing_to_write_changes_nothing(made_register: Register) -> None:
    assert made_register.add_plan_versions([]) == 0


def test_a_register_that_is_not_made_reads_as_empty_and_refuses_to_be_written(register_address: str) -> None:
    register = Register(register_address)
    assert (register.exists(), register.stamp(), register.plan_versions().height) == (False, 0, 0)
    with pytest.raises(NotMade, match="python -m register migrate"):
        register.add_plan_versions([new_version()])
    migrate(register)
    assert register.exists()
    register.close()


@pytest.mark.parametrize("version", [new_version(2, 1), new_version(1), new_version(3, 1)])
def test_a_version_that_was_not_seen_is_told_with_who_and_when(
    made_register: Register, version: NewPlanVersion
) -> None:
    made_register.add_plan_versions([new_version(), new_version(2, role="Avtalscontroller")])
    with pytest.raises(Conflict) as told:
        made_register.add_plan_versions([version])
    theirs = made_register.plan_versions().row(-1, named=True)
    assert (told.value.plan_id, told.value.version, told.value.role) == ("LP-1", 2, "Avtalscontroller")
    assert told.value.registered_at == theirs["registered_at"]
    assert made_register.stamp() == theirs["id"]


def test_the_newest_version_known_from_a_file_may_be_built_on(made_register: Register) -> None:
    made_register.add_plan_versions([new_version(4, 3)])
    made_register.add_plan_versions([new_version(8, 7)])
    assert made_register.plan_versions()["version"].to_list() == [4, 8]


def test_the_same_plan_id_of_another_huvudman_is_another_plan(made_register: Register) -> None:
    made_register.add_plan_versions([new_version(), new_version(principal="Annan")])
    assert made_register.plan_versions().height == 2


def test_one_version_too_late_keeps_all_of_a_call_out(made_register: Register) -> None:
    stamp = made_register.add_plan_versions([new_version()])
    with pytest.raises(Conflict):
        made_register.add_plan_versions([new_version(plan_id="LP-2"), new_version()])
    assert made_register.stamp() == stamp


def test_several_versions_of_a_plan_in_one_call_build_on_each_other(made_register: Register) -> None:
    made_register.add_plan_versions([new_version(), new_version(2)])
    with pytest.raises(ValueError, match="build on"):
        made_register.add_plan_versions([new_version(3), new_version(4, 2)])
    with pytest.raises(ValueError, match="builds on"):
        new_version(2, 2)
    assert made_register.plan_versions()["version"].to_list() == [1, 2]


@pytest.mark.parametrize("wrong", [{"q3": -1}, {"status": "klar"}, {"q1": 10**12}, {"role": None}])
def test_what_no_plan_can_have_is_refused_by_the_database(made_register: Register, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no plan can be so") as told:
        made_register.add_plan_versions([new_version(motivation="hemligt", **wrong)])
    assert "hemligt" not in str(told.value)
    assert made_register.stamp() == 0


def test_a_stamp_costs_less_than_a_millisecond(made_register: Register) -> None:
    made_register.add_plan_versions([new_version(plan_id=f"LP-{number}") for number in range(500)])
    made_register.stamp()
    began = time.process_time()
    for _ in range(200):
        made_register.stamp()
    assert (time.process_time() - began) / 200 < 0.001


def test_numbers_of_a_solver_are_written_as_numbers(made_register: Register) -> None:
    made_register.add_plan_versions([new_version(q1=np.int64(7), principle_share=np.float64(0.25))])
    assert made_register.plan_versions().select("q1", "principle_share").rows() == [(7, 0.25)]


def test_an_address_is_opened_once(register_address: str) -> None:
    assert opened(register_address) is opened(register_address)
    opened(register_address).close()


def test_the_file_is_its_owners_alone_and_so_is_what_sqlite_puts_beside_it(tmp_path: Path) -> None:
    register = Register(f"sqlite:///{tmp_path}/new folder/50%/register.sqlite")
    migrate(register)
    register.add_plan_versions([new_version()])
    assert register.file is not None
    beside = sorted(register.file.parent.iterdir())
    assert [path.name for path in beside] == ["register.sqlite", "register.sqlite-shm", "register.sqlite-wal"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}
    assert stat.S_IMODE(register.file.parent.stat().st_mode) == 0o700
    register.close()


def test_a_file_put_in_the_place_of_another_is_the_one_that_is_read(tmp_path: Path) -> None:
    register, other = (Register(f"sqlite:///{tmp_path}/{name}.sqlite") for name in ("a", "b"))
    for one in (register, other):
        migrate(one)
    other.add_plan_versions([new_version()])
    assert (register.stamp(), other.stamp()) == (0, 1)
    other.close()
    register.close()
    (tmp_path / "b.sqlite").rename(tmp_path / "a.sqlite")
    assert register.stamp() == 1
    (tmp_path / "a.sqlite").unlink()
    assert not register.exists()


def test_a_database_that_does_not_answer_is_one_line_without_password(tmp_path: Path) -> None:
    away = Register("postgresql+psycopg://anna:hemligt@127.0.0.1:1/register?connect_timeout=2")
    (tmp_path / "register.sqlite").write_bytes(b"inget register " * 100)
    for register in (away, Register(f"sqlite:///{tmp_path}/register.sqlite")):
        with pytest.raises(Unreachable) as told:
            register.stamp()
        assert "hemligt" not in str(told.value)
        assert "\n" not in str(told.value)
        register.close()


def test_what_was_confirmed_survives_the_file_being_opened_anew(register_address: str) -> None:
    register = Register(register_address)
    migrate(register)
    register.add_plan_versions([new_version()])
    register.close()
    again = Register(register_address)
    assert again.stamp() == 1
    again.close()
