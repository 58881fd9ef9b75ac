"""Decisions in the register, in both databases: once per form, in their order, withdrawn once, never changed."""

from __future__ import annotations

from typing import Any

import pytest

from register import DECISION_COLUMNS, DecisionWithdrawn, NewDecision, NotMade, Register
from tests.registering import new_decision

NOTHING: dict[str, Any] = dict.fromkeys(("source", "kind", "period", "reason", "column_name"))


def test_what_was_decided_is_read_back_in_the_order_it_was_made(made_register: Register) -> None:
    first = made_register.add_steward_decision(new_decision(motivation="  Fel i källan.  ", principal="VGR"))
    second = made_register.add_steward_decision(new_decision(action="discard", column_name=None))
    made = made_register.steward_decisions()
    assert made.schema == DECISION_COLUMNS
    assert made["id"].to_list() == [first, second]
    assert made.select("motivation", "principal", "action", "column_name").row(0) == (
        "Fel i källan.", "VGR", "release", "remiss_datum",
    )  # fmt: skip
    assert made["made_at"].is_sorted()
    assert made_register.steward_decisions(after=first)["id"].to_list() == [second]
    assert made_register.decision_stamp() == second


def test_a_double_tap_is_one_decision(made_register: Register) -> None:
    decision = new_decision()
    assert made_register.add_steward_decision(decision) == made_register.add_steward_decision(decision)
    assert made_register.steward_decisions().height == 1


def test_a_decision_is_withdrawn_once(made_register: Register) -> None:
    decision = made_register.add_steward_decision(new_decision())
    back = new_decision(**NOTHING, action="withdraw", withdraws=decision, role="Systemförvaltare")
    made_register.add_steward_decision(back)
    with pytest.raises(DecisionWithdrawn) as first:
        made_register.add_steward_decision(new_decision(**NOTHING, action="withdraw", withdraws=decision))
    assert (first.value.role, made_register.steward_decisions().height) == ("Systemförvaltare", 2)


def test_what_does_not_exist_cannot_be_withdrawn(made_register: Register) -> None:
    with pytest.raises(ValueError, match="no decision can be so"):
        made_register.add_steward_decision(new_decision(**NOTHING, action="withdraw", withdraws=99))


@pytest.mark.parametrize(
    "changes",
    [{"action": "forget"}, {"reason": None}, {"role": " "}, {"motivation": ""}, {"motivation": "a\0b"}, {"token": ""},
     {"action": "add_unit"}, {"action": "add_code", "code": "0X1"}, {"action": "withdraw"}],
)  # fmt: skip
def test_what_no_decision_can_be_is_refused_without_being_quoted(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - that nothing is quoted is what is tried
        new_decision(**changes)
    assert "Remissdatum" not in str(refused.value)
    assert isinstance(new_decision(), NewDecision)


def test_a_register_that_is_not_made_has_no_decisions_and_takes_none(register_address: str) -> None:
    register = Register(register_address)
    assert (register.steward_decisions().height, register.decision_stamp()) == (0, 0)
    with pytest.raises(NotMade):
        register.add_steward_decision(new_decision())
    register.close()
