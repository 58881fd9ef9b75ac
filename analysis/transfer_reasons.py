"""Why patients were left without a place, and what one more slot would give."""

from __future__ import annotations

import numpy as np

from analysis.transfer_problem import FREE, REGIME, SELF, TIME_UNKNOWN, TOO_FAR, Counts, Problem

NO_OFFERS, ALL_AGREED, LATER_FULL, FULL, SMALLEST_BATCH = (
    "ingen_kapacitet",
    "upptagen_av_overenskomna",
    "senare_kvartal_fullt",
    "kapaciteten_full",
    "minsta_antal",
)
REASONS = (NO_OFFERS, ALL_AGREED, REGIME, TOO_FAR, TIME_UNKNOWN, SMALLEST_BATCH, LATER_FULL, FULL)


def prices(problem: Problem, placed: Counts, met: Counts) -> Counts:
    """(places, 4): 1 where one more slot would take one patient more, else 0; placed and met: of a largest flow.

    The dual of the first level's programme counted from above: a slot is worth one where a sender with somebody left
    can still be led to it, straight or by moving others (the cut nearest the source). Where more is agreed than
    offered, one more slot only lessens the conflict.
    """
    waiting_on = (met.cumsum(axis=1) - placed.sum(axis=1).cumsum(axis=1))[:, :-1] > 0
    may_go = problem.allowed[:, :, None] & problem.is_open[None, None, :]
    senders = problem.left > met
    places = np.zeros(problem.room.shape, dtype=bool)
    while True:
        known = int(senders.sum()) + int(places.sum())
        places |= (may_go & senders[:, None, :]).any(axis=0)
        senders |= ((placed > 0) & places[None]).any(axis=1)
        for quarter in range(senders.shape[1] - 1):
            senders[:, quarter + 1] |= senders[:, quarter]
        for quarter in reversed(range(senders.shape[1] - 1)):
            senders[:, quarter] |= senders[:, quarter + 1] & waiting_on[:, quarter]
        if int(senders.sum()) + int(places.sum()) == known:
            return np.asarray(places & ~problem.short, dtype=np.int64)


def reason(problem: Problem, rest: Counts, sender: int, quarter: int) -> str:
    """Why patients of a sender and quarter have no place; rest: (places, 4) room that nobody took.

    What counts is room at others in that quarter or later, in quarters that have not ended. In order: nobody offers
    any; agreed plans take all; some stands unused but is kept shut (by the smallest batch, the regimes chosen, too long
    a journey, an unknown time); all is used, and some stands unused only earlier in the year; all is used.
    """
    barred = problem.barred[sender]
    others = barred != SELF
    later = (np.arange(rest.shape[1]) >= quarter) & problem.is_open
    if not problem.offered[others][:, later].any():
        return NO_OFFERS
    if not problem.room[others][:, later].any():
        return ALL_AGREED
    unused = rest[:, later].any(axis=1)
    for bar in (FREE, REGIME, TOO_FAR, TIME_UNKNOWN):
        if (unused & (barred == bar)).any():
            return bar or SMALLEST_BATCH
    return LATER_FULL if rest[others].any() else FULL
