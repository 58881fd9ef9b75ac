"""Between what and what a figure lies when contacts are known only as counts in bands of days."""

from __future__ import annotations

from dashboard import sentences, swedish

NOT_IN_SOURCE = "finns inte i den här källan"


def share_between(low: float | None, high: float | None) -> str:
    """mellan 61 % och 64 % · högst 54 % · minst 61 %; "" where the bands say nothing at all."""
    if low is None or high is None or (low <= 0 and high >= 1):
        return ""
    if low == high:
        return swedish.percent(low)
    if low <= 0:
        return f"högst {swedish.percent(high)}"
    if high >= 1:
        return f"minst {swedish.percent(low)}"
    first, second = sentences.apart(low, high)
    return f"mellan {first} och {second}"


def days_between(low: float | None, high: float | None) -> str:
    """57–63 dagar · minst 548 dagar; "" where it is not known."""
    if low is None:
        return ""
    if high is None:
        return f"minst {swedish.days(low)}"
    return swedish.days(low) if low == high else f"{swedish.integer(round(low))}–{swedish.days(high)}"


def short_share(low: float | None, high: float | None) -> str:
    """61–64 · högst 54: in a heat-map cell, without the percent sign."""
    words = share_between(low, high)
    if low is None or high is None or not words.startswith("mellan"):
        return words.removesuffix(f"{swedish.NBSP}%")
    return f"{swedish.whole_percent(low)}–{swedish.whole_percent(high)}"


def band_name(first: int, last: int | None) -> str:
    """0–182 · 548–: a band in days, inclusive at both ends."""
    return f"{swedish.integer(first)}–{'' if last is None else swedish.integer(last)}"


def in_weeks_or_months(first: int, last: int | None) -> str:
    """0–6 månader · över 104 veckor: the band as a source of months or weeks calls it; "" where it is neither."""
    for days, noun in ((30.4375, "månader"), (7.0, "veckor")):
        found = _edges(first, last, days)
        if found is not None:
            start, end = found
            return f"över {start} {noun}" if end is None else f"{start}–{end} {noun}"
    return ""


def _edges(first: int, last: int | None, unit: float) -> tuple[int, int | None] | None:
    """The band's edges in whole units, where both of them are such."""
    start = _units_before(first, unit)
    if start is None:
        return None
    if last is None:
        return start, None
    end = _units_before(last + 1, unit)
    return None if end is None else (start, end)


def _units_before(day: int, unit: float) -> int | None:
    """How many whole units end just before the day: 7a + 1 begins a week, ⌈30,4375 a⌉ a month."""
    if day == 0:
        return 0
    count = round(day / unit)
    begins = 7 * count + 1 if unit == 7 else -int(-(unit * count) // 1)
    return count if begins == day else None
