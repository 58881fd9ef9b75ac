"""The colours of a day: the table of the contract, days known by colour only, and laws of any definition."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cross_days import ENTRY_COLUMNS, UNIT_COLUMNS, days
from analysis.green_cross import CASE_FACTS, COLOURS, FACTS, UNKNOWN, DefinitionSet, Palette
from config import load_settings
from etl.cross_definitions import palette

OURS = palette(load_settings().data)
DEFINITIONS = ("definition_1", "definition_2", "skas")
FEW = settings(max_examples=60, deadline=None)

# contracts.md section 3; the last column is the mark of an operational disturbance
CONTRACT = [
    ("ingen_verksamhet", False, "gra", "gra", "gra"),
    ("ej_registrerad", False, "vit", "vit", "vit"),
    ("ingen", False, "gron", "gron", "gron"),
    ("utan_skada_eller_risk", False, "gron", "gul", "gron"),
    ("utan_skada_eller_risk", True, "gul", "gul", "gron"),
    ("risk", False, "gul", "orange", "gul"),
    ("skada", False, "rod", "rod", "orange"),
    ("allvarlig_skada", False, "rod", "rod", "rod"),
]
# A day of which a source knows only the colour (first two), and its colour under definitions 1, 2 and SkaS, its fact.
COLOUR_ONLY = [
    ("definition_1", "vit", "vit", "vit", "vit", "ej_registrerad"),
    ("definition_1", "gra", "gra", "gra", "gra", "ingen_verksamhet"),
    ("definition_1", "gron", "gron", "okand", "gron", None),
    ("definition_1", "gul", "gul", "okand", "okand", None),
    ("definition_1", "rod", "rod", "rod", "okand", None),
    ("definition_2", "vit", "vit", "vit", "vit", "ej_registrerad"),
    ("definition_2", "gra", "gra", "gra", "gra", "ingen_verksamhet"),
    ("definition_2", "gron", "gron", "gron", "gron", "ingen"),
    ("definition_2", "gul", "okand", "gul", "gron", "utan_skada_eller_risk"),
    ("definition_2", "orange", "gul", "orange", "gul", "risk"),
    ("definition_2", "rod", "rod", "rod", "okand", None),
    ("skas", "vit", "vit", "vit", "vit", "ej_registrerad"),
    ("skas", "gra", "gra", "gra", "gra", "ingen_verksamhet"),
    ("skas", "gron", "okand", "okand", "gron", None),
    ("skas", "gul", "gul", "orange", "gul", "risk"),
    ("skas", "orange", "rod", "rod", "orange", "skada"),
    ("skas", "rod", "rod", "rod", "rod", "allvarlig_skada"),
]


@pytest.mark.parametrize(("fact", "is_disturbance", "one", "two", "skas"), CONTRACT)
def test_a_fact_has_the_contracts_colour_under_every_definition(
    fact: str, is_disturbance: bool, one: str, two: str, skas: str
) -> None:
    day = 1 << OURS.case(fact, is_disturbance=is_disturbance)
    assert [OURS.colour(day, name) for name in DEFINITIONS] == [one, two, skas]
    assert OURS.fact(day) == fact


@pytest.mark.parametrize(("definition", "colour", "one", "two", "skas", "fact"), COLOUR_ONLY)
def test_a_day_known_by_its_colour_is_seen_as_far_as_it_can_be_under_the_other_definitions(
    definition: str, colour: str, one: str, two: str, skas: str, fact: str | None
) -> None:
    day = 1 << OURS.colour_case(definition, colour)
    assert [OURS.colour(day, name) for name in DEFINITIONS] == [one, two, skas]
    assert OURS.fact(day) == fact


def test_every_colour_that_a_definition_gives_is_tried_above_and_no_other_can_be_given() -> None:
    tried = {(definition, colour) for definition, colour, *_ in COLOUR_ONLY}
    for definition, colour in itertools.product(DEFINITIONS, COLOURS):
        if (definition, colour) not in tried:
            with pytest.raises(KeyError):
                OURS.colour_case(definition, colour)
    assert len(tried) == 17


def test_one_month_has_each_definitions_own_colours() -> None:
    """The month of every fact in turn, then a day with two events, then one known by colour only."""
    said: list[tuple[str | None, bool, str | None, str | None]] = [
        *((fact, is_disturbance, None, None) for fact, is_disturbance, *_ in CONTRACT),
        (None, False, "rod", "definition_2"),
    ]
    rows = [
        {"principal": "X", "administration": "SU", "unit": "A", "date": dt.date(2026, 10, day), "source": "s",
         "number": 1, "fact": fact, "is_disturbance": is_disturbance, "count": 1, "colour": colour,
         "colour_definition": definition}
        for day, (fact, is_disturbance, colour, definition) in enumerate(said, start=1)
    ]  # fmt: skip
    rows += [rows[6] | {"date": dt.date(2026, 10, 10)}, rows[3] | {"date": dt.date(2026, 10, 10), "number": 2}]
    units = pl.DataFrame(
        [
            {
                "principal": "X",
                "administration": "SU",
                "unit": "A",
                "cross_from": dt.date(2026, 10, 1),
                "opening": "alla",
            }
        ],
        schema=UNIT_COLUMNS,
    )
    made = days(pl.DataFrame(rows, schema=ENTRY_COLUMNS), units, OURS, dt.date(2026, 10, 11))
    seen = {name: OURS.colours_of(made["cases"], name).to_list() for name in DEFINITIONS}
    assert seen == {
        "definition_1": ["gra", "vit", "gron", "gron", "gul", "gul", "rod", "rod", "rod", "rod", ""],
        "definition_2": ["gra", "vit", "gron", "gul", "gul", "orange", "rod", "rod", "rod", "rod", ""],
        "skas": ["gra", "vit", "gron", "gron", "gron", "gul", "orange", "rod", "okand", "orange", ""],
    }


def test_an_unknown_fact_definition_or_colour_is_refused() -> None:
    with pytest.raises(KeyError):
        OURS.case("lindrig_skada")
    with pytest.raises(KeyError):
        OURS.colour_case("definition_3", "gron")
    with pytest.raises(ValueError, match="no set of cases"):
        OURS.ranks(1 << 60, "skas")


def test_a_definition_that_leaves_a_case_out_is_refused() -> None:
    with pytest.raises(ValueError, match="does not give every case"):
        DefinitionSet("x", "X", dict.fromkeys(range(7), "gron"))
    with pytest.raises(ValueError, match="does not give every case"):
        DefinitionSet("x", "X", dict.fromkeys(range(8), "lila"))


def test_palettes_of_the_same_definitions_are_the_same() -> None:
    again = Palette(OURS.definitions)
    assert again == OURS
    assert hash(again) == hash(OURS)
    assert Palette(OURS.definitions[:2]) != OURS


def test_so_many_definitions_that_their_cases_do_not_fit_are_refused() -> None:
    several = dict(enumerate(("vit", "vit", "gron", "gron", "gul", "gul", "rod", "rod")))
    assert Palette([DefinitionSet(f"d{n}", "", several) for n in range(14)]).colour_case("d13", "rod") == 63
    with pytest.raises(ValueError, match="68 cases"):
        Palette([DefinitionSet(f"d{n}", "", several) for n in range(15)])


@st.composite
def palettes(draw: st.DrawFn) -> Palette:
    """One to three definitions of any kind, monotone or not."""
    colours = st.lists(st.sampled_from(COLOURS), min_size=8, max_size=8)
    several = draw(st.lists(colours, min_size=1, max_size=3))
    return Palette([DefinitionSet(f"d{n}", f"D{n}", dict(enumerate(given))) for n, given in enumerate(several)])


def every_case(some: Palette) -> list[int]:
    """The bits that can occur."""
    pairs = {
        some.colour_case(name, colour)
        for definition in some.definitions
        for name, colour in itertools.product([definition.name], set(definition.colours.values()))
    }
    return sorted({*range(8), *pairs})


def brute_colours(some: Palette, cases: list[int], definition: Mapping[int, str]) -> set[str]:
    """The day's colour in every reading: each case is one of the facts it may be, the day's the worst colour."""
    readings = itertools.product(*(some.readings(case) for case in cases))
    return {max((definition[fact] for fact in reading), key=COLOURS.index) for reading in readings}


@FEW
@given(palettes(), st.data())
def test_a_facts_colour_is_what_the_definition_says(some: Palette, data: st.DataObject) -> None:
    definition = data.draw(st.sampled_from(some.definitions))
    case = data.draw(st.integers(0, 7))
    assert some.colour(1 << case, definition.name) == definition.colours[case]
    assert some.case(FACTS[CASE_FACTS[case]], is_disturbance=case == 4) == case


@FEW
@given(palettes(), st.data())
def test_a_day_is_unknown_exactly_when_two_readings_of_it_differ(some: Palette, data: st.DataObject) -> None:
    cases = data.draw(st.lists(st.sampled_from(every_case(some)), min_size=1, max_size=4, unique=True))
    mask = sum(1 << case for case in cases)
    for definition in some.definitions:
        possible = brute_colours(some, cases, definition.colours)
        assert some.colour(mask, definition.name) == (possible.pop() if len(possible) == 1 else UNKNOWN)
    worst = {
        max(CASE_FACTS[fact] for fact in reading)
        for reading in itertools.product(*(some.readings(case) for case in cases))
    }
    assert some.fact_range(mask) == (min(worst), max(worst))
    assert some.fact(mask) == (FACTS[worst.pop()] if len(worst) == 1 else None)


@FEW
@given(palettes(), st.data())
def test_a_pair_stands_for_exactly_the_facts_of_its_colour_under_its_own_definition(
    some: Palette, data: st.DataObject
) -> None:
    definition = data.draw(st.sampled_from(some.definitions))
    colour = data.draw(st.sampled_from(sorted(set(definition.colours.values()))))
    case = some.colour_case(definition.name, colour)
    assert set(some.readings(case)) == {fact for fact, given in definition.colours.items() if given == colour}
    assert some.colour(1 << case, definition.name) == colour


@FEW
@given(st.lists(st.sampled_from(COLOURS), min_size=8, max_size=8), st.sets(st.integers(0, 7)), st.integers(0, 7))
def test_one_more_event_never_makes_a_day_milder_under_a_monotone_definition(
    colours: list[str], facts: set[int], event: int
) -> None:
    monotone = sorted(colours, key=COLOURS.index)
    some = Palette([DefinitionSet("d", "D", dict(enumerate(monotone)))])
    before = sum(1 << fact for fact in facts)
    after = before | 1 << event
    low, high = some.ranks(before, "d") if before else (0, 0)
    assert some.ranks(after, "d") >= (low, high)
    assert some.colour(after, "d") == monotone[max([*facts, event])]


@FEW
@given(palettes(), st.data())
def test_a_column_of_days_has_each_days_own_colour(some: Palette, data: st.DataObject) -> None:
    bits = st.sets(st.sampled_from(every_case(some)), max_size=4)
    masks = [sum(1 << bit for bit in day) for day in data.draw(st.lists(bits, max_size=12))]
    column = pl.Series(masks, dtype=pl.UInt64)
    for name in some.names:
        assert some.colours_of(column, name).to_list() == [some.colour(mask, name) for mask in masks]
    assert some.facts_of(column).to_list() == [some.fact(mask) for mask in masks]
