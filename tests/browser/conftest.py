"""A real server with published marts and a real Chromium, one of each per test session."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config import DataDirectory
from register import Register
from register.migration import migrate
from tests.browser.waiting import PATIENCE, WATCH, settle
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
START_SECONDS = 120
TODAY = "2026-11-20"  # the day of the fixture's figures, where a test pins no other

Look = tuple[tuple[int, int], str, bool]  # window size, colour scheme, whether it is touched
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def published_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with published marts, written once for all processes of a session; nothing writes to it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "marts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "marts").exists():
            write_marts(shared / "marts.new")
            (shared / "marts.new").rename(shared / "marts")
    return shared / "marts"


def copied(published: Path, directory: Path) -> DataDirectory:
    """A data directory of its own with the same marts; a published file is never changed, so that it is no copy."""
    shutil.copytree(published, directory, copy_function=os.link, dirs_exist_ok=True)
    return DataDirectory(directory)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(data_directory: Path, log: Path, today: str = "") -> tuple[subprocess.Popen[bytes], str]:
    """Start the application on a free port and wait until its health address answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    day = {"VARDLAGET_TODAY": today or os.environ.get("VARDLAGET_TODAY", TODAY)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **day, "VARDLAGET_DATA_DIR": str(data_directory)},
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


@contextmanager
def served(data_directory: Path, log: Path, today: str = "") -> Iterator[str]:
    """The address of the application while it serves a directory."""
    process, address = serve(data_directory, log, today)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def served_with_register(published: Path, directory: Path, today: str = TODAY) -> Iterator[tuple[str, Register]]:
    """The address of the application on a day, with marts of its own and an empty register; and the register."""
    data = copied(published, directory / "data")
    register = Register(f"sqlite:///{data.register}")
    migrate(register)
    with served(data.root, directory / "log.txt", today) as address:
        yield address, register
    register.close()


@pytest.fixture(scope="session")
def server(published_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application, serving the published directory."""
    with served(published_directory, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The same Chromium without its own windows, which costs a third less; else the whole one."""
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class Pages:
    """Blank pages by how they look. One that is given back is opened again: it still has Streamlit's scripts compiled.

    An opened address is a visit of its own all the same: what Streamlit remembers goes with the document.
    """

    def __init__(self, chromium: Browser) -> None:
        self.chromium = chromium
        self.contexts: dict[Look, BrowserContext] = {}
        self.free: dict[Look, list[Page]] = {}
        self.looks: dict[Page, Look] = {}
        self.outside: list[str] = []

    def take(self, size: tuple[int, int] = WIDE, scheme: str = "light", *, touch: bool = False) -> Page:
        """A blank page with that look."""
        look = (size, scheme, touch)
        if self.free.get(look):
            return self.free[look].pop()
        page = self._context(look).new_page()
        self.looks[page] = look
        return page

    def give_back(self, page: Page) -> None:
        """The page is left, so that its visit ends, and looks as at first."""
        page.goto("about:blank")
        page.emulate_media(media="null", color_scheme=self.looks[page][1])  # type: ignore[arg-type]
        self.free.setdefault(self.looks[page], []).append(page)

    def _context(self, look: Look) -> BrowserContext:
        size, scheme, touch = look
        if look not in self.contexts:
            context = self.chromium.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
                locale="en-GB",  # the hardest case: nothing is Swedish by the browser's own choice
                has_touch=touch,
            )
            context.set_default_timeout(PATIENCE)
            context.add_init_script(WATCH)
            context.on("request", lambda request: self._note(request.url))
            self.contexts[look] = context
        return self.contexts[look]

    def _note(self, url: str) -> None:
        """Remember what no test may ask for: something that is not on this machine."""
        if "://127.0.0.1:" not in url and not url.startswith(("data:", "blob:", "about:")):
            self.outside.append(url)


@pytest.fixture(scope="session")
def pages(chromium: Browser) -> Iterator[Pages]:
    """Every page that is opened, and what any of them asked for outside the machine."""
    found = Pages(chromium)
    yield found
    for context in found.contexts.values():
        context.close()


class Visits:
    """Opens addresses of one server, each as a visit of its own."""

    def __init__(self, server: str, pages: Pages) -> None:
        self.server, self.pages = server, pages
        self.opened: list[Page] = []

    def __call__(self, path: str, size: tuple[int, int] = WIDE, scheme: str = "light", *, touch: bool = False) -> Page:
        page = self.pages.take(size, scheme, touch=touch)
        self.opened.append(page)
        page.goto(f"{self.server}/{path}")
        settle(page)
        return page

    def end(self) -> None:
        for page in self.opened:
            self.pages.give_back(page)


@pytest.fixture
def open_page(server: str, pages: Pages) -> Iterator[OpenPage]:
    """Open an address of the application in a page of its own."""
    visits = Visits(server, pages)
    yield visits
    visits.end()


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
