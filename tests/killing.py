"""Kill a load at random moments and see that nothing is lost, doubled or half shown; `make soak` runs it longer."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.commands import ROOT, etl, etl_process
from tests.extracts import Region, Row, completed, new_region, waiting

ROWS = 4000
UNIT_COUNT = (
    "select sum(contacts) from attainment where specialty = '511' and administration = 'SU' and definition = 'ingen'"
)


@dataclass(frozen=True)
class Kill:
    """One kill: after how many seconds, and whether the old or the new version was served then."""

    after_seconds: float
    served_new: bool


def survive_kills(folder: Path, kills: int, seed: int, told: Callable[[str], None] = lambda _line: None) -> list[Kill]:
    """Load a re-delivery again and again, kill it, look, and load it to its end. Raises `AssertionError`.

    A load that ended before its kill is looked at too, but only real kills are counted and returned.
    """
    chance = random.Random(seed)
    region = new_region(folder)
    duration = _first_load(region)
    survived: list[Kill] = []
    number = 0
    while len(survived) < kills:
        number += 1
        path = region.write(f"v{number}.csv", _rows(number))
        delay = chance.uniform(0, duration)
        ended_after = _start_and_kill(region, ["load", str(path)], delay)
        kill = Kill(delay, _look(region, number))
        _load_to_the_end(region, path, number)
        if ended_after is None:
            survived.append(kill)
            told(f"{len(survived)}/{kills}: dödad efter {delay:.2f} s")
        # A load takes its time by how busy the machine is: follow it, so that kills reach from the start to the end.
        duration = 1.1 * duration if ended_after is None else ended_after
    return survived


def survive_publish_kills(
    folder: Path, kills: int, seed: int, told: Callable[[str], None] = lambda _line: None
) -> list[Kill]:
    """Publish the same warehouse again and again and kill it: what is served is whole, the old version or the new."""
    chance, region = random.Random(seed), new_region(folder)
    _first_load(region)
    duration, survived = _timed(region, "publish"), list[Kill]()
    while len(survived) < kills:
        before, delay = _version(region), chance.uniform(0, duration)
        ended_after = _start_and_kill(region, ["publish"], delay)
        assert _served(region) == _whole(0)
        is_new = _version(region) != before
        ended = etl("publish", data=region.root)
        assert (ended.code, _served(region)) == (0, _whole(0)), ended.errors
        assert etl("verify", data=region.root).code == 0
        assert not list(region.root.glob("*.building*"))
        if ended_after is None:
            survived.append(Kill(delay, is_new))
            told(f"{len(survived)}/{kills}: publish dödad efter {delay:.2f} s")
        duration = 1.1 * duration if ended_after is None else ended_after
    return survived


def survive_rollback_kills(
    folder: Path, kills: int, seed: int, told: Callable[[str], None] = lambda _line: None
) -> list[Kill]:
    """Roll back and kill it: the version before is served and held, or the newer one and not; a retry ends right."""
    chance, region = random.Random(seed), new_region(folder)
    _first_load(region)
    number, duration, survived = 0, 0.0, list[Kill]()
    while len(survived) < kills:
        number += 1
        _load_to_the_end(region, region.write(f"v{number}.csv", _rows(number)), number)
        duration = duration or _start_time(region)
        delay = chance.uniform(0, duration)
        newest = _version(region)
        ended_after = _start_and_kill(region, ["rollback"], delay)
        pointer = region.data.published()
        assert pointer is not None
        is_back = pointer.version != newest
        assert pointer.held == is_back
        assert _served(region) == _whole(number - is_back)
        if not is_back:
            assert etl("rollback", data=region.root).code == 0
        assert _served(region) == _whole(number - 1)
        assert etl("verify", data=region.root).code == 0
        if ended_after is None:
            survived.append(Kill(delay, not is_back))
            told(f"{len(survived)}/{kills}: rollback dödad efter {delay:.2f} s")
        duration = 1.1 * duration if ended_after is None else ended_after
    return survived


def _start_time(region: Region) -> float:
    """How long a command takes that changes nothing."""
    return _timed(region, "status")


def _timed(region: Region, command: str) -> float:
    began = time.monotonic()
    assert etl_process(command, data=region.root).code == 0
    return time.monotonic() - began


def _version(region: Region) -> str:
    pointer = region.data.published()
    assert pointer is not None
    return pointer.version


def _rows(version: int) -> list[Row]:
    """Each version has one contact more than the one before, so that a count tells which is served."""
    both = [waiting() for _ in range(ROWS + version)] + [completed() for _ in range(ROWS + version)]
    return [row | {"vardkontakt_id": f"{version}-{place}"} for place, row in enumerate(both)]


def _first_load(region: Region) -> float:
    path = region.write("v0.csv", _rows(0))
    began = time.monotonic()
    assert etl_process("load", path, data=region.root).code == 0
    return time.monotonic() - began


def _start_and_kill(region: Region, words: list[str], delay: float) -> float | None:
    """Kill the command after `delay` seconds; None, or how long it took where it had ended by itself."""
    command = [sys.executable, "-m", "etl", *words, "--quiet", "--data", str(region.root)]
    load = subprocess.Popen(command, cwd=ROOT, env=os.environ, start_new_session=True)
    began = time.monotonic()
    try:
        load.wait(timeout=delay)
    except subprocess.TimeoutExpired:
        load.send_signal(signal.SIGKILL)
        return None if load.wait(timeout=30) == -signal.SIGKILL else time.monotonic() - began
    return time.monotonic() - began


def _look(region: Region, number: int) -> bool:
    """What is served is the old version or the new, whole; and the warehouse holds one of them, once."""
    served = _served(region)
    assert served in (_whole(number - 1), _whole(number)), served
    kept = set(region.query("select population, count(*), count(distinct contact_hash) from contacts group by all"))
    old, new = _in_warehouse(number - 1), _in_warehouse(number)
    assert kept in (old, new), kept
    return served == _whole(number)


def _load_to_the_end(region: Region, path: Path, number: int) -> None:
    ended = etl("load", path, data=region.root)
    assert ended.code == 0, ended.errors
    assert _served(region) == _whole(number)
    assert set(
        region.query("select population, count(*), count(distinct contact_hash) from contacts group by all")
    ) == (_in_warehouse(number))
    assert etl("verify", data=region.root).code == 0
    loads = region.query("select count(*) from loads where status in ('loaded', 'replaced')")
    assert loads == [(number + 1,)], "the retry was recorded twice"
    assert not list(region.root.glob("*.building*"))


def _served(region: Region) -> int:
    pointer = region.data.published()
    assert pointer is not None
    connection = duckdb.connect(region.data.marts(pointer.version), read_only=True)
    try:
        [(contacts,)] = connection.sql(UNIT_COUNT).fetchall()
    finally:
        connection.close()
    return int(contacts)


def _whole(version: int) -> int:
    return 2 * (ROWS + version)


def _in_warehouse(version: int) -> set[tuple[str, int, int]]:
    return {(population, ROWS + version, ROWS + version) for population in ("vantande", "genomforda")}
