"""Huvudmän known by counts in bands, in a real browser: axe, a phone, and the table twins by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import NARROW, OpenPage, Pages, Visits, focused, served, tab_to
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.browser.waiting import settle
from tests.marts_fixture_aggregates import write_marts_with_aggregates


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = write_marts_with_aggregates(tmp_path_factory.mktemp("aggregates"))
    with served(data.root, tmp_path_factory.mktemp("log") / "log.txt") as at:
        yield at


@pytest.fixture
def visit(address: str, pages: Pages) -> Iterator[OpenPage]:
    visits = Visits(address, pages)
    yield visits
    visits.end()


def test_the_page_is_accessible_and_its_twins_are_reached_by_keyboard(visit: OpenPage) -> None:
    page = visit("?huvudman=England&grans=90")
    assert violations(page) == []
    for name in ("Mått för dem som väntar, tabell", "Andel per datum, alla specialiteter, tabell",
                 "Väntetid i band, alla specialiteter, tabell",
                 "Huvudmän bredvid varandra, alla specialiteter, tabell"):  # fmt: skip
        tab_to(page, lambda at: at["role"] == "radio" and at["text"] in ("Siffror", "Diagram"))
        page.keyboard.press("ArrowRight")
        settle(page)
        assert focused(page)["text"] == "Tabell"
        page.keyboard.press("Space")
        settle(page)
        assert page.get_by_role("region", name=name).count() == 1
    assert violations(page) == []


def test_the_page_works_on_a_phone_in_the_dark(visit: OpenPage) -> None:
    page = visit("specialitet?huvudman=Irland", NARROW, "dark")
    assert violations(page) == []
    assert overflow(page) <= 1
    assert [each for each in english(page) if "Hospital" not in each] == []
