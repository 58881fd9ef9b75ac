"""A real server with published marts and a real Chromium, one of each per test session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.marts_fixture import write_marts

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = (1440, 1000), (390, 844)
START_SECONDS = 60
TODAY = "2026-11-20"  # the day of the fixture's figures, where a test pins no other

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def published_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with published marts; another one can be put here by overriding this fixture."""
    return write_marts(tmp_path_factory.mktemp("marts")).root


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(data_directory: Path, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the application on a free port and wait until its health address answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={"VARDLAGET_TODAY": TODAY, **os.environ, "VARDLAGET_DATA_DIR": str(data_directory)},
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return process, address
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="session")
def server(published_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application, serving the published directory."""
    process, address = serve(published_directory, tmp_path_factory.mktemp("server") / "log.txt")
    yield address
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The same Chromium without its own windows, which costs a third less; else the whole one."""
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Iterator[Callable[[tuple[int, int], str], BrowserContext]]:
    """One context per window size and colour scheme, so that Streamlit's scripts are fetched once."""
    opened: dict[tuple[tuple[int, int], str], BrowserContext] = {}

    def context(size: tuple[int, int], scheme: str) -> BrowserContext:
        if (size, scheme) not in opened:
            opened[(size, scheme)] = chromium.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
                locale="en-GB",  # the hardest case: nothing is Swedish by the browser's own choice
            )
        return opened[(size, scheme)]

    yield context
    for each in opened.values():
        each.close()


@pytest.fixture
def open_page(server: str, contexts: Callable[[tuple[int, int], str], BrowserContext]) -> Iterator[OpenPage]:
    """Open an address of the application in a page of its own."""
    pages: list[Page] = []

    def opened(path: str, *, size: tuple[int, int] = WIDE, scheme: str = "light") -> Page:
        page = contexts(size, scheme).new_page()
        pages.append(page)
        page.set_default_timeout(15_000)
        page.goto(f"{server}/{path}")
        settle(page)
        return page

    yield opened
    for page in pages:
        page.close()


def settle(page: Page) -> None:
    """Wait until the run has finished and nothing is drawn any more."""
    page.wait_for_selector("h1, .vl-box")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    page.wait_for_function("() => document.documentElement.dataset.vlTheme !== undefined")
    page.wait_for_timeout(250)


def focused(page: Page) -> dict[str, str]:
    """What has the focus, inside components too: tag, role, name and text."""
    found: dict[str, str] = page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
            return { tag: at.tagName, role: at.getAttribute('role') ?? '', name: at.getAttribute('aria-label') ?? '',
                     text: (at.innerText ?? at.textContent ?? '').trim() };
        }"""
    )
    return found


def tab_to(page: Page, wanted: Callable[[dict[str, str]], bool], most: int = 60) -> dict[str, str]:
    """Press Tab until the wanted element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = focused(page)
        if wanted(found):
            return found
    raise AssertionError(f"not reached with {most} tabs; last was {found}")
