"""Each page driven by Tab, arrows and Enter alone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, focused, tab_to
from tests.browser.waiting import settle


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def chosen_option(page: Page) -> str:
    """The option that Enter would choose."""
    script = """() => {
        const id = document.activeElement.getAttribute('aria-activedescendant');
        return document.getElementById(id)?.innerText ?? '';
    }"""
    return str(page.evaluate(script))


def test_a_filter_is_chosen_with_arrows_and_enter(open_page: OpenPage) -> None:
    page = open_page("variation")
    tab_to(page, lambda at: at["role"] == "combobox" and at["name"] == "Vårdfas")
    page.keyboard.press("ArrowDown")
    while "Operation" not in chosen_option(page):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**fas=2**")
    settle(page)
    assert "väntande till operation eller åtgärd" in page.inner_text(".st-key-head_range")


def test_a_specialty_is_opened_from_the_filter(open_page: OpenPage) -> None:
    page = open_page("variation")
    tab_to(page, lambda at: at["role"] == "combobox" and at["name"] == "Specialitet")
    page.keyboard.type("Neuro")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**mvo=221**")
    settle(page)
    assert page.inner_text("h2 >> nth=0").startswith("Neurologi:")


def test_a_heat_map_cell_is_reached_by_arrows_and_opened_by_enter(open_page: OpenPage) -> None:
    page = open_page("variation")
    tab_to(page, lambda at: at["name"].startswith("Neurologi, SU"))
    page.keyboard.press("ArrowRight")
    assert focused(page)["name"].startswith("Neurologi, NU: 29")
    page.keyboard.press("ArrowDown")
    assert focused(page)["name"].startswith("Öron-näsa-hals, NU")
    page.keyboard.press("Home")
    assert focused(page)["name"] == "Öppna Öron-näsa-hals"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**mvo=221**")
    settle(page)
    assert parameters(page)["forvaltning"] == ["NU"]
    page.wait_for_function("() => document.activeElement?.hasAttribute('data-vl-focus')")
    assert focused(page)["text"].startswith("Neurologi:")


def test_the_heat_map_is_one_tab_stop(open_page: OpenPage) -> None:
    page = open_page("variation")
    tab_to(page, lambda at: at["name"].startswith("Neurologi, SU"))
    page.keyboard.press("Tab")
    assert not focused(page)["name"].startswith("Neurologi")


def test_a_tooltip_is_shown_on_focus_and_closed_by_escape(open_page: OpenPage) -> None:
    page = open_page("variation")
    tab_to(page, lambda at: at["name"].startswith("Neurologi, SU"))
    tip = page.locator(".tip")
    assert "867 av 1\u00a0204 väntande" in tip.inner_text()
    page.keyboard.press("Escape")
    assert tip.is_hidden()


def test_the_table_twin_is_reached_and_a_row_opens_its_specialty(open_page: OpenPage) -> None:
    page = open_page("variation")
    tab_to(page, lambda at: at["role"] == "radio" and at["text"] == "Diagram")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_selector(".vl-table")
    settle(page)
    tab_to(page, lambda at: at["tag"] == "A" and at["text"] == "Ortopedi")
    page.keyboard.press("Enter")
    page.wait_for_url("**mvo=311**")


@pytest.mark.parametrize(
    "path",
    ["", "variation", "variation?mvo=221", "specialitet", "leveransplaner", "behov", "grona-korset", "datakvalitet"],
)
def test_the_csv_is_downloaded_with_enter(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    tab_to(page, lambda at: at["tag"] == "BUTTON" and at["name"].startswith("Ladda ned CSV"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbfhuvudman;")
    assert content.splitlines()[0].endswith(b";dataversion")
    assert b"\r\n" in content


def test_every_page_is_reached_from_the_menu(open_page: OpenPage) -> None:
    page = open_page("")
    for name, address in (
        ("Variation", "variation"),
        ("Specialitet", "specialitet"),
        ("Leveransplaner", "leveransplaner"),
        ("Behov och kapacitet", "behov"),
        ("Gröna korset", "grona-korset"),
        ("Datakvalitet", "datakvalitet"),
        ("Om", "om"),
    ):
        tab_to(page, lambda at, name=name: at["tag"] == "A" and at["text"].endswith(name))  # type: ignore[misc]
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{address}*")
        settle(page)
        assert page.title() == f"{name} – Vårdläget"
        page.keyboard.press("Control+Home")


def test_a_click_on_a_row_of_the_range_chart_opens_its_specialty(open_page: OpenPage) -> None:
    page = open_page("variation")
    box = page.locator(".st-key-wide_range .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.06, box["y"] + 60)
    page.mouse.click(box["x"] + box["width"] * 0.06, box["y"] + 60)
    page.wait_for_url("**mvo=521**")
    settle(page)
    assert page.inner_text("h2 >> nth=0").startswith("Öron-näsa-hals:")


def test_a_panel_of_the_control_charts_leads_to_the_specialty_on_variation(open_page: OpenPage) -> None:
    page = open_page("specialitet?mvo=221")
    tab_to(page, lambda at: at["tag"].lower() == "a" and at["text"] == "NU")
    page.keyboard.press("Enter")
    page.wait_for_url("**/variation?*mvo=221*")
    assert parameters(page)["forvaltning"] == ["NU"]
