"""Which version of the marts is served, and whether the warehouse holds more than it shows."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from pathlib import Path

import duckdb

from config import ROOT, DataDirectory, Pointer, Settings
from etl import warehouse
from etl.progress import Step

MARTS_FILE = re.compile(r"marts-(.+)\.duckdb")


class NothingPublished(Exception):
    """There are no marts to export from."""


class NothingToRollBack(Exception):
    """There is no earlier version to serve."""


def is_ahead(data: DataDirectory) -> bool:
    """True where rows were loaded, or decided of, after the newest publication, or its marts are gone or outdated."""
    if not data.warehouse.exists():
        return False
    with warehouse.open_warehouse(data, read_only=True) as connection:
        [(loaded, published)] = connection.execute(warehouse.statement("newest_load")).fetchall()
        tried, shown = _decisions(connection)
    if loaded is None:
        return False
    pointer = data.published()
    if pointer is None or not data.marts(pointer.version).exists() or published is None:
        return True
    return bool(loaded > published) or tried > shown or _lacks_tables(data.marts(pointer.version))


def _decisions(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many of a steward's decisions have been tried and shown; none in a warehouse from before there were any."""
    known = connection.execute("select 1 from duckdb_tables() where table_name = 'applied_decisions'").fetchall()
    if not known:
        return 0, 0
    [(tried, shown)] = connection.execute(warehouse.statement("newest_decision")).fetchall()
    return int(tried), int(shown)


def _lacks_tables(marts: Path) -> bool:
    """Whether an earlier program built these marts: an open table of today's is not there."""
    wanted = {path.stem for path in (ROOT / "queries" / "marts").glob("open_*.sql")}
    with duckdb.connect(marts, read_only=True) as connection:
        views = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
    return not wanted <= {name for (name,) in views}


def held_version(data: DataDirectory) -> str | None:
    """The version that a rollback has put back and that is still served, None where there is none."""
    pointer = data.published()
    return pointer.version if pointer and pointer.held and data.marts(pointer.version).exists() else None


def publish(data: DataDirectory, settings: Settings, progress: Step, *, whole: bool = False) -> str:
    """Build and publish marts of all that is loaded, lift a hold, and remember what they hold."""
    from etl.publish import publish as build_and_publish  # noqa: PLC0415 - slow to load, needed only here

    with warehouse.open_warehouse(data) as connection:
        [(loaded, _)] = connection.execute(warehouse.statement("newest_load")).fetchall()
        decisions, _ = _decisions(connection)
    version = build_and_publish(data, settings, progress, whole=whole)
    with warehouse.open_warehouse(data) as connection:
        connection.execute(
            "insert into publications (version, published_at, load_id, decisions) "
            "values ($version, $published_at, $load_id, $decisions)",
            {
                "version": version,
                "published_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
                "load_id": loaded,
                "decisions": decisions,
            },
        )
    return version


def roll_back(data: DataDirectory) -> str:
    """Serve the version before the published one and hold it. Raises `NothingToRollBack`."""
    pointer = refuse_rollback_of_nothing(data)
    earlier = [version for version in kept_versions(data) if _order(version) < _order(pointer.version)]
    if not earlier:
        raise NothingToRollBack(f"version {pointer.version} är den äldsta som finns kvar.")
    write_pointer(data, Pointer(earlier[-1], held=True))
    return earlier[-1]


def refuse_rollback_of_nothing(data: DataDirectory) -> Pointer:
    """What is published. Raises `NothingToRollBack` where nothing is."""
    pointer = data.published()
    if pointer is None:
        raise NothingToRollBack("inget är publicerat ännu, så det finns ingen tidigare version.")
    return pointer


def kept_versions(data: DataDirectory) -> list[str]:
    """The versions whose marts are still there, oldest first."""
    found = (MARTS_FILE.fullmatch(path.name) for path in data.root.glob("marts-*.duckdb"))
    return sorted((match[1] for match in found if match), key=_order)


def write_pointer(data: DataDirectory, pointer: Pointer) -> None:
    """Replace the pointer file in one step that survives a power cut."""
    temporary = data.pointer.with_name(f"{data.pointer.name}.new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"version": pointer.version, "held": pointer.held}, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(data.pointer)
    sync(data.root)


def remove_unfinished(data: DataDirectory) -> None:
    """What a killed publish left behind is in nobody's use: the lock admits one at a time."""
    for path in data.root.glob("marts-*.building*"):
        path.unlink()
    for folder in data.root.glob("marts-*.spill"):
        shutil.rmtree(folder)


def forget_old(data: DataDirectory, kept: int) -> None:
    """Remove all but the newest `kept` versions."""
    for version in kept_versions(data)[:-kept]:
        data.marts(version).unlink()


def sync(path: Path) -> None:
    """What is written to this file, or the names in this folder, survives a power cut from here on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _order(version: str) -> tuple[int, str]:
    return (int(version) if version.isdigit() else 0, version)
