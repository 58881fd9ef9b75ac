"""Files that are another thing than their name says, packed, cut off or bombs."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from etl.readers import has_accepted_name
from tests.reading import read, refusal, write

HEADER = "enhet;kommentar;antal\n"


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


def test_a_folder_holds_files_to_load_and_files_to_ignore() -> None:
    names = ["a.csv", "A.CSV.GZ", "b.txt", "c.tsv", "d.xlsx", "e.parquet", "f.xls", "LASMIG.md", "g.gz", "csv"]
    assert [name for name in names if has_accepted_name(Path(name))] == names[:6]
