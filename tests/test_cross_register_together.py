"""Many wards that register at once: each day is there once; kill -9 and a killed server lose nothing confirmed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict

import pytest
from sqlalchemy import insert

from register import CrossConflict, CrossSaved, NewCrossEvent, Register, cross_store
from register.migration import migrate
from tests.cross_killing import survive_server_kills, survive_writer_kills, whole_days
from tests.postgres import PostgresServer, running_server
from tests.registering import FALL, go, killed, new_entry, said, told_day, writer
from tests.test_register_together import NOON, until_someone_waits

KILLS = int(os.environ.get("KILLS", "10"))
AT_ONCE = 50
WARDS = 40  # ten of them have two who say the same


def test_fifty_threads_and_processes_at_once_are_all_there_each_once(
    made_register: Register, register_address: str
) -> None:
    half = AT_ONCE // 2
    processes = writer("wards", register_address, half, half, WARDS)
    assert [said(processes) for _ in range(half)] == ["ready"] * half
    start = threading.Barrier(half + 1)

    def enter(number: int) -> CrossSaved:
        start.wait()
        return made_register.add_cross_entry(told_day(number % WARDS, 0))

    with ThreadPoolExecutor(half + 1) as threads, following(made_register) as seen:
        entering = [threads.submit(enter, number) for number in range(half)]
        start.wait()
        go(processes)
        saved = [told.result(timeout=60) for told in entering]
        told = [said(processes).split() for _ in range(half)]
    killed(processes)
    answers = [(one.stamp, int(one.was_there)) for one in saved] + [(int(stamp), int(was)) for _, stamp, was in told]
    assert sum(was_there for _, was_there in answers) == AT_ONCE - WARDS
    assert {stamp for stamp, _ in answers} == whole_days(made_register)
    rows = made_register.cross_entries()
    assert rows.select("unit", "date").n_unique() == rows["id"].n_unique() == WARDS
    assert rows["registered_at"].is_sorted()
    assert seen == sorted(stamp for stamp, was_there in answers if not was_there)


@contextmanager
def following(register: Register) -> Iterator[list[int]]:
    """What a page sees that asks again and again for what is newer than the newest it has seen."""
    seen: list[int] = []
    ended = threading.Event()

    def look() -> None:
        is_last = False
        while not is_last:
            is_last = ended.is_set()
            seen.extend(register.cross_entries(after=seen[-1] if seen else 0)["id"].unique(maintain_order=True))

    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(look)
        yield seen
        ended.set()
        looking.result(timeout=30)


def test_of_many_phones_of_a_ward_that_say_the_same_at_once_one_writes(made_register: Register) -> None:
    phones = [new_entry(FALL, role=role) for role in ("Läkare", "Sjuksköterska") * 8]
    with ThreadPoolExecutor(len(phones)) as threads:
        saved = list(threads.map(made_register.add_cross_entry, phones))
    assert sorted(one.was_there for one in saved) == [False] + [True] * 15
    assert {(one.version, one.stamp, one.registered_at) for one in saved} == {
        (1, made_register.cross_stamp(), made_register.cross_entries()["registered_at"][0])
    }
    assert made_register.cross_entries(every_version=True).height == 1


def test_of_many_phones_of_a_ward_that_say_different_things_at_once_one_wins(made_register: Register) -> None:
    phones = [new_entry(NewCrossEvent("risk", count=count), role=f"Roll {count}") for count in range(1, 17)]

    def enter(number: int) -> CrossConflict | CrossSaved:
        try:
            return made_register.add_cross_entry(phones[number])
        except CrossConflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(phones)) as threads:
        ended = list(threads.map(enter, range(len(phones))))
    [winner] = made_register.cross_entries(every_version=True)["role"].to_list()
    assert len([one for one in ended if isinstance(one, CrossSaved)]) == 1
    told = [(one.version, one.role) for one in ended if isinstance(one, CrossConflict)]
    assert told == [(1, winner)] * 15


@pytest.mark.parametrize("is_alike", [True, False])
def test_a_day_that_another_program_wrote_past_our_lock_is_seen_too(postgres: PostgresServer, is_alike: bool) -> None:
    theirs = new_entry(fact="ingen" if is_alike else "ingen_verksamhet", role="Den andra")
    row = {name: value for name, value in asdict(theirs).items() if name not in ("events", "base_version")}
    with closing(Register(postgres.new_database())) as register, ThreadPoolExecutor(1) as threads:
        migrate(register)
        with register.readers.begin() as past_our_lock:
            past_our_lock.execute(insert(cross_store.ENTRIES), row | {"version": 1, "registered_at": NOON})
            ours = threads.submit(register.add_cross_entry, new_entry())
            until_someone_waits(register)
        if is_alike:
            assert ours.result(timeout=30).was_there
        else:
            with pytest.raises(CrossConflict, match="Den andra"):
                ours.result(timeout=30)
        assert register.cross_entries(every_version=True)["role"].to_list() == ["Den andra"]


def test_writers_killed_in_full_flight_leave_whole_days_and_every_confirmed_one(register_address: str) -> None:
    survived = survive_writer_kills(register_address, KILLS, seed=5)
    assert survived.kills == KILLS
    assert survived.confirmed > KILLS


def test_a_server_killed_in_full_flight_has_whole_days_and_every_confirmed_one() -> None:
    with running_server() as server:
        survived = survive_server_kills(server, KILLS, seed=5)
    assert survived.kills == KILLS
    assert survived.confirmed > KILLS
