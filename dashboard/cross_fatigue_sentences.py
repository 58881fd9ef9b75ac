"""What is said of wards that register more seldom than they used to, and of the rate itself: tables of sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import cross_fatigue
from dashboard import swedish
from dashboard.cross_sentences import counted
from dashboard.sentences import Sentence


@dataclass(frozen=True)
class Tired:
    """How many units of a group signal, and how many have been compared with their own past; `is_one`: one unit."""

    signals: int
    tried: int
    is_one: bool

    @property
    def count(self) -> str:
        """Tre enheter."""
        return counted(self.signals, "enhet", "enheter").capitalize()


TIRED: Sequence[Sentence[Tired]] = (
    Sentence("för kort, en", lambda t: t.is_one and not t.tried, "För få dagar för att jämföra med förut"),
    Sentence("som förut, en", lambda t: t.is_one and t.tried > 0 and not t.signals,
             "Enheten registrerar ungefär som förut"),
    Sentence("stöd, en", lambda t: t.is_one and t.signals > 0,
             "Enheten kan behöva stöd: den registrerar mer sällan än förut"),
    Sentence("för kort", lambda t: not t.is_one and not t.tried,
             "Ingen enhet har dagar nog för att jämföras med förut"),
    Sentence("som förut", lambda t: not t.is_one and t.tried > 0 and not t.signals,
             "Ingen enhet registrerar tydligt mer sällan än förut"),
    Sentence("en", lambda t: not t.is_one and t.signals == 1,
             "En enhet kan behöva stöd: den registrerar mer sällan än förut"),
    Sentence("flera", lambda t: not t.is_one and t.signals > 1,
             "{count} kan behöva stöd: de registrerar mer sällan än förut"),
)  # fmt: skip


@dataclass(frozen=True)
class Tiring:
    """One unit's latest 28 days against its own past: registered and activity days now and before, and the limit.

    `has_enough`: whether there are days enough to compare.
    """

    name: str
    registered: int
    activity: int
    before_registered: int
    before_activity: int
    lower: float | None
    below_limit: bool
    dropped: bool
    has_enough: bool
    until: dt.date

    @property
    def is_signal(self) -> bool:
        return self.below_limit or self.dropped

    @property
    def window(self) -> int:
        return cross_fatigue.WINDOW

    @property
    def before_days(self) -> int:
        return cross_fatigue.BEFORE

    @property
    def share(self) -> float:
        return self.registered / self.activity

    @property
    def before(self) -> float:
        return self.before_registered / self.before_activity

    @property
    def limit(self) -> float:
        return self.lower or 0.0

    @property
    def drop(self) -> int:
        """Whole percentage points under the days before, as the percentages are written."""
        return swedish.whole_percent(self.before) - swedish.whole_percent(self.share)


_NOW = (
    "<b>{name}</b>: {registered:n} av {activity:n} dagar med verksamhet är registrerade på {window:n} dagar till och "
    "med {until:date} ({share:percent}). "
)
_BEFORE = "{before:percent} ({before_registered:n} av {before_activity:n})"
_DROP = f"{{drop:points}} under de {{before_days:n}} dagarna före, då det var {_BEFORE}"
TIRING: Sequence[Sentence[Tiring]] = (
    Sentence("båda", lambda t: t.below_limit and t.dropped,
             f"{_NOW}Det är {_DROP}, och under enhetens egen undre gräns, {{limit:percent}}."),
    Sentence("gräns", lambda t: t.below_limit and not t.dropped,
             f"{_NOW}Det är under enhetens egen undre gräns, {{limit:percent}}."),
    Sentence("fall", lambda t: t.dropped and not t.below_limit, f"{_NOW}Det är {_DROP}."),
    Sentence("som förut", lambda t: t.has_enough and not t.is_signal and t.before_activity > 0,
             f"{_NOW}De {{before_days:n}} dagarna före var det {_BEFORE}."),
    Sentence("utan före", lambda t: t.has_enough and not t.is_signal and not t.before_activity, _NOW.rstrip()),
    Sentence("för få", lambda t: not t.has_enough,
             "<b>{name}</b>: {registered:n} av {activity:n} dagar med verksamhet är registrerade på {window:n} dagar "
             "till och med {until:date}. De {before_days:n} dagarna före var det {before_registered:n} av "
             "{before_activity:n}."),
)  # fmt: skip


@dataclass(frozen=True)
class More:
    """Units that signal and are not named here, only in the table."""

    units: int

    @property
    def count(self) -> str:
        """Tre enheter."""
        return counted(self.units, "enhet", "enheter").capitalize()


MORE: Sequence[Sentence[More]] = (
    Sentence("ingen", lambda m: not m.units, ""),
    Sentence("några", lambda m: m.units > 0, "{count} till står i tabellen."),
)


@dataclass(frozen=True)
class Course:
    """The registration rate of the latest 28 days, None of no day, and its place: −1, 0, +1; None: no limits yet."""

    share: float | None
    verdict: int | None

    @property
    def window(self) -> int:
        return cross_fatigue.WINDOW

    @property
    def latest(self) -> float:
        return self.share or 0.0


_LATEST = "Registrerat de senaste {window:n} dagarna: {latest:percent}"
COURSE: Sequence[Sentence[Course]] = (
    Sentence("inget", lambda c: c.share is None, "Ingen dag med verksamhet de senaste {window:n} dagarna"),
    Sentence("på prov", lambda c: c.share is not None and c.verdict is None, f"{_LATEST}, för kort tid för en gräns"),
    Sentence("som vanligt", lambda c: c.share is not None and c.verdict == 0, f"{_LATEST}, som vanligt"),
    Sentence("högre", lambda c: c.share is not None and c.verdict == 1, f"{_LATEST}, mer än vanligt"),
    Sentence("lägre", lambda c: c.share is not None and c.verdict == -1, f"{_LATEST}, mindre än vanligt"),
)
