"""Numbers, dates, weeks and sorting as a Swede writes them; Babel behind it."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from babel.dates import format_date
from babel.numbers import format_decimal

from config import STOCKHOLM

NBSP = "\u00a0"
MINUS = "\u2212"
SMALL_NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
Item = TypeVar("Item")


@functools.lru_cache(maxsize=16384)
def integer(value: int) -> str:
    """77 361 with no-break spaces; U+2212 for negatives."""
    return _true_minus(format_decimal(value, format="#,##0", locale="sv_SE"))


def decimal(value: float, digits: int = 1) -> str:
    """One decimal comma number, always with `digits` decimals."""
    return _true_minus(format_decimal(value, format="#,##0." + "0" * digits, locale="sv_SE"))


def _true_minus(text: str) -> str:
    # Babel writes a hyphen for a given pattern, whatever the locale's own minus sign.
    return text.replace("-", MINUS)


def whole_percent(share: float) -> int:
    """The percent a share rounds to, never 0 or 100 unless exact."""
    percent = int(Decimal(repr(share * 100)).quantize(Decimal(1), ROUND_HALF_UP))
    if percent == 0 and share > 0:
        return 1
    if percent == 100 and share < 1:
        return 99
    return percent


def percent(share: float) -> str:
    """66 % · "under 1 %" and "över 99 %" where rounding would claim 0 or 100."""
    rounded = int(Decimal(repr(share * 100)).quantize(Decimal(1), ROUND_HALF_UP))
    if rounded == 0 and share > 0:
        return f"under 1{NBSP}%"
    if rounded == 100 and share < 1:
        return f"över 99{NBSP}%"
    return f"{rounded}{NBSP}%"


def percent_range(lowest: float, highest: float) -> str:
    """29 % – 97 %."""
    return f"{percent(lowest)} – {percent(highest)}"


def points(difference: int) -> str:
    """3 procentenheter, 1 procentenhet: never "3 %" for a difference."""
    return f"{integer(abs(difference))} procentenhet{'er' if abs(difference) != 1 else ''}"


def days(value: float) -> str:
    """64 dagar, whole."""
    rounded = math.floor(value + 0.5)
    return f"{integer(rounded)}{NBSP}{'dag' if rounded == 1 else 'dagar'}"


def number_word(value: int) -> str:
    """Words up to twelve, figures above."""
    return SMALL_NUMBERS[value] if 0 <= value < len(SMALL_NUMBERS) else integer(value)


@functools.lru_cache(maxsize=1024)
def long_date(date: dt.date) -> str:
    """31 oktober 2026, in text."""
    return str(format_date(date, format="d MMMM y", locale="sv_SE"))


@functools.lru_cache(maxsize=1024)
def day_and_month(date: dt.date) -> str:
    """20 november."""
    return str(format_date(date, format="d MMMM", locale="sv_SE"))


def month_name(date: dt.date) -> str:
    """september."""
    return str(format_date(date, format="MMMM", locale="sv_SE"))


@functools.lru_cache(maxsize=1024)
def month_and_year(date: dt.date) -> str:
    """november 2024."""
    return str(format_date(date, format="MMMM y", locale="sv_SE"))


def short_month(date: dt.date) -> str:
    """nov: an axis tick, without the full stop that Babel writes."""
    return str(format_date(date, format="MMM", locale="sv_SE")).rstrip(".")


def week(date: dt.date) -> str:
    """vecka 47 (ISO 8601)."""
    return f"vecka {date.isocalendar().week}"


def local_day(moment: dt.datetime) -> dt.date:
    """The day in Stockholm of a UTC moment without zone, as the marts hold it."""
    return moment.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM).date()


def local_time(moment: dt.datetime) -> str:
    """2026-11-20 07:30 in Stockholm: tables are ISO."""
    return moment.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")


@functools.lru_cache(maxsize=16384)
def sort_key(text: str) -> tuple[int, ...]:
    """Alphabetical as in Swedish: å, ä, ö last, case ignored."""
    return tuple(_letter(character) for character in text.casefold())


def _letter(character: str) -> int:
    last = {"å": 0x110000, "ä": 0x110001, "æ": 0x110001, "ö": 0x110002, "ø": 0x110002}
    plain = {"é": "e", "è": "e", "ü": "y"}
    return last.get(character, ord(plain.get(character, character)))


def swedish_sorted(items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
    """Sorted by Swedish alphabetical order of `key`."""
    return sorted(items, key=lambda item: sort_key(key(item)))


def shortened(name: str, most: int) -> str:
    """University Hospitals …: a long name where there is no room for it; the table has all of it."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def few_of(names: str, most: int = 4) -> str:
    """a, b, c, d och 40 till: a long list as it is published, "a, b, …"."""
    every = names.split(", ")
    return names if len(every) <= most else f"{', '.join(every[:most])} och {integer(len(every) - most)} till"


def listed(names: Iterable[str]) -> str:
    """a, b och c."""
    words = list(names)
    return " och ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
