"""A process that enters plan versions, for tests of many at once and of kill -9."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from register import Conflict, Register
from register.migration import migrate
from tests.registering import new_version

FOREVER = 600


def main() -> None:
    work, address, *arguments = sys.argv[1:]
    register = Register(address)
    works: dict[str, Callable[..., None]] = {"make": make, "race": race, "stop": stop, "write": write}
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


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
