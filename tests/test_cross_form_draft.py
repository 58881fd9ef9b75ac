"""What the form writes is what it reads back, in facts, colours and words."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cross_days import ENTRY_COLUMNS
from analysis.green_cross import Palette
from config import DataDirectory
from dashboard import cross_form_words
from dashboard.cross_form_draft import (
    ASKED,
    DISTURBANCE,
    EVENT_FACTS,
    TAKEN_BACK,
    WITHOUT_HARM,
    DayDraft,
    EventDraft,
    UnitDay,
    colour,
    of_rows,
    of_tap,
)
from dashboard.cross_form_history import step_of
from etl import cross_definitions
from register import Register
from register.migration import migrate

WORDS = st.text(alphabet="abc åäö.,!\n", max_size=20).map(str.strip)
EVENTS = st.builds(
    EventDraft,
    fact=st.sampled_from(EVENT_FACTS),
    event_type=st.sampled_from([None, "fall", "lakemedel", DISTURBANCE]),
    count=st.integers(1, 999),
    description=WORDS,
)
DRAFTS = st.one_of(
    st.builds(
        DayDraft, st.none(), st.lists(EVENTS, min_size=1, max_size=4).map(tuple), WORDS, st.sampled_from([None, "a1"])
    ),
    st.builds(DayDraft, st.sampled_from(["ingen", "ingen_verksamhet"]), st.just(()), WORDS, st.none()),
    st.just(TAKEN_BACK),
)
DAYS = itertools.count()
FIRST = dt.date(2012, 1, 1)


@pytest.fixture(scope="module")
def palette() -> Palette:
    return cross_definitions.palette(DataDirectory(Path("nowhere")))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    made = Register(f"sqlite:///{tmp_path_factory.mktemp('register') / 'register.sqlite'}")
    migrate(made)
    return made


@settings(max_examples=40, deadline=None)
@given(draft=DRAFTS)
def test_what_is_written_is_read_back(register: Register, palette: Palette, draft: DayDraft) -> None:
    day = UnitDay("Exempelregionen", "SÄS", "Dagkirurgen", FIRST + dt.timedelta(days=next(DAYS)))
    register.add_cross_entry(draft.entry(day, "Läkare", None))
    rows = register.cross_entries(day.principal, unit=(day.administration, day.unit), first=day.date, last=day.date)
    assert of_rows(rows.select(*ENTRY_COLUMNS), palette) == draft


@settings(max_examples=40, deadline=None)
@given(draft=DRAFTS)
def test_a_days_colour_is_that_of_its_worst_event_under_every_definition(palette: Palette, draft: DayDraft) -> None:
    order = ("vit", "gra", "gron", "gul", "orange", "rod")
    for definition in palette.names:
        alone = [colour(DayDraft(None, (event,)), palette, definition) for event in draft.events]
        expected = max(alone, key=order.index) if alone else colour(draft, palette, definition)
        assert colour(draft, palette, definition) == expected


@pytest.mark.parametrize(
    ("definition", "code", "fact"),
    [("skas", "rod", "allvarlig_skada"), ("definition_2", "gron", "ingen"), ("definition_1", "rod", None),
     ("skas", "gron", None)],
)  # fmt: skip
def test_a_colour_is_a_fact_only_where_it_stands_for_one(
    palette: Palette, definition: str, code: str, fact: str | None
) -> None:
    row = dict.fromkeys(ENTRY_COLUMNS) | {"number": 1, "count": 0, "colour": code, "colour_definition": definition}
    draft = of_rows(pl.DataFrame([row], schema=ENTRY_COLUMNS, orient="row"), palette)
    said = None if draft is None else draft.fact or draft.events[0].fact
    assert said == fact


def test_a_disturbance_is_a_mark_of_what_did_no_harm_only() -> None:
    assert EventDraft(WITHOUT_HARM, DISTURBANCE).is_disturbance
    assert not EventDraft("risk", DISTURBANCE).is_disturbance


def test_the_six_answers_say_each_their_fact() -> None:
    said = [draft.fact or draft.events[0].fact for draft in map(of_tap, ASKED)]
    assert said == list(ASKED)
    assert [draft.fault() for draft in map(of_tap, ASKED)] == [""] * 6
    assert DayDraft(None).fault() == "utan_handelse"
    assert DayDraft(None, (EventDraft(""),)).fault() == "utan_allvarlighet"


def test_what_another_source_says_is_taken_without_its_texts() -> None:
    draft = DayDraft(None, (EventDraft("risk", "fall", 2, "Föll."),), "Bra.")
    assert draft.without_texts == DayDraft(None, (EventDraft("risk", "fall", 2),))


@settings(max_examples=40)
@given(before=st.none() | DRAFTS, after=DRAFTS, is_late=st.booleans())
def test_the_history_tells_of_every_change_what_it_was_from_and_to(
    before: DayDraft | None, after: DayDraft, *, is_late: bool
) -> None:
    step = step_of(after, before, {"fall": "Fall", "lakemedel": "Läkemedel", DISTURBANCE: "Driftstörning"},
                   is_late=is_late)  # fmt: skip
    held = [row.name for row in cross_form_words.STEPS if row.holds(step)]
    assert len(held) == 1
    assert (held[0] in {"första", "första, sent"}) == (before is None)


@pytest.mark.parametrize(
    ("day", "words", "short"),
    [(dt.date(2026, 11, 20), "I dag, fredag 20 november 2026", "fr 20"),
     (dt.date(2026, 11, 19), "I går, torsdag 19 november 2026", "to 19"),
     (dt.date(2026, 11, 17), "Tisdag 17 november 2026", "ti 17"),
     (dt.date(2026, 10, 31), "Lördag 31 oktober 2026", "lö 31 okt"),
     (dt.date(2025, 11, 20), "Torsdag 20 november 2025", "to 20 nov")],
)  # fmt: skip
def test_a_day_is_spoken_of_as_people_do(day: dt.date, words: str, short: str) -> None:
    today = dt.date(2026, 11, 20)
    assert cross_form_words.day_words(day, today) == words
    assert cross_form_words.short_day(day, today) == short
