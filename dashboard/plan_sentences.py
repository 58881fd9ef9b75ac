"""The sentences of Leveransplaner as tables of templates: the page's answer and the headings of its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.plan_forecast import Verdict
from dashboard import plan_words, swedish
from dashboard.plan_facts import PASSES, Period
from dashboard.sentences import Sentence, plain, the_one
from dashboard.swedish import NBSP

ALMOST, MOST = 0.9, 0.5  # of the shortfall, held by the plans that are named


@dataclass(frozen=True)
class Progress:
    """The chosen plans of a year: patients planned for the year and so far, done, and where the year ends."""

    year: int
    plans: int
    proposed: int
    plan: int
    planned_so_far: int
    done: int
    month: str  # the last reported one; "" where nothing is reported
    low: int
    high: int
    is_over: bool

    @property
    def share(self) -> float:
        return self.done / self.planned_so_far

    @property
    def of_year(self) -> float:
        return self.done / self.plan

    @property
    def ending(self) -> str:
        """7 850–8 250 av 9 100 patienter."""
        return f"{span(self.low, self.high)} av {plan_words.patients(self.plan)}"

    @property
    def agreed(self) -> str:
        """En patient är överenskommen · 9 100 patienter är överenskomna."""
        one = self.plan == 1
        return f"{plan_words.patients(self.plan)} är {'överenskommen' if one else 'överenskomna'}"

    @property
    def proposals(self) -> str:
        """en plan är ännu ett förslag · två planer är ännu förslag."""
        one = self.proposed == 1
        return f"{plan_words.plans(self.proposed).capitalize()} för {self.year} är ännu {'ett ' if one else ''}förslag"

    @property
    def has_plan(self) -> bool:
        return self.plan > 0

    @property
    def only_proposals(self) -> bool:
        return not self.has_plan and 0 < self.proposed == self.plans


def span(low: int, high: int) -> str:
    """7 850–8 250, or one number."""
    return swedish.integer(low) if low == high else f"{swedish.integer(low)}–{swedish.integer(high)}"


ANSWERS: Sequence[Sentence[Progress]] = (
    Sentence("inga planer", lambda p: not p.plans, "Det finns inga leveransplaner för {year} med det här urvalet."),
    Sentence("bara förslag", lambda p: p.only_proposals, "<b>{proposals}.</b> Inget är överenskommet än."),
    Sentence("ingen volym", lambda p: bool(p.plans) and not p.has_plan and not p.only_proposals,
             "<b>Ingen volym är överenskommen för {year}.</b>"),
    Sentence("inget utfall", lambda p: p.has_plan and not p.month,
             "<b>{agreed} för {year}.</b> Inget utfall är rapporterat än."),
    Sentence("inget planerat än", lambda p: p.has_plan and bool(p.month) and not p.is_over and not p.planned_so_far,
             "<b>Inget är planerat till och med {month}.</b> Året väntas sluta på {ending}."),
    Sentence("pågår", lambda p: p.has_plan and bool(p.month) and not p.is_over and p.planned_so_far > 0,
             "<b>{share:percent} av det som planerats till och med {month} är genomfört</b> "
             "och året väntas sluta på {ending}."),
    Sentence("slut", lambda p: p.has_plan and bool(p.month) and p.is_over,
             "<b>{of_year:percent} av årets plan genomfördes:</b> {done:n} av {plan:n} patienter."),
)  # fmt: skip


@dataclass(frozen=True)
class Shortfall:
    """Plans with fewer done than planned so far, most missing first: their names in a sentence and what is missing."""

    names: Sequence[str]
    missing: Sequence[int]
    most: int = 3  # named at most

    @property
    def total(self) -> int:
        return sum(self.missing)

    @property
    def named(self) -> int:
        """How many plans are named: the fewest that hold almost all of it, else those that may be named."""
        held = 0
        for count, missing in enumerate(self.missing[: self.most], start=1):
            held += missing
            if held >= ALMOST * self.total:
                return count
        return min(self.most, len(self.missing))

    @property
    def part(self) -> float:
        return sum(self.missing[: self.named]) / self.total if self.total else 0.0

    @property
    def is_all(self) -> bool:
        return self.named == len(self.names)

    @property
    def count(self) -> str:
        """En plan · Två planer."""
        return plan_words.plans(self.named).capitalize()

    @property
    def verb(self) -> str:
        return "förklarar"

    @property
    def listed(self) -> str:
        return swedish.listed(self.names[: self.named])

    @property
    def all_plans(self) -> str:
        return plan_words.plans(len(self.names))

    @property
    def first(self) -> str:
        return self.names[0]


CAUSES: Sequence[Sentence[Shortfall]] = (
    Sentence("ingen", lambda s: not s.names, "Ingen plan ligger efter."),
    Sentence("alla", lambda s: bool(s.names) and s.is_all, "<b>{count} ligger efter:</b> {listed}."),
    Sentence("nästan hela", lambda s: bool(s.names) and not s.is_all and s.part >= ALMOST,
             "<b>{count} {verb} nästan hela bristen:</b> {listed}."),
    Sentence("det mesta", lambda s: bool(s.names) and not s.is_all and MOST <= s.part < ALMOST,
             "<b>{count} {verb} det mesta av bristen:</b> {listed}."),
    Sentence("spridd", lambda s: bool(s.names) and not s.is_all and s.part < MOST,
             "Bristen är spridd på {all_plans}, mest saknas för {first}."),
)  # fmt: skip


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
             "Osäkert om året når planen: från {short} under till {over} över"),
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
        return plan_words.plans(self.unsure)

    @property
    def all_plans(self) -> str:
        return plan_words.plans(self.plans).capitalize()


TABLE_FINDINGS: Sequence[Sentence[Tally]] = (
    Sentence("inga", lambda t: not t.plans, "Inga planer i urvalet"),
    Sentence("obedömda", lambda t: t.plans > 0 and not t.judged, "{all_plans}, inget utfall att bedöma"),
    Sentence("klarar inte", lambda t: t.failing > 0 and not t.is_over, "{failing_plans} klarar inte året"),
    Sentence("klarade inte", lambda t: t.failing > 0 and t.is_over, "{failing_plans} klarade inte året"),
    Sentence("osäkra", lambda t: t.judged > 0 and not t.failing and t.unsure > 0,
             "Ingen plan är på väg att missas, {unsure_plans} är osäkra"),
    Sentence("alla", lambda t: t.judged > 0 and not t.failing and not t.unsure and not t.is_over,
             "Alla planer väntas klara året"),
    Sentence("alla klarade", lambda t: t.judged > 0 and not t.failing and not t.unsure and t.is_over,
             "Alla planer klarade året"),
)  # fmt: skip


def answer(progress: Progress, shortfall: Shortfall | None) -> str:
    """How far the year has come, and which plans explain what is missing; HTML."""
    return " ".join([the_one(ANSWERS, progress), *([the_one(CAUSES, shortfall)] if shortfall is not None else [])])


def period_finding(periods: Periods) -> str:
    return plain(PERIOD_FINDINGS, periods)


def course_finding(ending: Ending) -> str:
    return plain(COURSE_FINDINGS, ending)


def table_finding(tally: Tally) -> str:
    return plain(TABLE_FINDINGS, tally)


def month_list(names: Sequence[str]) -> str:
    """april och maj, never broken inside."""
    return swedish.listed(name.replace(" ", NBSP) for name in names)
