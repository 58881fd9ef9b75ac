"""The heat map specialty × förvaltning as a component: an ARIA grid with one tab stop and a link in every cell.

A Plotly heat map sends no click and cannot be reached by keyboard, and a plain table of links is four hundred tab
stops; so it is a table with the grid pattern. The links are real: they can be copied and opened in a new tab.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import swedish
from dashboard.charts.theme import HEAT_WORDS, heat_class
from dashboard.cuts import Words
from dashboard.frame import component_source
from dashboard.sentences import Sentence, plain
from dashboard.states import LOW_BASE, heat_text
from dashboard.variation_facts import counted
from dashboard.variation_verdicts import SIGNS, UNDER, cell_facts

ALL = "Alla"

_heat_map = st.components.v2.component(
    "vardlaget_heat_map", css=component_source("heat_map.css"), js=component_source("heat_map.js")
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LowIn:
    """How often each förvaltning is under the region beyond chance, most often first, of how many specialties."""

    times: Sequence[tuple[str, int]]
    judged: int

    @property
    def most(self) -> list[str]:
        return [name for name, times in self.times if times == self.times[0][1]]

    @property
    def names(self) -> str:
        return swedish.listed(self.most)

    @property
    def often(self) -> int:
        return self.times[0][1]


def finding(rows: Sequence[Row], attainment: pl.DataFrame) -> str:
    """SU ligger under regionen i flest specialiteter: åtta av 13, mer än slumpen."""
    judged = [row["specialty"] for row in counted(rows) if row["is_beyond_chance"] is not None]
    cells = attainment.filter(pl.col("specialty").is_in(judged), pl.col("verdict") == UNDER)
    times = cells["administration"].value_counts(name="times").sort("times", "administration", descending=[True, False])
    return plain(LOW_IN, LowIn(times.rows(), len(judged)))


def grid(
    names: Sequence[tuple[str, str]],
    administrations: Sequence[str],
    cells: Mapping[tuple[str, str], Row],
    words: Words,
    base: str,
) -> dict[str, Any]:
    """What the component draws: `names` are (code, name) in row order; `base` is the address without the row's own."""
    columns = [{"code": name, "title": name} for name in administrations] + [
        {"code": "", "title": words.whole[:1].upper() + words.whole[1:]}
    ]
    rows = []
    for code, name in names:
        region = cells.get((code, ALL))
        region_share = region["share"] if region else None
        found = [_cell(cells.get((code, column)), words, region_share) for column in administrations]
        rows.append({"code": code, "name": name, "cells": [*found, _cell(region, words, None)]})
    return {
        "title": "Andel per specialitet och förvaltning",
        "corner": "Specialitet",
        "columns": columns,
        "rows": rows,
        "base": base,
    }


def _cell(row: Row | None, words: Words, region_share: float | None) -> list[Any]:
    """Text, class (None = no colour), facts, whether it opens anything, and its sign beyond chance."""
    has_colour = row is not None and row["share"] is not None and row["status"] != LOW_BASE
    heat = heat_class(swedish.whole_percent(row["share"])) if row is not None and has_colour else None
    sign = SIGNS.get(str(row["verdict"]), "") if row is not None else ""
    return [heat_text(row, words), heat, cell_facts(row, words, region_share), row is not None, sign]


def draw(data: dict[str, Any]) -> None:
    """Mount the component; a link in it is taken over by the page's frame."""
    _heat_map(key="heat_map", data=data)


def key_html() -> str:
    """The squares that explain the five classes, and the two signs."""
    squares = "".join(
        f'<span><i class="vl-swatch" style="background:var(--vl-heat-{index})"></i>{words}</span>'
        for index, (_, words) in enumerate(HEAT_WORDS)
    )
    signs = '<span><b aria-hidden="true">▼ ▲</b>under eller över regionen, mer än slumpen</span>'
    return f'<div class="vl-key">{squares}{signs}</div>'


LOW_IN: Sequence[Sentence[LowIn]] = (
    Sentence("none low", lambda f: not f.times, "Andel per specialitet och förvaltning"),
    Sentence(
        "several as often",
        lambda f: len(f.most) > 1,
        "{names} ligger oftast under regionen: i {often:common} av {judged:common} specialiteter var",
    ),
    Sentence(
        "one most often",
        lambda f: len(f.most) == 1,
        "{names} ligger oftast under regionen: i {often:common} av {judged:common} specialiteter",
    ),
)
