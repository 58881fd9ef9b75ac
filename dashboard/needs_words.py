"""What the need and the capacity of a year say, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import sentences, swedish
from dashboard.needs_gap import Totals
from dashboard.needs_queue import Goal
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


ANSWER: Sequence[Sentence[Gaps]] = (
    Sentence("no need stated", lambda f: not f.specialties, "Inget behov är angivet i urvalet."),
    Sentence("nothing short", lambda f: f.specialties > 0 and not f.is_short,
             "Kapaciteten räcker överallt {year}: inget behov är större än den egna kapaciteten."),
    Sentence("all agreed", lambda f: f.is_short and f.is_placed,
             "<b>{totals.shortage:n} patienter</b> ryms inte i egen kapacitet {year}. Alla har plats i "
             "överenskomna planer."),
    Sentence("some agreed", lambda f: f.is_short and not f.is_placed and f.has_agreed,
             "<b>{totals.shortage:n} patienter</b> ryms inte i egen kapacitet {year}; överenskomna planer tar "
             "{totals.placed:n}. <b>{totals.to_place:n} {rooms} plats</b>"),
    Sentence("none agreed", lambda f: f.is_short and not f.is_placed and not f.has_agreed,
             "<b>{totals.to_place:n} {rooms} plats</b> {year}"),
)  # fmt: skip
WHERE: Sequence[Sentence[Gaps]] = (
    Sentence("nowhere", lambda f: not f.rests, ""),
    Sentence("one", lambda f: f.rests == 1, ", alla i <b>{first.in_text}</b>."),
    Sentence("several", lambda f: f.rests > 1, ", flest i <b>{first.in_text}</b>: {first.to_place:n}."),
)
AGREED: Sequence[Sentence[Gaps]] = (
    Sentence("some of it, or nothing to agree on", lambda f: f.is_placed or f.has_agreed, ""),
    Sentence("none of it", lambda f: not f.is_placed and not f.has_agreed, " Inget av det är överenskommet än."),
)
SURPLUS: Sequence[Sentence[Gaps]] = (
    Sentence("nothing to say", lambda f: not f.is_short or not f.totals.surplus, ""),
    Sentence("some", lambda f: f.is_short and f.totals.surplus > 0,
             " Överskottet på andra håll, <b>{totals.surplus:n}</b>, räknas inte av."),
)  # fmt: skip

FINDING: Sequence[Sentence[Gaps]] = (
    Sentence("no need stated", lambda f: not f.specialties, "Inget behov är angivet"),
    Sentence("nothing short", lambda f: f.specialties > 0 and not f.is_short, "Ingen specialitet har brist"),
    Sentence("all agreed", lambda f: f.is_short and f.is_placed, "Hela bristen är överenskommen"),
    Sentence("one left", lambda f: f.rests == 1, "{first.name}: {first.to_place:n} kvar att placera"),
    Sentence("several left of one specialty", lambda f: f.rests > 1 and f.specialties == 1,
             "Specialiteten saknar platser, flest i {first.in_text}"),
    Sentence("several left", lambda f: f.rests > 1 and f.specialties > 1,
             "{unplaced:common} av {specialties:common} specialiteter saknar platser, flest i {first.in_text}"),
)  # fmt: skip


def answer(facts: Gaps) -> str:
    """The page's answer, as HTML."""
    return "".join(the_one(table, facts) for table in (ANSWER, WHERE, AGREED, SURPLUS))


def finding(facts: Gaps) -> str:
    """The heading of the gap's block."""
    said = plain(FINDING, facts)
    return said[:1].upper() + said[1:]


@dataclass(frozen=True)
class Paces:
    """How many queues can be judged and how many of them do not get there at the month's pace; their goal."""

    judged: int
    too_slow: int
    goal: Goal

    @property
    def share(self) -> float:
        return self.goal.wanted

    @property
    def until(self) -> str:
        return swedish.long_date(self.goal.until)


PACES: Sequence[Sentence[Paces]] = (
    Sentence("none can be judged", lambda f: not f.judged, "Kön bakom behovet går inte att bedöma"),
    Sentence("the only one gets there", lambda f: f.judged == 1 and not f.too_slow,
             "I dagens takt kan kön nå {share:percent} till {until}"),
    Sentence("the only one does not", lambda f: f.judged == 1 and f.too_slow == 1,
             "I dagens takt når kön inte {share:percent} till {until}"),
    Sentence("all get there", lambda f: f.judged > 1 and not f.too_slow,
             "I dagens takt kan alla {judged:common} köer nå {share:percent} till {until}"),
    Sentence("some do not", lambda f: f.judged > f.too_slow > 0,
             "I dagens takt når {too_slow:common} av {judged:common} köer inte {share:percent} till {until}"),
    Sentence("none does", lambda f: f.judged > 1 and f.too_slow == f.judged,
             "I dagens takt når ingen av {judged:common} köer {share:percent} till {until}"),
)  # fmt: skip
