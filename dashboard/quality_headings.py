"""The findings above the blocks of Datakvalitet: tables of sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import swedish
from dashboard.quality_sentences import counted
from dashboard.sentences import Sentence


@dataclass(frozen=True)
class Count:
    """How many of something there are."""

    number: int

    @property
    def capital(self) -> str:
        return swedish.number_word(self.number).capitalize()


ABSENT: Sequence[Sentence[Count]] = (
    Sentence("none", lambda c: c.number == 0, "Ingen leverans saknas"),
    Sentence("one", lambda c: c.number == 1, "En leverans saknas"),
    Sentence("several", lambda c: c.number > 1, "{capital} leveranser saknas"),
)
GAPS: Sequence[Sentence[Count]] = (
    Sentence("none", lambda c: c.number == 0, "Varje period är hel"),
    Sentence("one", lambda c: c.number == 1, "En period har luckor"),
    Sentence("several", lambda c: c.number > 1, "{capital} perioder har luckor"),
)
SILENT: Sequence[Sentence[Count]] = (
    Sentence("none", lambda c: c.number == 0, "Ingen enhet har tystnat"),
    Sentence("one", lambda c: c.number == 1, "En enhet har tystnat"),
    Sentence("several", lambda c: c.number > 1, "{capital} enheter har tystnat"),
)
LOADS: Sequence[Sentence[Count]] = (
    Sentence("none", lambda c: c.number == 0, "Inga inläsningar"),
    Sentence("one", lambda c: c.number == 1, "En inläsning"),
    Sentence("several", lambda c: c.number > 1, "{capital} inläsningar"),
)


@dataclass(frozen=True)
class Revised:
    """Re-deliveries: how many, how many of them changed any row, and of how many not all is told."""

    number: int
    changing: int
    hidden: int

    @property
    def all_words(self) -> str:
        return counted(self.number, "omleverans", "omleveranser").capitalize()

    @property
    def changing_words(self) -> str:
        return swedish.number_word(self.changing)


REVISED: Sequence[Sentence[Revised]] = (
    Sentence("none", lambda r: not r.number, "Ingen leverans har ersatts"),
    Sentence("all changed", lambda r: bool(r.number) and r.changing == r.number, "{all_words} ändrade innehållet"),
    Sentence("some changed", lambda r: 0 < r.changing < r.number, "{all_words}; {changing_words} ändrade innehållet"),
    Sentence("none changed", lambda r: bool(r.number) and not r.changing and not r.hidden,
             "{all_words} utan ändrat innehåll"),
    Sentence("only hidden", lambda r: bool(r.number) and not r.changing and bool(r.hidden), "{all_words}"),
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """Rows in quarantine in deliveries in force, and the faults chosen: of how many reasons, and the commonest."""

    rows: int
    faults: int
    reasons: int
    commonest: str

    @property
    def faults_words(self) -> str:
        return counted(self.faults, "fel", "fel").capitalize()

    @property
    def reasons_words(self) -> str:
        return counted(self.reasons, "orsak", "orsaker")


HELD: Sequence[Sentence[Held]] = (
    Sentence("none", lambda h: not h.faults, "Inga rader i karantän"),
    Sentence("one reason", lambda h: bool(h.faults) and h.reasons == 1, "{faults_words}: {commonest}"),
    Sentence("several", lambda h: bool(h.faults) and h.reasons > 1,
             "{faults_words} av {reasons_words}; vanligast: {commonest}"),
)  # fmt: skip


@dataclass(frozen=True)
class Unknown:
    """Codes that no reference knows, and the rows they stand in."""

    codes: int
    rows: int

    @property
    def codes_words(self) -> str:
        return counted(self.codes, "okänd kod", "okända koder").capitalize()

    @property
    def rows_words(self) -> str:
        return counted(self.rows, "rad", "rader")


UNKNOWN: Sequence[Sentence[Unknown]] = (
    Sentence("none", lambda u: not u.codes, "Alla koder är kända"),
    Sentence("some", lambda u: bool(u.codes), "{codes_words} i {rows_words}"),
)


@dataclass(frozen=True)
class Filled:
    """Columns measured in the newest period, and those filled less than usual, the most fallen first."""

    columns: int
    fallen: Sequence[str]

    @property
    def names(self) -> str:
        return swedish.listed(self.fallen)

    @property
    def fallen_words(self) -> str:
        return counted(len(self.fallen), "kolumn", "kolumner").capitalize()


FILLED: Sequence[Sentence[Filled]] = (
    Sentence("nothing", lambda f: not f.columns, "Ingen fyllnad är mätt"),
    Sentence("as usual", lambda f: bool(f.columns) and not f.fallen, "Varje kolumn är fylld som vanligt"),
    Sentence("few fallen", lambda f: 0 < len(f.fallen) <= 3, "Mindre ifyllt än vanligt: {names}"),
    Sentence("many fallen", lambda f: len(f.fallen) > 3, "{fallen_words} är mindre ifyllda än vanligt"),
)


@dataclass(frozen=True)
class Column:
    """One column in its newest period: the share of rows with a value (None: not measured), and whether it fell."""

    name: str
    share: float | None
    has_fallen: bool


COLUMN: Sequence[Sentence[Column]] = (
    Sentence("not measured", lambda c: c.share is None, "{name} är inte mätt"),
    Sentence("as usual", lambda c: c.share is not None and not c.has_fallen,
             "{name}: {share:percent} ifyllt, som vanligt"),
    Sentence("fallen", lambda c: c.share is not None and c.has_fallen,
             "{name}: {share:percent} ifyllt, lägre än vanligt"),
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """The checks of a period: how many there are, and which failed."""

    checks: int
    failed: Sequence[str]

    @property
    def failed_words(self) -> str:
        return swedish.number_word(len(self.failed)).capitalize()

    @property
    def names(self) -> str:
        return swedish.listed(self.failed)


CHECKED: Sequence[Sentence[Checked]] = (
    Sentence("nothing", lambda c: not c.checks, "Ingen kontroll är gjord"),
    Sentence("all well", lambda c: bool(c.checks) and not c.failed, "Alla kontroller är godkända"),
    Sentence("failed", lambda c: bool(c.failed), "{failed_words} av {checks:common} kontroller har fel: {names}"),
)


@dataclass(frozen=True)
class Cuts:
    """Groups that two cuts tell of, how many differ by more than allowed, and the greatest difference as a share."""

    compared: int
    disputed: int
    largest: float

    @property
    def disputed_words(self) -> str:
        return counted(self.disputed, "jämförelse", "jämförelser").capitalize()


CUTS: Sequence[Sentence[Cuts]] = (
    Sentence("none", lambda c: not c.compared, "Inget andra snitt att jämföra med"),
    Sentence("agree", lambda c: bool(c.compared) and not c.disputed, "Snitten stämmer överens"),
    Sentence("disputed", lambda c: bool(c.disputed),
             "{disputed_words} av {compared:common} är ifrågasatta: skillnaden är som mest {largest:percent}"),
)  # fmt: skip


@dataclass(frozen=True)
class Unexplained:
    """What the balance of the newest month lacks: the förvaltning with most of it, or none where nothing counts."""

    month: dt.date | None
    administration: str
    amount: int

    @property
    def patients(self) -> str:
        return counted(self.amount, "patient", "patienter")


UNEXPLAINED: Sequence[Sentence[Unexplained]] = (
    Sentence("not counted", lambda u: u.month is None, "Kö och flöde går inte att stämma av"),
    Sentence("closes", lambda u: u.month is not None and not u.amount, "Kö och flöde går ihop {month:month}"),
    Sentence("lacks", lambda u: u.month is not None and bool(u.amount),
             "Mest oförklarat {month:month}: {patients} i {administration}"),
)  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """What stands behind the figures of a date: files and their sources."""

    date: dt.date
    files: int
    sources: int

    @property
    def files_words(self) -> str:
        return counted(self.files, "fil", "filer").capitalize()

    @property
    def sources_words(self) -> str:
        return counted(self.sources, "källa", "källor")


BEHIND: Sequence[Sentence[Behind]] = (
    Sentence("nothing", lambda b: not b.files, "Ingen leverans gäller för {date:date}"),
    Sentence("files", lambda b: bool(b.files), "{files_words} från {sources_words} står bakom {date:date}"),
)
