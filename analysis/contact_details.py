"""Telephone numbers and e-mail addresses in what people write: they would point out a person.

Forms of Swedish numbers: the Swedish numbering plan (PTS), area codes of two to four digits with 0, then five to eight.
"""

from __future__ import annotations

import re

_BETWEEN = r"[\s\u00a0\u202f()/.\-‐‑–—−]"
_NOT_INSIDE = r"(?<![0-9A-Za-zÅÄÖåäö])(?<![0-9][\-‐‑–—−])"
# Taken for numbers else: 2026-01-15, 202601, 15/1-2026, 01-02-2026; 09.30–10.15.
_DATE_OR_HOURS = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}[-./]?(?:0[1-9]|1[0-2])(?:[-./]?(?:0[1-9]|[12][0-9]|3[01]))?"
    r"|(?:0?[1-9]|[12][0-9]|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)[0-9]{2}"
    r"|[0-9]{1,2}\.[0-5][0-9]\s?[-–]\s?[0-9]{1,2}\.[0-5][0-9])(?![0-9])"
)
_DOMESTIC = re.compile(rf"{_NOT_INSIDE}\(?0[1-9](?:{_BETWEEN}{{0,3}}[0-9]){{6,8}}(?![0-9])")
_SWEDISH_ABROAD = re.compile(rf"(?<![0-9])(?:\+|00){_BETWEEN}?46(?:{_BETWEEN}{{0,3}}[0-9]){{7,10}}(?![0-9])")
_OTHER_COUNTRY = re.compile(rf"(?<![0-9])\+[1-9](?:{_BETWEEN}{{0,3}}[0-9]){{8,13}}(?![0-9])")
_SAID_TO_BE_ONE = re.compile(
    rf"(?i)\b(?:tel|tfn|telefon(?:nummer|nr)?|mobil(?:nummer|nr)?)\b[\s.:]{{0,3}}(?:nr[\s.:]{{0,3}})?"
    rf"[0-9](?:{_BETWEEN}{{0,2}}[0-9]){{5,}}"
)
_PHONES = (_DOMESTIC, _SWEDISH_ABROAD, _OTHER_COUNTRY, _SAID_TO_BE_ONE)
_EMAIL = re.compile(
    r"(?i)[\w.+-]{1,64}\s{0,2}(?:@|[(\[{]\s?(?:at|a)\s?[)\]}]|\bsnabel-?a\b)\s{0,2}(?:[\w-]{1,63}\.){1,8}[a-z]{2,}"
)


def holds_phone_or_email(text: str) -> bool:
    """Whether the text holds a telephone number or an e-mail address; dates, codes and amounts are neither."""
    if _EMAIL.search(text):
        return True
    numbers = _DATE_OR_HOURS.sub("§", text)
    return any(phone.search(numbers) for phone in _PHONES)
