"""The dated limits and the named definitions, read from `data/definitions` and checked before anything is built."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config import DataDirectory

ALL = "Alla"
FOLLOW_UP_PHASE = 4  # återbesök: measured against the patient's own target date
EMERGENCY_PHASE = 5  # akut: nobody queues for it, so it has no balance

PLAN_FILE = "leveransplan.toml"

EVENT_COLUMNS = {
    "principal": pl.String, "event": pl.String, "title": pl.String, "text": pl.String, "from_date": pl.Date,
    "to_date": pl.Date, "population": pl.String, "phase": pl.UInt8, "specialty": pl.String,
    "administration": pl.String, "rebases": pl.Boolean, "reason": pl.String,
}  # fmt: skip

Population = Literal["vantande", "genomforda"]
Deviation = Literal[1, 2, 3]
Phase = Annotated[int, Field(ge=1, le=5)]
Row = TypeVar("Row", bound=BaseModel)


class DefinitionFileError(Exception):
    """A definition file cannot be used; one Swedish line names the file, the row and what is wrong."""


class Limit(BaseModel):
    """One dated limit: who it holds for and how many days (inclusive)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    namn: str
    titel: str
    text: str
    huvudman: str = ALL
    population: list[Population]
    fas: list[Phase]
    mvo: Literal["Alla"] | list[str] = "Alla"
    dagar: int = Field(ge=0, le=3660)
    giltig_fran: date
    giltig_till: date | None = None  # holds still


class Definition(BaseModel):
    """Which deviations leave the denominator, always or only when the wait is over the limit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    namn: Literal["ingen", "exkl_pvv", "exkl_pvv_mov", "exkl_pvv_over_grans"]
    titel: str
    text: str
    utesluter: list[Deviation]
    utesluter_over_grans: list[Deviation]


class Event(BaseModel):
    """Something dated that explains a jump or a gap; a new level in control charts only with a reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    handelse: str
    titel: str
    text: str
    huvudman: str = ALL
    fran: date
    till: date | None = None  # one day
    population: Population | None = None
    fas: Phase | None = None
    mvo: str | None = None
    forvaltning: str | None = None
    ny_niva: bool = False
    orsak: str | None = None

    @model_validator(mode="after")
    def _is_possible(self) -> Event:
        if self.till is not None and self.till < self.fran:
            raise ValueError("till är före fran")
        if self.ny_niva and not (self.orsak or "").strip():
            raise ValueError("ny_niva kräver en orsak")
        return self


class ReachedRule(BaseModel):
    """From which share of those waiting within the limit a plan may be lowered because the guarantee is reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    andel: float = Field(gt=0, le=1)
    giltig_fran: date
    giltig_till: date | None = None  # holds still

    @model_validator(mode="after")
    def _is_possible(self) -> ReachedRule:
        if self.giltig_till is not None and self.giltig_till < self.giltig_fran:
            raise ValueError("giltig_till är före giltig_fran")
        return self


def limits(data: DataDirectory) -> pl.DataFrame:
    """One row per limit × population × phase × specialty ('Alla' = every specialty and every margin)."""
    rows = [
        {
            "limit_name": limit.namn,
            "title": limit.titel,
            "principal": limit.huvudman,
            "population": population,
            "phase": phase,
            "specialty": specialty,
            "limit_days": limit.dagar,
            "valid_from": limit.giltig_fran,
            "valid_to": limit.giltig_till,
            "text": limit.text,
        }
        for limit in _read(data, "granser.toml", "grans", Limit)
        for population in limit.population
        for phase in limit.fas
        for specialty in ([ALL] if limit.mvo == ALL else limit.mvo)
    ]
    return pl.DataFrame(rows, schema_overrides={"phase": pl.UInt8, "limit_days": pl.Int32, "valid_to": pl.Date})


def definitions(data: DataDirectory) -> pl.DataFrame:
    """One row per definition, in the order of the file."""
    rows = _read(data, "definitioner.toml", "definition", Definition)
    return pl.DataFrame(
        [
            {"definition": row.namn, "name": row.titel, "text": row.text, "sort_order": order}
            for order, row in enumerate(rows)
        ],
        schema_overrides={"sort_order": pl.Int32},
    )


def exclusions(data: DataDirectory) -> pl.DataFrame:
    """One row per definition × deviation (0 = none): is it kept within the limit, is it kept over it."""
    return pl.DataFrame(
        [
            {
                "definition": row.namn,
                "deviation": deviation,
                "kept_within": deviation not in row.utesluter,
                "kept_over": deviation not in {*row.utesluter, *row.utesluter_over_grans},
            }
            for row in _read(data, "definitioner.toml", "definition", Definition)
            for deviation in range(4)
        ],
        schema_overrides={"deviation": pl.UInt8},
    )


def events(data: DataDirectory) -> pl.DataFrame:
    """One row per dated event; null in population, phase, specialty and administration means every one."""
    rows = [
        (e.huvudman, e.handelse, e.titel, e.text, e.fran, e.till, e.population, e.fas, e.mvo, e.forvaltning,
         e.ny_niva, e.orsak)
        for e in _read(data, "handelser.toml", "handelse", Event, may_be_empty=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=EVENT_COLUMNS, orient="row")


def plan_rules(data: DataDirectory) -> pl.DataFrame:
    """`rule, value, valid_from, valid_to` (null: holds still): at most one row of a rule holds on any day."""
    rows = sorted(_read(data, PLAN_FILE, "uppnadd", ReachedRule), key=lambda row: row.giltig_fran)
    for earlier, later in pairwise(rows):
        if (earlier.giltig_till or date.max) >= later.giltig_fran:
            raise DefinitionFileError(
                f"{PLAN_FILE}: uppnadd från {earlier.giltig_fran} och från {later.giltig_fran} gäller samma tid; "
                f"skriv giltig_till i den första"
            )
    return pl.DataFrame(
        [("reached_share", row.andel, row.giltig_fran, row.giltig_till) for row in rows],
        schema={"rule": pl.String, "value": pl.Float64, "valid_from": pl.Date, "valid_to": pl.Date},
        orient="row",
    )


def _read(data: DataDirectory, name: str, key: str, model: type[Row], *, may_be_empty: bool = False) -> list[Row]:
    """The data directory's file of the same name takes the place of the product's own."""
    path = data.overlays("definitions", name)[-1]
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get(key, [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionFileError(f"{path.name} går inte att läsa: {error}") from None
    if not tables and not may_be_empty:
        raise DefinitionFileError(f"{path.name} saknar [[{key}]]")
    return [_checked(path, number, table, model) for number, table in enumerate(tables, start=1)]


def _checked(path: Path, number: int, table: dict[str, object], model: type[Row]) -> Row:
    try:
        return model(**table)  # pydantic checks every key and value
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "value_error":  # a rule of ours over several values, already in Swedish
            raise DefinitionFileError(f"{path.name}, rad {number}: {first['ctx']['error']}") from None
        where = ".".join(str(part) for part in first["loc"])
        raise DefinitionFileError(
            f"{path.name}, rad {number} ({where}): värdet {first.get('input')!r} går inte att använda: {first['msg']}"
        ) from None
