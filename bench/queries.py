"""Every query of the dashboard on the marts of a whole region, with many parameters, on cold and warm caches.

`python -m bench.queries REPETITIONS` measures the marts that the settings name and prints one JSON list. Cold: a newly
opened database, nothing in its buffers. Warm: the same connection as before. What the app remembers of an answer is
dropped before every question, so that the query itself is measured.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from bench.cost import cost_of, quantile
from dashboard import band_reads, cross_reads, plan_reads, quality_reads, reads, steward_reads, warehouse
from dashboard.questions import OF_ALL_DATES
from dashboard.warehouse import query_files, query_text

P95_AIM_MS = 50
REGION = "99"  # whose contacts the measured region's are, and so their source
READERS = (reads, plan_reads, cross_reads, band_reads, quality_reads, steward_reads)
HORIZONS = ("manad", "kvartal", "tertial", "ar")
PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class QueryResult:
    """Milliseconds of one query, cold and warm: CPU of both cores together (p95) and wall (p50, p95)."""

    name: str
    rows: int
    cold_cpu_p95: float
    warm_cpu_p95: float
    cold_p50: float
    cold_p95: float
    warm_p50: float
    warm_p95: float

    @property
    def within(self) -> bool:
        """By CPU of both cores together: on a busy machine the wall time tells of the others."""
        return max(self.cold_cpu_p95, self.warm_cpu_p95) < P95_AIM_MS


def measure(root: Path, repetitions: int) -> list[QueryResult]:
    """One result per query, in a process of its own that has these marts as its settings."""
    ended = cost_of(["-m", "bench.queries", str(repetitions)], VARDLAGET_DATA_DIR=str(root))
    return [QueryResult(**result) for result in json.loads(ended.output)]


def told(results: list[QueryResult]) -> str:
    """One line for the terminal."""
    slowest = max(results, key=lambda result: result.cold_cpu_p95)
    return (
        f"{len(results)} queries, slowest {slowest.name}: p95 {slowest.cold_cpu_p95:.1f} ms CPU cold, "
        f"{slowest.warm_cpu_p95:.1f} ms warm (aim {P95_AIM_MS}); "
        f"wall {slowest.cold_p95:.1f} and {slowest.warm_p95:.1f} ms"
    )


@dataclass(frozen=True)
class Choices:
    """What the filters of the published marts offer."""

    version: str
    principal: str
    dates: dict[str, list[dt.date]]
    limits: dict[str, list[tuple[int, str, int | None]]]
    definitions: list[str]
    administrations: list[str]
    units: list[tuple[str, str]]

    def draw(self, chance: random.Random) -> dict[str, object]:
        """A value for every parameter that any query has; they belong together as on a page."""
        population = chance.choice(sorted(self.dates))
        cutoff, previous = chance.sample(self.dates[population], 2)
        phase, specialty, limit_days = chance.choice(self.limits[population])
        administration, unit = chance.choice(self.units or [(self.administrations[0], "")])
        return {
            "principal": self.principal,
            "population": population,
            "source": REGION,
            "kind": population,
            "cutoff_date": cutoff,
            "previous_date": previous,
            "first_date": min(cutoff, previous),
            "horizon": chance.choice(HORIZONS),
            "administration": administration,
            "phase": phase,
            "phases": (phase,),
            "specialty": specialty,
            "specialties": chance.choice([(), (specialty,)]),
            "administrations": tuple(chance.sample(self.administrations, min(3, len(self.administrations)))),
            "definition": chance.choice(self.definitions),
            "limit_days": limit_days,
            "year": max(cutoff, previous).year,
            "unit": unit,
            "units": tuple(unit for _ in range(min(3, len(self.administrations)))),
            "first": min(cutoff, previous),
            "last": max(cutoff, previous),
        }


def choices() -> Choices:
    """Read from the published marts as the filters do."""
    version = warehouse.published().current()
    [principal, *_] = reads.principals(version)["principal"].to_list()
    delivered = reads.periods(version, principal=principal).filter("is_delivered")
    dates: dict[str, list[dt.date]] = {}
    for population, cutoff in delivered.select("population", "cutoff_date").iter_rows():
        dates.setdefault(population, []).append(cutoff)
    limits = {
        population: reads.limits_by_specialty(version, principal=principal, population=population).rows()
        for population in dates
    }
    return Choices(
        version,
        principal,
        dates,
        limits,
        reads.definitions(version)["definition"].to_list(),
        reads.administrations(version, principal=principal)["administration"].to_list(),
        cross_reads.cross_units(version, principal=principal).select("administration", "unit").rows(),
    )


def measure_query(name: str, offered: Choices, repetitions: int) -> QueryResult:
    """Cold and warm times of one query over random parameters that are the same from run to run."""
    chance = random.Random(name)
    asked = set(PARAMETER.findall(query_text(name))) | ({"cutoff_date"} if name in OF_ALL_DATES else set())
    draws = [{key: value for key, value in offered.draw(chance).items() if key in asked} for _ in range(repetitions)]
    [reader] = [getattr(module, name) for module in READERS if hasattr(module, name)]
    cold = [_timed(reader, offered.version, draw, is_cold=True) for draw in draws]
    warm = [_timed(reader, offered.version, draw, is_cold=False) for draw in draws]
    return QueryResult(
        name=name,
        rows=max(rows for _, _, rows in warm),
        cold_cpu_p95=quantile([cpu for _, cpu, _ in cold], 0.95),
        warm_cpu_p95=quantile([cpu for _, cpu, _ in warm], 0.95),
        cold_p50=quantile([wall for wall, _, _ in cold], 0.5),
        cold_p95=quantile([wall for wall, _, _ in cold], 0.95),
        warm_p50=quantile([wall for wall, _, _ in warm], 0.5),
        warm_p95=quantile([wall for wall, _, _ in warm], 0.95),
    )


def _timed(
    reader: Callable[..., pl.DataFrame], version: str, parameters: dict[str, object], *, is_cold: bool
) -> tuple[float, float, int]:
    """(wall ms, CPU ms, rows) of one question."""
    if is_cold:
        warehouse.forget()
    warehouse.remembered_rows.cache_clear()
    warehouse.published().current()  # opens the version, outside the time
    wall, cpu = time.perf_counter(), time.process_time()
    rows = reader(version, **parameters)
    return 1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - cpu), len(rows)


def main() -> None:
    """Measure the marts of the settings' data directory."""
    offered = choices()
    results = [measure_query(path.stem, offered, int(sys.argv[1])) for path in query_files()]
    print(json.dumps([asdict(result) for result in results]))


if __name__ == "__main__":
    main()
