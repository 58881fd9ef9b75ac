"""CSV as text batches."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from etl.readers.extract import LINE, RECORD, BrokenRecord, Extract, Refused

BATCH = 100_000


class CsvExtract(Extract):
    """A delimited text file."""

    def __init__(self, path: Path, known_columns: frozenset[str] | None) -> None:
        content = path.read_bytes()
        if not content:
            raise Refused("tom_fil", f"{path.name} är tom (0 byte). Exportera filen på nytt.")
        text, encoding = _decode(content)
        self._text = text
        first = text.splitlines()[0]
        delimiter = max(";,\t", key=first.count)
        header = [unicodedata.normalize("NFC", name) for name in first.split(delimiter)]
        super().__init__(path, hashlib.sha256(content).hexdigest(), encoding, header)
        self.delimiter = delimiter
        del known_columns

    def batches(self, columns_hint: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        rows: list[list[str | None]] = []
        record = 0
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self.delimiter or ";")
        line = 1
        for cells in reader:
            start, line = line, reader.line_num + 1
            if start == 1:
                continue
            if not cells:
                self.blank_lines += 1
                continue
            record += 1
            if len(cells) != len(self.header):
                code = "for_fa_kolumner" if len(cells) < len(self.header) else "for_manga_kolumner"
                self.broken.append(BrokenRecord(record, start, (code,), (self.delimiter or ";").join(cells)))
                continue
            rows.append([unicodedata.normalize("NFC", cell) or None for cell in cells] + [record, start])  # type: ignore[list-item]
            if len(rows) == BATCH:
                yield self._frame(rows, columns_hint)
                rows = []
        if rows:
            yield self._frame(rows, columns_hint)

    def _frame(self, rows: list[list[str | None]], columns_hint: Sequence[str] | None) -> pl.DataFrame:
        schema = dict.fromkeys(self.header, pl.String) | {RECORD: pl.UInt32, LINE: pl.UInt32}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return frame if columns_hint is None else frame.select(*columns_hint, RECORD, LINE)


def _decode(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252"), "cp1252"
