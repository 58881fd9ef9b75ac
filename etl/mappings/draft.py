"""What a file's names and values tell of the mapping that would read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from etl.contracts.contract import Contract
from etl.mappings.guess_bands import GuessedBands, guessed_bands
from etl.mappings.guess_columns import by_dates, fits_rows, guessed_contract, is_count, matched
from etl.mappings.guess_dates import ISO, date_formats, year_and_month
from etl.mappings.guess_reader import Looked, looked_at
from etl.mappings.model import BAND_COLUMNS
from etl.readers.header import fold

AGGREGAT = "aggregat"
TOTALS = ("total", "total_all", "totalt", "summa", "sum", "alla", "all")
DATE_ROLES = ("date", "day", "month", "moment")


@dataclass
class Draft:
    """What was found of one file."""

    looked: Looked
    contract: Contract
    kind: str
    bands: GuessedBands | None
    label: str | None
    found: dict[str, str]
    dates: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)  # column → columns of it, formats

    @property
    def is_wide(self) -> bool:
        return self.bands is not None and self.label is None

    @property
    def used(self) -> set[str]:
        """Columns of the file that the draft reads."""
        used = {*self.found.values(), *(name for columns, _ in self.dates.values() for name in columns)}
        return used | set(self.bands.edges if self.bands is not None and self.is_wide else [])

    @property
    def missing(self) -> list[str]:
        """Mandatory columns that nothing fills."""
        made = {*self.found, *self.dates, *(BAND_COLUMNS if self.bands is not None else ())}
        return [column.name for column in self.contract.columns if column.mandatory and column.name not in made]

    @property
    def control(self) -> str | None:
        """A column with each row's own total."""
        free = [name for name in self.looked.header if name not in self.used] if self.is_wide else []
        totals = [name for name in free if fold(name) in TOTALS and is_count(self.looked.columns[name])]
        return max(totals, key=lambda name: len(self.looked.columns[name]), default=None)


def draft_of(path: Path, kind: str | None = None) -> Draft:
    """Look at the file and guess. Raises `Refused`."""
    looked = looked_at(path)
    bands, label = _bands_and_label(looked) if kind in (None, AGGREGAT) else (None, None)
    contract, meant = guessed_contract(looked.header, bands is not None, kind)
    is_wide = bands is not None and label is None
    taken = [*(bands.edges if bands is not None and is_wide else []), *([label] if label else [])]
    columns = [column for column in contract.columns if bands is None or column.name not in BAND_COLUMNS[:2]]
    found = matched(looked.header, columns, taken)
    if is_wide:
        found.pop("antal", None)
    draft = Draft(looked, contract, meant, bands, label, found)
    _find_dates(draft)
    _find_place(draft)
    return draft


def _bands_and_label(looked: Looked) -> tuple[GuessedBands | None, str | None]:
    """Columns that are bands; else the column whose every value is one, rather where the values say the unit."""
    bands = guessed_bands(looked.header)
    if bands is not None and (len(bands.edges) > 1 or not fits_rows(looked.header)):
        return bands, None
    labels = {name: found for name, values in looked.columns.items() if (found := guessed_bands(sorted(set(values))))}
    whole = {name: found for name, found in labels.items() if len(found.edges) == len(set(looked.columns[name]))}
    told = sorted(whole, key=lambda name: not whole[name].is_unit_told)
    return (whole[told[0]], told[0]) if told else (None, None)


def _find_place(draft: Draft) -> None:
    """Counts without a known place stand for the only column of words that is left, if there is one."""
    free = [
        name for name, values in draft.looked.columns.items()
        if name not in {*draft.used, draft.label} and values and not is_count(values)
    ]  # fmt: skip
    if draft.kind == AGGREGAT and "forvaltning" in draft.missing and len(free) == 1:
        draft.found["forvaltning"] = free[0]


def _find_dates(draft: Draft) -> None:
    looked = draft.looked
    dated = [column.name for column in draft.contract.columns if column.role in DATE_ROLES]
    for name in dated:
        formats = date_formats(looked.columns[draft.found[name]]) if name in draft.found else []
        if formats and formats[0] not in ISO:
            draft.dates[name] = ([draft.found[name]], formats)
    first = next((name for name in dated if name not in draft.found and name in draft.missing), None)
    if first is None:
        return
    pair = year_and_month({name: values for name, values in looked.columns.items() if name not in draft.used})
    if pair is not None:
        draft.dates[first] = (pair[0], [pair[1]])
        return
    other = by_dates(looked.columns, draft.used)
    if other is not None:
        draft.found[first] = other
        formats = date_formats(looked.columns[other])
        if formats[0] not in ISO:
            draft.dates[first] = ([other], formats)


def told_apart_by(draft: Draft) -> list[str]:
    """The columns that tell apart rows which are the same to the contract: one where one does, else all that do."""
    bands = draft.bands.edges if draft.bands is not None else {}
    counts = {*bands, draft.found.get("antal"), draft.control}
    key = [name for name in draft.looked.header if name in {*draft.used, draft.label} and name not in counts]
    free = [
        name for name in draft.looked.header
        if name not in {*key, *counts} and not is_count(draft.looked.columns[name])
    ]  # fmt: skip
    groups: dict[tuple[str | None, ...], list[dict[str, str | None]]] = {}
    for row in draft.looked.rows:
        groups.setdefault(tuple(row[name] for name in key), []).append(row)
    repeated = [group for group in groups.values() if len(group) > 1]
    telling = [name for name in free if any(len({row[name] for row in group}) > 1 for group in repeated)]
    alone = [name for name in telling if all(len({row[name] for row in group}) == len(group) for group in repeated)]
    return alone[:1] or telling


def has_other_days(draft: Draft) -> bool:
    """Whether a matperiod is no month's end."""
    name = draft.found.get("matperiod")
    days = (
        {value[8:10] for value in draft.looked.columns[name] if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)}
        if name
        else set()
    )
    return bool(days) and not days <= {"28", "29", "30", "31"}
