"""Everything a reader can see or hear is Swedish, and nothing leaves the machine."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, OpenPage, Pages, Visits, serve
from tests.browser.waiting import settle

# Common English words that are no Swedish words; Streamlit's, Plotly's and React Aria's own texts are made of them.
ENGLISH = re.compile(
    r"\b(the|and|with|your|you|this|that|of|is|are|not|for|from|to|by|or|please|press|enter|click|clicked|choose|select|"
    r"selected|option|options|available|result|results|clear|close|open|dismiss|remove|show|hide|view|more|less|search|"
    r"download|upload|file|settings|menu|main|page|pages|app|apps|sidebar|collapse|expand|fullscreen|full|screen|running|"
    r"stop|rerun|deploy|connecting|connection|error|warning|loading|copy|copied|skip|content|edit|add|value|values|"
    r"required|help|zoom|reset|axes|pan|lasso|toggle|printed|print|record|keyboard|arrow|double)\b",
    re.IGNORECASE,
)
ALLOWED = {"CSV", "Diagram"}  # same word in both languages
TEXTS = """() => {
    const found = [];
    const walk = (root) => {
        for (const element of root.querySelectorAll('*')) {
            if (element.shadowRoot) walk(element.shadowRoot);
            if (['SCRIPT', 'STYLE', 'NOSCRIPT', 'CODE'].includes(element.tagName)) continue;
            if (element.closest('[data-testid=stIconMaterial]')) continue;
            for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription'])
                if (element.getAttribute(name)) found.push(element.getAttribute(name));
            for (const node of element.childNodes)
                if (node.nodeType === Node.TEXT_NODE && node.data.trim()) found.push(node.data.trim());
        }
    };
    walk(document.body);
    return found;
}"""


def english(page: Page) -> list[str]:
    """Texts, names, titles and placeholders with an English word in them."""
    page.wait_for_timeout(600)  # one round of the frame's own watch
    texts: list[str] = page.evaluate(TEXTS)
    return sorted({text for text in texts if text not in ALLOWED and ENGLISH.search(text)})


@pytest.mark.parametrize(
    "path",
    [
        "",
        "variation",
        "variation?mvo=221",
        "variation?fas=9",
        "specialitet",
        "leveransplaner",
        "behov",
        "grona-korset",
        "datakvalitet",
        "om",
    ],
)
def test_no_english_is_shown_and_no_request_leaves_the_machine(open_page: OpenPage, pages: Pages, path: str) -> None:
    assert english(open_page(path)) == []
    assert pages.outside == []


def test_no_english_in_an_open_select_or_when_nothing_is_found(open_page: OpenPage) -> None:
    page = open_page("variation")
    page.get_by_role("combobox", name="Definition").click()
    assert english(page) == []
    page.keyboard.type("zzz")
    assert page.get_by_text("Ingen träff").is_visible()
    assert english(page) == []


def test_no_english_in_a_multiselect_with_something_chosen(open_page: OpenPage) -> None:
    page = open_page("variation?mvo=221&mvo=311")
    page.get_by_role("combobox", name="Specialitet").click()
    assert english(page) == []


def test_no_english_under_more_filters_and_in_tables(open_page: OpenPage) -> None:
    page = open_page("variation")
    page.get_by_role("radio", name="Tabell").first.click()
    settle(page)
    page.get_by_role("button", name="Fler filter").click()
    settle(page)
    assert english(page) == []


def test_no_english_when_the_menu_is_opened_and_closed_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("", size=NARROW)
    assert english(page) == []
    page.get_by_role("button", name="Visa menyn").click()
    page.wait_for_timeout(500)
    assert english(page) == []
    page.get_by_role("button", name="Dölj menyn").click()


def test_no_english_while_the_pointer_is_over_a_chart(open_page: OpenPage) -> None:
    page = open_page("variation")
    page.locator(".st-key-wide_range").hover()
    page.wait_for_timeout(300)
    assert english(page) == []
    assert page.locator(".modebar-btn").count() == 0


def test_an_address_without_a_page_says_so_in_swedish(open_page: OpenPage) -> None:
    page = open_page("finns-inte")
    assert page.get_by_text("Sidan finns inte").is_visible()
    assert english(page) == []


def test_no_english_when_the_server_has_gone(pages: Pages, published_directory: Path, tmp_path: Path) -> None:
    process, address = serve(published_directory, tmp_path / "log.txt")
    visits = Visits(address, pages)
    page = visits("variation")
    process.kill()
    process.wait(timeout=20)
    page.wait_for_timeout(4_000)
    assert english(page) == []
    visits.end()


def test_the_document_is_swedish_before_and_after_the_scripts_have_run(open_page: OpenPage, server: str) -> None:
    with urllib.request.urlopen(f"{server}/variation") as response:
        html = response.read().decode("utf-8")
    assert '<html lang="sv">' in html
    assert "<title>Vårdläget</title>" in html
    assert open_page("variation").evaluate("() => document.documentElement.lang") == "sv"


def test_our_own_typeface_is_used(open_page: OpenPage) -> None:
    page = open_page("")
    loaded = page.evaluate("() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)")
    assert "IBM Plex Sans" in " ".join(loaded)
