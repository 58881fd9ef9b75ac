"""A steward's decision on Datakvalitet in a real browser: by keyboard, on a phone, and nothing that axe finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from register import Register
from tests.browser.conftest import NARROW, Pages, Visits, focused, served_with_register
from tests.browser.test_accessible import overflow, violations
from tests.browser.waiting import settle


@pytest.fixture
def stewarding(published_directory: Path, tmp_path: Path, pages: Pages) -> Iterator[tuple[Page, Register]]:
    """The view of quarantine on a phone, and the register that the server writes."""
    with served_with_register(published_directory, tmp_path) as (address, register):
        visits = Visits(address, pages)
        yield visits("datakvalitet?visa=karantan", NARROW), register
        visits.end()


def test_a_decision_is_made_by_keyboard_on_a_phone_and_axe_finds_nothing(stewarding: tuple[Page, Register]) -> None:
    page, register = stewarding
    page.get_by_role("button", name="Nytt beslut").focus()
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_text("Nytt beslut")).to_be_visible()
    page.get_by_role("radio", name="Kassera rader").focus()
    page.keyboard.press("Space")
    settle(page)
    for label in ("Rader", "Din roll"):
        page.get_by_role("combobox", name=label, exact=False).last.focus()
        page.keyboard.press("ArrowDown")
        settle(page)
        page.keyboard.press("Enter")
        settle(page)
    page.get_by_label("Motivering").focus()
    page.keyboard.type("Källan kan inte rätta dem.")
    page.keyboard.press("Tab")
    settle(page)
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="Granska beslutet").focus()
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_text("Nästa laddning tömmer")).to_be_visible()
    page.get_by_role("button", name="Fatta beslutet").focus()
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_text("Beslutet är fattat.")).to_be_visible()
    assert register.steward_decisions()["action"].to_list() == ["discard"]
    assert violations(page) == []
    expect(page.get_by_text("väntar på nästa laddning").first).to_be_visible()
    page.get_by_role("button", name="Ta tillbaka beslut 1").focus()
    assert "Ta tillbaka" in str(focused(page))
