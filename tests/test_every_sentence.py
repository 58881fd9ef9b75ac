"""Every table of sentences of the dashboard: whole, of each facts exactly one row, and no number of its own.

Tables are found by looking into every module; a table without facts to try it on fails.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import re
import string
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dashboard import sentences
from dashboard.sentences import Sentence
from tests.sentence_facts import FACTS

Table = Sequence[Sentence[Any]]
ROOT = Path(__file__).resolve().parent.parent
DASHBOARD = ROOT / "dashboard"
SENTENCES = re.compile(r"\b(Sentence|all_said)\b")
NUMBER = re.compile(r"\d+")


@functools.cache
def modules() -> list[ModuleType]:
    """Every module of the dashboard that has to do with sentences; others may draw when they are imported."""
    paths = [path for path in sorted(DASHBOARD.rglob("*.py")) if SENTENCES.search(path.read_text(encoding="utf-8"))]
    return [importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in paths]


def tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def assigned(module: ModuleType) -> set[str]:
    """Names that the module itself gives a value, not those it imports."""
    targets = [
        target
        for node in tree_of(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def is_table(value: object) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(each, Sentence) for each in value)


TABLES: dict[str, Table] = {
    f"{module.__name__.removeprefix('dashboard.')}.{name}": getattr(module, name)
    for module in modules()
    for name in sorted(assigned(module))
    if is_table(getattr(module, name))
}


def read_whole() -> set[int]:
    """The tables of which every row that holds is said: those that `all_said` is called with."""
    calls = [(module, node) for module in modules() for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call)]
    return {
        id(getattr(module, call.args[0].id))
        for module, call in calls
        if ast.unparse(call.func).rpartition(".")[2] == "all_said" and isinstance(call.args[0], ast.Name)
    }


ANY_OF = {name for name, table in TABLES.items() if id(table) in read_whole()}
ROWS = [(name, row) for name, table in TABLES.items() for row in table]
IDS = [f"{name}-{row.name}" for name, row in ROWS]


@functools.cache
def facts_of(name: str) -> list[Any]:
    return list(FACTS[name]())


def places(row: Sentence[Any], facts: object) -> list[str]:
    """What is written in each place of a row."""
    fields = [(field, form) for _, field, form, _ in string.Formatter().parse(row.text) if field is not None]
    return [sentences.written(Sentence(row.name, row.holds, f"{{{field}:{form}}}"), facts) for field, form in fields]


def test_every_table_has_facts_to_be_tried_on_and_no_facts_are_left_over() -> None:
    assert set(TABLES) == set(FACTS)
    assert len(TABLES) > 30


def test_no_sentence_stands_outside_a_table() -> None:
    found = [
        f"{module.__name__}: {ast.unparse(node)[:60]}"
        for module in modules()
        for function in ast.walk(tree_of(module))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("Sentence")
    ]
    assert found == []


def test_tables_that_are_read_whole_are_the_three_that_say_several_things() -> None:
    assert {"balance_words.MOVED", "change_sentences.DETAILS", "change_sentences.NOTES"} == ANY_OF


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_a_table_have_names_of_their_own(name: str) -> None:
    assert len({row.name for row in TABLES[name]}) == len(TABLES[name])


@pytest.mark.parametrize("name", sorted(set(TABLES) - ANY_OF))
def test_exactly_one_row_holds_for_any_facts(name: str) -> None:
    for facts in facts_of(name):
        assert len([row.name for row in TABLES[name] if row.holds(facts)]) == 1, facts


@pytest.mark.parametrize("name", sorted(set(TABLES) - ANY_OF))
def test_a_table_that_lacks_a_row_is_found_out(name: str) -> None:
    for lacking in TABLES[name]:
        others = [row for row in TABLES[name] if row is not lacking]
        assert any(not any(row.holds(facts) for row in others) for facts in facts_of(name)), lacking.name


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_every_row_is_said_of_some_facts_and_is_whole(name: str, row: Sentence[Any]) -> None:
    said = {sentences.written(row, facts) for facts in facts_of(name) if row.holds(facts)}
    assert said, "no facts make this row hold"
    for sentence in said:
        assert not re.search(r"[{}]|\bNone\b|\bnan\b|  ", sentence), sentence
        assert not row.text or re.sub(r"<[^>]+>", "", sentence).strip()
        assert len(re.findall(r"<b[ >]", sentence)) == sentence.count("</b>")


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_no_text_has_a_number_of_its_own(name: str, row: Sentence[Any]) -> None:
    del name
    assert not any(NUMBER.search(text) for text, *_ in string.Formatter().parse(row.text))


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_every_number_that_is_said_comes_from_a_place(name: str, row: Sentence[Any]) -> None:
    held = [facts for facts in facts_of(name) if row.holds(facts)]
    for facts in held[:: max(1, len(held) // 50)]:
        from_places = [number for place in places(row, facts) for number in NUMBER.findall(place)]
        assert NUMBER.findall(sentences.written(row, facts)) == from_places


@pytest.mark.parametrize("name", TABLES)
def test_facts_put_no_number_of_their_own_in_words(name: str) -> None:
    """Text that a fact makes itself gets its numbers from what it holds."""
    nodes = list(ast.walk(ast.parse(inspect.getsource(type(facts_of(name)[0])))))
    docs = [ast.get_docstring(each, clean=False) for each in nodes if isinstance(each, ast.ClassDef | ast.FunctionDef)]
    texts = [each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    words = [text for text in texts if text not in docs and not text.isidentifier()]  # a column's name is no word
    assert [text for text in words if NUMBER.search(text)] == []


@pytest.mark.parametrize("name", ["nation_sentences.ANSWER", "nation_sentences.FIGURE_NATION",
                                  "change_sentences.BIGGEST"])  # fmt: skip
def test_a_share_is_never_said_without_its_n(name: str) -> None:
    for row in TABLES[name]:
        if re.search(r"percent}|in_words}|_share}", row.text):
            assert "n = {" in row.text, row.name
