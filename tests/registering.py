"""Plan versions, days and actions to enter in tests, and processes of their own that enter them."""

from __future__ import annotations

import datetime as dt
import secrets
import subprocess
import sys
from typing import Any

from register import NewCrossAction, NewCrossEntry, NewCrossEvent, NewDecision, NewPlanVersion
from tests.commands import ROOT


def new_version(version: int = 1, base_version: int | None = None, **changes: Any) -> NewPlanVersion:
    """An agreed plan of 100 first visits; `base_version` is the version before where none is told."""
    fields: dict[str, Any] = {
        "principal": "Exempelregionen",
        "plan_id": "LP-1",
        "version": version,
        "year": 2026,
        "specialty": "511",
        "phase": 1,
        "sender": "SU",
        "receiver": "Kliniken",
        "regime": "avtal",
        "transfer": "extern",
        "decided_volume": 120,
        "q1": 25,
        "q2": 25,
        "q3": 20,
        "q4": 30,
        "status": "overenskommen",
        "role": "Produktionsplanerare",
        "base_version": base_version if base_version is not None or version == 1 else version - 1,
    }
    return NewPlanVersion(**(fields | changes))


FALL = NewCrossEvent("skada", "fall", description="Halkade vid sängen.")
FAULT = NewCrossEvent("utan_skada_eller_risk", "driftstorning", 2)


FIRST_DAY = dt.date(2026, 1, 1)


def new_entry(*events: NewCrossEvent, **changes: Any) -> NewCrossEntry:
    """What a ward says of 2 March 2026: the events, else that nothing happened."""
    fields: dict[str, Any] = {
        "principal": "Exempelregionen",
        "administration": "SU",
        "unit": "Avdelning 12",
        "date": dt.date(2026, 3, 2),
        "fact": None if events else "ingen",
        "events": events,
        "role": "Sjuksköterska",
        "base_version": None,
    }
    return NewCrossEntry(**(fields | changes))


def told_day(ward: int, day: int) -> NewCrossEntry:
    """What a ward says of a day: as many events as follows from the day, each with a text that tells which it is."""
    count = 1 + (ward + day) % 4
    events = [NewCrossEvent("risk", "fall", number + 1, f"{ward}/{day}/{number}") for number in range(count)]
    date = FIRST_DAY + dt.timedelta(days=day)
    return new_entry(*events, unit=f"Avdelning {ward}", date=date, went_well=f"{ward}/{day}")


def new_action(**changes: Any) -> NewCrossAction:
    """An open action of the same ward."""
    fields: dict[str, Any] = {
        "principal": "Exempelregionen",
        "administration": "SU",
        "unit": "Avdelning 12",
        "action_id": "4f1c",
        "text": "Halkmattor vid varje säng.",
        "about_date": dt.date(2026, 3, 2),
        "responsible": "Vårdenhetschef",
        "due": dt.date(2026, 4, 1),
        "role": "Sjuksköterska",
        "base_version": None,
    }
    return NewCrossAction(**(fields | changes))


def new_decision(**changes: Any) -> NewDecision:
    """Let by what is said of a referral after the cut-off, in one region's waiting contacts of February 2026."""
    fields: dict[str, Any] = {
        "action": "release",
        "source": "51",
        "kind": "vantande",
        "period": dt.date(2026, 2, 28),
        "reason": "remiss_efter_matdatum",
        "column_name": "remiss_datum",
        "role": "Dataförvaltare",
        "motivation": "Remissdatum är fel i källan men används inte.",
        "token": secrets.token_hex(8),
        "seen_load": 1000,
    }
    return NewDecision(**(fields | changes))


def writer(work: str, address: str, *arguments: object) -> subprocess.Popen[str]:
    """Start tests/register_writer.py; it says a line when it is where the test wants it."""
    command = [sys.executable, "-m", "tests.register_writer", work, address, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str], told: object = "") -> None:
    """Let a writer that waits go on."""
    assert process.stdin is not None
    process.stdin.write(f"{told}\n")
    process.stdin.flush()


def killed(process: subprocess.Popen[str]) -> None:
    """kill -9, and what its pipes held is left."""
    process.kill()
    with process:
        pass
