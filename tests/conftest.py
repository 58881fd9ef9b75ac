"""What every test may use: where the public data files are, and what to say where they are not."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from register import Register
from register.migration import migrate
from tests.commands import etl_process
from tests.postgres import PostgresServer, running_server

ROOT = Path(__file__).resolve().parent.parent
BESIDE_THE_PROJECT = ROOT.parent / "shared" / "real"
# Files that take a minute or more: begun first, so that no process of a session ends alone on one of them.
LONGEST = (
    "test_sample_region", "test_kill", "test_fuzz", "test_recompute", "test_publish_incremental", "test_bench",
    "test_steward_conservation", "test_commands", "test_faults", "test_aggregate_recompute",
)  # fmt: skip


def real_data_folder() -> Path | None:
    """The folder of public files: from VARDLAGET_REAL_DATA, or beside the project; None where it is in neither."""
    named = os.environ.get("VARDLAGET_REAL_DATA")
    folder = Path(named) if named else BESIDE_THE_PROJECT
    return folder if folder.is_dir() else None


def pytest_report_header(config: pytest.Config) -> str | None:
    """Tests on public files are not collected where the files are not; say so once, and skip nothing."""
    del config
    if real_data_folder() is None:
        return "public data files: not found (set VARDLAGET_REAL_DATA); tests/test_real_*.py are not collected"
    return None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    del config
    return True if collection_path.name.startswith("test_real_") and real_data_folder() is None else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, each with its tests in the order they stand."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = real_data_folder()
    assert folder is not None
    return folder


@pytest.fixture(scope="session")
def sample_region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic region at its default size, loaded and published as `make run` does; built once per session.

    SAMPLE_REGION may name a data directory that already holds it, to try one test again quickly.
    """
    made = os.environ.get("SAMPLE_REGION")
    if made:
        return Path(made)
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # one region for all processes of a session
    data = shared / "region" / "data"
    with (shared / "region.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = etl_process("sample", "--only-if-empty", data=data)
    assert ended.code == 0, ended.output + ended.errors
    return data


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def register_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a register may be made, in each of the databases the product runs on."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/register.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def made_register(register_address: str) -> Iterator[Register]:
    register = Register(register_address)
    migrate(register)
    yield register
    register.close()
