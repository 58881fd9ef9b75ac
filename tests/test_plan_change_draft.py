"""A change before it is saved: what it does to what is agreed, what stops it, and the version that it becomes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.plan_principles import Answer
from dashboard.plan_change_draft import (
    ACCEPT,
    AGREED,
    CHANGE,
    FIRST,
    LOWERED,
    MOVED,
    NEW,
    OTHER,
    PROPOSED,
    RAISED,
    SAME,
    WITHDRAW,
    WITHDRAWN,
    Draft,
    Plan,
    direction,
    ended_quarters,
    faults,
    new_version,
    opened_plan,
    raised_quarters,
    reasons,
)
from register import PLAN_COLUMNS

MAY, CHRISTMAS = dt.date(2026, 5, 15), dt.date(2025, 12, 12)
REACHED = Answer("ja", "uppnadd", 0.97, 97, 100, 0.9, dt.date(2026, 4, 30))
YES = {"minskat_behov:uppnadd_vardgaranti": REACHED}
FULL = Draft(CHANGE, (40, 40, 30, 40), 160, AGREED, "okat_behov", "Verksamhetschef", "Vårdgarantiservice", "")


def versions(*changes: dict[str, Any]) -> pl.DataFrame:
    """Versions 1, 2 … of one plan of 40, 40, 30, 40 of 160, agreed before the year where nothing else is said."""
    usual = {
        "principal": "Exempelregionen", "plan_id": "LP-1", "year": 2026, "specialty": "311", "phase": 2,
        "sender": "NU", "receiver": "SV", "regime": "egen", "transfer": "intern", "decided_volume": 160, "q1": 40,
        "q2": 40, "q3": 30, "q4": 40, "decided_on": CHRISTMAS, "status": AGREED,
    }  # fmt: skip
    rows = [dict.fromkeys(PLAN_COLUMNS) | usual | {"version": number} | change
            for number, change in enumerate(changes, start=1)]  # fmt: skip
    return pl.DataFrame(rows, schema=PLAN_COLUMNS)


def plan(*changes: dict[str, Any], today: dt.date = MAY) -> Plan:
    return opened_plan(versions(*(changes or ({},))), today)


def test_a_quarter_has_ended_the_day_after_its_last() -> None:
    assert ended_quarters(2026, dt.date(2026, 3, 31)) == (False, False, False, False)
    assert ended_quarters(2026, dt.date(2026, 4, 1)) == (True, False, False, False)
    assert ended_quarters(2026, dt.date(2026, 12, 31)) == (True, True, True, False)
    assert ended_quarters(2026, dt.date(2027, 1, 1)) == (True, True, True, True)
    assert ended_quarters(2027, dt.date(2026, 12, 31)) == (False, False, False, False)


def test_a_form_opens_on_the_newest_version_and_on_what_held_in_ended_quarters() -> None:
    later = {"q1": 10, "q3": 50, "decided_volume": 170, "decided_on": dt.date(2026, 4, 20)}
    opened = plan({}, later)
    assert opened.base_version == 2
    assert opened.volumes == (40, 40, 50, 40)  # January to March were 40, whatever was agreed in April
    assert opened.agreed == (40, 40, 50, 40)
    assert (opened.decided, opened.agreed_decided) == (170, 170)


def test_a_proposal_is_measured_against_what_is_agreed() -> None:
    opened = plan({}, {"q3": 20, "q4": 20, "status": PROPOSED})
    assert opened.volumes == (40, 40, 20, 20)
    assert opened.agreed == (40, 40, 30, 40)
    assert direction(opened, replace(FULL, action=ACCEPT, quarters=opened.volumes)) == LOWERED


def test_after_a_withdrawal_nothing_is_agreed() -> None:
    opened = plan({}, {"status": WITHDRAWN, "decided_on": dt.date(2026, 5, 1)})
    assert opened.agreed == (40, None, None, None)
    assert not opened.is_agreed
    assert direction(opened, FULL) == FIRST


WAYS = [
    ("fewer in the year", (40, 40, 20, 40), 160, LOWERED),
    ("fewer in the year though more are decided", (40, 40, 20, 40), 200, LOWERED),
    ("fewer decided, quarters as before", (40, 40, 30, 40), 150, LOWERED),
    ("more in the year", (40, 50, 30, 40), 160, RAISED),
    ("more decided, quarters as before", (40, 40, 30, 40), 200, RAISED),
    ("moved to autumn", (40, 30, 30, 50), 160, MOVED),
    ("nothing", (40, 40, 30, 40), 160, SAME),
]


@pytest.mark.parametrize(("quarters", "decided", "way"), [each[1:] for each in WAYS], ids=[each[0] for each in WAYS])
def test_what_a_change_does_is_told_from_its_volumes(
    quarters: tuple[int, int, int, int], decided: int, way: str
) -> None:
    assert direction(plan(), replace(FULL, quarters=quarters, decided=decided)) == way


def test_a_withdrawal_of_what_is_agreed_lowers_and_of_a_proposal_does_not() -> None:
    withdrawal = replace(FULL, action=WITHDRAW)
    assert direction(plan(), withdrawal) == LOWERED
    assert direction(plan({"status": PROPOSED}), withdrawal) == FIRST
    assert reasons(plan({"status": PROPOSED}), withdrawal, {}) == []


def test_a_lowering_may_be_made_under_what_is_answered_yes_or_in_words() -> None:
    answers = YES | {"minskat_behov:avlastat_annan": Answer("oklart", "inget_redovisat"),
                     "minskat_behov:vgr_uppnadd_vardgaranti": Answer("nej", "under_nivan")}  # fmt: skip
    lowered = replace(FULL, quarters=(40, 30, 30, 40))
    assert reasons(plan(), lowered, answers) == ["minskat_behov:uppnadd_vardgaranti", OTHER]
    assert reasons(plan(), lowered, {}) == [OTHER]
    assert reasons(plan(), replace(FULL, quarters=(40, 50, 30, 40)), answers) == ["okat_behov", "ledig_kapacitet"]
    assert OTHER in reasons(plan(), replace(FULL, quarters=(40, 30, 40, 40)), answers)


def test_only_quarters_with_more_than_agreed_are_raised() -> None:
    assert raised_quarters(plan(), replace(FULL, quarters=(40, 55, 20, 41))) == {2: 15, 4: 1}
    assert raised_quarters(plan({"status": PROPOSED}), FULL) == {1: 40, 2: 40, 3: 30, 4: 40}


STOPPED = [
    ("avslutat_ar", {}, dt.date(2027, 1, 1)),
    ("oforandrad", {"quarters": (40, 40, 30, 40), "decided": 160}, MAY),
    ("utan_beslutad_volym", {"decided": None}, MAY),
    ("over_beslutad_volym", {"decided": 150}, MAY),
    ("negativ", {"quarters": (40, 60, -1, 40)}, MAY),
    ("utan_orsak", {"reason": ""}, MAY),
    ("utan_orsak", {"reason": "minskat_behov:uppnadd_vardgaranti"}, MAY),
    ("utan_motivering", {"quarters": (40, 30, 30, 40), "reason": OTHER, "motivation": "  "}, MAY),
    ("utan_forankring", {"anchored_by": ""}, MAY),
    ("utan_roll", {"role": ""}, MAY),
    ("personnummer", {"motivation": "Gäller 19121212-1212 i första hand."}, MAY),
    ("kontaktuppgift", {"motivation": "Ring 031-123 45 67."}, MAY),
    ("kontaktuppgift", {"motivation": "Skriv till nagon@example.org."}, MAY),
]


@pytest.mark.parametrize(("code", "change", "today"), STOPPED, ids=[f"{each[0]}-{n}" for n, each in enumerate(STOPPED)])
def test_what_is_wrong_stops_the_change(code: str, change: dict[str, Any], today: dt.date) -> None:
    raised = replace(FULL, quarters=(40, 50, 30, 40), decided=170)
    assert faults(plan(), raised, ["okat_behov"]) == []
    draft = replace(raised, **change)
    assert code in faults(plan(today=today), draft, reasons(plan(), draft, {}))


def test_a_new_plan_has_two_parties_something_to_place_and_no_twin() -> None:
    opened = replace(plan({"status": PROPOSED}), base_version=None)
    new = replace(FULL, action=NEW, reason="ny")
    assert faults(opened, new, ["ny"]) == []
    assert faults(opened, new, ["ny"], ["LP-9"]) == ["finns_redan"]
    assert faults(replace(opened, receiver="NU"), new, ["ny"]) == ["samma_vardgivare"]
    assert faults(replace(opened, receiver=""), new, ["ny"]) == ["utan_vardgivare"]
    assert faults(opened, replace(new, quarters=(0, 0, 0, 0), decided=0), ["ny"]) == ["tom"]


def test_a_proposal_need_not_be_anchored_yet() -> None:
    assert faults(plan(), replace(FULL, decided=200, status=PROPOSED, anchored_by=""), ["okat_behov"]) == []


def test_a_proposal_of_what_already_holds_may_be_agreed() -> None:
    opened = plan({}, {"status": PROPOSED})
    same = replace(FULL, action=ACCEPT, reason="")
    assert direction(opened, same) == SAME
    assert faults(opened, same, reasons(opened, same, {})) == []


def test_a_lowering_keeps_the_figure_that_answered_its_principle() -> None:
    draft = replace(FULL, quarters=(40, 30, 30, 40), reason="minskat_behov:uppnadd_vardgaranti")
    written = new_version(plan(), draft, YES, MAY)
    assert (written.version, written.base_version, written.status, written.decided_on) == (2, 1, AGREED, MAY)
    assert (written.q1, written.q2, written.q3, written.q4, written.decided_volume) == (40, 30, 30, 40, 160)
    assert (written.principle_numerator, written.principle_denominator) == (97, 100)
    assert (written.principle_share, written.principle_level) == (0.97, 0.9)
    assert written.principle_date == dt.date(2026, 4, 30)


def test_a_lowering_in_words_keeps_no_figure() -> None:
    draft = replace(FULL, quarters=(40, 30, 30, 40), reason=OTHER, motivation=" Läkare saknas. ")
    written = new_version(plan(), draft, YES, MAY)
    assert (written.reason, written.motivation) == (OTHER, "Läkare saknas.")
    assert (written.principle_numerator, written.principle_level, written.principle_date) == (None, None, None)


@settings(max_examples=60, deadline=None)
@given(
    quarters=st.tuples(*[st.integers(0, 90)] * 4),
    decided=st.integers(0, 400),
    today=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
)
def test_what_is_saved_fits_in_what_is_decided_and_leaves_ended_quarters(
    quarters: tuple[int, int, int, int], decided: int, today: dt.date
) -> None:
    opened = plan(today=today)
    q1, q2, q3, q4 = (opened.volumes[i] if opened.ended[i] else quarters[i] for i in range(4))
    draft = replace(FULL, quarters=(q1, q2, q3, q4), decided=decided, reason=OTHER, motivation="Läkare saknas.")
    allowed = reasons(opened, draft, {})
    if not faults(opened, replace(draft, reason=allowed[-1] if allowed else ""), allowed):
        written = new_version(opened, draft, {}, today)
        volumes = (written.q1, written.q2, written.q3, written.q4)
        assert sum(volumes) <= (written.decided_volume or 0)
        assert [volumes[i] for i in range(4) if opened.ended[i]] == [
            opened.agreed[i] for i in range(4) if opened.ended[i]
        ]
