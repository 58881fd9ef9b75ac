"""Where a day stands in the cross: 3-3-7-7-7-3-1 boxes, day 31 in the middle of the last row."""

from __future__ import annotations

import calendar
import datetime as dt

ROWS = (3, 3, 7, 7, 7, 3, 1)
WIDTH = 7


def _places() -> tuple[tuple[int, int], ...]:
    return tuple((row, (WIDTH - boxes) // 2 + box) for row, boxes in enumerate(ROWS) for box in range(boxes))


PLACES: tuple[tuple[int, int], ...] = _places()


def month_days(first: dt.date) -> list[dt.date]:
    """Every day of the month that begins on `first`; the n:th stands at the n:th of PLACES."""
    return [first.replace(day=number) for number in range(1, calendar.monthrange(first.year, first.month)[1] + 1)]
