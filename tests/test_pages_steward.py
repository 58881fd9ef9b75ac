"""A steward's form on Datakvalitet: it asks once more, stores no name, and tells what became of every decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import remembered, steward_view, warehouse
from register import Register
from register.migration import migrate
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.marts_fixture_plans import TODAY
from tests.registering import new_decision
from tests.test_cross_form import press, said

WHY = "Källan kan inte rätta dem."
BLOCK = """
from dashboard import steward, warehouse
steward.steward_block(warehouse.published().current(), {principal!r})
"""


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def store(marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    place = f"sqlite:///{tmp_path / 'register.sqlite'}"
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    monkeypatch.setenv("VARDLAGET_REGISTER_URL", place)
    monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
    warehouse.forget()
    remembered.forget()
    made = Register(place)
    migrate(made)
    yield made
    warehouse.forget()
    remembered.forget()


def block() -> AppTest:
    page = AppTest.from_string(BLOCK.format(principal=PRINCIPAL), default_timeout=60).run()
    assert not page.exception
    return page


def choose(page: AppTest, **fields: object) -> AppTest:
    """Choose in lists and write in fields by their labels, `_` for a blank; a number is the place in the list."""
    for label, value in fields.items():
        name = label.replace("_", " ")
        [field] = [
            field
            for field in (*page.selectbox, *page.radio, *page.text_input, *page.text_area)
            if field.label.split(" (")[0] == name
        ]
        if isinstance(value, int):
            field.select_index(value)
        else:
            field.set_value(value)
        page.run()
        assert not page.exception
    return page


def discarding(page: AppTest, motivation: str = WHY) -> AppTest:
    press(page, "Nytt beslut")
    choose(page, Beslut="discard")
    choose(page, Rader=0, Din_roll="Dataförvaltare", Motivering=motivation)
    return press(page, "Granska beslutet")


def test_a_decision_is_made_after_one_more_question_and_then_waits(store: Register) -> None:
    page = block()
    assert "Inga förvaltarbeslut är fattade" in said(page)
    discarding(page)
    assert "Nästa laddning tömmer de 14 raderna" in said(page)
    assert store.decision_stamp() == 0
    press(page, "Fatta beslutet")
    assert "Beslutet är fattat." in said(page)
    assert "Ett förvaltarbeslut väntar på nästa laddning" in said(page)
    [made] = store.steward_decisions().to_dicts()
    assert (made["action"], made["reason"], made["source"], made["kind"]) == (
        "discard",
        "okand_enhet",
        "99",
        "vantande",
    )
    assert (made["role"], made["motivation"], made["principal"]) == ("Dataförvaltare", WHY, PRINCIPAL)
    assert made["seen_load"] == steward_view.newest_load(VERSION) > 0


def test_a_decision_that_waits_can_be_taken_back(store: Register) -> None:
    page = discarding(block())
    press(page, "Fatta beslutet")
    press(page, "Ta tillbaka beslut 1")
    assert "Inget förvaltarbeslut väntar" in said(page)
    assert store.steward_decisions()["withdraws"].to_list() == [None, 1]
    assert "återtaget" in said(page)


@pytest.mark.parametrize(
    ("motivation", "told"), [("Se 19121212-1212.", "personnummer"), ("Ring 070-123 45 67.", "telefonnummer")]
)
def test_what_names_a_person_is_never_stored(store: Register, motivation: str, told: str) -> None:
    page = discarding(block(), motivation)
    assert told in said(page)
    assert not [button for button in page.button if button.label == "Fatta beslutet"]
    assert store.decision_stamp() == 0


def test_a_likely_name_is_asked_about(store: Register) -> None:
    page = discarding(block(), "Anna sade att de är fel.")
    assert "Anna" in said(page)
    press(page, "Spara ändå")
    press(page, "Fatta beslutet")
    assert store.decision_stamp() == 1


def test_what_is_missing_is_told(store: Register) -> None:
    page = press(block(), "Nytt beslut")
    choose(page, Beslut="add_unit")
    press(page, "Granska beslutet")
    for asked in ("koden", "är för en kod", "enheten heter", "förvaltning", "år-månad-dag", "din roll", "varför"):
        assert asked in said(page), asked
    assert store.decision_stamp() == 0


def test_a_unit_is_added_with_what_its_code_means_from_a_day(store: Register) -> None:
    page = press(block(), "Nytt beslut")
    choose(page, Beslut="add_unit")
    codes = steward_view.codes(VERSION, PRINCIPAL, "add_unit")
    choose(page, Kod=codes[0])
    choose(page, Enhetens_namn="Ögon Skövde", Förvaltning=0, Gäller_från="2025-01-01", Din_roll="Dataförvaltare",
           Motivering="Ny enhet.")  # fmt: skip
    press(page, "Granska beslutet")
    assert "Säger enheter.csv något annat om koden gäller filen." in said(page)
    press(page, "Fatta beslutet")
    [made] = store.steward_decisions().to_dicts()
    assert (made["code"], made["unit"], made["valid_from"]) == (codes[0], "Ögon Skövde", dt.date(2025, 1, 1))


def test_the_list_tells_what_became_of_a_decision(store: Register) -> None:
    store.add_steward_decision(new_decision(action="discard", token="kasserade", source="99"))
    store.add_steward_decision(new_decision(principal="Annan region"))
    page = block()
    assert "utfört: 3 rader kasserade" in said(page)
    assert "Inget förvaltarbeslut väntar" in said(page)


def test_no_releasable_rows_are_told_and_a_broken_register_too(
    store: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del store
    page = press(block(), "Nytt beslut")
    assert "Inga rader i karantän kan beslutas så." in said(page)
    (tmp_path / "broken.sqlite").write_bytes(b"no database")
    monkeypatch.setenv("VARDLAGET_REGISTER_URL", f"sqlite:///{tmp_path / 'broken.sqlite'}")
    assert "Registret svarar inte" in said(block())
