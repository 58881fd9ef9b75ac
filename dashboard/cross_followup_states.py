"""Days by state: as colours under a definition, and as what happened."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

import open_files
from analysis.green_cross import COLOURS, CONFLICT, FACTS, UNKNOWN
from dashboard import cross_data, cross_words, frame, parts, remembered, sentences, states, swedish
from dashboard import cross_followup_words as words
from dashboard.charts.cross_bars_chart import Bar, cross_bars_chart
from dashboard.cross_followup_facts import Followup
from dashboard.cross_followup_sentences import LATE, STATES
from dashboard.cross_view import CrossView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

COLOUR_ORDER = ("gron", "gul", "orange", "rod", "vit", "gra", UNKNOWN, CONFLICT)
FACT_ORDER = (*FACTS[2:], FACTS[0], FACTS[1], UNKNOWN, CONFLICT)
FACT_UNKNOWN = "går inte att säga av färgen"
RIGHT = 120


def states_block(view: CrossView, found: Followup) -> None:
    """How many days had each colour, and what happened on them."""
    days = words.days(view, found)
    finding = sentences.plain(STATES, days)
    what = f"Antal dagar per läge, färger enligt {days.definition}"
    parts.block(
        "cross_states",
        finding,
        words.caption(view, found, what),
        diagram=lambda: _draw(view, found, finding),
        twin=lambda: twin(f"{finding}, tabell", view, found),
        csv=lambda: open_files.csv_bytes(words.open_rows(view, open_days(view, found))),
        file_name=words.file_name("lagen", view, found),
    )
    parts.note(
        "Andelen gröna räknas av registrerade dagar, aldrig av alla dagar.",
        sentences.plain(LATE, days),
        "Enheter utanför enhetsregistret visas men räknas inte i någon andel."
        if any(unit["cross_from"] is None for unit in found.units)
        else "",
    )


def colour_names(view: CrossView, found: Followup) -> dict[str, str]:
    """What each colour means where one definition is used; its name alone where several are."""
    definition = words.only_definition(found)
    legend = cross_data.legend(view.version, definition) if definition else {}
    return {
        code: cross_words.state(code, legend) if definition else cross_words.colour(code).capitalize()
        for code in COLOUR_ORDER
    }


def fact_names() -> dict[str, str]:
    """What each fact is called."""
    said = {**cross_words.FACT_WORDS, UNKNOWN: FACT_UNKNOWN, CONFLICT: cross_words.SOURCES_DIFFER}
    return {code: said[code][:1].upper() + said[code][1:] for code in FACT_ORDER}


def _draw(view: CrossView, found: Followup, finding: str) -> None:
    tokens = frame.tokens()
    left, right = st.columns(2, gap="large")
    for column, key, title, names, counts in (
        (left, "cross_states", "Färg", colour_names(view, found), found.colours),
        (right, "cross_facts", "Vad som hände", fact_names(), found.facts),
    ):
        drawn = remembered.once(
            (key, view.key, tokens.name),
            lambda key=key, names=names, counts=counts: cross_bars_chart(  # type: ignore[misc]
                bars(names, counts, is_coloured=key == "cross_states"), tokens, right=RIGHT
            ),
        )
        with column:
            st.html(f'<h3 class="vl-h3">{title}</h3>')
            parts.chart(key, drawn, view.caption(f"{title}. {finding}. {_said(names, counts)}"))


def bars(names: Mapping[str, str], counts: Mapping[str, int], *, is_coloured: bool) -> list[Bar]:
    """A bar for each state that has a day, in the order of the states."""
    total = sum(counts.values())
    return [
        Bar(
            name,
            counts[code],
            f"<b>{swedish.integer(counts[code])}</b> ({swedish.percent(counts[code] / total)})",
            states.hover(name, [f"{swedish.days(counts[code])} av {swedish.integer(total)}"]),
            code if is_coloured else "",
        )
        for code, name in names.items()
        if counts.get(code)
    ]


def _said(names: Mapping[str, str], counts: Mapping[str, int]) -> str:
    return "; ".join(f"{name} {swedish.days(counts[code])}" for code, name in names.items() if counts.get(code))


def twin(name: str, view: CrossView, found: Followup) -> str:
    """A table of colours and one of facts, each ending in its sum."""
    colours = _table(f"{name}: färg", "Färg", colour_names(view, found), found.colours, is_coloured=True)
    facts = _table(f"{name}: vad som hände", "Vad som hände", fact_names(), found.facts, is_coloured=False)
    return f"{colours}{facts}"


def _table(name: str, title: str, names: Mapping[str, str], counts: Mapping[str, int], *, is_coloured: bool) -> str:
    total = sum(counts.values())
    columns = [Column(title), Column("Dagar", is_number=True), Column("Andel", is_number=True)]
    rows = [
        TableRow(
            Cell(f"{cross_words.box(code)} {text(label).html}") if is_coloured else text(label),
            [text(swedish.integer(counts[code]), "vl-number"),
             text(swedish.percent(counts[code] / total), "vl-number")],
        )
        for code, label in names.items()
        if counts.get(code)
    ]  # fmt: skip
    whole = TableRow(text("Alla dagar"), [text(swedish.integer(total), "vl-number"), text("", "vl-number")], "vl-sum")
    return table(name, columns, [*rows, whole])


def open_days(view: CrossView, found: Followup) -> pl.DataFrame:
    """Every state with its days: slag is farg or handelse."""
    definition = words.only_definition(found) or "egen"
    rows = [("farg", definition, code, found.colours.get(code, 0)) for code in (*COLOURS, UNKNOWN, CONFLICT)]
    rows += [("handelse", "", code, found.facts.get(code, 0)) for code in (*FACTS, UNKNOWN, CONFLICT)]
    frame_of = pl.DataFrame(rows, schema=["slag", "definition", "lage", "dagar"], orient="row")
    return frame_of.select(
        **words.whose_columns(view), fran=pl.lit(found.first), till=pl.lit(found.last),
        slag=pl.col("slag"), definition=pl.col("definition"), lage=pl.col("lage"), dagar=pl.col("dagar"),
    )  # fmt: skip
