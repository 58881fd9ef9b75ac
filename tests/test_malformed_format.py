"""Malformed text files, case by case: what is refused, what costs one record, what loads all the same."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import polars as pl
import pytest

from etl.readers import Refused, open_extract
from etl.readers.text_checks import CONTROL, MOJIBAKE, REPLACEMENT, broken_text_reasons
from tests.reading import KNOWN, read, refusal, write

HEADER = "enhet;kommentar;antal\n"


def faults(text: str) -> set[str]:
    """The reasons of text_checks that a cell breaks."""
    cells = pl.DataFrame({"kommentar": [text]})
    checks = cells.select(expression.alias(reason) for reason, expression in broken_text_reasons("kommentar").items())
    return {reason for reason, broken in checks.row(0, named=True).items() if broken}


def test_case_1_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, b"")).code == "tom_fil"
    assert refusal(write(tmp_path, gzip.compress(b""), "extract.csv.gz")).code == "tom_fil"
    assert refusal(write(tmp_path, "\r\n \n")).code == "tom_fil"
    assert refusal(write(tmp_path, b"\xef\xbb\xbf")).code == "tom_fil"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n\r\n  \r\n"])
def test_case_2_a_header_alone_is_refused(tmp_path: Path, ending: str) -> None:
    assert refusal(write(tmp_path, HEADER.strip() + ending)).code == "inga_poster"


def test_case_3_windows_1252_keeps_its_dashes_quotes_and_euro(tmp_path: Path) -> None:
    path = write(tmp_path, (HEADER + "Östra;– “väntar” 5 €;1\n").encode("cp1252"))
    found = read(path)
    assert found.rows == [("Östra", "– “väntar” 5 €", "1")]
    assert found.encoding == "cp1252"


def test_case_4_a_bom_is_no_part_of_the_first_column_name(tmp_path: Path) -> None:
    found = read(write(tmp_path, (HEADER + "Östra;;1\n").encode("utf-8-sig")))
    assert found.header == ("enhet", "kommentar", "antal")
    assert found.rows == [("Östra", None, "1")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_case_5_utf_16_is_read_with_a_bom_and_refused_by_name_without(tmp_path: Path, encoding: str) -> None:
    text = "enhet\tkommentar\tantal\r\nÖstra\tväntar – länge 🙂\t1\r\n"
    found = read(write(tmp_path, ("\ufeff" + text).encode(encoding)))
    assert found.rows == [("Östra", "väntar – länge 🙂", "1")]
    assert found.encoding == encoding
    refused = refusal(write(tmp_path, text.encode(encoding)))
    assert refused.code == "okand_teckenkodning"
    assert encoding.upper().replace("UTF-16-", "UTF-16") in refused.message


def test_case_5_utf_16_cut_inside_a_character_is_refused(tmp_path: Path) -> None:
    whole = ("\ufeff" + HEADER + "Östra;;1\n").encode("utf-16-le")
    assert refusal(write(tmp_path, whole[:-1])).code == "okand_teckenkodning"


def test_case_6_utf_8_with_lines_of_windows_1252_is_refused_at_the_first_bad_byte(tmp_path: Path) -> None:
    first = (HEADER + "Östra;ok;1\n").encode()
    refused = refusal(write(tmp_path, first + "Södra;fel;2\n".encode("cp1252")))
    assert refused.code == "blandad_teckenkodning"
    assert f"byte {len(first) + 1} " in refused.message
    assert "rad 3" in refused.message


def test_case_6_the_letters_may_come_long_after_the_bad_byte(tmp_path: Path) -> None:
    content = HEADER.encode() + b"\xd6stra;;1\n" + b"Norra;;2\n" * 300_000 + "Södra;;3\n".encode()
    assert refusal(write(tmp_path, content)).code == "blandad_teckenkodning"


def test_case_6_utf_8_that_ends_inside_a_letter_is_not_taken_for_windows_1252(tmp_path: Path) -> None:
    whole = (HEADER + "Södra;;1\nx;;ö").encode()
    assert refusal(write(tmp_path, whole[:-1])).code == "blandad_teckenkodning"


@pytest.mark.parametrize("byte", [b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"])
def test_case_7_a_byte_without_meaning_in_windows_1252_is_refused_by_offset(tmp_path: Path, byte: bytes) -> None:
    first = (HEADER + "Södra;").encode("cp1252")
    refused = refusal(write(tmp_path, first + byte + b";1\n"))
    assert refused.code == "odefinierat_tecken"
    assert f"byte {len(first)} " in refused.message


def test_case_8_double_encoded_letters_are_seen(tmp_path: Path) -> None:
    assert faults("Ã–ron") == {MOJIBAKE}
    assert faults("vÃ¤ntar â€“ lÃ¤nge") == {MOJIBAKE}
    assert faults("10 Â°C") == {MOJIBAKE}
    assert faults("Öron, näsa – hals: ”väntar” 10 °C Ångström SÃO â") == set()
    assert MOJIBAKE in read(write(tmp_path, HEADER + "Ã–ron;;1\n")).suspected


def test_case_9_the_replacement_character_is_seen(tmp_path: Path) -> None:
    assert faults("S\ufffddra") == {REPLACEMENT}
    assert REPLACEMENT in read(write(tmp_path, HEADER + "S\ufffddra;;1\n")).suspected


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\u0085", "\u009f", "\ufeff"])
def test_case_10_a_control_character_survives_reading_and_is_seen(tmp_path: Path, character: str) -> None:
    found = read(write(tmp_path, f"{HEADER}Ös{character}tra;ok;1\n"))
    assert found.rows == [(f"Ös{character}tra", "ok", "1")]
    assert found.suspected == {CONTROL}
    assert faults(found.rows[0][0] or "") == {CONTROL}


def test_case_10_a_tab_or_a_line_feed_in_a_quoted_cell_is_no_control_character(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + 'Östra;"rad\tett\nrad två";1\n'))
    assert found.suspected == set()
    assert faults(found.rows[0][1] or "") == set()


def test_ordinary_swedish_text_is_suspected_of_nothing(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + "Östra;Väntar – ”länge” på råd, 5 €…;1\r\n" * 1000))
    assert found.suspected == set()


def test_case_11_a_letter_and_its_dots_become_one_character(tmp_path: Path) -> None:
    found = read(write(tmp_path, "enhet;o\u0308vrigt;antal\nO\u0308stra;\u212bngstro\u0308m;1\n"))
    assert found.header == ("enhet", "övrigt", "antal")
    assert found.rows == [("Östra", "Ångström", "1")]


def test_case_11_composing_never_makes_a_delimiter(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + "Östra;vad\u037e;1\n"))  # the Greek question mark composes to a semicolon
    assert found.rows == [("Östra", "vad;", "1")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_case_12_the_delimiter_is_found_from_the_header(tmp_path: Path, delimiter: str) -> None:
    found = read(write(tmp_path, f"enhet{delimiter}kommentar{delimiter}antal\nÖstra{delimiter}a b{delimiter}1\n"))
    assert found.delimiter == delimiter
    assert found.rows == [("Östra", "a b", "1")]


def test_case_12_names_decide_where_several_delimiters_split_the_header(tmp_path: Path) -> None:
    found = read(write(tmp_path, "enhet;kommentar, fri, lång, text;antal\nÖstra;a,b;1\n"))
    assert found.delimiter == ";"
    assert found.rows == [("Östra", "a,b", "1")]


def test_case_12_a_header_that_nothing_splits_is_refused_as_read(tmp_path: Path) -> None:
    refused = refusal(write(tmp_path, "enhet|kommentar|antal\nÖstra|ok|1\n"))
    assert refused.code == "okand_rubrikrad"
    assert "enhet|kommentar|antal" in refused.message


def test_case_13_columns_swapped_in_header_and_data_keep_their_names(tmp_path: Path) -> None:
    with open_extract(write(tmp_path, "antal;enhet\n1;Östra\n"), KNOWN) as extract:
        assert next(extract.batches(["enhet", "antal"])).rows() == [("Östra", "1", 1, 2)]


def test_case_15_a_header_is_given_exactly_as_written(tmp_path: Path) -> None:
    assert read(write(tmp_path, "Enhet ;ANTAL\nÖstra;1\n")).header == ("Enhet ", "ANTAL")


def test_case_16_a_repeated_column_is_refused_with_its_places(tmp_path: Path) -> None:
    refused = refusal(write(tmp_path, "enhet;antal;enhet\na;1;b\n"))
    assert refused.code == "dubbel_kolumn"
    assert "”enhet”" in refused.message
    assert "1, 3" in refused.message
    assert refusal(write(tmp_path, "enhet;antal;;\na;1;;\n")).code == "dubbel_kolumn"


def test_case_18_title_lines_above_the_header_are_refused_with_the_line_of_the_header(tmp_path: Path) -> None:
    refused = refusal(write(tmp_path, f"Väntelista;februari;2026\n\nSkapad 2026-03-01\n{HEADER}Östra;;1\n"))
    assert refused.code == "rubrikrader_fore_huvudet"
    assert "rad 4" in refused.message
    assert "Väntelista" in refused.message


def test_a_word_of_the_header_in_the_data_does_not_make_it_a_header(tmp_path: Path) -> None:
    assert read(write(tmp_path, "okänd;annan\nenhet;x\n")).rows == [("enhet", "x")]


def test_case_19_a_short_row_is_a_broken_record_and_its_neighbours_load(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + "a;b;1\nc;d\ne;;\nf;g;2\n"))
    assert found.rows == [("a", "b", "1"), ("e", None, None), ("f", "g", "2")]
    assert found.reasons == [(3, "for_fa_kolumner")]
    assert found.broken[0].text == "c;d"


def test_case_20_a_long_row_is_a_broken_record_and_its_neighbours_load(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + "a;b;1\nc;väntar; länge;2\nd;;3\ne;f;4;\n"))
    assert found.rows == [("a", "b", "1"), ("d", None, "3")]
    assert found.reasons == [(3, "for_manga_kolumner"), (5, "for_manga_kolumner")]


def test_cases_19_and_20_a_short_and_a_long_row_do_not_make_each_other_good(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + "a;b;1\n" * 1000 + "c;d\n" + "e;f;2\n" * 1000 + "g;h;3;i\n"))
    assert len(found.rows) == 2000
    assert found.reasons == [(1002, "for_fa_kolumner"), (2003, "for_manga_kolumner")]


def test_case_21_an_unclosed_quote_breaks_one_record_and_the_other_199_999_load(tmp_path: Path) -> None:
    lines = [f"Östra;kommentar {n};{n}" for n in range(200_000)]
    lines[99] = 'Östra;"kommentar 99;99'
    found = read(write(tmp_path, HEADER + "\r\n".join(lines) + "\r\n"))
    assert len(found.rows) == 199_999
    assert found.reasons == [(101, "oavslutat_citattecken")]
    assert found.broken[0].text == lines[99]
    assert found.places[99] == (101, 102)


def test_case_21_two_unclosed_quotes_break_two_records_and_none_between(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + 'a;"b;1\nc;d;2\ne;"f;3\ng;h;4\n'))
    assert found.rows == [("c", "d", "2"), ("g", "h", "4")]
    assert [line for line, _ in found.reasons] == [2, 4]


def test_case_21_a_quote_that_closes_after_a_hundred_lines_was_never_opened(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + 'a;"b;1\n' + "c;d;2\n" * 120 + 'e";f;3\n'))
    assert len(found.rows) == 120
    assert found.reasons == [(2, "oavslutat_citattecken"), (123, "felaktigt_citattecken")]


@pytest.mark.parametrize("cell", ['x"y', '"x" y', '"x"y', ' "x"', 'x"', '"x"""y"z"'])
def test_case_22_a_stray_quote_breaks_its_record_only(tmp_path: Path, cell: str) -> None:
    found = read(write(tmp_path, f"{HEADER}a;b;1\nc;{cell};2\nd;e;3\n"))
    assert found.rows == [("a", "b", "1"), ("d", "e", "3")]
    assert found.reasons == [(3, "felaktigt_citattecken")]


def test_case_22_quotes_where_they_belong_are_taken_off(tmp_path: Path) -> None:
    found = read(write(tmp_path, '"enhet";"kommentar";"antal"\n"a;b";"sa ""hej""";""\n"""";c;"2"\n'))
    assert found.rows == [("a;b", 'sa "hej"', None), ('"', "c", "2")]


def test_case_23_a_line_feed_in_a_quoted_comment_is_one_record(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + 'a;"rad 1\r\nrad 2;\r\n\r\nrad 4";1\r\nb;c;2\r\n'))
    assert found.rows == [("a", "rad 1\nrad 2;\n\nrad 4", "1"), ("b", "c", "2")]
    assert found.places == [(1, 2), (2, 6)]
    assert found.blank_lines == 0


@pytest.mark.parametrize("ending", ["c;d", "c;", "c", 'c;"d;2', 'c;"d\ne'])
def test_case_24_a_file_cut_inside_its_last_record_is_refused(tmp_path: Path, ending: str) -> None:
    refused = refusal(write(tmp_path, HEADER + "a;b;1\n" + ending))
    assert refused.code == "avklippt_fil"


def test_case_24_a_missing_last_line_feed_alone_is_no_fault(tmp_path: Path) -> None:
    assert read(write(tmp_path, HEADER + "a;b;1\nc;d;2")).rows == [("a", "b", "1"), ("c", "d", "2")]
    assert read(write(tmp_path, HEADER + 'a;b;1\nc;"d\ne";2')).rows == [("a", "b", "1"), ("c", "d\ne", "2")]


def test_case_24_an_unclosed_quote_far_from_the_end_does_not_refuse_the_file(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + 'a;"b;1\nc;d;2'))
    assert found.rows == [("c", "d", "2")]
    assert found.reasons == [(2, "oavslutat_citattecken")]


def test_case_25_line_ends_of_every_kind_load_and_leave_nothing_behind(tmp_path: Path) -> None:
    found = read(write(tmp_path, 'enhet;kommentar;antal\ra;b;1\r\nc;d;2\ne;"f\rg";3\rh;i;4\r\n'))
    assert found.rows == [("a", "b", "1"), ("c", "d", "2"), ("e", "f\ng", "3"), ("h", "i", "4")]
    assert found.places[-1] == (4, 6)


def test_case_25_a_file_of_lone_carriage_returns_loads(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER.replace("\n", "\r") + "a;b;1\r" * 5))
    assert found.rows == [("a", "b", "1")] * 5


def test_case_26_blank_lines_are_counted_and_a_line_of_delimiters_is_a_broken_record(tmp_path: Path) -> None:
    found = read(write(tmp_path, "\n" + HEADER + "a;b;1\n\n  \n;;\n;\nc;d;2\n\r\n"))
    assert found.rows == [("a", "b", "1"), ("c", "d", "2")]
    assert found.reasons == [(6, "tom_post"), (7, "for_fa_kolumner")]
    assert found.blank_lines == 4


def test_case_26_a_line_of_delimiters_is_found_among_clean_lines_where_every_column_has_gaps(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + "a;;\n;b;\n;;1\n;;\n"))
    assert len(found.rows) == 3
    assert found.reasons == [(5, "tom_post")]


def test_case_52_an_xlsx_that_is_really_csv_is_refused(tmp_path: Path) -> None:
    refused = refusal(write(tmp_path, HEADER + "a;b;1\n", "vantande.xlsx"))
    assert refused.code == "fel_filandelse"
    assert ".csv" in refused.message


@pytest.mark.parametrize("magic", [b"%PDF-1.7\n", b"7z\xbc\xaf\x27\x1c", b"SQLite format 3\x00"])
def test_case_52_a_file_of_another_kind_is_refused_by_name(tmp_path: Path, magic: bytes) -> None:
    assert refusal(write(tmp_path, magic + b"enhet;antal\na;1\n")).code == "okant_filformat"


def test_gzip_is_known_by_its_bytes_and_read(tmp_path: Path) -> None:
    content = gzip.compress(HEADER.encode()) + gzip.compress("Östra;ok;1\n".encode("cp1252"))
    found = read(write(tmp_path, content, "extract.csv"))
    assert found.rows == [("Östra", "ok", "1")]


@pytest.mark.parametrize("cut", [3, 12, 200, -4])
def test_case_52_a_truncated_or_damaged_gzip_is_refused(tmp_path: Path, cut: int) -> None:
    rows = "".join(f"a;{n * 7919};{n}\n" for n in range(2000))
    packed = gzip.compress((HEADER + rows).encode())
    assert refusal(write(tmp_path, packed[:cut], "extract.csv.gz")).code == "trasig_gzip"
    damaged = packed[:100] + bytes([packed[100] ^ 0xFF]) + packed[101:]
    assert refusal(write(tmp_path, damaged, "extract.csv.gz")).code == "trasig_gzip"


def test_case_52_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(HEADER.encode() + b"a" * (200 << 20), 9)
    assert refusal(write(tmp_path, bomb, "extract.csv.gz")).code == "for_hart_packad"


def test_case_54_our_own_apostrophe_before_a_formula_sign_is_taken_off_again(tmp_path: Path) -> None:
    found = read(write(tmp_path, HEADER + "'=SUM(A1);'-5;'+1\n'@x;'a;=1\n"))
    assert found.rows == [("=SUM(A1)", "-5", "+1"), ("@x", "'a", "=1")]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "a;b;1\n")
    with open_extract(path, KNOWN) as extract:
        batches = extract.batches()
        next(batches)
        path.write_text(HEADER + "a;b;1\nc;d;2\n")
        with pytest.raises(Refused, match="ändrades"):
            list(batches)


def test_a_line_without_end_is_refused_before_memory_is(tmp_path: Path) -> None:
    path = write(tmp_path, (HEADER + "a;b;").encode() + b"x" * (40 << 20))
    assert refusal(path).code == "for_lang_rad"
    assert refusal(write(tmp_path, b"x" * (4 << 20))).code == "for_lang_rad"


def test_the_column_names_of_the_reader_itself_are_refused(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "_record;enhet\n1;a\n")).code == "reserverat_kolumnnamn"


def test_values_are_exact_and_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + " a ;003;1.50\n")
    assert read(path).rows == [(" a ", "003", "1.50")]
    with open_extract(path) as extract:
        assert extract.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
