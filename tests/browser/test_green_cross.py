"""Gröna korset in the browser: read and opened by keyboard alone, by place in the cross, on a phone too."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import NARROW, WIDE, OpenPage, focused, tab_to
from tests.browser.test_accessible import overflow, violations
from tests.browser.waiting import settle
from tests.marts_fixture_cross import DAY_SURGERY, SECOND, WARD_3

UNIT = quote(DAY_SURGERY)
OCTOBER = f"grona-korset?enhet={UNIT}&manad=2026-10&dag=2026-10-14"
VIEWS = {
    "month": OCTOBER,
    "year": f"grona-korset?enhet={UNIT}&manad=2026-10&visa=ar",
    "conflict": f"grona-korset?enhet={quote(SECOND.unit)}&manad=2026-10&dag=2026-10-15",
    "unknown-colours": f"grona-korset?enhet={quote(WARD_3)}&manad=2026-10&dag=2026-10-04&farger=definition_2",
    "before-start": f"grona-korset?enhet={quote('Kirurgmottagningen Borgsele')}&manad=2026-08",
    "unknown": "grona-korset?enhet=Avdelning+99&farger=rosa",
}
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
CROSS = "[role=group][aria-label^='Oktober 2026']"


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def day(page: Page, date: str) -> Locator:
    return page.locator(f"button[data-day='{date}']")


def panel(page: Page) -> str:
    return " ".join(page.inner_text(".vl-day").replace("\u00a0", " ").split())


def focused_number(page: Page) -> int:
    return int(focused(page)["name"].split(" ")[0])


def tab_into_the_cross(page: Page) -> None:
    tab_to(page, lambda at: at["name"].startswith("14 oktober, onsdag"))


# The month in every look; the other views have the same parts, so each theme and width once.
CHECKED = [(view, *look) for view in VIEWS for look in (LOOKS if view == "month" else (LOOKS[0], LOOKS[-1]))]


@pytest.mark.parametrize(("view", "size", "scheme"), CHECKED)
def test_axe_finds_nothing_and_nothing_runs_outside(
    open_page: OpenPage, view: str, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(VIEWS[view], size=size, scheme=scheme)
    assert violations(page) == []
    assert overflow(page) <= 1


def test_the_table_twins_are_clean_too_and_reached_by_the_arrows(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    for twin in page.get_by_role("radio", name="Tabell").all():
        twin.press("Space")
        settle(page)
    assert page.locator(".vl-table tbody tr").count() == 31 + 12
    assert violations(page) == []


def test_the_month_is_31_real_buttons_in_the_shape_of_a_cross(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    boxes = page.locator(f"{CROSS} button")
    assert boxes.count() == 31
    found = boxes.evaluate_all(
        "all => all.map(at => { const box = at.getBoundingClientRect(); return [box.top, box.left]; })"
    )
    rows = sorted({round(top) for top, _ in found})
    columns = sorted({round(left) for _, left in found})
    assert [sum(round(top) == row for top, _ in found) for row in rows] == [3, 3, 7, 7, 7, 3, 1]
    assert len(columns) == 7
    assert round(found[30][1]) == columns[3]


def test_a_day_is_named_with_date_weekday_week_state_and_colour(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    assert day(page, "2026-10-14").get_attribute("aria-label") == (
        "14 oktober, onsdag, vecka 42: Risk för patientskada (orange)"
    )
    assert day(page, "2026-10-31").get_attribute("aria-label") == (
        "31 oktober, lördag, vecka 44, röd dag: Alla helgons dag: Ingen verksamhet (grå)"
    )
    assert day(page, "2026-10-20").get_attribute("aria-label") == "20 oktober, tisdag, vecka 43: Inte registrerad (vit)"


def test_a_month_of_28_days_has_no_box_beyond_them(open_page: OpenPage) -> None:
    page = open_page(f"grona-korset?enhet={UNIT}&manad=2026-02")
    assert page.locator("[role=group][aria-label^='Februari 2026'] button").count() == 28


def test_every_box_is_large_enough_for_a_thumb(open_page: OpenPage) -> None:
    page = open_page(OCTOBER, size=NARROW)
    sizes = page.locator(f"{CROSS} button").evaluate_all(
        "all => all.map(at => { const box = at.getBoundingClientRect(); return Math.min(box.width, box.height); })"
    )
    assert min(sizes) >= 44


def test_arrows_move_by_place_in_the_cross(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    tab_into_the_cross(page)
    moves = [("ArrowRight", 15), ("ArrowUp", 8), ("ArrowRight", 9), ("ArrowUp", 4), ("ArrowUp", 1), ("ArrowUp", 1),
             ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowRight", 3), ("ArrowDown", 6), ("ArrowDown", 11),
             ("ArrowRight", 12), ("ArrowRight", 13), ("ArrowRight", 13), ("ArrowUp", 6), ("End", 31), ("ArrowUp", 29),
             ("ArrowUp", 24), ("ArrowLeft", 23), ("ArrowDown", 28), ("ArrowDown", 31), ("Home", 1),
             ("ArrowLeft", 1)]  # fmt: skip
    for key, wanted in moves:
        page.keyboard.press(key)
        assert focused_number(page) == wanted, key


def test_the_cross_is_one_tab_stop(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    tab_into_the_cross(page)
    assert page.locator(f"{CROSS} button[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert "oktober, " not in focused(page)["name"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_the_day_and_the_focus_stays_on_it(open_page: OpenPage, key: str) -> None:
    page = open_page(OCTOBER)
    tab_into_the_cross(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(key)
    page.wait_for_url("**dag=2026-10-16**")
    settle(page)
    assert panel(page).startswith("Fredag 16 oktober")
    assert focused(page)["name"].startswith("16 oktober, fredag")
    assert day(page, "2026-10-16").get_attribute("aria-pressed") == "true"
    assert day(page, "2026-10-14").get_attribute("aria-pressed") == "false"
    assert page.locator(".told").inner_text().startswith("Visas: 16 oktober")


def test_a_click_opens_the_day_and_the_address_keeps_it(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    day(page, "2026-10-09").click()
    page.wait_for_url("**dag=2026-10-09**")
    settle(page)
    assert panel(page).startswith("Fredag 9 oktober R Patientskada")
    page.reload()
    settle(page)
    assert panel(page).startswith("Fredag 9 oktober")
    page.go_back()


def test_on_a_phone_the_reader_is_taken_to_the_day(open_page: OpenPage) -> None:
    page = open_page(OCTOBER, size=NARROW)
    day(page, "2026-10-22").click()
    page.wait_for_url("**dag=2026-10-22**")
    settle(page)
    page.wait_for_function("() => document.activeElement?.innerText?.startsWith('Torsdag 22 oktober')")
    assert page.locator(".vl-day h2").bounding_box()["y"] < NARROW[1]  # type: ignore[index]


def test_the_month_is_changed_by_buttons_and_by_page_keys(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    tab_to(page, lambda at: at["tag"] == "BUTTON" and at["text"].endswith("september"))
    page.keyboard.press("Enter")
    page.wait_for_url("**manad=2026-09**")
    settle(page)
    assert page.inner_text("h2 >> nth=4").startswith("September 2026:")
    page.locator("[role=group][aria-label^='September 2026'] button[tabindex='0']").focus()
    page.keyboard.press("PageUp")
    page.wait_for_url("**manad=2026-08**")
    settle(page)
    page.locator("[role=group][aria-label^='Augusti 2026'] button[tabindex='0']").focus()
    page.keyboard.press("PageDown")
    page.wait_for_url("**manad=2026-09**")
    settle(page)


def test_colours_follow_the_definition_that_is_chosen(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    assert "orange" in (day(page, "2026-10-14").get_attribute("class") or "")
    page.get_by_role("radio", name="SkaS").click()
    page.wait_for_url("**farger=skas**")
    settle(page)
    assert day(page, "2026-10-14").get_attribute("aria-label") == (
        "14 oktober, onsdag, vecka 42: Risk för patientskada (gul)"
    )
    assert "Så läser du korset (SkaS)" in page.inner_text(".vl-cross-legend")
    assert parameters(page)["dag"] == ["2026-10-14"]


def test_a_month_of_the_year_opens_it(open_page: OpenPage) -> None:
    page = open_page(VIEWS["year"])
    page.get_by_role("link", name="februari 2026").or_(page.locator("[aria-label^='februari 2026']")).first.click()
    page.wait_for_url("**manad=2026-02**")
    settle(page)
    assert parameters(page)["visa"] == ["manad"]
    assert page.locator("[role=group][aria-label^='Februari 2026']").count() == 1


def test_the_files_hold_the_months_days_and_events(open_page: OpenPage) -> None:
    page = open_page(OCTOBER)
    with page.expect_download() as download:
        page.locator(".st-key-csv_cross_month button").click()
    days = rows(download.value.path().read_bytes())
    assert len(days) == 31
    assert days[13]["farg"] == "orange"
    with page.expect_download() as download:
        page.get_by_role("button", name="Händelser, CSV").first.click()
    events = rows(download.value.path().read_bytes())
    assert [(each["handelse"], each["antal"]) for each in events if each["datum"] == "2026-10-14"] == [
        ("risk", "1"), ("utan_skada_eller_risk", "1"),
    ]  # fmt: skip


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbfhuvudman;")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
