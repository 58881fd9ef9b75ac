"""The pages' CSV files: rows of the open tables under a name that says page, date and filters."""

from __future__ import annotations

from collections.abc import Sequence

SWEDISH_LETTERS = str.maketrans("åäöé ", "aaoe-")


def file_name(table: str, parts: Sequence[object]) -> str:
    """variation_2026-10-31_vantande_fas1_….csv: the table, the date and the filters, in plain ASCII."""
    words = [table, *(str(part) for part in parts if part not in (None, ""))]
    text = "_".join(words).lower().translate(SWEDISH_LETTERS)
    return "".join(character for character in text if character.isalnum() or character in "_-.") + ".csv"
