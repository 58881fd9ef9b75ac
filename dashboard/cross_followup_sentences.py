"""What the follow-up of crosses says of its days, of harm, types and risks: tables of sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.cross_followup import HUNDRED
from dashboard import swedish
from dashboard.cross_sentences import counted
from dashboard.cross_wall_sentences import span
from dashboard.sentences import Sentence


@dataclass(frozen=True)
class Days:
    """A period's days: with activity, registered of them, and of those green and those that may be; all unit-days.

    `harm` days are known to hold harm, `unsure` ones may; `late` days were registered afterwards; `well` have a note of
    what went well. `definition`: whose colours, in words.
    """

    period: str
    activity: int
    registered: int
    green_low: int
    green_high: int
    harm: int
    unsure: int
    late: int
    well: int
    definition: str

    @property
    def rate(self) -> float:
        return self.registered / self.activity

    @property
    def green(self) -> str:
        """71 % · 60–75 %."""
        return span(self.green_low, self.green_high, self.registered)

    @property
    def is_sure(self) -> bool:
        return self.green_low == self.green_high

    @property
    def maybe(self) -> int:
        """Registered days that may be green, or may not."""
        return self.green_high - self.green_low

    @property
    def maybe_said(self) -> str:
        """en dag · tolv dagar."""
        return counted(self.maybe, "dag", "dagar")

    @property
    def unsure_said(self) -> str:
        """En dag · Två dagar."""
        return counted(self.unsure, "dag", "dagar").capitalize()

    @property
    def well_said(self) -> str:
        return counted(self.well, "dag", "dagar")


ANSWER: Sequence[Sentence[Days]] = (
    Sentence("inget", lambda d: not d.activity, "Ingen dag med verksamhet är känd för {period}."),
    Sentence("inget registrerat", lambda d: d.activity > 0 and not d.registered,
             "<b>Ingen av {activity:n} dagar med verksamhet är registrerad</b>, {period}."),
    Sentence("registrerat", lambda d: d.registered > 0,
             "Av {activity:n} dagar med verksamhet är <b>{registered:n} registrerade ({rate:percent})</b>, {period}. "
             "Av de registrerade är <b>{green} gröna</b>."),
)  # fmt: skip
RATE: Sequence[Sentence[Days]] = (
    Sentence("inget", lambda d: not d.activity, "Ingen dag med verksamhet är känd."),
    Sentence("dagar", lambda d: d.activity > 0,
             "{registered:n} av {activity:n} dagar med verksamhet är registrerade."),
)  # fmt: skip
GREEN: Sequence[Sentence[Days]] = (
    Sentence("inget", lambda d: not d.registered, "Ingen dag är registrerad."),
    Sentence("säkert", lambda d: d.registered > 0 and d.is_sure,
             "{green_low:n} av {registered:n} registrerade dagar. Färger enligt {definition}."),
    Sentence("ovisst", lambda d: d.registered > 0 and not d.is_sure,
             "{green_low:n} av {registered:n} registrerade dagar, och {maybe_said} går inte att säga. Färger enligt "
             "{definition}."),
)  # fmt: skip
HARM_DAYS: Sequence[Sentence[Days]] = (
    Sentence("säkert", lambda d: not d.unsure, "Dagar med patientskada, {period}."),
    Sentence("ovisst", lambda d: d.unsure > 0, "Dagar med patientskada, {period}. {unsure_said} till kan ha haft en."),
)  # fmt: skip
STATES: Sequence[Sentence[Days]] = (
    Sentence("inget", lambda d: not d.registered, "Ingen registrerad dag"),
    Sentence("säkert", lambda d: d.registered > 0 and d.is_sure, "Gröna är {green} av de registrerade dagarna"),
    Sentence("ovisst", lambda d: d.registered > 0 and not d.is_sure,
             "Gröna är {green} av de registrerade dagarna, {maybe_said} går inte att säga"),
)  # fmt: skip
LATE: Sequence[Sentence[Days]] = (
    Sentence("ingen", lambda d: not d.late, ""),
    Sentence("några", lambda d: d.late > 0,
             "{late:n} av dagarna är registrerade i efterhand, en senare dag än den de gäller."),
)  # fmt: skip
WELL: Sequence[Sentence[Days]] = (
    Sentence("inget", lambda d: not d.well, "Inget som gick bra är antecknat än"),
    Sentence("något", lambda d: d.well > 0, "Det som gick bra är antecknat {well_said}"),
)  # fmt: skip


@dataclass(frozen=True)
class Intervals:
    """Days between harm days: how many harm days, the mean interval (None of one or none), and the running one.

    `upper`: the limit where there are intervals enough for a verdict.
    """

    harm: int
    mean: float | None
    running: int | None
    upper: float | None
    first: dt.date | None

    @property
    def mean_said(self) -> str:
        """1,4 dagar · 23 dagar."""
        mean = self.mean or 0.0
        if mean >= len(swedish.SMALL_NUMBERS) or mean == round(mean):
            return swedish.days(mean)
        return f"{swedish.decimal(mean)}{swedish.NBSP}dagar"

    @property
    def is_long(self) -> bool:
        """Whether the running interval is a signal already."""
        return self.upper is not None and self.running is not None and self.running > self.upper

    @property
    def start(self) -> dt.date:
        return self.first or dt.date.min


INTERVALS: Sequence[Sentence[Intervals]] = (
    Sentence("inget känt", lambda i: not i.harm and i.first is None, "Ingen dag är registrerad"),
    Sentence("ingen skada", lambda i: not i.harm and i.first is not None,
             "Ingen känd skada sedan första registreringen {start:date}"),
    Sentence("en", lambda i: i.harm == 1, "En dag med känd skada: ingen tid mellan skador än"),
    Sentence("lång", lambda i: i.harm > 1 and i.is_long, "{running:days} utan känd skada: längre än vanligt"),
    Sentence("vanligen", lambda i: i.harm > 1 and not i.is_long,
             "I genomsnitt {mean_said} mellan dagar med känd skada"),
)  # fmt: skip


@dataclass(frozen=True)
class Types:
    """Events by type: all of them, and of the most common known types their names and number each."""

    events: int
    top: Sequence[str]
    most: int

    @property
    def first(self) -> str:
        """Läkemedel · Läkemedel och fall."""
        words = swedish.listed(self.top)
        return words[:1].upper() + words[1:]

    @property
    def share(self) -> float:
        return self.most / self.events

    @property
    def many(self) -> bool:
        """More types than are named share the place."""
        return len(self.top) > 3


TYPES: Sequence[Sentence[Types]] = (
    Sentence("inga", lambda t: not t.events, "Ingen händelse är rapporterad"),
    Sentence("utan typ", lambda t: t.events > 0 and not t.top, "Ingen av händelserna har en typ"),
    Sentence("en", lambda t: len(t.top) == 1,
             "{first} är vanligast: {most:n} av {events:n} händelser ({share:percent})"),
    Sentence("delad", lambda t: len(t.top) > 1 and not t.many,
             "{first} är vanligast: {most:n} var av {events:n} händelser"),
    Sentence("ingen vanligast", lambda t: t.many, "Ingen händelsetyp är vanligare än de andra"),
)  # fmt: skip


@dataclass(frozen=True)
class Reported:
    """Reported risks; those of counted days with facts, and how many such days there are."""

    risks: int
    rate_risks: int
    told_days: int

    @property
    def hundred(self) -> int:
        return HUNDRED

    @property
    def per_hundred(self) -> str:
        """12,3."""
        return swedish.decimal(HUNDRED * self.rate_risks / self.told_days)


RISKS: Sequence[Sentence[Reported]] = (
    Sentence("ingen", lambda r: not r.risks, "Ingen risk är rapporterad"),
    Sentence("en", lambda r: r.risks == 1, "En rapporterad risk: ett tillfälle att förebygga"),
    Sentence("flera", lambda r: r.risks > 1, "{risks:n} rapporterade risker: lika många tillfällen att förebygga"),
)
RISK_RATE: Sequence[Sentence[Reported]] = (
    Sentence("ingen dag", lambda r: not r.told_days, "Ingen dag är registrerad med vad som hände."),
    Sentence("per hundra", lambda r: r.told_days > 0,
             "{per_hundred} per {hundred:n} registrerade dagar. Fler är aldrig sämre: den som ser risker kan "
             "förebygga."),
)  # fmt: skip
