"""Identity numbers in text: found by token boundaries and checksum, and masked wherever a value is kept.

Personnummer and samordningsnummer (Skatteverket), the reserve numbers of VGR, Region Stockholm and Värmland
(Inera, Lokala reservidentiteter) and the national reserve identity NRID (Inera, Nationellt reservidformat).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator

from analysis.contact_details import holds_phone_or_email

# What a form asks about free text stands together: who someone is, and how to reach them.
__all__ = ["POSSIBLE", "holds_identity_number", "holds_phone_or_email", "masked", "masked_tree"]

# What people put between digits: blanks of every width, hyphens, dashes, minus, plus.
_BETWEEN = r"[\s\u00a0\u202f+\-\u2010-\u2015−]"
_LETTER = "A-Za-zÅÄÖåäöÉéÜü"
_LETTER_OR_DIGIT = f"0-9{_LETTER}"
# What may not stand before is asked after the first digit: a pattern that begins with a digit is searched much faster.
_DIGITS = re.compile(rf"[0-9](?<![{_LETTER_OR_DIGIT}][0-9])(?:{_BETWEEN}{{0,3}}[0-9]){{8,}}(?![{_LETTER_OR_DIGIT}])")
_TOKEN = re.compile(r"[0-9]+")
# A date with or without signs between its parts, and four digits after any of the signs that people put there.
_DATE = r"([0-9](?<![0-9]{2})[0-9](?:[0-9]{2})?)([./_\-]?)(0[1-9]|1[0-2])\2([0-9]{2})"
_ODD = r"\s?[./:_]\s?"
_DATED = re.compile(rf"{_DATE}({_ODD}|{_BETWEEN}{{0,3}})([0-9]{{4}})(?![0-9])")
_BEFORE = re.compile(rf"(?<![{_LETTER_OR_DIGIT}])[{_LETTER}]+$")
_AFTER = re.compile(rf"[{_LETTER}]+(?![{_LETTER_OR_DIGIT}])")
_SAID_TO_BE_ONE = re.compile(r"(?i)(?:person(?:nummer|nr)?|pnr|pat(?:ient(?:en|nr)?)?|nr|född|f)")
_WITH_LETTERS = re.compile(
    rf"([0-9](?<![0-9]{{2}})[0-9]{{3}}([./_\-]?)[0-9]{{2}}\2[0-9]{{2}}){_BETWEEN}?"
    rf"([A-Za-z]{{1,3}}){_BETWEEN}?([0-9]{{1,3}}[A-Za-z]?)(?![{_LETTER_OR_DIGIT}])"
)
# Signs that nobody sees, and digits of other shapes.
_MAY_HIDE = re.compile(r"[^\x00-\x7f\u00a0§°´·À-ɏ\u2009\u202f‐‑–—−’”“„…•€]")
_UNSEEN = {"Cf", "Mn", "Me"}
# Eight digits in a row, whatever stands between, or what is as rare: every identity number has them, few texts do.
POSSIBLE = (
    r"[0-9](?:[\s\x{a0}\x{202f}+\-\x{2010}-\x{2015}−]{0,3}[0-9]){7}"
    r"|[0-9]{4}[./_][0-9]{2}[./_][0-9]{2}|[0-9]{6}\s?[./:_]\s?[0-9]{4}|[\p{Cf}\p{Mn}\p{Me}\p{No}]|[\p{Nd}&&[^0-9]]"
)

_VGR = re.compile(r"([KMX])([0-9]{2})([0-9])")
_VGR_VALUE = {"K": 5, "M": 7, "X": 8}
_VARMLAND = re.compile(r"S[FUXPL][0-9][A-UW-Z1-9]")  # has no check digit; its letters are rarer than one
_NRID = re.compile(r"[A-HJ-NPR-UX-Z]{2}[0-9A-HJ-NPR-UX-Z][0-9]")


def holds_identity_number(text: str) -> bool:
    """Whether the text holds at least one identity number."""
    seen, _ = _as_seen(text)
    return any(
        next(found(seen), None) is not None for found in (_spans_of_digits, _spans_of_dates, _spans_with_letters)
    )


def masked(text: str) -> str:
    """Every letter and digit of an identity number becomes X; the rest stays."""
    for start, end in reversed(list(_spans(text))):
        text = text[:start] + "".join("X" if sign.isalnum() else sign for sign in text[start:end]) + text[end:]
    return text


def masked_tree(value: object) -> object:
    """The same of every text in nested lists and dictionaries, keys too."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {masked_tree(key): masked_tree(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [masked_tree(item) for item in value]
    return value


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where identity numbers stand, from left to right, never overlapping."""
    seen, places = _as_seen(text)
    found = sorted([*_spans_of_digits(seen), *_spans_of_dates(seen), *_spans_with_letters(seen)])
    reached = 0
    for start, end in found:
        if start >= reached:
            yield (start, end) if places is None else (places[start], places[end - 1] + 1)
            reached = end


def _as_seen(text: str) -> tuple[str, list[int] | None]:
    """The text as a reader sees it, without what is invisible, in plain digits; where each sign of it stands."""
    if text.isascii() or not _MAY_HIDE.search(text):
        return text, None
    seen = [(plain, place) for place, sign in enumerate(text) for plain in _plain(sign)]
    return "".join(plain for plain, _ in seen), [place for _, place in seen]


def _plain(sign: str) -> str:
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    digit = unicodedata.decimal(sign, None)
    return unicodedata.normalize("NFKC", sign) if digit is None else str(digit)


def _spans_of_digits(text: str) -> Iterator[tuple[int, int]]:
    for run in _DIGITS.finditer(text):
        tokens = [(token[0], run.start() + token.start()) for token in _TOKEN.finditer(run[0])]
        first = 0
        while first < len(tokens):
            last = _identity_from(tokens, first)
            if last is None:
                first += 1
                continue
            digits, position = tokens[last]
            yield tokens[first][1], position + len(digits)
            first = last + 1


def _identity_from(tokens: list[tuple[str, int]], first: int) -> int | None:
    """The token with which an identity number that starts in token `first` ends, the longest one."""
    digits, ends = "", None
    for last in range(first, len(tokens)):
        digits += tokens[last][0]
        if len(digits) > 12:
            break
        if len(digits) in {10, 12} and _is_identity(digits) and not _is_date_and_hour(tokens[first : last + 1]):
            ends = last
    return ends


def _spans_of_dates(text: str) -> Iterator[tuple[int, int]]:
    """Numbers with other signs before the last four digits or within the date, and those with letters glued on."""
    for found in _DATED.finditer(text):
        year, within, month, day, before, number = found.groups()
        is_odd = before.strip() in {".", "/", ":", "_"}
        if len(year) == 2 and within:
            continue
        if is_odd and _is_clock(number) and _is_recent(year):
            continue
        is_divided = len(year) == 4 and bool(within or before)
        if _is_identity(year + month + day + number) and _stands_alone(text, *found.span(), is_divided=is_divided):
            yield found.span()


def _stands_alone(text: str, start: int, end: int, *, is_divided: bool) -> bool:
    """Whether no letter is glued on, or only a word: to an undivided number one that says what it is."""
    before, after = text[max(0, start - 1) : start].isalnum(), text[end : end + 1].isalnum()
    word = _BEFORE.search(text, max(0, start - 30), start)
    if (before and word is None) or (after and not _AFTER.match(text, end)):
        return False
    is_said = word is not None and _SAID_TO_BE_ONE.fullmatch(word[0]) is not None
    return is_divided or (not after and (not before or is_said))


def _is_clock(digits: str) -> bool:
    return int(digits[:2]) < 24 and int(digits[2:]) < 60


def _is_recent(year: str) -> bool:
    """Whether a moment in a name of a file may be meant: `20260302_0815`."""
    return (year if len(year) == 4 else f"20{year}") in {str(year) for year in range(2010, 2060)}


def _is_date_and_hour(tokens: list[tuple[str, int]]) -> bool:
    """`2012-01-15 10:30` begins with ten digits that look like the birth date 20-12-01, and are none."""
    texts = [text for text, _ in tokens]
    return [len(text) for text in texts] == [4, 2, 2, 2] and _is_date("".join(texts[:3]))


def _is_identity(digits: str) -> bool:
    if len(digits) == 12 and digits.startswith("99"):
        return "1800" <= digits[2:6] <= "2299" and _luhn(map(int, digits[4:]))
    if not _luhn(map(int, digits[-10:])):
        return False
    centuries = [digits[:2]] if len(digits) == 12 else ["19", "20"]
    return any(century in {"18", "19", "20"} and _is_birth_date(century + digits[-10:-4]) for century in centuries)


def _spans_with_letters(text: str) -> Iterator[tuple[int, int]]:
    for found in _WITH_LETTERS.finditer(text):
        digits, rest = re.sub(r"\D", "", found[1]), (found[3] + found[4]).upper()
        is_glued = text[max(0, found.start() - 1) : found.start()].isalnum()
        if is_glued and _BEFORE.search(text, max(0, found.start() - 30), found.start()) is None:
            continue
        is_plain = not is_glued and not found[2] and found.end(3) == found.start(4)
        if _is_vgr(digits, rest) or _is_nrid(digits, rest) or (is_plain and _is_varmland(digits, rest)):
            yield found.span()


def _is_vgr(digits: str, rest: str) -> bool:
    parts = _VGR.fullmatch(rest)
    if parts is None or not _is_date(digits):
        return False
    letter, number, check = parts.groups()
    possible = 80 <= int(number) <= 89 if letter == "X" else 6 <= int(number) <= 79
    values = [*map(int, digits[2:]), _VGR_VALUE[letter], *map(int, number), int(check)]
    return possible and _luhn(values)


def _is_varmland(digits: str, rest: str) -> bool:
    return _VARMLAND.fullmatch(rest) is not None and _is_date(digits)


def _is_nrid(digits: str, rest: str) -> bool:
    """Century + 3n before the birth date, or 00 before a running number; a letter counts as its ASCII value."""
    if _NRID.fullmatch(rest) is None:
        return False
    if digits.startswith("00"):
        possible = int(digits[4:6]) >= 20 and 40 <= int(digits[6:]) <= 59
    else:
        series = int(digits[:2])
        possible = series >= 21 and _is_date(f"{18 + series % 3}{digits[2:]}")
    return possible and _luhn(int(sign) if sign.isdigit() else ord(sign) for sign in digits + rest)


def _luhn(values: Iterable[int]) -> bool:
    """Weights 2, 1, 2 … from the left, the check digit last with weight 1."""
    numbers = list(values)
    weighted = [value * (2 if place % 2 == 0 else 1) for place, value in enumerate(numbers[:-1])]
    return (sum(int(digit) for value in weighted for digit in str(value)) + numbers[-1]) % 10 == 0


def _is_birth_date(digits: str) -> bool:
    """A day of the calendar, or the same day + 60 of a samordningsnummer."""
    day = int(digits[6:])
    return _is_date(digits) or (day > 60 and _is_date(f"{digits[:6]}{day - 60:02d}"))


def _is_date(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
