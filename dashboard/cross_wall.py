"""Gröna korset, many crosses at once: the small crosses, and the view of all units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.frame import component_source

LEAST_WIDTH = 150  # pixels of a cross on the page: below it a letter is under 12 px

_crosses = st.components.v2.component(
    "vardlaget_cross_wall", css=component_source("cross_wall.css"), js=component_source("cross_wall.js")
)


@dataclass(frozen=True)
class SmallCross:
    """One month of one unit, as it is drawn small.

    `days` has one sign for each day of the month: `G ! O R - ?`, `.` for a colour that cannot be known under the
    definition, `#` where sources say different things, and a space for a day that is not known yet. `label` is the
    accessible name: the whole month in words, beginning with the title. `href` is a query string without `?`.
    """

    title: str
    caption: str
    label: str
    days: str
    href: str | None = None


def draw_crosses(key: str, crosses: Sequence[SmallCross], *, columns: int, name: str = "Kors per månad") -> None:
    """Draw crosses in at most so many columns, as many as there is room for; `name` is the grid's accessible name."""
    group = {"title": "", "crosses": [_compact(each) for each in crosses]}
    _crosses(
        key=key,
        data={"title": name, "kind": "months", "columns": columns, "least": LEAST_WIDTH, "groups": [group]},
        height="content",
    )


def _compact(cross: SmallCross) -> list[str | None]:
    return [cross.title, cross.caption, cross.label, cross.days, cross.href]
