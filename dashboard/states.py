"""The states of a figure: shown, low base, hidden, missing, nobody, not computable – each with a word and a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import swedish
from dashboard.band_words import days_between, share_between, short_share
from dashboard.cuts import Words

SHOWN, LOW_BASE, HIDDEN, MISSING, NOBODY, NOT_COMPUTABLE = (
    "visas",
    "lagt_underlag",
    "dolt",
    "saknas",
    "noll",
    "ej_berakningsbar",
)
NOT_OFFERED = "–"


@dataclass(frozen=True)
class Thresholds:
    """The published thresholds in words: below `low_base` a share is uncertain, below `suppress_below` it is hidden."""

    low_base: int
    suppress_below: int

    @property
    def few(self) -> str:
        """färre än 20 patienter."""
        return f"färre än {self.low_base} patienter"

    @property
    def hidden(self) -> str:
        """1–4 patienter, eller skulle avslöja en så liten grupp."""
        return f"1–{max(1, self.suppress_below - 1)} patienter, eller skulle avslöja en så liten grupp"


@dataclass(frozen=True)
class Cell:
    """A table cell: escaped HTML and its class."""

    html: str
    css: str = ""


def count_cell(row: Mapping[str, Any], column: str) -> Cell:
    """A count with its state: 1 204, dolt, saknas, 0."""
    status = row["status"]
    if status == HIDDEN:
        return Cell("dolt", "vl-number vl-hidden")
    if status == MISSING:
        return Cell("saknas", "vl-number vl-muted")
    if status == NOBODY:
        return Cell("0", "vl-number")
    value = row[column]
    if value is None and status == NOT_COMPUTABLE:
        return Cell("ej beräkningsbar", "vl-number vl-muted")
    return Cell("–" if value is None else swedish.integer(value), "vl-number")


def share_cell(row: Mapping[str, Any], words: Words) -> Cell:
    """A share with its state: 72 %, 57 % °, mellan 61 % och 64 %, dolt, saknas, ingen väntar."""
    status = row["status"]
    if status == HIDDEN:
        return Cell("dolt", "vl-number vl-hidden")
    if status == MISSING:
        return Cell("saknas", "vl-number vl-muted")
    if status == NOBODY:
        return Cell(words.nobody, "vl-number vl-muted")
    if row["share"] is None:
        return Cell(bounds(row) or "går inte att räkna", f"vl-number {'vl-bounds' if bounds(row) else 'vl-muted'}")
    text = swedish.percent(row["share"])
    return Cell(f"{text} °", "vl-number vl-muted") if status == LOW_BASE else Cell(text, "vl-number")


def days_cell(row: Mapping[str, Any], column: str) -> Cell:
    """Whole days, between which days where only bands are known, or nothing where the group has no figure."""
    value = row[column]
    if value is None:
        name = column.removesuffix("_days")
        between = days_between(row.get(f"{name}_low"), row.get(f"{name}_high"))
        return Cell(between, "vl-number vl-bounds" if between else "vl-number")
    return Cell(swedish.days(value), "vl-number")


def bounds(row: Mapping[str, Any]) -> str:
    """mellan 61 % och 64 %: a share whose limit lies inside a band of the source; "" for every other."""
    if row["status"] != NOT_COMPUTABLE:
        return ""
    return share_between(row.get("share_low"), row.get("share_high"))


def heat_text(row: Mapping[str, Any] | None, words: Words) -> str:
    """What stands in a heat-map cell: 72, 57°, 61–64, dolt, saknas, 0 väntar, –."""
    if row is None:
        return NOT_OFFERED
    status = row["status"]
    if status in (HIDDEN, MISSING):
        return str(status)
    if status == NOBODY:
        return "0 väntar" if words.is_waiting else "0 gjorda"
    if row["share"] is None:
        return short_share(row.get("share_low"), row.get("share_high")) if bounds(row) else "ej andel"
    percent = swedish.whole_percent(row["share"])
    return f"{percent}°" if status == LOW_BASE else str(percent)


def nobody_note(words: Words) -> str:
    """What the heat map writes where nobody waits."""
    return "0 väntar: ingen i kön" if words.is_waiting else "0 gjorda: inga genomförda"


def facts(row: Mapping[str, Any] | None, words: Words, region_share: float | None) -> list[str]:
    """The lines of a tooltip below its name: value in words, n, the region, date and definition."""
    if row is None:
        return ["bedriver inte vården"]
    status = row["status"]
    if status == HIDDEN:
        return ["dolt: för få patienter, eller skulle avslöja en så liten grupp", words.definition_and_moment]
    if status == MISSING:
        return [f"saknas: ingen leverans för {words.moment}"]
    if status == NOBODY:
        return ["levererat, men ingen i kön" if words.is_waiting else "levererat, men inga genomförda", words.moment]
    if row["share"] is None:
        between = bounds(row)
        return [
            f"{between} {words.within}" if between else "andelen går inte att räkna",
            *(["gränsen ligger inne i ett av källans band"] if status == NOT_COMPUTABLE else []),
            f"n = {swedish.integer(row['contacts'] or 0)}",
            words.definition_and_moment,
        ]
    lines = [f"{swedish.percent(row['share'])} {words.within}", words.counted(row["numerator"], row["denominator"])]
    if status == LOW_BASE:
        lines.append("lågt underlag: osäker andel")
    if region_share is not None:
        lines.append(f"{words.whole} {swedish.percent(region_share)}")
    return [*lines, words.definition_and_moment]


def hover(name: str, lines: list[str]) -> str:
    """A Plotly tooltip: the name in bold, then the facts."""
    return "<br>".join([f"<b>{escape(name)}</b>", *(escape(line) for line in lines)])
