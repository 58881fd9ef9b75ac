"""What the form says of a change: what it does, what stops it, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from config import STOCKHOLM
from dashboard import plan_words, swedish
from dashboard.plan_change_draft import AGREED, FIRST, LOWERED, MOVED, PROPOSED, RAISED, SAME, WITHDRAWN
from dashboard.sentences import Sentence


@dataclass(frozen=True)
class Effect:
    """What a draft does to the year: `direction` as `plan_change_draft.direction`."""

    direction: str
    is_withdrawal: bool
    before: int
    after: int
    decided: int | None
    has_ended: bool = False

    @property
    def difference(self) -> str:
        return plan_words.patients(abs(self.after - self.before))

    @property
    def outside(self) -> int:
        return (self.decided or 0) - self.after

    @property
    def beyond(self) -> int:
        return -self.outside

    @property
    def changes_volume(self) -> bool:
        return self.after != self.before and not self.is_withdrawal


CHANGED: list[Sentence[Effect]] = [
    Sentence("första", lambda effect: effect.direction == FIRST and not effect.is_withdrawal,
             "Inget är överenskommet: planen blir <b>{after:n} patienter</b> under året."),
    Sentence("dra tillbaka", lambda effect: effect.direction == FIRST and effect.is_withdrawal,
             "Inget är överenskommet: förslaget dras tillbaka."),
    Sentence("återkalla", lambda effect: effect.direction == LOWERED and effect.is_withdrawal and not effect.has_ended,
             "<b>Planen upphör.</b> Den gällde {before:n} patienter."),
    Sentence("återkalla resten", lambda effect: effect.direction == LOWERED and effect.is_withdrawal
             and effect.has_ended,
             "<b>Planen upphör.</b> Den gällde {before:n} patienter; avslutade kvartal står kvar."),
    Sentence("sänks", lambda effect: effect.direction == LOWERED and effect.changes_volume,
             "<b>Planen sänks med {difference}</b>, från {before:n} till {after:n}."),
    Sentence("sänkt beslut", lambda effect: effect.direction == LOWERED and not effect.changes_volume
             and not effect.is_withdrawal,
             "<b>Den beslutade volymen sänks</b>; kvartalen är tillsammans {after:n} som förut."),
    Sentence("höjs", lambda effect: effect.direction == RAISED and effect.changes_volume,
             "<b>Planen höjs med {difference}</b>, från {before:n} till {after:n}."),
    Sentence("höjt beslut", lambda effect: effect.direction == RAISED and not effect.changes_volume,
             "<b>Den beslutade volymen höjs</b>; kvartalen är tillsammans {after:n} som förut."),
    Sentence("omfördelas", lambda effect: effect.direction == MOVED,
             "<b>Volymen flyttas mellan kvartal</b>; året är {after:n} som förut."),
    Sentence("oförändrat", lambda effect: effect.direction == SAME, "Volymerna är som förut, {after:n} patienter."),
]  # fmt: skip
PLACED: list[Sentence[Effect]] = [
    Sentence("återkallas", lambda effect: effect.is_withdrawal, ""),
    Sentence("ej beslutad", lambda effect: not effect.is_withdrawal and effect.decided is None,
             "Kvartalen är tillsammans {after:n}; beslutad volym saknas."),
    Sentence("allt", lambda effect: not effect.is_withdrawal and effect.decided is not None and not effect.outside,
             "Kvartalen är tillsammans hela den beslutade volymen, {after:n}."),
    Sentence("utanför", lambda effect: not effect.is_withdrawal and effect.decided is not None and effect.outside > 0,
             "Kvartalen är tillsammans {after:n} av {decided:n}: <b>{outside:n} ligger utanför plan</b>, särskild "
             "ordning."),
    Sentence("för mycket", lambda effect: not effect.is_withdrawal and effect.decided is not None
             and effect.outside < 0,
             "Kvartalen är tillsammans {after:n}, <b>{beyond:n} mer än den beslutade volymen</b>, {decided:n}."),
]  # fmt: skip


@dataclass(frozen=True)
class Locked:
    """The quarters that have ended, at least one."""

    quarters: tuple[int, ...]

    @staticmethod
    def of(ended: Sequence[bool]) -> Locked:
        return Locked(tuple(quarter for quarter, over in enumerate(ended, start=1) if over))

    @property
    def named(self) -> str:
        return swedish.listed(str(quarter) for quarter in self.quarters)


LOCKED: list[Sentence[Locked]] = [
    Sentence("ett", lambda locked: len(locked.quarters) == 1,
             "Kvartal {named} är avslutat: det ligger fast så som det gällde."),
    Sentence("flera", lambda locked: len(locked.quarters) > 1,
             "Kvartal {named} är avslutade: de ligger fast så som de gällde."),
]  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One thing that stops a change, by its code."""

    code: str


FAULTS: list[Sentence[Fault]] = [
    Sentence("avslutat_ar", lambda fault: fault.code == "avslutat_ar",
             "Året är avslutat: planen kan inte ändras."),
    Sentence("finns_redan", lambda fault: fault.code == "finns_redan",
             "Det finns redan en plan för specialiteten, vårdfasen och året mellan de två. Öppna den och ändra den."),
    Sentence("samma_vardgivare", lambda fault: fault.code == "samma_vardgivare",
             "Skickande och mottagare är samma vårdgivare."),
    Sentence("utan_vardgivare", lambda fault: fault.code == "utan_vardgivare",
             "Välj specialitet, skickande och mottagare."),
    Sentence("oforandrad", lambda fault: fault.code == "oforandrad",
             "Inget är ändrat: det finns inget att spara."),
    Sentence("utan_beslutad_volym", lambda fault: fault.code == "utan_beslutad_volym",
             "Ange den beslutade volymen."),
    Sentence("over_beslutad_volym", lambda fault: fault.code == "over_beslutad_volym",
             "Kvartalen är tillsammans mer än den beslutade volymen. Sänk ett kvartal eller höj den."),
    Sentence("negativ", lambda fault: fault.code == "negativ",
             "En volym kan inte vara negativ."),
    Sentence("tom", lambda fault: fault.code == "tom",
             "Den beslutade volymen är noll: det finns ingen plan att spara."),
    Sentence("utan_orsak", lambda fault: fault.code == "utan_orsak",
             "Välj orsak."),
    Sentence("utan_motivering", lambda fault: fault.code == "utan_motivering",
             "Skriv en motivering: annat skäl sparas bara med den."),
    Sentence("utan_forankring", lambda fault: fault.code == "utan_forankring",
             "Välj vem ändringen är förankrad hos."),
    Sentence("utan_roll", lambda fault: fault.code == "utan_roll",
             "Välj din roll."),
    Sentence("personnummer", lambda fault: fault.code == "personnummer",
             "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen."),
    Sentence("kontaktuppgift", lambda fault: fault.code == "kontaktuppgift",
             "Texten ser ut att innehålla ett telefonnummer eller en e-postadress. Ta bort det och spara igen."),
]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What came of saving: 'sparad', 'konflikt', 'finns' (a new plan), or 'registret' with the register's own line.

    moment: when the other version was registered (UTC, without zone), None where it came by a load; today: in Sweden.
    """

    kind: str
    plan_id: str
    version: int
    status: str = ""
    moment: dt.datetime | None = None
    role: str = ""
    line: str = ""
    today: dt.date = dt.date.min

    @property
    def when(self) -> str:
        """kl. 10.42, with the day where it is not today."""
        if self.moment is None:
            return ""
        local = self.moment.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM)
        clock = f"kl. {local:%H.%M}"
        return clock if local.date() == self.today else f"den {swedish.day_and_month(local.date())} {clock}"


TOLD: list[Sentence[Told]] = [
    Sentence("överenskommen", lambda told: told.kind == "sparad" and told.status == AGREED,
             "Sparat: version {version} av {plan_id} är överenskommen."),
    Sentence("förslag", lambda told: told.kind == "sparad" and told.status == PROPOSED,
             "Sparat: version {version} av {plan_id} är ett förslag och gäller först när den antas."),
    Sentence("återkallad", lambda told: told.kind == "sparad" and told.status == WITHDRAWN,
             "Sparat: version {version} av {plan_id}, planen är återkallad."),
    Sentence("någon annan", lambda told: told.kind == "konflikt" and told.moment is not None,
             "Någon annan ändrade planen {when}. Din ändring är inte sparad. Läs den nya versionen först."),
    Sentence("inläst", lambda told: told.kind == "konflikt" and told.moment is None,
             "Planen har fått version {version} genom en inläsning. Din ändring är inte sparad. Läs den nya versionen "
             "först."),
    Sentence("finns", lambda told: told.kind == "finns" and told.moment is not None,
             "Någon annan lade upp samma plan {when}. Din plan är inte sparad. Läs den planen först."),
    Sentence("finns inläst", lambda told: told.kind == "finns" and told.moment is None,
             "Samma plan är redan inläst. Din plan är inte sparad. Läs den planen först."),
    Sentence("registret", lambda told: told.kind == "registret", "{line}"),
]  # fmt: skip
