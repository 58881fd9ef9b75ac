"""Huvudmän known by counts in bands, in a real browser: axe, a phone, and the table twins by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import NARROW, WIDE, focused, serve, settle, tab_to
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.marts_fixture_aggregates import write_marts_with_aggregates


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = write_marts_with_aggregates(tmp_path_factory.mktemp("aggregates"))
    process, at = serve(data.root, tmp_path_factory.mktemp("log") / "log.txt")
    yield at
    process.terminate()
    process.wait(timeout=20)


def opened(chromium: Browser, address: str, size: tuple[int, int], scheme: str) -> Page:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    settle(page)
    return page


def test_the_page_is_accessible_and_its_twins_are_reached_by_keyboard(chromium: Browser, address: str) -> None:
    page = opened(chromium, f"{address}/?huvudman=England&grans=90", WIDE, "light")
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
    page.context.close()


def test_the_page_works_on_a_phone_in_the_dark(chromium: Browser, address: str) -> None:
    page = opened(chromium, f"{address}/specialitet?huvudman=Irland", NARROW, "dark")
    assert violations(page) == []
    assert overflow(page) <= 1
    assert [each for each in english(page) if "Hospital" not in each] == []
    page.context.close()
