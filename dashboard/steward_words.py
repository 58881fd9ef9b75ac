"""What is said of a steward's decisions: how many wait, what one will do, what became of it, and what stops one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from config import STOCKHOLM
from dashboard import swedish
from dashboard.sentences import Sentence

RELEASE, DISCARD, ADD_UNIT, ADD_CODE = "release", "discard", "add_unit", "add_code"
ACTIONS = {
    RELEASE: "Släpp fram rader",
    DISCARD: "Kassera rader",
    ADD_UNIT: "Lägg till en enhet",
    ADD_CODE: "Lägg till en MVO-kod",
}


@dataclass(frozen=True)
class Waiting:
    """Decisions that the next load carries out, of so many."""

    waiting: int
    made: int

    @property
    def count(self) -> str:
        """Två."""
        return swedish.number_word(self.waiting).capitalize()


WAITING: Sequence[Sentence[Waiting]] = (
    Sentence("inga fattade", lambda w: not w.made, "Inga förvaltarbeslut är fattade"),
    Sentence("inga väntar", lambda w: w.made > 0 and not w.waiting, "Inget förvaltarbeslut väntar"),
    Sentence("ett", lambda w: w.waiting == 1, "Ett förvaltarbeslut väntar på nästa laddning"),
    Sentence("flera", lambda w: w.waiting > 1, "{count} förvaltarbeslut väntar på nästa laddning"),
)


@dataclass(frozen=True)
class Wanted:
    """A decision before it is made: `rows` are those of the group, `subject` what it is about in words."""

    action: str
    subject: str
    rows: int = 0

    @property
    def counted(self) -> str:
        return "raden" if self.rows == 1 else f"de {swedish.integer(self.rows)} raderna"


CONFIRM: Sequence[Sentence[Wanted]] = (
    Sentence("släpp fram", lambda w: w.action == RELEASE,
             "Nästa laddning prövar {counted} igen utan den här orsaken: <b>{subject}</b>. Den rad som inte har något "
             "annat fel räknas sedan i alla siffror; en cell som inte går att läsa räknas som tom."),
    Sentence("kassera", lambda w: w.action == DISCARD,
             "Nästa laddning tömmer {counted}: <b>{subject}</b>. De står kvar som karantän men räknas aldrig, och "
             "efter laddningen går det inte att ångra."),
    Sentence("enhet", lambda w: w.action == ADD_UNIT,
             "Nästa laddning lägger till <b>{subject}</b> och prövar raderna med koden igen. Säger enheter.csv något "
             "annat om koden gäller filen."),
    Sentence("kod", lambda w: w.action == ADD_CODE,
             "Nästa laddning lägger till <b>{subject}</b> och prövar raderna med koden igen. Har mvo.csv koden gäller "
             "filen."),
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """What became of a decision: "vantar", "utford", "inte_utford", "overtaget" or "aterkallat", and its own words.

    `is_replaced`: the delivery it was about is gone; `is_late`: it was withdrawn when it had been carried out.
    """

    outcome: str
    message: str = ""
    is_replaced: bool = False
    is_late: bool = False


STATE: Sequence[Sentence[State]] = (
    Sentence("väntar", lambda s: s.outcome == "vantar", "väntar på nästa laddning"),
    Sentence("utfört", lambda s: s.outcome == "utford" and not s.is_replaced and not s.is_late, "utfört: {message}"),
    Sentence("utfört, för sent", lambda s: s.outcome == "utford" and not s.is_replaced and s.is_late,
             "utfört innan det återtogs: {message}"),
    Sentence("ersatt", lambda s: s.outcome == "utford" and s.is_replaced,
             "utfört, men leveransen har ersatts sedan dess: {message}"),
    Sentence("kunde inte", lambda s: s.outcome == "inte_utford", "kunde inte utföras: {message}"),
    Sentence("överspelat", lambda s: s.outcome == "overtaget", "inte utfört: {message}"),
    Sentence("återtaget", lambda s: s.outcome == "aterkallat", "återtaget"),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What stops a decision from being made, by its code."""

    code: str


FAULT_CODES = ("grupp", "kod", "mvo", "kodtyp", "enhet", "forvaltning", "datum", "namn", "roll", "motivering")
FAULTS: Sequence[Sentence[Fault]] = (
    Sentence("grupp", lambda f: f.code == "grupp", "Välj vilka rader beslutet gäller."),
    Sentence("kod", lambda f: f.code == "kod", "Skriv eller välj koden."),
    Sentence("mvo", lambda f: f.code == "mvo", "En MVO-kod har exakt tre tecken: siffror eller stora bokstäver."),
    Sentence("kodtyp", lambda f: f.code == "kodtyp", "Välj vad koden är för en kod."),
    Sentence("enhet", lambda f: f.code == "enhet", "Skriv vad enheten heter."),
    Sentence("förvaltning", lambda f: f.code == "forvaltning", "Skriv eller välj enhetens förvaltning."),
    Sentence("datum", lambda f: f.code == "datum", "Skriv från vilken dag koden gäller, som år-månad-dag."),
    Sentence("namn", lambda f: f.code == "namn", "Skriv vad specialiteten heter."),
    Sentence("roll", lambda f: f.code == "roll", "Välj din roll."),
    Sentence("motivering", lambda f: f.code == "motivering", "Skriv varför: beslutet står kvar i registret."),
)


@dataclass(frozen=True)
class Told:
    """What came of saving: "fattat", "aterkallat", "konflikt" or "registret" with the register's own line."""

    kind: str
    moment: dt.datetime | None = None
    role: str = ""
    line: str = ""

    @property
    def clock(self) -> str:
        """20 november kl. 07.42, in Stockholm."""
        if self.moment is None:
            return ""
        local = self.moment.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM)
        return f"{swedish.day_and_month(local.date())} kl. {local:%H.%M}"


TOLD: Sequence[Sentence[Told]] = (
    Sentence("fattat", lambda t: t.kind == "fattat", "Beslutet är fattat. Nästa laddning utför det."),
    Sentence("återtaget", lambda t: t.kind == "aterkallat", "Beslutet är återtaget."),
    Sentence("konflikt", lambda t: t.kind == "konflikt", "<b>{role}</b> tog tillbaka beslutet {clock}."),
    Sentence("registret", lambda t: t.kind == "registret", "{line} Beslutet är inte sparat."),
)
