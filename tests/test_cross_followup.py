"""What days and events of the cross add up to: counted by hand, and laws that hold of any days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cross_followup
from analysis.control_charts import g_chart
from analysis.green_cross import COLOURS
from tests.cross_signs import MASKS, PALETTE, unit_days

FIRST, TODAY = dt.date(2026, 11, 1), dt.date(2026, 11, 22)
signs = st.text("".join(MASKS), min_size=1, max_size=21)


def read(*days: pl.DataFrame, today: dt.date = TODAY) -> pl.DataFrame:
    return cross_followup.readings(pl.concat(days), PALETTE, today)


def whole(*days: pl.DataFrame, today: dt.date = TODAY) -> dict[str, Any]:
    return cross_followup.figures(read(*days, today=today)).row(0, named=True)


def entries(*rows: tuple[str, int, str, str | None, str | None, int]) -> pl.DataFrame:
    """Unit, day of November, source, fact, type, count."""
    return pl.DataFrame(
        [("R", "SU", unit, dt.date(2026, 11, day), *rest) for unit, day, *rest in rows],
        schema={"principal": pl.String, "administration": pl.String, "unit": pl.String, "date": pl.Date,
                "source": pl.String, "fact": pl.String, "event_type": pl.String, "count": pl.Int32},
        orient="row",
    )  # fmt: skip


def test_the_registration_rate_is_of_days_with_activity_that_are_known() -> None:
    found = whole(unit_days("GG?-G!? ", FIRST))
    assert (found["registered"], found["activity"]) == (4, 6)  # "-" has no activity, " " is not known
    assert cross_followup.share(4, 6) == 4 / 6
    assert cross_followup.share(0, 0) is None


def test_today_is_in_the_rate_only_once_it_is_registered() -> None:
    today = dt.date(2026, 11, 3)
    for signs_so_far, rate in (("GG ", (2, 2)), ("GGG", (3, 3)), ("GG?", (2, 2)), ("GG-", (2, 2)), ("GG#", (3, 3))):
        found = whole(unit_days(signs_so_far, FIRST), today=today)
        assert (found["registered"], found["activity"]) == rate, signs_so_far


def test_a_day_that_nobody_expected_counts_when_something_is_registered() -> None:
    days = unit_days("GG", FIRST).with_columns(is_expected=pl.Series([True, False]))
    found = whole(days)
    assert (found["registered"], found["activity"]) == (2, 2)


def test_a_unit_outside_the_reference_is_shown_but_in_no_rate() -> None:
    found = whole(unit_days("GR-", FIRST, is_counted=False))
    assert (found["registered"], found["activity"], found["green_high"]) == (0, 0, 0)
    assert (found["harm_days"], found["said_days"]) == (1, 2)
    states = cross_followup.by_state(read(unit_days("GR-", FIRST, is_counted=False)), "colour")
    assert dict(states.rows()) == {"gron": 1, "rod": 1}  # what nobody has said of it is not shown


def test_green_is_a_share_of_registered_days_and_an_interval_where_days_cannot_be_told() -> None:
    found = whole(unit_days("GGg!O??-#=", FIRST))
    assert found["registered"] == 7
    assert (found["green_low"], found["green_high"]) == (2, 4)  # g is green or yellow, # is green or harm, = is harm
    assert whole(unit_days("GGg", FIRST, definition="definition_1"))["green_low"] == 3


def test_the_same_days_are_other_colours_under_another_definition_but_the_same_facts() -> None:
    for definition, colours in {
        "definition_1": {"gron": 2, "gul": 2, "rod": 1},
        "definition_2": {"gron": 1, "gul": 2, "orange": 1, "rod": 1},
        "skas": {"gron": 3, "gul": 1, "orange": 1},
    }.items():
        days = read(unit_days("G!DOR", FIRST, definition=definition))
        assert dict(cross_followup.by_state(days, "colour").rows()) == colours
        assert dict(cross_followup.by_state(days, "fact").rows()) == {
            "ingen": 1, "utan_skada_eller_risk": 2, "risk": 1, "skada": 1,
        }  # fmt: skip


def test_days_that_cannot_be_told_and_conflicts_have_states_of_their_own() -> None:
    days = read(unit_days("Gg#r? ", FIRST))
    assert dict(cross_followup.by_state(days, "colour").rows()) == {
        "gron": 1, "okand": 1, "konflikt": 1, "rod": 1, "vit": 1,
    }  # fmt: skip
    assert dict(cross_followup.by_state(days, "fact").rows()) == {
        "ingen": 1, "okand": 2, "konflikt": 1, "ej_registrerad": 1,
    }  # fmt: skip


def test_harm_is_counted_by_fact_and_what_may_be_harm_is_apart() -> None:
    found = whole(unit_days("RAr=Gy#O", FIRST))
    assert found["harm_days"] == 4  # red of definition 1 is harm whichever it was; "=" is harm whoever is right
    assert found["unsure_harm_days"] == 1  # "#"
    assert found["conflict_days"] == 2


def test_days_since_harm_run_until_today_where_yesterday_is_known() -> None:
    days = read(unit_days("G" * 10 + "R" + "G" * 10 + " ", FIRST))
    assert (days["date"].max(), cross_followup.harm(days, TODAY).since) == (TODAY, 11)


def test_days_since_harm_stop_where_a_unit_is_no_longer_known() -> None:
    harm = cross_followup.harm(read(unit_days("GGRGG" + " " * 17, FIRST)), TODAY)
    assert (harm.since, harm.until) == (2, dt.date(2026, 11, 5))


def test_without_harm_there_are_no_days_since_it_and_the_first_day_is_told() -> None:
    harm = cross_followup.harm(read(unit_days("GG?-", FIRST)), TODAY)
    assert (harm.since, harm.latest, harm.first, harm.between) == (None, None, FIRST, [])


def test_days_between_harm_of_a_group_are_0_where_two_units_have_it_on_one_day() -> None:
    days = read(unit_days("RGGRG", FIRST), unit_days("GGGRGR", FIRST, "Avd 2"))
    harm = cross_followup.harm(days, TODAY)
    assert harm.between == [3, 0, 2]
    chart = g_chart(harm.between)
    mean = 5 / 3
    assert chart.upper[0] == mean + 3 * (mean * (mean + 1)) ** 0.5
    assert list(chart.lower) == [0, 0, 0]


def test_events_of_two_sources_that_agree_count_once_and_those_of_a_conflict_not_at_all() -> None:
    days = unit_days("OO#G", FIRST)
    rows = entries(
        ("Avd 1", 1, "it", "risk", "fall", 2), ("Avd 1", 1, "register", "risk", "fall", 2),
        ("Avd 1", 2, "b", "risk", None, 1), ("Avd 1", 2, "a", "risk", "fall", 1), ("Avd 1", 2, "a", "risk", "fall", 1),
        ("Avd 1", 3, "a", "skada", "fall", 1), ("Avd 1", 4, "a", "ingen", None, 0),
    )  # fmt: skip
    events = cross_followup.events_that_count(rows, days)
    assert events.select("date", "source", "count").rows() == [
        (dt.date(2026, 11, 1), "register", 2), (dt.date(2026, 11, 2), "a", 1), (dt.date(2026, 11, 2), "a", 1),
    ]  # fmt: skip


def test_a_day_taken_back_in_the_register_leaves_the_other_sources_events() -> None:
    rows = entries(("Avd 1", 1, "register", "ej_registrerad", None, 0), ("Avd 1", 1, "it", "risk", "fall", 1))
    assert cross_followup.events_that_count(rows, unit_days("O", FIRST))["source"].to_list() == ["it"]


def test_what_the_register_settles_is_what_counts() -> None:
    for fact in ("ingen", "ingen_verksamhet"):
        rows = entries(("Avd 1", 1, "register", fact, None, 0), ("Avd 1", 1, "it", "risk", "fall", 1))
        assert cross_followup.events_that_count(rows, unit_days("G", FIRST)).is_empty()


def test_risks_are_counted_whole_and_their_rate_is_of_counted_days_with_facts() -> None:
    days = [unit_days("OOGg#", FIRST), unit_days("O", FIRST, "Avd 2", is_counted=False)]
    rows = entries(("Avd 1", 1, "a", "risk", None, 3), ("Avd 1", 2, "a", "risk", None, 1),
                   ("Avd 2", 1, "a", "risk", None, 5), ("Avd 1", 5, "a", "risk", None, 7))  # fmt: skip
    events = cross_followup.events_that_count(rows, pl.concat(days))
    months = cross_followup.risks_by_month(events, read(*days))
    assert months.rows() == [(dt.date(2026, 11, 1), 9, 4, 3, 400 / 3)]


def test_a_month_without_told_days_has_no_rate() -> None:
    events_of_nothing = cross_followup.events_that_count(entries(), unit_days("??", FIRST))
    months = cross_followup.risks_by_month(events_of_nothing, read(unit_days("??", FIRST)))
    assert months.select("risks", "told_days", "per_hundred").rows() == [(0, 0, None)]


def test_event_types_are_in_order_of_how_common_they_are_and_the_unknown_last() -> None:
    rows = entries(("Avd 1", 1, "a", "risk", None, 9), ("Avd 1", 1, "a", "risk", "fall", 3),
                   ("Avd 1", 1, "a", "skada", "lakemedel", 5), ("Avd 1", 1, "a", "risk", "fall", 1),
                   ("Avd 1", 1, "a", "risk", "annat", 2))  # fmt: skip
    types = cross_followup.event_types(rows)
    assert types.rows() == [
        ("lakemedel", 5, 5 / 20, 5 / 20), ("fall", 4, 4 / 20, 9 / 20), ("annat", 2, 2 / 20, 11 / 20),
        (None, 9, 9 / 20, 1.0),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(written=st.lists(signs, min_size=1, max_size=4), counted=st.booleans())
def test_figures_of_parts_add_up_to_the_whole(written: list[str], counted: bool) -> None:
    days = [unit_days(each, FIRST, f"Avd {place}", "SU" if place % 2 else "NU", is_counted=counted or place > 0)
            for place, each in enumerate(written)]  # fmt: skip
    rows = read(*days)
    total = cross_followup.figures(rows).row(0, named=True)
    for by in (["administration"], ["administration", "unit"]):
        parts = cross_followup.figures(rows, by)
        for name, value in total.items():
            if name != "last_known":
                assert parts[name].sum() == value, name
    for what in ("colour", "fact"):
        states = cross_followup.by_state(rows, what)
        assert states["days"].sum() == rows.filter(cross_followup.shown_days()).height


@settings(max_examples=40, deadline=None)
@given(written=signs, definition=st.sampled_from(PALETTE.names))
def test_numerators_stay_within_their_denominators(written: str, definition: str) -> None:
    rows = read(unit_days(written, FIRST, definition=definition))
    found = cross_followup.figures(rows).row(0, named=True)
    assert 0 <= found["registered"] <= found["activity"] <= len(written)
    assert found["green_low"] <= found["green_high"] <= found["registered"]
    sure = rows.filter(pl.col("colour").is_in(COLOURS))
    assert sure["is_green"].to_list() == [colour == "gron" for colour in sure["colour"]]
    assert rows.filter("is_harm", ~pl.col("may_be_harm")).is_empty()


@settings(max_examples=25, deadline=None)
@given(written=signs)
def test_harm_is_the_same_under_every_definition(written: str) -> None:
    found = {
        definition: whole(unit_days(written, FIRST, definition=definition))["harm_days"] for definition in PALETTE.names
    }
    assert len(set(found.values())) == 1
