"""A contract: the columns of one kind of extract, its named rules, and the rows it stores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from analysis.green_cross import Palette
from etl.contracts.columns import Column
from etl.cross_definitions import EventTypes
from etl.mappings.model import Mapping as FileMapping
from etl.providers import Providers
from etl.roles import Roles
from etl.rules import Rule

UNIT_WORDS = ("vårdenheter som den ersatta leveransen hade: {}", "Hämta en komplett fil")
EXTRA = "extra:"  # before the name of an unknown column, which may be a name of ours


@dataclass(frozen=True)
class Surroundings:
    """What rules need to know beside the row: reference tables and what the command line said."""

    specialties: pl.DataFrame
    principals: pl.DataFrame
    units: pl.DataFrame
    source: str | None = None
    population: str | None = None  # --kind: every row is of it, stated or not
    unstated_population: str | None = None  # of rows that do not say it, where nothing else does
    principal: str | None = None  # of rows without a region code
    loaded_principal: str | None = None  # the one whose contacts are loaded, where there is only one
    known_principals: frozenset[str] = frozenset()  # by reference or by any loaded row
    providers: Providers = field(default_factory=Providers)
    roles: Roles = field(default_factory=Roles)
    palette: Palette = field(default_factory=lambda: Palette(()))  # the definitions of the Green Cross
    validity: Mapping[str, tuple[dt.date, dt.date]] = field(default_factory=dict)  # of each, first and last day
    event_types: EventTypes = field(default_factory=lambda: EventTypes({}, {}))
    extra_columns: tuple[str, ...] = field(default=())
    mapping: FileMapping | None = None  # what the file was read by; its rows come as etl/mappings/application.py says


class Contract(Protocol):
    """One module per kind. Every kind derives `source, population, period`: the delivery that a row belongs to."""

    name: str
    kinds: tuple[str, ...]
    version: str
    columns: tuple[Column, ...]
    table: str  # the warehouse table of accepted rows, filled by queries/staging/insert_<table>.sql
    derived_tables: tuple[str, ...]  # other tables with rows of a delivery, emptied when it is replaced
    rows_share_record: bool  # one record may have several rows in the table
    key: tuple[str, ...]  # the columns that together are unique within a delivery
    mandatory_key: bool  # a row that lacks part of its key is compared with no other
    unit_column: str | None  # the care unit or reporter that a re-delivery may not drop, where there is one
    unit_words: tuple[str, str]  # what a re-delivery lacks that drops {}, and what to do
    part_column: str | None  # the derived column of the key that is "0" for a whole and another for its parts
    append_only: bool  # a later file replaces nothing; the key holds for everything ever loaded or registered
    replaces_days: bool  # a later file replaces units' days, not deliveries; the key is a day's, which has several rows
    either: tuple[tuple[str, ...], ...]  # sets of columns, one of which a file has whole; () where none is asked

    def content(self) -> list[pl.Expr]:
        """What is the same in two equal rows of a key."""
        ...

    def kind_of(self, population: str | None) -> str | None:
        """The kind of a delivery of that population; None where it could not be read."""
        ...

    def needed_for(self, kind: str | None) -> list[str]:
        """Columns that are mandatory only where the kind is given."""
        ...

    def settled(self, first: pl.DataFrame, surroundings: Surroundings) -> Surroundings:
        """The surroundings with what only a file's first rows tell."""
        ...

    def derive(self, rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
        """Add typed and looked-up columns; text columns stay as they are."""
        ...

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """The columns that queries/staging/insert_<table>.sql takes: only what figures need."""
        ...

    def rules(self, surroundings: Surroundings) -> Sequence[Rule]:
        """Every rule that sends a row to quarantine."""
        ...

    def warnings(self) -> Sequence[Rule]:
        """Rules whose rows are kept and counted."""
        ...
