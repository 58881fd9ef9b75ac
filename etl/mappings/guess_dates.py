"""How the dates of a column are written, from its values."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from etl.mappings.cells import dated
from etl.mappings.model import Dates

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
    "januari", "februari", "mars", "maj", "juni", "juli", "augusti", "oktober",
)  # fmt: skip
SHORT_MONTHS = tuple(dict.fromkeys(name[:3] for name in MONTHS))
NUMERIC = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d", "%Y-%m", "%Y%m", "%d/%m/%y",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%m/%Y",
)  # fmt: skip
ISO = ("%Y-%m-%d", "%Y-%m", "%Y%m", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")  # what every kind reads by itself
_ISO_DATE = r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"


def date_formats(values: Sequence[str]) -> list[str]:
    """Every format that reads all the values, the likeliest first; several where day and month may be either."""
    if not values:
        return []
    named = _with_month_names(values[0])
    candidates = [*NUMERIC, *named] if any(character.isdigit() for character in values[0]) else []
    return [form for form in dict.fromkeys(candidates) if _reads_all(values, form)]


def year_and_month(columns: dict[str, Sequence[str]]) -> tuple[list[str], str] | None:
    """Two columns that together are a month, and how they are written."""
    years = [name for name, values in columns.items() if values and all(map(_is_year, values))]
    for year in years:
        for name, values in columns.items():
            form = next((form for form in ("%m", "%b", "%B") if _are_months(values, form)), None)
            if name != year and form is not None:
                return [year, name], f"%Y {form}"
    return None


def _reads_all(values: Sequence[str], form: str) -> bool:
    texts = pl.DataFrame({"text": list(values)})
    read = texts.select(dated(pl.col("text"), Dates.model_validate({"format": form}))).to_series()
    if form not in ISO and bool((read == texts["text"].str.strip_chars()).any()):
        return False  # what a format does not read comes back as it was
    return bool(read.str.contains(_ISO_DATE).all())


def _with_month_names(value: str) -> list[str]:
    """`RTT-November-2024` → `RTT-%B-%Y`; `30 jan 2025` → `%d %b %Y`."""
    for directive, names in (("%B", MONTHS), ("%b", SHORT_MONTHS)):
        found = next((name for name in names if re.search(rf"(?<![a-z]){name}(?![a-z])", value, re.IGNORECASE)), None)
        if found is not None:
            form = re.sub(found, directive, value.replace("%", "%%"), count=1, flags=re.IGNORECASE)
            form = re.sub(r"(?:19|20)[0-9]{2}", "%Y", form, count=1)
            return [re.sub(r"(?<![0-9%])[0-9]{1,2}(?![0-9])", "%d", form, count=1), form]
    return []


def _is_year(value: str) -> bool:
    return re.fullmatch(r"(?:19|20)[0-9]{2}", value.strip()) is not None


def _are_months(values: Sequence[str], form: str) -> bool:
    if not values:
        return False
    if form == "%m":
        return all(re.fullmatch(r"0?[1-9]|1[0-2]", value.strip()) for value in values)
    names = MONTHS if form == "%B" else SHORT_MONTHS
    return all(value.strip().casefold() in names for value in values)
