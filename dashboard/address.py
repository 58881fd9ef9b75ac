"""The address bar's grammar: what a pasted link says, and the full address of what is shown.

Every filter stands in the address with the values of the open tables, also those nobody has touched, so that a link
copied today shows the same view after the next delivery. An unknown value is kept as something to tell the reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

# Public grammar, plus our own: what Läget compares with, how far back it looks for changes, the order of rows,
# whether all are shown, what a funnel holds and is compared with; of plans, between whom and in what steps of the
# year; of a proposal, what it has to reach and keep to; of the Green Cross, where, which month and day, what is shown,
# whose colours, whether it hangs on a wall, and the role of who registers; of quality, whose source, of what kind,
# which reason and column.
PARAMETERS = (
    "huvudman",
    "matdatum",
    "population",
    "fas",
    "definition",
    "grans",
    "mvo",
    "forvaltning",
    "enhet",
    "ar",
    "kvartal",
    "jamfor",
    "mot",
    "ordning",
    "rader",
    "tratt",
    "mal",
    "diagram",
    "avsandare",
    "mottagare",
    "regi",
    "overforing",
    "period",
    "plan",
    "andel",
    "datum",
    "minsta",
    "restid",
    "rattvisa",
    "sasong",
    "sjukhus",
    "klinik",
    "manad",
    "dag",
    "visa",
    "farger",
    "vagg",
    "roll",
    "kalla",
    "slag",
    "orsak",
    "kolumn",
)


@dataclass(frozen=True)
class Unknown:
    """A parameter or value that the published data does not know."""

    parameter: str
    value: str
    shown: str = ""


@dataclass
class Address:
    """What the address asks for, read against the choices that exist; `chosen` grows as filters are read.

    `remembered`: what was last chosen in this visit, for a page whose address says nothing of it.
    """

    given: Mapping[str, Sequence[str]]
    remembered: Mapping[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)

    def one(self, parameter: str, options: Mapping[str, str], default: str) -> str:
        """The single value asked for, else what was last chosen, else the default; unknown values are recorded."""
        known, unknown = self._split(parameter, options)
        last = self.remembered.get(parameter, "")
        value = known[-1] if known else last if last in options else default
        self.unknown += [Unknown(parameter, wrong, options.get(value, value)) for wrong in unknown]
        self.chosen[parameter] = (value,)
        return value

    def several(self, parameter: str, options: Mapping[str, str]) -> tuple[str, ...]:
        """The values asked for, in the order of the choices; none means all."""
        known, unknown = self._split(parameter, options)
        self.unknown += [Unknown(parameter, wrong) for wrong in unknown]
        self.chosen[parameter] = tuple(value for value in options if value in known)
        return self.chosen[parameter]

    def _split(self, parameter: str, options: Mapping[str, str]) -> tuple[list[str], list[str]]:
        given = [value for value in self.given.get(parameter, ()) if value]
        return [v for v in given if v in options], [v for v in given if v not in options]

    def unknown_names(self) -> list[Unknown]:
        """Parameters outside the grammar, for example a misspelt one."""
        return [
            Unknown(name, value) for name, values in self.given.items() if name not in PARAMETERS for value in values
        ]

    def full(self) -> str:
        """The query string of what is shown, or of nothing changed where something was unknown."""
        return query_string(self.chosen)


def query_string(values: Mapping[str, Sequence[str]]) -> str:
    """`a=1&b=2&b=3` in the grammar's order, empty values left out."""
    pairs = [(name, value) for name in PARAMETERS for value in values.get(name, ()) if value]
    return urlencode(pairs)
