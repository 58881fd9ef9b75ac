"""What goes wrong around a load: files that cannot be read, a pointer cut off, a clock that goes back, many readers."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from dashboard import warehouse as dashboard_warehouse
from tests.commands import etl, etl_process
from tests.extracts import Region, new_region, waiting

WHOLE = (
    "select contacts as n from attainment where administration = 'Alla' and specialty = 'Alla' and limit_days = 90 "
    "and definition = 'ingen' and population = 'vantande'"
)
PARTS = (
    "select sum(contacts) as n from attainment where administration <> 'Alla' and specialty = '511' "
    "and limit_days = 90 and definition = 'ingen' and population = 'vantande'"
)
READERS, PUBLICATIONS, ROWS = 50, 3, 20  # version n serves ROWS + n patients


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def test_a_file_whose_bytes_cannot_be_read_is_refused_and_the_others_load(region: Region) -> None:
    good = region.write("bra.csv", [waiting()])
    broken = good.with_name("trasig.csv")
    broken.symlink_to("/proc/self/mem")  # opens, and then no byte of it can be read
    ended = etl("load", good.parent, data=region.root)
    assert (ended.code, "Traceback" in ended.errors) == (1, False)
    by_name = {Path(file["path"]).name: file for file in ended.report["files"]}
    assert by_name["bra.csv"]["status"] == "loaded"
    assert by_name["trasig.csv"]["status"] == "refused"
    assert "trasig.csv" in by_name["trasig.csv"]["message"]


def test_a_pointer_cut_off_in_the_middle_is_told_and_mended_by_the_next_load(region: Region) -> None:
    etl("load", region.write("v1.csv", [waiting()]), data=region.root)
    whole = region.data.pointer.read_text(encoding="utf-8")
    region.data.pointer.write_text(whole[: len(whole) // 2], encoding="utf-8")
    verified = etl("verify", data=region.root)
    assert (verified.code, [fault["check"] for fault in verified.report["faults"]]) == (4, ["pointer"])
    again = etl("load", region.write("v1.csv", [waiting()]), data=region.root)
    assert (again.code, again.report["published"]) == (0, "2")
    assert etl("verify", data=region.root).code == 0


def test_the_app_keeps_what_it_shows_while_the_pointer_cannot_be_read(region: Region) -> None:
    etl("load", region.write("v1.csv", [waiting()]), data=region.root)
    served = dashboard_warehouse.Warehouse(region.data)
    assert served.current() == "1"
    region.data.pointer.write_text('{"vers', encoding="utf-8")
    assert served.current() == "1"
    late = dashboard_warehouse.Warehouse(region.data)
    with pytest.raises(dashboard_warehouse.MartsUnreadable):
        late.current()
    etl_process("publish", data=region.root)
    assert (served.current(), late.current()) == ("2", "2")
    served.close()
    late.close()


def test_a_clock_that_has_gone_back_hides_no_load(region: Region) -> None:
    """The ledger counts loads by number: hours only say when."""
    etl("load", region.write("v1.csv", [waiting()] * 20), data=region.root)
    region.change("update loads set loaded_at = loaded_at + interval 2 year")
    region.change("update publications set published_at = published_at + interval 2 year")
    ended = etl("load", region.write("v2.csv", [waiting()] * 21), data=region.root)
    assert (ended.code, ended.report["published"], ended.report["files"][0]["status"]) == (0, "2", "replaced")
    assert region.served(WHOLE) == [(21,)]
    assert etl("verify", data=region.root).code == 0


def test_a_day_that_has_gone_back_refuses_what_has_not_happened_and_changes_nothing(region: Region) -> None:
    path = region.write("v1.csv", [waiting()])
    etl("load", path, data=region.root)
    later = region.write("v2.csv", [waiting(), waiting()])
    ended = etl("load", later, data=region.root, VARDLAGET_TODAY="2025-01-15")
    assert "Traceback" not in ended.errors
    assert region.query("select count(*) from contacts") == [(1,)]
    assert etl("load", later, data=region.root).report["files"][0]["accepted"] == 2


def test_fifty_readers_see_whole_versions_while_new_ones_are_published(region: Region) -> None:
    etl("load", region.write("v1.csv", [waiting()] * (ROWS + 1)), data=region.root)
    served = dashboard_warehouse.Warehouse(region.data)
    wrong: list[object] = []
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                version = served.current()
                [total, parts] = [served.rows(version, which, {})["n"][0] for which in (WHOLE, PARTS)]
                seen.add(version)
                if not total == parts == ROWS + int(version):
                    wrong.append((version, total, parts))
                time.sleep(0.2)  # a person reads, too
            except Exception as error:  # noqa: BLE001 - any error of a reader is what the test looks for
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    codes = [
        etl_process("load", region.write(f"v{n}.csv", [waiting()] * (ROWS + n)), data=region.root).code
        for n in range(2, 2 + PUBLICATIONS)
    ]
    done.set()
    for reader in readers:
        reader.join()
    served.close()
    assert (codes, wrong[:3]) == ([0] * PUBLICATIONS, [])
    assert len(seen) > 1
