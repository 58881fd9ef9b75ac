"""The colours of the cross to the colour-blind, in greyscale and on both backgrounds."""

from __future__ import annotations

import itertools
import re

import pytest

from config import ROOT
from dashboard.charts.theme import CROSS_COLOURS, CROSS_EDGE, CROSS_INK, CROSS_WHITE, DARK, LIGHT, contrast
from dashboard.cross_layout import PLACES
from tests.seen_colours import DEUTERANOPIA, GREYSCALE, PROTANOPIA, SIGHT, TRITANOPIA, apart, rgb, seen

COLOURED = ("gron", "gul", "orange", "rod")
SCRIPT = (ROOT / "dashboard" / "components" / "cross_wall.js").read_text(encoding="utf-8")


def fill(state: str) -> str:
    return CROSS_COLOURS[state].fill


# visual.md, section 3: the smallest distance among green, yellow, orange and red.
@pytest.mark.parametrize(
    ("sight", "distance"),
    [("normal", 22.7), (PROTANOPIA, 21.0), (DEUTERANOPIA, 16.0), (TRITANOPIA, 23.4), (GREYSCALE, 16.1)],
)
def test_the_four_colours_are_as_far_apart_as_the_design_says(sight: str, distance: float) -> None:
    pairs = {pair: apart(fill(pair[0]), fill(pair[1]), sight) for pair in itertools.combinations(COLOURED, 2)}
    assert min(pairs.values()) == pytest.approx(distance, abs=0.3), pairs


def test_the_closest_colours_are_those_whose_letters_differ_most_in_the_design() -> None:
    assert apart(fill("gron"), fill("rod"), DEUTERANOPIA) == pytest.approx(16.6, abs=0.3)
    assert apart(fill("gul"), fill("orange"), DEUTERANOPIA) == pytest.approx(16.0, abs=0.3)


def test_simulated_sight_leaves_greys_grey_and_takes_red_from_green() -> None:
    for sight in SIGHT:
        assert seen(rgb("#808080"), sight) == pytest.approx(rgb("#808080"), abs=0.01)
    for sight in (PROTANOPIA, DEUTERANOPIA):
        assert apart("#FF0000", "#00FF00", sight) < apart("#FF0000", "#00FF00") * 0.75
    red, green, blue = seen(rgb("#26805A"), GREYSCALE)
    assert red == green == blue


def test_every_letter_can_be_read_on_its_fill_in_any_sight_and_theme() -> None:
    for sight in SIGHT:
        for state, colour in CROSS_COLOURS.items():
            for tokens, own in ((LIGHT, colour.fill), (DARK, colour.dark_fill)):
                letter, ground = colour.text or tokens.muted, own or tokens.background
                assert contrast(_hex(letter, sight), _hex(ground, sight)) >= 4.5, (state, tokens.name, sight)


def test_a_box_is_told_from_both_backgrounds_by_its_edge() -> None:
    for tokens in (LIGHT, DARK):
        assert contrast(CROSS_EDGE, tokens.background) >= 3.0


def test_no_two_states_share_letter_or_sign() -> None:
    assert len({colour.letter for colour in CROSS_COLOURS.values()}) == len(CROSS_COLOURS)
    assert len({colour.sign for colour in CROSS_COLOURS.values()}) == len(CROSS_COLOURS)


def test_patterns_are_seen_against_their_fill_also_in_greyscale() -> None:
    for state, mark in (("gul", CROSS_INK), ("orange", CROSS_INK), ("rod", CROSS_WHITE)):
        assert contrast(_hex(mark, GREYSCALE), _hex(fill(state), GREYSCALE)) >= 3.0, state


def test_the_browser_draws_the_same_signs_letters_and_places() -> None:
    signs = dict(re.findall(r'"?([^\s",{]+)"?: "(\w+)"', _constant("STATES")))
    assert {state: sign for sign, state in signs.items() if state in CROSS_COLOURS} == {
        state: colour.sign for state, colour in CROSS_COLOURS.items()
    }
    letters = dict(re.findall(r'"?([^\s",{]+)"?: "([^"]+)"', _constant("LETTERS")))
    by_sign = {colour.sign: colour.letter for colour in CROSS_COLOURS.values()}
    assert letters == {sign: by_sign[sign] for sign in by_sign if sign not in "G-"}
    rows = [int(number) for number in re.findall(r"\d", _constant("ROWS"))]
    assert [(row, (7 - boxes) / 2 + box) for row, boxes in enumerate(rows) for box in range(boxes)] == list(PLACES)


def _constant(name: str) -> str:
    found = re.search(rf"const {name} = (.+?);\n", SCRIPT)
    assert found is not None
    return found[1]


def _hex(colour: str, sight: str) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in seen(rgb(colour), sight))
