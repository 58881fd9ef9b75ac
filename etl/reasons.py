"""The catalogue of reasons: one Swedish text per code, used by messages, quarantine, page and documentation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from config import ROOT

CATALOGUE = ROOT / "data" / "definitions" / "reasons.toml"


@dataclass(frozen=True)
class Reason:
    """`action`: F the file is refused, Q the row is quarantined, W it is loaded with a warning."""

    code: str
    title: str
    advice: str
    action: Literal["F", "Q", "W"]
    cases: tuple[int, ...]
    overridable: bool  # a person may load the file all the same, with --accept
    releasable: bool = False  # a data steward may let rows count that have it
    emptied: bool = False  # released, the cell counts as empty


@cache
def reasons() -> dict[str, Reason]:
    """Every reason by its code."""
    stored = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {code: _reason(code, entry) for code, entry in stored.items()}


def _reason(code: str, entry: dict[str, Any]) -> Reason:
    overridable, releasable, emptied = (
        bool(entry.get(name, False)) for name in ("overridable", "releasable", "emptied")
    )
    said = (code, entry["title"], entry["advice"], entry["action"], tuple(entry["case"]))
    return Reason(*said, overridable, releasable or emptied, emptied)


def told(code: str) -> str:
    """`title. advice` as a user reads it."""
    reason = reasons()[code]
    return f"{reason.title}. {reason.advice}"
