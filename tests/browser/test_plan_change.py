"""The form that changes a plan, in a real browser: by keyboard, on a phone, twice pressed, and by two at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from register import Register
from tests.browser.conftest import NARROW, WIDE, Pages, Visits, served_with_register, tab_to
from tests.browser.reader import choose, press, write
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.browser.waiting import settle

HIPS = "leveransplaner?ar=2026&plan=P-2026-311-2-NU-SV"
HEARTS = "leveransplaner?ar=2026&plan=P-2026-301-2-SÄS-Grannregion Söder"


@pytest.fixture(scope="module")
def planning(published_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Register]]:
    """A server of its own in May 2026, with a register."""
    with served_with_register(published_directory, tmp_path_factory.mktemp("planning"), "2026-05-15") as found:
        yield found


@pytest.fixture
def visit(planning: tuple[str, Register], pages: Pages) -> Iterator[Visits]:
    """Each visit is somebody else's."""
    visits = Visits(planning[0], pages)
    yield visits
    visits.end()


def lower(page: Page, quarter: str, volume: str, words: str) -> None:
    """Open the form and lower one quarter for another reason."""
    press(page, "Ändra planen")
    write(page, page.get_by_label(quarter), volume)
    page.get_by_text("Annat skäl, med motivering").click()
    settle(page)
    choose(page, "Din roll", "Vårdgarantiservice")
    write(page, page.get_by_role("textbox", name="Motivering"), words)


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (NARROW, "light")], ids=["wide-dark", "narrow-light"])
def test_axe_finds_nothing_in_the_open_form_and_nothing_runs_outside(
    visit: Visits, size: tuple[int, int], scheme: str
) -> None:
    page = visit(HIPS, size, scheme)
    press(page, "Ändra planen")
    write(page, page.get_by_label("Kvartal 3, juli–sep"), "100")
    press(page, "Spara")
    expect(page.get_by_role("heading", name="Ändringen är inte sparad")).to_be_visible()
    assert violations(page) == []
    assert overflow(page) <= 1
    assert english(page) == []


def test_a_new_plan_and_its_free_capacity_are_whole_on_a_phone(visit: Visits) -> None:
    page = visit("leveransplaner?ar=2026", NARROW)
    press(page, "Ny plan")
    choose(page, "Planens specialitet", "Ortopedi (311)")
    choose(page, "Planens vårdfas", "Operation/åtgärd")
    choose(page, "Till", "Kustortopedi")
    write(page, page.get_by_label("Kvartal 4, okt–dec"), "10")
    expect(page.get_by_role("region", name="Ledig kapacitet i rutinens ordning")).to_be_visible()
    assert violations(page) == []
    assert overflow(page) <= 1
    assert english(page) == []


def test_of_two_at_once_the_second_is_told_and_nothing_is_overwritten(
    visit: Visits, planning: tuple[str, Register]
) -> None:
    first, second = visit(HIPS), visit(HIPS)
    lower(first, "Kvartal 3, juli–sep", "100", "Mottagaren saknar operatör.")
    lower(second, "Kvartal 4, okt–dec", "150", "Färre behöver.")
    first.get_by_role("button", name="Spara", exact=True).dblclick()
    settle(first)
    expect(first.get_by_text("Sparat: version 2 av P-2026-311-2-NU-SV")).to_be_visible()
    press(second, "Spara")
    told = re.compile(r"Någon annan ändrade planen .*kl\. \d\d\.\d\d\. Din ändring är inte sparad\.")
    expect(second.get_by_text(told)).to_be_visible()
    rows = planning[1].plan_versions().filter(plan_id="P-2026-311-2-NU-SV")
    assert rows.select("version", "q3", "q4").rows() == [(2, 100, 180)]
    press(second, "Läs den nya versionen")
    expect(second.get_by_label("Kvartal 3, juli–sep")).to_have_value("100")
    expect(second.get_by_role("textbox", name="Motivering")).to_have_value("Färre behöver.")


def test_a_plan_is_changed_with_the_keyboard_alone(visit: Visits, planning: tuple[str, Register]) -> None:
    page = visit(HEARTS)
    tab_to(page, lambda at: at["text"] == "Ändra planen", most=200)
    page.keyboard.press("Enter")
    settle(page)
    tab_to(page, lambda at: at["name"] == "Kvartal 3, juli–sep", most=200)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("40")
    page.keyboard.press("Tab")
    settle(page)
    tab_to(page, lambda at: at["tag"] == "INPUT" and at["name"] == "" and at["role"] == "")  # the reason
    page.keyboard.press("Space")
    settle(page)
    tab_to(page, lambda at: "Din roll" in at["name"])
    page.keyboard.type("Vårdgaranti")
    page.keyboard.press("Enter")
    settle(page)
    tab_to(page, lambda at: at["name"] == "Motivering")
    page.keyboard.type("Färre behöver.")
    tab_to(page, lambda at: at["text"] == "Spara")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_text("Sparat: version 2")).to_be_visible()
    [row] = planning[1].plan_versions().filter(specialty="301").to_dicts()
    assert (row["q3"], row["motivation"], row["status"]) == (40, "Färre behöver.", "forslag")
