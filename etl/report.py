"""What a load tells: the machine-readable report and the lines a person reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

NO_PERIOD, NO_KIND, NO_SOURCE = "okänd period", "okänt slag", "okänd källa"  # what rows do not say
Status = Literal["loaded", "unchanged", "replaced", "refused"]


@dataclass
class PartReport:
    """One delivery of a file: a source, a kind and a period."""

    kind: str | None
    source: str | None
    period: dt.date | None
    records: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicates: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    replaces: int | None = None

    @property
    def told(self) -> str:
        """Which delivery it is, in words."""
        source = f"källa {self.source}" if self.source else NO_SOURCE
        return f"{self.period or NO_PERIOD} ({self.kind or NO_KIND}, {source})"

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "source": self.source,
            "period": self.period.isoformat() if self.period else None,
            "records": self.records,
            "accepted": self.accepted,
            "quarantined": self.quarantined,
            "duplicates": self.duplicates,
            "reasons": self.reasons,
        }


@dataclass
class FileReport:
    """One file of a load. For every file not refused: records = accepted + quarantined + duplicates."""

    path: str
    status: Status
    kind: str | None = None
    source: str | None = None
    period: str | None = None
    encoding: str | None = None
    records: int | None = None
    accepted: int | None = None
    quarantined: int | None = None
    duplicates: int | None = None
    reason: str | None = None
    message: str | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    parts: list[PartReport] = field(default_factory=list)
    mapping: str | None = None  # the name of the mapping file it was read by
    accepted_refusal: str | None = None  # the reason that a person overrode with --accept

    def as_json(self) -> dict[str, Any]:
        own = {name: value for name, value in vars(self).items() if name != "parts"}
        return own | {"parts": [part.as_json() for part in self.parts]}


@dataclass
class LoadReport:
    """A whole run of `load`."""

    files: list[FileReport] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    published: str | None = None
    lifted_hold: bool = False
    decisions: list[dict[str, Any]] = field(default_factory=list)  # a steward's, carried out before the files

    @property
    def entered_by_decision(self) -> bool:
        """Whether a decision has brought rows that count."""
        return any(decision["rows"] and decision["action"] != "discard" for decision in self.decisions)

    @property
    def refused(self) -> bool:
        return any(file.status == "refused" for file in self.files)

    def as_json(self) -> dict[str, Any]:
        return {
            "published": self.published,
            "lifted_hold": self.lifted_hold,
            "ignored": self.ignored,
            "decisions": self.decisions,
            "files": [file.as_json() for file in self.files],
        }


def span_of(values: Iterable[str | None]) -> str | None:
    """The known values of a file's parts, joined by +."""
    return "+".join(sorted({value for value in values if value is not None})) or None


def period_of(periods: Iterable[dt.date | None]) -> str | None:
    """The period of a file's parts: first/last where there are several."""
    known = sorted(period for period in periods if period is not None)
    if not known:
        return None
    return known[0].isoformat() if known[0] == known[-1] else f"{known[0]}/{known[-1]}"
