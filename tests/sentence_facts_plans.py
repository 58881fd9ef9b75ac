"""Facts for the tables of sentences of Leveransplaner: years without plans, without outcome, on their way and over."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from dashboard.plan_facts import Period
from dashboard.plan_followup_sentences import FINDING_CODES, Finding, Found, History, Reports
from dashboard.plan_headings import Ending, Periods, Tally
from dashboard.plan_sentences import Progress, Shortfall

PLANS = ("ortopedi från NU till SV", "ögonsjukvård från SU till Klarsikt", "kirurgi från SÄS till SV",
         "urologi från SU till NU", "neurologi från NU till SV")  # fmt: skip


def progresses() -> Iterator[Progress]:
    """Every year that can be: without plans nothing is planned, and a year that is over has its last month."""
    yield Progress(2027, 0, 0, 0, 0, 0, "", 0, 0, is_over=False)
    for plans, proposed in ((1, 1), (2, 2)):
        yield Progress(2027, plans, proposed, 0, 0, 0, "", 0, 0, is_over=False)
    for proposed, month in itertools.product((0, 1), ("", "oktober")):
        yield Progress(2026, 2, proposed, 0, 0, 0, month, 0, 0, is_over=False)
    for plan in (1, 9100):
        yield Progress(2027, 2, 0, plan, 0, 0, "", 0, 0, is_over=False)
        yield Progress(2026, 2, 1, plan, 0, 0, "mars", plan, plan + 40, is_over=False)
        for done in (0, plan, 2 * plan):
            yield Progress(2026, 2, 1, plan, plan, done, "oktober", done, done + 12, is_over=False)
            yield Progress(2025, 2, 0, plan, plan, done, "december", done, done, is_over=True)


def shortfalls() -> Iterator[Shortfall]:
    """Nobody behind, a few, one that holds nearly all, half or little of it."""
    for missing in ([], [3], [30, 9], [400, 30, 4], [400, 300, 5, 4], [60, 20, 20, 19, 18], [10] * 5, [9] * 8):
        names = [PLANS[index % len(PLANS)] for index in range(len(missing))]
        for is_over in (False, True):
            yield Shortfall(names, missing, is_over)


def period(
    number: int, planned: int, completed: int | None, *, is_ended: bool, missing: tuple[int, ...] = ()
) -> Period:
    return Period(number, planned, completed, completed, 0, missing, is_ended)


def periods() -> Iterator[Periods]:
    """Up to three periods that are over, at any share; the rest goes on, or has months that nobody has reported."""
    for noun, count in itertools.product(("kvartal", "tertial"), range(4)):
        for done in itertools.combinations_with_replacement((700, 770, 850, 900, 1000, 1100), count):
            ended = [period(number, 1000, each, is_ended=True) for number, each in enumerate(done, start=1)]
            yield Periods([*ended, period(count + 1, 1000, 200, is_ended=False)], noun)
    yield Periods([period(1, 0, None, is_ended=False), period(2, 0, None, is_ended=False)], "kvartal")
    yield Periods([period(1, 500, 400, is_ended=True, missing=(1,)), period(2, 0, 3, is_ended=True)], "kvartal")


def endings() -> Iterator[Ending]:
    yield Ending(0, 0, 0, None, is_over=False)
    yield Ending(9100, 0, 0, None, is_over=False)
    for low, high, verdict in ((7850, 8250, "klarar_inte"), (9000, 9200, "osakert"), (9100, 9300, "klarar")):
        yield Ending(9100, low, high, verdict, is_over=False)  # type: ignore[arg-type]
    for done, verdict in ((8000, "klarar_inte"), (9100, "klarar"), (9101, "klarar")):
        yield Ending(9100, done, done, verdict, is_over=True)  # type: ignore[arg-type]


def tallies() -> Iterator[Tally]:
    for failing, unsure, reaching, others in itertools.product((0, 1, 2), (0, 1, 2), (0, 3), (0, 1)):
        for is_over in (False, True):
            if not (is_over and unsure):
                yield Tally(failing + unsure + reaching + others, failing, unsure, reaching, is_over)


def histories() -> Iterator[History]:
    name = "Ögonsjukvård från SU till Klarsikt"
    yield History(name, 0, is_withdrawn=False, first=0, now=75)
    for agreed, first, now, is_withdrawn in itertools.product((1, 2, 3), (1040, 1130), (1040, 1130), (True, False)):
        if agreed > 1 or first == now:
            yield History(name, agreed, is_withdrawn, first, now)


def reports() -> Iterator[Reports]:
    for both, unlike, alone in itertools.product((0, 1, 75), (0, 1, 67), (0, 2)):
        if unlike <= both:
            yield Reports(both, unlike, alone, 3 * unlike)


def findings() -> Iterator[Finding]:
    for code in (*FINDING_CODES, "annat_fel"):
        for patients in (1, 11):
            yield Finding(code, "Urologi, operation/åtgärd, SU → SV", 2, patients)
    for figure in ("behov", "kapacitet"):
        for patients in (0, 11):
            yield Finding("dubbelt_levererat", "Urologi, operation/åtgärd, SV", 0, patients, figure)


def found() -> Iterator[Found]:
    for count in (0, 1, 2, 30):
        yield Found(count)


PLAN_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    "plan_followup_sentences.FINDINGS": findings,
    "plan_followup_sentences.FOUND": found,
    "plan_followup_sentences.HISTORY_FINDINGS": histories,
    "plan_followup_sentences.REPORT_FINDINGS": reports,
    "plan_headings.COURSE_FINDINGS": endings,
    "plan_headings.PERIOD_FINDINGS": periods,
    "plan_headings.TABLE_FINDINGS": tallies,
    "plan_sentences.ANSWERS": progresses,
    "plan_sentences.CAUSES": shortfalls,
}
