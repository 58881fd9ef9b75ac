"""The follow-up of Gröna korset in a real browser: axe, phone, keyboard, twins, files, and actions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from register import NewCrossAction, Register
from tests.browser.conftest import NARROW, WIDE, Pages, Visits, served_with_register, tab_to
from tests.browser.reader import choose, csv_of, press, said, table, told, twin
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.browser.waiting import settle
from tests.marts_fixture import PRINCIPAL
from tests.marts_fixture_cross import DAY_SURGERY, EMERGENCY, WARD_7

GROUP = "grona-korset?visa=uppfoljning"
BLOCKS = ("cross_tired", "cross_states", "cross_rate", "cross_types", "cross_risks", "cross_actions")
TEXT = "Se över hur sterilgods beställs till måndagar."


def of(unit: str) -> str:
    return f"{GROUP}&enhet={unit}"


@pytest.fixture(scope="module")
def hospital(published_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Register]]:
    """A server of its own, with a register that holds one action."""
    with served_with_register(published_directory, tmp_path_factory.mktemp("followup")) as found:
        found[1].add_cross_action(
            NewCrossAction(principal=PRINCIPAL, administration="NU", unit=EMERGENCY, action_id="a", text=TEXT,
                           responsible="Vårdenhetschef", role="Avstämningsmötet", base_version=None)
        )  # fmt: skip
        yield found


@pytest.fixture
def visit(hospital: tuple[str, Register], pages: Pages) -> Iterator[Visits]:
    visits = Visits(hospital[0], pages)
    yield visits
    visits.end()


@pytest.mark.parametrize(
    ("path", "size", "scheme"),
    [(GROUP, WIDE, "light"), (GROUP, NARROW, "dark"), (of(EMERGENCY), WIDE, "dark"), (of(EMERGENCY), NARROW, "light")],
    ids=["group-wide-light", "group-narrow-dark", "unit-wide-dark", "unit-narrow-light"],
)
def test_axe_finds_nothing_nor_english_nor_anything_outside(
    visit: Visits, path: str, size: tuple[int, int], scheme: str
) -> None:
    page = visit(path, size, scheme)
    assert violations(page) == []
    assert overflow(page) <= 1
    assert english(page) == []


def test_axe_finds_nothing_in_the_twins_and_the_open_form(visit: Visits) -> None:
    page = visit(of(EMERGENCY), NARROW)
    for block in BLOCKS:
        choice = page.locator(f".st-key-tools_{block}").get_by_role("radio", name="Tabell")
        choice.press("Space")
        expect(choice).to_be_checked()
        settle(page)
    press(page, "Ny åtgärd")
    expect(page.get_by_label("Vad ska göras?")).to_be_visible()
    settle(page)
    assert violations(page) == []
    assert overflow(page) <= 1
    assert english(page) == []


def test_a_chart_too_wide_for_a_phone_scrolls_in_a_named_place_that_takes_the_focus(visit: Visits) -> None:
    page = visit(GROUP, NARROW)
    for name in ("states", "facts", "between", "types"):
        place = page.locator(f".st-key-wide_cross_{name}")
        expect(place).to_have_attribute("tabindex", "0")
        assert "kan rullas i sidled" in (place.get_attribute("aria-label") or "")


def test_twins_and_files_hold_the_same_numbers(visit: Visits) -> None:
    page = visit(GROUP)
    rates = twin(page, "cross_rate")
    file = csv_of(page, "cross_rate")
    assert [row[0] for row in rates] == [row["till_och_med"] for row in file]
    assert [row[1:3] for row in rates] == [[row["taljare"], row["namnare"]] for row in file]
    types = twin(page, "cross_types")
    assert [row[1] for row in types] == [row["antal"] for row in csv_of(page, "cross_types")]
    between = twin(page, "cross_between")
    assert [row[1] for row in between] == ["12", "170", "56", "1", "1", "4", "18"]
    assert between[-1] == ["2026-10-31", "18", "pågår, ingen skada än"]
    tired = {row[0]: row[-1] for row in twin(page, "cross_tired")}
    assert tired["Akutmottagningen Norrhamn (NU)"] == "kan behöva stöd"
    assert tired["Dagkirurgen Borgsele (SÄS)"] == "ungefär som förut"
    assert tired["Kirurgmottagningen Borgsele (SÄS)"] == "för få dagar"


def test_a_units_name_opens_its_own_follow_up_by_keyboard(visit: Visits) -> None:
    page = visit(GROUP)
    page.get_by_role("button", name="Fler filter").focus()
    tab_to(page, lambda found: found.get("text", "").startswith("Akutmottagningen Norrhamn"), most=60)
    page.keyboard.press("Enter")
    page.wait_for_url("**enhet=*")
    settle(page)
    assert "Enheten kan behöva stöd: den registrerar mer sällan än förut" in said(page)


def test_an_action_is_made_and_closed_by_keyboard_on_a_phone(visit: Visits, hospital: tuple[str, Register]) -> None:
    page = visit(of(DAY_SURGERY), NARROW)
    page.get_by_role("button", name="Ny åtgärd").focus()
    page.keyboard.press("Enter")
    settle(page)
    field = page.get_by_label("Vad ska göras?")
    expect(field).to_be_visible()
    field.focus()
    field.fill(TEXT)
    page.keyboard.press("Tab")
    settle(page)
    choose(page, "Ansvarig roll", "Vårdenhetschef")
    page.get_by_role("button", name="Spara", exact=True).focus()
    page.keyboard.press("Enter")
    settle(page)
    assert told(page, "sparad") == "Åtgärden är sparad."
    press(page, "Avsluta åtgärd 1")
    feedback = page.get_by_label("Återkoppling: vad blev det av åtgärden?")
    expect(feedback).to_be_visible()
    feedback.focus()
    feedback.fill("Beställs nu på fredagar.")
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name="Spara", exact=True).focus()
    page.keyboard.press("Enter")
    settle(page)
    assert told(page, "avslutad") == "Åtgärden är avslutad."
    rows = table(page, "Avslutade åtgärder")
    assert rows[0][:3] == [TEXT, "klar", "Beställs nu på fredagar."]
    found = hospital[1].cross_actions(PRINCIPAL, "SÄS", DAY_SURGERY, every_version=True)
    assert found["status"].to_list() == ["oppen", "klar"]


def test_nothing_of_a_units_words_is_on_a_groups_page(visit: Visits) -> None:
    page = visit(GROUP)
    assert TEXT not in page.content()
    assert TEXT in visit(of(EMERGENCY)).content()
    assert TEXT not in visit(of(WARD_7)).content()
