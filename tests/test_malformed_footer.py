"""Case 27 of the malformed inputs: a last line that tells how many rows there are is a control total, not a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.readers.footer import stated_rows
from tests.extracts import Region, completed, new_region, waiting
from tests.reading import read, refusal, write


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def with_footer(region: Region, footer: str) -> Path:
    path = region.write("utdrag.csv", [waiting(), waiting(), completed()])
    with path.open("a", encoding="utf-8") as file:
        file.write(footer)
    return path


@pytest.mark.parametrize(
    "footer",
    [
        "Antal rader: 3",
        "Antal rader: 3\n",
        "antal poster;3\r\n",
        '"Antal rader: 3"\n',
        "Antal rader: 3" + ";" * 34 + "\n",
    ],
)
def test_case_27_a_footer_that_agrees_is_no_record(region: Region, footer: str) -> None:
    report = region.load(with_footer(region, footer))
    assert (report.status, report.records, report.accepted, report.quarantined) == ("loaded", 3, 3, 0)


@pytest.mark.parametrize("stated", [2, 4, 149_998])
def test_case_27_a_footer_that_tells_of_another_number_refuses_the_file(region: Region, stated: int) -> None:
    report = region.load(with_footer(region, f"Antal rader: {stated}\n"))
    assert (report.status, report.reason) == ("refused", "kontrolltal_avviker")
    assert report.message is not None
    assert f"säger {stated} poster, men filen har 3" in report.message
    assert region.query("select count(*) from contacts") == [(0,)]


def test_case_27_a_person_may_let_a_wrong_footer_by_and_the_ledger_remembers(region: Region) -> None:
    report = region.load(with_footer(region, "Antal rader: 4\n"), accept="kontrolltal_avviker")
    assert (report.status, report.accepted) == ("loaded", 3)
    assert region.query("select accept_reason from loads") == [("kontrolltal_avviker",)]


def test_case_27_quarantined_and_broken_records_are_among_those_told_of(region: Region) -> None:
    path = with_footer(region, "")
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}en;kort;rad\nAntal rader: 4\n", encoding="utf-8")
    report = region.load(path)
    assert (report.records, report.accepted, report.quarantined) == (4, 3, 1)


def test_case_27_a_footer_in_the_middle_is_a_broken_record(tmp_path: Path) -> None:
    text = "enhet;kommentar;antal\na;b;1\nAntal rader: 1;;\nc;d;2\n"
    found = read(write(tmp_path, text))
    assert found.rows[0] == ("a", "b", "1")
    assert found.rows[-1] == ("c", "d", "2")
    assert len(found.rows) + len(found.broken) == 3


def test_case_27_a_header_and_a_footer_are_no_records(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "enhet;kommentar;antal\nAntal rader: 0\n")).code == "inga_poster"
    assert refusal(write(tmp_path, "enhet;kommentar;antal\nAntal rader: 0;;\n")).code == "inga_poster"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Antal rader: 149998", 149_998),
        ("Antal rader: 149 998", 149_998),
        ("Antal poster = 149\u00a0998;", 149_998),
        ("Totalt antal rader 12", 12),
        ("Number of records: 7", 7),
        ("Antal rader: 1499 98", None),
        ("Antal rader", None),
        ("Antal rader i kö på Ögon: 5", None),
        ("a;b;3", None),
    ],
)
def test_what_a_footer_says(text: str, rows: int | None) -> None:
    assert stated_rows(text) == rows
