"""A process that enters plan versions and days, for tests of many at once and of kill -9."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from register import Conflict, CrossSaved, Register
from register.migration import migrate
from tests.registering import new_version, told_day

FOREVER = 600


def main() -> None:
    work, address, *arguments = sys.argv[1:]
    register = Register(address)
    works: dict[str, Callable[..., None]] = {
        "make": make,
        "race": race,
        "stop": stop,
        "write": write,
        "days": days,
        "wards": wards,
    }
    works[work](register, *map(int, arguments))


def make(register: Register) -> None:
    _say("ready")
    sys.stdin.readline()
    migrate(register)
    _say(str(register.stamp()))


def race(register: Register, versions: int) -> None:
    """Try every next version of one plan; says the versions that were ours."""
    register.stamp()
    _say("ready")
    sys.stdin.readline()
    won = []
    for version in range(1, versions + 1):
        try:
            register.add_plan_versions([new_version(version)])
        except Conflict:
            continue
        won.append(version)
    _say(" ".join(map(str, won)))


def stop(register: Register, at_commit: int) -> None:
    """Enter ten versions of plan 1, and stand still when they are written but not confirmed."""

    def stand_still(*_: Any) -> None:
        _say("inside")
        time.sleep(FOREVER)

    def after_insert(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lower().startswith("insert"):
            stand_still()

    event.listen(register.readers, *(("commit", stand_still) if at_commit else ("after_cursor_execute", after_insert)))
    register.add_plan_versions([new_version(version) for version in range(1, 11)])


def write(register: Register, at_once: int) -> None:
    """Enter new plans, some at a time; says the stamp when they are confirmed."""
    number = 0
    while True:
        number += 1
        plans = [new_version(plan_id=f"LP-{number}-{place}") for place in range(at_once)]
        _say(str(register.add_plan_versions(plans)))


def wards(register: Register, first: int, count: int, among: int) -> None:
    """As many processes as `count`, which enter a day each when told to go; each says what it was told."""
    waiting, go = os.pipe()
    for number in range(first, first + count):
        if not os.fork():
            os.close(go)
            register.cross_stamp()
            _say("ready")
            os.read(waiting, 1)
            _say_saved(register.add_cross_entry(told_day(number % among, 0)))
            os._exit(0)
    sys.stdin.readline()
    os.close(go)
    for _ in range(count):
        os.wait()


def days(register: Register) -> None:
    """For every line on stdin a process that enters day after day of the ward of that number until it is killed.

    A fork of this one: a start of Python costs half a second. Says its id, every saved stamp, and when it is gone.
    """
    for line in sys.stdin:
        process = os.fork()
        if not process:
            day = 0
            while True:
                _say_saved(register.add_cross_entry(told_day(int(line), day)))
                day += 1
        _say(f"process {process}")
        os.waitpid(process, 0)
        _say("gone")


def _say_saved(saved: CrossSaved) -> None:
    _say(f"saved {saved.stamp} {int(saved.was_there)}")


def _say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())  # whole lines, whoever else writes


if __name__ == "__main__":
    main()
