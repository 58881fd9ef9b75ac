"""The three principles for lowering a delivery plan during the year, answered by the figures and by nothing else.

A plan may be lowered because the sender has reached the care guarantee, because it has relieved another förvaltning, or
because the region has reached the guarantee. Each is answered yes, no or "cannot be decided"; what the figures do not
show – no delivery, hidden, a low base – is never guessed. A share is compared with its level in whole numbers, so that
100 % is everybody and 90 % of 410 is 369, whatever a float makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Verdict = Literal["ja", "nej", "oklart"]

REACHED, BELOW, NOBODY = "uppnadd", "under_nivan", "ingen_vantar"
LOW_BASE, HIDDEN, MISSING, NOT_COMPUTABLE = "lagt_underlag", "dolt", "saknas", "ej_berakningsbar"
NO_ROW, NO_LIMIT = "ingen_rad", "ingen_grans"
RELIEVED, NOT_RELIEVED, NOTHING_REPORTED = "avlastat", "inte_avlastat", "inget_redovisat"


@dataclass(frozen=True)
class Answer:
    """What the figures say of one principle.

    why: the code of the reason. For a guarantee: share 0–1, numerator of denominator waiting within the limit, the
    level asked for and the cut-off. For relief: numerator patients done as receiver, date the last month with an
    outcome. A figure that is not shown anywhere else is None here too.
    """

    verdict: Verdict
    why: str
    share: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    level: float | None = None
    date: date | None = None


def reached(
    numerator: int | None, denominator: int | None, status: str | None, level: float, as_of: date | None
) -> Answer:
    """Has a sender, or the region, reached the guarantee: numerator ≥ level · denominator of those waiting?

    status: the published state of the figure ('visas', 'lagt_underlag', 'dolt', 'saknas', 'noll', 'ej_berakningsbar')
    or None where there is no row. Nobody waiting ('noll') is reached: there is nobody the guarantee fails. A low base
    is shown with its figure and still decides nothing. level: 0–1, read to four decimals. Raises ValueError for another
    level or status, and for counts that cannot be.
    """
    if not 0 < level <= 1:
        raise ValueError("a level is a share above 0 and at most 1")
    if status == "noll":
        return Answer("ja", NOBODY, numerator=0, denominator=0, level=level, date=as_of)
    if status in (None, HIDDEN, MISSING, NOT_COMPUTABLE):
        return Answer("oklart", status or NO_ROW, level=level, date=as_of)
    if status not in ("visas", LOW_BASE):
        raise ValueError(f"no such state of a figure: {status}")
    if numerator is None or denominator is None:
        return Answer("oklart", NO_LIMIT, level=level, date=as_of)
    if not 0 <= numerator <= denominator:
        raise ValueError("of those waiting, between none and all wait within the limit")
    share = numerator / denominator if denominator else None
    if status == LOW_BASE or not denominator:
        return Answer("oklart", LOW_BASE, share, numerator, denominator, level, as_of)
    asked = Fraction(level).limit_denominator(10_000)
    is_reached = numerator * asked.denominator >= asked.numerator * denominator
    return Answer(
        "ja" if is_reached else "nej", REACHED if is_reached else BELOW, share, numerator, denominator, level, as_of
    )


def strictest(rows: Sequence[Mapping[str, object]]) -> Mapping[str, object] | None:
    """Of a specialty's rows with one limit each (`limit_days`), the one with the fewest days; None where there is none.

    Where several limits hold (BUP: 30 and 90 days) the guarantee is reached when the shortest is.
    """
    limited = [row for row in rows if isinstance(row["limit_days"], int)]
    if limited:
        return min(limited, key=lambda row: int(str(row["limit_days"])))
    return rows[0] if rows else None


def relieved_another(outcomes: Sequence[Mapping[str, object]], sender: str, reported: Sequence[date]) -> Answer:
    """Has the plan's sender received from another förvaltning: patients done > 0 in the specialty, phase and year?

    outcomes: that specialty's, phase's and year's, each with sender, receiver and completed (None where nobody has told
    what was done); reported: the months that have outcomes at all. Nothing reported cannot be decided; so it is when
    somebody sent to this receiver but nobody has told whether it was done.
    """
    if not reported:
        return Answer("oklart", NOTHING_REPORTED)
    received = [row["completed"] for row in outcomes if row["receiver"] == sender and row["sender"] != sender]
    known = [int(str(completed)) for completed in received if completed is not None]
    done, last = sum(known), max(reported)
    if done > 0:
        return Answer("ja", RELIEVED, numerator=done, date=last)
    if len(known) < len(received):
        return Answer("oklart", NOTHING_REPORTED, date=last)
    return Answer("nej", NOT_RELIEVED, numerator=0, date=last)
