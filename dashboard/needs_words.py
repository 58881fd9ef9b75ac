"""What the need and the capacity of a year say, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import sentences
from dashboard.needs_gap import Totals
from dashboard.sentences import Sentence, plain, the_one


@dataclass(frozen=True)
class Lack:
    """What lacks most room: Ortopedi (operation/åtgärd), and how many patients are left to place in it."""

    name: str
    to_place: int

    @property
    def in_text(self) -> str:
        return sentences.in_text(self.name)


@dataclass(frozen=True)
class Gaps:
    """The chosen rows' sums; how many specialties there are, are short and have a rest; what has the largest rest.

    `rests`: rows of specialty and phase with a rest, of which a specialty may have several.
    """

    year: int
    totals: Totals
    specialties: int
    short: int
    unplaced: int
    rests: int
    first: Lack | None

    @property
    def is_short(self) -> bool:
        return self.totals.shortage > 0

    @property
    def is_placed(self) -> bool:
        return self.totals.to_place == 0

    @property
    def has_agreed(self) -> bool:
        return self.totals.placed > 0

    @property
    def rooms(self) -> str:
        return "patient saknar" if self.totals.to_place == 1 else "patienter saknar"


SURPLUS = " Överskottet på andra håll, <b>{totals.surplus:n}</b>, räknas inte av."
MOST = ", flest i <b>{first.in_text}</b>: {first.to_place:n}."

ANSWER: Sequence[Sentence[Gaps]] = (
    Sentence("no need stated", lambda f: not f.specialties, "Inget behov är angivet i urvalet."),
    Sentence("nothing short", lambda f: f.specialties > 0 and not f.is_short,
             "Kapaciteten räcker överallt {year}: inget behov är större än den egna kapaciteten."),
    Sentence("all agreed", lambda f: f.is_short and f.is_placed and not f.totals.surplus,
             "<b>{totals.shortage:n} patienter</b> ryms inte i egen kapacitet {year}. Alla har plats i "
             "överenskomna planer."),
    Sentence("all agreed, and left over", lambda f: f.is_short and f.is_placed and f.totals.surplus > 0,
             "<b>{totals.shortage:n} patienter</b> ryms inte i egen kapacitet {year}. Alla har plats i "
             f"överenskomna planer.{SURPLUS}"),
    Sentence("some agreed", lambda f: f.is_short and not f.is_placed and f.has_agreed and not f.totals.surplus,
             "<b>{totals.shortage:n} patienter</b> ryms inte i egen kapacitet {year}; överenskomna planer tar "
             "{totals.placed:n}. <b>{totals.to_place:n} {rooms} plats</b>" + MOST),
    Sentence("some agreed, and left over",
             lambda f: f.is_short and not f.is_placed and f.has_agreed and f.totals.surplus > 0,
             "<b>{totals.shortage:n} patienter</b> ryms inte i egen kapacitet {year}; överenskomna planer tar "
             "{totals.placed:n}. <b>{totals.to_place:n} {rooms} plats</b>" + MOST + SURPLUS),
    Sentence("none agreed", lambda f: f.is_short and not f.is_placed and not f.has_agreed and not f.totals.surplus,
             "<b>{totals.to_place:n} {rooms} plats</b> {year}" + MOST + " Inget av det är överenskommet än."),
    Sentence("none agreed, and left over",
             lambda f: f.is_short and not f.is_placed and not f.has_agreed and f.totals.surplus > 0,
             "<b>{totals.to_place:n} {rooms} plats</b> {year}" + MOST + " Inget av det är överenskommet än." + SURPLUS),
)  # fmt: skip

FINDING: Sequence[Sentence[Gaps]] = (
    Sentence("no need stated", lambda f: not f.specialties, "Inget behov är angivet"),
    Sentence("nothing short", lambda f: f.specialties > 0 and not f.is_short, "Ingen specialitet har brist"),
    Sentence("all agreed", lambda f: f.is_short and f.is_placed, "Hela bristen är överenskommen"),
    Sentence("one left", lambda f: f.rests == 1, "{first.name}: {first.to_place:n} kvar att placera"),
    Sentence("several left", lambda f: f.rests > 1,
             "{unplaced:common} av {specialties:common} specialiteter saknar platser, flest i {first.in_text}"),
)  # fmt: skip


def answer(facts: Gaps) -> str:
    """The page's answer, as HTML."""
    return the_one(ANSWER, facts)


def finding(facts: Gaps) -> str:
    """The heading of the gap's block."""
    said = plain(FINDING, facts)
    return said[:1].upper() + said[1:]
