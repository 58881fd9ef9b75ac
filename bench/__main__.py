"""`python -m bench --size slice|full`: loads, backfills, queries, pages, plans; `full` writes the document."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import cross, loading, pages, queries, register_year, scale, transfer
from bench.cost import Cost, cost_of
from bench.performance import DOCUMENT, Results, document


@dataclass(frozen=True)
class Size:
    """How much is measured: rows of loads and backfills, rows behind the marts, repetitions, views of a page."""

    load_rows: list[int]
    scale_rows: list[int]
    snapshot_rows: int
    repetitions: int
    views: int


SIZES = {
    "slice": Size([1_000_000], [1_000_000], 100_000_000, 50, 20),
    "full": Size([1_000_000, 3_000_000, 10_000_000], [1_000_000, 10_000_000, 100_000_000], 100_000_000, 60, 40),
}


def run(size: Size) -> Results:
    """Measure every part, telling each result as it comes."""
    loaded = loading.measure(size.load_rows, lambda line: print(line, flush=True))
    scaled = scale.measure(size.scale_rows, lambda line: print(line, flush=True))
    with TemporaryDirectory(prefix="vardlaget-bench-") as folder:
        region = Path(folder, "region")
        publish = _publish_region(region, size.snapshot_rows)
        asked = queries.measure(region, size.repetitions)
        print(queries.told(asked), flush=True)
        visited = pages.measure(region, size.views)
        for page in visited:
            print(pages.told(page), flush=True)
        marts_mb = sum(path.stat().st_size for path in region.glob("marts-*.duckdb")) / 1e6
    proposals = [_proposed(place) for place in range(len(transfer.CASES))]
    register_year.measure(lambda line: print(line, flush=True))
    crosses = cross.measure(lambda result: print(cross.told(result), flush=True))
    return Results(
        loaded, scaled, publish, marts_mb, size.snapshot_rows, size.repetitions, asked, visited, proposals, crosses
    )


def _proposed(place: int) -> transfer.Measured:
    measured = transfer.measure(*transfer.CASES[place])
    print(transfer.told(measured), flush=True)
    return measured


def _publish_region(region: Path, snapshot_rows: int) -> Cost:
    cost_of(["-m", "bench.region", str(region), str(snapshot_rows)])
    cost_of(["-m", "bench.cross", str(region)])
    publish = cost_of(["-m", "etl", "publish", "--quiet", "--data", str(region)])
    print(f"publish of {snapshot_rows:,} rows as counts: {publish.cpu_seconds:.0f} s CPU, {publish.peak_mb:,.0f} MB")
    return publish


def main() -> None:
    """Measure; write the document after a full run."""
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--size", choices=SIZES, default="slice")
    size = chosen.parse_args().size
    results = run(SIZES[size])
    if size == "full":
        DOCUMENT.write_text(document(results), encoding="utf-8")
        print("Wrote docs/performance.md.")


if __name__ == "__main__":
    main()
