"""What a child process cost: CPU seconds and peak memory, which hold on a machine that others use too."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Cost:
    """CPU (user and system) and wall seconds, peak memory in MB, and what the process printed."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    output: str


def cost_of(arguments: Sequence[str], **environment: str) -> Cost:
    """Run `python ARGUMENTS` to its end. Raises `RuntimeError` when it fails."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments[:3])}: exit code {process.returncode}\n{output}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024, output)


def quantile(values: Sequence[float], share: float) -> float:
    """The value at this share of the sorted values (nearest place)."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]
