"""What Datakvalitet says: its answer, what to do first, and the headings of its blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import swedish
from dashboard.sentences import Sentence


def counted(number: int, one: str, several: str) -> str:
    """en källa · två källor · 13 källor."""
    return f"{swedish.number_word(number)} {one if number == 1 else several}"


@dataclass(frozen=True)
class Standing:
    """The newest month that should have come: deliveries expected, late and missing; and figures said twice.

    `series` are followed at all; `expected` of them are not over.
    """

    month: dt.date
    series: int
    expected: int
    late: int
    missing: int
    disputed: int

    @property
    def is_well(self) -> bool:
        return not (self.late or self.missing or self.disputed)

    @property
    def troubles(self) -> str:
        """är en sen och två saknas · är tre sena · saknas en · saknas alla."""
        if self.missing == self.expected:
            return "saknas alla" if self.expected > 1 else "saknas den enda"
        if not self.late:
            return f"saknas {swedish.number_word(self.missing)}"
        late = f"är {swedish.number_word(self.late)} {'sen' if self.late == 1 else 'sena'}"
        return f"{late} och {swedish.number_word(self.missing)} saknas" if self.missing else late

    @property
    def comparisons(self) -> str:
        return counted(self.disputed, "jämförelse", "jämförelser")

    @property
    def deliveries(self) -> str:
        return counted(self.expected, "leverans", "leveranser")


ANSWER: Sequence[Sentence[Standing]] = (
    Sentence("nothing followed", lambda s: not s.series and not s.disputed, "Ingen leverans följs än."),
    Sentence("nothing expected", lambda s: bool(s.series) and not s.expected and not s.disputed,
             "Ingen källa väntas leverera {month:month}: det som visas är äldre leveranser."),
    Sentence("only disputed", lambda s: not s.expected and bool(s.disputed),
             "<b>Ifrågasatt:</b> {comparisons} mellan två snitt skiljer mer än tillåtet."),
    Sentence("all well", lambda s: bool(s.expected) and s.is_well,
             "<b>Allt har kommit i tid</b> för {month:month}: {deliveries}, och inget är ifrågasatt."),
    Sentence("in time but disputed",
             lambda s: bool(s.expected) and not s.late and not s.missing and bool(s.disputed),
             "Allt har kommit i tid för {month:month}: {deliveries}. <b>Ifrågasatt:</b> {comparisons} mellan två snitt "
             "skiljer mer än tillåtet."),
    Sentence("late or missing", lambda s: bool(s.expected) and bool(s.late or s.missing) and not s.disputed,
             "Av {deliveries} för {month:month} <b>{troubles}</b>. Inget är ifrågasatt."),
    Sentence("late or missing, and disputed",
             lambda s: bool(s.expected) and bool(s.late or s.missing) and bool(s.disputed),
             "Av {deliveries} för {month:month} <b>{troubles}</b>. <b>Ifrågasatt:</b> {comparisons} mellan två snitt "
             "skiljer mer än tillåtet."),
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One thing to do. `kind`: saknas, tyst, ifragasatt, karantan, kod, kontroll; `what` names it, `much` counts it."""

    kind: str
    what: str
    much: int = 0
    day: dt.date = dt.date(2000, 1, 1)

    @property
    def units(self) -> str:
        return counted(self.much, "enhet", "enheter")

    @property
    def comparisons(self) -> str:
        return counted(self.much, "jämförelse", "jämförelser")

    @property
    def rows(self) -> str:
        return counted(self.much, "rad", "rader")

    @property
    def codes(self) -> str:
        return counted(self.much, "kod", "koder")

    @property
    def outcomes(self) -> str:
        return counted(self.much, "kontroll", "kontroller")


TASKS: Sequence[Sentence[Task]] = (
    Sentence("saknas", lambda t: t.kind == "saknas", "Efterfråga <b>{what}</b>: skulle ha kommit {day:date}."),
    Sentence("tyst", lambda t: t.kind == "tyst",
             "Fråga varför <b>{units}</b> inte finns med {day:date}: {what}."),
    Sentence("ifrågasatt", lambda t: t.kind == "ifragasatt",
             "Red ut <b>{comparisons}</b> mellan två snitt {day:date}; störst skillnad {what}."),
    Sentence("karantän", lambda t: t.kind == "karantan",
             "Rätta eller besluta om <b>{rows} i karantän</b>; vanligast: {what}."),
    Sentence("kod", lambda t: t.kind == "kod",
             "Lägg till eller rätta <b>{codes}</b> som ingen referens känner: {what}."),
    Sentence("kontroll", lambda t: t.kind == "kontroll", "Se <b>{outcomes}</b> med fel {day:month}: {what}."),
)  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """Deliveries in the calendar: series, periods that came late or are missing, and those replaced since."""

    series: int
    late: int
    missing: int
    replaced: int

    @property
    def troubles(self) -> str:
        """En saknad och två sena leveranser."""
        parts = [counted(self.missing, "saknad", "saknade")] if self.missing else []
        parts += [counted(self.late, "sen", "sena")] if self.late else []
        noun = "leverans" if (self.late or self.missing) == 1 else "leveranser"
        return f"{swedish.listed(parts)} {noun}".capitalize()

    @property
    def replacements(self) -> str:
        return f"{counted(self.replaced, 'leverans', 'leveranser')} har ersatts"


CALENDAR: Sequence[Sentence[Calendar]] = (
    Sentence("nothing", lambda c: not c.series, "Ingen leverans följs än"),
    Sentence("all well", lambda c: bool(c.series) and not (c.late or c.missing or c.replaced),
             "Varje leverans har kommit i tid"),
    Sentence("replaced only", lambda c: bool(c.replaced) and not (c.late or c.missing),
             "Varje leverans har kommit i tid; {replacements}"),
    Sentence("trouble", lambda c: bool(c.late or c.missing) and not c.replaced, "{troubles}"),
    Sentence("trouble and replaced", lambda c: bool(c.late or c.missing) and bool(c.replaced),
             "{troubles}; {replacements}"),
)  # fmt: skip
