"""The sentences of Specialitet as tables of templates: the page's answer and the headings of its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import swedish
from dashboard.sentences import Sentence, plain, the_one

ORDINALS = ("nollte", "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde",
            "elfte", "tolfte")  # fmt: skip


@dataclass(frozen=True)
class Verdicts:
    """Förvaltningar under and over their usual level, as usual, and those that cannot be judged."""

    under: Sequence[str]
    over: Sequence[str]
    usual: Sequence[str]
    unjudged: Sequence[str]

    @property
    def signals(self) -> str:
        """NU under, SkaS över."""
        both = ((self.under, "under"), (self.over, "över"))
        return ", ".join(f"{swedish.listed(names)} {word}" for names, word in both if names)

    @property
    def only(self) -> str:
        return self.usual[0]


CONTROL_FINDINGS: Sequence[Sentence[Verdicts]] = (
    Sentence("tomt", lambda v: not (v.under or v.over or v.usual or v.unjudged), "Andelen över tid"),
    Sentence("för kort", lambda v: not (v.under or v.over or v.usual) and bool(v.unjudged),
             "För få månader för att skilja signal från slump"),
    Sentence("en som vanligt", lambda v: not (v.under or v.over or v.unjudged) and len(v.usual) == 1,
             "{only} varierar som vanligt"),
    Sentence("alla som vanligt", lambda v: not (v.under or v.over or v.unjudged) and len(v.usual) > 1,
             "Alla förvaltningar varierar som vanligt"),
    Sentence("bedömda som vanligt", lambda v: not (v.under or v.over) and bool(v.usual and v.unjudged),
             "De som kan bedömas varierar som vanligt"),
    Sentence("signal och övriga", lambda v: bool((v.under or v.over) and v.usual),
             "{signals}: övriga varierar som vanligt"),
    Sentence("bara signal", lambda v: bool(v.under or v.over) and not v.usual, "{signals} sin vanliga nivå"),
)  # fmt: skip


@dataclass(frozen=True)
class Now:
    """The specialty's share now and the month before; `is_beyond`: the difference is larger than chance."""

    share: float | None
    before: float | None
    is_beyond: bool
    attained: str
    since: str
    state: str

    @property
    def points(self) -> int:
        """Whole percentage points as both numbers are shown."""
        if self.share is None or self.before is None:
            return 0
        return swedish.whole_percent(self.share) - swedish.whole_percent(self.before)

    @property
    def change(self) -> str:
        """en procentenhet bättre · något sämre."""
        if self.share is None or self.before is None:
            return ""
        word = "bättre" if self.share > self.before else "sämre"
        if not self.points:
            return f"något {word}"
        size = abs(self.points)
        return f"{swedish.number_word(size)} procentenhet{'er' if size != 1 else ''} {word}"


ANSWERS: Sequence[Sentence[Now]] = (
    Sentence("inget", lambda n: n.share is None, "{state}"),
    Sentence("första", lambda n: n.share is not None and n.before is None, "<b>{share:percent} {attained}.</b>"),
    Sentence("ändrat", lambda n: n.share is not None and n.before is not None and n.is_beyond,
             "<b>{share:percent} {attained}</b>, {change} än i {since}: mer än slumpen."),
    Sentence("som förut", lambda n: n.share is not None and n.before is not None and not n.is_beyond,
             "<b>{share:percent} {attained}</b>, ungefär som i {since}."),
)  # fmt: skip


@dataclass(frozen=True)
class Level:
    """The förvaltningar on one side of their usual level (+1 over, −1 under), and for how many months in a row."""

    names: Sequence[str]
    side: int
    months: int

    @property
    def listed(self) -> str:
        return swedish.listed(self.names)

    @property
    def ordinal(self) -> str:
        return ORDINALS[self.months] if self.months < len(ORDINALS) else f"{self.months}:e"


def _lasts(level: Level) -> bool:
    return len(level.names) == 1 and level.months > 1


LEVELS: Sequence[Sentence[Level]] = (
    Sentence("under", lambda v: v.side < 0 and not _lasts(v), "<b>{listed} ligger under sin vanliga nivå.</b>"),
    Sentence("under länge", lambda v: v.side < 0 and _lasts(v),
             "<b>{listed} ligger under sin vanliga nivå för {ordinal} månaden i rad.</b>"),
    Sentence("över", lambda v: v.side > 0 and not _lasts(v), "{listed} ligger över sin vanliga nivå."),
    Sentence("över länge", lambda v: v.side > 0 and _lasts(v),
             "{listed} ligger över sin vanliga nivå för {ordinal} månaden i rad."),
)  # fmt: skip


@dataclass(frozen=True)
class Waited:
    """Those over the limit by how long they have waited; without a limit, half of all."""

    over_limit: int
    half_year: int
    limit: str
    median: str
    has_waited: str
    low_base: int
    has_limit: bool

    @property
    def share(self) -> float:
        return self.half_year / self.over_limit if self.over_limit else 0.0

    @property
    def fraction(self) -> str:
        """Var tredje, where the share is within half a point of it; otherwise ""."""
        words = {2: "Varannan", 3: "Var tredje", 4: "Var fjärde", 5: "Var femte", 6: "Var sjätte", 10: "Var tionde"}
        return next((word for part, word in words.items() if abs(self.share - 1 / part) <= 0.005), "")


def _is_firm(w: Waited) -> bool:
    return w.has_limit and w.over_limit >= w.low_base


WAITING_FINDINGS: Sequence[Sentence[Waited]] = (
    Sentence("måldatum", lambda w: not w.has_limit, "Hälften {has_waited} högst {median}"),
    Sentence("ingen över", lambda w: w.has_limit and not w.over_limit, "Ingen {has_waited} mer än {limit}"),
    Sentence("få över", lambda w: w.has_limit and 0 < w.over_limit < w.low_base,
             "{over_limit:n} {has_waited} mer än {limit}"),
    Sentence("ingen länge", lambda w: _is_firm(w) and not w.half_year,
             "Ingen över gränsen {has_waited} mer än ett halvår"),
    Sentence("bråkdel", lambda w: _is_firm(w) and bool(w.half_year and w.fraction),
             "{fraction} över gränsen {has_waited} mer än ett halvår"),
    Sentence("andel", lambda w: _is_firm(w) and bool(w.half_year and not w.fraction),
             "{share:percent} av dem över gränsen {has_waited} mer än ett halvår"),
)  # fmt: skip


def control_finding(verdicts: Verdicts) -> str:
    """NU under, SkaS över: övriga varierar som vanligt."""
    return plain(CONTROL_FINDINGS, verdicts)


def answer(now: Now, levels: Sequence[Level]) -> str:
    """The share, what has changed beyond chance, and who leaves their usual level; HTML."""
    return " ".join([the_one(ANSWERS, now), *(the_one(LEVELS, level) for level in levels)])
