"""docs/performance.md: the figures of a full run, their aims, and what binds where one is missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench import cross, loading, machine, pages, queries, scale, transfer
from bench.cost import ROOT, Cost
from bench.cross import CrossResult
from bench.loading import LoadResult
from bench.pages import PageResult
from bench.queries import QueryResult
from bench.scale import Scale
from bench.transfer import Measured

DOCUMENT = ROOT / "docs" / "performance.md"
INTRODUCTION = """# Performance

Written by `make bench SIZE=full`; run it again to repeat, `make bench` for a slice (1 million rows). CPU is user and
system seconds of whole processes, starts included; comparisons are made in turns within one run. Wall times are those
of a machine that others may have been using. **Bold** is outside the aim."""
LOADING = """## Load with every check, against DuckDB's bare typed read of the same file

One month of waiting contacts in the 35 columns, one row in a thousand with an unknown unit. The bare read parses dates
and numbers into a table of a fresh database; the load also hashes, checks every rule, quarantines, finds duplicates and
writes the ledger."""
SCALE = """## Backfill of monthly snapshots

One million waiting contacts a month, in one Parquet file for each (the 35 columns as text; as CSV 100 million rows
would be 34 GB), loaded by one command and published by the next. What others needed to read the same files: dates and
numbers parsed, nothing checked or hashed; DuckDB writes a table, Polars and pandas hold one file at a time. Of 100
files they read every tenth, and ten times the cost is told."""
MORE = """One more month (1 million rows), and a week (100 000 rows, by a mapping for weekly files), into what was
loaded: what is published is built upon the last version, and only the new date and those compared with it are made."""
PUBLISH = """## Publish

Marts of a whole region: 36 months, both populations, 45 specialties × 10 förvaltningar × 150 units × 5 phases,
generated as counts. The queries and pages below are measured on them."""
QUERIES = """## Dashboard queries

Cold: a newly opened database. Warm: the same connection. Each repetition has other parameters; what the app remembers
is dropped before each. Bold by CPU (both cores together): wall times also tell of what else the machine did."""
PAGES = """## A changed filter, on the server

CPU per run less that of a bare Streamlit page, and wall p95. New: the first time that anyone asks for the view since
the figures were published; seen: any later time. Views that differ by date and definition."""
CROSS = """## A year of Green Crosses of 600 units

CPU per run less that of a bare page, wall p95, and the most that was sent. New and seen as above; registered: a unit
has registered a day since the run before."""
TRANSFER = """## A proposed plan for a whole region

45 specialties × 10 senders × 30 receivers × 4 quarters, every receiver in every specialty or a third of them. Levels
before the last are proven where all are; the last, fewest pairs, stops at a fixed number of branches and tells its
bound."""
BINDS = {
    "loading": "Load: what binds is the check of every cell as text (regular expressions, dates, places) and the keyed "
    "hash of each contact; DuckDB's own write of the rows is as fast as in the bare read.",
    "scale": "Backfill: what binds a month's publication is the month's own groups: its small groups, its limits, its "
    "equity; the rest grows with the dates that are already there only where a table is read whole.",
    "queries": "Queries: what binds is how many row groups of the mart a question touches: its sort order.",
    "pages": "Pages: what binds in a new view is the planning of its queries (2–6 ms of CPU each, more with joins) and "
    "the rows, charts and HTML made in Python. Each is made once for a version and view; rows are read for all dates "
    "at once, so that the next month costs less; a view that has been seen is at or near the aim.",
    "crosses": "Green Crosses: what binds is adding up a year of days of every unit, once for a month and each time "
    "somebody has registered.",
    "proposals": "Proposed plan: a smallest batch makes every level an integer programme; with fairness too, one for "
    "each sender's share.",
}


@dataclass(frozen=True)
class Results:
    """All that one run measured."""

    loads: list[LoadResult]
    scales: list[Scale]
    publish: Cost
    marts_mb: float
    snapshot_rows: int
    repetitions: int
    queries: list[QueryResult]
    pages: list[PageResult]
    proposals: list[Measured]
    crosses: list[CrossResult]


def document(results: Results) -> str:
    """The whole document."""
    publish = (
        f"{PUBLISH} {results.publish.cpu_seconds:.0f} s CPU, {_number(results.publish.peak_mb)} MB of memory, a "
        f"file of {results.marts_mb:.0f} MB for {_number(results.snapshot_rows)} snapshot rows."
    )
    parts = [
        INTRODUCTION,
        machine.told(),
        LOADING,
        _table(_loads(results.loads)),
        SCALE,
        _table(_scales(results.scales)),
        MORE + f" Aim: a month in at most {scale.MONTH_RATIO_AIM} times the CPU of that into a tenth of the rows.",
        _table(_more(results.scales)),
        publish,
        QUERIES + f" {results.repetitions} repetitions, ms. Aim: p95 < {queries.P95_AIM_MS} ms.",
        _table(_queries(results.queries)),
        PAGES + f" Aims: {pages.CPU_AIM_MS} ms of CPU over a bare page, p95 {pages.P95_AIM_MS} ms.",
        _table(_pages(results.pages)),
        CROSS + f" Aims: {cross.CPU_AIM_MS} ms of CPU, {cross.WIRE_AIM_KB} kB.",
        _table(_crosses(results.crosses)),
        TRANSFER + f" Aim: under {transfer.WALL_AIM_SECONDS} s.",
        _table(_proposals(results.proposals)),
        "## Outside the aims",
        _outside(results),
    ]
    return "\n\n".join(parts) + "\n"


def _loads(results: list[LoadResult]) -> Iterator[list[str]]:
    memory = f"load peak MB (≤ {_number(loading.MEMORY_AIM_MB)})"
    yield ["rows", "file MB", "load CPU s", "bare CPU s", f"ratio (≤ {loading.RATIO_AIM})", memory, "publish CPU s"]
    for one in results:
        yield [
            _number(one.rows),
            _number(one.megabytes),
            f"{one.load.cpu_seconds:.1f}",
            f"{one.bare.cpu_seconds:.1f}",
            _marked(f"{one.ratio:.2f}", ok=one.ratio <= loading.RATIO_AIM),
            _marked(_number(one.load.peak_mb), ok=one.load.peak_mb <= loading.MEMORY_AIM_MB),
            f"{one.publish.cpu_seconds:.1f}",
        ]


def _scales(results: list[Scale]) -> Iterator[list[str]]:
    yield [
        "rows", "files MB", "load rows/s", "load CPU s", "publish CPU s / s", f"peak MB (≤ {scale.MEMORY_AIM_MB})",
        "lager / marts MB", *(f"{name}: CPU s / MB" for name in scale.PEERS),
    ]  # fmt: skip
    for one in results:
        yield [
            _number(one.rows),
            _number(one.files_mb),
            _number(one.rows / one.load.wall_seconds),
            f"{one.load.cpu_seconds:.0f}",
            f"{one.publish.cpu_seconds:.0f} / {one.publish.wall_seconds:.0f}",
            _marked(_number(one.peak_mb), ok=one.peak_mb <= scale.MEMORY_AIM_MB),
            f"{_number(one.warehouse_mb)} / {_number(one.marts_mb)}",
            *(f"{one.peers[name].cpu_seconds:.0f} / {_number(one.peers[name].peak_mb)}" for name in scale.PEERS),
        ]


def _more(results: list[Scale]) -> Iterator[list[str]]:
    yield ["rows before", *(f"{more}, {step}: CPU s / s" for more in ("month", "week") for step in ("load", "publish"))]
    before: Scale | None = None
    for one in results:
        ok = before is None or scale.is_within(before, one)
        steps = (one.month.load, one.month.publish, one.week.load, one.week.publish)
        told = [f"{step.cpu_seconds:.1f} / {step.wall_seconds:.1f}" for step in steps]
        yield [_number(one.rows), told[0], _marked(told[1], ok=ok), *told[2:]]
        before = one


def _queries(results: list[QueryResult]) -> Iterator[list[str]]:
    yield ["query", "rows at most", "cold CPU p95", "warm CPU p95", "cold wall p50 / p95", "warm wall p50 / p95"]
    for one in results:
        yield [
            one.name,
            str(one.rows),
            *(_marked(f"{cpu:.1f}", ok=cpu < queries.P95_AIM_MS) for cpu in (one.cold_cpu_p95, one.warm_cpu_p95)),
            f"{one.cold_p50:.1f} / {one.cold_p95:.1f}",
            f"{one.warm_p50:.1f} / {one.warm_p95:.1f}",
        ]


def _pages(results: list[PageResult]) -> Iterator[list[str]]:
    yield ["page", "views", "new: CPU ms", "new: p95 ms", "seen: CPU ms", "seen: p95 ms"]
    for one in results:
        yield [
            one.page,
            str(one.views),
            _marked(f"{one.new_cpu:.1f}", ok=one.new_cpu <= pages.CPU_AIM_MS),
            _marked(f"{one.new_p95:.0f}", ok=one.new_p95 <= pages.P95_AIM_MS),
            _marked(f"{one.seen_cpu:.1f}", ok=one.seen_cpu <= pages.CPU_AIM_MS),
            _marked(f"{one.seen_p95:.0f}", ok=one.seen_p95 <= pages.P95_AIM_MS),
        ]


def _crosses(results: list[CrossResult]) -> Iterator[list[str]]:
    kinds = ("new", "seen", "registered")
    yield ["view", *(f"{kind}: CPU ms / p95 ms" for kind in kinds), "kB at most"]
    for one in results:
        runs = (one.new, one.seen, one.registered)
        most = max(sent for _, _, sent in runs)
        yield [
            one.view,
            *(f"{_marked(f'{cpu:.0f}', ok=cpu <= cross.CPU_AIM_MS)} / {wall:.0f}" for cpu, wall, _ in runs),
            _marked(f"{most:.0f}", ok=most <= cross.WIRE_AIM_KB),
        ]


def _proposals(results: list[Measured]) -> Iterator[list[str]]:
    yield ["case", "CPU s", "wall s", "placed", "unmet", "levels proven", "pairs", "pairs at best"]
    for one in results:
        yield [
            one.case.strip(),
            _marked(f"{one.cpu_seconds:.1f}", ok=one.within),
            f"{one.wall_seconds:.1f}",
            _number(one.placed),
            _number(one.unmet),
            f"{one.proven} of {one.levels}",
            _number(one.pairs),
            _number(one.pairs_bound),
        ]


def _outside(results: Results) -> str:
    missed = {
        "loading": [one for one in results.loads if not one.within],
        "scale": scale.outside(results.scales),
        "queries": [one for one in results.queries if not one.within],
        "pages": [one for one in results.pages if not one.within],
        "crosses": [one for one in results.crosses if not one.within],
        "proposals": [one for one in results.proposals if not one.within],
    }
    lines = [f"- {BINDS[part]}" for part, found in missed.items() if found]
    slow = [
        f"{one.name} {max(one.cold_p95, one.warm_p95):.0f}"
        for one in results.queries
        if max(one.cold_p95, one.warm_p95) >= queries.P95_AIM_MS
    ]
    if slow:
        lines.append(f"- Wall p95 of queries over {queries.P95_AIM_MS} ms, whatever their CPU: {', '.join(slow)} ms.")
    return "\n".join(lines) if lines else "None."


def _table(rows: Iterator[list[str]]) -> str:
    head, *body = rows
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _marked(figure: str, *, ok: bool) -> str:
    return figure if ok else f"**{figure}**"


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ")
