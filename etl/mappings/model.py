"""One mapping file: what it matches, how the file is read, and which of its columns is which of the contract's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from etl.readers.header import fold

MatPeriod = Literal["forsta_dag", "dag"]
Unit = Literal["days", "weeks", "months"]
BANDS, CONTROL, SUM_OVER, SOURCE = "_bands", "_control", "_sum_over", "_source"
BAND_COLUMNS = ("fran_dagar", "till_dagar", "antal")  # of the contract aggregat, by band
IN_BRACES = re.compile(r"\{([^{}]+)\}")


class Part(BaseModel):
    """A table of the file; a key that is not here is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Match(Part):
    """Which files it is for: a glob over the file's name (any case), columns that all stand in the header, or both."""

    file: str | None = None
    columns: list[str] = Field(default_factory=list)

    @property
    def conditions(self) -> int:
        """How much it asks of a file: the mapping that asks most is the one for it."""
        return (self.file is not None) + len(self.columns)


class Reader(Part):
    """What the file does not tell of itself. `header_row`: the line, from 1, that holds the column names."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = Field(default=None, ge=1, le=100)
    decimal: str | None = None
    thousands: str | None = None
    null: list[str] = Field(default_factory=list)


class Dates(Part):
    """How a date is written. `from`: the columns it stands in, joined by a blank, where rename does not give it."""

    source: str | list[str] | None = Field(default=None, alias="from")
    format: str | list[str]
    day: Literal["sista"] | None = None

    @property
    def columns(self) -> list[str]:
        return [self.source] if isinstance(self.source, str) else list(self.source or [])

    @property
    def formats(self) -> list[str]:
        return [self.format] if isinstance(self.format, str) else list(self.format)


class Filter(Part):
    """Which rows are read at all, by the value of one column of the file."""

    column: str
    keep: list[str] | None = None
    drop: list[str] | None = None


class Bands(Part):
    """Waiting times in bands: one column for each (wide), or a column of labels and one of counts (long)."""

    unit: Unit
    columns: dict[str, list[int]] = Field(default_factory=dict)
    pattern: str | None = None
    open_pattern: str | None = None
    label: str | None = None
    count: str | None = None
    edges: Literal["inclusive"] | None = None

    @property
    def is_wide(self) -> bool:
        return self.label is None


class Mapping(Part):
    """A whole mapping file. `name` is the file's, `fingerprint` its content's."""

    kind: str
    title: str | None = None
    source: str | None = None
    huvudman: str | None = None
    role: Literal["jamforelse"] | None = None
    cut: str | None = None
    matperiod: MatPeriod | None = None
    sum_over: list[str] = Field(default_factory=list)
    control: str | None = None
    ignore: list[str] = Field(default_factory=list)  # columns of the file that are knowingly not read
    match: Match
    reader: Reader = Field(default_factory=Reader)
    rename: dict[str, str | list[str]] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    values_strict: list[str] = Field(default_factory=list)
    dates: dict[str, Dates] = Field(default_factory=dict)
    filters: list[Filter] = Field(default_factory=list)
    bands: Bands | None = None

    _name: str = PrivateAttr(default="")
    _fingerprint: str = PrivateAttr(default="")
    _is_local: bool = PrivateAttr(default=False)

    @property
    def name(self) -> str:
        """The name of its file."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Changes with any byte of its file."""
        return self._fingerprint

    @property
    def weight(self) -> tuple[bool, int]:
        """Of the mappings that fit a file the heaviest is for it: the organisation's own before the product's."""
        return self._is_local, self.match.conditions

    def of_file(self, name: str, content: bytes, *, is_local: bool = False) -> Mapping:
        """The mapping as it stands in a file of that name and content, which the data directory has or the product."""
        self._name, self._fingerprint, self._is_local = name, hashlib.sha256(content).hexdigest(), is_local
        return self

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its files; `vantande+genomforda` where each row says which it is."""
        return tuple(self.kind.split("+"))

    @property
    def is_wide(self) -> bool:
        """Whether every line holds several bands: they come as `_bands`, and the contract's band columns are empty."""
        return self.bands is not None and self.bands.is_wide

    @property
    def targets(self) -> dict[str, list[str]]:
        """Column of the file → columns of the contract, in the order of the file."""
        return {name: [to] if isinstance(to, str) else list(to) for name, to in self.rename.items()}

    @property
    def source_columns(self) -> list[str]:
        """Columns of the file whose values stand in the source's name."""
        return IN_BRACES.findall(self.source or "")

    @property
    def file_columns(self) -> frozenset[str]:
        """Every column of the file that it names, but those that it ignores."""
        return self.read_columns | set(self.match.columns)

    @property
    def read_columns(self) -> frozenset[str]:
        """Every column of the file that it reads by name: what only [match] names is not read by that."""
        named = [*self.rename, *self.sum_over, *self.source_columns]
        named += [column for dates in self.dates.values() for column in dates.columns]
        named += [part.column for part in self.filters] + ([self.control] if self.control else [])
        if self.bands is not None:
            named += self.bands.columns if self.bands.is_wide else []
            named += [column for column in (self.bands.label, self.bands.count) if column]
        return frozenset(named)


def found_in(header: Sequence[str], column: str) -> str | None:
    """The name in the header that is meant: the very one, else the one that differs in case, blanks or dots alone."""
    if column in header:
        return column
    return next((name for name in header if fold(name) == fold(column)), None)
