"""What the wall of crosses says: its answer, its heading, and what does not show in a colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import swedish
from dashboard.sentences import Sentence

PERCENT = f"{swedish.NBSP}%"
NAMED = 8  # units named in a sentence; the table has them all


@dataclass(frozen=True)
class Group:
    """A group's month in unit-days. `green_high`: those that may be green too; `said_days`: also of uncounted units."""

    month: str
    units: int
    activity: int
    registered: int
    green_low: int
    green_high: int
    harm_days: int
    unsure_harm_days: int
    said_days: int

    @property
    def has_units(self) -> bool:
        return self.units > 0

    @property
    def month_first(self) -> str:
        """Oktober: where a heading begins."""
        return self.month.capitalize()

    @property
    def is_sure(self) -> bool:
        """The share of green days is one number."""
        return self.green_low == self.green_high

    @property
    def green(self) -> str:
        """71 % · 60–75 %."""
        return span(self.green_low, self.green_high, self.registered)

    @property
    def ward_count(self) -> str:
        """en enhet · tolv enheter."""
        return units(self.units)

    @property
    def with_harm(self) -> str:
        """en dag med skada · två–tre dagar med skada · högst tre dagar med skada."""
        low, high = self.harm_days, self.harm_days + self.unsure_harm_days
        first = "" if low == high else f"{swedish.number_word(low)}–" if low else "högst "
        return f"{first}{swedish.number_word(high)} {day_word(high)} med skada"

    @property
    def harm(self) -> str:
        """ingen dag hade en skada · en dag hade en skada · mellan två och tre dagar hade en skada."""
        low, high = self.harm_days, self.harm_days + self.unsure_harm_days
        if low == high:
            return f"{swedish.number_word(low) if low else 'ingen'} {day_word(low)} hade en skada"
        between = "högst" if not low else f"mellan {swedish.number_word(low)} och"
        return f"{between} {swedish.number_word(high)} {day_word(high)} hade en skada"


def span(low: int, high: int, of: int) -> str:
    """71 %, or 60–75 % where days may be either; `of` is not 0."""
    first, last = swedish.percent(low / of), swedish.percent(high / of)
    if first == last:
        return first
    are_figures = first[0].isdigit() and last[0].isdigit()
    return f"{first.removesuffix(PERCENT)}–{last}" if are_figures else f"{first} – {last}"


def units(count: int) -> str:
    """en enhet · tolv enheter."""
    return f"{swedish.number_word(count)} {'enhet' if count == 1 else 'enheter'}"


def day_word(count: int) -> str:
    """dag or dagar; no day is singular: ingen dag."""
    return "dag" if count <= 1 else "dagar"


ANSWERS: Sequence[Sentence[Group]] = (
    Sentence("ingen enhet", lambda g: not g.has_units, "Ingen enhet här hade ett grönt kors i {month}."),
    Sentence("inget att registrera", lambda g: g.has_units and not g.activity,
             "Ingen dag med verksamhet är känd än i {month} för {ward_count}."),
    Sentence("inget registrerat", lambda g: g.activity > 0 and not g.registered,
             "<b>Ingen av {activity:n} dagar med verksamhet är registrerad</b> i {month} ({ward_count})."),
    Sentence("registrerat", lambda g: g.registered > 0 and g.is_sure,
             "<b>{registered:n} av {activity:n} dagar med verksamhet är registrerade</b> i {month} ({ward_count}). "
             "Av de registrerade var {green} gröna, och {harm}."),
    Sentence("registrerat, intervall", lambda g: g.registered > 0 and not g.is_sure,
             "<b>{registered:n} av {activity:n} dagar med verksamhet är registrerade</b> i {month} ({ward_count}). "
             "Av de registrerade var {green} gröna (alla dagar går inte att visa), och {harm}."),
)  # fmt: skip
HEADINGS: Sequence[Sentence[Group]] = (
    Sentence("ingen enhet", lambda g: not g.has_units, "Inga kors i {month}"),
    Sentence("inget registrerat", lambda g: g.has_units and not g.said_days,
             "{month_first}: inget registrerat än på {ward_count}"),
    Sentence("ingen skada", lambda g: g.said_days > 0 and not g.harm_days and not g.unsure_harm_days,
             "{month_first}: ingen skada på {ward_count}"),
    Sentence("skada", lambda g: g.said_days > 0 and g.harm_days + g.unsure_harm_days > 0,
             "{month_first}: {with_harm} på {ward_count}"),
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Some units, at least one; the first of them are named."""

    names: Sequence[str]

    @property
    def is_one(self) -> bool:
        return len(self.names) == 1

    @property
    def are_all_named(self) -> bool:
        return len(self.names) <= NAMED

    @property
    def only(self) -> str:
        return self.names[0]

    @property
    def count(self) -> str:
        """Tolv enheter."""
        return units(len(self.names)).capitalize()

    @property
    def listed(self) -> str:
        return swedish.listed(self.names[:NAMED])

    @property
    def others(self) -> str:
        return swedish.number_word(len(self.names) - NAMED)


SILENT: Sequence[Sentence[Named]] = (
    Sentence("en", lambda n: n.is_one, "<b>Inte registrerat någon dag:</b> {only}."),
    Sentence("flera", lambda n: not n.is_one and n.are_all_named,
             "<b>{count} har inte registrerat någon dag:</b> {listed}."),
    Sentence("många", lambda n: not n.are_all_named,
             "<b>{count} har inte registrerat någon dag:</b> {listed}, med flera ({others} till i tabellen)."),
)  # fmt: skip
CONFLICTS: Sequence[Sentence[Named]] = (
    Sentence("en", lambda n: n.is_one,
             "<b>Två källor säger olika</b> om minst en dag: {only}. Öppna dagen (≠) och avgör."),
    Sentence("flera", lambda n: not n.is_one and n.are_all_named,
             "<b>Två källor säger olika</b> om minst en dag: {listed}. Öppna dagarna (≠) och avgör."),
    Sentence("många", lambda n: not n.are_all_named,
             "<b>Två källor säger olika</b> om minst en dag: {listed}, med flera ({others} till i tabellen). "
             "Öppna dagarna (≠) och avgör."),
)  # fmt: skip
