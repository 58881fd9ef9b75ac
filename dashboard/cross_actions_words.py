"""What is said of actions: how many are open, when they should be done, and what came of saving one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from config import STOCKHOLM
from dashboard import swedish
from dashboard.cross_sentences import counted
from dashboard.sentences import Sentence


@dataclass(frozen=True)
class Actions:
    """Open actions, and how many of them should have been done."""

    open: int
    overdue: int

    @property
    def count(self) -> str:
        """Tre öppna åtgärder."""
        return counted(self.open, "öppen åtgärd", "öppna åtgärder").capitalize()

    @property
    def late(self) -> str:
        return swedish.number_word(self.overdue)


ACTIONS: Sequence[Sentence[Actions]] = (
    Sentence("inga", lambda a: not a.open, "Ingen öppen åtgärd"),
    Sentence("i tid", lambda a: a.open > 0 and not a.overdue, "{count}"),
    Sentence("den enda", lambda a: a.open == a.overdue == 1, "{count}, efter sitt slutdatum"),
    Sentence("sena", lambda a: a.open > 1 and a.overdue > 0, "{count}, varav {late} efter sitt slutdatum"),
)


@dataclass(frozen=True)
class Due:
    """When an open action should be done, seen from today; None: no day is set."""

    due: dt.date | None
    today: dt.date

    @property
    def days(self) -> int:
        """Days left; negative when it should have been done."""
        return (self.due - self.today).days if self.due else 0

    @property
    def late(self) -> int:
        return -self.days

    @property
    def date(self) -> dt.date:
        return self.due or self.today


DUE: Sequence[Sentence[Due]] = (
    Sentence("utan", lambda d: d.due is None, "inget slutdatum"),
    Sentence("i dag", lambda d: d.due is not None and not d.days, "klar senast i dag, {date:date}"),
    Sentence("framåt", lambda d: d.due is not None and d.days > 0, "klar senast {date:date}, om {days:days}"),
    Sentence("sen", lambda d: d.due is not None and d.days < 0,
             "<b>skulle ha varit klar {date:date}</b>, för {late:days} sedan"),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What stops an action from being saved, by its code."""

    code: str


FAULT_CODES = ("text", "ansvarig", "datum", "varit", "aterkoppling")
FAULTS: Sequence[Sentence[Fault]] = (
    Sentence("text", lambda f: f.code == "text", "Skriv vad som ska göras."),
    Sentence("ansvarig", lambda f: f.code == "ansvarig", "Välj vilken roll som ansvarar."),
    Sentence("datum", lambda f: f.code == "datum", "Skriv slutdatumet som år-månad-dag, eller lämna det tomt."),
    Sentence("varit", lambda f: f.code == "varit", "Slutdatumet har redan varit."),
    Sentence("återkoppling", lambda f: f.code == "aterkoppling",
             "Skriv vad det blev av åtgärden, så att den som föreslog den får veta."),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What came of saving: "sparad", "avslutad", "konflikt" or "registret" with the register's own line."""

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
    Sentence("sparad", lambda t: t.kind == "sparad", "Åtgärden är sparad."),
    Sentence("avslutad", lambda t: t.kind == "avslutad", "Åtgärden är avslutad."),
    Sentence("konflikt", lambda t: t.kind == "konflikt",
             "<b>{role}</b> ändrade åtgärden {clock}. Din ändring är inte sparad. Läs det nya först."),
    Sentence("registret", lambda t: t.kind == "registret", "{line} Åtgärden är inte sparad."),
)  # fmt: skip
