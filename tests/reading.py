"""Read a whole extract into memory, for tests of the readers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from etl.readers import BrokenRecord, Refused, open_extract

KNOWN = frozenset({"enhet", "kommentar", "antal", "datum", "fas"})


@dataclass(frozen=True)
class Reading:
    """`rows` without `_record` and `_line`; those stand in `places`."""

    header: tuple[str, ...]
    rows: list[tuple[str | None, ...]]
    places: list[tuple[int, int]]
    broken: list[BrokenRecord]
    blank_lines: int
    encoding: str
    delimiter: str | None
    suspected: frozenset[str]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """(line, reason) of each broken record."""
        return [(broken.line, reason) for broken in self.broken for reason in broken.reasons]


def write(folder: Path, content: bytes | str, name: str = "extract.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path) -> Reading:
    """All of the file; checks that records are numbered without gap or repeat, whatever became of them."""
    suspected: frozenset[str] = frozenset()
    with open_extract(path, KNOWN) as extract:
        batches = []
        for batch in extract.batches():
            batches.append(batch)
            suspected |= extract.suspected
        header = extract.header
        empty = pl.DataFrame(schema=dict.fromkeys(header, pl.String) | {"_record": pl.UInt32, "_line": pl.UInt32})
        table = pl.concat([empty, *batches])
        numbers = [*table["_record"], *(broken.record for broken in extract.broken)]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        return Reading(
            header,
            table.select(header).rows(),
            table.select("_record", "_line").rows(),
            extract.broken,
            extract.blank_lines,
            extract.encoding,
            extract.delimiter,
            suspected,
        )


def refusal(path: Path) -> Refused:
    """The refusal of a file; its message names the file and is in Swedish."""
    with pytest.raises(Refused) as caught:
        read(path)
    assert path.name in caught.value.message
    assert caught.value.message.endswith(".")
    return caught.value
