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
from etl.sample.calibration import counts
from etl.sample.contacts import as_extract, month_of_contacts
from etl.sample.facit import facit
from etl.sample.levels import KINDS, Level, generator, levels
from etl.sample.places import Region
from etl.sample.plan import read_plan
from etl.terminal import UsageFault

MOST_MONTHS, LARGEST = 120, 10


def write_sample(out: Path, until: str = "2026-09", months: int = 36, scale: float = 0.2, seed: int = 1) -> None:
    """Write `<kind>/<kind>_ÅÅÅÅ-MM.csv` for vantande, genomforda and riket, and facit.json, into the folder `out`.

    until: the last month, ÅÅÅÅ-MM. scale: 1 is a whole region, about 77 000 waiting for a first visit.
    The same arguments give the same bytes. Raises `UsageFault` for a choice that means nothing.
    """
    _refuse_impossible(until, months, scale, seed)
    ends = _month_ends(until, months)
    region = Region(read_plan(), planted.STOPPED_UNIT)
    for kind in KINDS:
        for level in levels(region.plan, kind, ends, scale, seed):
            for name, extract in _files(region, level, ends, seed):
                _write(extract, out / kind / f"{kind}_{name}.csv")
    for end in ends:
        _write(national.national(region.plan, end, ends[-1]), out / "riket" / f"riket_{end:%Y-%m}.csv")
    text = json.dumps(facit(region.plan, ends, scale, seed), ensure_ascii=False, indent=2)
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


def _files(region: Region, level: Level, ends: list[dt.date], seed: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """The month's delivery, and its re-delivery where there is one: the file name's end and the rows."""
    month, back = level.month, len(ends) - 1 - ends.index(level.month)
    rng = generator(seed, KINDS.index(level.kind), month.year * 12 + month.month)
    places = region.places(level.planned, silent=back < planted.STOPPED_MONTHS)
    drawn = month_of_contacts(region.plan, places, level, counts(region.plan, level), rng)
    contacts = planted.delivered(drawn, month)
    extract = as_extract(contacts, level.kind)
    yield f"{month:%Y-%m}", planted.with_faults(extract, level.kind, back, month)
    if month == planted.REDELIVERED:
        yield f"{month:%Y-%m}_v2", as_extract(planted.redelivery(contacts, rng), level.kind)


def _month_ends(until: str, months: int) -> list[dt.date]:
    last = dt.date.fromisoformat(f"{until}-01")
    numbers = range(last.year * 12 + last.month - months, last.year * 12 + last.month)
    firsts = [dt.date(number // 12, number % 12 + 1, 1) for number in numbers]
    return [first.replace(day=calendar.monthrange(first.year, first.month)[1]) for first in firsts]


def _write(rows: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.write_csv(path, separator=";")
