"""Run the product's commands as a user types them, against a data directory of the test's own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from etl.commands import main

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, what it printed, and its machine-readable report."""

    code: int
    output: str
    errors: str
    report: dict[str, Any]


def etl(*arguments: object, data: Path, **environment: str) -> Ended:
    """`python -m etl …` with a report, in this process; environment adds VARDLAGET_* settings.

    A process of its own would spend most of a small command on its start; tests/test_command_processes.py sees that
    both end alike. Where other readers, locks or raw streams matter, use `etl_process`.
    """
    words, report = _words(arguments, data)
    output, errors = io.StringIO(), io.StringIO()
    with _as_a_process(words, environment), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = _exit_code()
    return Ended(code, output.getvalue(), errors.getvalue(), _told(report))


def etl_process(*arguments: object, data: Path, **environment: str) -> Ended:
    """`python -m etl …` with a report, in a process of its own; environment adds VARDLAGET_* settings."""
    words, report = _words(arguments, data)
    ended = subprocess.run(
        [sys.executable, "-m", "etl", *words],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr, _told(report))


def _words(arguments: tuple[object, ...], data: Path) -> tuple[list[str], Path]:
    """The command line, and where the report of just this command will be."""
    report = data.parent / f"{data.name}-report.json"
    report.unlink(missing_ok=True)
    return [*map(str, arguments), "--data", str(data), "--json", str(report)], report


def _told(report: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    return told


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    except Exception:  # noqa: BLE001 - as the interpreter itself ends: the test is to see the traceback
        traceback.print_exc()
        return 1
    return 0


@contextlib.contextmanager
def _as_a_process(words: list[str], environment: dict[str, str]) -> Iterator[None]:
    """The command line, folder and settings of a new process; afterwards this one's own again."""
    before, arguments, mask = dict(os.environ), sys.argv, os.umask(0o022)
    main_module = sys.modules["__main__"]
    os.umask(mask)
    os.environ.update(environment)
    sys.argv = ["etl", *words]
    # A page that a test has shown leaves itself here, and the command's own processes would begin by running it.
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        with contextlib.chdir(ROOT):
            yield
    finally:
        sys.modules["__main__"] = main_module
        sys.argv = arguments
        os.environ.clear()
        os.environ.update(before)
        os.umask(mask)


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
