"""Facts for the tables of sentences of the Green Cross."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

CROSS_FACTS: dict[str, Callable[[], Iterator[Any]]] = {}
