"""Likely given names in what people write: a reason to ask, never a proof, and never that there is none.

The names are those of the commonest in Sweden's public name statistics (Statistics Sweden, SCB: everyone registered,
and newborns), kept in data/reference/fornamn.csv. A name that is also a word of the language or of health care counts
only where a word would not be written so: with a capital inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_LETTERS = "A-Za-zÅÄÖåäöÉéÈèÜüÆæØø"
_WORD = re.compile(rf"[{_LETTERS}]+(?:[-‐‑][{_LETTERS}]+)*")
_NEW_SENTENCE = re.compile(r"(?:^|[.!?:;•\n*]|(?:^|\s)[-–—])[\s\"'”’(]*$")
# What hospitals, clinics and diseases are named after is no patient.
_BEFORE = re.compile(r"(?i)(?:\bS:t[ae]?|\bS[:.]|\bSankta?|\bSt\.?|\bDrottning|\bPrins(?:essan)?|\bKung)\s+$")
_AFTER = re.compile(r"(?i)^\s+(?:lindgrens?|stedy|plus\b|lyft|flex\b|combilizer)|^[-‐‑]?\d|^[-‐‑](?:lyft|skala|test)")


@dataclass(frozen=True)
class GivenNames:
    """`names`: folded given names; `words`: those of them that are also ordinary or medical words."""

    names: frozenset[str]
    words: frozenset[str]

    @staticmethod
    def of(names: Collection[str], words: Collection[str]) -> GivenNames:
        return GivenNames(frozenset(map(str.casefold, names)), frozenset(map(str.casefold, words)))


def likely_given_names(text: str, known: GivenNames) -> list[str]:
    """The words of the text that are likely given names, as they are written, each once, in the text's order.

    A double name counts when every part is a name; a genitive s is not part of it.
    """
    return list(dict.fromkeys(_found(text, known)))


def _found(text: str, known: GivenNames) -> Iterator[str]:
    is_shouted = text.isupper()
    for word in _WORD.finditer(text):
        name = _without_genitive(word[0], known)
        if name is None or _is_no_person(text, word.start(), word.end()):
            continue
        if all(part in known.words for part in _parts(name)) and not _stands_as_name(text, word, is_shouted):
            continue
        yield name


def _without_genitive(word: str, known: GivenNames) -> str | None:
    """The name that the word is, or is the genitive of; None where it is none."""
    for tried in (word, word[:-1] if word[-1:] in "sS" and len(word) > 3 else ""):
        if tried and all(part in known.names for part in _parts(tried)):
            return tried
    return None


def _parts(word: str) -> list[str]:
    return re.split("[-‐‑]", word.casefold())


def _stands_as_name(text: str, word: re.Match[str], is_shouted: bool) -> bool:
    """Whether the word has the capital of a name: inside a sentence, and in no abbreviation of capitals."""
    if is_shouted or not word[0][0].isupper() or (len(word[0]) > 1 and word[0].isupper()):
        return False
    return _NEW_SENTENCE.search(text[: word.start()]) is None


def _is_no_person(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE.search(text[:start]) or _AFTER.search(text[end:]))
