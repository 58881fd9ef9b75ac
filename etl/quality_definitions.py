"""The checks of quality and their thresholds, and sources that have ended.

`data/definitions/kvalitetskontroller.toml` and `avslutade_kallor.toml`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config import DataDirectory
from etl.definitions import DefinitionFileError, Phase

QUALITY_FILE, ENDED_FILE = "kvalitetskontroller.toml", "avslutade_kallor.toml"
_File = TypeVar("_File", bound=BaseModel)
Share = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[int, Field(ge=0, le=3660)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Check(_Part):
    """One check: its title, what it looks for, and the reasons in quarantine that are its findings."""

    id: Literal["DQ0", "DQ1", "DQ2", "DQ3", "DQ4", "DQ5", "DQ6"]
    titel: str
    text: str
    orsaker: list[str] = []


class Demand(_Part):
    """The least share of records that have a value in a column."""

    kolumn: str
    andel: Share


class Odd(_Part):
    """From which day an accepted contact is pointed out."""

    langsta_vantan_dagar: Days
    pvv_over_dagar: Days
    pvv_faser: list[Phase]


class Reasonable(_Part):
    """The lowest and highest value of a förvaltning that is not pointed out."""

    faser: list[Phase]
    andel: tuple[Share, Share]
    median_dagar: tuple[Days, Days]


class Silence(_Part):
    """When a unit without contacts is silent."""

    minst: int = Field(ge=1)
    perioder: int = Field(ge=1, le=36)
    visas_perioder: int = Field(ge=1, le=600)


class QualityRules(_Part):
    """The whole file."""

    kontroll: list[Check]
    granser: Odd
    krav: list[Demand] = []
    rimligt: Reasonable
    tyst_enhet: Silence


class EndedSource(_Part):
    """A source of which nothing is expected for periods from a day on: of one kind, or of all."""

    kalla: str
    slag: Literal["vantande", "genomforda", "aggregat"] | None = None
    fran: dt.date


class EndedSources(_Part):
    """The whole file."""

    avslutad: list[EndedSource] = []


def quality_rules(data: DataDirectory) -> QualityRules:
    """The data directory's file takes the place of the product's own. Raises `DefinitionFileError`."""
    return _read(data, QUALITY_FILE, QualityRules)


def ended_sources(data: DataDirectory) -> list[EndedSource]:
    """The sources that somebody has declared ended. Raises `DefinitionFileError`."""
    return _read(data, ENDED_FILE, EndedSources).avslutad


def _read(data: DataDirectory, name: str, model: type[_File]) -> _File:
    path = data.overlays("definitions", name)[-1]
    try:
        return model(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionFileError(f"{path.name} går inte att läsa: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DefinitionFileError(
            f"{path.name} ({where}): värdet {first.get('input')!r} går inte att använda: {first['msg']}"
        ) from None
