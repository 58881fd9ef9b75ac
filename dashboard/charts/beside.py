"""Texts in the right margin of a chart of rows: a column's heading, and who differs beyond chance on each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.theme import NOTE_FONT_SIZE, Tokens

NAMES_ON_A_LINE = 26  # characters; longer lists take a line each for ▼ and ▲
GAP = "\u2002\u2002"
Sides = tuple[Sequence[str], Sequence[str], str]


def heading_beside(words: str, shift: int, tokens: Tokens) -> dict[str, Any]:
    """The heading of a column that begins `shift` px right of the plot."""
    return {**_beside(words, shift, tokens.muted), "y": 1, "yref": "paper", "yanchor": "bottom"}


def verdicts_beside(rows: Sequence[Sides], shift: int, tokens: Tokens) -> list[dict[str, Any]]:
    """The column "Skiljer sig mer än slumpen": per row those under, those over, or the words where nobody is named."""
    said = [heading_beside("Skiljer sig mer än slumpen", shift, tokens)]
    for index, (under, over, otherwise) in enumerate(rows):
        sides = [
            f'<span style="color:{colour}">{sign}</span> {", ".join(names)}'
            for sign, colour, names in (("▼", tokens.outside, under), ("▲", tokens.within, over))
            if names
        ]
        is_long = len(", ".join([*under, *over])) > NAMES_ON_A_LINE
        text = ("<br>" if is_long else GAP).join(sides) or otherwise
        said.append({**_beside(text, shift, tokens.ink if sides else tokens.muted), "y": index, "yref": "y"})
    return said


def _beside(words: str, shift: int, colour: str) -> dict[str, Any]:
    return {
        "x": 1,
        "xref": "paper",
        "xshift": shift,
        "xanchor": "left",
        "align": "left",
        "showarrow": False,
        "text": words,
        "font": {"size": NOTE_FONT_SIZE, "color": colour},
    }
