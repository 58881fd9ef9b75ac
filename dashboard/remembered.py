"""What has been made once for one version, view and theme is not made again: figures, grids, HTML.

A version never changes, so nothing expires; the oldest entries give way. Only finished things belong here.
"""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar, cast

Made = TypeVar("Made")
Given = ParamSpec("Given")
MOST = 2048

_lock = threading.Lock()
_made: OrderedDict[Hashable, Any] = OrderedDict()


def once(key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gave for this key; two threads may both make it, which is harmless."""
    with _lock:
        if key in _made:
            _made.move_to_end(key)
            return cast(Made, _made[key])
    made = make()
    with _lock:
        _made[key] = made
        while len(_made) > MOST:
            _made.popitem(last=False)
    return made


def per_version(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Remember what a function gives for its arguments; the version is one of them, so nothing goes stale."""

    @functools.wraps(function)
    def remembering(*given: Given.args, **named: Given.kwargs) -> Made:
        key = (function.__module__, function.__qualname__, given, tuple(sorted(named.items())))
        return once(key, lambda: function(*given, **named))

    return remembering


def forget() -> None:
    """Drop everything: the data directory is another one."""
    with _lock:
        _made.clear()
