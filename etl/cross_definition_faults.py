"""What is wrong with a definition file of the Green Cross, in one Swedish line: the checks' own words are English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

from pydantic import BaseModel
from pydantic_core import ErrorDetails

SHAPES = {
    "date": "ett datum, ÅÅÅÅ-MM-DD utan citattecken",
    "int": "ett heltal utan citattecken",
    "string": "en text inom citattecken",
    "dict": "en tabell med en rad per nyckel",
    "list": "en lista",
    "model": "en tabell med en rad per nyckel",
}


def told(error: ErrorDetails, model: type[BaseModel], parts: dict[str, type[BaseModel]]) -> str:
    """One of pydantic's errors about a file: which key, what it holds, what is allowed. `parts`: tables of lists."""
    where = [part for part in error["loc"] if part != "[key]"]
    owner = parts.get(str(where[0]), model) if len(where) > 1 else model
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"nyckeln {key} finns inte; tillåtna: {', '.join(owner.model_fields)}"
    if kind == "missing":
        return f"nyckeln {key} saknas; den måste finnas"
    if kind == "literal_error":
        allowed = re.findall(r"'(\w+)'", str(error["ctx"]["expected"]))
        return f"{key}: {_shown(error['input'])} går inte att använda; tillåtna: {', '.join(allowed)}"
    return f"{key}: {_shown(error['input'])} går inte att använda; {_needed(kind)}"


def unreadable(error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> str:
    """Where a file stops being TOML."""
    place = re.search(r"at line ([0-9]+), column ([0-9]+)", str(error))
    if place is None:
        return "går inte att läsa; skriv den som TOML i UTF-8"
    return f"går inte att läsa: rad {place[1]}, tecken {place[2]} är inte TOML"


def outside(inner: Sequence[object], outer: Sequence[object]) -> str:
    """Two spans of days, of which the first is not within the other."""
    first, last = (f"{span[0]}–{span[1] or ''}" for span in (inner, outer))
    return f"anvands_av gäller {first}, utanför definitionens egen tid {last}; rätta giltig_fran eller giltig_till"


def _needed(kind: str) -> str:
    if kind == "string_pattern_mismatch":
        return "skriv små bokstäver a–z, siffror och _"
    if kind == "string_too_short":
        return "skriv en text som inte är tom"
    shape = next((needed for begin, needed in SHAPES.items() if kind.startswith(begin)), "ett annat värde")
    return f"skriv {shape}"


def _shown(value: object) -> str:
    return f"”{value}”" if isinstance(value, str) else str(value)
