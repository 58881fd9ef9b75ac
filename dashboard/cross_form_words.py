"""What Registrera dagen says: of the day, of what came of an action, and of every version in the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from config import STOCKHOLM
from dashboard import cross_words, swedish
from dashboard.cross_form_draft import TAKEN_BACK, DayDraft
from dashboard.sentences import Sentence

SHORT_WEEKDAYS = ("må", "ti", "on", "to", "fr", "lö", "sö")


def day_words(day: dt.date, today: dt.date) -> str:
    """I dag, fredag 20 november 2026 · I går, … · Tisdag 17 november 2026."""
    named = f"{cross_words.weekday(day)} {swedish.long_date(day)}"
    before = {0: "I dag, ", 1: "I går, "}.get((today - day).days, "")
    return f"{before}{named}" if before else named.capitalize()


def short_day(day: dt.date, today: dt.date) -> str:
    """to 19, with the month where it is another: to 29 okt."""
    month = "" if (day.year, day.month) == (today.year, today.month) else f" {swedish.short_month(day)}"
    return f"{SHORT_WEEKDAYS[day.weekday()]} {day.day}{month}"


def summary(draft: DayDraft | None, titles: Mapping[str, str]) -> str:
    """ingen negativ händelse · läkemedel, risk för patientskada: what a draft says, without free words."""
    if draft is None:
        return cross_words.FACT_WORDS[str(TAKEN_BACK.fact)]
    if draft.fact is not None:
        return cross_words.FACT_WORDS[draft.fact]
    return "; ".join(
        cross_words.event(
            {"event_type": event.event_type, "is_disturbance": event.is_disturbance, "fact": event.fact,
             "colour": None, "count": event.count},
            titles,
        )
        for event in draft.events
    )  # fmt: skip


def local_moment(moment: dt.datetime) -> str:
    """20 november kl. 10.42, in Stockholm, of a UTC moment without zone."""
    local = moment.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM)
    return f"{swedish.day_and_month(local.date())} kl. {local:%H.%M}"


@dataclass(frozen=True)
class Outcome:
    """What came of an action, as `cross_form_state.Told`.

    `said` is what stands of the day now, `mine` what was not saved where its fields are gone, "" where they stand.
    """

    kind: str
    said: str = ""
    is_late: bool = False
    line: str = ""
    moment: dt.datetime | None = None
    role: str = ""
    mine: str = ""

    @property
    def when(self) -> str:
        return local_moment(self.moment) if self.moment else ""

    @property
    def is_saved(self) -> bool:
        return self.kind == "sparad"


OUTCOMES: list[Sentence[Outcome]] = [
    Sentence("sparad", lambda o: o.is_saved and not o.is_late, "Dagen är registrerad: <b>{said}</b>."),
    Sentence("sparad sent", lambda o: o.is_saved and o.is_late,
             "Dagen är registrerad i efterhand: <b>{said}</b>."),
    Sentence("fanns", lambda o: o.kind == "fanns", "Det stod redan så: <b>{said}</b>. Inget nytt är sparat."),
    Sentence("ångrad", lambda o: o.kind == "angrad", "Dagen är som innan: <b>{said}</b>. Historiken visar båda."),
    Sentence("konflikt", lambda o: o.kind == "konflikt" and not o.mine,
             "Någon annan hann före, {when} ({role}): <b>{said}</b>. Det du har skrivit står kvar."),
    Sentence("konflikt om svaret", lambda o: o.kind == "konflikt" and bool(o.mine),
             "Någon annan hann före, {when} ({role}): <b>{said}</b>. Ditt svar var: <b>{mine}</b>."),
    Sentence("registret", lambda o: o.kind == "registret", "{line}"),
    Sentence("utan händelse", lambda o: o.kind == "fel" and o.line == "utan_handelse",
             "Lägg till en händelse, eller välj att ingen hände."),
    Sentence("utan allvarlighet", lambda o: o.kind == "fel" and o.line == "utan_allvarlighet",
             "Välj allvarlighet för varje händelse."),
]  # fmt: skip
TITLES = {"sparad": "Sparat", "fanns": "Sparat sedan tidigare", "angrad": "Ångrat"}


@dataclass(frozen=True)
class Lateness:
    """Whether a day is registered after it has passed, and whether it is registered already."""

    is_late: bool
    is_registered: bool


LATE: list[Sentence[Lateness]] = [
    Sentence("i tid", lambda day: not day.is_late, ""),
    Sentence("sent", lambda day: day.is_late and not day.is_registered,
             "<b>Du registrerar i efterhand.</b> Dagen märks som sent registrerad."),
    Sentence("ändras sent", lambda day: day.is_late and day.is_registered,
             "<b>Dagen har passerat.</b> En ändring syns i historiken."),
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One version of a day; `before` is None for the first. `settles`: it holds over what another source says."""

    after: str
    before: str | None
    is_late: bool
    has_new_text: bool
    settles: bool

    @property
    def is_first(self) -> bool:
        return self.before is None

    @property
    def is_same(self) -> bool:
        return self.before == self.after


STEPS: list[Sentence[Step]] = [
    Sentence("första", lambda step: step.is_first and not step.is_late, "Registrerad: <b>{after}</b>."),
    Sentence("första, sent", lambda step: step.is_first and step.is_late,
             "Registrerad <b>i efterhand</b>: <b>{after}</b>."),
    Sentence("ändrad", lambda step: not step.is_first and not step.is_same,
             "Ändrad från {before} till <b>{after}</b>."),
    Sentence("text", lambda step: step.is_same and step.has_new_text and not step.settles,
             "Texten ändrad: <b>{after}</b> som förut."),
    Sentence("avgjord", lambda step: step.is_same and step.settles, "Gäller framför annan källa: <b>{after}</b>."),
    Sentence("samma", lambda step: step.is_same and not step.has_new_text and not step.settles,
             "Bekräftad: <b>{after}</b> som förut."),
]  # fmt: skip
