"""The day's panel: state, events, what went well, history, other definitions – and how a conflict is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from dashboard import cross_data, cross_day_facts, cross_month_grid, cross_words, sentences, swedish
from dashboard.address import query_string
from dashboard.cross_day_facts import CrossDay
from dashboard.cross_day_sentences import CANNOT, CHANGES, OnlyColour
from dashboard.cross_month_facts import CrossMonth, Row
from dashboard.cross_view import CrossView

Item = tuple[str, str]  # a heading and its text as HTML


def draw(view: CrossView, month: CrossMonth, date: dt.date) -> None:
    """The panel of one day of the view's unit, and the link to its form."""
    day = cross_day_facts.of_view(view, month, date)
    takes_focus = st.session_state.get(cross_month_grid.OPENED) == date.isoformat()
    st.html(html(view, month, day, takes_focus=takes_focus) + form_link(view, month, day))


def html(view: CrossView, month: CrossMonth, day: CrossDay, *, takes_focus: bool = False) -> str:
    """The panel as HTML; every text from the data is escaped. It takes the focus where a phone's reader opened it."""
    title = cross_words.weekday_and_date(day.date)
    items = "".join(f"<dt>{escape(name)}</dt><dd>{words}</dd>" for name, words in _items(view, day))
    return (
        f'<section class="vl-day" aria-label="{escape(title)}"><h2{" data-vl-focus" if takes_focus else ""}>'
        f"{escape(title)}</h2>"
        f"{_holiday(day.date)}{_state(view, month, day)}{_explained(view, day)}{f'<dl>{items}</dl>' if items else ''}"
        "</section>"
    )


def _holiday(date: dt.date) -> str:
    name = cross_words.holiday_words(date)
    return f'<p class="vl-sub">{escape(name[:1].upper() + name[1:])}</p>' if name else ""


def _state(view: CrossView, month: CrossMonth, day: CrossDay) -> str:
    if day.row is None:
        words, code = cross_month_grid.state(view, month, day.date), "tom"
        return f'<p class="vl-state"><i class="vl-cross-box vl-cross-{code}"></i>{escape(words.capitalize())}</p>'
    legend = cross_month_grid.legend_of(view, day.row)
    words = cross_words.state(day.row["colour"], legend)
    return f'<p class="vl-state">{cross_words.box(day.row["colour"])}{escape(words)}</p>'


def _explained(view: CrossView, day: CrossDay) -> str:
    """Why a colour cannot be shown, and what to do where sources differ."""
    if day.is_conflict:
        return "<p>Inget är sammanslaget: dagen räknas som registrerad, men den kan vara grön eller inte.</p>"
    if day.row is None or day.row["colour"] != "okand":
        return ""
    titles = view.definition_titles()
    rows = [row for row in day.said[day.shown_source] if not row["fact"]]
    colour, told_by = (rows[0]["colour"], rows[0]["colour_definition"]) if len(rows) == 1 else ("", "")
    only = OnlyColour(cross_words.colour(colour), titles.get(told_by, told_by), titles[day.row["definition"]])
    return f"<p>{sentences.the_one(CANNOT, only)}</p>"


def _items(view: CrossView, day: CrossDay) -> Iterable[Item]:
    if day.is_conflict:
        for name, rows in day.said.items():
            yield f"Enligt {cross_words.source(name)}", _conflicting(view, day, rows)
    elif day.shown_source:
        yield from _told(view, day.said[day.shown_source])
    if day.changes:
        yield "Historik", " ".join(sentences.the_one(CHANGES, change) for change in day.changes)
    elif day.shown_source and not day.is_conflict:
        yield "Källa", _delivered(day)
    if day.others:
        yield "Samma dag med andra definitioner", _others(day)


def _conflicting(view: CrossView, day: CrossDay, rows: Sequence[Row]) -> str:
    """The colour that one source gives the day, and each of its rows."""
    colour = cross_day_facts.colour_of(view, rows, day.date)
    titles = _type_titles(view)
    said = "; ".join(cross_words.event(row, titles) for row in rows)
    texts = [text for row in rows for text in (row["description"], row["went_well"]) if text]
    told = escape(" ".join(dict.fromkeys(texts)))
    shown = cross_words.box(colour) if colour else ""
    return f"{shown} {escape(said)}{f'<br>{told}' if told else ''}"


def _told(view: CrossView, rows: Sequence[Row]) -> Iterable[Item]:
    """Each event with its type and words, then what went well."""
    titles = _type_titles(view)
    events = [row for row in rows if row["count"]]
    for number, row in enumerate(events, start=1):
        head = f"Händelse {number}" if len(events) > 1 else "Händelse"
        yield f"{head} – {cross_words.event(row, titles)}", escape(row["description"] or "Ingen beskrivning.")
    plain = [row["description"] for row in rows if not row["count"] and row["description"]]
    if plain:
        yield "Anteckning", escape(" ".join(plain))
    well = list(dict.fromkeys(row["went_well"] for row in rows if row["went_well"]))
    if well:
        yield "Det som gick bra", escape(" ".join(well))


def _type_titles(view: CrossView) -> dict[str, str]:
    return dict(cross_data.event_types(view.version).select("event_type", "title").rows())


def _delivered(day: CrossDay) -> str:
    """Where a delivered day comes from, and by which role and when, where the source tells."""
    row = day.said[day.shown_source][0]
    names = swedish.listed(cross_words.source(name) for name in day.said)
    role = f", av {row['role'][:1].lower()}{row['role'][1:]}" if row["role"] else ""
    at = f", registrerad {swedish.local_time(row['registered_at'])}" if row["registered_at"] else ""
    late = " i efterhand" if day.row is not None and day.row["is_late"] else ""
    return escape(f"{names}{at}{late}{role}.")


def _others(day: CrossDay) -> str:
    return escape(" ".join(f"{title}: {cross_words.colour(code)}." for title, code in day.others.items()))


def form_link(view: CrossView, month: CrossMonth, day: CrossDay) -> str:
    """Registrera dagen · Ändra dagen · Avgör vad som gäller: the day's form; none where nothing can be said of it."""
    cross_to = month.unit["cross_to"]
    if day.date > view.today or (cross_to is not None and day.date > cross_to):
        return ""
    words = "Registrera dagen"
    if day.is_conflict:
        words = "Avgör vad som gäller"
    elif day.row is not None and not day.row["is_derived"]:
        words = "Ändra dagen"
    kept = {name: view.address.chosen[name] for name in ("huvudman", "enhet") if name in view.address.chosen}
    address = query_string(kept | {"dag": (day.date.isoformat(),)})
    return f'<a class="vl-action" href="registrera?{escape(address)}" target="_self">{words}</a>'


def usual_day(view: CrossView, month: CrossMonth) -> dt.date:
    """The chosen day; else today; else the latest day of the month with something to read, else its latest known."""
    if view.day is not None:
        return view.day
    if month.numbers.month <= view.today <= view.month_end:
        return view.today
    events = [date for date, row in month.days.items() if row["events"] or row["is_conflict"]]
    return max(events or month.days or [view.month])
