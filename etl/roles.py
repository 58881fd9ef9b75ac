"""Roles that may stand where a person would sign: a person's name never enters the warehouse."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

import polars as pl

from config import DataDirectory
from etl.definitions import DefinitionFileError
from etl.providers import folded

ROLE_FILE = "roller.toml"


@dataclass(frozen=True)
class Roles:
    """`spellings`: every folded spelling and its title, the longest first; `titles` in the order of the file."""

    titles: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()

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
    for number, entry in enumerate(entries, start=1):
        title, also = entry.get("titel"), entry.get("alias", [])
        if (
            not isinstance(title, str)
            or not title.strip()
            or not isinstance(also, list)
            or set(entry) - {"titel", "alias"}
        ):
            raise DefinitionFileError(f'{path.name}, roll {number}: skriv titel = "…" och alias = ["…"], inget annat')
        for name in (title, *map(str, also)):
            if spellings.setdefault(folded(name), title) != title:
                raise DefinitionFileError(f"{path.name}, roll {number}: ”{name}” är redan {spellings[folded(name)]}")
    longest_first = sorted(spellings.items(), key=lambda item: (-len(item[0]), item[0]))
    return Roles(tuple(dict.fromkeys(spellings.values())), tuple(longest_first))


def role_table(data: DataDirectory) -> pl.DataFrame:
    """`role, sort_order`: the titles in the order of the file."""
    titles = roles(data).titles
    return pl.DataFrame(
        {"role": titles, "sort_order": range(len(titles))}, schema={"role": pl.String, "sort_order": pl.Int32}
    )
