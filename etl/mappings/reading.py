"""A mapping file read and checked: what is wrong in it is told in one Swedish line that says what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from etl.mappings.checks import faults, near
from etl.mappings.model import Bands, Dates, Filter, Mapping, Match, Reader

PARTS: dict[str, type[BaseModel]] = {
    "match": Match,
    "reader": Reader,
    "dates": Dates,
    "filters": Filter,
    "bands": Bands,
}
EXPECTED = {
    "string_type": "ska vara text inom citattecken",
    "int_type": "ska vara ett heltal utan citattecken",
    "list_type": 'ska vara en lista, som ["A", "B"]',
    "dict_type": 'ska vara en tabell, som {"i filen" = "hos oss"}',
    "model_type": "ska vara en tabell med nycklar under sig",
}


BROKEN = {  # what the library says in English, by a part of it
    "Cannot declare": "tabellen står två gånger, eller är också en nyckel",
    "Cannot overwrite": "nyckeln står två gånger",
    "Cannot mutate": "tabellen går inte att lägga till i, den står redan på en rad",
    "Unescaped": "skriv mönster med \\ inom 'enkla' citattecken",
    "at end of document": "se efter att citattecken och klamrar stängs",
}


class MappingFault(Exception):
    """A mapping file is wrong; one Swedish line naming the file, the key and what is allowed."""


def read_mapping(path: Path, *, is_local: bool = False) -> Mapping:
    """One mapping file. Raises `MappingFault`."""
    content = path.read_bytes()
    return checked(path.name, parsed(path.name, content), content, is_local=is_local)


def parsed(name: str, content: bytes) -> dict[str, Any]:
    """The tables of the file. Raises `MappingFault`."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MappingFault(f"{name} är inte UTF-8; spara mappningen som UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise MappingFault(f"{name} går inte att läsa som TOML: {_where(error)}.") from None


def checked(name: str, stored: dict[str, Any], content: bytes, *, is_local: bool = False) -> Mapping:
    """The mapping of a file's parsed content. Raises `MappingFault`."""
    try:
        mapping = Mapping.model_validate(stored).of_file(name, content, is_local=is_local)
    except ValidationError as error:
        raise MappingFault(f"{name}: {_told(error)}") from None
    found = next(iter(faults(mapping)), None)
    if found is not None:
        raise MappingFault(f"{name}{_line_of(found, content)}: {found}")
    return mapping


def allowed_keys(model: type[BaseModel]) -> list[str]:
    """The keys of a table as they are written in the file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _where(error: tomllib.TOMLDecodeError) -> str:
    """Where the file stops being TOML, in our words: the library's are English."""
    words = next((told for part, told in BROKEN.items() if part in str(error)), "se efter citattecken och klamrar där")
    place = re.search(r"at line ([0-9]+), column ([0-9]+)", str(error))
    where = f"felet är på rad {place[1]}, tecken {place[2]}" if place else "filen tar slut mitt i ett värde"
    return f"{where}; {words}"


def _line_of(fault: str, content: bytes) -> str:
    """`, rad 14` for a pattern that is no pattern; the other faults name their key."""
    key = re.match(r"bands\.(pattern|open_pattern) ", fault)
    if key is None:
        return ""
    lines = content.decode("utf-8-sig").splitlines()
    written = re.compile(rf"\s*(?:bands\.)?{key[1]}\s*=|.*[{{,]\s*{key[1]}\s*=")
    return next((f", rad {number}" for number, line in enumerate(lines, 1) if written.match(line)), "")


def _told(error: ValidationError) -> str:
    # Of several faults the one that was made, not those that follow from it: a key misspelt is also a key missing.
    first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    place = [part for part in first["loc"] if isinstance(part, str) and part not in {"str", "list[str]"}]
    key = ".".join(place)
    if first["type"] == "extra_forbidden":
        allowed = allowed_keys(_model_at(place[:-1]))
        return (
            f"okänd nyckel {key}.{near(place[-1], allowed)} "
            f"Tillåtna{f' under [{place[0]}]' if len(place) > 1 else ''}: {', '.join(allowed)}."
        )
    if first["type"] == "missing":
        return f"nyckeln {key} saknas{_needed(place)}."
    if first["type"] == "literal_error":
        expected = str(first["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return f"{key} är ”{first['input']}”; tillåtet: {expected}."
    if first["type"] in {"greater_than_equal", "less_than_equal"}:
        return f"{key} är {first['input']}; tillåtet: ett radnummer från 1 till 100."
    return f"{key} {EXPECTED.get(first['type'], 'har fel slag av värde')}, inte {first['input']!r}."


def _needed(place: Sequence[str]) -> str:
    if place == ["match"]:
        return "; skriv [match] med file (namnmönster), columns (rubriker) eller båda"
    return ""


def _model_at(place: Sequence[str]) -> type[BaseModel]:
    return PARTS.get(place[0], Mapping) if place else Mapping
