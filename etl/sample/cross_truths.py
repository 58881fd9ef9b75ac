"""What the crosses were made to show, as cross_truths.toml states it."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

TRUTHS_FILE = Path(__file__).parent / "cross_truths.toml"


@functools.cache
def cross_truths() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(TRUTHS_FILE.read_text(encoding="utf-8"))
