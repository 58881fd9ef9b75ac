"""A delimited text file, gzipped or not: opened, streamed in chunks cut at line ends, refused when cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import polars as pl

from etl.readers.byte_source import ByteSource
from etl.readers.encoding import Examined, examine, glanced, utf8_blocks
from etl.readers.extract import LINE, RECORD, BrokenRecord, Extract, Refused
from etl.readers.footer import footer_of, stated_rows
from etl.readers.header import Header, read_header
from etl.readers.line_split import TOO_FEW
from etl.readers.options import AS_FOUND, ReaderOptions
from etl.readers.quoted_record import UNCLOSED
from etl.readers.record_frames import RecordFrames

CHUNK_BYTES = 16 << 20
HEAD_BYTES = 1 << 20
LONGEST_LINE_BYTES = 32 << 20


class CsvExtract(Extract):
    """The text format of `Extract`."""

    def __init__(
        self,
        path: Path,
        known_columns: frozenset[str],
        options: ReaderOptions = AS_FOUND,
        *,
        is_gzip: bool,
        chunk_bytes: int = CHUNK_BYTES,
    ) -> None:
        self._source = ByteSource(path, is_gzip)
        try:
            self._examined = examine(self._source, options.encoding)
            header = _header(self._source, self._examined, known_columns, options)
        except BaseException:
            self._source.close()
            raise
        super().__init__(path, self._examined.sha256, self._examined.encoding, header.columns)
        self._resources.callback(self._source.close)
        self.delimiter = header.delimiter
        self._header_bytes = header.end
        self._chunk_bytes = chunk_bytes
        self._blank_before = header.lines - 1
        self._frames = RecordFrames(self.header, header.delimiter, header.lines)
        self._padded_footer: BrokenRecord | None = None

    def batches(self, columns_hint: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """See `Extract`; raises `Refused` when the file turns out cut off, changed or without records."""
        for read in self._all_rows():
            self.suspected = self._frames.suspected
            self.broken = self._frames.broken
            self.blank_lines = self._blank_before + self._frames.blank_lines
            self.refuse_mostly_broken()
            rows = self._without_footer(read)
            if rows.height:
                yield rows if columns_hint is None else rows.select(*columns_hint, RECORD, LINE)
        self._take_short_footer()
        if self._frames.records == (self.stated_rows is not None):
            raise Refused(
                "inga_poster", f"{self.path.name} har rubrikrad men inga poster. Kontrollera urvalet i uttaget."
            )
        self._source.check_unchanged()

    def _without_footer(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows less a padded footer at their end; one that more rows follow is a broken record."""
        if self._padded_footer is not None and rows.height:
            self._frames.broken.append(self._padded_footer)
            self.stated_rows = self._padded_footer = None
        found = footer_of(rows, self.header)
        if found is None:
            return rows
        record, line = rows.select(RECORD, LINE).row(-1)
        self.stated_rows = found
        self._padded_footer = BrokenRecord(record, line, (TOO_FEW,), f"Antal rader: {found}")
        return rows.head(-1)

    def _take_short_footer(self) -> None:
        """A last line without the other columns that tells how many rows there are is no broken record."""
        last = self._frames.broken[-1] if self._frames.broken else None
        if last is not None and last.record == self._frames.records and last.reasons[0] == TOO_FEW:
            found = stated_rows(last.text)
            if found is not None:
                self.stated_rows = found
                self._frames.broken.pop()

    @property
    def share_read(self) -> float:
        """See `Extract`."""
        return self._source.share_read

    def _all_rows(self) -> Iterator[pl.DataFrame]:
        rest = b""
        for block in self._data_blocks():
            cut = _last_line_end(block)
            if cut:
                is_whole = cut == len(block) and not rest
                chunk = block if is_whole else b"".join((rest, memoryview(block)[:cut]))
                rows, rest = self._frames.frame(chunk, final=False)
                yield rows
            rest += block[cut:]
            self._refuse_endless(rest)
        if rest:
            is_ended = rest.endswith((b"\n", b"\r"))
            rows, _ = self._frames.frame(rest if is_ended else rest + b"\n", final=True)
            if not is_ended:
                self._refuse_cut_off()
            yield rows

    def _data_blocks(self) -> Iterator[bytes]:
        left = self._header_bytes
        for block in utf8_blocks(self._source, self._examined, self._chunk_bytes):
            yield block[left:] if left else block
            left = max(0, left - len(block))

    def _refuse_endless(self, rest: bytes) -> None:
        if len(rest) > LONGEST_LINE_BYTES:
            raise Refused(
                "for_lang_rad",
                f"{self.path.name}, rad {self._frames.lines + 1} är längre än {LONGEST_LINE_BYTES >> 20} MB: "
                "radslut saknas. Gör om uttaget.",
            )

    def _refuse_cut_off(self) -> None:
        """A last line without line feed is an old habit; one that also lacks cells is half a line."""
        last = self._frames.broken[-1] if self._frames.broken else None
        if last is None or last.line != self._frames.lines or last.reasons[0] not in (TOO_FEW, UNCLOSED):
            return
        if stated_rows(last.text) is not None:
            return
        raise Refused(
            "avklippt_fil",
            f"{self.path.name} är avklippt: sista raden ({last.line}) slutar mitt i posten utan radslut. "
            "Överför filen igen.",
        )


def text_header(path: Path, known_columns: frozenset[str], options: ReaderOptions, *, is_gzip: bool) -> Header:
    """The header by the file's first bytes alone, without reading the rest. Raises `Refused`."""
    with closing(ByteSource(path, is_gzip)) as source:
        return _header(source, glanced(source, options.encoding), known_columns, options)


def _header(source: ByteSource, examined: Examined, known_columns: frozenset[str], options: ReaderOptions) -> Header:
    head = next(utf8_blocks(source, examined, HEAD_BYTES))
    if len(head) >= HEAD_BYTES // 4:  # the last line may be half, and half a character at its end
        head = head[: _last_line_end(head)]
        if not head:
            raise Refused("for_lang_rad", f"{source.path.name}: den första raden tar aldrig slut. Gör om uttaget.")
    return read_header(head, source.path.name, known_columns, options)


def _last_line_end(block: bytes) -> int:
    """Offset after the last line end that is surely whole, 0 where there is none."""
    feed = block.rfind(b"\n")
    return (feed if feed >= 0 else block.rfind(b"\r", 0, len(block) - 1)) + 1
