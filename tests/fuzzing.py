"""Odd files for the loader: extracts of every kind with headers, cells, lines, bytes and containers tampered with."""

from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from hypothesis import strategies as st

from config import Settings
from etl import load as loading
from etl import warehouse
from etl.file_load import LoadOptions
from etl.readers import Refused, open_extract
from etl.report import FileReport
from tests.extracts import Region

ROOT = Path(__file__).resolve().parent.parent
# Documented test numbers, which belong to nobody, in the ways people write them.
IDENTITIES = (
    "19121212-1212", "191212121212", "121212-1212", "121212+1212", "19121212 1212", "Avser 19121212-1212, åter",
    "１９１２１２１２-１２１２", "20121272-1212",
)  # fmt: skip
PLAIN_IDENTITIES = ("19121212-1212", "191212121212", "121212-1212", "121212+1212")
NASTY = (
    "", " ", ";", '"', '""', "'", '"a', "a\nb", "a\rb", "\x00", "\x1f", "\ufffd", "Ã–ron", "O\u0308ron", "NULL", "#N/A",
    "-", "okänt", "NaN", "inf", "1e3", "0x10", "12.7", "1,5", "1 234", "1\u00a0234", "1.234,5", "-1", "\u22121", "0101",
    "101.0", "2025-02-30", "31/12/2024", "2026-13", "2026-02-28", "2026-02-28T08:00:00", "9999-12-31", "0001-01-01",
    "infinity", "45658", "=1+1", "@x", "+4670", "070-512 34 56", "Ångström", "🙂", "ﬀ", "x" * 5000, "99", "51", "511",
    "ja", "JA", "VANTANDE", "GENOMFORD", "Q5", "2025-Q1", "Alla", "Total", "Summa", "Antal rader: 3",
    *IDENTITIES,
)  # fmt: skip
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "cp1252",
    "utf-16",
    "utf-16-le",
    "latin-1",
    "utf-7",
)
MORE_EXTRACTS = (
    "ArchiveDate,Adult_Child,HospitalName,0-6 Months,6-12 Months,12-18 Months,18 Months +,Total\n"
    '30/01/2025,Adult,Norra sjukhuset,"1,593",116,0,0,"1,709"\n27/02/2025,Child,Södra sjukhuset,5,1,0,2,8\n',
    "Year,Month,hb19_code,Specialty,Total waiting < 18 weeks,Total waiting > 18 weeks\n"
    "2020,Mar,S08000015,All Specialties,4299,1670\n2020,Apr,S08000020,All Specialties,NA,NA\n",
)


def _tables() -> list[list[list[str]]]:
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted((ROOT / "data" / "samples").glob("*.csv"))]
    return [
        list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ",")) for text in (*texts, *MORE_EXTRACTS)
    ]


TABLES = _tables()

places = st.integers(0, 60)
cells = st.sampled_from(NASTY) | st.text(max_size=8)
STEPS = ("cell", "cell", "cell", "cell", "cell", "cell", "header", "column", "drop", "add", "twice", "swap")
table_steps = st.lists(st.tuples(st.sampled_from(STEPS), places, places, cells), max_size=6)
byte_steps = st.lists(
    st.tuples(
        st.sampled_from(("put", "cut", "take", "repeat")),
        st.integers(0, 5000),
        st.sampled_from(
            (b"\x00", b'"', b"\n", b"\r", b";", b"\x81", b"\xc3", b"\xff\xfe", b"\xef\xbb\xbf", b"PK", b"%")
        ),
    ),
    max_size=2,
)


@dataclass(frozen=True)
class OddFile:
    """A file as it may come: `name` decides nothing but the suffix."""

    name: str
    content: bytes


@dataclass
class Tried:
    """What a run of the fuzzer has done: inputs by outcome, and by reason of refusal."""

    inputs: int = 0
    loads: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    def count(self, outcome: str) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1


@st.composite
def odd_files(draw: st.DrawFn) -> OddFile:
    """A tampered extract of some kind in some container."""
    table = [list(row) for row in draw(st.sampled_from(TABLES))]
    for step in draw(table_steps):
        _tamper(table, *step)
    container = draw(st.sampled_from(("csv", "csv", "csv", "csv", "txt", "csv.gz", "xlsx", "parquet", "wrong")))
    if container in ("xlsx", "parquet"):
        content = _workbook(table) if container == "xlsx" else _parquet(table)
    else:
        delimiter = draw(st.sampled_from((";", ";", ",", "\t", "|")))
        ending = draw(st.sampled_from(("\n", "\r\n", "\r")))
        quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
        text = _text(table, delimiter, ending, quoting) + draw(
            st.sampled_from(("", "", "\n", "Antal rader: 8\n", "\x1a"))
        )
        content = text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")
    steps = draw(byte_steps) if draw(st.integers(0, 3)) == 0 else []
    for kind, place, piece in steps:
        content = _with_bytes(content, kind, place, piece)
    if container == "csv.gz":
        content = gzip.compress(content, 1)
    return OddFile(
        f"odd.{draw(st.sampled_from(('csv', 'xlsx', 'parquet'))) if container == 'wrong' else container}", content
    )


def _tamper(table: list[list[str]], kind: str, first: int, second: int, cell: str) -> None:
    row = table[first % len(table)]
    column = second % max(len(row), 1)
    if not row:
        return
    if kind == "cell":
        row[column] = cell
    elif kind == "header":
        table[0][second % len(table[0])] = cell
    elif kind == "column":
        for each in table:
            each.append(cell)
    elif kind == "drop":
        del row[column]
    elif kind == "add":
        row.append(cell)
    elif kind == "twice":
        table.append(list(row))
    else:
        other = (column + 1) % len(row)
        row[column], row[other] = row[other], row[column]


def _text(table: list[list[str]], delimiter: str, ending: str, quoting: Any) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting, escapechar="\\").writerows(table)
    return out.getvalue()


def _workbook(table: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, "".join(sign for sign in cell if sign >= " "))
    book.close()
    return out.getvalue()


def _parquet(table: list[list[str]]) -> bytes:
    width = max(len(row) for row in table)
    names = [f"{name}·{place}" if name in table[0][:place] else name for place, name in enumerate(table[0])]
    names += [f"extra{place}" for place in range(len(names), width)]
    columns = {
        name: [row[place] if place < len(row) else None for row in table[1:]] for place, name in enumerate(names)
    }
    out = io.BytesIO()
    pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).write_parquet(out)
    return out.getvalue()


def _with_bytes(content: bytes, kind: str, place: int, piece: bytes) -> bytes:
    at = place % (len(content) + 1)
    if kind == "put":
        return content[:at] + piece + content[at:]
    if kind == "take":
        return content[:at] + content[at + 1 :]
    if kind == "cut":
        return content[:at]
    return content + content[at:]


def read_through(path: Path, known: frozenset[str]) -> str:
    """Read the whole file as the loader does; every record is a row or broken, each numbered once. How it ended."""
    try:
        with open_extract(path, known) as extract:
            numbers = [number for batch in extract.batches() for number in batch["_record"]]
            numbers += [broken.record for broken in extract.broken]
    except Refused as refusal:
        return refusal.code
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    return "read"


def load_through(loader: Loader, path: Path) -> FileReport:
    """Load the file; every record is accounted for and no identity number is in anything that is told or kept."""
    report = loader.load(path)
    if report.status != "refused":
        counts = [report.records, report.accepted, report.quarantined, report.duplicates]
        parts = [sum(getattr(part, name) for part in report.parts) for name in COUNTS]
        assert all(count is not None for count in counts)
        assert report.records == sum(count or 0 for count in counts[1:])
        assert counts == parts
    told = json.dumps(report.as_json(), ensure_ascii=False, default=str) + kept_text(loader.region)
    found = [number for number in PLAIN_IDENTITIES if number in told]
    assert not found, f"{found} in {report}"
    return report


@dataclass
class Loader:
    """A region and what a run of `load` has read of it once for all its files."""

    region: Region
    options: LoadOptions = field(init=False)

    def __post_init__(self) -> None:
        warehouse.prepare(self.region.data)
        settings = Settings(data_dir=self.region.root)
        self.options = loading.options_for(self.region.data, settings, loading.LoadRequest([]))

    def load(self, path: Path) -> FileReport:
        return loading.load_file(self.region.data, path, self.options, lambda _rows: None)


COUNTS = ("records", "accepted", "quarantined", "duplicates")


def kept_text(region: Region) -> str:
    """Everything textual that the newest load left in the ledger and in quarantine."""
    return json.dumps(region.query(KEPT), ensure_ascii=False, default=str)


KEPT = """
    with newest as (select max(load_id) as load_id from loads)
    select to_json(l) from loads as l semi join newest using (load_id)
    union all
    select to_json(d) from deliveries as d semi join newest using (load_id)
    union all
    select to_json(q) from quarantine as q semi join newest using (load_id)
"""
