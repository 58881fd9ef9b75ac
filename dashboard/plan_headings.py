"""The headings of Leveransplaner as tables of templates: its periods, the year's end and its plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.plan_forecast import Verdict
from dashboard import plan_words, swedish
from dashboard.plan_facts import PASSES, Period
from dashboard.plan_sentences import span
from dashboard.sentences import Sentence, plain


@dataclass(frozen=True)
class Periods:
    """The year's quarters or tertials; `noun` is what one is called."""

    periods: Sequence[Period]
    noun: str

    @property
    def ended(self) -> list[Period]:
        """Finished, whole and with a plan."""
        return [each for each in self.periods if each.share is not None]

    @property
    def missed(self) -> list[Period]:
        return [each for each in self.ended if each.is_missed]

    @property
    def plan(self) -> int:
        return sum(each.planned for each in self.periods)

    @property
    def worst(self) -> str:
        """Tredje kvartalet."""
        return self._name(min(self.ended, key=lambda each: each.share or 0.0))

    @property
    def worst_share(self) -> str:
        """77 procent."""
        shares = [each.share for each in self.ended if each.share is not None]
        return f"{swedish.whole_percent(min(shares))} procent"

    @property
    def limit(self) -> str:
        """80 procent."""
        return f"{swedish.whole_percent(PASSES)} procent"

    @property
    def several(self) -> str:
        """Första och tredje kvartalet."""
        names = [plan_words.ORDINALS[each.number] for each in self.missed]
        return f"{swedish.listed([names[0], *(name.lower() for name in names[1:])])} {self.noun}et"

    @property
    def both_ends(self) -> str:
        """85–90 procent av planen."""
        shares = [swedish.whole_percent(each.share) for each in self.ended if each.share is not None]
        low, high = min(shares), max(shares)
        return f"{low} procent" if low == high else f"{low}–{high} procent"

    @property
    def all_reached(self) -> bool:
        return all((each.share or 0.0) >= 1 for each in self.ended)

    def _name(self, period: Period) -> str:
        return f"{plan_words.ORDINALS[period.number]} {self.noun}et"


PERIOD_FINDINGS: Sequence[Sentence[Periods]] = (
    Sentence("ingen plan", lambda p: not p.plan, "Ingen volym att följa upp"),
    Sentence("inget avslutat", lambda p: p.plan > 0 and not p.ended, "Inget {noun} är avslutat än"),
    Sentence("ett under", lambda p: p.plan > 0 and len(p.missed) == 1, "{worst} stannade på {worst_share}"),
    Sentence("flera under", lambda p: p.plan > 0 and len(p.missed) > 1, "{several} stannade under {limit}"),
    Sentence("alla nådda", lambda p: p.plan > 0 and bool(p.ended) and p.all_reached and len(p.ended) > 1,
             "Alla avslutade {noun} nådde planen"),
    Sentence("ett nått", lambda p: p.plan > 0 and len(p.ended) == 1 and p.all_reached, "{worst} nådde planen"),
    Sentence("ett avslutat", lambda p: p.plan > 0 and len(p.ended) == 1 and not p.missed and not p.all_reached,
             "{worst} nådde {worst_share} av planen"),
    Sentence("flera avslutade", lambda p: p.plan > 0 and len(p.ended) > 1 and not p.missed and not p.all_reached,
             "Avslutade {noun} nådde {both_ends} av planen"),
)  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """Where the year ends against its plan: an interval, or what is known."""

    plan: int
    low: int
    high: int
    verdict: Verdict | None
    is_over: bool

    @property
    def under(self) -> str:
        """850–1 250 patienter."""
        return f"{span(max(self.plan - self.high, 0), self.plan - self.low)} patienter"

    @property
    def both_sides(self) -> str:
        """11 under till 9 över."""
        return f"{swedish.integer(self.plan - self.low)} under till {swedish.integer(self.high - self.plan)} över"

    @property
    def short(self) -> str:
        return plan_words.patients(self.plan - self.low)

    @property
    def over(self) -> str:
        return plan_words.patients(self.high - self.plan)

    @property
    def planned(self) -> str:
        return plan_words.patients(self.plan)


def _ended(e: Ending) -> bool:
    return e.verdict is not None and e.is_over


COURSE_FINDINGS: Sequence[Sentence[Ending]] = (
    Sentence("inget utfall", lambda e: e.verdict is None and e.plan > 0, "Planen för året är {planned}"),
    Sentence("ingen plan", lambda e: e.verdict is None and not e.plan, "Ingen volym är överenskommen"),
    Sentence("klarar inte", lambda e: e.verdict == "klarar_inte" and not e.is_over, "Året slutar {under} under plan"),
    Sentence("osäkert", lambda e: e.verdict == "osakert" and not e.is_over,
             "Osäkert om året når planen: {both_sides}"),
    Sentence("klarar", lambda e: e.verdict == "klarar" and not e.is_over, "Året väntas nå planen"),
    Sentence("slutade under", lambda e: _ended(e) and e.high < e.plan, "Året slutade {short} under plan"),
    Sentence("slutade på", lambda e: _ended(e) and e.high == e.plan, "Året slutade precis på planen"),
    Sentence("slutade över", lambda e: _ended(e) and e.high > e.plan, "Året slutade {over} över plan"),
)  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How many of the chosen plans that have a volume are on their way to miss it, reach it, or neither for sure."""

    plans: int
    failing: int
    unsure: int
    reaching: int
    is_over: bool

    @property
    def judged(self) -> int:
        return self.failing + self.unsure + self.reaching

    @property
    def failing_plans(self) -> str:
        return plan_words.plans(self.failing).capitalize()

    @property
    def unsure_plans(self) -> str:
        """en plan är osäker · två planer är osäkra."""
        return f"{plan_words.plans(self.unsure)} är {'osäker' if self.unsure == 1 else 'osäkra'}"

    @property
    def all_plans(self) -> str:
        return plan_words.plans(self.plans).capitalize()


TABLE_FINDINGS: Sequence[Sentence[Tally]] = (
    Sentence("inga", lambda t: not t.plans, "Inga planer i urvalet"),
    Sentence("obedömda", lambda t: t.plans > 0 and not t.judged, "{all_plans}, inget utfall att bedöma"),
    Sentence("klarar inte", lambda t: t.failing > 0 and not t.is_over, "{failing_plans} klarar inte året"),
    Sentence("klarade inte", lambda t: t.failing > 0 and t.is_over, "{failing_plans} klarade inte året"),
    Sentence("osäkra", lambda t: t.judged > 0 and not t.failing and t.unsure > 0,
             "Ingen plan är på väg att missas, {unsure_plans}"),
    Sentence("alla", lambda t: t.judged > 0 and not t.failing and not t.unsure and not t.is_over,
             "Alla planer väntas klara året"),
    Sentence("alla klarade", lambda t: t.judged > 0 and not t.failing and not t.unsure and t.is_over,
             "Alla planer klarade året"),
)  # fmt: skip


def period_finding(periods: Periods) -> str:
    return plain(PERIOD_FINDINGS, periods)


def course_finding(ending: Ending) -> str:
    return plain(COURSE_FINDINGS, ending)


def table_finding(tally: Tally) -> str:
    return plain(TABLE_FINDINGS, tally)
