"""One catalogue of reasons: every code that the product uses is in it, and nothing else is."""

from __future__ import annotations

import ast

import pytest

from config import ROOT, DataDirectory
from etl.contracts import CONTRACTS
from etl.contracts.contract import Surroundings
from etl.reasons import Reason, reasons, told
from etl.reference import principals, specialties, units

RULE_CALLS = {"Rule", "value_rule", "Refused"}


def rule_reasons() -> dict[str, set[str]]:
    """Action → codes of the contracts' own rules and warnings."""
    data = DataDirectory(ROOT / "data")
    surroundings = Surroundings(specialties(data), principals(data), units(data), population="vantande")
    quarantining = {rule.reason for contract in CONTRACTS for rule in contract.rules(surroundings)}
    return {"Q": quarantining, "W": {rule.reason for contract in CONTRACTS for rule in contract.warnings()}}


def words_in_code() -> set[str]:
    """Every string constant in etl that is a word of a reason code's form."""
    found = set()
    for path in (ROOT / "etl").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def refusals_in_code() -> set[str]:
    """The codes of `Refused("code", …)` that are written out."""
    found = set()
    for path in (ROOT / "etl").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


@pytest.mark.parametrize("action", ["Q", "W"])
def test_every_rule_of_a_contract_has_a_text_and_the_right_action(action: str) -> None:
    for code in rule_reasons()[action]:
        assert reasons()[code].action == action, code


def test_every_refusal_has_a_text_and_refuses() -> None:
    for code in refusals_in_code():
        assert reasons()[code].action == "F", code


def test_the_catalogue_holds_no_code_that_nothing_uses() -> None:
    assert set(reasons()) - words_in_code() == set()


@pytest.mark.parametrize("reason", reasons().values(), ids=lambda reason: reason.code)
def test_a_reason_has_a_title_an_advice_and_its_cases(reason: Reason) -> None:
    assert reason.title
    assert not reason.title.endswith(".")
    assert reason.advice.endswith(".")
    assert reason.action in {"F", "Q", "W"}
    assert reason.cases
    assert told(reason.code) == f"{reason.title}. {reason.advice}"
