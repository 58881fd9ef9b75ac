"""Malformed Excel files: what is refused, what costs one row, and what every cell reads as."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etl.readers import open_extract
from tests.reading import KNOWN, read, refusal, write

HEADER = ("enhet", "kommentar", "antal")
SHEET = "xl/worksheets/sheet1.xml"


def workbook(folder: Path, *sheets: Callable[[Worksheet], object], name: str = "extract.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for fill in sheets:
            fill(book.add_worksheet())
    return path


def table(*rows: tuple[object, ...], first: int = 0) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for number, row in enumerate(rows, first):
            sheet.write_row(number, 0, row)

    return fill


def rewritten(path: Path, old: bytes, new: bytes) -> Path:
    """The same package with a text of its first sheet replaced, as another program might have written it."""
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    assert old in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


def test_cells_come_as_text_without_the_traces_of_excel(tmp_path: Path) -> None:
    day, moment = dt.date(2026, 2, 28), dt.datetime(2026, 2, 28, 8, 30)  # noqa: DTZ001 - Excel knows no zones
    path = workbook(tmp_path, table(HEADER, ("003", day, 7), (" Östra ", moment, 1.5), ("A", "rad\r\nrad", 10**12)))
    found = read(path)
    assert found.header == HEADER
    assert found.rows == [
        ("003", "2026-02-28", "7"),
        (" Östra ", "2026-02-28 08:30:00", "1.5"),
        ("A", "rad\nrad", "1000000000000"),
    ]
    assert found.encoding == "xlsx"


def test_empty_rows_count_as_blank_lines_and_lines_are_the_rows_of_the_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path, table(HEADER, ("a", "b", 1), (), ("c", "", 2), first=2))
    found = read(path)
    assert found.rows == [("a", "b", "1"), ("c", None, "2")]
    assert found.places == [(1, 4), (2, 6)]
    assert found.blank_lines == 3


def test_case_11_letters_are_composed_in_excel_too(tmp_path: Path) -> None:
    assert read(workbook(tmp_path, table(HEADER, ("O\u0308stra", "'=1", 1)))).rows == [("Östra", "=1", "1")]


def test_case_16_a_repeated_column_in_a_sheet_is_refused(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, table(("enhet", "antal", "enhet"), (1, 2, 3)))).code == "dubbel_kolumn"


def test_case_18_title_rows_in_a_sheet_are_refused(tmp_path: Path) -> None:
    refused = refusal(workbook(tmp_path, table(("Väntelista",), (), HEADER, ("a", "b", 1))))
    assert refused.code == "rubrikrader_fore_huvudet"
    assert "rad 3" in refused.message


def test_case_20_a_cell_outside_the_header_breaks_its_row(tmp_path: Path) -> None:
    found = read(workbook(tmp_path, table(HEADER, ("a", "b", 1), ("c", "d", 2, "x"))))
    assert found.rows == [("a", "b", "1")]
    assert found.reasons == [(3, "for_manga_kolumner")]


def test_case_2_a_sheet_with_a_header_alone_is_refused(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, table(HEADER))).code == "inga_poster"


def test_case_1_a_workbook_without_content_is_refused(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, table(), table())).code == "tom_fil"


def test_the_one_sheet_with_data_is_read_wherever_it_stands(tmp_path: Path) -> None:
    assert read(workbook(tmp_path, table(), table(HEADER, ("a", "b", 1)))).rows == [("a", "b", "1")]


@pytest.mark.parametrize(
    "second",
    [
        table(HEADER, ("c", "d", 2)),
        table(("Enhet", "Antal"), ("c", 2)),
        table(("c", "d", 2)),
        table(("c", "d", 2, "e")),
    ],
    ids=["the same header", "part of the header", "rows as wide", "wider rows"],
)
def test_case_51_extracts_in_two_sheets_are_refused_naming_them(
    tmp_path: Path, second: Callable[[Worksheet], None]
) -> None:
    refused = refusal(workbook(tmp_path, table(HEADER, ("a", "b", 1)), second))
    assert refused.code == "flera_blad"
    assert "Sheet1, Sheet2" in refused.message


def test_case_51_sheets_where_none_has_the_header_are_refused(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, table(("x", "y")), table(("z", "w")))).code == "flera_blad"


@pytest.mark.parametrize("place", [0, 1])
def test_case_51_a_sheet_of_notes_is_left_with_a_warning(tmp_path: Path, place: int) -> None:
    sheets = [table(HEADER, ("a", "b", 1))]
    sheets.insert(place, table(("Framtagen av produktionsgruppen",), (), ("Summa", 1)))
    path = workbook(tmp_path, *sheets)
    assert read(path).rows == [("a", "b", "1")]
    with open_extract(path, KNOWN) as extract:
        assert extract.warning_codes == {"andra_blad": 1}
        assert f"Sheet{1 if place == 0 else 2} har inget uttag" in extract.warnings[0]


def test_case_51_hidden_rows_are_read_and_counted(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        table(HEADER, ("a", "b", 1), ("c", "d", 2), ("e", "f", 3), ())(sheet)
        for row in (2, 3, 4):
            sheet.set_row(row, options={"hidden": True})

    path = workbook(tmp_path, fill)
    assert len(read(path).rows) == 3
    with open_extract(path, KNOWN) as extract:
        assert extract.warning_codes == {"dolda_rader": 2}
        assert extract.warnings == ["2 dolda rader i bladet Sheet1 lästes in som de andra."]


@pytest.mark.parametrize(("area", "name"), [("C1:D1", "antal"), ("A1:A2", "enhet")])
def test_case_51_a_merged_header_is_refused_naming_the_cells(tmp_path: Path, area: str, name: str) -> None:
    def fill(sheet: Worksheet) -> None:
        table(HEADER, (None, None, "q1", "q2"), ("a", "b", 1, 2))(sheet)
        sheet.merge_range(area, name)

    refused = refusal(workbook(tmp_path, fill))
    assert refused.code == "sammanfogad_rubrik"
    assert area in refused.message


def test_merged_cells_below_the_header_are_no_fault_of_the_file(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        table(HEADER, ("a", "b", 1), ("", "d", 2))(sheet)
        sheet.merge_range("A2:A3", "a")

    assert read(workbook(tmp_path, fill)).rows == [("a", "b", "1"), (None, "d", "2")]


def test_case_50_days_are_right_whichever_year_the_workbook_counts_from(tmp_path: Path) -> None:
    for from_1904 in (False, True):
        path = tmp_path / f"{from_1904}.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": from_1904}) as book:
            day = book.add_format({"num_format": "[$-41D]d mmmm yyyy"})
            sheet = book.add_worksheet()
            table(HEADER)(sheet)
            sheet.write_row(1, 0, ("a", "b"))
            sheet.write_datetime(1, 2, dt.datetime(2026, 2, 28), day)  # noqa: DTZ001 - Excel knows no zones
        assert read(path).rows == [("a", "b", "2026-02-28")]


def test_case_52_a_formula_without_a_stored_value_breaks_its_row(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        table(HEADER, ("a", "b"), ("c", "d"), ("e", "f", 3), ())(sheet)
        sheet.write_formula("C2", "=1+1", None, "2")
        sheet.write_formula("C3", "=1+2", None, "3")
        sheet.write_formula("A5", "=A2", None, "x")

    path = rewritten(workbook(tmp_path, fill), b"<f>1+2</f><v>3</v>", b"<f>1+2</f>")
    path = rewritten(path, b' t="str"><f>A2</f><v>x</v>', b"><f>A2</f><v></v>")
    found = read(path)
    assert found.rows == [("a", "b", "2"), ("e", "f", "3")]
    assert found.reasons == [(3, "formel_utan_varde"), (5, "formel_utan_varde")]


def test_a_formula_whose_value_is_an_empty_text_has_a_value(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        table(HEADER, ("a", "b", 1))(sheet)
        sheet.write_formula("B2", '=IF(TRUE,"","x")', None, "x")

    path = rewritten(workbook(tmp_path, fill), b"</f><v>x</v>", b"</f><v></v>")
    assert read(path).rows == [("a", None, "1")]


def test_an_error_value_or_an_impossible_date_breaks_its_row_instead_of_vanishing(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        table(HEADER, ("a", "b"), ("c", dt.date(2026, 2, 28), 2), ("e", "f", 3))(sheet)
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")

    found = read(rewritten(workbook(tmp_path, fill), b"<v>46081</v>", b"<v>999999999</v>"))
    assert found.rows == [("e", "f", "3")]
    assert found.reasons == [(2, "olaslig_cell"), (3, "olaslig_cell")]
    assert [broken.cells for broken in found.broken] == [("C2",), ()]


def test_case_49_every_error_value_of_a_row_is_told_with_its_cell(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        table((), (None, *HEADER), (None, "a", "b"))(sheet)
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D3", "=A1!B2", None, "#REF!")

    found = read(workbook(tmp_path, fill, table(("x",))))
    assert found.reasons == [(3, "olaslig_cell"), (3, "olaslig_cell")]
    assert found.broken[0].cells == ("C3", "D3")


@pytest.mark.parametrize("cut", [30, 500, -30])
def test_case_52_a_truncated_xlsx_is_refused(tmp_path: Path, cut: int) -> None:
    whole = workbook(tmp_path, table(HEADER, *[("a", "b", n) for n in range(500)])).read_bytes()
    refused = refusal(write(tmp_path, whole[:cut], "cut.xlsx"))
    assert refused.code == "trasig_xlsx"


def test_case_52_a_damaged_xlsx_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, table(HEADER, *[("a", "b", n) for n in range(5000)]))
    with zipfile.ZipFile(path) as package:
        offset = package.getinfo(SHEET).header_offset + 2000
    content = bytearray(path.read_bytes())
    content[offset] ^= 0xFF
    assert refusal(write(tmp_path, bytes(content), "damaged.xlsx")).code == "trasig_xlsx"


def test_case_52_a_password_protected_workbook_is_refused(tmp_path: Path) -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    protected = container + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    assert refusal(write(tmp_path, protected, "extract.xlsx")).code == "losenordsskyddad"
    refused = refusal(write(tmp_path, container, "extract.xlsx"))
    assert refused.code == "okant_filformat"
    assert ".xls)" in refused.message


def test_case_52_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, table(HEADER, ("a", "b", 1)))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b" " * (32 << 20))
    assert refusal(path).code == "for_hart_packad"


def test_case_52_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("extract.csv", "enhet;antal\na;1\n")
    assert refusal(path).code == "okant_filformat"


def test_an_xlsx_with_another_suffix_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = workbook(tmp_path, table(HEADER, ("a", "b", 1)))
    renamed = path.rename(tmp_path / "extract.csv")
    assert read(renamed).rows == [("a", "b", "1")]
    with open_extract(renamed) as extract:
        assert extract.warnings == ["extract.csv är i själva verket en xlsx-fil och lästes som en sådan."]
