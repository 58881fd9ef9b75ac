"""What reading a file gives: an extract of text batches and broken records, or a refusal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import polars as pl

from etl.readers.text_checks import ALL_FAULTS

ColumnKind = Literal["text", "datum", "heltal", "volym", "andel", "tidpunkt"]
# Past this many the header belongs to another file, and to keep them all would cost more memory than it is worth.
MOST_BROKEN = 200_000
# Names no column of a file may have. TEXT_CELLS: the volumes that a workbook stores as text, by column.
RECORD, LINE, FAULT, TEXT_CELLS = "_record", "_line", "_fault", "_text_cells"


class Refused(Exception):
    """The file is refused whole: `code` is a key of reasons.toml, `message` a Swedish sentence for the user.

    The message quotes the file (a header as read, a value) and is not masked: mask it before storing it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class BrokenRecord:
    """One record that could not be split into the header's columns.

    `text`: its first line as in the file, unmasked (of a giant one the first 8 000 bytes). `cells`: in a workbook,
    where each reason stands.
    """

    record: int
    line: int
    reasons: tuple[str, ...]
    text: str
    cells: tuple[str | None, ...] = ()


class Extract(ABC):
    """One opened file. `batches()` may be run once; `broken` and `blank_lines` are complete when it ends.

    Records in the file = rows in the batches + `len(broken)`; both are numbered from 1 by the same count.
    `batches()` raises `Refused` for what only the whole file shows (cut off, no records).
    """

    def __init__(self, path: Path, sha256: str, encoding: str, header: Sequence[str]) -> None:
        self.path = path
        self.sha256 = sha256
        self.encoding = encoding
        self.header = tuple(header)
        self.delimiter: str | None = None
        self.warnings: list[str] = []
        self.warning_codes: dict[str, int] = {}  # the same as reasons, with how many rows or sheets
        self.letters: dict[str, str] = {}  # in a workbook, the letter of each column
        self.broken: list[BrokenRecord] = []
        self.blank_lines = 0
        self.stated_rows: int | None = None  # by a footer, which is no record
        self.suspected = ALL_FAULTS  # text_checks the latest batch may fail: all, unless the reader knows better
        self._resources = ExitStack()

    @abstractmethod
    def batches(self, columns_hint: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """Frames with every column String (null = empty cell) named as `header`, plus `_record` and `_line`.

        `_record` (UInt32) is the 1-based data record, `_line` (UInt32) the physical line it starts on.
        With `columns_hint` only those columns are given.
        """

    @property
    def share_read(self) -> float:
        """How much of the file's bytes the latest batch ended at, 0–1; 0 where the reader does not know."""
        return 0.0

    def require_types(self, expected: Mapping[str, ColumnKind]) -> None:
        """Raise `Refused` (`fel_typ`) where a typed file stores a column as another type; text files pass."""
        del expected

    def refuse_mostly_broken(self) -> None:
        """Raise `Refused` when there are more broken records than are worth keeping."""
        if len(self.broken) >= MOST_BROKEN:
            raise Refused(
                "for_manga_trasiga_poster",
                f"{self.path.name}: minst {len(self.broken)} poster går inte att dela i rubrikradens "
                f"{len(self.header)} kolumner, den första på rad {self.broken[0].line}. Gör om uttaget.",
            )

    def close(self) -> None:
        """Let go of the file."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
