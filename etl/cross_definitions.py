"""The Green Cross's definitions and event types, read from `data/definitions` and checked before anything is built."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.green_cross import COLOURS, DISTURBANCE, FACTS, DefinitionSet, Palette
from config import ROOT, DataDirectory
from etl.cross_definition_faults import outside, told, unreadable
from etl.definitions import DefinitionFileError
from etl.providers import folded

FOLDER = "grona_korset"
TYPE_FILE = "handelsetyper.toml"
DISTURBANCE_KEY = "driftstorning"
RESERVED_NAMES = {"egen", "okand", "konflikt"}  # words of addresses and of days, never a definition's

Colour = Literal["vit", "gra", "gron", "gul", "orange", "rod"]


class Usage(BaseModel):
    """A förvaltning that colours by the definition, from one day to another, both inclusive."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    forvaltning: str = Field(min_length=1)
    giltig_fran: date
    giltig_till: date | None = None  # uses it still

    def meets(self, other: Usage) -> bool:
        """Whether the two are of the same förvaltning and have a day in common."""
        return (
            self.forvaltning == other.forvaltning
            and self.giltig_fran <= (other.giltig_till or date.max)
            and other.giltig_fran <= (self.giltig_till or date.max)
        )


class CrossDefinition(BaseModel):
    """One file of grona_korset: fact → colour, what the colours mean, and who uses them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    namn: str = Field(pattern=r"^[a-z0-9_]+$")
    titel: str = Field(min_length=1)
    text: str
    ordning: int
    giltig_fran: date
    giltig_till: date | None = None  # holds still
    farger: dict[str, Colour]
    forklaring: dict[Colour, str]
    anvands_av: list[Usage] = []

    def definition_set(self) -> DefinitionSet:
        """The colour of every fact case."""
        from_facts = [self.farger[fact] for fact in FACTS]
        own = self.farger.get(DISTURBANCE_KEY, self.farger["utan_skada_eller_risk"])
        return DefinitionSet(self.namn, self.titel, dict(enumerate([*from_facts[:DISTURBANCE], own, *from_facts[4:]])))


@dataclass(frozen=True)
class EventTypes:
    """`titles`: code → title in the order of the file; `spellings`: folded code, title or alias → code."""

    titles: dict[str, str]
    spellings: dict[str, str]

    def code(self, text: str) -> str:
        """The code that the text is a spelling of, else the text as it is written."""
        return self.spellings.get(folded(text), text)


def cross_definitions(data: DataDirectory) -> list[CrossDefinition]:
    """Every definition, in order; a file of the data directory stands in for the product's of the same name.

    Raises `DefinitionFileError`.
    """
    found = [_definition(path) for path in _files(data)]
    used = sorted(((use, definition.namn) for definition in found for use in definition.anvands_av), key=_begin)
    for (one, name), (other, other_name) in combinations(used, 2):
        if name != other_name and one.meets(other):
            raise DefinitionFileError(
                f"{FOLDER}: {one.forvaltning} använder både {name} från {one.giltig_fran} och {other_name} från "
                f"{other.giltig_fran}; skriv giltig_till i den första"
            )
    return sorted(found, key=lambda definition: (definition.ordning, definition.namn))


def palette(data: DataDirectory) -> Palette:
    """The colours of every definition. Raises `DefinitionFileError`."""
    return palette_of(cross_definitions(data))


def palette_of(definitions: Sequence[CrossDefinition]) -> Palette:
    """The colours of these definitions. Raises `DefinitionFileError` where they are too many to hold apart."""
    try:
        return Palette([definition.definition_set() for definition in definitions])
    except ValueError as error:
        raise DefinitionFileError(f"{FOLDER}: för många definitioner: {error}") from None


def validity(definitions: Sequence[CrossDefinition]) -> dict[str, tuple[date, date]]:
    """The first and the last day that each definition holds, by name."""
    return {each.namn: (each.giltig_fran, each.giltig_till or date.max) for each in definitions}


def event_types(data: DataDirectory) -> EventTypes:
    """The data directory's handelsetyper.toml, else the product's. Raises `DefinitionFileError`."""
    path = data.overlays("definitions", TYPE_FILE)[-1]
    titles: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for number, entry in enumerate(_entries(path), start=1):
        code, title, also = entry.get("kod"), entry.get("titel"), entry.get("alias", [])
        is_text = isinstance(code, str) and isinstance(title, str) and bool(code.strip() and title.strip())
        if not is_text or not isinstance(also, list) or set(entry) - {"kod", "titel", "alias"}:
            raise DefinitionFileError(
                f'{path.name}, typ {number}: skriv kod = "…", titel = "…" och alias = ["…"], inget annat'
            )
        titles[code] = title
        for name in (code, title, *map(str, also)):
            if spellings.setdefault(folded(name), code) != code:
                raise DefinitionFileError(f"{path.name}, typ {number}: ”{name}” är redan {spellings[folded(name)]}")
    return EventTypes(titles, spellings)


def event_type_table(data: DataDirectory) -> pl.DataFrame:
    """`event_type, title, sort_order`, in the order of the file."""
    rows = [(code, title, order) for order, (code, title) in enumerate(event_types(data).titles.items())]
    return pl.DataFrame(
        rows, schema={"event_type": pl.String, "title": pl.String, "sort_order": pl.Int32}, orient="row"
    )


def definition_table(definitions: Sequence[CrossDefinition]) -> pl.DataFrame:
    """`definition, title, text, sort_order, valid_from, valid_to` (null: holds still), in order."""
    return pl.DataFrame(
        [(d.namn, d.titel, d.text, order, d.giltig_fran, d.giltig_till) for order, d in enumerate(definitions)],
        schema={
            "definition": pl.String, "title": pl.String, "text": pl.String, "sort_order": pl.Int32,
            "valid_from": pl.Date, "valid_to": pl.Date,
        },
        orient="row",
    )  # fmt: skip


def colour_table(definitions: Sequence[CrossDefinition]) -> pl.DataFrame:
    """`definition, bit, colour`: the colour of each of the eight fact cases."""
    rows = [(d.namn, bit, colour) for d in definitions for bit, colour in d.definition_set().colours.items()]
    return pl.DataFrame(rows, schema={"definition": pl.String, "bit": pl.UInt8, "colour": pl.String}, orient="row")


def legend_table(definitions: Sequence[CrossDefinition]) -> pl.DataFrame:
    """`definition, colour, text`: what each colour that a definition gives means, from the mildest."""
    rows = [(d.namn, colour, d.forklaring[colour]) for d in definitions for colour in COLOURS if colour in d.forklaring]
    return pl.DataFrame(rows, schema={"definition": pl.String, "colour": pl.String, "text": pl.String}, orient="row")


def usage_table(definitions: Sequence[CrossDefinition]) -> pl.DataFrame:
    """`administration, definition, valid_from, valid_to` (null: uses it still); 'Alla' is whom no other row names."""
    rows = [(u.forvaltning, d.namn, u.giltig_fran, u.giltig_till) for d in definitions for u in d.anvands_av]
    return pl.DataFrame(
        rows,
        schema={"administration": pl.String, "definition": pl.String, "valid_from": pl.Date, "valid_to": pl.Date},
        orient="row",
    )


def _entries(path: Path) -> list[Any]:
    content = _toml(path)
    entries: Any = content.get("typ", [])
    if set(content) - {"typ"} or not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise DefinitionFileError(f"{path.name}: skriv en tabell [[typ]] per händelsetyp, inget annat")
    return entries


def _begin(used: tuple[Usage, str]) -> tuple[date, str]:
    usage, definition = used
    return usage.giltig_fran, definition


def _files(data: DataDirectory) -> list[Path]:
    names = sorted({path.name for path in _toml_files(ROOT / "data") | _toml_files(data.root)})
    return [data.overlays(f"definitions/{FOLDER}", name)[-1] for name in names]


def _toml_files(root: Path) -> set[Path]:
    return set((root / "definitions" / FOLDER).glob("*.toml"))


def _definition(path: Path) -> CrossDefinition:
    try:
        definition = CrossDefinition(**_toml(path))
    except ValidationError as error:
        fault = told(error.errors()[0], CrossDefinition, {"anvands_av": Usage})
        raise DefinitionFileError(f"{path.name}: {fault}") from None
    for fault in _faults(definition, path):
        raise DefinitionFileError(f"{path.name}: {fault}")
    return definition


def _faults(definition: CrossDefinition, path: Path) -> Iterator[str]:
    allowed = [*FACTS, DISTURBANCE_KEY]
    if definition.namn != path.stem or definition.namn in RESERVED_NAMES:
        yield f"namn är {definition.namn!r}; skriv filens namn, {path.stem!r}, som inte får vara egen, okand, konflikt"
    if missing := [fact for fact in FACTS if fact not in definition.farger]:
        yield f"[farger] saknar {', '.join(missing)}"
    if unknown := [key for key in definition.farger if key not in allowed]:
        yield f"[farger] har {', '.join(unknown)}; tillåtna: {', '.join(allowed)}"
    given = set(definition.farger.values())
    if unexplained := [colour for colour in COLOURS if colour in given - set(definition.forklaring)]:
        yield f"[forklaring] saknar {', '.join(unexplained)}"
    if unused := [colour for colour in COLOURS if colour in set(definition.forklaring) - given]:
        yield f"[forklaring] har {', '.join(unused)}, som [farger] aldrig ger"
    spans = [(dated.giltig_fran, dated.giltig_till) for dated in definition.anvands_av]
    for first, last in [(definition.giltig_fran, definition.giltig_till), *spans]:
        if last is not None and last < first:
            yield f"giltig_till {last} är före giltig_fran {first}"
    own = definition.giltig_fran, definition.giltig_till
    for first, last in spans:
        if first < own[0] or (last or date.max) > (own[1] or date.max):
            yield outside((first, last), own)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionFileError(f"{path.name} {unreadable(error)}") from None
