"""The month's cross as a component: a button for every day, in its place, with all that the day says in its name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from dashboard import cross_data, cross_words, filters, swedish
from dashboard.charts.theme import CROSS_COLOURS
from dashboard.cross_layout import PLACES
from dashboard.cross_month_facts import CrossMonth, Row
from dashboard.cross_view import CrossView
from dashboard.frame import component_source

KEY = "green_cross"
OPENED = "cross_opened"  # the day that a phone's reader is taken to
NARROW = 760  # pixels: below it the day's panel stands under the cross
BLANK = "tom"
LATE = "sen"

_green_cross = st.components.v2.component(
    "vardlaget_green_cross", css=component_source("green_cross.css"), js=component_source("green_cross.js")
)


def draw(view: CrossView, month: CrossMonth, chosen: dt.date) -> None:
    """Mount the cross; a click opens the day, Page Up and Page Down the month before and after."""
    _green_cross(
        key=KEY, data=grid(view, month, chosen), height="content", on_day_change=_open_day, on_month_change=_open_month
    )


def grid(view: CrossView, month: CrossMonth, chosen: dt.date) -> dict[str, Any]:
    """What the component draws."""
    before, after = neighbours(view)
    return {
        "title": f"{month.numbers.title}, {view.label}",
        "days": [_day(view, month, date) for date in month.dates],
        "today": view.today.isoformat(),
        "chosen": chosen.isoformat(),
        "before": before,
        "after": after,
        "narrow": NARROW,
    }


def neighbours(view: CrossView) -> tuple[str, str]:
    """The months before and after as they stand in the address; "" where there is none."""
    months = list(next(each for each in view.row if each.parameter == "manad").options)  # the newest first
    at = months.index(f"{view.month:%Y-%m}")
    return months[at + 1] if at + 1 < len(months) else "", months[at - 1] if at else ""


def _day(view: CrossView, month: CrossMonth, date: dt.date) -> dict[str, Any]:
    row = month.days.get(date)
    state = row["colour"] if row is not None else BLANK
    return {
        "day": date.isoformat(),
        "number": date.day,
        "place": PLACES[date.day - 1],
        "state": state,
        "letter": CROSS_COLOURS[state].letter if state in CROSS_COLOURS else "",
        "mark": _marks(view, date, is_late=row is not None and row["is_late"]),
        "label": label(view, month, date),
    }


def _marks(view: CrossView, date: dt.date, *, is_late: bool) -> list[str] | None:
    """What stands in the corner of a box, and of a small one: röd dag and röd, lö sen and sen."""
    mark = "i dag" if date == view.today else cross_words.mark(date)
    short = mark.removesuffix(" dag") if mark != "i dag" else mark
    if is_late:
        return [f"{short} {LATE}".strip(), LATE]
    return [mark, short] if mark else None


def label(view: CrossView, month: CrossMonth, date: dt.date) -> str:
    """14 oktober, onsdag, vecka 42: Risk för patientskada (orange), registrerad i efterhand, i dag."""
    row = month.days.get(date)
    extra = ["registrerad i efterhand"] if row is not None and row["is_late"] else []
    extra += ["i dag"] if date == view.today else []
    return ", ".join([f"{cross_words.when(date)}: {state(view, month, date)}", *extra])


def state(view: CrossView, month: CrossMonth, date: dt.date) -> str:
    """Risk för patientskada (orange) · kommande dag: what a day says, in words."""
    row = month.days.get(date)
    if row is None:
        blank = month.blanks[date]
        is_now = date == view.today and blank == cross_words.NOT_DELIVERED
        return cross_words.UNREGISTERED_TODAY if is_now else cross_words.BLANKS[blank]
    return cross_words.state_and_colour(row["colour"], legend_of(view, row))


def legend_of(view: CrossView, row: Row) -> dict[str, str]:
    """What each colour of the day's definition means."""
    return dict(cross_data.legend(view.version, row["definition"]))


def steps(view: CrossView) -> list[tuple[str, str, str]]:
    """The buttons that change month: key, label and month, for those that there are."""
    before, after = neighbours(view)
    found = []
    for key, month, form in (("cross_before", before, "‹ {}"), ("cross_after", after, "{} ›")):
        if month:
            found.append((key, form.format(swedish.month_name(dt.date.fromisoformat(f"{month}-01"))), month))
    return found


def draw_steps(view: CrossView) -> None:
    """Buttons to the month before and the month after."""
    for key, words, month in steps(view):
        st.button(words, key=key, on_click=filters.change, args=("manad", (month,)), type="tertiary")


def _open_day() -> None:
    day, _, moment = str(st.session_state[KEY].day or "").partition("#")
    if day:
        filters.change("dag", (day,))
    st.session_state[OPENED] = day if moment else ""
    if moment:
        st.session_state["focus"] = moment


def _open_month() -> None:
    month = str(st.session_state[KEY].month or "")
    if month:
        filters.change("manad", (month,))
