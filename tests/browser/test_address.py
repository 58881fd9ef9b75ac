"""The address says what is shown: reloaded, copied and stepped back, it shows it again."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page

from config import DataDirectory
from tests.browser.conftest import OpenPage, Pages, Visits, copied, served
from tests.browser.waiting import settle
from tests.marts_fixture import point_to


def view(page: Page) -> list[str]:
    """What the page shows: its headings, sentences and filters."""
    texts: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, .vl-answer, .vl-sub, .vl-note, .vl-figure, .vl-source')]
                 .map((each) => each.innerText)"""
    )
    values: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('[role=combobox]')].map((each) => each.value)"
    )
    return texts + values


@pytest.mark.parametrize(
    "path",
    [
        "?matdatum=2026-08-31&jamfor=2026-05-31&definition=ingen",
        "variation?matdatum=2025-10-31&population=genomforda&fas=2&definition=exkl_pvv&ordning=namn",
        "variation?mvo=221&mvo=311&forvaltning=S%C3%84S&forvaltning=NU",
        "variation?mvo=931&grans=30&forvaltning=SU",
        "specialitet?mvo=521&matdatum=2025-10-31&diagram=xmr&forvaltning=SU&forvaltning=NU",
        "leveransplaner?ar=2026&overforing=extern&period=tertial&plan=P-2026-511-2-SU-Klarsikt",
        "behov?ar=2026&mvo=311&mvo=511&forvaltning=NU&forvaltning=SU&fas=2&andel=80&datum=2027-03-31&restid=90&sasong=nej",
        "grona-korset?enhet=Dagkirurgen+Borgsele&manad=2026-10&dag=2026-10-14&farger=skas",
        "grona-korset?visa=uppfoljning&forvaltning=SU&manad=2026-09&farger=definition_1",
        "grona-korset?visa=alla&sjukhus=Storhamns+sjukhus&manad=2026-08",
        "datakvalitet",
    ],
)
def test_the_copied_address_shows_the_same_view(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    seen, copied = view(page), page.url
    page.reload()
    settle(page)
    assert view(page) == seen
    assert page.url == copied
    again = open_page(copied.split("/", 3)[3])
    assert view(again) == seen


def test_the_cross_is_reached_by_its_other_spelling(open_page: OpenPage) -> None:
    page = open_page("gronakorset?enhet=Avdelning+7+Storhamn&manad=2026-08")
    page.wait_for_url("**/grona-korset?**")
    assert "Avdelning 7 Storhamn" in page.inner_text("[data-testid=stMainBlockContainer]")


def test_a_bare_address_is_filled_with_what_is_shown(open_page: OpenPage) -> None:
    page = open_page("variation")
    page.wait_for_url("**matdatum=2026-10-31**")
    for part in ("huvudman=Exempelregionen", "population=vantande", "fas=1", "definition=exkl_pvv_mov", "grans=90"):
        assert part in page.url


def test_back_shows_what_was_shown_before(open_page: OpenPage) -> None:
    page = open_page("variation?mvo=221")
    page.wait_for_url("**grans=90**")
    before = view(page)
    page.click("text=Visa alla specialiteter")
    page.wait_for_url(lambda url: "mvo=" not in url)
    settle(page)
    assert view(page) != before
    page.go_back()
    page.wait_for_url("**mvo=221**")
    settle(page)
    assert view(page) == before


def test_an_unknown_value_is_told_and_the_address_is_left_as_it_was_pasted(open_page: OpenPage) -> None:
    page = open_page("variation?fas=9")
    assert "Okänt värde för vårdfas: 9. Sidan visar Första besök." in page.inner_text(".vl-box")
    assert page.url.endswith("variation?fas=9")


def test_a_new_population_brings_its_own_default_definition(open_page: OpenPage) -> None:
    page = open_page("variation")
    page.get_by_role("combobox", name="Population").click()
    page.get_by_role("option", name="Genomförda").click()
    settle(page)
    page.wait_for_url("**population=genomforda**")
    page.wait_for_url("**definition=exkl_pvv&**")


def test_the_date_follows_from_page_to_page(open_page: OpenPage) -> None:
    page = open_page("?matdatum=2026-08-31")
    page.click("[data-testid=stSidebarNav] >> text=Variation")
    page.wait_for_url("**/variation?*matdatum=2026-08-31*")


def test_the_first_visitor_after_a_start_may_follow_a_link_to_any_page(
    pages: Pages, published_directory: Path, tmp_path: Path
) -> None:
    with served(published_directory, tmp_path / "log.txt") as address:
        visits = Visits(address, pages)
        page = visits("datakvalitet")
        assert page.inner_text("h1") == "Går siffrorna att lita på?"
        assert page.locator("[data-testid=stSidebarNavLink]").all_inner_texts() == [
            "Läget",
            "Variation",
            "Specialitet",
            "Leveransplaner",
            "Behov och kapacitet",
            "Gröna korset",
            "Datakvalitet",
            "Om",
        ]
        assert page.get_by_role("dialog").count() == 0
        visits.end()


def test_nothing_published_is_a_first_day_then_a_new_version_is_served_without_restart(
    pages: Pages, published_directory: Path, tmp_path: Path
) -> None:
    data = DataDirectory(tmp_path / "data")
    data.root.mkdir()
    with served(data.root, tmp_path / "log.txt") as address:
        visits = Visits(address, pages)
        page = visits("variation")
        assert "Inga siffror är inlästa" in page.inner_text(".vl-box")
        assert "python -m etl load" in page.inner_text(".vl-box")
        copied(published_directory, data.root)
        page.reload()
        settle(page)
        assert "Neurologi skiljer mest" in page.inner_text(".vl-answer")
        shutil.copy(data.marts("7"), data.marts("8"))
        with duckdb.connect(str(data.marts("8"))) as marts:
            marts.execute("update dataset set version = '8'")
        point_to(data, "8")
        page.reload()
        settle(page)
        assert "Version. 8." in page.inner_text(".vl-source")
        visits.end()


def test_a_broken_version_is_an_error_with_a_code_and_no_english(
    pages: Pages, published_directory: Path, tmp_path: Path
) -> None:
    data = copied(published_directory, tmp_path / "data")
    data.marts("9").write_bytes(b"not a database at all")
    point_to(data, "9")
    log = tmp_path / "log.txt"
    with served(data.root, log) as address:
        visits = Visits(address, pages)
        said = visits("").inner_text(".vl-box")
        assert "Det gick inte att läsa in siffrorna" in said
        code = said.split("felkod ")[1].split(" ")[0]
        assert code.startswith("VL-")
        visits.end()
    assert code in log.read_text(encoding="utf-8")
