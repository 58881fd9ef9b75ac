"""Sentences as tables of templates, read from the top: the first whose condition holds is what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Template(Generic[Facts]):
    """One sentence: said where `applies` holds and no template before it did."""

    name: str
    applies: Callable[[Facts], bool]
    says: Callable[[Facts], str]


def sentence(table: Sequence[Template[Facts]], facts: Facts) -> str:
    """The first sentence of the table that applies; every table ends with one that always does."""
    return next(template.says(facts) for template in table if template.applies(facts))
