"""A unit's month: its cross with the day that is opened beside it, the legend, the table twin and the files."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

import open_files
from dashboard import (
    cross_data,
    cross_day,
    cross_mixed,
    cross_month_facts,
    cross_month_figures,
    cross_month_grid,
    cross_month_tables,
    cross_states,
    cross_words,
    cross_year,
    parts,
    sentences,
)
from dashboard.cross_month_facts import CrossMonth
from dashboard.cross_sentences import MONTH_FINDING
from dashboard.cross_view import CrossView


def answer(view: CrossView) -> str:
    """The page's answer of the view's month, as HTML."""
    return cross_month_figures.answer(cross_month_facts.of_view(view).numbers)


def draw(view: CrossView) -> None:
    """Key figures, the cross with its day, and how it is read."""
    month = cross_month_facts.of_view(view)
    chosen = cross_day.usual_day(view, month)
    view.address.chosen["dag"] = (chosen.isoformat(),)
    st.html(cross_month_figures.html(month, cross_mixed.definition_words(view, month.definitions)))
    cross_mixed.draw(view, month.definitions)
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        _block(view, month, chosen)
    with right, st.container(key="cross_day"):
        cross_day.draw(view, month, chosen)
        st.html(legend_html(view, month))
    cross_year.block(view)
    cross_states.sources(view, cross_year.of_view(view).definitions)


def _block(view: CrossView, month: CrossMonth, chosen: dt.date) -> None:
    finding = sentences.plain(MONTH_FINDING, month.numbers)
    words = cross_mixed.definition_words(view, month.definitions)
    caption = f"{view.label}, färger enligt {words}. Klicka på en dag för att läsa om den"
    parts.block(
        "cross_month",
        finding,
        view.caption(caption),
        diagram=lambda: cross_month_grid.draw(view, month, chosen),
        twin=lambda: cross_month_tables.twin(view, month, f"{finding}, tabell"),
        csv=lambda: _days_csv(view),
        file_name=cross_month_tables.file_name("grona_korset", view, f"{view.month:%Y-%m}", view.colours),
        controls=lambda: _controls(view),
        opened=not st.session_state.get(cross_month_grid.OPENED),
        is_half=True,
        first="Kors",
    )


def _controls(view: CrossView) -> None:
    cross_month_grid.draw_steps(view)
    cross_month_tables.events_button(view, view.month, view.month_end)


def _days_csv(view: CrossView) -> bytes:
    read = cross_month_facts.readings(view)
    of_month = read.filter(read["date"].is_between(view.month, view.month_end))
    return open_files.csv_bytes(cross_month_tables.day_rows(view, of_month))


def legend_html(view: CrossView, month: CrossMonth) -> str:
    """What each colour means, once for every definition in use; states without a colour only where there are any."""
    titles = view.definition_titles()
    found = {row["colour"] for row in month.days.values()}
    lists = []
    for name in month.definitions:
        legend = cross_data.legend(view.version, name)
        order = [code for code in ("gron", "gul", "orange", "rod", "gra", "vit") if code in legend]
        order += [code for code in ("okand", "konflikt") if code in found]
        items = "".join(f"<li>{cross_words.box(code)}{escape(cross_words.state(code, legend))}</li>" for code in order)
        title = f"Så läser du korset ({cross_mixed.title_in_text(titles[name])})"
        lists.append(f'<div class="vl-cross-legend"><h2>{escape(title)}</h2><ul>{items}{_more(month)}</ul></div>')
    return "".join(lists)


def _more(month: CrossMonth) -> str:
    """Signs that are no colours: nothing known yet, and registered late."""
    blank = '<li><i class="vl-cross-box vl-cross-tom"></i>Ingen uppgift</li>' if month.blanks else ""
    if not any(row["is_late"] for row in month.days.values()):
        return blank
    sign = f'<i class="vl-cross-late" aria-hidden="true">{cross_month_grid.LATE}</i>'
    return f"{blank}<li>{sign}Registrerad efter dagen</li>"
