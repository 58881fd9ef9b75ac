"""Which definition each day is coloured by, and the warning where what is shown together uses several."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl
import streamlit as st

from dashboard import cross_data, sentences, swedish
from dashboard.cross_view import OWN, CrossView
from dashboard.sentences import Sentence


@dataclass(frozen=True)
class Mixed:
    """The titles of the definitions that are shown together."""

    titles: Sequence[str]

    @property
    def listed(self) -> str:
        return swedish.listed(self.titles)


WARNING: Sequence[Sentence[Mixed]] = (
    Sentence("en", lambda m: len(m.titles) < 2, ""),
    Sentence("flera", lambda m: len(m.titles) > 1,
             "Samma färg betyder olika saker här: {listed} används. Jämför inte gult och orange."),
)  # fmt: skip


def with_definition(view: CrossView, days: pl.DataFrame) -> pl.DataFrame:
    """The days with `definition`: the chosen one, or the one that each förvaltning uses on the day."""
    if view.colours != OWN:
        return days.with_columns(definition=pl.lit(view.colours))
    keys = days.select("administration", "date").unique()
    named = [own(view.version, administration, date) for administration, date in keys.rows()]
    return days.join(
        keys.with_columns(definition=pl.Series(named, dtype=pl.String)),
        on=["administration", "date"],
        how="left",
        maintain_order="left",
    )


@functools.lru_cache(maxsize=16384)
def own(version: str, administration: str, date: dt.date) -> str:
    """The definition that a förvaltning uses on a day."""
    return cross_data.own_definition(version, administration, date)


def in_order(view: CrossView, definitions: Iterable[str]) -> list[str]:
    """Distinct definitions in the order of their table."""
    found = set(definitions)
    return [name for name in view.definition_titles() if name in found]


def definition_words(view: CrossView, definitions: Sequence[str]) -> str:
    """definition 2: the definitions that days are coloured by."""
    titles = view.definition_titles()
    return swedish.listed(title_in_text(titles[name]) for name in definitions)


def title_in_text(title: str) -> str:
    """definition 2, but SkaS: a definition's title inside a sentence."""
    return title[:1].lower() + title[1:] if title[1:].islower() else title


def draw(view: CrossView, definitions: Iterable[str]) -> None:
    """The warning with a link for each definition; nothing where all days are coloured by the same."""
    used = in_order(view, definitions)
    titles = view.definition_titles()
    said = sentences.the_one(WARNING, Mixed([titles[name] for name in used]))
    if said:
        links = " · ".join(
            f'<a href="?{escape(view.link(farger=name))}">{escape(title)}</a>' for name, title in titles.items()
        )
        st.html(
            f'<div class="vl-box vl-box-missing vl-cross-mixed" role="note"><p>{said}</p>'
            f"<p>Visa alla enligt: {links}</p></div>"
        )
