"""Load with full validation against bare DuckDB's typed read of the same file, in turns within the same run."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cost import Cost, cost_of

RATIO_AIM = 1.8
MEMORY_AIM_MB = 2000
TURNS = {1_000_000: 3, 3_000_000: 2}  # the largest is read once: its ratio varies least

Tell = Callable[[str], None]


@dataclass(frozen=True)
class LoadResult:
    """The median of the turns of one size; CPU seconds of whole processes, peak MB of the load."""

    rows: int
    megabytes: float
    load: Cost
    bare: Cost
    publish: Cost

    @property
    def ratio(self) -> float:
        return self.load.cpu_seconds / self.bare.cpu_seconds

    @property
    def within(self) -> bool:
        return self.ratio <= RATIO_AIM and self.load.peak_mb <= MEMORY_AIM_MB


def measure(sizes: list[int], tell: Tell) -> list[LoadResult]:
    """One result per size, in order; the files stand in a temporary folder only as long as they are needed."""
    results = []
    for rows in sizes:
        with TemporaryDirectory(prefix="vardlaget-bench-") as folder:
            results.append(_measure_size(rows, Path(folder)))
        tell(told(results[-1]))
    return results


def _measure_size(rows: int, folder: Path) -> LoadResult:
    extract = folder / "vantande.csv"
    cost_of(["-m", "bench.extracts", str(extract), str(rows)])
    loads, bares = [], []
    for turn in range(TURNS.get(rows, 1)):
        bares.append(cost_of(["-m", "bench.load_job", "duckdb", str(extract), str(folder / f"bare-{turn}.duckdb")]))
        (folder / f"bare-{turn}.duckdb").unlink()
        loads.append(cost_of(["-m", "bench.load_job", "etl", str(extract), str(folder / f"data-{turn}")]))
    publish = cost_of(["-m", "etl", "publish", "--quiet", "--data", str(folder / "data-0")])
    return LoadResult(rows, extract.stat().st_size / 1e6, _middle(loads), _middle(bares), publish)


def _middle(costs: list[Cost]) -> Cost:
    """The run of median CPU, with the highest peak of all runs."""
    middle = statistics.median_low([cost.cpu_seconds for cost in costs])
    [chosen, *_] = [cost for cost in costs if cost.cpu_seconds == middle]
    return Cost(middle, chosen.wall_seconds, max(cost.peak_mb for cost in costs), chosen.output)


def told(result: LoadResult) -> str:
    """One line for the terminal."""
    return (
        f"load {result.rows:>10,} rows ({result.megabytes:,.0f} MB): {result.load.cpu_seconds:.1f} s CPU, "
        f"bare read {result.bare.cpu_seconds:.1f} s, ratio {result.ratio:.2f} (aim {RATIO_AIM}), "
        f"peak {result.load.peak_mb:,.0f} MB; publish {result.publish.cpu_seconds:.1f} s CPU, "
        f"{result.publish.peak_mb:,.0f} MB"
    )
