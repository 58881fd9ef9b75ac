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
    title = view.group_label if view.unit is None else view.label
    out = f'<a href="?{escape(cross_wall_links.from_screen(view))}">Lämna väggskärmen</a>'
    return (
        f'<div class="vl-screen"><h1>{escape(title[:1].upper() + title[1:])}, {swedish.month_and_year(view.month)}</h1>'
        f'<p class="vl-screen-answer">{sentences.the_one(cross_wall_sentences.ANSWERS, facts)}</p>'
        f'<p class="vl-screen-out">{escape(" ".join(_reservations(view, wall)))} {out}</p></div>'
    )


def _reservations(view: CrossView, wall: Wall) -> list[str]:
    """What must be known of the figures, in as few words as a screen takes."""
    unknown = [each.value for each in (*view.address.unknown, *view.address.unknown_names())]
    mixed = len(cross_mixed.in_order(view, wall.definitions)) > 1
    return [
        *(["Demodata."] if view.is_demo else []),
        *(["Olika definitioner: jämför inte gult och orange."] if mixed else []),
        *([f"Okänt i adressen: {swedish.listed(unknown)}."] if unknown else []),
    ]


@st.fragment(run_every=SECONDS)
def _follow(view: CrossView) -> None:
    """The time of the latest look; the page is drawn anew only when there is something new or another day."""
    version = warehouse.published().current()
    if (version, cross_data.stamp(version), config.today()) != (view.version, view.stamp, view.today):
        st.rerun()
    clock = dt.datetime.now(config.STOCKHOLM)
    st.html(f'<p class="vl-screen-clock">Uppdaterad <time>{clock:%H.%M}</time></p>')
