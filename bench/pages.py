"""What a changed filter costs the server: CPU of the app's process per run, less that of a bare Streamlit page."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from bench.cost import ROOT, quantile
from bench.plans import YEARS
from bench.region import month_ends
from bench.session import Session

CPU_AIM_MS = 15
P95_AIM_MS = 300
START_SECONDS = 60
BARE_PAGE = 'import streamlit as st\n\nst.selectbox("Val", ["a", "b"])\nst.write("Hej")\n'
DEFINITIONS = ("ingen", "exkl_pvv", "exkl_pvv_mov", "exkl_pvv_over_grans")
PARTS = ("", "avsandare=SU", "avsandare=NU", "avsandare=SkaS", "mvo=311", "mvo=101", "avsandare=SV", "mvo=105")


@dataclass(frozen=True)
class PageResult:
    """Per run of one page, in ms: CPU over the bare page and wall p95; `new`: a view asked for the first time."""

    page: str
    views: int
    new_cpu: float
    new_p95: float
    seen_cpu: float
    seen_p95: float

    @property
    def within(self) -> bool:
        return max(self.new_cpu, self.seen_cpu) <= CPU_AIM_MS and max(self.new_p95, self.seen_p95) <= P95_AIM_MS


def addresses(views: int) -> dict[str, tuple[str, list[str]]]:
    """Page → (its path, query strings that differ in one or more filters)."""
    dates = [date.isoformat() for date in reversed(month_ends(12))]
    pairs = list(product(DEFINITIONS, dates))[:views]
    cuts = [f"matdatum={date}&definition={definition}" for definition, date in pairs]
    years = [f"ar={year}&{part}" for part in PARTS for year in YEARS][:views]
    return {
        "Läget": ("", cuts),
        "Variation": ("variation", [f"{cut}&population=vantande&fas=1" for cut in cuts]),
        "Variation, en specialitet": ("variation", [f"{cut}&fas=1&mvo=101" for cut in cuts]),
        "Specialitet": ("specialitet", [f"{cut}&fas=1&mvo=101" for cut in cuts]),
        "Leveransplaner": ("leveransplaner", years),
        "Behov och kapacitet": ("behov", [year.replace("avsandare", "forvaltning") for year in years]),
        "Datakvalitet": ("datakvalitet", [""] * views),
        "Om": ("om", [""] * views),
    }


def measure(root: Path, views: int) -> list[PageResult]:
    """One result per page of the app on the marts in `root`."""
    with TemporaryDirectory(prefix="vardlaget-bench-") as folder:
        bare_page = Path(folder, "bare.py")
        bare_page.write_text(BARE_PAGE, encoding="utf-8")
        with served(bare_page) as (port, pid):
            bare, _ = _visited(port, pid, "", ["", *[f"a={n}" for n in range(views)]])[-1]
    with served(ROOT / "app.py", VARDLAGET_DATA_DIR=str(root)) as (port, pid):
        results = []
        for page, (path, queries) in addresses(views).items():
            (new, new_p95), (seen, seen_p95) = _visited(port, pid, path, queries)
            results.append(PageResult(page, len(queries), new - bare, new_p95, seen - bare, seen_p95))
    return results


def _visited(port: int, pid: int, path: str, queries: list[str]) -> list[tuple[float, float]]:
    """In a thread of its own: the caller may have an event loop running, as browser tests do."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _visit(port, pid, path, queries)).result()


def told(result: PageResult) -> str:
    """One line for the terminal."""
    return (
        f"page {result.page}: new views {result.new_cpu:.1f} ms CPU over a bare page, p95 {result.new_p95:.0f} ms; "
        f"seen views {result.seen_cpu:.1f} ms, p95 {result.seen_p95:.0f} ms (aims {CPU_AIM_MS}, {P95_AIM_MS})"
    )


async def _visit(port: int, pid: int, path: str, queries: list[str]) -> list[tuple[float, float]]:
    """(CPU ms per run, wall p95 ms) of the queries asked for the first time and once more, after a first run."""
    measured = []
    async with Session(port, path) as session:
        await session.run("matdatum=1900-01-31")  # imports, connection and fonts; an unknown date is no view of its own
        for _ in range(2):
            before = cpu_seconds(pid)
            walls = [await session.run(query) for query in queries]
            await asyncio.sleep(0.2)  # what the server does after its last answer counts too
            measured.append((1e3 * (cpu_seconds(pid) - before) / len(queries), 1e3 * quantile(walls, 0.95)))
    return measured


@contextmanager
def served(script: Path, **environment: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of a Streamlit server of the script on a free loopback port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.address", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_healthy(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_healthy(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.2)


def cpu_seconds(pid: int) -> float:
    """User and system CPU of one process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
