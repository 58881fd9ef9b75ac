"""What a newcomer sees after `make run`: the synthetic region in the browser, with the figures of the open tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Pages, Visits, served
from tests.commands import exported

SPREADS = {
    "Neurologi": "29 % – 97 %",
    "Öron-näsa-hals": "31 % – 90 %",
    "Barn- och ungdomsmedicin": "42 % – 98 %",
    "Allergologi": "37 % – 91 %",
    "Ortopedi": "42 % – 94 %",
    "Kardiologi": "35 % – 81 %",
    "Internmedicin": "48 % – 91 %",
}
SHOWN = "?matdatum=2026-09-30&population=vantande&fas=1&definition=exkl_pvv_mov"


@pytest.fixture(scope="module")
def region_server(sample_region: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(sample_region, tmp_path_factory.mktemp("region-server") / "log.txt") as address:
        yield address


@pytest.fixture
def region_page(region_server: str, pages: Pages) -> Iterator[OpenPage]:
    """Open an address of the application that serves the synthetic region."""
    visits = Visits(region_server, pages)
    yield visits
    visits.end()


def spoken(page: Page) -> str:
    """The page's text with ordinary blanks for no-break ones."""
    return page.inner_text("body").replace("\N{NO-BREAK SPACE}", " ")


def test_the_seven_spreads_are_drawn_as_on_the_regions_slide(region_page: OpenPage) -> None:
    page = region_page("variation")
    page.wait_for_selector(".st-key-wide_range .annotation")
    text = spoken(page)
    assert "sju av" in text
    for specialty, spread in SPREADS.items():
        assert specialty in text
        assert spread in text


def test_low_bases_stand_outside_the_spread_of_internal_medicine(region_page: OpenPage) -> None:
    text = spoken(region_page("variation?mvo=101"))
    assert "från 42 % i SU till 59 % i NU" in text
    assert "100 % ° 7 av 7" in " ".join(text.split())
    assert "18 % ° 2 av 11" in " ".join(text.split())
    assert "° färre än 20 patienter" in text


def test_the_two_totals_of_the_region_are_on_the_first_page(region_page: OpenPage) -> None:
    text = spoken(region_page(""))
    assert "66 %" in text
    assert "61 %" in text
    assert "Demodata" in text


def test_the_pages_csv_holds_rows_of_the_open_table_and_nothing_else(
    region_page: OpenPage, sample_region: Path
) -> None:
    page = region_page(f"variation{SHOWN}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ladda ned CSV").first.click()
    [header, *rows] = list(
        csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig")), delimiter=";")
    )
    open_rows = {
        tuple("" if cell is None else cell for cell in row)
        for table in exported(sample_region).values()
        if table.columns == header
        for row in table.iter_rows()
    }
    assert len(rows) > 40
    assert {tuple(row) for row in rows} <= open_rows
