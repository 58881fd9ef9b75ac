"""Datakvalitet in a browser: its parts by keyboard, without faults to axe, and on a phone; and the way there."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NARROW, WIDE, OpenPage, focused, tab_to
from tests.browser.reader import csv_of, said, seen
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.browser.waiting import settle


def test_a_badge_leads_by_keyboard_to_what_it_is_about(open_page: OpenPage) -> None:
    page = open_page("specialitet?mvo=311")
    tab_to(page, lambda at: at["tag"] == "A" and "ifrågasatt" in at["text"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/datakvalitet?*mvo=311*visa=avstamning*")
    settle(page)
    assert "Ortopedi, SU" in said(page)
    assert "Ögonsjukvård, SkaS" not in said(page)
    assert violations(page) == []


def test_the_parts_are_chosen_by_keyboard_and_kept_in_the_address(open_page: OpenPage) -> None:
    page = open_page("datakvalitet?visa=andringar", scheme="dark")
    tab_to(page, lambda at: at["role"] == "radio")
    while focused(page)["text"] != "Karantän":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url("**visa=karantan**")
    settle(page)
    assert focused(page)["text"] == "Karantän"
    assert violations(page) == []
    assert english(page) == []
    rows = csv_of(page, "quality_quarantine")
    assert [(row["orsak"], row["kolumn"], row["rader"]) for row in rows] == [
        ("okand_enhet", "hsaid_vardenhet", "14"),
        ("beslut_efter_matdatum", "beslut_datum", "7"),
    ]


def test_the_calendar_scrolls_inside_a_narrow_page(open_page: OpenPage) -> None:
    page = open_page("datakvalitet", size=NARROW)
    assert overflow(page) <= 1
    calendar = seen(page.get_by_role("region", name="kalender"))
    assert calendar.evaluate("at => at.scrollWidth > at.clientWidth && at.tabIndex === 0")
    assert violations(page) == []


@pytest.mark.parametrize("size", [WIDE, (1000, 800), NARROW])
def test_the_newest_month_of_the_calendar_is_in_sight_without_scrolling(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page("datakvalitet", size=size)
    calendar = seen(page.get_by_role("region", name="kalender"))
    frame, newest = calendar.bounding_box(), calendar.locator("thead th").last.bounding_box()
    assert frame is not None
    assert newest is not None
    assert newest["x"] >= frame["x"]
    assert newest["x"] + newest["width"] <= frame["x"] + frame["width"] + 1
    assert frame["x"] + frame["width"] <= size[0]
