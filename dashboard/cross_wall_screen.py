"""A screen on the wall: the crosses of a group alone, large, that follow new registrations by themselves."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

import streamlit as st

import config
from dashboard import (
    cross_data,
    cross_mixed,
    cross_wall,
    cross_wall_facts,
    cross_wall_links,
    cross_wall_sentences,
    cross_wall_words,
    remembered,
    sentences,
    swedish,
    warehouse,
)
from dashboard.cross_view import CrossView
from dashboard.cross_wall_facts import Wall

SECONDS = 30  # between the looks at whether anything is new


def draw(view: CrossView) -> None:
    """Everything that stands on the screen; the page draws neither header nor filters then."""
    wall = cross_wall_facts.of_view(view)
    st.html(_head(view, wall))
    _follow(view)
    if wall.units:
        drawn = remembered.once(("cross screen", view.key), lambda: data(view, wall))
        cross_wall.mount("cross_screen", drawn)
    st.html(f'<div class="vl-screen-foot">{cross_wall_words.keys_html(view, wall)}</div>')


def data(view: CrossView, wall: Wall) -> dict[str, Any]:
    """The wall's crosses in one group; names tell the förvaltning where there are several."""
    several = len({each.administration for each in wall.units}) > 1
    whole = cross_wall.data(view, wall)
    crosses = [cross for group in whole["groups"] for cross in group["crosses"]]
    named = [[each.name if several else each.unit, *cross[1:]] for each, cross in zip(wall.units, crosses, strict=True)]
    return whole | {"kind": "screen", "groups": [{"title": "", "crosses": named}]}


def _head(view: CrossView, wall: Wall) -> str:
    facts = cross_wall_words.group(view, wall)
    title = view.group_label[:1].upper() + view.group_label[1:]
    demo = "Demodata. " if view.is_demo else ""
    used = cross_mixed.in_order(view, wall.definitions)
    mixed = "Olika definitioner: jämför inte gult och orange. " if len(used) > 1 else ""
    return (
        f'<div class="vl-screen"><h1>{escape(title)}, {swedish.month_and_year(view.month)}</h1>'
        f'<p class="vl-screen-answer">{sentences.the_one(cross_wall_sentences.ANSWERS, facts)}</p>'
        f'<p class="vl-screen-out">{demo}{mixed}<a href="?{escape(cross_wall_links.from_screen(view))}">'
        "Lämna väggskärmen</a></p></div>"
    )


@st.fragment(run_every=SECONDS)
def _follow(view: CrossView) -> None:
    """The time of the latest look; the page is drawn anew only when there is something new or another day."""
    version = warehouse.published().current()
    if (version, cross_data.stamp(version), config.today()) != (view.version, view.stamp, view.today):
        st.rerun()
    clock = dt.datetime.now(config.STOCKHOLM)
    st.html(f'<p class="vl-screen-clock">Uppdaterad <time>{clock:%H.%M}</time></p>')
