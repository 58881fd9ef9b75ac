"""What a reader sees on a page and does there: tables, key figures, files, lists, buttons, messages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import settle

Row = dict[str, str]


def spoken(text: str) -> str:
    """Text with ordinary blanks for no-break ones and line ends."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def said(page: Page) -> str:
    """All text of the page."""
    return spoken(page.get_by_role("main").inner_text())


def seen(what: Locator) -> Locator:
    """Wait until it is there to see."""
    expect(what).to_be_visible()
    return what


def table(page: Page, name: str | re.Pattern[str]) -> list[list[str]]:
    """The cells of a table, row by row, without its headings."""
    cells: list[list[str]] = seen(page.get_by_role("region", name=name)).evaluate(
        "at => [...at.querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.innerText))"
    )
    return [[spoken(cell) for cell in row] for row in cells]


def twin(page: Page, block: str, name: str = "") -> list[list[str]]:
    """The table of a block with `Diagram | Tabell`; it is named by the block's heading where `name` is not given."""
    tools = page.locator(f".st-key-tools_{block}")
    choice = tools.get_by_role("radio", name="Tabell")
    choice.press("Space")
    settle(page)
    expect(choice).to_be_checked()
    finding = tools.locator("xpath=preceding::h2[1]").inner_text()
    return table(page, name or f"{finding}, tabell")


def figure(page: Page, title: str | re.Pattern[str]) -> str:
    """The key figure under a heading, with what stands beside it."""
    section = page.locator(".vl-figure", has=page.get_by_role("heading", name=title, exact=True))
    return spoken(section.locator(".vl-value").inner_text())


def csv_of(page: Page, block: str) -> list[Row]:
    """The rows of the CSV that a block's button gives."""
    with page.expect_download() as download:
        page.locator(f".st-key-csv_{block}").get_by_role("button", name="Ladda ned CSV").click()
    return csv_rows(download.value.path())


def csv_rows(path: Path) -> list[Row]:
    """A file for a Swedish Excel: UTF-8 with BOM, `;`, CRLF."""
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfhuvudman;")
    assert content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def without_version(rows: Sequence[Row]) -> list[Row]:
    return [{name: cell for name, cell in row.items() if name != "dataversion"} for row in rows]


def cells(rows: Sequence[Row], *columns: str, **wanted: str) -> list[tuple[str, ...]]:
    """Some columns of the rows that have these values."""
    chosen = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return [tuple(row[name] for name in columns) for row in chosen]


def press(page: Page, name: str) -> None:
    """Press a button once it may be pressed, and wait for what comes of it."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled()
    button.click()
    settle(page)


def write(page: Page, field: Locator, text: str) -> None:
    """Write in a field and leave it, so that it is told."""
    field.fill(text)
    field.press("Tab")
    settle(page)


def unfold(page: Page, label: str) -> None:
    """Open a list by the keyboard, where it is not open already: a click that scrolls closes it again."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    settle(page)
    if box.get_attribute("aria-expanded") != "true":
        box.press("ArrowDown")
        settle(page)


def choose(page: Page, label: str, *options: str) -> None:
    """Choose one in a list, or several in one that takes several."""
    box = page.get_by_role("combobox", name=label, exact=True)
    for option in options:
        unfold(page, label)
        page.get_by_role("option", name=option, exact=True).click()
        settle(page)
    if len(options) > 1:
        box.press("Escape")
        settle(page)
    else:
        expect(box).to_have_value(options[0])


def mark(page: Page, label: str) -> None:
    """Choose one of the form's alternatives."""
    radio = page.get_by_role("radio", name=label, exact=True)
    radio.press("Space")
    settle(page)
    expect(radio).to_be_checked()


def told(page: Page, words: str) -> str:
    """What a message says that holds these words."""
    return spoken(seen(page.get_by_role("status").filter(has_text=words)).inner_text())
