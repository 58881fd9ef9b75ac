"""The first rows of a file as they are understood, without what could tell whose they are."""

from __future__ import annotations

from typing import Any

from etl.identity_numbers import masked
from etl.mapped_load import Understood
from etl.mappings.model import BANDS, CONTROL
from etl.readers import Extract
from etl.readers.extract import LINE

MOST_ROWS, MOST_BANDS = 3, 4
HIDDEN_ROLES = ("id", "office")  # what names a patient's contact, and what may be a person's name
NOT_SHOWN = "(visas inte)"


def first_rows(extract: Extract, found: Understood) -> tuple[int, list[dict[str, str]]]:
    """The line of the header, and the first rows by the contract's column names. Raises `Refused`."""
    batch = next(extract.batches(), None)
    if batch is None or batch.is_empty():
        return 1, []
    rows = (found.application.apply(batch) if found.application is not None else batch).head(MOST_ROWS)
    hidden = {column.name for column in found.contract.columns if column.role in HIDDEN_ROLES}
    named = rows.rename(found.columns.renames)
    shown = [column.name for column in found.contract.columns if column.name in named.columns]
    return int(batch[LINE][0]) - 1, [_told(row, shown, hidden) for row in named.iter_rows(named=True)]


def _told(row: dict[str, Any], shown: list[str], hidden: set[str]) -> dict[str, str]:
    told = {"rad": str(row[LINE])}
    for name in shown:
        if row[name] is not None:
            told[name] = NOT_SHOWN if name in hidden else masked(row[name])
    if row.get(BANDS) is not None:
        told["band"] = ", ".join(map(_band, row[BANDS][:MOST_BANDS])) + (" …" if len(row[BANDS]) > MOST_BANDS else "")
    if row.get(CONTROL) is not None:
        told["radens egen summa"] = masked(row[CONTROL])
    return told


def _band(band: dict[str, Any]) -> str:
    last = "" if band["to_days"] is None else band["to_days"]
    count = "saknas" if band["antal"] is None else band["antal"] or "tom"
    return f"{band['from_days']}–{last} dagar: {masked(str(count))}"
