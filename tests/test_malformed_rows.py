"""The malformed inputs whose fault is in a row: quarantined with every reason, the neighbours loaded.

The numbers are those of the list of malformed inputs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extracts import HEADER, Region, Row, completed, new_region, waiting


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def reasons_of(region: Region, row: Row, header: tuple[str, ...] = HEADER) -> set[str]:
    """Load the row between two good ones, which must load; its reasons, none when it loads too."""
    report = region.loads([waiting(), row, completed()], header)
    assert report.status == "loaded", report.message
    assert (report.records, report.accepted) == (3, 2 if region.reasons() else 3)
    return region.reasons().get(2, set())


@pytest.mark.parametrize("text", ["Ã–ron", "Ã–gon BorÃ¥s", "SkÃ¶vde â€“ Ã¶gon"])
def test_case_8_double_encoded_text_is_quarantined(region: Region, text: str) -> None:
    assert reasons_of(region, waiting(sjukhusnamn=text)) == {"dubbelkodad_text"}


def test_case_9_a_replacement_character_is_quarantined(region: Region) -> None:
    assert reasons_of(region, waiting(sjukhusnamn="\ufffdgon")) == {"ersattningstecken"}


@pytest.mark.parametrize("sign", ["\x01", "\x1f", "\x7f", "\x85"])
def test_case_10_a_control_character_is_quarantined(region: Region, sign: str) -> None:
    assert reasons_of(region, waiting(sjukhusnamn=f"Ögon{sign}Borås")) == {"styrtecken"}


def test_case_10_a_control_character_in_an_id_is_quarantined(region: Region) -> None:
    assert reasons_of(region, waiting(vardkontakt_id="K\x01")) == {"styrtecken"}


def test_case_11_a_decomposed_unit_name_is_the_same_unit(tmp_path: Path) -> None:
    region = new_region(tmp_path, "kod;kodtyp;enhet;forvaltning\nÖgon Borås;namn;Ögon Borås;SÄS\n")
    report = region.loads([waiting(sjukhusnamn="O\u0308gon Bora\u030as")])
    assert (report.accepted, region.query("select unit, administration from contacts")) == (1, [("Ögon Borås", "SÄS")])


@pytest.mark.parametrize("name", ["Matperiod", " matperiod", "mätperiod", "MÄTPERIOD "])
def test_case_15_a_header_of_other_case_blanks_or_letters_is_read_with_a_warning(region: Region, name: str) -> None:
    header = tuple(name if column == "matperiod" else column for column in HEADER)
    report = region.loads([waiting() | {name: "2026-02-28"}], header)
    assert (report.status, report.accepted) == ("loaded", 1)
    assert report.warnings == {"kolumn_under_annat_namn": 1}
    assert f"”{name}” lästes som matperiod" in report.notes[0]


def test_case_15_a_misspelt_mandatory_header_refuses_the_file_and_names_both(region: Region) -> None:
    header = tuple("vardgarnati" if column == "vardgaranti" else column for column in HEADER)
    report = region.loads([waiting()], header)
    assert (report.status, report.reason) == ("refused", "saknad_kolumn")
    assert report.message is not None
    assert "vardgaranti" in report.message
    assert "vardgarnati" in report.message


def test_case_15_a_file_of_unknown_kind_names_the_nearest_kind_and_what_it_lacks(region: Region) -> None:
    report = region.loads([{"fas": "1", "population": "vantande"}], ("fas", "population", "annat"))
    assert (report.status, report.reason) == ("refused", "okant_slag")
    assert report.message is not None
    assert "riket" in report.message
    assert "matdatum, definition, andel" in report.message


@pytest.mark.parametrize("second", ["fas", "Fas"])
def test_case_16_a_duplicate_header_refuses_the_file(region: Region, second: str) -> None:
    report = region.loads([waiting()], (*HEADER, second))
    assert (report.status, report.reason) == ("refused", "dubbel_kolumn")


def test_case_17_an_unknown_column_is_ignored_with_a_warning_and_stored_nowhere(region: Region) -> None:
    rows = [waiting(kommentar="ringt anhörig"), waiting(kommentar="ringt anhörig", mvo_kod="XXX")]
    report = region.loads(rows, (*HEADER, "kommentar"))
    assert (report.accepted, report.quarantined, report.warnings) == (1, 1, {"okand_kolumn": 1})
    assert "kommentar" in report.notes[0]
    assert all(b"ringt" not in path.read_bytes() for path in region.root.iterdir() if path.is_file())


@pytest.mark.parametrize(
    "text", ["2025-02-30", "31/12/2024", "2025-1-2", "20250102", "45658", "2025- 1- 2", "+2025-01-2"]
)
def test_case_28_a_date_of_another_form_is_quarantined(region: Region, text: str) -> None:
    assert reasons_of(region, waiting(beslut_datum=text)) == {"olasligt_datum"}


@pytest.mark.parametrize(
    "text", ["2026-01-06T24:00", "2026-01-06T08:60", "2026-01-06 8:00", "2026-01-06Z", "2026-01-06 "]
)
def test_case_28_a_date_with_an_impossible_clock_is_quarantined(region: Region, text: str) -> None:
    assert reasons_of(region, waiting(beslut_datum=text)) == {"olasligt_datum"}


@pytest.mark.parametrize("clock", ["", " 08:00:00", "T08:00:00", "T23:59", " 00:00"])
def test_case_29_the_date_counts_and_the_clock_never_does(region: Region, clock: str) -> None:
    assert reasons_of(region, waiting(beslut_datum=f"2026-01-06{clock}")) == set()
    assert region.query("select distinct waited_days from contacts where population = 'vantande'") == [(53,)]


def test_case_29_where_only_a_date_may_stand_midnight_is_let_through_and_another_clock_is_not(region: Region) -> None:
    assert reasons_of(region, waiting(matperiod="2026-02-28 00:00:00")) == set()
    report = region.loads([waiting(matperiod="2026-02-28T08:00:00")])
    assert report.reasons == {"klockslag_i_datum": 1}


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1900-01-01", "2009-12-31"])
def test_case_30_a_date_outside_the_window_is_quarantined(region: Region, text: str) -> None:
    assert "datum_utanfor_fonstret" in reasons_of(region, waiting(beslut_datum=text))


def test_case_30_infinity_is_no_date(region: Region) -> None:
    assert reasons_of(region, waiting(beslut_datum="infinity")) == {"olasligt_datum"}


def test_case_30_the_first_day_of_the_window_loads(region: Region) -> None:
    assert reasons_of(region, waiting(beslut_datum="2010-01-01")) == set()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (waiting(beslut_datum="2026-03-01"), "beslut_efter_matdatum"),
        (waiting(remiss_datum="2026-03-01"), "remiss_efter_matdatum"),
        (waiting(ankomst_datum="2026-03-01"), "ankomst_efter_matdatum"),
        (completed(beslut_datum="2026-02-11"), "start_fore_beslut"),
        (waiting(start_datum="2026-02-10"), "vantande_med_start"),
        (completed(start_datum="2026-01-31"), "start_utanfor_manaden"),
        (completed(start_datum="2026-03-01"), "start_utanfor_manaden"),
        (completed(start_datum=""), "saknat_varde"),
    ],
)
def test_case_31_dates_in_an_impossible_order_have_a_reason_each(region: Region, row: Row, reason: str) -> None:
    assert reasons_of(region, row) == {reason}


def test_case_31_a_decision_before_the_referral_is_kept_with_a_warning(region: Region) -> None:
    report = region.loads([waiting(remiss_datum="2026-01-20")])
    assert (report.accepted, report.warnings) == (1, {"beslut_fore_remiss": 1})


def test_case_32_a_row_with_several_faults_is_one_row_with_every_reason(region: Region) -> None:
    row = waiting(beslut_datum="45658", mvo_kod="0101", vardgaranti="kanske", avvikelsekod="9", fodelsear="12.7")
    assert reasons_of(region, row) == {"olasligt_datum", "okand_mvo", "ogiltig_kod", "ogiltigt_tal"}
    assert region.query("select count(*), any_value(len(reasons)) from quarantine") == [(1, 5)]
    assert region.query("select columns from quarantine") == [
        (["beslut_datum", "vardgaranti", "avvikelsekod", "fodelsear", "mvo_kod"],)
    ]


@pytest.mark.parametrize(("text", "share"), [("0,5", 0.5), ("0.5", 0.5), ("1", 1.0), ("0", 0.0), ("1,0", 1.0)])
def test_case_33_a_share_with_comma_or_point_is_read_as_it_is(region: Region, text: str, share: float) -> None:
    report = region.loads([national(andel=text)], NATIONAL)
    assert (report.accepted, region.query("select share from national")) == (1, [(share,)])


@pytest.mark.parametrize(
    "text", ["1,5", "1 234,5", "1\u00a0234,5", "1\u202f234,5", "1.234,5", "62 %", "0,5e-1", ",5", "-0,5"]
)
def test_case_33_a_share_of_another_form_is_quarantined_never_ten_times_wrong(region: Region, text: str) -> None:
    report = region.loads([national(andel=text)], NATIONAL)
    assert report.reasons == {"ogiltig_andel": 1}


@pytest.mark.parametrize("text", ["-1", "−1", "NaN", "inf", "1e3", "0x10", "12.7", "12,0", " 12", "١٢"])
def test_case_34_what_is_not_digits_alone_is_no_integer(region: Region, text: str) -> None:
    assert reasons_of(region, waiting(vantetid_dagar=text)) == {"ogiltigt_tal"}


@pytest.mark.parametrize("text", ["NULL", "-", ".", "#N/A", "okänt", " ", "\u00a0"])
@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("medicinskt_maldatum", "olasligt_datum"),
        ("avvikelsekod", "ogiltig_kod"),
        ("fodelsear", "ogiltigt_tal"),
        ("sjukhusnamn", "ord_for_tomt"),
        ("remiss_id", "ord_for_tomt"),
        ("vardkontakt_id", "ord_for_tomt"),
    ],
)
def test_case_35_a_word_for_nothing_is_no_empty_cell(region: Region, text: str, column: str, reason: str) -> None:
    assert reasons_of(region, waiting(**{column: text})) == {reason}


@pytest.mark.parametrize("code", ["0101", "101.0", "51", "1O1", " 511"])
def test_case_36_another_spelling_of_a_specialty_is_unknown(region: Region, code: str) -> None:
    assert reasons_of(region, waiting(mvo_kod=code)) == {"okand_mvo"}


def test_case_36_leading_zeros_of_a_specialty_are_kept(region: Region) -> None:
    assert reasons_of(region, waiting(mvo_kod="003")) == set()
    assert region.query("select count(*) from contacts where specialty = '003'") == [(1,)]


def test_case_37_a_unit_that_is_valid_now_but_not_on_the_date_is_unknown(tmp_path: Path) -> None:
    units = "kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till\n501010;sjukhuskod;Ögon;SU;2026-02-01;\n"
    region = new_region(tmp_path, units)
    report = region.loads([waiting(sjukhuskod="501010"), waiting(sjukhuskod="501010", matperiod="2026-01-31")])
    assert (report.accepted, region.reasons()) == (1, {2: {"okand_enhet"}})


def test_case_38_codes_that_point_to_different_administrations_are_quarantined(region: Region) -> None:
    assert reasons_of(region, waiting(sjukhuskod="501050")) == {"enhet_motsagelse"}


def test_case_39_of_equal_rows_one_is_kept(region: Region) -> None:
    report = region.loads([waiting(vardkontakt_id="A")] * 3 + [waiting(vardkontakt_id="B")])
    assert (report.records, report.accepted, report.quarantined, report.duplicates) == (4, 2, 0, 2)


def test_case_39_rows_of_one_key_and_different_content_are_all_quarantined(region: Region) -> None:
    rows = [waiting(vardkontakt_id="A"), waiting(vardkontakt_id="A", fas="1"), waiting(vardkontakt_id="B")]
    report = region.loads([*rows, waiting(vardkontakt_id="A", fas="9")])
    assert (report.accepted, report.quarantined, report.duplicates) == (1, 3, 0)
    assert region.reasons() == {
        1: {"motstridig_dubblett"},
        2: {"motstridig_dubblett"},
        4: {"motstridig_dubblett", "ogiltig_kod"},
    }


def test_case_39_the_same_key_in_another_period_or_population_is_another_contact(region: Region) -> None:
    rows = [waiting(), completed(), waiting(matperiod="2026-01-31")]
    report = region.loads([row | {"vardkontakt_id": "A"} for row in rows])
    assert (report.accepted, len(report.parts)) == (3, 3)


def test_case_40_several_periods_in_a_file_are_a_delivery_each(region: Region) -> None:
    report = region.loads([waiting(), waiting(matperiod="2026-01"), waiting(matperiod="202601")])
    assert (report.period, report.accepted) == ("2026-01-31/2026-02-28", 3)
    assert [(str(part.period), part.accepted) for part in report.parts] == [("2026-02-28", 1), ("2026-01-31", 2)]


def test_case_40_a_file_name_of_another_month_is_a_warning(region: Region) -> None:
    report = region.load(region.write("vantande_2026-01.csv", [waiting()]))
    assert (report.status, report.warnings) == ("loaded", {"datum_i_filnamnet_avviker": 1})
    assert not region.load(region.write("vantande_2026-02_v2.csv", [waiting(fas="1")])).warnings


@pytest.mark.parametrize(
    "text",
    ["19121212-1212", "121212+1212", "1912 1212 1212", "191212121212 och 811218-9876", "19701063-2391", "19810829M071"],
)
def test_case_41_an_identity_number_in_a_text_is_quarantined_and_kept_nowhere(region: Region, text: str) -> None:
    rows = [waiting(), waiting(sjukhusnamn=f"Borås {text}"), waiting(notering=f"ring {text}")]
    path = region.write(f"{text}.csv", rows, (*HEADER, "notering"))
    report = region.load(path)
    assert region.reasons() == {2: {"personnummer"}, 3: {"personnummer"}}
    assert report.reasons == {"personnummer": 2}
    written = b"".join(file.read_bytes() for file in region.root.iterdir() if file.is_file())
    for token in [text, *text.split()]:
        assert token in {"och"} or token.encode() not in written
        assert token in {"och"} or token not in str(report.as_json())


def test_case_41_an_identity_number_in_the_name_of_a_column_is_kept_nowhere(region: Region) -> None:
    name = "Avser 19121212-1212"
    report = region.load(region.write("v1.csv", [waiting() | {name: "19121212-1212"}], (*HEADER, name)))
    assert report.reasons == {"personnummer": 1}
    assert region.query("select columns from quarantine") == [(["Avser XXXXXXXX-XXXX"],)]
    written = b"".join(file.read_bytes() for file in region.root.iterdir() if file.is_file())
    assert b"1212-1212" not in written
    assert "1212-1212" not in str(report.as_json())


@pytest.mark.parametrize("text", ["070-512 34 56", "0705123456", "a1b2191212121212", "2026-02-28"])
def test_case_42_a_telephone_number_or_a_hexadecimal_id_is_not_an_identity(region: Region, text: str) -> None:
    rows = [waiting(notering=text), waiting(vardkontakt_id="a191212121212b0f")]
    assert region.loads(rows, (*HEADER, "notering")).accepted == 2


@pytest.mark.parametrize(("leaked", "status"), [(5, "refused"), (4, "loaded")])
@pytest.mark.parametrize("column", ["vardkontakt_id", "remiss_id"])
def test_case_43_an_id_column_with_half_identity_numbers_is_a_leak(
    region: Region, column: str, leaked: int, status: str
) -> None:
    identities = ["19121212-1212", "121212-1212", "191212121212", "1912 1212 1212", "198112189876"][:leaked]
    rows = [waiting(**{column: identity}) for identity in identities]
    rows += [waiting(**{column: f"ID-{place}"}) for place in range(10 - leaked)]
    report = region.loads(rows)
    assert report.status == status
    if status == "refused":
        assert report.reason == "lacka_av_personnummer"
        assert report.message is not None
        assert column in report.message
        assert region.query("select count(*) from contacts") == [(0,)]
        assert region.query("select count(*) from quarantine") == [(0,)]
    written = b"".join(file.read_bytes() for file in region.root.iterdir() if file.is_file())
    assert not any(identity.encode() in written for identity in identities)


def test_case_44_the_same_bytes_again_or_under_another_name_are_unchanged(region: Region) -> None:
    path = region.write("februari.csv", [waiting(), completed()])
    first, again = region.load(path), region.load(path)
    renamed = region.load(path.rename(path.with_name("kopia.csv")))
    assert [report.status for report in (first, again, renamed)] == ["loaded", "unchanged", "unchanged"]
    assert (again.records, again.accepted, len(again.parts)) == (2, 2, 2)
    assert region.query("select count(*) from loads") == [(1,)]
    assert region.query("select count(*) from contacts") == [(2,)]


def test_case_45_a_corrected_file_replaces_its_period_and_no_other(region: Region) -> None:
    region.loads([waiting(), waiting(), waiting(matperiod="2026-01-31"), completed()])
    report = region.loads([waiting(fas="1")])
    assert report.status == "replaced"
    assert region.query("select population, cutoff_date::varchar, phase from contacts order by all") == [
        ("genomforda", "2026-02-28", 2),
        ("vantande", "2026-01-31", 2),
        ("vantande", "2026-02-28", 1),
    ]


def test_case_45_an_older_period_may_come_after_a_newer(region: Region) -> None:
    region.loads([waiting()])
    assert region.loads([waiting(matperiod="2026-01-31")]).status == "loaded"
    assert region.query("select count(distinct cutoff_date) from contacts") == [(2,)]


@pytest.mark.parametrize("text", ["=1+1", "+46", "@SUM(A1)", "-2+3"])
def test_case_54_a_cell_that_starts_a_formula_is_kept_as_text(tmp_path: Path, text: str) -> None:
    region = new_region(tmp_path, f"kod;kodtyp;enhet;forvaltning\n{text};namn;{text};SU\n")
    report = region.loads([waiting(sjukhusnamn=text)])
    assert (report.accepted, region.query("select unit from contacts")) == (1, [(text,)])


NATIONAL = (
    "matdatum",
    "population",
    "fas",
    "mvo_kod",
    "definition",
    "grans_dagar",
    "namnare",
    "taljare",
    "andel",
    "huvudman",
    "vardkontakt_id",
)


def national(**cells: str) -> Row:
    row = {"matdatum": "2026-02-28", "population": "vantande", "fas": "1", "definition": "exkl_pvv", "andel": "0,62"}
    return row | {"grans_dagar": "90", "vardkontakt_id": ""} | cells
