"""Stock and flow of one queue: two attainments, how many must be seen, time to clear, load and pressure, in words.

Those waiting are a stock, those done a flow, and their shares differ even in a steady state (methods 2.4): a page shows
both, says why they differ, and warns about neither on its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import queue_balance
from analysis.intervals import newcombe
from dashboard import balance_words, swedish
from dashboard.cuts import Words
from dashboard.sentences import Sentence, plain
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY

Row = Mapping[str, Any]
WANTED = (0.8, 0.9, 1.0)
IN_FRONT = 0.9  # the one of them that stands in large figures


@dataclass(frozen=True)
class Measure:
    """One figure of the block: what it is, its value, what it rests on and what it assumes."""

    title: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class StockFlow:
    """One queue in one month: rows of attainment (None where there is no row), its balance, its mean age in days."""

    stock: Row | None
    flow: Row | None
    stock_words: Words
    flow_words: Words
    balance: Row | None
    mean_age_days: float | None

    @property
    def limit_days(self) -> int | None:
        """None where the patient's own date is the limit."""
        return self.stock_words.cut["limit_days"]

    @property
    def is_balanced(self) -> bool:
        return self.balance is not None and self.balance["closing"] is not None

    @property
    def stock_share(self) -> float | None:
        return None if self.stock is None else self.stock["share"]

    @property
    def flow_share(self) -> float | None:
        return None if self.flow is None else self.flow["share"]

    @property
    def has_both(self) -> bool:
        return self.stock_share is not None and self.flow_share is not None

    @property
    def side(self) -> int:
        """+1 where those waiting have the higher share beyond chance, −1 where those done have; else 0."""
        if self.stock is None or self.flow is None or not self.has_both:
            return 0
        counted = [row[name] for row in (self.stock, self.flow) for name in ("numerator", "denominator")]
        low, high = newcombe(*counted)
        return int(float(low) > 0) - int(float(high) < 0)


FINDING: Sequence[Sentence[StockFlow]] = (
    Sentence("neither", lambda f: f.stock_share is None and f.flow_share is None,
             "Kö och genomförd vård går inte att jämföra"),
    Sentence("one of them", lambda f: (f.stock_share is None) != (f.flow_share is None),
             "Bara en av kö och genomförd vård går att visa"),
    Sentence("both", lambda f: f.has_both,
             "{stock_share:percent} av de väntande är {stock_words.within}, {flow_share:percent} av de genomförda"),
)  # fmt: skip

TOGETHER = "Läs dem tillsammans: ingen av dem räcker ensam som varning."

# Why the two shares differ, by which is higher; or that they do not differ beyond chance.
EXPLANATION: Sequence[Sentence[StockFlow]] = (
    Sentence("not both", lambda f: not f.has_both,
             "Väntande är en kö en viss dag, genomförda är vård under en månad. De ska läsas tillsammans."),
    Sentence("chance", lambda f: f.has_both and not f.side,
             f"De två andelarna skiljer sig inte mer än slumpen. {TOGETHER}"),
    Sentence("stock higher", lambda f: f.side > 0,
             "Genomförda ligger lägre än väntande: de som togs emot hade väntat längre än de som står kvar. "
             "Så blir det när de som väntat längst tas emot – andelen genomförda sjunker då medan andelen väntande "
             f"stiger. {TOGETHER}"),
    Sentence("flow higher", lambda f: f.side < 0,
             "Genomförda ligger högre än väntande: många togs emot snabbt medan andra stod kvar länge. De som ännu "
             f"inte fått vård syns inte bland de genomförda. {TOGETHER}"),
)  # fmt: skip


def finding(facts: StockFlow) -> str:
    """62 % av de väntande är inom 90 dagar, 48 % av de genomförda."""
    return plain(FINDING, facts)


def explanation(facts: StockFlow) -> str:
    """Why the two shares differ, or why nothing is said of it."""
    return plain(EXPLANATION, facts)


def measures(facts: StockFlow) -> list[Measure]:
    """The figures of the block, in the order they are drawn."""
    return [
        _attainment("Väntande", facts.stock, facts.stock_words),
        _attainment("Genomförda", facts.flow, facts.flow_words),
        _to_be_seen(facts),
        _clearance(facts),
        _load(facts),
        _pressure(facts),
    ]


def to_be_seen(row: Row, wanted: float) -> str:
    """1 204 · redan nådd: how many over the limit must leave the queue for the wanted share."""
    count = queue_balance.seen_for_share(row["numerator"], row["denominator"], wanted)
    return swedish.integer(count) if count else "redan nådd"


def _attainment(name: str, row: Row | None, words: Words) -> Measure:
    title = f"{name} {words.within}"
    counted_as = f"{words.definition_and_moment[:1].upper()}{words.definition_and_moment[1:]}."
    if row is None or row["share"] is None:
        return Measure(title, _state(row, words), (counted_as,))
    sign = " °" if row["status"] == LOW_BASE else ""
    counted = words.counted(row["numerator"], row["denominator"])
    return Measure(title, f"{swedish.percent(row['share'])}{sign}", (f"{counted}.", counted_as))


def _state(row: Row | None, words: Words) -> str:
    status = MISSING if row is None else row["status"]
    if status == NOBODY:
        return words.nobody
    return {HIDDEN: "dolt", MISSING: "saknas"}.get(status, "ingen andel")


def _to_be_seen(facts: StockFlow) -> Measure:
    title = f"Behöver tas emot för {swedish.percent(IN_FRONT)}"
    row = facts.stock
    if row is None or not row["denominator"]:
        return Measure(title, _state(row, facts.stock_words), ("Räknas på de väntande över gränsen.",))
    others = [f"{swedish.percent(each)}: {to_be_seen(row, each)}" for each in WANTED if each != IN_FRONT]
    return Measure(
        title,
        to_be_seen(row, IN_FRONT),
        (
            f"Av {swedish.integer(row['over_limit'])} väntande över gränsen. För {', för '.join(others)}.",
            "Om ingen annan passerar gränsen under tiden.",
        ),
    )


def _clearance(facts: StockFlow) -> Measure:
    title = "Tid att tömma kön"
    if not facts.is_balanced or facts.balance is None:
        return Measure(title, _balance_state(facts), ("Räknas på månadens balans.",))
    left = facts.balance["completed"] + facts.balance["other_removals"]
    waiting = facts.balance["closing"]
    months = queue_balance.clearance_periods(waiting, left)
    value = "ingen lämnar den" if math.isinf(months) else f"{swedish.decimal(months)} månader"
    return Measure(
        title,
        value,
        (
            f"{swedish.integer(waiting)} väntande, {swedish.integer(left)} lämnade kön under månaden.",
            "Om ingen ny kommer till och takten är månadens; juli och december är långsammare.",
            *_doubt(facts.balance),
        ),
    )


def _load(facts: StockFlow) -> Measure:
    title = "Belastning"
    if not facts.is_balanced or facts.balance is None:
        return Measure(title, _balance_state(facts), ("Räknas på månadens balans.",))
    left, inflow = facts.balance["completed"] + facts.balance["other_removals"], facts.balance["inflow"]
    load = queue_balance.load(inflow, left)
    return Measure(
        title,
        "ingen lämnar kön" if math.isinf(load) else swedish.decimal(load, 2),
        (
            f"{swedish.integer(inflow)} kom till, {swedish.integer(left)} lämnade kön.",
            "Under 1 räcker månadens takt för inflödet, över 1 växer kön.",
            *_doubt(facts.balance),
        ),
    )


def _pressure(facts: StockFlow) -> Measure:
    title = "Tryck på gränsen"
    if facts.limit_days is None:
        return Measure(title, "räknas inte", ("Måldatum är patientens eget: det finns ingen gräns i dagar.",))
    if facts.mean_age_days is None:
        return Measure(title, _state(facts.stock, facts.stock_words), ("Räknas på de väntandes medelväntan.",))
    pressure = queue_balance.pressure(facts.mean_age_days, facts.limit_days)
    mean = swedish.decimal(facts.mean_age_days)
    return Measure(
        title,
        swedish.decimal(pressure, 2),
        (
            f"2 × {mean} dagars medelväntan / {swedish.days(facts.limit_days)}, alla väntande.",
            "Vid 1 klaras gränsen precis om alla tas emot i turordning, över 1 räcker inte det.",
        ),
    )


def _doubt(balance: Row) -> tuple[str, ...]:
    if not balance_words.has_much_unexplained(balance):
        return ()
    return (f"Osäkert: {balance_words.unexplained_share(balance)} är oförklarad.",)


def _balance_state(facts: StockFlow) -> str:
    return "dolt" if facts.balance is not None and facts.balance["status"] == HIDDEN else "går inte att räkna"
