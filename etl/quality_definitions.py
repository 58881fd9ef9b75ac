"""The checks of quality and their thresholds: `data/definitions/kvalitetskontroller.toml`."""

from __future__ import annotations

import tomllib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config import DataDirectory
from etl.definitions import DefinitionFileError, Phase

QUALITY_FILE = "kvalitetskontroller.toml"
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


def quality_rules(data: DataDirectory) -> QualityRules:
    """The data directory's file takes the place of the product's own. Raises `DefinitionFileError`."""
    path = data.overlays("definitions", QUALITY_FILE)[-1]
    try:
        return QualityRules(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionFileError(f"{path.name} går inte att läsa: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DefinitionFileError(
            f"{path.name} ({where}): värdet {first.get('input')!r} går inte att använda: {first['msg']}"
        ) from None
