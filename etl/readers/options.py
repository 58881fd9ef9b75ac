"""What is said of a file from outside, where it does not tell it itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReaderOptions:
    """`header_row`: the line, from 1, that holds the column names; what is None is found out from the file."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None


AS_FOUND = ReaderOptions()
