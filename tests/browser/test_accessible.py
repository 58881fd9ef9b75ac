"""axe finds nothing, on any page, in either theme, wide and narrow; and what axe cannot see."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, OpenPage
from tests.browser.waiting import settle

VIEWS = ["", "variation", "variation?mvo=101&forvaltning=SU", "variation?mvo=311&tratt=enheter", "variation?fas=9",
         "datakvalitet", "om", "specialitet", "leveransplaner", "behov",
         "leveransplaner?plan=P-2026-511-2-SU-Klarsikt"]  # fmt: skip
IDS = ["laget", "variation", "one-specialty", "funnel", "unknown", "datakvalitet", "om", "specialty", "plans", "needs",
       "plan"]  # fmt: skip
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
NAMES = ["wide-light", "wide-dark", "narrow-light", "narrow-dark"]


def violations(page: Page) -> list[str]:
    """Rule and the first place of everything axe finds."""
    if page.evaluate("() => window.axe === undefined"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("() => axe.run({ resultTypes: ['violations'] }).then(results => results.violations)")
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def overflow(page: Page) -> int:
    """How many pixels of the page stand outside it sideways."""
    script = """() => {
        const main = document.querySelector('[data-testid=stMain]');
        return main.scrollWidth - main.clientWidth;
    }"""
    return int(page.evaluate(script))


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=NAMES)
@pytest.mark.parametrize("path", VIEWS, ids=IDS)
def test_axe_finds_nothing_and_nothing_runs_outside(
    open_page: OpenPage, path: str, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(path, size=size, scheme=scheme)
    assert violations(page) == []
    assert overflow(page) <= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["variation", "specialitet?mvo=221", "leveransplaner"])
def test_axe_finds_nothing_in_the_table_twins_and_the_open_filters(open_page: OpenPage, path: str, scheme: str) -> None:
    page = open_page(path, scheme=scheme)
    for twin in page.get_by_role("radio", name="Tabell").all():
        twin.click()
        settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Fler filter").click()
    settle(page)
    assert violations(page) == []


def test_a_wide_chart_scrolls_in_a_named_container_that_takes_the_focus(open_page: OpenPage) -> None:
    page = open_page("variation", size=NARROW)
    container = page.locator(".st-key-wide_range")
    page.wait_for_function("() => document.querySelector('.st-key-wide_range').tabIndex === 0")
    assert container.get_attribute("role") == "region"
    assert container.get_attribute("aria-label") == "Spann per specialitet, kan rullas i sidled"


def test_every_chart_has_words_for_those_who_do_not_see_it(open_page: OpenPage) -> None:
    page = open_page("variation")
    names = [figure.get_attribute("aria-label") or "" for figure in page.get_by_role("figure").all()]
    assert "Sex specialiteter har ett spann över 40 procentenheter" in names[0]
    assert "Neurologi 29\u00a0% – 97\u00a0%, skiljer sig mer än slumpen: under NU" in names[0]
    assert "Andelar med samma blandning" in names[1] or "Blandningen av specialiteter vänder" in names[1]


def test_the_page_and_its_charts_follow_the_systems_theme(open_page: OpenPage) -> None:
    page = open_page("variation")
    # While a chart is drawn anew there is no tick to ask; then its colour is none at all.
    colours = """() => [['h1', 'color'], ['.ytick text', 'fill']].map(([selector, property]) => {
        const at = document.querySelector(selector);
        return at && getComputedStyle(at)[property];
    })"""
    page.wait_for_function(f"() => ({colours})().every(colour => colour === 'rgb(23, 33, 43)')")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"() => ({colours})().every(colour => colour === 'rgb(232, 237, 242)')")


def test_text_can_be_enlarged_to_twice_its_size(open_page: OpenPage) -> None:
    page = open_page("", size=(720, 900))  # 1440 at 200 %
    assert overflow(page) <= 1
