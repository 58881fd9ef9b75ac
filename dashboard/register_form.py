"""The start asks whether the register has the form this program writes, before anyone enters something."""

from __future__ import annotations

from contextlib import suppress

from config import Settings
from register import OldSchema, Unreachable, opened

__all__ = ["OldSchema", "refuse_another_form"]


def refuse_another_form(settings: Settings) -> None:
    """Raises `OldSchema`. A database that does not answer now may do so when a page asks: that stops no start."""
    with suppress(Unreachable):
        opened(settings.register_address).exists()
