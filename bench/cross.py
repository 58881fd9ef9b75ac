"""A year of Green Crosses of 600 units, and what a run of each view costs: `python -m bench.cross`.

Straight into the warehouse, published by the real command, visited over Streamlit's own protocol. Three kinds of runs:
a view asked for the first time, one that has been seen, and one where a unit has registered since the last run.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote_plus

import numpy as np
import polars as pl

from bench.cost import cost_of, quantile
from bench.pages import BARE_PAGE, cpu_seconds, served
from bench.session import Session
from config import ROOT, DataDirectory
from etl import reference, warehouse
from register import NewCrossEntry, NewCrossEvent, Register
from register.migration import migrate

CPU_AIM_MS, WIRE_AIM_KB = 150, 1000
PRINCIPAL = "Exempelregionen"
UNITS = 600
FIRST, LAST = dt.date(2025, 11, 1), dt.date(2026, 10, 31)
TODAY = dt.date(2026, 11, 20)
DELIVERY = 1_000_000  # beside a whole region's own
HOSPITALS = 3  # of each förvaltning
# Of every hundred days: not said, no activity, nothing, without harm, risk, harm; event types as they come.
FACTS = (("ingen_verksamhet", 0.15), ("ingen", 0.7), ("utan_skada_eller_risk", 0.08), ("risk", 0.055), ("skada", 0.015))
TOLD = 0.85
TYPES = ("lakemedel", "fall", "trycksar", "kommunikation", "driftstorning", "utrustning")
MONTHS = ("2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026-05", "2026-04", "2026-03")


@dataclass(frozen=True)
class CrossResult:
    """Per run of one view: CPU over the bare page (ms), wall p95 (ms) and kB sent, of each kind of run."""

    view: str
    new: tuple[float, float, float]
    seen: tuple[float, float, float]
    registered: tuple[float, float, float]

    @property
    def within(self) -> bool:
        runs = (self.new, self.seen, self.registered)
        return all(cpu <= CPU_AIM_MS and sent <= WIRE_AIM_KB for cpu, _, sent in runs)


def fill(data: DataDirectory) -> None:
    """Write the units' reference and a year of their days, as if a source had delivered them."""
    warehouse.prepare(data)
    units = _units(data)
    _reference(units).write_csv(data.root / "enheter.csv", separator=";")
    entries = _entries(units)
    with warehouse.open_warehouse(data) as connection:
        connection.register("entries", entries)
        connection.execute("insert into cross_entries by name select * from entries")
        part = {"number": DELIVERY, "rows": entries.height, "last": LAST}
        connection.execute(
            "insert into deliveries by name select $number as delivery_id, $number as load_id, '99' as source, "
            "'grona_korset' as kind, 'grona_korset' as population, $last as period, $rows as records, "
            "$rows as accepted, 0 as quarantined, 0 as duplicates",
            part,
        )
        connection.execute(
            "insert into loads by name select $number as load_id, $last::timestamp as loaded_at, 'kors.csv' as path, "
            "repeat('0', 64) as sha256, 'grona_korset' as kind, '99' as source, $last as period, 'loaded' as status, "
            "'utf-8' as encoding, $rows as records, $rows as accepted, 0 as quarantined, 0 as duplicates, "
            "'1' as rules_version",
            part,
        )


def _units(data: DataDirectory) -> pl.DataFrame:
    """One row per unit: administration, unit, hospital."""
    administrations = reference.administrations(data)["administration"].to_list()
    rows = []
    for number in range(UNITS):
        administration = administrations[number % len(administrations)]
        place = number // len(administrations)
        hospital = f"Sjukhus {place % HOSPITALS + 1} {administration}"
        rows.append((administration, f"Avdelning {place + 1} {administration}", hospital, f"K{number:04}"))
    return pl.DataFrame(rows, schema=["administration", "unit", "hospital", "code"], orient="row")


def _reference(units: pl.DataFrame) -> pl.DataFrame:
    return units.select(
        kod="code", kodtyp=pl.lit("namn"), enhet="unit", forvaltning="administration", giltig_fran=pl.lit("2010-01-01"),
        giltig_till=pl.lit(""), sjukhus="hospital", klinik=pl.lit(""), kors_fran=pl.lit(FIRST.isoformat()),
        kors_till=pl.lit(""), oppet=pl.lit("alla"),
    )  # fmt: skip


def _entries(units: pl.DataFrame) -> pl.DataFrame:
    rng = np.random.default_rng(5)
    days = pl.DataFrame({"date": pl.date_range(FIRST, LAST, eager=True)})
    grid = units.select("administration", "unit").join(days, how="cross")
    grid = grid.filter(pl.Series(rng.random(grid.height) < TOLD))
    names = [name for name, _ in FACTS]
    facts = pl.Series(rng.choice(names, grid.height, p=[share for _, share in FACTS]))
    types = pl.Series(rng.choice(TYPES, grid.height))
    is_event = ~facts.is_in(names[:2])
    return grid.with_columns(
        delivery_id=pl.lit(DELIVERY), principal=pl.lit(PRINCIPAL), source=pl.lit("99"), number=pl.lit(1), fact=facts,
        is_disturbance=(facts == "utan_skada_eller_risk") & (types == "driftstorning"),
        event_type=pl.select(pl.when(is_event).then(types)).to_series(),
        count=is_event.cast(pl.Int32), record=pl.lit(1),
    )  # fmt: skip


def views() -> dict[str, tuple[str, list[str]]]:
    """View → (path, query strings that differ in unit and month)."""
    ward = [f"enhet={quote_plus(f'Avdelning {number} SU')}" for number in range(1, 9)]
    months = [f"manad={month}" for month in MONTHS]
    each = [f"{unit}&{month}" for unit, month in zip(ward, months, strict=True)]
    return {
        "Månad": ("grona-korset", [f"visa=manad&{query}" for query in each]),
        "År": ("grona-korset", [f"visa=ar&{query}" for query in each]),
        "Alla enheter": ("grona-korset", [f"visa=alla&{month}" for month in months]),
        "Väggskärm": ("grona-korset", [f"visa=alla&vagg=ja&{month}" for month in months]),
        "Uppföljning": ("grona-korset", [f"visa=uppfoljning&{month}" for month in months]),
        "Uppföljning, en enhet": ("grona-korset", [f"visa=uppfoljning&{query}" for query in each]),
        "Registrera dagen": ("registrera", [f"{unit}&dag=2026-11-{day:02}" for day, unit in enumerate(ward, 12)]),
    }


def measure(tell: Callable[[CrossResult], None]) -> list[CrossResult]:
    """Fill, publish and visit every view."""
    with TemporaryDirectory(prefix="vardlaget-bench-") as folder:
        data = DataDirectory(Path(folder, "data"))
        data.root.mkdir()
        today = {"VARDLAGET_TODAY": TODAY.isoformat(), "VARDLAGET_DATA_DIR": str(data.root)}
        cost_of(["-m", "bench.cross", str(data.root)])
        publish = cost_of(["-m", "etl", "publish", "--quiet", "--data", str(data.root)], **today)
        print(f"publish of {UNITS} units × a year: {publish.cpu_seconds:.1f} s CPU, {publish.peak_mb:,.0f} MB")
        register = Register(f"sqlite:///{data.register}")
        migrate(register)
        bare_page = Path(folder, "bare.py")
        bare_page.write_text(BARE_PAGE, encoding="utf-8")
        with served(bare_page) as (port, pid):
            (bare, _, _) = _visited(port, pid, "", ["", *[f"a={number}" for number in range(8)]], None)[-1]
        results = []
        with served(ROOT / "app.py", **today) as (port, pid):
            for view, (path, queries) in views().items():
                runs = _visited(port, pid, path, queries, register)
                new, seen, registered = ((cpu - bare, wall, sent) for cpu, wall, sent in runs)
                results.append(CrossResult(view, new, seen, registered))
                tell(results[-1])
        return results


def _visited(
    port: int, pid: int, path: str, queries: Sequence[str], register: Register | None
) -> list[tuple[float, float, float]]:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _visit(port, pid, path, queries, register)).result()


async def _visit(
    port: int, pid: int, path: str, queries: Sequence[str], register: Register | None
) -> list[tuple[float, float, float]]:
    """(CPU ms per run, wall p95 ms, most kB sent in a run) of new runs, seen ones and those after a registration."""
    measured = []
    async with Session(port, path) as session:
        await session.run("manad=1900-01")  # imports, connection and fonts; an unknown month is no view of its own
        for kind in ("new", "seen", *(["registered"] if register else [])):
            before, walls, sent = cpu_seconds(pid), [], []
            for number, query in enumerate(queries):
                if kind == "registered" and register is not None:
                    _register_a_day(register, number)
                walls.append(await session.run(query))
                sent.append(session.received_bytes / 1000)
            await asyncio.sleep(0.2)  # what the server does after its last answer counts too
            cpu = 1e3 * (cpu_seconds(pid) - before) / len(queries)
            measured.append((cpu, 1e3 * quantile(walls, 0.95), max(sent)))
    return measured


def _register_a_day(register: Register, number: int) -> None:
    """Something new of one of the units, whichever days have been entered before."""
    unit = f"Avdelning {number + 1} SU"
    told = register.cross_entries(PRINCIPAL, unit=("SU", unit), first=TODAY, last=TODAY)
    version = int(told["version"].max() or 0) if told.height else 0  # type: ignore[arg-type]
    fact = ("risk", "skada")[version % 2]
    register.add_cross_entry(
        NewCrossEntry(
            principal=PRINCIPAL, administration="SU", unit=unit, date=TODAY, fact=None,
            events=(NewCrossEvent(fact, "fall"),), role="Sjuksköterska", base_version=version or None,
        )
    )  # fmt: skip


def told(result: CrossResult) -> str:
    """One line for the terminal."""
    kinds = (("new", result.new), ("seen", result.seen), ("after a registration", result.registered))
    parts = [f"{kind} {cpu:.0f} ms CPU, p95 {wall:.0f} ms, {sent:.0f} kB" for kind, (cpu, wall, sent) in kinds]
    sign = "" if result.within else "OUTSIDE "
    return f"{sign}{result.view}: {'; '.join(parts)} (aims {CPU_AIM_MS} ms, {WIRE_AIM_KB} kB)"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.environ.setdefault("VARDLAGET_TODAY", TODAY.isoformat())
        fill(DataDirectory(Path(sys.argv[1])))
    else:
        measure(lambda result: print(told(result), flush=True))
