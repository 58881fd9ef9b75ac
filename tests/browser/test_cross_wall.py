"""The wall of crosses in a real browser: by keyboard, on a phone, on paper, and on a screen that hangs on the wall."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from register import NewCrossEntry, NewCrossEvent, Register
from tests.browser.conftest import NARROW, WIDE, Pages, Visits, focused, served_with_register, tab_to
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.browser.waiting import PATIENCE, settle
from tests.marts_fixture import PRINCIPAL
from tests.marts_fixture_cross import DAY_SURGERY

SCREEN = (1920, 1080)
ALL = "grona-korset?visa=alla&manad=2026-10"
A4_PIXELS = 703  # 210 mm less two margins of 12, at 96 dots an inch
# Reads inside the component: Playwright's own selectors pierce open shadow roots, `evaluate` does not.
CROSSES = "[role=gridcell] [aria-label]"


@pytest.fixture(scope="module")
def hospital(published_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Register]]:
    """A server of its own on 20 November 2026, with a register."""
    with served_with_register(published_directory, tmp_path_factory.mktemp("wall")) as found:
        yield found


@pytest.fixture
def visit(hospital: tuple[str, Register], pages: Pages) -> Iterator[Visits]:
    visits = Visits(hospital[0], pages)
    yield visits
    visits.end()


def names(page: Page) -> list[str]:
    """The crosses that are shown, by the first words of their names."""
    page.wait_for_selector(CROSSES)
    labels = [each.get_attribute("aria-label") or "" for each in page.locator(CROSSES).all()]
    return [label.partition(",")[0] for label in labels]


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_nothing_on_the_wall_nor_english_nor_anything_outside(
    visit: Visits, size: tuple[int, int], scheme: str
) -> None:
    page = visit(ALL, size, scheme)
    page.wait_for_selector(CROSSES)
    assert violations(page) == []
    assert overflow(page) <= 1
    assert english(page) == []
    page.get_by_role("radio", name="Tabell").click()
    settle(page)
    assert violations(page) == []


@pytest.mark.parametrize("size", [SCREEN, NARROW])
def test_axe_finds_nothing_on_the_screen(visit: Visits, size: tuple[int, int]) -> None:
    page = visit(ALL + "&vagg=ja", size)
    page.wait_for_selector(CROSSES)
    assert violations(page) == []
    assert english(page) == []


def test_the_wall_is_one_tab_stop_and_the_arrows_follow_what_is_seen(visit: Visits) -> None:
    page = visit(ALL)
    page.wait_for_selector(CROSSES)
    tab_to(page, lambda at: at["name"].startswith(DAY_SURGERY))
    for key, unit in (
        ("ArrowRight", "Kirurgmottagningen Borgsele"), ("ArrowDown", "Kirurgmottagningen Storhamn"),
        ("ArrowDown", "Akutmottagningen Norrhamn"), ("ArrowUp", "Avdelning 7 Storhamn"),
        ("Home", "Avdelning 7 Storhamn"), ("Control+End", "Mottagningen Ängen"), ("Control+Home", DAY_SURGERY),
        ("ArrowLeft", DAY_SURGERY),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert focused(page)["name"].startswith(unit), key
    assert page.locator("[role=gridcell] [tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert not focused(page)["name"].startswith(("Kirurg", "Avdelning"))


def test_a_cross_opens_its_units_month_without_a_reload(visit: Visits) -> None:
    page = visit(ALL)
    page.evaluate("window.kept = true")
    tab_to(page, lambda at: at["name"].startswith(DAY_SURGERY))
    page.keyboard.press("Enter")
    page.wait_for_url("**visa=manad**")
    settle(page)
    assert "enhet=Dagkirurgen+Borgsele" in page.url
    assert page.evaluate("window.kept") is True


def test_crosses_are_drawn_first_when_they_come_near(visit: Visits) -> None:
    page = visit(ALL, (390, 400))
    cells = page.locator("[role=gridcell]")
    cells.first.scroll_into_view_if_needed()
    cells.first.locator("path").first.wait_for(state="attached")
    assert cells.last.locator("path").count() == 0
    cells.last.scroll_into_view_if_needed()
    cells.last.locator("path").first.wait_for(state="attached")


def test_on_a_phone_two_crosses_stand_beside_each_other_with_letters_of_twelve_pixels(visit: Visits) -> None:
    page = visit(ALL, NARROW)
    page.locator("[role=gridcell]").first.scroll_into_view_if_needed()
    first, second = (page.locator("[role=gridcell]").nth(number).bounding_box() for number in (0, 1))
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert second["x"] + second["width"] <= NARROW[0]
    svg = page.locator("[role=gridcell] svg").first.bounding_box()
    assert svg is not None
    assert 12 * svg["width"] / 138.5 >= 12


def test_the_csv_is_the_months_days_of_every_unit(visit: Visits) -> None:
    page = visit(ALL + "&farger=definition_1")
    with page.expect_download() as download:
        page.locator(".st-key-csv_cross_wall button").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert {row["definition"] for row in rows} == {"definition_1"}
    assert {row["datum"][:7] for row in rows} == {"2026-10"}
    assert len({row["enhet"] for row in rows}) == 9
    assert download.value.suggested_filename == "grona_korset_2026-10_exempelregionen_definition_1.csv"


def test_the_screen_fills_without_scrolling_and_shows_a_registration_that_comes_while_it_hangs(
    visit: Visits, hospital: tuple[str, Register]
) -> None:
    page = visit("grona-korset?visa=alla&vagg=ja&forvaltning=SÄS&manad=2026-11", SCREEN)
    crosses = page.locator(CROSSES)
    assert names(page) == ["Dagkirurgen Borgsele (SÄS)", "Kirurgmottagningen Borgsele (SÄS)"]
    assert "inget registrerat" in (crosses.first.get_attribute("aria-label") or "")
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight <= window.innerHeight")
    assert page.locator(".vl-screen-clock time").inner_text()[2] == "."
    page.evaluate("window.kept = true")
    hospital[1].add_cross_entry(
        NewCrossEntry(
            principal=PRINCIPAL, administration="SÄS", unit=DAY_SURGERY, date=dt.date(2026, 11, 20), fact=None,
            events=(NewCrossEvent("skada", "fall"),), role="Sjuksköterska", base_version=None,
        )
    )  # fmt: skip
    page.wait_for_selector("[role=gridcell] text.rod", state="attached", timeout=30_000 + PATIENCE)
    assert "1 röd" in (crosses.first.get_attribute("aria-label") or "")
    assert page.evaluate("window.kept") is True
    page.get_by_role("link", name="Lämna väggskärmen").press("Enter")
    page.wait_for_url(lambda url: "vagg" not in url)
    settle(page)
    assert page.locator("[data-testid=stSidebar]").is_visible()


def test_a_screen_too_small_for_all_turns_its_pages_by_buttons_and_stands_still_for_those_who_want_it(
    visit: Visits,
) -> None:
    page = visit(ALL + "&vagg=ja", (1000, 600))
    first = names(page)
    paging = page.get_by_role("group", name="Sidor med enheter")
    assert "Sida 1 av" in paging.inner_text()
    assert paging.get_by_role("button", name="Bläddra av sig själv").is_visible()  # reduced motion: not by itself
    box = page.locator("[role=gridcell]").last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 600
    seen = list(first)
    while True:
        paging.get_by_role("button", name="Nästa sida").press("Enter")
        shown = names(page)
        if shown == first:
            break
        seen += shown
    assert len(seen) == len(set(seen)) == 9


@pytest.mark.parametrize("path", [ALL, "grona-korset?manad=2026-10", "grona-korset?visa=ar&manad=2026-10"])
def test_paper_has_crosses_of_letters_and_patterns_and_nothing_to_press(
    visit: Visits, path: str, tmp_path: Path
) -> None:
    page = visit(path, (A4_PIXELS, 1000), "dark")
    page.wait_for_selector("[role=gridcell] svg, .cross button", state="attached")
    page.emulate_media(media="print")
    page.wait_for_timeout(500)
    settle(page)
    for hidden in (
        "[data-testid=stSidebar]",
        "[data-testid=stHeader]",
        ".st-key-filters",
        ".stDownloadButton",
        ".vl-back",
    ):
        assert not any(each.is_visible() for each in page.locator(hidden).all()), hidden
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert overflow(page) <= 1
    if "visa" in path:
        cells = page.locator("[role=gridcell]").all()
        assert all(cell.locator("path").count() for cell in cells)
        assert page.locator("path.band.rod").count() > 0
    pages = page.pdf(path=str(tmp_path / "paper.pdf"), format="A4")
    assert 1 <= pages.count(b"/Type /Page\n") <= 4
