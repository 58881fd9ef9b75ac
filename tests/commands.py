"""Run the product's commands as a user does: in a process of their own, against a data directory of the test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, what it printed, and its machine-readable report."""

    code: int
    output: str
    errors: str
    report: dict[str, Any]


def etl(*arguments: object, data: Path, **environment: str) -> Ended:
    """`python -m etl …` with a report; environment adds VARDLAGET_* settings."""
    report = data.parent / f"{data.name}-report.json"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "etl", *map(str, arguments), "--data", str(data), "--json", str(report)]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=600
    )
    told = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    return Ended(ended.returncode, ended.stdout, ended.stderr, told)


def exported(data: Path, *options: str) -> dict[str, pl.DataFrame]:
    """Every open table as a user reads it back from the Swedish CSV, all cells as text."""
    out = data.parent / f"{data.name}-export"
    ended = etl("export", "--out", out, *options, data=data)
    assert ended.code == 0, ended.errors
    return {path.stem: read_open_table(path) for path in sorted(out.glob("*.csv"))}


def read_open_table(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator=";", infer_schema=False, encoding="utf8")


def number(cell: str | None) -> float | None:
    """A Swedish number; None for an empty cell."""
    return None if cell in (None, "") else float(cell.replace(",", "."))
