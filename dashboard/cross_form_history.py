"""What stands of a day, every version of it in roles and times, and the latest days, each a link to register it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape

import polars as pl
import streamlit as st

from analysis.cross_days import REGISTER
from dashboard import cross_data, cross_form_words, cross_words, parts, sentences, swedish
from dashboard.cross_form_draft import DayDraft, of_rows
from dashboard.cross_form_view import FormView
from dashboard.cross_form_words import STEPS, Step
from dashboard.remembered import per_version

DAYS_SHOWN = 5


@per_version
def titles(version: str) -> Mapping[str, str]:
    """Every type of event by its title."""
    return dict(cross_data.event_types(version).select("event_type", "title").iter_rows())


def standing(view: FormView) -> None:
    """What is said of the day, with its colour, its events and texts, and who says it."""
    row = view.days.filter(pl.col("date") == view.day).row(0, named=True)
    code = view.colour(row)
    sources = [REGISTER, *view.others] if view.registered and view.registered.is_said else view.others
    draft = view.of_source(sources[0])
    legend = cross_data.legend(view.version, view.definition(view.day))
    lines = "".join(f"<p>{line}</p>" for line in _lines(view, draft))
    told = swedish.listed(cross_words.source(name) for name in sources)
    st.html(
        f'<div class="vl-day-stands">{cross_words.box(code)}<div><h2>{escape(_title(view, draft, code, legend))}</h2>'
        f"{lines}<p class='vl-sub'>Källa: {escape(told)}</p></div></div>"
    )


def _title(view: FormView, draft: DayDraft | None, code: str, legend: Mapping[str, str]) -> str:
    if draft is None:
        return cross_words.state_and_colour(code, legend)
    words = cross_form_words.summary(draft.without_texts, titles(view.version))
    return words[:1].upper() + words[1:]


def _lines(view: FormView, draft: DayDraft | None) -> list[str]:
    """Descriptions and what went well, escaped."""
    if draft is None:
        return []
    named = titles(view.version)
    several = len(draft.events) > 1
    lines = [
        f"{escape(named.get(event.event_type or '', cross_words.FACT_WORDS[event.fact]).capitalize() + ': ')}"
        f"{escape(event.description)}"
        if several
        else escape(event.description)
        for event in draft.events
        if event.description
    ]
    return lines + ([f"<b>Det som gick bra:</b> {escape(draft.went_well)}"] if draft.went_well else [])


def history(view: FormView) -> None:
    """Every version that the register has of the day, the newest first; earlier texts are not shown again."""
    at = view.unit_day
    rows = cross_data.history(at.principal, at.administration, at.unit, at.date)
    if rows.is_empty():
        return
    items, before = [], None
    for (version,), version_rows in rows.group_by("version", maintain_order=True):
        draft = of_rows(version_rows, view.palette)
        head = version_rows.row(0, named=True)
        step = step_of(draft, before, titles(view.version), is_late=swedish.local_day(head["registered_at"]) > at.date)
        items.append(
            f"<div>{sentences.the_one(STEPS, step)}<small>{cross_form_words.local_moment(head['registered_at'])}, "
            f"{escape(head['role'])}. Version {version}.</small></div>"
        )
        before = draft
    parts.heading("Dagens historik", "Det som har registrerats här, det senaste först")
    st.html(f'<div class="vl-list vl-day-history">{"".join(reversed(items))}</div>')


def step_of(draft: DayDraft | None, before: DayDraft | None, named: Mapping[str, str], *, is_late: bool) -> Step:
    """One version against the one before."""
    after = cross_form_words.summary(draft, named)
    return Step(
        after,
        None if before is None else cross_form_words.summary(before, named),
        is_late=is_late,
        has_new_text=before is not None and draft is not None and list(before.texts) != list(draft.texts),
        settles=draft is not None and draft.settles is not None and (before is None or not before.settles),
    )


def latest_days(view: FormView) -> None:
    """to 19 grön · on 18 grön · ti 17 inte registrerad: the latest days with something to register, each a link."""
    rows = view.days.filter(
        pl.col("date") != view.day,
        pl.col("is_expected") | ~pl.col("is_derived") & (pl.col("cases") != 0),
        pl.col("date") >= view.today - dt.timedelta(days=13),
    )
    shown = rows.sort("date", descending=True).head(DAYS_SHOWN)
    items = [_day_link(view, row) for row in shown.iter_rows(named=True)]
    latest = f"<b>Senaste dagarna:</b> {' · '.join(items)}<br>" if items else ""
    st.html(f'<p class="vl-latest">{latest}<a href="{escape(view.cross_link)}">Visa månadens kors</a></p>')


def _day_link(view: FormView, row: dict[str, object]) -> str:
    date = row["date"]
    assert isinstance(date, dt.date)
    code = view.colour(row)
    words = {"vit": "inte registrerad", "gra": "ingen verksamhet", "": "inte levererad än"}.get(code)
    if date == view.today and code == "":
        words = cross_words.UNREGISTERED_TODAY
    label = f"{cross_form_words.short_day(date, view.today)} {words or cross_words.colour(code)}"
    css = ' class="vl-late"' if code in ("vit", "konflikt") else ""
    day = "" if date == view.today else date.isoformat()
    return f'<a href="?{escape(view.link(dag=day))}"{css}>{escape(label)}</a>'
