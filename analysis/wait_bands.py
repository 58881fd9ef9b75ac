"""Bands of waiting time as systems write them (days, weeks, months), in whole days that are inclusive at both ends."""

from __future__ import annotations

from typing import Literal

BandUnit = Literal["days", "weeks", "months"]
DAYS_IN_16_MONTHS = 487  # 16 · 30.4375: whole numbers, so that no edge depends on how a fraction is rounded


def band_days(unit: BandUnit, low: int, high: int | None) -> tuple[int, int | None]:
    """First and last day of the band low–high; `high` None is an open band, whose last day is None.

    Weeks a–b are days 7a+1 … 7b, the first from 0; months a–b are ⌈30.4375·a⌉ … ⌈30.4375·b⌉ − 1; days are themselves.
    So bands that share an edge have neither a gap nor a day in common. Raises `ValueError` where no day is in the band.
    """
    if low < 0 or (high is not None and (high < low or (high == low and unit != "days"))):
        raise ValueError(f"{low}–{high} {unit}")
    return _first_day(unit, low), None if high is None else _last_day(unit, high)


def _first_day(unit: BandUnit, low: int) -> int:
    if unit == "weeks":
        return 7 * low + 1 if low else 0
    return _month_days(low) if unit == "months" else low


def _last_day(unit: BandUnit, high: int) -> int:
    if unit == "weeks":
        return 7 * high
    return _month_days(high) - 1 if unit == "months" else high


def _month_days(months: int) -> int:
    return -(-DAYS_IN_16_MONTHS * months // 16)
