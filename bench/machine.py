"""The day, the commit and the machine of a measurement: what a figure means nothing without."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.cost import ROOT

PACKAGES = ("duckdb", "polars", "streamlit", "plotly", "highspy")


def told() -> str:
    """One line; no path or name of the machine."""
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = " with uncommitted changes" if _git("status", "--porcelain", "--untracked-files=no") else ""
    memory = int(Path("/proc/meminfo").read_text(encoding="ascii").split()[1]) / 1e6
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, commit {commit}{changed}, {os.cpu_count()} cores, "
        f"{memory:.0f} GB memory, Python {platform.python_version()}, {packages}."
    )


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
