"""Malformed text: empty files, encodings, and letters that came out wrong, case by case."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from etl.readers.text_checks import CONTROL, MOJIBAKE, REPLACEMENT, broken_text_reasons
from tests.reading import read, refusal, write

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
