"""The synthetic region: extracts that show the product at work, without any real patient."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from etl.sample import national, planted
from etl.sample.contacts import as_extract
from etl.sample.cross_facit import with_crosses
from etl.sample.cross_files import KIND as CROSS_KIND
from etl.sample.cross_files import CrossYear, cross_files, last_months
from etl.sample.cross_year import MONTHS as CROSS_MONTHS
from etl.sample.facit import facit
from etl.sample.flow import UNDELIVERED, Month, queue_months
from etl.sample.levels import KINDS, generator, levels
from etl.sample.places import Region
from etl.sample.plan import read_plan
from etl.sample.plan_answers import answers
from etl.sample.plan_facit import with_plans
from etl.sample.plan_files import plan_files, plan_years
from etl.terminal import UsageFault

MOST_MONTHS, LARGEST = 120, 10
PLANNED_MONTHS = 24  # of which a lowered plan may tell what the queue was, delivered or not


def write_sample(out: Path, until: str = "2026-09", months: int = 36, scale: float = 0.2, seed: int = 1) -> None:
    """Write `<kind>/<kind>_ÅÅÅÅ-MM.csv` of each kind, and facit.json, into the folder `out`.

    behov and kapacitet are of years, kapacitet a workbook; a leveransplan file is of the month of its decisions.
    grona_korset is of at most the last twelve months, a file per source, and knows no scale.
    until: the last month, ÅÅÅÅ-MM. scale: 1 is a whole region, about 77 000 waiting for a first visit.
    The same arguments give the same bytes. Raises `UsageFault` for a choice that means nothing.
    """
    _refuse_impossible(until, months, scale, seed)
    ends = _month_ends(until, months)
    region = Region(read_plan(), planted.STOPPED_UNIT)
    past = levels(region.plan, _month_ends(until, max(months + UNDELIVERED, PLANNED_MONTHS)), scale, seed)
    for month in queue_months(region, past[-months - UNDELIVERED :], seed):
        for kind, name, extract in _files(month, ends, seed):
            _write(extract, out / kind / f"{kind}_{name}.csv")
    for end in ends:
        _write(national.national(region.plan, end, ends[-1]), out / "riket" / f"riket_{end:%Y-%m}.csv")
    years = plan_years(region.plan, ends, scale, seed)
    for kind, name, content in plan_files(years, ends, answers(region.plan, past)):
        _keep(content, out / kind / name)
    crosses, of_crosses = CrossYear(_month_ends(until, CROSS_MONTHS), seed), last_months(ends)
    for name, content in cross_files(crosses, of_crosses):
        _keep(content, out / CROSS_KIND / name)
    told = with_plans(facit(region.plan, ends, scale, seed), years, ends)
    told = with_crosses(told, crosses, of_crosses)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (out / "facit.json").write_text(text + "\n", encoding="utf-8")


def _refuse_impossible(until: str, months: int, scale: float, seed: int) -> None:
    if not re.fullmatch(r"20[1-9][0-9]-(?:0[1-9]|1[0-2])", until):
        raise UsageFault(f"--until är ”{until}”; skriv den sista månaden som ÅÅÅÅ-MM, tidigast 2010-01.")
    if not 1 <= months <= MOST_MONTHS:
        raise UsageFault(f"--months är {months}; tillåtet: 1 till {MOST_MONTHS}.")
    if not 0 < scale <= LARGEST:
        raise UsageFault(f"--scale är {scale:g}; tillåtet: över 0 och högst {LARGEST} (1 är en hel region).")
    if seed < 0:
        raise UsageFault(f"--seed är {seed}; tillåtet: 0 eller mer.")


def _files(month: Month, ends: list[dt.date], seed: int) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """The month's deliveries, and their re-deliveries where there are any: kind, the file name's end and the rows."""
    end = month.level.month
    if end not in ends:
        return
    for kind, contacts in zip(KINDS, (month.waiting, month.completed), strict=True):
        rng = generator(seed, 3, KINDS.index(kind))
        true = planted.delivered(contacts, end)
        first = planted.first_try(true, rng) if end == planted.REDELIVERED else true
        back = len(ends) - 1 - ends.index(end)
        yield kind, f"{end:%Y-%m}", planted.with_faults(as_extract(first, kind), kind, back, end)
        if end == planted.REDELIVERED:
            yield kind, f"{end:%Y-%m}_v2", as_extract(true, kind)


def _month_ends(until: str, months: int) -> list[dt.date]:
    last = dt.date.fromisoformat(f"{until}-01")
    numbers = range(last.year * 12 + last.month - months, last.year * 12 + last.month)
    firsts = [dt.date(number // 12, number % 12 + 1, 1) for number in numbers]
    return [first.replace(day=calendar.monthrange(first.year, first.month)[1]) for first in firsts]


def _write(rows: pl.DataFrame, path: Path) -> None:
    _keep(rows.write_csv(separator=";").encode(), path)


def _keep(content: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
