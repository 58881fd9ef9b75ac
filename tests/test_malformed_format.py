"""Malformed headers and records, case by case: what is refused, what costs one record, what loads all the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from etl.readers import Refused, open_extract
from tests.reading import KNOWN, read, refusal, write

HEADER = "enhet;kommentar;antal\n"


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


@pytest.mark.parametrize("column", ["*", "^.*$", "_record", "_bands"])
def test_a_column_that_no_reader_can_tell_from_others_is_refused(tmp_path: Path, column: str) -> None:
    refused = refusal(write(tmp_path, f"enhet;{column};antal\na;b;1\n"))
    assert refused.code == "reserverat_kolumnnamn"
    assert (column in refused.message) == (column != "^.*$")  # a pattern of many signs may be anything


def test_case_18_title_lines_above_the_header_are_refused_with_the_line_of_the_header(tmp_path: Path) -> None:
    refused = refusal(write(tmp_path, f"Väntelista;februari;2026\n\nSkapad 2026-03-01\n{HEADER}Östra;;1\n"))
    assert refused.code == "rubrikrader_fore_huvudet"
    assert "rad 4" in refused.message
    assert "(enhet, kommentar, antal)" in refused.message
    assert "börjar på rad 1 och är 4 celler" in refused.message
    assert "Väntelista" not in refused.message


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


def test_a_file_of_nothing_but_broken_records_is_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, HEADER + "a\n" * 300_000)).code == "for_manga_trasiga_poster"
    assert refusal(write(tmp_path, HEADER + ";;\n" * 300_000)).code == "for_manga_trasiga_poster"
