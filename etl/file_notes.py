"""What a person should know of a file that was loaded all the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.mapped_load import Understood
from etl.report import PartReport

_MONTH_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})-?(0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12][0-9]|3[01]))?(?![0-9])")


@dataclass(frozen=True)
class Notes:
    """`codes`: reason → how many columns or files it is about; `lines`: Swedish sentences."""

    codes: dict[str, int]
    lines: list[str]


def notes_on(file_name: str, found: Understood, parts: Sequence[PartReport]) -> Notes:
    """Columns under another name, unknown columns, and a file name of another month than the content."""
    codes: dict[str, int] = {}
    lines = []
    columns = found.columns
    if columns.aliased:
        codes["kolumn_under_annat_namn"] = len(columns.aliased)
        first, *others = (f"”{given}” lästes som {name}" for given, name in columns.aliased.items())
        lines.append(", ".join([f"Kolumnen {first}", *others]) + ".")
    if found.unread:
        codes["okand_kolumn"] = len(found.unread)
        lines.append(f"Okända kolumner lästes inte in: {', '.join(found.unread)}.")
    other_month = _other_month(file_name, [part.period for part in parts if part.period is not None])
    if other_month is not None:
        codes["datum_i_filnamnet_avviker"] = 1
        lines.append(f"Filnamnet säger {other_month} men innehållet gäller en annan period.")
    return Notes(codes, lines)


def _other_month(file_name: str, periods: Sequence[dt.date]) -> str | None:
    """The months of the file name, where the content has none of them."""
    named = {f"{year}-{month}" for year, month in _MONTH_IN_NAME.findall(file_name)}
    if not named or not periods or named & {f"{period:%Y-%m}" for period in periods}:
        return None
    return ", ".join(sorted(named))
