"""Facts for the tables of sentences of the Green Cross."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dashboard.cross_texts import CONTACT, IDENTITY, Names, Stop


def stops() -> Iterator[Stop]:
    yield from (Stop(IDENTITY), Stop(CONTACT))


def asked_names() -> Iterator[Names]:
    yield from (Names(("Anna",)), Names(("Anna", "Lars-Erik")))


CROSS_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    "cross_texts.STOPS": stops,
    "cross_texts.ASKED": asked_names,
}
