"""The commands as a user types them: exit codes, one-line errors, the report, publication and its hold."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from config import DataDirectory
from etl import verify
from tests.commands import ROOT, Ended, etl, etl_process
from tests.extracts import HEADER, Region, completed, new_region, waiting, write_extract

IDENTITY = "19121212-1212"


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def loaded(region: Region, *rows: dict[str, str], name: str = "uttag.csv") -> Ended:
    return etl("load", region.write(name, rows), data=region.root)


@pytest.fixture(scope="module")
def purged(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Four who waited and five who were done long ago, decided on two days, men and women; for tests that only look."""
    found = new_region(tmp_path_factory.mktemp("purged"))
    old = {"matperiod": "2022-01-31", "fas": "1"}
    rows = [
        *[waiting(**old, beslut_datum="2021-12-01", kon="1")] * 3,
        waiting(**old, beslut_datum="2021-12-01", kon="2"),
        *[completed(**old, beslut_datum="2021-12-01", start_datum="2022-01-20", kon="1")] * 2,
        *[completed(**old, beslut_datum="2021-12-02", start_datum="2022-01-20", kon="2")] * 3,
    ]
    loaded(found, *(row | {"vardkontakt_id": f"G{place}"} for place, row in enumerate(rows)))
    assert etl("purge", data=found.root).report["contacts"] == len(rows)
    return found


def test_a_load_reports_each_file_and_publishes(region: Region) -> None:
    folder = region.write("a/vantande.csv", [waiting()]).parent
    write_extract(folder / "b" / "bada.csv", [waiting(matperiod="2026-01"), completed(fas="9")])
    (folder / "las mig.docx").write_text("inget")
    ended = etl("load", folder, data=region.root)
    assert (ended.code, ended.report["published"]) == (0, "1")
    assert ended.report["ignored"] == [str(folder / "las mig.docx")]
    both, one = ended.report["files"]
    assert (both["kind"], both["period"]) == ("vantande+genomforda", "2026-01-31/2026-02-28")
    assert (both["records"], both["accepted"], both["quarantined"], both["duplicates"]) == (2, 1, 1, 0)
    assert both["reasons"] == {"ogiltig_kod": 1}
    assert [part["kind"] for part in both["parts"]] == ["vantande", "genomforda"]
    assert (one["path"], one["status"], one["encoding"]) == (str(folder / "vantande.csv"), "loaded", "utf-8")


def test_a_refused_file_gives_exit_code_1_and_the_others_are_published(region: Region) -> None:
    good = region.write("god.csv", [waiting()])
    bad = region.write("tom.csv", [], ("fas", "annat"))
    ended = etl("load", bad, good, data=region.root)
    assert (ended.code, ended.report["published"]) == (1, "1")
    assert [file["status"] for file in ended.report["files"]] == ["loaded", "refused"]
    assert "tom.csv" in ended.errors
    assert "Traceback" not in ended.errors


def test_unchanged_files_publish_nothing_unless_the_warehouse_is_ahead(region: Region) -> None:
    assert loaded(region, waiting()).report["published"] == "1"
    assert loaded(region, waiting()).report["published"] is None
    region.data.marts("1").unlink()
    again = loaded(region, waiting())
    assert ([file["status"] for file in again.report["files"]], again.report["published"]) == (["unchanged"], "1")


def test_a_rollback_is_held_until_new_rows_are_loaded(region: Region) -> None:
    loaded(region, waiting())
    loaded(region, waiting(fas="1"), name="v2.csv")
    back = etl("rollback", data=region.root)
    assert (back.code, back.report) == (0, {"published": "1", "held": True})
    held = etl("status", data=region.root)
    assert (held.report["published"], held.report["held"]) == ("1", True)
    assert "hålls kvar" in held.output
    unchanged = loaded(region, waiting())
    assert unchanged.report["published"] is None
    new = loaded(region, waiting(fas="3"), name="v3.csv")
    assert (new.report["published"], new.report["lifted_hold"]) == ("3", True)
    assert "hålls inte längre kvar" in new.output
    assert etl("status", data=region.root).report["held"] is False


@pytest.fixture
def held(region: Region) -> Region:
    """Two versions of one file, the first put back and held."""
    loaded(region, waiting())
    loaded(region, waiting(fas="1"), name="v2.csv")
    assert etl("rollback", data=region.root).code == 0
    return region


@pytest.mark.parametrize("count", [1, 2])
def test_loads_of_quarantined_rows_only_keep_a_rollback(held: Region, count: int) -> None:
    for number in range(count):
        ended = loaded(held, waiting(fas="9", matperiod=f"2026-0{number + 3}-28"), name=f"fel{number}.csv")
        assert (ended.code, ended.report["published"], ended.report["lifted_hold"]) == (0, None, False)
        assert "den återställda versionen 1 hålls kvar" in ended.output
    assert etl("status", data=held.root).report["held"] is True
    new = loaded(held, waiting(fas="3"), name="v3.csv")
    assert (new.report["published"], new.report["lifted_hold"]) == ("3", True)


def test_quarantined_rows_are_published_where_nothing_is_held(region: Region) -> None:
    loaded(region, waiting())
    assert loaded(region, waiting(fas="9", matperiod="2026-03-31"), name="fel.csv").report["published"] == "2"


def test_publishing_by_hand_lifts_the_hold_and_says_so(held: Region) -> None:
    ended = etl("publish", data=held.root)
    assert (ended.code, ended.report) == (0, {"published": "3", "lifted_hold": True})
    assert "den återställda versionen 1 hålls inte längre kvar" in ended.output
    assert etl("status", data=held.root).report["held"] is False
    again = etl("publish", data=held.root)
    assert again.report["lifted_hold"] is False
    assert "hålls" not in again.output


def test_a_held_version_that_is_gone_is_published_anew(held: Region) -> None:
    held.data.marts("1").unlink()
    assert loaded(held, waiting(fas="1"), name="v2.csv").report["published"] == "3"


def test_there_is_nothing_before_the_first_version(region: Region) -> None:
    loaded(region, waiting())
    ended = etl("rollback", data=region.root)
    assert (ended.code, ended.errors) == (2, "Fel: version 1 är den äldsta som finns kvar.\n")


def test_another_load_in_the_same_directory_gives_exit_code_3_at_once(region: Region) -> None:
    loaded(region, waiting())
    with region.data.lock.open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = etl_process("load", region.write("uttag.csv", [waiting()]), data=region.root)
    assert ended.code == 3
    assert ended.errors.startswith("Fel: En annan laddning pågår")
    assert loaded(region, waiting()).code == 0


def test_looking_while_a_load_writes_gives_exit_code_3(region: Region) -> None:
    loaded(region, waiting())
    writing = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", writing, str(region.data.warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        ended = etl("status", data=region.root)
        writer.communicate()
    assert (ended.code, ended.errors.count("\n")) == (3, 1)
    assert "används av en annan process" in ended.errors


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("lod",), "kommandot finns inte"),
        (("load",), "SÖKVÄG... saknas"),
        (("load", "finns-inte.csv"), "finns-inte.csv finns inte"),
        (("load", ".", "--kind", "vantade"), "slaget ”vantade” finns inte; tillåtna: vantande, genomforda, riket"),
        (("load", ".", "--accept", "allt"), "tillåtna: antal_avviker, for_mycket_fel, inget_godkant, "),
        (("load", ".", "--acept", "x"), "flaggan --acept finns inte"),
        (("load", ".", "--19121212-1212"), "flaggan --XXXXXXXX-XXXX finns inte"),
        (("export", "--out", "x", "--format", "pdf"), "formatet ”pdf” finns inte; tillåtna: csv, parquet, xlsx"),
        (("sample",), "ange katalogen med --out"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(region: Region, arguments: tuple[str, ...], told: str) -> None:
    ended = etl(*arguments, data=region.root)
    assert ended.code == 2
    assert told in ended.errors
    assert ended.errors.count("\n") == 1


def test_an_unknown_setting_is_one_line_and_exit_code_2(region: Region) -> None:
    ended = etl("status", data=region.root, VARDLAGET_SUPRESS_BELOW="5")
    assert (ended.code, ended.errors.count("\n")) == (2, 1)
    assert "VARDLAGET_SUPRESS_BELOW" in ended.errors


def test_a_wrong_reference_file_is_one_line_and_exit_code_2(region: Region) -> None:
    (region.root / "enheter.csv").write_text("kod;enhet\n")
    ended = loaded(region, waiting())
    assert (ended.code, ended.errors.count("\n")) == (2, 1)
    assert "enheter.csv" in ended.errors


def test_help_is_swedish(region: Region) -> None:
    told = etl("load", "--help", data=region.root).output
    assert "Användning: python -m etl load" in told
    assert "Usage" not in told
    assert "Options" not in told


def test_quiet_says_nothing_and_debug_shows_the_traceback(region: Region) -> None:
    path = region.write("uttag.csv", [waiting()])
    assert etl("load", path, "--quiet", data=region.root).output == ""
    ended = etl("load", f"finns-inte {IDENTITY}", "--debug", data=region.root)
    assert "Traceback" in ended.errors
    assert IDENTITY not in ended.errors


def test_no_stream_file_or_report_ever_holds_an_identity_number(region: Region) -> None:
    rows = [waiting(sjukhusnamn=f"pat {IDENTITY}"), waiting(vardkontakt_id=IDENTITY, mvo_kod=IDENTITY), waiting()]
    path = region.write(f"{IDENTITY}.csv", rows, (*HEADER, f"anm {IDENTITY}"))
    refused = region.write(f"x {IDENTITY}.csv", rows, (f"fas {IDENTITY}", "annat"))
    out = region.root.parent / "karantan.csv"
    ends = [
        etl_process("load", path, refused, data=region.root),
        etl_process("load", path.with_name(f"saknas {IDENTITY}"), data=region.root),
        etl_process("status", data=region.root),
        etl_process("quarantine", "--out", out, data=region.root),
        etl_process("verify", data=region.root),
        etl_process("load", region.write("x.csv", rows), "--source", IDENTITY, data=region.root),
    ]
    assert [end.code for end in ends] == [1, 2, 0, 0, 0, 0]
    for end in ends:
        assert IDENTITY not in end.output + end.errors + str(end.report)
    assert IDENTITY.encode() not in out.read_bytes()
    assert out.stat().st_mode & 0o777 == 0o600
    stored = [path.read_bytes() for path in region.root.rglob("*") if path.is_file()]
    assert not any(IDENTITY.encode() in content for content in stored)


def test_quarantine_counts_rows_by_reason_and_says_where_they_stand(region: Region) -> None:
    loaded(region, waiting(fas="9", mvo_kod="0101"), waiting(), waiting(fas="x"))
    ended = etl("quarantine", data=region.root)
    assert ended.report == {"rows": 2, "reasons": {"ogiltig_kod": 2, "okand_mvo": 1}}
    assert "uttag.csv rad 2: ogiltig_kod, okand_mvo (fas, mvo_kod)" in ended.output


def test_verify_finds_rows_that_do_not_add_up(region: Region) -> None:
    loaded(region, waiting(), completed())
    assert etl("verify", data=region.root).code == 0
    tamper = 'import duckdb, sys; duckdb.connect(sys.argv[1]).execute("delete from contacts where record = 1")'
    subprocess.run([sys.executable, "-c", tamper, region.data.warehouse], check=True)
    ended = etl("verify", data=region.root)
    assert ended.code == 4
    assert ended.report["faults"][0]["check"] == "stored_rows_match_the_ledger"
    assert "stored_rows_match_the_ledger" in ended.errors


@pytest.mark.parametrize(
    "tampering",
    [
        "update purged_completions set contacts = contacts + 1",
        "delete from purged_completions where decision_date = '2021-12-02'",
        "delete from purged_categories where sex = '1'",
        "delete from purged_categories where youngest is not null",
        "update purged_categories set contacts = contacts - 1 where municipality is not null",
        "update purged_categories set municipality = '' where sex = '1'",
        "insert into purged_categories by name (from purged_categories select * replace (null as sex) where sex = '1')",
        "update purged_completions set delivery_id = 99",
    ],
)
def test_verify_finds_purged_details_that_are_not_the_purged_contacts(
    purged: Region, tmp_path: Path, tampering: str
) -> None:
    assert faults_after(tampering, purged, tmp_path) == ["purged_details_match_the_counts"]


def test_verify_takes_what_was_purged_before_details_were_kept(purged: Region, tmp_path: Path) -> None:
    assert purged.query("select sum(contacts) from purged_completions") == [(5,)]
    assert purged.query("select sum(contacts) from purged_categories") == [(3 * 9,)]
    assert faults_after("delete from purged_completions; delete from purged_categories", purged, tmp_path) == []


def faults_after(tampering: str, purged: Region, tmp_path: Path) -> list[str]:
    """The checks that find something in a copy of the region that was tampered with."""
    copy = DataDirectory(Path(shutil.copytree(purged.root, tmp_path / "data")))
    with duckdb.connect(str(copy.warehouse)) as connection:
        connection.execute(tampering)
    return [fault.check for fault in verify.faults(copy)]


def test_verify_says_what_is_missing(region: Region) -> None:
    loaded(region, waiting())
    region.data.marts("1").unlink()
    region.data.hash_key.unlink()
    ended = etl("verify", data=region.root)
    assert (ended.code, {fault["check"] for fault in ended.report["faults"]}) == (4, {"marts", "hash_key"})


@pytest.mark.parametrize("command", ["status", "verify", "quarantine"])
def test_looking_at_an_empty_directory_is_no_error(region: Region, command: str) -> None:
    assert etl(command, data=region.root).code == 0
    assert not region.data.warehouse.exists()


def test_purge_turns_old_rows_into_counts_and_no_figure_changes(region: Region) -> None:
    rows = [waiting(fas="4", matperiod="2022-01-31", beslut_datum="2021-12-01", medicinskt_maldatum="2022-01-31")] * 8
    rows = [row | {"vardkontakt_id": f"A{place}"} for place, row in enumerate(rows)]
    loaded(region, *rows, waiting(), waiting(matperiod="2022-01-31", fas="9", sjukhusnamn="hemligt"))
    figures = region.figures("1")
    ended = etl("purge", data=region.root)
    assert (ended.code, ended.report["contacts"]) == (0, 8)
    assert region.query("select count(*) from contacts") == [(1,)]
    assert region.query("select target_met, contacts from purged_contacts") == [(True, 8)]
    assert region.query('select distinct "row" from quarantine') == [("{}",)]
    assert etl("verify", data=region.root).code == 0
    assert etl("publish", data=region.root).report["published"] == "2"
    assert region.figures("2") == figures


def test_a_redelivery_of_a_purged_period_replaces_its_counts(region: Region) -> None:
    old = {"matperiod": "2022-01-31", "beslut_datum": "2021-12-01"}
    loaded(region, waiting(**old), waiting(**old))
    etl("purge", data=region.root)
    assert loaded(region, waiting(**old, fas="1"), name="v2.csv").report["files"][0]["status"] == "replaced"
    assert region.query("select count(*) from purged_contacts") == [(0,)]
    assert region.query("select count(*) from contacts") == [(1,)]


def test_a_load_without_a_terminal_writes_plain_lines(region: Region) -> None:
    ended = etl_process("load", region.write("uttag.csv", [waiting()]), data=region.root)
    assert ended.output.splitlines()[-1] == "Publicerade version 1."
    assert "\x1b" not in ended.output + ended.errors


def test_two_loads_at_once_let_one_win(region: Region) -> None:
    path = region.write("uttag.csv", [waiting(vardkontakt_id=f"K{n}") for n in range(20000)])
    command = [sys.executable, "-m", "etl", "load", str(path), "--data", str(region.root)]
    both = [subprocess.Popen(command, cwd=ROOT, env=os.environ, stderr=subprocess.DEVNULL) for _ in range(2)]
    codes = sorted(process.wait(timeout=120) for process in both)
    assert codes in ([0, 0], [0, 3])
    assert region.query("select count(*) from contacts") == [(20000,)]


def test_marts_of_an_older_program_are_published_anew_by_the_start_and_by_the_next_load(region: Region) -> None:
    path = region.write("vantande.csv", [waiting()])
    assert etl("load", path, data=region.root).report["published"] == "1"
    forget_a_table(region, "1")
    assert "Publicerade version 2." in etl("sample", "--only-if-empty", data=region.root).output
    assert "Publicerade" not in etl("sample", "--only-if-empty", data=region.root).output
    forget_a_table(region, "2")
    again = etl("load", path, data=region.root)
    assert (again.report["files"][0]["status"], again.report["published"]) == ("unchanged", "3")


def forget_a_table(region: Region, version: str) -> None:
    """As marts from before the open table leveransplaner."""
    with duckdb.connect(region.data.marts(version)) as marts:
        marts.execute("drop view open_leveransplaner")
