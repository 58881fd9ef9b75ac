"""Days of crosses: put together from every source as one would by hand, day by day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cross_days import (
    DAY_COLUMNS,
    ENTRY_COLUMNS,
    REGISTER,
    UNIT_COLUMNS,
    coverage,
    days,
    fingerprint,
    first_moments,
    is_in_rate,
    newest_of,
    with_known_to,
)
from config import load_settings
from etl.cross_definitions import palette
from tests.recompute_cross import slow_days

OURS = palette(load_settings().data)
FIRST = dt.date(2025, 12, 18)  # Christmas, New Year and Epiphany are ahead
STATES, EVENTS = ("ej_registrerad", "ingen_verksamhet", "ingen"), ("utan_skada_eller_risk", "risk", "skada")
COLOURS = [("definition_1", "gron"), ("definition_1", "rod"), ("definition_2", "orange"), ("skas", "gul")]
FEW = settings(max_examples=60, deadline=None)
WARD = {"principal": "X", "administration": "SU", "unit": "A", "cross_from": dt.date(2026, 1, 1), "opening": "alla"}
TODAY = dt.date(2026, 1, 10)


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=ENTRY_COLUMNS)


def wards(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=UNIT_COLUMNS)


def said(day: int, fact: str | None, source: str = "99", **more: Any) -> dict[str, Any]:
    count = 1 if fact in EVENTS else 0
    return dict.fromkeys(ENTRY_COLUMNS) | {
        "principal": "X", "administration": "SU", "unit": "A", "date": dt.date(2026, 1, day), "source": source,
        "number": 1, "fact": fact, "is_disturbance": False, "count": count,
    } | more  # fmt: skip


def on(made: pl.DataFrame, day: int) -> dict[str, Any]:
    return made.row(by_predicate=pl.col("date") == dt.date(2026, 1, day), named=True)


def facts(made: pl.DataFrame) -> list[str | None]:
    return OURS.facts_of(made["cases"]).to_list()


@st.composite
def entries_and_units(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dt.date]:
    """Some units, three weeks of what up to three sources say of them, and what day it is."""
    some_day = st.integers(0, 25).map(lambda n: FIRST + dt.timedelta(n))
    units = [
        {"principal": "X", "administration": place, "unit": name, "hospital": None, "clinic": None,
         "cross_from": draw(st.none() | some_day), "cross_to": draw(st.none() | some_day),
         "opening": draw(st.sampled_from(["alla", "vardag"])), "known_to": draw(st.none() | some_day), "sort_order": 1}
        for place, name in draw(st.sampled_from([[("SU", "A")], [("SU", "A"), ("NU", "A"), ("SU", "B")]]))
    ]  # fmt: skip
    rows: list[dict[str, Any]] = []
    for unit in units:
        for day in draw(st.lists(some_day, max_size=6, unique=True)):
            for source in draw(st.sets(st.sampled_from(["99", "lokal", REGISTER]), min_size=1)):
                rows += _of_source(draw, unit, day, source)
    for row in rows:
        if row["source"] == REGISTER and draw(st.booleans()):
            same = [r for r in rows if (r["administration"], r["unit"], r["date"]) == _key(row)]
            row["settles"] = draw(st.sampled_from([fingerprint(frame(same)) or None, "0123456789abcdef"]))
    return draw(st.permutations(rows)), units, draw(some_day)


def _of_source(draw: st.DrawFn, unit: dict[str, Any], day: dt.date, source: str) -> list[dict[str, Any]]:
    moment = dt.datetime.combine(day, dt.time(draw(st.integers(0, 23)), 30))
    row = dict.fromkeys(ENTRY_COLUMNS) | {name: unit[name] for name in ("principal", "administration", "unit")} | {
        "date": day, "source": source, "number": 1, "is_disturbance": False, "count": 0,
        "went_well": draw(st.sampled_from([None, "Alla hjälptes åt"])),
        "registered_at": draw(st.sampled_from([None, moment, moment + dt.timedelta(days=3)])),
        "version": draw(st.sampled_from([None, 1, 2])),
    }  # fmt: skip
    kind = draw(st.sampled_from(["state", "events", "colour", "both"]))
    if kind == "state":
        return [row | {"fact": draw(st.sampled_from(STATES))}]
    if kind == "colour":
        definition, colour = draw(st.sampled_from(COLOURS))
        return [row | {"colour_definition": definition, "colour": colour, "count": draw(st.sampled_from([0, 1]))}]
    events = [
        row | {"number": number, "fact": fact, "is_disturbance": draw(st.booleans()), "count": draw(st.integers(1, 2))}
        for number, fact in enumerate(draw(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=2)), start=1)
    ]
    return [*events, row | {"number": 9, "fact": "ej_registrerad"}] if kind == "both" else events


def _key(row: dict[str, Any]) -> tuple[str, str, dt.date]:
    return row["administration"], row["unit"], row["date"]


@FEW
@given(entries_and_units())
def test_days_are_those_counted_one_by_one(drawn: tuple[list[dict[str, Any]], list[dict[str, Any]], dt.date]) -> None:
    rows, units, today = drawn
    by_day = {_key(row): [other for other in rows if _key(other) == _key(row)] for row in rows}
    prints = {key: fingerprint(frame(same)) for key, same in by_day.items()}
    expected = slow_days(rows, units, OURS, today, prints)
    made = days(frame(rows), wards(*units), OURS, today)
    assert made.schema == pl.Schema(DAY_COLUMNS)
    assert made.to_dicts() == expected


@FEW
@given(entries_and_units(), st.data())
def test_the_order_of_rows_and_a_narrower_window_make_no_difference(
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]], dt.date], data: st.DataObject
) -> None:
    rows, units, today = drawn
    made = days(frame(rows), wards(*units), OURS, today)
    turned = days(frame(data.draw(st.permutations(rows))), wards(*units[::-1]), OURS, today)
    assert turned.equals(made)
    first, last = sorted(FIRST + dt.timedelta(data.draw(st.integers(-3, 30))) for _ in range(2))
    within = days(frame(rows), wards(*units), OURS, today, first=first, last=last)
    assert within.equals(made.filter(pl.col("date").is_between(first, last)))


def test_an_expected_day_without_a_word_is_not_registered_and_an_unexpected_one_has_no_activity() -> None:
    weekdays = WARD | {"opening": "vardag"}
    made = days(frame([said(2, "ingen")]), wards(weekdays), OURS, TODAY)
    # Thursday 1 January is a holiday, Tuesday 6 is Epiphany, Saturday 10 is today
    assert facts(made) == [
        "ingen_verksamhet", "ingen", "ingen_verksamhet", "ingen_verksamhet", "ej_registrerad", "ingen_verksamhet",
        "ej_registrerad", "ej_registrerad", "ej_registrerad", None,
    ]  # fmt: skip
    assert made["is_derived"].to_list() == [True, False, *[True] * 7, False]


def test_today_is_nothing_until_it_is_registered_and_tomorrow_never_is() -> None:
    assert on(days(frame([]), wards(WARD), OURS, TODAY), 10)["cases"] == 0
    made = days(frame([said(10, "ingen"), said(11, "ingen")]), wards(WARD), OURS, TODAY)
    assert OURS.fact(on(made, 10)["cases"]) == "ingen"
    assert made["date"].max() == TODAY


def test_what_is_not_delivered_yet_is_nothing_rather_than_not_registered() -> None:
    late = WARD | {"known_to": dt.date(2026, 1, 4)}
    made = days(frame([said(2, "ingen"), said(7, "ingen")]), wards(late), OURS, TODAY)
    assert facts(made)[2:] == ["ej_registrerad", "ej_registrerad", None, None, "ingen", None, None, None]
    assert made.filter(is_in_rate(TODAY))["date"].dt.day().to_list() == [1, 2, 3, 4, 7]


def test_an_unexpected_day_with_stopped_rows_is_nothing_and_an_expected_one_is_still_not_registered() -> None:
    weekdays, place = WARD | {"opening": "vardag"}, {"principal": "X", "administration": "SU", "unit": "A"}
    stopped = pl.DataFrame([place | {"date": dt.date(2026, 1, day)} for day in (2, 3, 4, 5)])
    made = days(frame([said(4, "risk")]), wards(weekdays), OURS, TODAY, stopped=stopped)
    assert facts(made)[1:6] == ["ej_registrerad", None, "risk", "ej_registrerad", "ingen_verksamhet"]
    assert made["is_derived"].to_list()[1:6] == [True, False, False, True, True]
    assert [day.day for day in made.filter(is_in_rate(TODAY))["date"]] == [2, 4, 5, 7, 8, 9]


def test_sources_that_say_the_same_agree_in_any_words() -> None:
    told = [said(5, "risk", description="ett", event_type="fall"), said(5, "risk", "lokal", description="två")]
    day = on(days(frame(told), wards(WARD), OURS, TODAY), 5)
    assert (day["is_conflict"], day["events"], day["sources"]) == (False, 1, "99+lokal")


@pytest.mark.parametrize("other", [said(5, "skada", "lokal"), said(5, "risk", "lokal", count=2)])
def test_sources_that_differ_in_fact_or_count_are_a_conflict_that_is_not_summed(other: dict[str, Any]) -> None:
    day = on(days(frame([said(5, "risk"), other]), wards(WARD), OURS, TODAY), 5)
    assert (day["is_conflict"], day["events"], day["is_registered"]) == (True, 0, True)


def test_sources_with_as_many_events_of_other_kinds_are_a_conflict() -> None:
    one, other = (
        [said(5, "risk", count=2), said(5, "skada")],
        [said(5, "risk", "lokal"), said(5, "skada", "lokal", count=2)],
    )
    day = on(days(frame([*one, *other]), wards(WARD), OURS, TODAY), 5)
    assert (day["is_conflict"], day["events"]) == (True, 0)


def test_not_registered_is_no_word_against_another_source() -> None:
    day = on(days(frame([said(5, "ej_registrerad"), said(5, "risk", "lokal")]), wards(WARD), OURS, TODAY), 5)
    assert (OURS.fact(day["cases"]), day["is_conflict"], day["events"]) == ("risk", False, 1)
    alone = on(days(frame([said(5, "ej_registrerad")]), wards(WARD), OURS, TODAY), 5)
    assert (OURS.fact(alone["cases"]), alone["is_derived"], alone["is_registered"]) == ("ej_registrerad", False, False)


def test_the_register_settles_what_it_has_seen_and_nothing_newer() -> None:
    others = [said(5, "risk"), said(5, "skada", "lokal")]
    settled = [*others, said(5, "risk", REGISTER, version=2, settles=fingerprint(frame(others)))]
    day = on(days(frame(settled), wards(WARD), OURS, TODAY), 5)
    assert (OURS.fact(day["cases"]), day["is_conflict"], day["events"]) == ("risk", False, 1)
    assert day["sources"] == "99+lokal+register"
    changed = [settled[0], settled[1] | {"fact": "allvarlig_skada"}, settled[2]]
    assert on(days(frame(changed), wards(WARD), OURS, TODAY), 5)["is_conflict"]


def test_a_day_registered_afterwards_is_late_by_the_swedish_clock_and_a_correction_is_not() -> None:
    def is_late(moment: str, version: int | None = 1) -> bool:
        row = said(5, "ingen", REGISTER, registered_at=dt.datetime.fromisoformat(moment), version=version)
        return bool(on(days(frame([row]), wards(WARD), OURS, TODAY), 5)["is_late"])

    assert not is_late("2026-01-05T22:59")  # 23.59 in Stockholm
    assert is_late("2026-01-05T23:00")
    assert is_late("2026-01-06T08:00", version=None)
    assert not is_late("2026-01-06T08:00", version=2)


def test_a_corrected_day_is_late_when_it_was_late_from_the_first() -> None:
    def is_late(first: str, again: str) -> bool:
        moments = [dt.datetime.fromisoformat(moment) for moment in (first, again)]
        versions = frame(
            [said(5, "ingen", REGISTER, registered_at=moment, version=n) for n, moment in enumerate(moments, start=1)]
        )
        made = days(newest_of(versions), wards(WARD), OURS, TODAY, firsts=first_moments(versions))
        return bool(on(made, 5)["is_late"])

    assert is_late("2026-01-06T08:00", "2026-01-06T09:00")
    assert not is_late("2026-01-05T08:00", "2026-01-06T09:00")


def test_a_unit_without_a_beginning_is_counted_in_nothing() -> None:
    unknown = WARD | {"cross_from": None}
    made = days(frame([said(5, "risk"), said(7, "ingen")]), wards(unknown), OURS, TODAY)
    assert made["date"].dt.day().to_list() == [5, 6, 7, 8, 9, 10]
    assert not made["is_counted"].any()
    assert not made.filter(is_in_rate(TODAY)).height


def test_a_unit_that_has_ended_has_no_days_after_what_was_last_said() -> None:
    ended = WARD | {"cross_to": dt.date(2026, 1, 3)}
    assert days(frame([]), wards(ended), OURS, TODAY)["date"].dt.day().to_list() == [1, 2, 3]
    made = days(frame([said(6, "risk")]), wards(ended), OURS, TODAY)
    assert facts(made)[3:] == ["ingen_verksamhet", "ingen_verksamhet", "risk"]
    assert on(made, 6)["is_registered"]
    assert made.filter(is_in_rate(TODAY))["date"].dt.day().to_list() == [1, 2, 3, 6]


def test_units_are_known_as_far_as_their_own_sources_have_delivered_for_anyone() -> None:
    rows = [
        said(5, "ingen", "99"), said(7, "ingen", "99", unit="B"), said(5, "ingen", "lokal", unit="C"),
        said(20, "ingen", "lokal", unit="C", date=dt.date(2026, 2, 3)), said(5, "ingen", unit="D"),
        said(6, "ingen", REGISTER, unit="D"),
    ]  # fmt: skip
    units = wards(*(WARD | {"unit": name} for name in "ABCDE"))
    known = with_known_to(units, frame(rows), coverage(frame(rows)))
    assert known.schema == pl.Schema(UNIT_COLUMNS)
    january, february = dt.date(2026, 1, 31), dt.date(2026, 2, 28)
    assert known["known_to"].to_list() == [january, january, february, None, None]


def test_no_units_or_no_entries_give_no_days_of_the_right_kind() -> None:
    for made in (days(frame([]), wards(), OURS, TODAY), days(frame([said(5, "risk")]), wards(), OURS, TODAY)):
        assert made.schema == pl.Schema(DAY_COLUMNS)
        assert not made.height


def test_a_colour_that_its_definition_never_gives_is_an_error() -> None:
    with pytest.raises(KeyError):
        days(frame([said(5, None, colour="orange", colour_definition="definition_1")]), wards(WARD), OURS, TODAY)


def test_the_fingerprint_is_of_facts_and_counts_whatever_the_words_and_the_order() -> None:
    told = [said(5, "risk"), said(5, "skada", "lokal", number=1), said(5, "risk", "lokal", number=2)]
    mark = fingerprint(frame(told))
    assert len(mark) == 16
    assert fingerprint(frame(told[::-1])) == mark
    assert fingerprint(frame([row | {"description": "x", "event_type": "fall"} for row in told])) == mark
    assert fingerprint(frame([*told, said(5, "ingen", REGISTER), said(5, "ej_registrerad", "tredje")])) == mark
    others = (told[:2], [*told, told[0]], [told[0] | {"count": 2}, *told[1:]], [told[0] | {"source": "98"}, *told[1:]])
    assert mark not in {fingerprint(frame(list(other))) for other in others}
    assert fingerprint(frame([said(5, "ingen", REGISTER)])) == ""


def test_a_year_of_six_hundred_units_has_every_day_once() -> None:
    first = dt.date(2025, 1, 1)
    units = wards(*(WARD | {"unit": f"{n}", "cross_from": first, "sort_order": n} for n in range(600)))
    every_day = pl.DataFrame({"date": pl.date_range(first, dt.date(2025, 12, 31), eager=True)})
    rows = units.select("principal", "administration", "unit").join(every_day, how="cross")
    n = pl.int_range(pl.len())
    rows = rows.filter(n % 5 != 0).with_columns(
        source=pl.lit("99"), number=1, fact=pl.when(n % 7 == 0).then(pl.lit("risk")).otherwise(pl.lit("ingen")),
        is_disturbance=pl.lit(value=False), count=(n % 7 == 0).cast(pl.Int32), version=None,
    )  # fmt: skip
    entries = pl.concat([frame([]), rows], how="diagonal_relaxed").select(
        pl.col(name).cast(kind) for name, kind in ENTRY_COLUMNS.items()
    )
    made = days(entries, units, OURS, dt.date(2026, 1, 1))
    assert made.select("unit", "date").unique().height == made.height == 600 * 366
