"""A backfill of monthly snapshots, then one month and one week more, at 1 to 100 million rows, beside bare readers.

Every command runs as a user runs it, in a process of its own. Load is measured without publishing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cost import Cost, cost_of

ROWS_OF_MONTH = 1_000_000
MEMORY_AIM_MB = 2000
MONTH_RATIO_AIM = 1.5  # one more month into the largest, against into a tenth of it
PEERS = ("duckdb", "polars", "pandas")
MOST_PEER_FILES = 10  # of the largest size others read every tenth file, and the cost is told times ten

Tell = Callable[[str], None]


@dataclass(frozen=True)
class More:
    """What came of one more file: its load, and the publication."""

    load: Cost
    publish: Cost


@dataclass(frozen=True)
class Scale:
    """One size: the backfill, a month and a week more, and what others needed to read the same rows."""

    rows: int
    files_mb: float
    load: Cost
    publish: Cost
    warehouse_mb: float
    marts_mb: float
    month: More
    week: More
    peers: dict[str, Cost]

    @property
    def peak_mb(self) -> float:
        """The most memory of any command."""
        steps = (self.load, self.publish, self.month.load, self.month.publish, self.week.load, self.week.publish)
        return max(step.peak_mb for step in steps)


def measure(sizes: Sequence[int], tell: Tell) -> list[Scale]:
    """One result per size, ascending; the files of the largest are made once and serve them all."""
    with TemporaryDirectory(prefix="vardlaget-bench-") as folder:
        files = Path(folder, "files")
        tell(f"makes {max(sizes):,} rows of snapshots")
        cost_of(["-m", "bench.snapshots", str(files), str(max(sizes)), str(max(1, max(sizes) // ROWS_OF_MONTH))])
        return [_measure_size(Path(folder, str(rows)), files, rows, tell) for rows in sizes]


def is_within(smaller: Scale, larger: Scale) -> bool:
    """Whether a month more into the larger publishes in at most MONTH_RATIO_AIM times the CPU time of the smaller."""
    early, late = (one.month.publish.cpu_seconds for one in (smaller, larger))
    return late <= MONTH_RATIO_AIM * early


def outside(results: Sequence[Scale]) -> list[Scale]:
    """The sizes that need more memory, or a longer publication of a month, than the aims."""
    return [
        one
        for place, one in enumerate(results)
        if one.peak_mb > MEMORY_AIM_MB or (place and not is_within(results[place - 1], one))
    ]


def _measure_size(folder: Path, files: Path, rows: int, tell: Tell) -> Scale:
    months, weeks, data = (folder / name for name in ("months", "more", "data"))
    newest = sorted(files.glob("*.parquet"))[-max(1, rows // ROWS_OF_MONTH) :]
    _link(newest, months)
    load = _told(tell, rows, "load", _load(months, data))
    publish = _told(tell, rows, "publish", _publish(data))
    warehouse_mb, marts_mb = _megabytes([data / "warehouse.duckdb"]), _megabytes(data.glob("marts-*.duckdb"))
    cost_of(["-m", "bench.snapshots", "more", str(weeks), str(data), str(rows // len(newest))])
    month = _more(data, weeks / "vantande-2026-10.parquet", rows, "month", tell)
    week = _more(data, weeks / "vecka-1.parquet", rows, "week", tell)
    shutil.rmtree(data)
    peers = {name: _told(tell, rows, name, _peer(name, months, newest)) for name in PEERS}
    return Scale(rows, _megabytes(newest), load, publish, warehouse_mb, marts_mb, month, week, peers)


def _link(files: Sequence[Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    for file in files:
        os.link(file, folder / file.name)


def _more(data: Path, file: Path, rows: int, name: str, tell: Tell) -> More:
    load = _told(tell, rows, f"one {name} more, load", _load(file, data))
    return More(load, _told(tell, rows, f"one {name} more, publish", _publish(data)))


def _load(path: Path, data: Path) -> Cost:
    return cost_of(["-m", "bench.load_job", "etl", str(path), str(data)])


def _publish(data: Path) -> Cost:
    return cost_of(["-m", "etl", "publish", "--quiet", "--data", str(data)])


def _peer(name: str, folder: Path, files: Sequence[Path]) -> Cost:
    """Read every file, or of many every so manieth; the cost is then that of all of them."""
    step = max(1, len(files) // MOST_PEER_FILES)
    some = folder.with_name(f"read-by-{name}")
    _link(files[::step], some)
    cost = cost_of(["-m", "bench.peers", name, str(some)])
    return Cost(cost.cpu_seconds * step, cost.wall_seconds * step, cost.peak_mb, cost.output)


def _told(tell: Tell, rows: int, what: str, cost: Cost) -> Cost:
    tell(f"{rows:>11,} rows, {what}: {cost.cpu_seconds:.1f} s CPU, {cost.wall_seconds:.1f} s, {cost.peak_mb:,.0f} MB")
    return cost


def _megabytes(files: Iterable[Path]) -> float:
    return sum(file.stat().st_size for file in files) / 1e6
