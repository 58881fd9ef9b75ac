"""Sentences made from data by rule: a table of rows, each with a condition and a text with named places.

A text says nothing of its own: every number comes from a named place, filled from the facts and written in Swedish.
"""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Generic, TypeVar

from dashboard import swedish
from dashboard.swedish import NBSP

Facts = TypeVar("Facts")


class NoSuchSentence(LookupError):
    """None or several rows of a table hold for the same facts."""


@dataclass(frozen=True)
class Sentence(Generic[Facts]):
    """One row: said when `holds`; `text` is HTML with places such as `{share:percent}`, attributes of the facts."""

    name: str
    holds: Callable[[Facts], bool]
    text: str


def number_of(value: int) -> str:
    """ett av fem mått: number words for a neuter noun."""
    return "ett" if value == 1 else swedish.number_word(value)


def p_value(value: float) -> str:
    """0,012 · under 0,001."""
    return "under 0,001" if value < 0.001 else swedish.decimal(value, 3)


def apart(first: float, second: float) -> tuple[str, str]:
    """Two shares in whole percent, with a decimal where different shares would look the same."""
    whole = swedish.percent(first), swedish.percent(second)
    if first == second or whole[0] != whole[1]:
        return whole
    return tuple(f"{swedish.decimal(share * 100)}{NBSP}%" for share in (first, second))  # type: ignore[return-value]


def arrow(earlier: float, now: float) -> str:
    """54 → 63 %."""
    first, second = apart(earlier, now)
    return f"{first.removesuffix(NBSP + '%')} → {second}" if first[0].isdigit() else f"{first} → {second}"


def in_text(name: str) -> str:
    """ortopedi, but BUP: a name inside a sentence."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == "-" else name


def since(date: dt.date, cutoff: dt.date) -> str:
    """september, or oktober 2025 when it is another year."""
    return swedish.month_name(date) if date.year == cutoff.year else swedish.month_and_year(date)


WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "": lambda value: escape(str(value)),
    "percent": swedish.percent,
    "n": swedish.integer,
    "word": number_of,
    "common": swedish.number_word,
    "points": swedish.points,
    "date": swedish.long_date,
    "month": swedish.month_and_year,
    "days": swedish.days,
}


class _Places(string.Formatter):
    """Fills places from the attributes of one object; a place's format is how it is written in Swedish."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        del args
        return getattr(kwargs["facts"], str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        return WRITTEN[format_spec](value)


_places = _Places()


def written(sentence: Sentence[Facts], facts: Facts) -> str:
    """The sentence of these facts, as HTML; text from the data is escaped, and n stays with its number."""
    return _places.vformat(sentence.text.replace("n = {", f"n{NBSP}={NBSP}{{"), (), {"facts": facts})


def the_one(table: Sequence[Sentence[Facts]], facts: Facts) -> str:
    """The only row that holds, as HTML; raises NoSuchSentence when none or several do."""
    held = [sentence for sentence in table if sentence.holds(facts)]
    if len(held) != 1:
        raise NoSuchSentence(f"{[sentence.name for sentence in held]} hold for {facts}")
    return written(held[0], facts)


def plain(table: Sequence[Sentence[Facts]], facts: Facts) -> str:
    """The only row that holds, as text: for headings and alternative texts, escaped where they are drawn."""
    return unescape(the_one(table, facts))


def all_said(table: Sequence[Sentence[Facts]], facts: Facts) -> list[str]:
    """Every row that holds, in the table's order, as HTML."""
    return [written(sentence, facts) for sentence in table if sentence.holds(facts)]
