"""Gröna korset, many crosses at once: the small crosses, and the view of all units.

`draw_crosses` draws any crosses. `answer` and `draw` are the view "Alla enheter"; a screen on the wall is
`cross_wall_screen`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

import open_files
from dashboard import (
    cross_mixed,
    cross_wall_facts,
    cross_wall_links,
    cross_wall_sentences,
    cross_wall_table,
    cross_wall_words,
    parts,
    remembered,
    sentences,
    swedish,
)
from dashboard.cross_view import CrossView
from dashboard.cross_wall_facts import Wall
from dashboard.frame import component_source

LEAST_WIDTH = 150  # pixels of a cross on the page: below it a letter is under 12 px
MOST_COLUMNS = 7

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
    groups = [{"title": "", "crosses": [compact(each) for each in crosses]}]
    mount(key, {"title": name, "kind": "months", "columns": columns, "base": "", "groups": groups})


def mount(key: str, data: Mapping[str, Any]) -> None:
    """Mount the component: title, kind ("months" | "wall" | "screen"), columns, base of every href, and groups."""
    _crosses(key=key, data={"least": LEAST_WIDTH, **data}, height="content")


def compact(cross: SmallCross) -> list[str | None]:
    """A cross as it goes over the wire."""
    return [cross.title, cross.caption, cross.label, cross.days, cross.href]


def answer(view: CrossView) -> str:
    """How the group's month went, as HTML."""
    wall = cross_wall_facts.of_view(view)
    return sentences.the_one(cross_wall_sentences.ANSWERS, cross_wall_words.group(view, wall))


def draw(view: CrossView) -> None:
    """Key figures, what has to be seen first, the crosses with their table and file, and the way to the screen."""
    wall = cross_wall_facts.of_view(view)
    if not wall.units:
        parts.box(
            "Inga kors att visa", f'<p><a href="?{escape(cross_wall_links.of_everyone(view))}">Alla enheter</a></p>'
        )
        return
    facts = cross_wall_words.group(view, wall)
    st.html(cross_wall_words.figures_html(wall, facts))
    cross_mixed.draw(view, wall.definitions)
    _told_first(wall)
    _block(view, wall, sentences.plain(cross_wall_sentences.HEADINGS, facts))
    st.html(cross_wall_words.keys_html(view, wall))
    parts.note(*cross_wall_words.notes(wall))
    st.html(f'<p class="vl-back"><a href="?{escape(cross_wall_links.to_screen(view))}">Visa på väggskärm</a></p>')
    parts.sources(cross_wall_words.sources(view, wall))


def _told_first(wall: Wall) -> None:
    """Who has not registered, and where sources differ: no colour shows it."""
    for names, table in (
        (wall.silent, cross_wall_sentences.SILENT),
        (wall.having("conflict_days"), cross_wall_sentences.CONFLICTS),
    ):
        if names:
            said = sentences.the_one(table, cross_wall_sentences.Named(names))
            st.html(f'<p class="vl-warning" role="note">{said}</p>')


def _block(view: CrossView, wall: Wall, finding: str) -> None:
    def table() -> str:
        return cross_wall_table.twin(f"{finding}, tabell", view, wall, cross_wall_links.of_units(view))

    who = view.group_label[:1].upper() + view.group_label[1:]
    parts.block(
        "cross_wall",
        finding,
        view.caption(f"{who}, {swedish.month_and_year(view.month)}. Ett kors öppnar enhetens månad"),
        diagram=lambda: mount("cross_wall", remembered.once(("cross wall data", view.key), lambda: data(view, wall))),
        twin=lambda: remembered.once(("cross wall twin", view.key), table),
        csv=lambda: open_files.csv_bytes(cross_wall_table.open_rows(view)),
        file_name=cross_wall_table.file_name(view),
        first="Kors",
    )


def data(view: CrossView, wall: Wall) -> dict[str, Any]:
    """The wall for the component: a group per förvaltning and hospital, in order."""
    groups: dict[str, list[list[str | None]]] = {}
    links, said = cross_wall_links.own_parts(view), cross_wall_words.Labels(view)
    for each in wall.units:
        cross = SmallCross(each.unit, cross_wall_words.caption(each), said.label(each), each.signs,
                           links[each.administration, each.unit])  # fmt: skip
        groups.setdefault(each.group, []).append(compact(cross))
    return {
        "title": f"Kors för {view.group_label}, {swedish.month_and_year(view.month)}",
        "kind": "wall",
        "columns": MOST_COLUMNS,
        "base": cross_wall_links.base(view),
        "groups": [{"title": title, "crosses": crosses} for title, crosses in groups.items()],
    }
