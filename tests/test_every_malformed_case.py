"""Each of the 55 malformed inputs has a test named after it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

CASES = range(1, 56)
NAMED = re.compile(r"test_cases?_(\d+(?:_(?:to|and)_\d+|_\d+)*)_")


def numbers(name: str) -> set[int]:
    """The cases that a test's name tells: `test_case_4_…`, `test_cases_19_and_20_…`, `test_case_3_to_5_…`."""
    found = NAMED.match(name)
    if found is None:
        return set()
    told = found[1]
    first, *more = map(int, re.findall(r"\d+", told))
    return set(range(first, more[-1] + 1)) if "_to_" in told and more else {first, *more}


@cache
def named_cases() -> frozenset[int]:
    found: set[int] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found |= numbers(node.name)
    return frozenset(found)


@pytest.mark.parametrize("case", CASES)
def test_the_malformed_input_has_a_test_of_its_name(case: int) -> None:
    assert case in named_cases()


def test_a_name_tells_its_cases() -> None:
    assert numbers("test_case_4_a_bom") == {4}
    assert numbers("test_case_3_to_5_letters") == {3, 4, 5}
    assert numbers("test_cases_19_and_20_a_short") == {19, 20}
    assert numbers("test_the_case_4_of") == set()
