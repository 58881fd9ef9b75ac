"""Parquet files of the wrong types: refused by column and type before a row is read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.readers import ColumnKind, Refused, open_extract, parquet_types
from tests.reading import read, refusal, write

DAY = dt.date(2026, 2, 28)
MOMENT = dt.datetime(2026, 2, 28, tzinfo=ZoneInfo("Europe/Stockholm"))
EXPECTED: dict[str, ColumnKind] = {"enhet": "text", "datum": "datum", "antal": "heltal"}


def parquet(folder: Path, columns: dict[str, pl.Series | list[object]]) -> Path:
    path = folder / "extract.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return path


def test_text_dates_and_dictionaries_become_text(tmp_path: Path) -> None:
    units = pl.Series(["O\u0308stra", "", None], dtype=pl.Categorical)
    path = parquet(tmp_path, {"enhet": units, "datum": [DAY, None, None], "fas": ["01", "a\r\nb", None]})
    found = read(path)
    assert found.rows == [("Östra", "2026-02-28", "01"), (None, None, "a\nb")]
    assert found.reasons == [(3, "tom_post")]
    assert found.encoding == "parquet"
    assert parquet_types(path) == {"enhet": "text", "datum": "datum", "fas": "text"}


@pytest.mark.parametrize(
    ("column", "values", "stored"),
    [
        ("enhet", pl.Series([101], dtype=pl.Int64), "heltal"),
        ("enhet", pl.Series([DAY]), "datum"),
        ("datum", pl.Series([MOMENT]), "timestamp[us, tz=Europe/Stockholm]"),
        ("datum", pl.Series([MOMENT.replace(tzinfo=None)]), "timestamp[us]"),
        ("antal", pl.Series([1.0]), "double"),
        ("antal", pl.Series([Decimal("1.5")]), "decimal128(38, 1)"),
        ("enhet", pl.Series([b"a"]), "binary"),
        ("enhet", pl.Series([["a"]]), "list<element: string_view>"),
    ],
)
def test_case_55_a_column_of_the_wrong_type_is_refused_by_name_and_type(
    tmp_path: Path, column: str, values: pl.Series, stored: str
) -> None:
    path = parquet(tmp_path, {column: values, "kommentar": ["a"]})
    with open_extract(path) as extract, pytest.raises(Refused) as refused:
        extract.require_types(EXPECTED)
    assert refused.value.code == "fel_typ"
    assert column in refused.value.message
    assert parquet_types(path)[column] in refused.value.message
    assert stored.split("<", maxsplit=1)[0] in refused.value.message


def test_case_55_without_a_contract_only_text_and_dates_are_taken(tmp_path: Path) -> None:
    assert refusal(parquet(tmp_path, {"enhet": ["a"], "antal": [1]})).code == "fel_typ"


def test_case_55_integers_are_taken_where_the_contract_has_them_and_extras_as_they_are(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"enhet": ["a"], "antal": [1], "extra": [1.5]})
    with open_extract(path) as extract:
        extract.require_types(EXPECTED)
        assert next(extract.batches()).rows() == [("a", "1", "1.5", 1, 1)]


def test_case_2_a_parquet_file_without_rows_is_refused(tmp_path: Path) -> None:
    assert refusal(parquet(tmp_path, {"enhet": pl.Series([], dtype=pl.String)})).code == "inga_poster"


@pytest.mark.parametrize("cut", [4, 100, -1])
def test_a_truncated_parquet_file_is_refused(tmp_path: Path, cut: int) -> None:
    whole = parquet(tmp_path, {"enhet": [str(n) for n in range(5000)]}).read_bytes()
    assert refusal(write(tmp_path, whole[:cut], "extract.parquet")).code == "trasig_parquet"


def test_bytes_that_are_no_utf_8_in_a_text_column_are_refused(tmp_path: Path) -> None:
    invalid = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\4\0\0\0"), pa.py_buffer(b"\xd6str"))
    pq.write_table(pa.table({"enhet": invalid}), tmp_path / "extract.parquet")
    assert refusal(tmp_path / "extract.parquet").code == "trasig_parquet"


def test_a_repeated_column_in_parquet_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table([pa.array(["a"]), pa.array(["b"])], names=["enhet", "enhet"]), tmp_path / "extract.parquet")
    assert refusal(tmp_path / "extract.parquet").code == "dubbel_kolumn"


@pytest.mark.parametrize("name", [b"\0", b"enhet\0x", b"fas\0"])
def test_a_column_whose_name_would_be_cut_off_is_refused(tmp_path: Path, name: bytes) -> None:
    whole = tmp_path / "whole.parquet"
    stand_in = "#" * len(name)
    pq.write_table(pa.table({"fas": ["1"], stand_in: ["a"]}), whole, store_schema=False)
    path = write(tmp_path, whole.read_bytes().replace(stand_in.encode(), name), "extract.parquet")
    with pytest.raises(Refused) as refused, open_extract(path):
        pass
    assert refused.value.code == "trasig_parquet"
    assert "kolumn 2 innehåller ett nolltecken" in refused.value.message
