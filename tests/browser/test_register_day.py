"""Registrera dagen in a phone-sized browser: one tap, corrections, keyboard, two at once, many wards at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from register import Register
from tests.browser.conftest import NARROW, WIDE, Pages, Visits, served_with_register, tab_to
from tests.browser.reader import said
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.browser.waiting import settle
from tests.marts_fixture_cross import DAY_SURGERY, EMERGENCY, WARD_3, WARD_7

OTHER = "Kirurgmottagningen Storhamn"
SECOND = "Kirurgmottagningen Borgsele"
SIX = ["Ingen negativ händelse", "Händelse utan skada eller risk", "Risk för patientskada", "Patientskada",
       "Allvarlig patientskada", "Ingen verksamhet"]  # fmt: skip


@pytest.fixture(scope="module")
def ward(published_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Register]]:
    """A server of its own with a register."""
    with served_with_register(published_directory, tmp_path_factory.mktemp("ward")) as found:
        yield found


class Visit(Visits):
    """Opens a ward's day."""

    def day(
        self, unit: str, day: str = "", size: tuple[int, int] = NARROW, scheme: str = "light", *, touch: bool = True
    ) -> Page:
        asked = [*([f"enhet={unit}"] if unit else []), *([f"dag={day}"] if day else [])]
        return self("registrera?" + "&".join(asked), size, scheme, touch=touch)


@pytest.fixture
def visit(ward: tuple[str, Register], pages: Pages) -> Iterator[Visit]:
    visits = Visit(ward[0], pages)
    yield visits
    visits.end()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def tap(page: Page, name: str) -> None:
    """Tap, and wait for what comes of it."""
    button(page, name).tap()
    settle(page)


def told(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def entered(register: Register, unit: str) -> list[dict[str, Any]]:
    rows = register.cross_entries(every_version=True).sort("id", "number").to_dicts()
    return [row for row in rows if row["unit"] == unit]


def test_a_day_is_registered_with_one_tap_corrected_and_both_stand_in_the_history(
    visit: Visit, ward: tuple[str, Register]
) -> None:
    page = visit.day(DAY_SURGERY)
    assert [each.inner_text() for each in page.locator('[class*="st-key-tap_"] button').all()] == SIX
    tap(page, "Ingen negativ händelse")
    told(page, "Dagen är registrerad: ingen negativ händelse.")
    assert [row["fact"] for row in entered(ward[1], DAY_SURGERY)] == ["ingen"]
    page.wait_for_function("document.activeElement.innerText === 'Sparat'")  # the reader's place is with what was told
    tap(page, "Ändra dagen")
    page.get_by_text("En eller flera händelser").tap()
    settle(page)
    page.get_by_role("combobox", name="Allvarlighet").click()
    page.get_by_role("option", name="Risk för patientskada").click()
    settle(page)
    page.get_by_label("Kort beskrivning").fill("Fel dos, upptäckt i tid.")
    tap(page, "Spara")
    told(page, "Dagen är registrerad: risk för patientskada.")
    shown = said(page)
    assert "Ändrad från ingen negativ händelse till risk för patientskada." in shown
    assert re.search(r"ingen negativ händelse\. \d+ \w+ kl\. \d\d\.\d\d, Avstämningsmötet\. Version 1\.", shown)
    assert [(row["version"], row["fact"]) for row in entered(ward[1], DAY_SURGERY)] == [(1, "ingen"), (2, "risk")]
    page.wait_for_timeout(600)  # as long as a second tap may be meant for the button that was there
    tap(page, "Ångra")
    told(page, "Dagen är som innan: ingen negativ händelse.")
    assert [row["fact"] for row in entered(ward[1], DAY_SURGERY)] == ["ingen", "risk", "ingen"]


def test_the_same_by_keyboard_alone(visit: Visit, ward: tuple[str, Register]) -> None:
    page = visit.day(WARD_7, touch=False)
    tab_to(page, lambda at: at["text"] == "Patientskada")
    page.keyboard.press("Enter")
    settle(page)
    told(page, "Dagen är registrerad: patientskada.")
    tab_to(page, lambda at: at["name"].startswith("Kort beskrivning"))
    page.keyboard.type("Fall vid sängen.")
    tab_to(page, lambda at: at["text"] == "Spara")
    page.keyboard.press("Enter")
    settle(page)
    told(page, "Dagen är registrerad: patientskada.")
    tab_to(page, lambda at: at["text"] == "Ändra dagen")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_role("heading", name="Ändra dagen")).to_be_visible()
    tab_to(page, lambda at: at["tag"] == "INPUT" and at["role"] == "" and not at["name"])  # what the day was
    page.keyboard.press("ArrowDown")
    settle(page)
    expect(page.get_by_role("combobox", name="Allvarlighet")).to_have_count(0)
    tab_to(page, lambda at: at["text"] == "Spara")
    page.keyboard.press("Enter")
    settle(page)
    told(page, "Dagen är registrerad: ingen verksamhet.")
    assert [(row["version"], row["fact"], row["description"]) for row in entered(ward[1], WARD_7)] == [
        (1, "skada", None), (2, "skada", "Fall vid sängen."), (3, "ingen_verksamhet", None),
    ]  # fmt: skip


def test_a_quick_second_tap_is_neither_a_second_version_nor_an_undo(visit: Visit, ward: tuple[str, Register]) -> None:
    page = visit.day(EMERGENCY, touch=False)
    button(page, "Ingen negativ händelse").dblclick()
    settle(page)
    told(page, "Dagen är registrerad")
    assert [row["fact"] for row in entered(ward[1], EMERGENCY)] == ["ingen"]


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")],
                         ids=["phone-light", "wide-dark"])  # fmt: skip
def test_axe_finds_nothing_at_any_step(visit: Visit, size: tuple[int, int], scheme: str) -> None:
    day = "2026-11-11" if size == NARROW else "2026-11-10"

    def whole(page: Page) -> None:
        settle(page)
        assert violations(page) == []
        assert overflow(page) <= 1
        assert [text for text in english(page) if not re.match(r"to \d", text)] == []  # to 19: torsdag

    page = visit.day(SECOND, day, size, scheme)
    expect(page.get_by_text("Du registrerar i efterhand.")).to_be_visible()
    whole(page)
    page.get_by_label("Vad gick bra").fill("Tack till Anna.")
    tap(page, "Risk för patientskada")
    told(page, "Texten verkar innehålla ett namn: Anna.")
    whole(page)
    tap(page, "Spara ändå")
    told(page, "Dagen är registrerad i efterhand")
    tap(page, "Lägg till en händelse")
    expect(button(page, "Ta bort händelse 2")).to_be_visible()
    whole(page)
    tap(page, "Hoppa över")
    expect(button(page, "Ändra dagen")).to_be_visible()
    whole(page)
    whole(visit.day(OTHER, "2026-10-15", size, scheme))  # a conflict
    whole(visit.day("", "", size, scheme))  # no unit chosen


def test_the_answers_are_large_and_their_boxes_are_no_part_of_their_names(visit: Visit) -> None:
    page = visit.day(SECOND, "2026-11-16")
    for each in page.locator('[class*="st-key-tap_"] button').all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= 56
        assert box["width"] >= 350
    letters = page.evaluate(
        """[...document.querySelectorAll('[class*="st-key-tap_"] button')].map(
            at => getComputedStyle(at, '::before').content)"""
    )
    assert [letter.split('"')[1] for letter in letters] == ["G", "!", "O", "R", "R", "–"]


def test_an_identity_number_is_stopped_with_the_reason_and_the_text_stays(
    visit: Visit, ward: tuple[str, Register]
) -> None:
    page = visit.day(WARD_3)
    page.get_by_label("Vad gick bra").fill("19121212-1212 mådde bra")
    tap(page, "Ingen negativ händelse")
    told(page, "Texten ser ut att innehålla ett personnummer.")
    expect(page.get_by_label("Vad gick bra")).to_have_value("19121212-1212 mådde bra")
    assert entered(ward[1], WARD_3) == []
    page.get_by_label("Vad gick bra").fill("Alla mådde bra")
    tap(page, "Ingen negativ händelse")
    told(page, "Dagen är registrerad")
    assert [row["went_well"] for row in entered(ward[1], WARD_3)] == ["Alla mådde bra"]


def test_what_is_written_while_the_answer_is_on_its_way_stands_with_the_cursor_in_it(visit: Visit) -> None:
    page = visit.day(WARD_3, "2026-11-12")
    page.get_by_label("Vad gick bra").fill("19121212-1212 mådde bra")
    page.evaluate(
        """name => {
            const field = document.querySelector('textarea');
            field.blur();
            [...document.querySelectorAll('button')].find(at => at.innerText === name).click();
            field.focus();
            const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
            write.call(field, 'Alla mådde bra');
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }""",
        "Ingen negativ händelse",
    )  # pressed and written before any answer can have come
    settle(page)
    told(page, "Texten ser ut att innehålla ett personnummer.")
    field = page.get_by_label("Vad gick bra")
    expect(field).to_have_value("Alla mådde bra")
    expect(field).to_be_focused()
    tap(page, "Ingen negativ händelse")
    told(page, "Dagen är registrerad")


def test_a_conflict_is_settled_by_one_choice(visit: Visit, ward: tuple[str, Register]) -> None:
    page = visit.day(OTHER, "2026-10-15")
    expect(page.get_by_role("heading", name="Två källor säger olika om dagen")).to_be_visible()
    tap(page, "Det som SU-lokal säger gäller")
    told(page, "Dagen är registrerad i efterhand")
    expect(page.get_by_role("heading", name="Två källor säger olika om dagen")).to_have_count(0)
    [row] = entered(ward[1], OTHER)
    assert (row["fact"], bool(row["settles"])) == ("risk", True)


def test_of_two_on_the_same_ward_the_second_is_told_and_loses_nothing(visit: Visit, ward: tuple[str, Register]) -> None:
    first, second = visit.day(SECOND, "2026-11-18"), visit.day(SECOND, "2026-11-18")
    second.get_by_label("Vad gick bra").fill("Vi hann med allt.")
    tap(first, "Allvarlig patientskada")
    told(first, "allvarlig patientskada")
    tap(second, "Ingen negativ händelse")
    told(second, re.compile(r"Någon annan hann före, .* kl\. \d\d\.\d\d \(Avstämningsmötet\): allvarlig patientskada"))
    told(second, "Vi hann med allt.")
    tap(second, "Spara mitt i stället")
    told(second, "Dagen är registrerad")
    facts = [(row["version"], row["fact"], row["went_well"]) for row in entered(ward[1], SECOND)
             if str(row["date"]) == "2026-11-18"]  # fmt: skip
    assert facts == [(1, "allvarlig_skada", None), (2, "ingen", "Vi hann med allt.")]


def test_wards_that_register_at_the_same_moment_lose_nothing(visit: Visit, ward: tuple[str, Register]) -> None:
    units = [DAY_SURGERY, WARD_7, EMERGENCY, WARD_3, OTHER, SECOND]
    pages = [visit.day(unit, "2026-11-09") for unit in units]
    for page in pages:
        button(page, "Ingen negativ händelse").dispatch_event("click")  # none waits for the one before
    for page in pages:
        settle(page)
        told(page, "Dagen är registrerad i efterhand: ingen negativ händelse.")
    saved = [row for unit in units for row in entered(ward[1], unit) if str(row["date"]) == "2026-11-09"]
    assert sorted(row["unit"] for row in saved) == sorted(units)
    assert {(row["version"], row["fact"]) for row in saved} == {(1, "ingen")}


def test_a_unit_is_chosen_once_and_stands_in_the_address(visit: Visit) -> None:
    page = visit.day("")
    box = page.get_by_role("combobox", name="Enhet")
    box.focus()
    page.keyboard.type("Dagkirurgen Bor")
    page.get_by_role("option", name="Dagkirurgen Borgsele (SÄS)").click()
    settle(page)
    expect(page.get_by_role("heading", name="Hur gick dagen?")).to_be_visible()
    assert "enhet=Dagkirurgen" in page.url
    assert "dag=" not in page.url  # today is never written down: tomorrow it would be yesterday
    page.get_by_role("link", name="Byt enhet").tap()
    settle(page)
    expect(page.get_by_role("heading", name="Vilken enhet?")).to_be_visible()
    page.get_by_role("combobox", name="Enhet").focus()
    page.keyboard.type("Kirurgmottagningen Bor")
    page.get_by_role("option", name="Kirurgmottagningen Borgsele (SÄS)").click()
    settle(page)
    page.get_by_role("link", name=re.compile("ti 17 ")).tap()
    settle(page)
    expect(page.get_by_text("Tisdag 17 november 2026")).to_be_visible()
