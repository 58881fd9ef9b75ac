"""Leveransplaner in the browser: read, opened and closed by keyboard alone, on a phone too."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import Page

from tests.browser.conftest import NARROW, OpenPage, focused, tab_to
from tests.browser.waiting import settle

CATARACT = "P-2026-511-2-SU-Klarsikt"


def text(page: Page, selector: str) -> str:
    return page.inner_text(selector).replace("\u00a0", " ")


def test_a_plan_is_opened_and_closed_by_keyboard_and_the_reader_is_taken_to_it(open_page: OpenPage) -> None:
    page = open_page("leveransplaner?ar=2026")
    tab_to(page, lambda at: at["tag"] == "A" and at["text"].startswith("Ögonsjukvård"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**plan={CATARACT}**")
    settle(page)
    page.wait_for_function("() => document.activeElement?.hasAttribute('data-vl-focus')")
    assert focused(page)["text"].startswith("Ögonsjukvård från SU till Klarsikt: ändrad två gånger")
    assert page.locator("tr.vl-open").count() == 1
    assert page.locator("ol.vl-versions > li").count() == 3
    tab_to(page, lambda at: at["tag"] == "A" and at["text"] == "Stäng planen")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "plan=" not in url)
    settle(page)
    assert page.locator("ol.vl-versions").count() == 0


def test_a_filter_closes_the_plan_that_it_may_leave_out(open_page: OpenPage) -> None:
    page = open_page(f"leveransplaner?plan={CATARACT}")
    page.get_by_role("combobox", name="Regi").click()
    page.get_by_role("option", name="Egen regi").click()
    page.wait_for_url("**regi=egen**")
    settle(page)
    assert "plan=" not in page.url
    assert page.locator(".vl-box-missing").count() == 0
    assert "Klarsikt" not in text(page, ".vl-plans")


def test_charts_and_list_have_tables_that_the_arrows_reach(open_page: OpenPage) -> None:
    page = open_page("leveransplaner?ar=2026")
    tab_to(page, lambda at: at["role"] == "radio" and at["text"] == "Diagram")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_selector(".vl-table:has-text('Plan hittills')")
    settle(page)
    rows = [row.inner_text().replace("\u00a0", " ").split("\t") for row in page.locator(".vl-table tbody tr").all()[:4]]
    assert [row[0] for row in rows] == ["Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4"]
    assert rows[3][5] == "pågår"
    for twin in page.get_by_role("radio", name="Tabell").all():
        twin.click()
        settle(page)
    assert page.locator(".js-plotly-plot").count() == 0
    assert "ej rapporterat" in text(page, "body")


def test_the_charts_words_are_drawn_whole_on_a_wide_page_and_on_a_phone(open_page: OpenPage) -> None:
    for size in ((1440, 1000), NARROW):
        page = open_page("leveransplaner?ar=2026", size=size)
        page.wait_for_selector(".st-key-wide_plan_course .annotation-text")
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.js-plotly-plot text')].filter((each) => {
                const box = each.getBoundingClientRect();
                const svg = each.closest('.js-plotly-plot').getBoundingClientRect();
                return box.width > 0 && (box.right > svg.right + 1 || box.left < svg.left - 1);
            }).map((each) => each.textContent)"""
        )
        assert outside == []
        assert "plan 3 879" in text(page, ".st-key-wide_plan_course")
        assert "▼ 74 %" in text(page, ".st-key-wide_plan_periods")


def test_on_a_phone_the_list_says_how_far_and_where_to_without_scrolling(open_page: OpenPage) -> None:
    page = open_page("leveransplaner?ar=2026", size=NARROW)
    row = page.locator(".vl-plans tbody tr").first
    assert "551 av 935 genomförda" in row.inner_text().replace("\u00a0", " ")
    box = row.locator(".vl-tag").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= NARROW[0]


def test_the_plans_csv_is_the_open_table_and_the_timelines_an_extract(open_page: OpenPage) -> None:
    page = open_page(f"leveransplaner?ar=2026&plan={CATARACT}")
    for key, first, rows in (
        ("plan_table", "huvudman;plan_id;ar;kvartal", 4 * 15),
        ("plan_versions", "huvudman;plan_id;", 3),
    ):
        with page.expect_download() as download:
            page.locator(f".st-key-csv_{key} button").click()
        content = download.value.path().read_text(encoding="utf-8-sig")
        assert content.startswith(first)
        found = list(csv.DictReader(io.StringIO(content), delimiter=";"))
        assert len(found) == rows
        assert {row["dataversion"] for row in found} == {"7"}
