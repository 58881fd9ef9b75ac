"""The funnel of one specialty as a block: what it says, draws, lists and gives as a file."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

import open_files
from dashboard import (
    filters,
    frame,
    parts,
    remembered,
    swedish,
    variation_chance,
    variation_funnel,
    variation_funnel_file,
    variation_view,
)
from dashboard.charts import funnel_chart
from dashboard.charts.figure import FinishedFigure
from dashboard.charts.theme import Tokens
from dashboard.states import hover
from dashboard.tables import Column, TableRow, table, text
from dashboard.variation_blocks import file_name
from dashboard.variation_chance_facts import Chance, of_funnel
from dashboard.variation_funnel import Funnel, Judged, Row
from dashboard.variation_ranking import ranking_block, risk_cell, share_cell, shrunken_cell
from dashboard.variation_verdicts import SIGNS, cell_facts, interval, outside, verdict_cell, verdict_words
from dashboard.variation_view import View

ALL = "Alla"
LIMITS_95, LIMITS_998 = f"slumpens gräns, 95{swedish.NBSP}%", f"99,8{swedish.NBSP}%"
ADJUSTED = "justerad för överspridning"


def draw(view: View, name: str, variation: Row, attainment: pl.DataFrame) -> None:
    """Both blocks; nothing where no förvaltning or unit has a share."""
    made = remembered.once(("funnel", view.funnel_key), lambda: _made(view, variation, attainment))
    if made is None:
        return
    chance = remembered.once(("funnel chance", view.funnel_key), lambda: _chance(view, made, variation, attainment))
    funnel_block(view, name, made, chance)
    ranking_block(view, name, made)


def funnel_block(view: View, name: str, made: Funnel, chance: Chance) -> None:
    """The funnel with its twin: shares against numbers, and the limits of chance."""
    finding = variation_chance.finding(chance)
    subtitle = view.words.caption(
        f"{view.words.who_attained}, per {'enhet' if made.is_units else 'förvaltning'} mot antal, "
        f"{name}, {view.words.moment}"
    )

    def diagram() -> None:
        tokens = frame.tokens()
        st.html(f'<p class="vl-text">{escape(" ".join(_sentences(made, chance)))}</p>')
        st.html(_key(made, view.thresholds.few))
        figure = remembered.once(("funnel figure", view.funnel_key, tokens.name), lambda: _figure(view, made, tokens))
        said = f"{finding}. {variation_chance.said_of(chance)} {_target_words(made).capitalize()}"
        parts.chart("funnel", figure, view.words.caption(said))

    parts.block(
        "funnel",
        finding,
        subtitle,
        diagram=diagram,
        twin=lambda: _twin(view, name, made),
        csv=lambda: open_files.csv_bytes(variation_funnel_file.funnel_rows(view, made)),
        file_name=file_name("tratt_enheter" if made.is_units else "tratt", view),
        controls=lambda: _controls(view),
    )
    parts.note(*_notes(view, made, chance))


def _made(view: View, variation: Row, attainment: pl.DataFrame) -> Funnel | None:
    rows = _rows(view, attainment)
    return variation_funnel.funnel(rows, variation, is_units=view.is_units, nation=view.compared_share)


def _rows(view: View, attainment: pl.DataFrame) -> list[dict[str, object]]:
    """Every förvaltning or unit of the specialty, whatever förvaltningar are chosen."""
    if view.is_units:
        return variation_view.units(view).to_dicts()
    own = attainment.filter(pl.col("specialty") == view.specialties[0], pl.col("administration") != ALL)
    return own.to_dicts()


def _chance(view: View, made: Funnel, variation: Row, attainment: pl.DataFrame) -> Chance:
    cells = attainment.filter(pl.col("specialty") == view.specialties[0]).to_dicts()
    return of_funnel(made, outside(variation, cells).is_beyond)


def _controls(view: View) -> None:
    for each in (view.level, view.target):
        if each is not None and len(each.options) > 1:
            filters.draw_one(each)


def _target_words(made: Funnel) -> str:
    return f"{made.target_name} {swedish.percent(made.target)}"


def _figure(view: View, made: Funnel, tokens: Tokens) -> FinishedFigure:
    shown = variation_funnel.shown_of(made, view.administrations)
    points = [
        funnel_chart.Point(
            name=each.label,
            number=each.row["denominator"],
            percent=each.row["share"] * 100,
            side=SIGNS.get(str(each.verdict), ""),
            is_low_base=each.verdict is None,
            hover=hover(each.name, _facts(view, made, each)),
        )
        for each in shown
    ]
    sides = [None if each is None else (each * 100).tolist() for each in (made.thin, made.dashed, made.adjusted)]
    limits = funnel_chart.Limits(made.numbers, *(None if side is None else tuple(side) for side in sides))  # type: ignore[arg-type]
    return funnel_chart.funnel_chart(points, limits, made.target * 100, _target_words(made), tokens)


def _facts(view: View, made: Funnel, each: Judged) -> list[str]:
    """The tooltip: share with interval, n, verdict, and what chance would give at this number."""
    lines = cell_facts(each.row, view.words, made.target if made.target_name == variation_funnel.REGION else None)
    said = verdict_words(each.verdict, made.target_name)
    plain = [line for line in lines[:-1] if line != verdict_words(each.row["verdict"])]
    return [*plain, said, f"slumpen ger {_span(each.thin)} (95{swedish.NBSP}%)", lines[-1]]


def _span(limits: tuple[float, float]) -> str:
    """51–73 %."""
    return f"{swedish.whole_percent(limits[0])}–{swedish.whole_percent(limits[1])}{swedish.NBSP}%"


def _key(made: Funnel, few: str) -> str:
    """The lines and signs of the funnel as a row above it."""
    marks = [
        f'<span><i class="vl-line"></i>{LIMITS_95}</span>',
        f'<span><i class="vl-line vl-line-dashed"></i>{LIMITS_998}</span>',
    ]
    if made.adjusted is not None:
        marks.append(f'<span><i class="vl-swatch vl-band"></i>{ADJUSTED}</span>')
    for sign, css, word in (("▼", "vl-outside", "under"), ("▲", "vl-within", "över")):
        marks.append(f'<span><b class="{css}" aria-hidden="true">{sign}</b>{word}, mer än slumpen</span>')
    if any(each.verdict is None for each in made.judged):
        marks.append(f'<span><i class="vl-mark vl-mark-hollow"></i>ihålig: {escape(few)}</span>')
    return f'<div class="vl-key">{"".join(marks)}</div>'


def _sentences(made: Funnel, chance: Chance) -> list[str]:
    """Whether the differences exceed chance; of the förvaltningar against the region the page's answer has said it."""
    is_said = not made.is_units and made.target_name == variation_funnel.REGION
    said = ["" if is_said else variation_chance.said_of(chance), variation_chance.spread_said(chance)]
    return [each for each in said if each]


def _notes(view: View, made: Funnel, chance: Chance) -> list[str]:
    said = [variation_chance.measured(chance)]
    if made.target_name != variation_funnel.REGION:
        said.append(
            "Mot riket prövas de i den här specialiteten (Benjamini–Hochberg, 5 %); märkena i övriga diagram gäller "
            "mot regionen."
        )
    if made.is_units and view.administrations:
        said.append(f"Enheter visas bara för {swedish.listed(view.administrations)}; bedömningen gäller alla.")
    return said


def _twin(view: View, name: str, made: Funnel) -> str:
    columns = [
        Column("Enhet" if made.is_units else "Förvaltning"),
        Column("Nämnare", True),
        Column("Andel", True),
        Column("95 % intervall", True),
        Column("Slumpen, 95 %", True),
        Column("Slumpen, 99,8 %", True),
        *([Column("Justerad, 95 %", True)] if made.adjusted is not None else []),
        Column(f"Mer än slumpen från {made.target_name}, {swedish.percent(made.target)}"),
        Column("Justerad för slump", True),
        Column("Bland den lägsta femtedelen", True),
    ]
    rows = []
    for each in variation_funnel.shown_of(made, view.administrations):
        adjusted = [] if each.adjusted is None else [text(_span(each.adjusted), "vl-number")]
        cells = [
            text(swedish.integer(each.row["denominator"]), "vl-number"),
            share_cell(each),
            text(interval(each.row), "vl-number"),
            text(_span(each.thin), "vl-number"),
            text(_span(each.dashed), "vl-number"),
            *adjusted,
            verdict_cell(each.verdict),
            shrunken_cell(each),
            risk_cell(each),
        ]
        rows.append(TableRow(text(each.name), cells))
    return table(f"{name}, tratt, tabell", columns, rows)
