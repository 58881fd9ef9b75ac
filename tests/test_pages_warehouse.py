"""Versions of the published marts: noticed, kept while in use, closed when not."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest

from config import DataDirectory
from dashboard import warehouse
from dashboard.warehouse import MartsUnreadable, NothingPublished, Warehouse
from tests.marts_fixture import point_to


def publish(data: DataDirectory, version: str, shown: int) -> None:
    """A tiny version with one table of one number."""
    with duckdb.connect(str(data.marts(version))) as marts:
        marts.execute("create table answers as select $shown as answer", {"shown": shown})
    point_to(data, version)


def answer(opened: Warehouse, version: str) -> int:
    return int(opened.rows(version, "select answer from answers order by answer", {})["answer"][0])


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        Warehouse(DataDirectory(tmp_path)).current()


def test_a_pointer_without_its_file_is_said(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    point_to(data, "9")
    with pytest.raises(MartsUnreadable, match="marts-9"):
        Warehouse(data).current()


def test_a_new_version_is_noticed_without_a_restart(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    publish(data, "1", 41)
    opened = Warehouse(data)
    assert answer(opened, opened.current()) == 41
    publish(data, "2", 42)
    assert opened.current() == "2"
    assert answer(opened, "2") == 42


def test_a_run_that_began_on_the_old_version_ends_on_it(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    publish(data, "1", 41)
    opened = Warehouse(data)
    begun = opened.current()
    publish(data, "2", 42)
    opened.current()
    assert answer(opened, begun) == 41


def test_an_old_version_is_closed_when_nobody_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "IDLE_SECONDS", -1.0)
    data = DataDirectory(tmp_path)
    publish(data, "1", 41)
    opened = Warehouse(data)
    answer(opened, opened.current())
    publish(data, "2", 42)
    opened.current()
    assert opened.open_versions() == ["2"]


def test_the_published_file_cannot_be_written(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    publish(data, "1", 41)
    opened = Warehouse(data)
    with pytest.raises(duckdb.Error):
        opened.rows(opened.current(), "create table more as select 1 as one", {})


def test_threads_get_their_own_rows(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    publish(data, "1", 41)
    opened = Warehouse(data)
    version = opened.current()
    wrong: list[tuple[int, int]] = []

    def ask(number: int) -> None:
        for _ in range(50):
            found = int(opened.rows(version, "select $n as n, answer from answers order by n", {"n": number})["n"][0])
            if found != number:
                wrong.append((number, found))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_private_warehouse_is_named_nowhere_in_the_dashboard() -> None:
    folder = Path(warehouse.__file__).parent
    code = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    assert not any(".warehouse" in text and "data.warehouse" in text for text in code)
