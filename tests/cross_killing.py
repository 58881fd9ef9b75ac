"""Kill those who register days, and their server: what was confirmed is there, and all that is there is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from register import Register, Unreachable
from register.migration import migrate
from tests.postgres import PostgresServer
from tests.registering import FIRST_DAY, go, killed, said, told_day, writer

LONGEST_LIFE = 0.12  # seconds from a start to the kill
WARDS_AT_ONCE = 4
Told = Callable[[str], None]


@dataclass(frozen=True)
class Survived:
    """How many kills and confirmed days, and how often a kill came between the writing and the answer."""

    kills: int
    confirmed: int
    unanswered: int


def silent(_line: str) -> None:
    pass


def survive_writer_kills(address: str, kills: int, seed: int, told: Told = silent) -> Survived:
    """kill -9 of one process after another in the middle of its registrations; raises `AssertionError`."""
    chance = random.Random(seed)
    confirmed = set[int]()
    with closing(Register(address)) as register:
        migrate(register)
        writers = writer("days", address)
        for ward in range(kills):
            confirmed |= _kill_writer(writers, ward, chance.uniform(0, LONGEST_LIFE))
            told(f"{ward + 1}/{kills}: {len(confirmed)} days confirmed")
        killed(writers)
        there = whole_days(register)
        assert confirmed <= there, confirmed - there
        assert not register.add_cross_entry(told_day(kills, 0)).was_there, "a killed writer left its lock"
    return Survived(kills, len(confirmed), len(there) - len(confirmed))


def _kill_writer(writers: subprocess.Popen[str], ward: int, life: float) -> set[int]:
    """The stamps that the ward's process was told before it was killed."""
    go(writers, ward)
    time.sleep(life)
    confirmed = set[int]()
    while (words := said(writers).split()) != ["gone"]:
        match words:
            case ["process", process]:
                os.kill(int(process), signal.SIGKILL)
            case ["saved", stamp, "0"]:
                confirmed.add(int(stamp))
            case _:
                raise AssertionError(f"the writer said {words}")
    return confirmed


def survive_server_kills(server: PostgresServer, kills: int, seed: int, told: Told = silent) -> Survived:
    """Immediate stops of PostgreSQL while wards register; whoever got no answer says the same again."""
    chance = random.Random(seed)
    ended = threading.Event()
    confirmed: list[list[int]] = [[] for _ in range(WARDS_AT_ONCE)]
    with closing(Register(server.new_database())) as register, ThreadPoolExecutor(WARDS_AT_ONCE) as threads:
        migrate(register)
        wards = [
            threads.submit(_register_days, register, ward, confirmed[ward], ended) for ward in range(WARDS_AT_ONCE)
        ]
        try:
            for number in range(kills):
                time.sleep(chance.uniform(0, LONGEST_LIFE))
                server.stop(signal.SIGQUIT)
                server.start_again()
                told(f"{number + 1}/{kills}: {sum(map(len, confirmed))} days confirmed")
        finally:
            ended.set()
        unanswered = sum(ward.result(timeout=60) for ward in wards)
        there = whole_days(register)
    stamps = {stamp for ward in confirmed for stamp in ward}
    assert stamps == there, stamps ^ there
    return Survived(kills, len(stamps), unanswered)


def _register_days(register: Register, ward: int, confirmed: list[int], ended: threading.Event) -> int:
    """Day after day until it is enough; how many were there already when they were said again."""
    day = unanswered = 0
    while not ended.is_set() or day == 0:
        try:
            saved = register.add_cross_entry(told_day(ward, day))
        except Unreachable:
            time.sleep(0.01)
            continue
        confirmed.append(saved.stamp)
        unanswered += saved.was_there
        day += 1
    return unanswered


def whole_days(register: Register) -> set[int]:
    """The stamps of all entries, once it is seen that each is the one version of its day, with all its events."""
    rows = register.cross_entries(every_version=True)
    stamps = rows.unique(["unit", "date", "id", "version"], maintain_order=True)
    assert stamps["version"].unique().to_list() == [1]
    expected = [
        (stamp, number, event.fact, event.event_type, event.count, event.description, entered.went_well)
        for stamp, unit, date in stamps.select("id", "unit", "date").iter_rows()
        for entered in [told_day(int(unit.removeprefix("Avdelning ")), (date - FIRST_DAY).days)]
        for number, event in enumerate(entered.events, start=1)
    ]
    columns = ["id", "number", "fact", "event_type", "count", "description", "went_well"]
    assert rows.select(columns).rows() == expected
    return set(stamps["id"])
