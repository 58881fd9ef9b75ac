"""Plan versions to enter in tests, and processes of their own that enter them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from register import NewPlanVersion
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


def writer(work: str, address: str, *arguments: object) -> subprocess.Popen[str]:
    """Start tests/register_writer.py; it says a line when it is where the test wants it."""
    command = [sys.executable, "-m", "tests.register_writer", work, address, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    """Let a writer that waits go on."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def killed(process: subprocess.Popen[str]) -> None:
    """kill -9, and what its pipes held is left."""
    process.kill()
    with process:
        pass
