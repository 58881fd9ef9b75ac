"""The three principles for lowering a plan: situations and what the figures answer, missing figures not least."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.plan_principles import Answer, reached, relieved_another, strictest

OCTOBER = date(2026, 10, 31)
MONTHS = [date(2026, 1, 31), date(2026, 2, 28)]

REACHED: list[tuple[str, int | None, int | None, str | None, float, str, str]] = [
    ("everybody waits within the limit, all asked for", 412, 412, "visas", 1.0, "ja", "uppnadd"),
    ("one waits too long, all asked for", 411, 412, "visas", 1.0, "nej", "under_nivan"),
    ("just at 90 %", 369, 410, "visas", 0.9, "ja", "uppnadd"),
    ("one under 90 %", 368, 410, "visas", 0.9, "nej", "under_nivan"),
    ("seven tenths, which no float holds", 70, 100, "visas", 0.7, "ja", "uppnadd"),
    ("a hundredth part of a per cent", 9_999, 10_000, "visas", 0.9999, "ja", "uppnadd"),
    ("nobody within the limit", 0, 60, "visas", 0.9, "nej", "under_nivan"),
    ("nobody waits", None, None, "noll", 1.0, "ja", "ingen_vantar"),
    ("few wait, all in time", 12, 12, "lagt_underlag", 1.0, "oklart", "lagt_underlag"),
    ("few wait, none in time", 0, 12, "lagt_underlag", 1.0, "oklart", "lagt_underlag"),
    ("some wait, nobody under the guarantee", 0, 0, "lagt_underlag", 1.0, "oklart", "lagt_underlag"),
    ("hidden", None, None, "dolt", 1.0, "oklart", "dolt"),
    ("no delivery", None, None, "saknas", 1.0, "oklart", "saknas"),
    ("bands that do not meet the limit", None, None, "ej_berakningsbar", 1.0, "oklart", "ej_berakningsbar"),
    ("does not give this care, or never delivered", None, None, None, 1.0, "oklart", "ingen_rad"),
    ("a phase without a limit", None, None, "visas", 1.0, "oklart", "ingen_grans"),
]


@pytest.mark.parametrize(
    ("numerator", "denominator", "status", "level", "verdict", "why"),
    [row[1:] for row in REACHED],
    ids=[row[0] for row in REACHED],
)
def test_the_guarantee_is_reached_when_the_figures_say_so(
    numerator: int | None, denominator: int | None, status: str | None, level: float, verdict: str, why: str
) -> None:
    answer = reached(numerator, denominator, status, level, OCTOBER)
    assert (answer.verdict, answer.why, answer.level, answer.date) == (verdict, why, level, OCTOBER)


def test_an_answer_keeps_the_figure_it_stands_on() -> None:
    assert reached(396, 412, "visas", 1.0, OCTOBER) == Answer("nej", "under_nivan", 396 / 412, 396, 412, 1.0, OCTOBER)
    assert reached(12, 12, "lagt_underlag", 1.0, OCTOBER).share == 1
    assert reached(None, None, "dolt", 1.0, OCTOBER).share is None


@settings(max_examples=60, deadline=None)
@given(denominator=st.integers(1, 5000), tenths=st.integers(1, 10_000), data=st.data())
def test_the_level_is_compared_in_whole_numbers(denominator: int, tenths: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, denominator))
    answer = reached(numerator, denominator, "visas", tenths / 10_000, OCTOBER)
    assert (answer.verdict == "ja") == (numerator * 10_000 >= tenths * denominator)


@pytest.mark.parametrize(
    ("numerator", "denominator", "status", "level"),
    [(1, 2, "visas", 0.0), (1, 2, "visas", 90), (3, 2, "visas", 1.0), (-1, 2, "visas", 1.0), (1, 2, "visad", 1.0)],
)
def test_figures_that_cannot_be_are_refused(numerator: int, denominator: int, status: str, level: float) -> None:
    with pytest.raises(ValueError, match=r"level|waiting|state"):
        reached(numerator, denominator, status, level, OCTOBER)


def test_where_several_limits_hold_the_strictest_applies() -> None:
    ninety: dict[str, Any] = {"limit_days": 90, "numerator": 100}
    thirty: dict[str, Any] = {"limit_days": 30, "numerator": 40}
    without: dict[str, Any] = {"limit_days": None, "numerator": None}
    assert strictest([ninety, thirty]) == thirty
    assert strictest([without, ninety]) == ninety
    assert strictest([without]) == without
    assert strictest([]) is None


def outcome(sender: str, receiver: str, completed: int | None) -> dict[str, Any]:
    return {"sender": sender, "receiver": receiver, "completed": completed}


RELIEVED: list[tuple[str, list[dict[str, Any]], list[date], str, str, int | None]] = [
    ("received and done", [outcome("SÄS", "NU", 7), outcome("SU", "NU", 4)], MONTHS, "ja", "avlastat", 11),
    ("received, some not told", [outcome("SÄS", "NU", None), outcome("SU", "NU", 1)], MONTHS, "ja", "avlastat", 1),
    ("received nobody", [outcome("NU", "SU", 30)], MONTHS, "nej", "inte_avlastat", 0),
    ("received, none done yet", [outcome("SÄS", "NU", 0)], MONTHS, "nej", "inte_avlastat", 0),
    ("no rows in reported months", [], MONTHS, "nej", "inte_avlastat", 0),
    ("its own patients are no relief", [outcome("NU", "NU", 9)], MONTHS, "nej", "inte_avlastat", 0),
    ("sent to, but nobody told what was done", [outcome("SÄS", "NU", None)], MONTHS, "oklart", "inget_redovisat", None),
    ("nothing reported this year", [], [], "oklart", "inget_redovisat", None),
]


@pytest.mark.parametrize(
    ("outcomes", "months", "verdict", "why", "done"), [row[1:] for row in RELIEVED], ids=[row[0] for row in RELIEVED]
)
def test_relief_is_patients_done_for_another(
    outcomes: list[dict[str, Any]], months: list[date], verdict: str, why: str, done: int | None
) -> None:
    answer = relieved_another(outcomes, "NU", months)
    assert (answer.verdict, answer.why, answer.numerator) == (verdict, why, done)
    assert answer.date == (max(months) if months else None)
    assert (answer.share, answer.denominator, answer.level) == (None, None, None)
