"""Days of crosses counted slowly, one by one, from rows as plain dictionaries: the other way to the same days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from analysis.cross_days import REGISTER
from analysis.green_cross import Palette
from tests.test_cross_calendar import by_the_law

Row = Mapping[str, Any]
Case = tuple[str, ...]
UNREGISTERED: Case = ("ej_registrerad",)
INACTIVE: Case = ("ingen_verksamhet",)
SILENT: list[frozenset[Case]] = [frozenset(), frozenset({UNREGISTERED}), frozenset({INACTIVE})]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def slow_days(
    entries: Sequence[Row], units: Sequence[Row], palette: Palette, today: dt.date, prints: Mapping[Any, str]
) -> list[dict[str, Any]]:
    """Every day of every unit. `prints`: (administration, unit, date) → what the deliveries say, as a fingerprint."""
    found = []
    for unit in sorted(units, key=lambda unit: (unit["principal"], unit["administration"], unit["unit"])):
        names = [unit[name] for name in ("principal", "administration", "unit")]
        own = [row for row in entries if [row["principal"], row["administration"], row["unit"]] == names]
        for day in _span(unit, own, today):
            told = [row for row in own if row["date"] == day]
            found.append(
                dict(zip(("principal", "administration", "unit", "date"), [*names, day], strict=True))
                | _day(unit, day, told, palette, today, prints.get((unit["administration"], unit["unit"], day)))
            )
    return found


def is_expected(unit: Row, day: dt.date) -> bool:
    """Whether the unit was to register the day."""
    if unit["cross_from"] is None or not unit["cross_from"] <= day <= (unit["cross_to"] or dt.date.max):
        return False
    return unit["opening"] == "alla" or (day.isoweekday() <= 5 and day not in by_the_law(day.year))


def bits(cases: Iterable[Case], palette: Palette) -> int:
    """The cases as the product's set."""
    made = 0
    for kind, *more in cases:
        if kind == "colour":
            made |= 1 << palette.colour_case(*more)
        else:
            made |= 1 << palette.case(kind, is_disturbance=bool(more))
    return made


def _span(unit: Row, own: Sequence[Row], today: dt.date) -> Iterator[dt.date]:
    told = [row["date"] for row in own]
    begins = [day for day in (unit["cross_from"], *told) if day is not None]
    if not begins:
        return
    end = today if unit["cross_to"] is None else min(today, max([unit["cross_to"], *told]))
    day = min(begins)
    while day <= end:
        yield day
        day += dt.timedelta(days=1)


def _case(row: Row, palette: Palette) -> Case:
    if row["fact"] is None:
        [definition] = [d for d in palette.definitions if d.name == row["colour_definition"]]
        alike = [case for case, colour in definition.colours.items() if colour == row["colour"]]
        if len(alike) > 1:
            return "colour", row["colour_definition"], row["colour"]
        facts: list[Case] = [
            UNREGISTERED, INACTIVE, ("ingen",), ("utan_skada_eller_risk",), ("utan_skada_eller_risk", "driftstorning"),
            ("risk",), ("skada",), ("allvarlig_skada",),
        ]  # fmt: skip
        return facts[alike[0]]
    if row["fact"] == "utan_skada_eller_risk" and row["is_disturbance"]:
        return row["fact"], "driftstorning"
    return (row["fact"],)


def _said(rows: Sequence[Row], palette: Palette) -> tuple[frozenset[Case], frozenset[tuple[Case, int]]]:
    counts: Counter[Case] = Counter()
    for row in rows:
        counts[_case(row, palette)] += row["count"]
    cases = set(counts)
    return frozenset(cases - {UNREGISTERED} or cases), frozenset(each for each in counts.items() if each[1])


def _day(
    unit: Row, day: dt.date, told: Sequence[Row], palette: Palette, today: dt.date, mark: str | None
) -> dict[str, Any]:
    by_source = {source: [row for row in told if row["source"] == source] for source in {r["source"] for r in told}}
    said = {source: _said(rows, palette) for source, rows in by_source.items()}
    telling = {source: what for source, what in said.items() if what[0] != frozenset({UNREGISTERED})}
    holding = set(telling)
    expected = is_expected(unit, day)
    cases: frozenset[Case]
    if not told:
        is_known = day < today and (unit["known_to"] is None or day <= unit["known_to"])
        cases = frozenset({UNREGISTERED if expected else INACTIVE} if is_known else ())
        events = 0
    elif not telling:
        cases, events = frozenset({UNREGISTERED}), 0
    elif len(set(telling.values())) == 1:
        [(cases, counts)] = set(telling.values())
        events = sum(count for _, count in counts)
    elif REGISTER in telling and mark and mark in {row["settles"] for row in by_source[REGISTER]}:
        holding = {REGISTER}
        cases, counts = telling[REGISTER]
        events = sum(count for _, count in counts)
    else:
        cases, events = frozenset().union(*(what[0] for what in telling.values())), 0
    is_conflict = len({telling[source] for source in holding}) > 1
    kept = [row for source in holding for row in by_source[source]]
    return {
        "cases": bits(cases, palette),
        "events": events,
        "is_expected": expected,
        "is_counted": unit["cross_from"] is not None,
        "is_registered": cases not in SILENT,
        "is_derived": not told and bool(cases),
        "is_conflict": is_conflict,
        "is_late": any(_is_late(row) for row in kept),
        "has_went_well": any(row["went_well"] is not None for row in kept),
        "sources": "+".join(sorted(by_source)),
    }


def _is_late(row: Row) -> bool:
    moment: dt.datetime | None = row["registered_at"]
    if moment is None or row["version"] not in (None, 1):
        return False
    return bool(moment.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM).date() > row["date"])
