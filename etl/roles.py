"""Roles that may stand where a person would sign: a person's name never enters the warehouse."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from config import DataDirectory
from etl.definitions import DefinitionFileError
from etl.providers import folded

ROLE_FILE = "roller.toml"
PLAN = "plan"
PARTS = (PLAN, "gronakorset", "datakvalitet")  # where a role may be chosen


@dataclass(frozen=True)
class Roles:
    """`spellings`: every folded spelling and its title, the longest first; `parts`: titles in the order of the file."""

    parts: Mapping[str, str] = field(default_factory=dict)
    spellings: tuple[tuple[str, str], ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles in the order of the file."""
        return tuple(self.parts)

    def in_text(self, text: str) -> str | None:
        """The title of the longest role that stands in the text as words of its own; None where there is none."""
        sought = folded(text)
        found = (
            title for spelling, title in self.spellings if re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", sought)
        )
        return next(found, None)

    def titled(self, texts: pl.Series) -> pl.Series:
        """The title in every text, null where there is none."""
        distinct = texts.drop_nulls().unique().to_list()
        titles = [self.in_text(text) for text in distinct]
        return texts.replace_strict(distinct, titles, default=None, return_dtype=pl.String)


def roles(data: DataDirectory) -> Roles:
    """The data directory's roller.toml, else the product's. Raises `DefinitionFileError`."""
    path = data.overlays("definitions", ROLE_FILE)[-1]
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("roll", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionFileError(f"{path.name} går inte att läsa: {error}") from None
    spellings: dict[str, str] = {}
    parts: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        title, also = entry.get("titel"), entry.get("alias", [])
        if (
            not isinstance(title, str)
            or not title.strip()
            or not isinstance(also, list)
            or set(entry) - {"titel", "alias", "del"}
        ):
            raise DefinitionFileError(
                f'{path.name}, roll {number}: skriv titel = "…", alias = ["…"] och del = "…", inget annat'
            )
        parts.setdefault(title, _part(path, number, entry))
        for name in (title, *map(str, also)):
            if spellings.setdefault(folded(name), title) != title:
                raise DefinitionFileError(f"{path.name}, roll {number}: ”{name}” är redan {spellings[folded(name)]}")
    longest_first = sorted(spellings.items(), key=lambda item: (-len(item[0]), item[0]))
    return Roles(parts, tuple(longest_first))


def _part(path: Path, number: int, entry: Mapping[str, Any]) -> str:
    part = str(entry.get("del", PLAN))
    if part not in PARTS:
        raise DefinitionFileError(f"{path.name}, roll {number}: del är ”{part}”; tillåtna: {', '.join(PARTS)}")
    return part


def role_table(data: DataDirectory) -> pl.DataFrame:
    """`role, part, sort_order`: the titles in the order of the file, and where each may be chosen, one of PARTS."""
    parts = roles(data).parts
    return pl.DataFrame(
        {"role": list(parts), "part": list(parts.values()), "sort_order": range(len(parts))},
        schema={"role": pl.String, "part": pl.String, "sort_order": pl.Int32},
    )
