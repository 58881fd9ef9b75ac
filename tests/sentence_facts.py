"""Facts for every table of sentences of the dashboard: whatever a condition asks about, in every combination.

A table is named as `module.NAME`. Facts that cannot be made by a page are left out.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from analysis.control_charts import laney
from dashboard.balance_words import Balance
from dashboard.change_facts import Change, Extent, Told
from dashboard.cuts import Cut, Words
from dashboard.deviation_series import MOV, PVV, Deviations, Series
from dashboard.equity import Found
from dashboard.heat_map import LowIn
from dashboard.measures import Figure, YearChange
from dashboard.nation import ALIKE, BETTER, WORSE, Against, Pair, Shown, Standing
from dashboard.needs_gap import Totals
from dashboard.needs_queue import Goal
from dashboard.needs_words import Gaps, Lack, Paces
from dashboard.proposal_words import Outcome, Waiting
from dashboard.proposal_words import Told as Written
from dashboard.specialty_rows import Ends
from dashboard.specialty_sentences import Level, Now, Verdicts, Waited
from dashboard.specialty_units import Units
from dashboard.stock_flow import StockFlow
from dashboard.variation_chance_facts import Chance
from dashboard.variation_facts import Spreads
from dashboard.variation_funnel import Spread
from dashboard.variation_mix import Mix, Turned
from dashboard.variation_ranking import Lowest
from tests.sentence_facts_aggregates import AGGREGATE_FACTS
from tests.sentence_facts_change import CHANGE_FACTS
from tests.sentence_facts_cross import CROSS_FACTS
from tests.sentence_facts_plans import PLAN_FACTS
from tests.sentence_facts_quality import QUALITY_FACTS
from tests.sentence_facts_steward import STEWARD_FACTS

CUTOFF, EARLIER = dt.date(2026, 10, 31), dt.date(2026, 9, 30)
CUT = Cut(principal="Exempelregionen", cutoff_date=CUTOFF, population="vantande", phase=1, definition="exkl_pvv_mov",
          limit_days=90)  # fmt: skip
WORDS = Words(CUT, "Exkl. PVV och MOV")
OWN_DATE = Words(CUT | {"limit_days": None}, "Exkl. PVV och MOV")
NAMES: Sequence[list[str]] = ([], ["NU"], ["SkaS", "SÄS"])
FEW, MANY, USUAL = Spread(4.0, 0.01, 6, 0.001), Spread(3.0, 0.01, 12, 0.001), Spread(0.9, 0.0, 12, 0.6)


def pair(share: float, other: float, p: float = 0.0001) -> Pair:
    return Pair(share, round(share * 902), 902, other, 4400, share - other - 0.01, share - other + 0.01, p)


def against(verdict: str, *, is_direct: bool = True, measure: str = "bup_behandling") -> Against:
    other = {BETTER: 0.36, WORSE: 0.52, ALIKE: 0.44}[verdict]
    return Against(measure, pair(0.43, other), CUTOFF, "exkl_pvv", is_direct, verdict)


def standings() -> Iterator[Standing]:
    """Any number of measures in each verdict, six in all at most; with and without anything of the region's own."""
    measures = ["forsta_besok", "operation", "aterbesok", "bup_forsta_besok", "bup_utredning", "bup_behandling"]
    shown = [Shown("Första besök inom 90 dagar", 0.66, 46962, 71155), Shown("Återbesök", 0.72, 61404, 85283)]
    for better, worse, alike in itertools.product(range(7), repeat=3):
        if better + worse + alike <= len(measures):
            named = iter(measures)
            groups = [
                [against(verdict, measure=next(named)) for _ in range(count)]
                for verdict, count in ((BETTER, better), (WORSE, worse), (ALIKE, alike))
            ]
            for count in range(3):
                yield Standing(shown[:count], *groups)


def change_row(**other: Any) -> dict[str, Any]:
    row = {
        "earlier_date": EARLIER, "phase": 2, "specialty": "311", "short_name": "Ortopedi", "administration": "Alla",
        "limit_days": 90, "numerator": 4291, "denominator": 6812, "share": 0.63, "earlier_numerator": 3672,
        "earlier_denominator": 6800, "earlier_share": 0.54, "difference": 0.09, "low_95": 0.0735, "high_95": 0.1065,
        "p_value": 1e-9, "verdict": None, "judged": 5, "lowest": 0.4, "highest": 0.9,
    }  # fmt: skip
    return row | other


def changes() -> Iterator[Change]:
    """Everything that conditions ask about a change, in every combination."""
    rows = itertools.product(
        ("311", "931"),
        ("Alla", "NU"),
        (0.09, -0.09),
        (90, None),
        (6800, 412),
        (0.4, 0.63, 0.9),
        ("under", "over", None),
    )
    for specialty, administration, difference, limit, earlier, lowest, verdict in rows:
        row = change_row(
            specialty=specialty, administration=administration, difference=difference, limit_days=limit,
            earlier_denominator=earlier, lowest=lowest, highest=0.63 if lowest != 0.63 else 0.9, verdict=verdict,
            share=0.63,
        )  # fmt: skip
        for carried, months, events in itertools.product((0.0, 0.5, 0.8, 1.0, 1.3), (0, 3), ((), ("Systembyte",))):
            yield Change(row, CUTOFF, ("NU", "SkaS") if carried else (), carried, months, events)


def extents() -> Iterator[Extent]:
    for delivered, missing, tested in itertools.product((True, False), ("", "SÄS"), (0, 1, 2, 42)):
        if tested and not delivered:
            continue  # nothing is tested against a date without a delivery
        for changed in range(tested + 1):
            yield Extent(EARLIER, CUTOFF, delivered, missing, tested * 9, changed * 2, tested, changed)


def tellings() -> Iterator[Told]:
    up, down = Change(change_row(), CUTOFF), Change(change_row(difference=-0.09), CUTOFF)
    for extent in extents():
        if not extent.flagged:
            yield Told("manad", [], [], extent)
        else:
            # what has changed is told, unless all of it is whole specialties that cannot be compared
            for chosen in ([up], [down, up], *([[]] if extent.missing else [])):
                yield Told("manad", [*chosen, down], chosen, extent)


def figures() -> Iterator[Figure]:
    befores = [None, pair(0.66, 0.65), pair(0.66, 0.661), pair(0.66, 0.66), pair(0.61, 0.64)]
    nations = [None, *(against(verdict, is_direct=d) for verdict in (BETTER, WORSE, ALIKE) for d in (True, False))]
    for share, national in itertools.product((0.66, None), (0.52, None)):
        row = {"measure": "operation", "share": share, "national_share": national}
        for before, is_beyond, missing, each in itertools.product(befores, (True, False), ("", "SÄS"), nations):
            if (share is None and before) or (each and national is None) or (is_beyond and before is None):
                continue
            yield Figure(row, CUTOFF, EARLIER, before, is_beyond, missing, each, "exkl. PVV, 30 september 2026")


def year_changes() -> Iterator[YearChange]:
    for share, is_beyond in itertools.product((0.66, 0.6, 0.63), (True, False)):
        yield YearChange("Första besök", pair(share, 0.63), is_beyond)


def span_row(low: float | None, high: float, *, is_beyond: bool | None, **more: Any) -> dict[str, Any]:
    """A specialty from NU to SV; without a lowest share it has no span."""
    row: dict[str, Any] = {
        "specialty": "221", "short_name": "Neurologi", "specialty_group": None,
        "administrations": 0 if low is None else 5, "lowest": low, "lowest_administration": "NU", "highest": high,
        "highest_administration": "SV", "spread": None if low is None else high - low, "region_share": 0.62,
        "over_limit": 1204, "is_beyond_chance": is_beyond,
    }  # fmt: skip
    return row | more


def spreads() -> Iterator[Spreads]:
    """Up to three specialties: no span, narrow or wide, beyond chance or not."""
    kinds = [
        span_row(None, 0.9, is_beyond=None),
        *(span_row(low, 0.9, is_beyond=beyond) for low in (0.2, 0.3, 0.6) for beyond in (True, False, None)),
    ]
    for count in range(4):
        for rows in itertools.combinations_with_replacement(kinds, count):
            yield Spreads(rows, WORDS)


def only_spreads() -> Iterator[Spreads]:
    for low, region, over, words in itertools.product((0.2, None), (0.62, None), (1204, 0, None), (WORDS, OWN_DATE)):
        yield Spreads([span_row(low, 0.9, is_beyond=True, region_share=region, over_limit=over)], words)


def chances() -> Iterator[Chance]:
    for is_beyond, under, over, few in itertools.product((None, True, False), NAMES, NAMES, NAMES):
        for spread, stands_out, is_units in itertools.product((FEW, MANY, USUAL), NAMES, (True, False)):
            yield Chance(is_beyond, under, over, few, spread, stands_out, is_units)


def turned() -> Iterator[Turned]:
    for better in range(1, 12):
        yield Turned("Privat", "SV", (0.61, 0.66), (0.70, 0.64), better, 12)


def mixes() -> Iterator[Mix]:
    yield Mix([], [], 0, [])
    yield Mix([], [], 0, list(turned()))


def lowest() -> Iterator[Lowest]:
    for names, is_units in itertools.product(NAMES, (True, False)):
        yield Lowest(names, is_units)


def low_ins() -> Iterator[LowIn]:
    for times in ([], [("SU", 9)], [("SU", 9), ("NU", 7)], [("NU", 7), ("SU", 7), ("SV", 1)]):
        yield LowIn(times, 13)


def verdicts() -> Iterator[Verdicts]:
    for under, over, usual, unjudged in itertools.product(NAMES, NAMES, NAMES, NAMES):
        yield Verdicts(under, over, usual, unjudged)


def nows() -> Iterator[Now]:
    for share, before, is_beyond in itertools.product((0.62, None), (0.62, 0.6, 0.58, None), (True, False)):
        if not is_beyond or (share is not None and before is not None and share != before):
            yield Now(share, before, is_beyond, WORDS.attained, "september", "Leveransen saknas.")


def levels() -> Iterator[Level]:
    for names, side, months in itertools.product(NAMES[1:], (-1, 1), (1, 2, 7, 13)):
        yield Level(names, side, months)


def waits() -> Iterator[Waited]:
    for over, half_year, has_limit in itertools.product((0, 3, 20, 300), (0, 1, 100, 110), (True, False)):
        if half_year <= over:
            yield Waited(over, half_year, "90 dagar", "64 dagar", "har väntat", 20, has_limit)


def balances() -> Iterator[Balance]:
    for who in ("", " i NU"):
        yield Balance(None, who)
        for status in ("saknas", "dolt"):
            yield Balance({"status": status}, who)
        for opening, closing, inflow, unexplained in itertools.product((0, 1000), (0, 995, 1005, 1300), (0, 400),
                                                                       (0, 13, 421)):  # fmt: skip
            yield Balance(
                {"status": "visas", "opening": opening, "closing": closing, "inflow": inflow, "completed": 200,
                 "other_removals": 30, "unexplained": unexplained}, who,
            )  # fmt: skip


def stock_flows() -> Iterator[StockFlow]:
    hidden = {"share": None, "numerator": None, "denominator": None, "status": "dolt"}
    shown = [{"share": x / 1000, "numerator": x, "denominator": 1000, "status": "visas"} for x in (480, 620, 625)]
    for stock, flow in itertools.product([None, hidden, *shown], repeat=2):
        yield StockFlow(stock, flow, WORDS, WORDS, None, None)


def series(administration: str, kind: str, counts: Iterable[float | None]) -> Series:
    """Months of 1 000 contacts, each with the deviations counted; None is a month without a delivery."""
    listed = list(counts)
    dates = [dt.date(2024 + month // 12, month % 12 + 1, 28) for month in range(len(listed))]
    rows = [{"cutoff_date": date, kind: count} for date, count in zip(dates, listed, strict=True)]
    found = np.array([np.nan if count is None else count for count in listed])
    chart = laney(found, np.where(np.isnan(found), np.nan, 1000.0), starts=[], is_snapshot=False)
    return Series(administration, kind, rows, chart)


def deviations() -> Iterator[Deviations]:
    usual: list[float | None] = [60.0, 62.0, 59.0, 61.0] * 6
    kinds: list[list[float | None]] = [usual, [*usual[:-1], 140.0], [*usual[:-1], 5.0], usual[:5], [*usual[:-1], None]]
    for pvv, mov, name in itertools.product(kinds, kinds, ("Alla", "NU")):
        yield Deviations([series(name, PVV, pvv), series(name, MOV, mov)], "Alla")
    yield Deviations([], "Alla")


def categories() -> Iterator[Found]:
    """Two of each sort; every verdict, and those that are hidden."""
    verdicts_of = [("under", "over"), ("inom", "inom"), ("under", "inom"), ("over", "inom"), (None, None)]
    for kon, alder, boende, share in itertools.product(verdicts_of, verdicts_of, verdicts_of, (0.6, None)):
        if share is None and any(each[0] for each in (kon, alder, boende)):
            continue
        of = (("kon", "kvinna", "Kvinnor", kon[0]), ("kon", "man", "Män", kon[1]), ("alder", "80-", "80 år och äldre",
              alder[0]), ("alder", "0-17", "0–17 år", alder[1]), ("boende", "Norra", "Norra", boende[0]),
              ("boende", "okand", "Okänd", boende[1]))  # fmt: skip
        yield Found(
            [{"dimension": dimension, "category": category, "name": name, "verdict": verdict, "share": share}
             for dimension, category, name, verdict in of]
        )  # fmt: skip


def ends() -> Iterator[Ends]:
    states = [(0.29, "visas"), (0.97, "visas"), (0.5, "lagt_underlag"), (None, "dolt")]
    for count in range(4):
        for chosen in itertools.combinations_with_replacement(states, count):
            rows = [{"share": share, "status": status, "administration": "NU"} for share, status in chosen]
            for region in (0.62, None):
                yield Ends(rows, region)


def units() -> Iterator[Units]:
    for found in itertools.product(("under", "over", "inom", None), repeat=3):
        for count, names in itertools.product((1, 2, 3), NAMES):
            yield Units([{"verdict": verdict} for verdict in found[:count]], names)


def gaps() -> Iterator[Gaps]:
    """No need, no shortage, all or some or none of it agreed; with and without anything left over."""
    for specialties, rests, shortage, to_place, surplus in itertools.product(
        (0, 1, 7), (0, 1, 2), (0, 1, 900), (0, 1, 250, 900), (0, 120)
    ):
        is_whole = specialties > 0 or not (shortage or surplus)
        if is_whole and to_place <= shortage and (rests > 0) == (to_place > 0) and rests <= to_place:
            totals = Totals(9, 4000, 3800, shortage, surplus, shortage - to_place, 60, to_place, 0, 0, 0)
            first = Lack("Ortopedi (operation/åtgärd)", to_place) if rests else None
            yield Gaps(2027, totals, specialties, min(shortage, 3, specialties), min(rests, specialties), rests, first)


def paces() -> Iterator[Paces]:
    for judged, too_slow in ((0, 0), (1, 0), (1, 1), (9, 0), (9, 1), (9, 7), (9, 9)):
        yield Paces(judged, too_slow, Goal(0.9, dt.date(2027, 12, 31), 14))


def outcomes() -> Iterator[Outcome]:
    for to_place, placed in ((0, 0), (40, 0), (40, 12), (40, 40)):
        yield Outcome(to_place, placed, 2 if placed else 0)


def waiting() -> Iterator[Waiting]:
    yield from (Waiting(plans) for plans in (0, 1, 18))


def written() -> Iterator[Written]:
    moment = dt.datetime(2026, 11, 20, 9, 42)  # noqa: DTZ001 - UTC without zone, as the register gives it
    for kind, plans, today in itertools.product(
        ("foreslagna", "overenskomna", "finns_redan", "konflikt", "registret"), (1, 18), (moment.date(), CUTOFF)
    ):
        line = "Registret är inte skapat." if kind == "registret" else ""
        yield Written(kind, plans, "P-NU-SV", moment if kind == "konflikt" else None, line, today)


FACTS: dict[str, Callable[[], Iterator[Any]]] = (
    AGGREGATE_FACTS
    | CHANGE_FACTS
    | PLAN_FACTS
    | QUALITY_FACTS
    | STEWARD_FACTS
    | CROSS_FACTS
    | {
        "balance_words.FINDING": balances,
        "balance_words.MOVED": balances,
        "change_sentences.AMOUNT": changes,
        "change_sentences.BIGGEST": tellings,
        "change_sentences.DETAILS": changes,
        "change_sentences.EXTENT": extents,
        "change_sentences.HEADING": tellings,
        "change_sentences.NOTES": tellings,
        "change_sentences.SUBJECT": changes,
        "deviation_series.FINDING": deviations,
        "equity.FINDING": categories,
        "heat_map.LOW_IN": low_ins,
        "nation_sentences.ANSWER": standings,
        "nation_sentences.FIGURE_CHANGE": figures,
        "nation_sentences.FIGURE_NATION": figures,
        "nation_sentences.YEAR_CHANGE": year_changes,
        "needs_words.AGREED": gaps,
        "needs_words.ANSWER": gaps,
        "needs_words.FINDING": gaps,
        "needs_words.PACES": paces,
        "needs_words.SURPLUS": gaps,
        "needs_words.WHERE": gaps,
        "proposal_words.FINDING": outcomes,
        "proposal_words.PLANS": outcomes,
        "proposal_words.TOLD": written,
        "proposal_words.WAITING": waiting,
        "specialty_rows.FINDING": ends,
        "specialty_sentences.ANSWERS": nows,
        "specialty_sentences.CONTROL_FINDINGS": verdicts,
        "specialty_sentences.LEVELS": levels,
        "specialty_sentences.WAITING_FINDINGS": waits,
        "specialty_units.FINDING": units,
        "stock_flow.EXPLANATION": stock_flows,
        "stock_flow.FINDING": stock_flows,
        "variation_chance.DIFFERENCE": chances,
        "variation_chance.FINDINGS": chances,
        "variation_chance.SPREAD": chances,
        "variation_chance.TOO_FEW": chances,
        "variation_mix_block.FINDINGS": mixes,
        "variation_mix_block.WARNINGS": turned,
        "variation_ranking.FINDINGS": lowest,
        "variation_sentences.ANSWERS_OF_ONE": only_spreads,
        "variation_sentences.FINDINGS": spreads,
        "variation_sentences.HOW_MANY": spreads,
        "variation_sentences.REGION": only_spreads,
        "variation_sentences.WHERE_MOST": spreads,
    }
)
