"""Many who enter at once: each version has one winner, the others are told; kill -9 loses nothing confirmed."""

from __future__ import annotations

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict

import pytest
from sqlalchemy import insert, text

from register import Conflict, Register
from register.migration import migrate
from register.plan_store import TABLE
from tests.postgres import PostgresServer
from tests.registering import go, killed, new_version, said, writer

NOON = dt.datetime.fromisoformat("2026-03-01T12:00")  # UTC without zone, as the register has it
ROLES = [f"Roll {number}" for number in range(16)]


def test_of_many_threads_that_write_the_same_version_one_wins_and_the_others_are_told_of_it(
    made_register: Register,
) -> None:
    start = threading.Barrier(len(ROLES))

    def enter(role: str) -> Conflict | int:
        start.wait()
        try:
            return made_register.add_plan_versions([new_version(role=role), new_version(2, role=role)])
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(ROLES)) as threads:
        ended = list(threads.map(enter, ROLES))
    rows = made_register.plan_versions()
    assert rows["version"].to_list() == [1, 2]
    assert [result for result in ended if isinstance(result, int)] == [rows["id"][-1]]
    [winner] = rows["role"].unique().to_list()
    assert {(told.role, told.version) for told in ended if isinstance(told, Conflict)} == {(winner, 2)}


def test_of_many_threads_that_write_different_plans_nobody_is_lost(made_register: Register) -> None:
    plans = [f"LP-{number}" for number in range(50)]
    with ThreadPoolExecutor(len(plans)) as threads:
        stamps = list(threads.map(lambda plan: made_register.add_plan_versions([new_version(plan_id=plan)]), plans))
    rows = made_register.plan_versions()
    assert sorted(rows["plan_id"]) == sorted(plans)
    assert sorted(stamps) == rows["id"].to_list()
    assert rows["registered_at"].is_sorted()


def test_two_who_make_the_register_at_once_make_one(register_address: str) -> None:
    makers = [writer("make", register_address) for _ in range(2)]
    assert [said(process) for process in makers] == ["ready"] * 2
    for process in makers:
        go(process)
    assert [said(process) for process in makers] == ["0"] * 2
    for process in makers:
        killed(process)
    with closing(Register(register_address)) as register:
        assert register.add_plan_versions([new_version()]) == 1


def test_connections_that_the_server_has_dropped_are_replaced(postgres: PostgresServer) -> None:
    others = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vardlaget'"
    with closing(Register(postgres.new_database())) as register, closing(Register(register.address)) as admin:
        migrate(register)
        with admin.readers.connect() as connection:
            dropped = connection.execute(text(f"{others} and pid <> pg_backend_pid()")).all()
        assert dropped == [(True,)]
        assert register.add_plan_versions([new_version()]) == register.stamp() == 1


def test_of_many_processes_each_version_has_one_winner(made_register: Register, register_address: str) -> None:
    versions = 40
    writers = [writer("race", register_address, versions) for _ in range(3)]
    assert [said(process) for process in writers] == ["ready"] * 3
    for process in writers:
        go(process)
    won = [int(version) for process in writers for version in said(process).split()]
    assert [process.wait(timeout=30) for process in writers] == [0] * 3
    for process in writers:
        killed(process)
    assert sorted(won) == list(range(1, versions + 1))
    assert made_register.plan_versions()["version"].to_list() == list(range(1, versions + 1))


def test_a_row_that_another_program_wrote_past_our_lock_is_a_conflict_too(postgres: PostgresServer) -> None:
    register = Register(postgres.new_database())
    migrate(register)
    theirs = asdict(new_version(role="Den andra")) | {"registered_at": NOON}
    with ThreadPoolExecutor(1) as threads:
        with register.readers.begin() as past_our_lock:
            past_our_lock.execute(insert(TABLE), theirs)
            ours = threads.submit(register.add_plan_versions, [new_version()])
            until_someone_waits(register)
        with pytest.raises(Conflict) as told:
            ours.result(timeout=30)
    assert (told.value.role, told.value.registered_at) == ("Den andra", NOON)
    register.close()


def until_someone_waits(register: Register) -> None:
    with register.readers.connect() as connection:
        while not connection.scalar(text("select count(*) from pg_locks where not granted")):
            time.sleep(0.01)


@pytest.mark.parametrize("at_commit", [0, 1])
def test_a_writer_killed_before_it_was_confirmed_leaves_the_old_state_and_no_lock(
    made_register: Register, register_address: str, at_commit: int
) -> None:
    process = writer("stop", register_address, at_commit)
    assert said(process) == "inside"
    assert made_register.stamp() == 0, "readers neither wait nor see what is not confirmed"
    killed(process)
    made_register.add_plan_versions([new_version(role="Nästa")])
    assert made_register.plan_versions()["role"].to_list() == ["Nästa"]


def test_a_writer_killed_in_full_flight_has_left_whole_calls_and_every_confirmed_one(
    made_register: Register, register_address: str
) -> None:
    at_once = 25
    process = writer("write", register_address, at_once)
    confirmed = [int(said(process)) for _ in range(12)]
    process.kill()
    assert process.stdout is not None
    confirmed += [int(line) for line in process.stdout.read().splitlines() if line]
    killed(process)
    rows = made_register.plan_versions()
    assert rows.height % at_once == 0
    assert set(confirmed) <= set(rows["id"])
    assert made_register.add_plan_versions([new_version()]) > confirmed[-1]
