"""The ranking of one specialty by shares adjusted for chance: what little places can say, said with their doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import open_files
from dashboard import parts, remembered, swedish, variation_funnel, variation_funnel_file
from dashboard.sentences import Sentence, plain
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text
from dashboard.variation_blocks import file_name
from dashboard.variation_funnel import Funnel, Judged
from dashboard.variation_verdicts import interval
from dashboard.variation_view import View

NEVER = 1e-4  # no estimate is certain, whatever it rounds to
LIKELY = 0.67
LIKELIHOODS = ((0.95, "nästan säkert"), (LIKELY, "troligt"), (0.33, "möjligt"), (0.05, "mindre troligt"))


@dataclass(frozen=True)
class Lowest:
    """Who is likely among the lowest fifth even when shares are adjusted for chance."""

    names: Sequence[str]
    is_units: bool

    @property
    def listed(self) -> str:
        return swedish.listed(self.names)

    @property
    def units(self) -> str:
        """två enheter."""
        return f"{swedish.number_word(len(self.names))} enhet{'er' if len(self.names) != 1 else ''}"


def ranking_block(view: View, name: str, made: Funnel) -> None:
    """Shares adjusted for chance beside the raw ones, lowest first; a table by nature, with no places for units."""
    ranked = _ranked(view, made)
    if len(ranked) < 2:
        return
    likely = [each for each in ranked if (each.worst_fifth or 0) >= LIKELY]
    with st.container(horizontal=True, vertical_alignment="bottom", key="head_ranking"):
        parts.heading(
            plain(FINDINGS, Lowest(tuple(each.label for each in likely), made.is_units)),
            view.words.caption(f"{view.words.who_attained}, {name}, {view.words.moment}"),
        )
        with st.container(horizontal=True, vertical_alignment="bottom", key="tools_ranking", width="content"):
            parts.csv_button(
                "ranking",
                lambda: open_files.csv_bytes(variation_funnel_file.ranking_rows(view, made)),
                file_name("rangordning", view),
            )
    if all(each.worst_fifth is None for each in ranked):
        parts.note("Andelarna skiljer sig inte mer än slumpen: ingen rangordning går att göra.")
        return
    st.html(remembered.once(("ranking", view.funnel_key), lambda: _ranking(view, name, made, ranked)))
    fifth = f"de {swedish.number_word(made.places)} lägsta" if made.places > 1 else "den lägsta"
    parts.note(
        f"Sannolikheten gäller att höra till {fifth} av {swedish.number_word(_firm(made))}. "
        "Justerad för slump: andelen dras mot den gemensamma, mer ju färre patienterna är (empirisk Bayes).",
        f"De med {view.thresholds.few} räknas inte." if any(each.verdict is None for each in made.judged) else "",
        "Enheter får ingen plats: skillnaden mellan två platser är oftast slump." if made.is_units else "",
    )


def share_cell(each: Judged) -> Cell:
    """The raw share; ° where the base is low."""
    share = swedish.percent(each.row["share"])
    return text(f"{share} °", "vl-number vl-muted") if each.verdict is None else text(share, "vl-number")


def shrunken_cell(each: Judged) -> Cell:
    """The share adjusted for chance."""
    return text("–" if each.shrunken is None else swedish.percent(each.shrunken), "vl-number")


def risk_cell(each: Judged) -> Cell:
    """The probability of being among the lowest fifth, in words."""
    return text("–" if each.worst_fifth is None else likelihood(each.worst_fifth), "vl-number")


def likelihood(probability: float) -> str:
    """troligt (78 %): a probability in words and whole percent."""
    word = next((word for least, word in LIKELIHOODS if probability >= least), "osannolikt")
    return f"{word} ({swedish.percent(min(max(probability, NEVER), 1 - NEVER))})"


def _firm(made: Funnel) -> int:
    return sum(each.verdict is not None for each in made.judged)


def _ranked(view: View, made: Funnel) -> list[Judged]:
    """Lowest adjusted share first; low bases are not in it."""
    shown = variation_funnel.shown_of(made, view.administrations)
    return sorted((each for each in shown if each.shrunken is not None), key=lambda each: each.shrunken or 0.0)


def _ranking(view: View, name: str, made: Funnel, ranked: Sequence[Judged]) -> str:
    columns = [
        *([] if made.is_units else [Column("Plats")]),
        Column("Enhet" if made.is_units else "Förvaltning"),
        Column(view.words.noun.capitalize(), True),
        Column("Andel", True),
        Column("95 % intervall", True),
        Column("Justerad för slump", True),
        Column("Bland den lägsta femtedelen", True),
    ]
    rows = []
    for place, each in enumerate(ranked, 1):
        cells = [
            text(swedish.integer(each.row["denominator"]), "vl-number"),
            share_cell(each),
            text(interval(each.row), "vl-number"),
            shrunken_cell(each),
            risk_cell(each),
        ]
        first, *rest = [text(each.name), *cells] if made.is_units else [text(place), text(each.name), *cells]
        rows.append(TableRow(first, rest))
    return table(f"{name}, andelar justerade för slump, tabell", columns, rows)


FINDINGS: Sequence[Sentence[Lowest]] = (
    Sentence("nobody", lambda f: not f.names, "Justerat för slump: ingen hör säkert till de lägsta"),
    Sentence(
        "units",
        lambda f: bool(f.names) and f.is_units,
        "Justerat för slump: {units} hör troligen till de lägsta",
    ),
    Sentence(
        "named",
        lambda f: bool(f.names) and not f.is_units,
        "Justerat för slump: {listed} hör troligen till de lägsta",
    ),
)
