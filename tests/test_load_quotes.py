"""What a refusal quotes of a file: names of columns, never a patient's row that stands where names should."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from tests.commands import etl
from tests.extracts import HEADER, Region, new_region, numbered, waiting, write_extract

SECRETS = ("VGR-HEMLIGT-0001", "Evelina Ekeskog", "Ekeskog")
PATIENT = ["VGR-HEMLIGT-0001", "Evelina Ekeskog", "2026-01-06", "511"]
GOOD = [row.get(name, "") for row in numbered([waiting()]) for name in HEADER]


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def text(region: Region, name: str, *lines: Sequence[str], between: str = ";") -> Path:
    path = region.root.parent / "extracts" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(between.join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def book(region: Region, name: str, *lines: Sequence[str]) -> Path:
    path = region.root.parent / "extracts" / f"{name}.xlsx"
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for n, line in enumerate(lines):
            sheet.write_row(n, 0, line)
    return path


def test_a_patient_above_the_header_or_in_its_place_is_told_nowhere(region: Region) -> None:
    files = {
        text(region, "ovanfor", PATIENT, HEADER, GOOD): "rubrikrader_fore_huvudet",
        book(region, "ovanfor", PATIENT, HEADER, GOOD): "rubrikrader_fore_huvudet",
        text(region, "utan_rubrik", PATIENT, PATIENT): "okant_slag",
        text(region, "odelad", PATIENT, PATIENT, between="|"): "okand_rubrikrad",
        text(region, "mellanslag", ["Evelina", "Ekeskog"], ["a"], between=" "): "okand_rubrikrad",
        book(region, "en_cell", [";".join(PATIENT)], [";".join(PATIENT)]): "okand_rubrikrad",
        text(region, "tva_ganger", [*PATIENT, *PATIENT], PATIENT): "dubbel_kolumn",
        write_extract(region.root.parent / "extracts" / "vantande.csv", [waiting()]): None,
    }
    ended = etl("load", region.root.parent / "extracts", data=region.root)
    assert {Path(file["path"]).name: file["reason"] for file in ended.report["files"]} == {
        path.name: reason for path, reason in files.items()
    }
    assert ended.report["published"]
    told = ended.output + ended.errors + str(ended.report)
    written = [path.read_bytes() for path in region.root.rglob("*") if path.is_file()]
    for secret in SECRETS:
        assert secret not in told
        assert all(secret.encode() not in content for content in written)


def test_the_header_under_the_row_is_named_and_the_lines_above_are_counted(region: Region) -> None:
    report = region.load(text(region, "ovanfor", PATIENT, PATIENT, [*HEADER, "2026-02 Ekeskog", "Egen kolumn"], GOOD))
    assert report.message is not None
    assert "rad 3 (" in report.message
    assert HEADER[0] in report.message
    assert "börjar på rad 1 och är 8 celler" in report.message
    assert "header_row = 3 under [reader]: python -m etl map FIL" in report.message


def test_a_header_of_strange_names_is_shown_masked_and_cut_with_the_way_to_a_mapping(region: Region) -> None:
    names = ["Spesialitet", "0-3 mnd", "19811218-9876", "Kolumn " * 10, *(f"Felt {letter}" for letter in "abcdefghij")]
    report = region.load(text(region, "frammande", names[:2] + names[3:], ["a"] * 13))
    assert (report.reason, report.message is not None) == ("okant_slag", True)
    message = str(report.message)
    assert "”Spesialitet; 0-3 mnd; Kolumn Kolumn Kolumn Kolumn Kolumn Kolum…; Felt a;" in message
    assert "Felt i” och 1 till" in message
    assert "python -m etl map FIL" in message
    assert "reader.header_row och reader.delimiter" in message
    hidden = str(region.load(text(region, "person", names, ["a"] * 14)).message)
    assert "den har 14 celler och visas inte" in hidden
    assert "9876" not in hidden


def test_of_a_header_nothing_divides_twelve_names_are_shown_and_no_other_cell(region: Region) -> None:
    names = ["fas", "status", "K-0001", "egen kolumn", *("kolumn" + letter for letter in "abcdefghijkl")]
    report = region.load(text(region, "odelad", names, names, between="|"))
    assert report.message is not None
    assert "”fas|status|…|egen kolumn|kolumna|" in report.message
    assert "kolumnh" in report.message
    assert "kolumni" not in report.message
