"""The last line of an extract that tells how many rows it should have: a control total, never a record."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

MOST_CELLS = 2  # the words and the number, in one cell or in two
_FOOTER = re.compile(
    r"\W*(?:totalt\s+)?(?:antal\s+(?:rader|poster)|number\s+of\s+(?:rows|records))\W*"
    r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,9})\W*",
    re.IGNORECASE,
)


def stated_rows(text: str) -> int | None:
    """How many rows a footer tells of; None where the text is no footer."""
    found = _FOOTER.fullmatch(text)
    return int(re.sub(r"\D", "", found[1])) if found else None


def footer_of(rows: pl.DataFrame, columns: Sequence[str]) -> int | None:
    """How many rows the last of these tells of, where it is a footer padded with empty cells."""
    if rows.is_empty():
        return None
    last = rows.tail(1).select(list(columns))
    cells = [str(cell) for cell in last.row(0) if cell is not None]
    return stated_rows(" ".join(cells)) if 0 < len(cells) <= MOST_CELLS else None
