"""What Gröna korset says of a unit's month and of its twelve months: tables of sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import swedish
from dashboard.sentences import Sentence


def counted(number: int, one: str, several: str) -> str:
    """en skada · två skador · 13 skador."""
    return f"{swedish.number_word(number)} {one if number == 1 else several}"


@dataclass(frozen=True)
class PeriodNumbers:
    """A unit's month, or several months, in numbers; `month` and `last` are the first and the last day.

    `said` days are registered; of `activity` days, those of the rate, `registered` are, and of these `green_low` are
    green and `green_high` may be. `harms` and `risks` are what is known; `unsure` days may hold harm, and `untold` days
    tell no fact. `is_running`: the period is not over; `is_known`: anything is known of it.
    """

    month: dt.date
    last: dt.date
    said: int
    activity: int
    registered: int
    green_low: int
    green_high: int
    harms: int
    harm_days: int
    unsure: int
    risks: int
    untold: int
    conflicts: int
    is_running: bool
    is_known: bool

    @property
    def title(self) -> str:
        """Oktober 2026."""
        return swedish.month_and_year(self.month).capitalize()

    @property
    def during(self) -> str:
        """i oktober 2026 · från november 2025 till oktober 2026."""
        first, last = swedish.month_and_year(self.month), swedish.month_and_year(self.last)
        return f"i {first}" if first == last else f"från {first} till {last}"

    @property
    def said_days(self) -> str:
        """en dag är registrerad · tio dagar är registrerade."""
        return counted(self.said, "dag är registrerad", "dagar är registrerade").capitalize()

    @property
    def unsure_green(self) -> int:
        """Registered days that may be green, or may not."""
        return self.green_high - self.green_low

    @property
    def harms_said(self) -> str:
        """en skada · minst två skador · ingen skada · ingen känd skada."""
        if not self.harms:
            return "ingen känd skada" if self.unsure else "ingen skada"
        return f"{'minst ' if self.unsure else ''}{counted(self.harms, 'skada', 'skador')}"

    @property
    def risks_said(self) -> str:
        """två risker · minst två risker · ingen rapporterad risk."""
        if not self.risks:
            return "ingen känd risk" if self.untold or self.conflicts else "ingen rapporterad risk"
        is_least = self.untold or self.conflicts
        return f"{'minst ' if is_least else ''}{counted(self.risks, 'risk', 'risker')}"

    @property
    def harm_days_said(self) -> str:
        """en dag hade en skada · två dagar hade skador."""
        if self.harm_days == 1:
            return "en dag hade en skada" if self.harms == 1 else "en dag hade flera skador"
        return f"{swedish.number_word(self.harm_days)} dagar hade skador"

    @property
    def unsure_said(self) -> str:
        """en dag kan ha haft en skada."""
        return f"{counted(self.unsure, 'dag', 'dagar')} kan ha haft en skada"

    @property
    def so_far(self) -> str:
        """hittills, in a month that is not over."""
        return " hittills" if self.is_running else ""


def _is_sure(n: PeriodNumbers) -> bool:
    return n.registered > 1 and n.green_low == n.green_high


GREEN: Sequence[Sentence[PeriodNumbers]] = (
    Sentence("inget känt", lambda n: not n.is_known, "<b>Inget är registrerat {during}{so_far}</b>"),
    Sentence("ingen verksamhet", lambda n: n.is_known and not n.activity and not n.said,
             "<b>Enheten hade ingen verksamhet {during}{so_far}</b>"),
    Sentence("ingen registrerad", lambda n: n.is_known and n.activity > 0 and not n.registered,
             "<b>Ingen dag är registrerad {during}</b>"),
    Sentence("utan andel", lambda n: n.is_known and not n.activity and not n.registered and n.said > 0,
             "<b>{said_days} {during}{so_far}</b>"),
    Sentence("en grön", lambda n: n.registered == 1 and n.green_low == 1,
             "<b>Den enda registrerade dagen var grön</b>"),
    Sentence("en annan", lambda n: n.registered == 1 and not n.green_high,
             "<b>Den enda registrerade dagen var inte grön</b>"),
    Sentence("en oviss", lambda n: n.registered == 1 and n.green_low < n.green_high,
             "<b>Den enda registrerade dagen kan ha varit grön</b>"),
    Sentence("alla gröna", lambda n: _is_sure(n) and n.green_low == n.registered,
             "<b>Alla {registered:n} registrerade dagar var gröna</b>"),
    Sentence("inga gröna", lambda n: _is_sure(n) and not n.green_low,
             "<b>Ingen av {registered:n} registrerade dagar var grön</b>"),
    Sentence("några gröna", lambda n: _is_sure(n) and 0 < n.green_low < n.registered,
             "<b>{green_low:n} av {registered:n} registrerade dagar var gröna</b>"),
    Sentence("ovisst", lambda n: n.registered > 1 and n.green_low < n.green_high,
             "<b>{green_low:n}–{green_high:n} av {registered:n} registrerade dagar var gröna</b> ({unsure_green:n} går "
             "inte att säga)"),
)  # fmt: skip
HARM: Sequence[Sentence[PeriodNumbers]] = (
    Sentence("inget registrerat", lambda n: not n.said and not n.harm_days and not n.unsure, "."),
    Sentence("ingen skada", lambda n: n.said > 0 and not n.harm_days and not n.unsure,
             ", och ingen dag hade en skada."),
    Sentence("skada", lambda n: n.harm_days > 0 and not n.unsure, " och {harm_days_said}."),
    Sentence("skada och ovisst", lambda n: n.harm_days > 0 and n.unsure > 0, " och {harm_days_said}; {unsure_said}."),
    Sentence("ovisst", lambda n: not n.harm_days and n.unsure > 0, ", och {unsure_said}."),
)  # fmt: skip
MEETING: Sequence[Sentence[PeriodNumbers]] = (
    Sentence("ingen verksamhet", lambda n: not n.activity, ""),
    Sentence("alla", lambda n: 1 < n.activity == n.registered,
             " Avstämningen gjordes alla {activity:n} dagar med verksamhet{so_far}."),
    Sentence("den enda", lambda n: n.activity == n.registered == 1,
             " Avstämningen gjordes den enda dagen med verksamhet{so_far}."),
    Sentence("några", lambda n: n.activity > 0 and n.registered < n.activity,
             " Avstämningen gjordes {registered:n} av {activity:n} dagar med verksamhet{so_far}."),
)  # fmt: skip
MONTH_FINDING: Sequence[Sentence[PeriodNumbers]] = (
    Sentence("inget", lambda n: not n.said,
             "{title}: ingen registrerad dag"),
    Sentence("något", lambda n: n.said > 0,
             "{title}: {harms_said}, {risks_said}"),
)  # fmt: skip


@dataclass(frozen=True)
class Risks:
    """Reported risks of a month and of the month before, None where nothing was registered then.

    `is_unsure`: a colour or sources that differ may hide risks in either month.
    """

    now: int
    before: int | None
    month_before: dt.date
    is_running: bool
    is_unsure: bool

    @property
    def more(self) -> int:
        return self.now - (self.before or 0)

    @property
    def fewer(self) -> int:
        return (self.before or 0) - self.now

    @property
    def name(self) -> str:
        """september."""
        return swedish.month_name(self.month_before)


def _compares(r: Risks) -> bool:
    return r.before is not None and not r.is_running and not r.is_unsure


RISK_CHANGE: Sequence[Sentence[Risks]] = (
    Sentence("ingen jämförelse", lambda r: r.before is None, "{name} är inte registrerad"),
    Sentence("ovisst", lambda r: r.before is not None and r.is_unsure, "går inte att jämföra med {name}"),
    Sentence("pågår", lambda r: r.before is not None and r.is_running and not r.is_unsure, "{before:n} i hela {name}"),
    Sentence("fler", lambda r: _compares(r) and r.more > 0, "▲ {more:n} fler än i {name}"),
    Sentence("färre", lambda r: _compares(r) and r.fewer > 0, "▼ {fewer:n} färre än i {name}"),
    Sentence("lika", lambda r: _compares(r) and not r.more, "lika många som i {name}"),
)


@dataclass(frozen=True)
class SinceHarm:
    """Days from the latest known harm to `until`; `unsure` days after it may hold harm, the latest on `latest_unsure`.

    `first`: the first registered day.
    """

    latest: dt.date | None
    latest_unsure: dt.date | None
    first: dt.date
    until: dt.date
    is_today: bool

    @property
    def days(self) -> int | None:
        """Whole days from the latest known harm; None where none is known."""
        return None if self.latest is None else (self.until - self.latest).days

    @property
    def latest_said(self) -> str:
        """9 oktober, with the year where it is another."""
        return self._day(self.latest or self.first)

    @property
    def unsure_said(self) -> str:
        return self._day(self.latest_unsure or self.first)

    @property
    def first_said(self) -> str:
        return self._day(self.first)

    @property
    def until_said(self) -> str:
        """, räknat till 30 september: where the days end before today."""
        return "" if self.is_today else f", räknat till {self._day(self.until)}"

    def _day(self, date: dt.date) -> str:
        return swedish.day_and_month(date) if date.year == self.until.year else swedish.long_date(date)


SINCE_HARM: Sequence[Sentence[SinceHarm]] = (
    Sentence("skada", lambda s: s.latest is not None and s.latest_unsure is None, "senast {latest_said}{until_said}"),
    Sentence("skada, kanske senare", lambda s: s.latest is not None and s.latest_unsure is not None,
             "senast {latest_said}; {unsure_said} går inte att säga{until_said}"),
    Sentence("ingen skada", lambda s: s.latest is None and s.latest_unsure is None,
             "sedan första registreringen {first_said}{until_said}"),
    Sentence("kanske skada", lambda s: s.latest is None and s.latest_unsure is not None,
             "{unsure_said} går inte att säga{until_said}"),
)  # fmt: skip
