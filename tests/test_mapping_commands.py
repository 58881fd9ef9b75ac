"""`check` tells what `load` would do and writes nothing; `map` drafts what a person then decides."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest
import xlsxwriter

from config import Settings
from etl.check_file import CheckedFile, check_files
from etl.load import LoadRequest
from etl.lock import warehouse_lock
from etl.mappings.draft_text import drafted
from etl.mappings.reading import checked
from tests.commands import etl
from tests.extracts import Region, new_region, waiting
from tests.mapped_region import HOSPITAL, TOTAL, patient, with_mapping, write_list

BANDS = """Sjukhus,Specialitet,Barn,Datum,0-6 Months,6-12 Months,12 Months +,Total
Norra,Ortopedi,Ja,28/02/2026,"1,204",3,NA,"1,207"
Norra,Ortopedi,Nej,28/02/2026,"2,204",3,0,"2,207"
Södra,Hud,Ja,28/02/2026,12,3,0,15
"""


@pytest.fixture
def hospital(tmp_path: Path) -> Region:
    region = new_region(tmp_path)
    with_mapping(region, "sjukhuset.toml", HOSPITAL)
    return region


def check(region: Region, path: Path) -> CheckedFile:
    [file] = check_files(region.data, Settings(data_dir=region.root), [path], LoadRequest([path]))
    return file


def content(region: Region) -> dict[str, str]:
    """Every file of the data directory by its hash; the lock holds nothing."""
    files = (path for path in region.root.rglob("*") if path.is_file() and path.name != "load.lock")
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_check_tells_how_a_file_is_read_and_hides_ids_and_identity_numbers(hospital: Region) -> None:
    file = check(hospital, write_list(hospital, patient("A-1"), TOTAL, patient("B-2", Typ="19811218-9876")))
    reading = file.reading
    assert reading is not None
    assert (reading.kind, reading.mapping, reading.header_row) == ("vantande", "sjukhuset.toml", 3)
    assert reading.columns["Klinik"] == ["mvo_kod", "aktivitetskod"]
    assert reading.made == {"regionkod": "51", "vardgaranti": "JA", "fas": "2"}
    assert [row["rad"] for row in reading.rows] == ["4", "6"]
    assert reading.rows[0]["matperiod"] == "2026-02-28"
    assert reading.rows[0]["vardkontakt_id"] == "(visas inte)"
    assert "A-1" not in str(file.as_json())
    assert "9876" not in str(file.as_json())


def test_check_counts_what_would_be_kept_out_with_the_first_lines(hospital: Region) -> None:
    bad = [patient(f"B-{place}", Klinik="Öron") for place in range(4)]
    file = check(hospital, write_list(hospital, patient("A-1"), *bad))
    assert file.report is not None
    assert (file.report.records, file.report.accepted, file.report.quarantined) == (5, 1, 4)
    [kept_out] = file.kept_out
    assert (kept_out.reason, kept_out.column, kept_out.rows, kept_out.first_lines) == (
        "okand_mvo",
        "mvo_kod",
        4,
        [5, 6, 7],
    )


def test_advice_on_dates_names_the_mappings_own_formats(hospital: Region) -> None:
    rows = [patient("A-1"), patient("A-2", Beslutad="2026/01/06"), patient("A-3", Mätdag="27.02.2026")]
    path = write_list(hospital, *rows)
    shown = etl("check", path, data=hospital.root).output
    hospital.load(path)
    for output in (shown, etl("quarantine", data=hospital.root).output):
        assert "Mappningen sjukhuset.toml läser beslut_datum som DD.MM.ÅÅÅÅ eller DD.MM.ÅÅÅÅ tt:mm" in output
        assert "läser matperiod som DD.MM.ÅÅÅÅ: skriv månadens sista dag så" in output
        assert "ÅÅÅÅ-MM-DD" not in output


def test_advice_on_matperiod_follows_the_day_that_the_mapping_says(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    with_mapping(region, "sjukhuset.toml", HOSPITAL.replace('source = "sju', 'matperiod = "forsta_dag"\nsource = "sju'))
    path = write_list(region, patient("A-1"), patient("A-2", Mätdag="15.02.2026"))
    assert "som DD.MM.ÅÅÅÅ: skriv månadens första dag så" in etl("check", path, data=region.root).output


def test_check_names_the_delivery_that_the_file_would_replace_and_writes_nothing(hospital: Region) -> None:
    hospital.load(write_list(hospital, patient("A-1")))
    before = content(hospital)
    file = check(hospital, write_list(hospital, patient("A-1"), patient("A-2"), name="vantelista ny.csv"))
    assert [(replaced.load_id, replaced.path, replaced.records) for replaced in file.replaces] == [
        (1, "vantelista feb.csv", 1)
    ]
    assert file.report is not None
    assert file.report.status == "replaced"
    assert content(hospital) == before


def test_check_before_anything_is_loaded_leaves_the_data_directory_as_it_is(hospital: Region) -> None:
    path, before = write_list(hospital, patient("A-1")), content(hospital)
    assert check(hospital, path).reason is None
    assert content(hospital) == before


def test_check_says_that_the_same_bytes_are_loaded(hospital: Region) -> None:
    path = write_list(hospital, patient("A-1"))
    hospital.load(path)
    assert check(hospital, path).unchanged_since == 1


def test_check_ends_as_load_does_and_gives_way_to_a_load(hospital: Region) -> None:
    good, bad = write_list(hospital, patient("A-1")), write_list(hospital, TOTAL, name="vantelista tom.csv")
    ended = etl("check", good, bad, data=hospital.root)
    assert ended.code == 1
    assert "Ingenting har skrivits." in ended.output
    assert "skulle avvisas (alla_rader_utelamnade)" in ended.errors
    assert [file["reason"] for file in ended.report["files"]] == [None, "alla_rader_utelamnade"]
    hospital.load(good)
    with warehouse_lock(hospital.data):
        assert etl("check", good, data=hospital.root).code == 3


def test_a_list_of_codes_is_told_where_it_belongs(hospital: Region) -> None:
    path = hospital.root.parent / "klinik.csv"
    path.write_text("kod;benamning\n101;Internmedicin\n", encoding="utf-8")
    file = check(hospital, path)
    assert file.reason == "referenslista"
    assert "reference/mvo.csv" in str(file.message)
    assert hospital.load(path).reason == "referenslista"


def draft(folder: Path, text: str, name: str = "band_202602.csv", kind: str | None = None) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return drafted(path, kind)[0]


def test_a_draft_finds_bands_dates_numbers_and_what_tells_rows_apart(tmp_path: Path) -> None:
    text = draft(tmp_path, BANDS)
    mapping = checked("utkast.toml", tomllib.loads(text), text.encode())
    assert (mapping.kind, mapping.control, mapping.sum_over) == ("aggregat", "Total", [])
    assert '# sum_over = ["Barn"]   # BESTÄM' in text
    assert mapping.rename == {"Sjukhus": "forvaltning", "Specialitet": "specialitet", "Datum": "matdatum"}
    assert (mapping.reader.thousands, mapping.reader.null) == (",", ["NA"])
    assert mapping.dates["matdatum"].formats == ["%d/%m/%Y"]
    assert mapping.bands is not None
    assert mapping.bands.unit == "months"
    assert mapping.match.file == "band_*.csv"
    assert '# population = "vantande"   # BESTÄM: vantande eller genomforda' in text


def test_a_draft_that_a_person_has_decided_loads_its_file(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    decided = (
        draft(tmp_path, BANDS)
        .replace("# population =", "population =")
        .replace("# fas =", "fas =")
        .replace("# sum_over =", "sum_over =")
        .replace('# huvudman = "…"', 'huvudman = "Provlandet"')
    )
    with_mapping(region, "band.toml", decided)
    report = region.load(tmp_path / "band_202602.csv")
    # NA beside counts is no count: that row waits for somebody to say what it means.
    assert (report.status, report.records, report.accepted, report.reasons) == ("loaded", 3, 2, {"saknat_varde": 1})
    bands = "select administration, from_days, to_days, contacts from aggregates where role = 'figures' order by all"
    assert region.query(bands)[:2] == [("Norra", 0, 182, 2204), ("Norra", 183, 365, 3)]


@pytest.mark.parametrize("titles", ["", "Väntande per sjukhus\nUttag 2026-03-01\n\n"])
@pytest.mark.parametrize("sign", [",", ";", "|"])
def test_a_draft_finds_the_sign_and_the_header_under_titles_by_itself(tmp_path: Path, sign: str, titles: str) -> None:
    rows = "Sjukhus,Specialitet,Datum,0-6 Months,6-12 Months,12 Months +\nNorra,Hud,28/02/2026,12,3,0\n"
    text = draft(tmp_path, titles + rows.replace(",", sign))
    mapping = checked("utkast.toml", tomllib.loads(text), text.encode())
    assert mapping.reader.delimiter == ("|" if sign == "|" else None)
    assert (mapping.reader.header_row or 1) in ((3, 4) if titles else (1,))  # a blank line before it may count or not
    assert mapping.bands is not None
    assert mapping.rename["Sjukhus"] == "forvaltning"


def test_a_draft_finds_the_header_under_titles_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "band_202602.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for n, line in enumerate((["Väntande"], ["Sjukhus", "Fag", "Datum", "0-6 Months"], ["Norra", "Hud", "a", 12])):
            sheet.write_row(n, 0, line)
    assert "header_row = 2" in drafted(path)[0]


def test_a_draft_of_national_columns_under_other_names_renames_them(tmp_path: Path) -> None:
    header = "kontaktid;Mätdatum;beslutsdatum;MVO;HSA-id;regionkod;fas;vårdgaranti"
    text = draft(tmp_path, f"Uttag för februari\n{header}\nA1;2026-02-28;06.01.2026;511;SE1;51;2;JA\n")
    mapping = checked("utkast.toml", tomllib.loads(text), text.encode())
    assert (mapping.kind, mapping.reader.header_row) == ("vantande", 2)
    assert mapping.rename["kontaktid"] == "vardkontakt_id"
    assert mapping.rename["beslutsdatum"] == "beslut_datum"
    assert mapping.rename["MVO"] == "mvo_kod"
    assert mapping.dates["beslut_datum"].formats == ["%d.%m.%Y"]


@pytest.mark.parametrize(
    ("date", "form"), [("28 februari 2026", "%d %B %Y"), ("28-feb-2026", "%d-%b-%Y"), ("RTT-Maj-2026", "RTT-%B-%Y")]
)
def test_a_draft_knows_swedish_months(tmp_path: Path, date: str, form: str) -> None:
    text = draft(tmp_path, BANDS.replace("28/02/2026", date))
    assert checked("utkast.toml", tomllib.loads(text), text.encode()).dates["matdatum"].formats[0] == form


def test_a_date_that_may_be_read_two_ways_is_left_to_a_person(tmp_path: Path) -> None:
    assert "BESTÄM: eller %m/%d/%Y?" in draft(tmp_path, BANDS.replace("28/02/2026", "03/02/2026"))


def test_map_writes_the_draft_and_never_over_another_file(hospital: Region) -> None:
    path, out = hospital.root.parent / "band_202602.csv", hospital.root.parent / "utkast.toml"
    path.write_text(BANDS, encoding="utf-8")
    ended = etl("map", path, "--out", out, data=hospital.root)
    assert (ended.code, ended.report["fault"]) == (0, None)
    assert tomllib.loads(out.read_text(encoding="utf-8"))["kind"] == "aggregat"
    assert etl("map", path, "--out", out, data=hospital.root).code == 2


def test_a_draft_of_a_file_without_a_header_shows_no_identity_number(hospital: Region) -> None:
    path = hospital.root.parent / "utan_rubrik.csv"
    path.write_text("19811218-9876;Eva;2026-01-01\n19811218-9876;Eva;2026-01-02\n", encoding="utf-8")
    ended = etl("map", path, data=hospital.root)
    assert "9876" not in ended.output + ended.errors + str(ended.report)


def test_check_takes_files_without_a_mapping_too(hospital: Region) -> None:
    file = check(hospital, hospital.write("uttag.csv", [waiting()]))
    assert file.reading is not None
    assert (file.reading.mapping, file.reading.encoding, file.reading.delimiter) == (None, "utf-8", ";")
    assert file.report is not None
    assert file.report.accepted == 1


@pytest.mark.parametrize(
    ("words", "unit"),
    [("mnd mån months", "months"), ("uker weeks veckor", "weeks"), ("dager dagar days", "days")],
)
@pytest.mark.parametrize("place", ["Sykehus", "Förvaltning", "Hospital unit"])
def test_a_draft_knows_bands_in_the_neighbours_words_and_adds_no_places(
    tmp_path: Path, words: str, unit: str, place: str
) -> None:
    rows = "\n".join(f"2026-02-28;{name};A;1;2;3" for name in ("Nord", "Sør"))
    for word in words.split():
        header = f"Datum;{place};Fag;Ventende 0-3 {word};4-6 {word};7+ {word}"
        text = draft(tmp_path, f"{header}\n{rows}\n", kind="aggregat")
        bands = checked("utkast.toml", tomllib.loads(text), text.encode()).bands
        assert bands is not None
        assert (bands.unit, list(bands.columns.values())) == (unit, [[0, 3], [4, 6], [7]])
        assert "sum_over" not in text
