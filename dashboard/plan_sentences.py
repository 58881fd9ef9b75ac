"""The answer of Leveransplaner as tables of templates: how far the year has come, and which plans explain the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import plan_words, swedish
from dashboard.sentences import Sentence, the_one

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
    def share(self) -> str:
        """84 % · Över 99 %: where a sentence begins."""
        return _begun(self.done / self.planned_so_far)

    @property
    def of_year(self) -> str:
        return _begun(self.done / self.plan)

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


def _begun(share: float) -> str:
    words = swedish.percent(share)
    return words[:1].upper() + words[1:]


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
             "<b>{share} av det som planerats hittills är genomfört</b> "
             "och året väntas sluta på {ending}."),
    Sentence("slut", lambda p: p.has_plan and bool(p.month) and p.is_over,
             "<b>{of_year} av årets plan genomfördes:</b> {done:n} av {plan:n} patienter."),
)  # fmt: skip


@dataclass(frozen=True)
class Shortfall:
    """Plans with fewer done than planned so far, most missing first: their names in a sentence and what is missing."""

    names: Sequence[str]
    missing: Sequence[int]
    is_over: bool = False
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
    def listed(self) -> str:
        return swedish.listed(self.names[: self.named])

    @property
    def all_plans(self) -> str:
        return plan_words.plans(len(self.names))

    @property
    def first(self) -> str:
        return self.names[0]


CAUSES: Sequence[Sentence[Shortfall]] = (
    Sentence("ingen", lambda s: not s.names and not s.is_over, "Ingen plan ligger efter."),
    Sentence("alla nådda", lambda s: not s.names and s.is_over, "Alla planer nåddes."),
    Sentence("alla", lambda s: bool(s.names) and s.is_all and not s.is_over, "<b>{count} ligger efter:</b> {listed}."),
    Sentence("alla till slut", lambda s: bool(s.names) and s.is_all and s.is_over,
             "<b>{count} nådde inte ända fram:</b> {listed}."),
    Sentence("nästan hela", lambda s: bool(s.names) and not s.is_all and s.part >= ALMOST,
             "<b>{count} förklarar nästan hela bristen:</b> {listed}."),
    Sentence("det mesta", lambda s: bool(s.names) and not s.is_all and MOST <= s.part < ALMOST,
             "<b>{count} förklarar det mesta av bristen:</b> {listed}."),
    Sentence("spridd", lambda s: bool(s.names) and not s.is_all and s.part < MOST,
             "Bristen är spridd på {all_plans}, mest saknas för {first}."),
)  # fmt: skip


def answer(progress: Progress, shortfall: Shortfall | None) -> str:
    """How far the year has come, and which plans explain what is missing; HTML."""
    return "<br>".join([the_one(ANSWERS, progress), *([the_one(CAUSES, shortfall)] if shortfall is not None else [])])
