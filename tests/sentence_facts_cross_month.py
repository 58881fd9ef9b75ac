"""Facts for the sentences of a unit's month, year and day: nothing known, nothing registered, green, harmed, unsure."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from dashboard.cross_day_facts import Change
from dashboard.cross_day_sentences import OnlyColour
from dashboard.cross_mixed import Mixed
from dashboard.cross_sentences import PeriodNumbers, Risks, SinceHarm
from dashboard.cross_sentences_year import YearNumbers
from dashboard.cross_states import Standing

OCTOBER, OCTOBER_END = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def numbers(**changes: Any) -> PeriodNumbers:
    """October without anything, and what is changed in it."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("said", "activity", "registered", "green_low", "green_high", "harms", "harm_days", "unsure", "risks", "untold",
         "conflicts"), 0,
    )  # fmt: skip
    values = nothing | {"month": OCTOBER, "last": OCTOBER_END, "is_running": False, "is_known": True} | changes
    return PeriodNumbers(**values)


def periods() -> Iterator[PeriodNumbers]:
    """Months and years with every number of registered days, green ones, harm and risks that differ in words."""
    for is_running in (False, True):
        yield numbers(is_known=False, is_running=is_running)
        yield numbers(is_running=is_running)
        yield numbers(activity=22, is_running=is_running)
        for said in (1, 10):
            yield numbers(said=said, is_running=is_running)
        for activity, registered in ((1, 1), (2, 1), (22, 22), (22, 21)):
            yield from _registered(activity, registered, is_running)
    yield numbers(month=dt.date(2025, 11, 1), said=240, activity=250, registered=240, green_low=200, green_high=210)


def _registered(activity: int, registered: int, is_running: bool) -> Iterator[PeriodNumbers]:
    greens = [(low, high) for low in (0, 1, registered) for high in (0, 1, registered) if low <= high <= registered]
    harm = [(0, 0), (1, 1), (3, 1), (2, 2), (13, 13)]
    for (low, high), (harms, harm_days), unsure, risks in itertools.product(greens, harm, (0, 1), (0, 1)):
        if harm_days + unsure <= registered:
            yield numbers(said=registered, activity=activity, registered=registered, green_low=low, green_high=high,
                          harms=harms, harm_days=harm_days, unsure=unsure, risks=risks, untold=unsure,
                          conflicts=unsure, is_running=is_running)  # fmt: skip


def risks() -> Iterator[Risks]:
    for now, before, is_running, is_unsure in itertools.product(
        (0, 1, 3), (None, 0, 1, 3), (False, True), (False, True)
    ):
        yield Risks(now, before, dt.date(2026, 9, 1), is_running, is_unsure)


def since_harms() -> Iterator[SinceHarm]:
    days = (None, dt.date(2025, 12, 30), dt.date(2026, 10, 9))
    for latest, unsure, is_today in itertools.product(days, (None, dt.date(2026, 10, 15)), (False, True)):
        yield SinceHarm(latest, unsure, dt.date(2025, 11, 3), OCTOBER_END, is_today)


def years() -> Iterator[YearNumbers]:
    """Up to twelve months, with harm in none, one, several or the latest of them, and months nobody registered."""
    for months in ((None,), (0,), (1,), (None, 0), (0, 2), (2, 0), (1, 0, 3), (1, 1, 0), (None, 6, 0), (0,) * 12):
        dated = [(dt.date(2026, number + 1, 1), harms) for number, harms in enumerate(months)]
        for unsure in (0, 1) if any(harms is not None for harms in months) else (0,):
            yield YearNumbers(dated, unsure)


def standings() -> Iterator[Standing]:
    for begins, ends in itertools.product(
        (None, dt.date(2025, 11, 1), dt.date(2026, 12, 1)), (None, dt.date(2026, 6, 30))
    ):
        if begins is None or ends is None or begins < ends:
            for has_days in (False, True):
                if begins is not None or ends is None:
                    yield Standing("Dagvården Viken (SV)", begins, ends, OCTOBER, OCTOBER_END, has_days)


def mixed() -> Iterator[Mixed]:
    yield from (Mixed(["Definition 1", "Definition 2", "SkaS"][:count]) for count in range(4))


def changes() -> Iterator[Change]:
    """First versions and corrections, the same day and later, to another colour and to the same."""
    date = dt.date(2026, 10, 14)
    moments = (dt.datetime(2026, 10, 14, 6, 12), dt.datetime(2026, 10, 15, 13, 40), dt.datetime(2027, 1, 2, 8, 0))  # noqa: DTZ001
    for at, before, now in itertools.product(moments, (None, "gul", "okand"), ("gul", "orange", "okand")):
        yield Change(date, at, "Sjuksköterska", before, now)


def only_colours() -> Iterator[OnlyColour]:
    yield OnlyColour("gul", "Definition 1", "Definition 2")
    yield OnlyColour("", "", "Definition 2")


MONTH_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    "cross_day_sentences.CANNOT": only_colours,
    "cross_day_sentences.CHANGES": changes,
    "cross_mixed.WARNING": mixed,
    "cross_sentences.GREEN": periods,
    "cross_sentences.HARM": periods,
    "cross_sentences.MEETING": periods,
    "cross_sentences.MONTH_FINDING": periods,
    "cross_sentences.RISK_CHANGE": risks,
    "cross_sentences.SINCE_HARM": since_harms,
    "cross_sentences_year.YEAR_FINDING": years,
    "cross_states.STANDING": standings,
}
