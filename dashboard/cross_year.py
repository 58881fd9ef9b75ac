"""A unit's twelve months up to the chosen one: a small cross for each, with its harm, a table twin and the files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

import open_files
from analysis import cross_followup
from dashboard import (
    cross_mixed,
    cross_month_facts,
    cross_month_figures,
    cross_month_tables,
    cross_states,
    cross_wall,
    parts,
    remembered,
    sentences,
    swedish,
)
from dashboard.charts.theme import CROSS_COLOURS
from dashboard.cross_layout import month_days
from dashboard.cross_sentences import PeriodNumbers, SinceHarm
from dashboard.cross_sentences_year import YEAR_FINDING, YearNumbers
from dashboard.cross_view import CrossView, last_day
from dashboard.cross_wall import SmallCross
from dashboard.tables import Column, TableRow, table, text

MONTHS, COLUMNS = 12, 6
SEVERAL = {"gron": "gröna", "gul": "gula", "orange": "orange", "rod": "röda", "gra": "utan verksamhet",
           "vit": "inte registrerade", "okand": "som inte går att visa",
           "konflikt": "där källorna säger olika"}  # fmt: skip
BLANK = " "


@dataclass(frozen=True)
class YearMonth:
    """One month of the year: its numbers, its days of each colour, one sign per day, and why it is blank if it is."""

    numbers: PeriodNumbers
    states: Mapping[str, int]
    signs: str
    blank: str

    @property
    def harms(self) -> int | None:
        """Harms, None where no day is registered."""
        return self.numbers.harms if self.numbers.said else None

    @property
    def caption(self) -> str:
        """2 skador · ingen skada · ingen dag registrerad: never a bare 0."""
        numbers = self.numbers
        if not numbers.is_known:
            return self.blank
        if self.harms is None:
            return "ingen verksamhet" if not numbers.activity else "inte registrerad"
        if not numbers.harms:
            return numbers.harms_said
        least = "minst " if numbers.unsure else ""
        return f"{least}{swedish.integer(numbers.harms)} {'skada' if numbers.harms == 1 else 'skador'}"

    @property
    def risks(self) -> str:
        """2 · ingen rapporterad risk · "" where no day is registered."""
        if not self.numbers.risks:
            return self.numbers.risks_said if self.numbers.said else ""
        return swedish.integer(self.numbers.risks)


@dataclass(frozen=True)
class CrossYear:
    """The twelve months, their sums, the definitions they are coloured by, and the days since harm at the end."""

    months: Sequence[YearMonth]
    whole: PeriodNumbers
    definitions: Sequence[str]
    since_harm: SinceHarm | None

    @property
    def numbers(self) -> YearNumbers:
        return YearNumbers([(each.numbers.month, each.harms) for each in self.months], self.whole.unsure)

    @property
    def span(self) -> str:
        """november 2025 – oktober 2026."""
        first, last = self.months[0].numbers.month, self.months[-1].numbers.month
        return f"{swedish.month_and_year(first)} – {swedish.month_and_year(last)}"


def of_view(view: CrossView) -> CrossYear:
    """The twelve months that end with the view's, made once."""
    return remembered.once(("cross year", view.key), lambda: _year(view))


def answer(view: CrossView) -> str:
    """The page's answer of the twelve months, as HTML."""
    return cross_month_figures.answer(of_view(view).whole)


def draw(view: CrossView) -> None:
    """The view of the year: its key figures, the warning where definitions are mixed, and the twelve crosses."""
    year = of_view(view)
    counted = view.units()["cross_from"].is_not_null().all()
    words = cross_mixed.definition_words(view, year.definitions)
    beside = f"på {year.numbers.months_said}"
    st.html(cross_month_figures.four(year.whole, year.since_harm, beside, words, is_counted=counted))
    cross_mixed.draw(view, year.definitions)
    block(view)
    cross_states.sources(view, year.definitions)


def block(view: CrossView) -> None:
    """Twelve crosses; a click opens the month."""
    year = of_view(view)
    finding = sentences.plain(YEAR_FINDING, year.numbers)
    words = cross_mixed.definition_words(view, year.definitions)
    first = year.months[0].numbers.month
    parts.block(
        "cross_year",
        finding,
        view.caption(f"{view.label}, {year.span}, {words}"),
        diagram=lambda: cross_wall.draw_crosses("cross_year", crosses(view, year), columns=COLUMNS),
        twin=lambda: twin(year, f"{finding}, tabell"),
        csv=lambda: _days_csv(view, first),
        file_name=cross_month_tables.file_name("grona_korset", view, f"{view.month:%Y-%m}", "12-manader", view.colours),
        controls=lambda: cross_month_tables.events_button(view, first, view.month_end),
    )
    parts.note("Bokstav visas bara på dagar som inte är gröna eller grå.")


def crosses(view: CrossView, year: CrossYear) -> list[SmallCross]:
    """A small cross per month, its year where it is the first or a January."""
    made = []
    for number, each in enumerate(year.months):
        month = each.numbers.month
        short = swedish.short_month(month)
        title = f"{short} {month.year}" if not number or month.month == 1 else short
        href = view.link(visa="manad", manad=f"{month:%Y-%m}", dag="")
        made.append(SmallCross(title, each.caption, _label(each), each.signs, href))
    return made


def _label(each: YearMonth) -> str:
    """oktober 2026: 1 skada; 15 dagar gröna, 3 gula."""
    states = [f"{swedish.integer(each.states[code])} {words}" for code, words in SEVERAL.items() if each.states[code]]
    days = f"; dagar: {', '.join(states)}" if states else ""
    return f"{swedish.month_and_year(each.numbers.month)}: {each.caption}{days}"


def twin(year: CrossYear, name: str) -> str:
    """A row per month: days of each colour, registered days, harm and risks."""
    codes = [code for code in SEVERAL if any(each.states[code] for each in year.months)]
    columns = [Column("Månad"), Column("Registrerade", True), Column("Skador", True), Column("Risker", True),
               *(Column(SEVERAL[code].capitalize(), True) for code in codes)]  # fmt: skip
    rows = [
        TableRow(
            text(swedish.month_and_year(each.numbers.month)),
            [text(cross_month_figures.of(each.numbers.registered, each.numbers.activity), "vl-number"),
             text(each.caption, "vl-number"), text(each.risks, "vl-number"),
             *(text(swedish.integer(each.states[code]), "vl-number") for code in codes)],
        )
        for each in year.months
    ]  # fmt: skip
    return table(name, columns, rows)


def _year(view: CrossView) -> CrossYear:
    firsts = _months(view.month)
    read = cross_month_facts.readings(view)
    said = cross_month_facts.entries(view, firsts[0], view.month_end)
    shown = read.filter(pl.col("date").is_between(firsts[0], view.month_end), cross_followup.shown_days())
    colours = dict(shown.select("date", "colour").rows())
    used = cross_mixed.in_order(view, shown["definition"])
    return CrossYear(
        months=[_month(view, read, said, first, colours) for first in firsts],
        whole=cross_month_facts.numbers_of(view, read, said, firsts[0], view.month_end),
        definitions=used or [view.definition_for(cross_month_facts.unit_of(view)[0], min(view.month_end, view.today))],
        since_harm=cross_month_facts.since_harm(view, read),
    )


def _month(
    view: CrossView, read: pl.DataFrame, said: pl.DataFrame, first: dt.date, colours: Mapping[dt.date, str]
) -> YearMonth:
    days = month_days(first)
    states = Counter(colours[date] for date in days if date in colours)
    signs = "".join(CROSS_COLOURS[colours[date]].sign if date in colours else BLANK for date in days)
    numbers = cross_month_facts.numbers_of(view, read, said, first, last_day(first))
    return YearMonth(numbers, states, signs, _blank(view, first))


def _blank(view: CrossView, first: dt.date) -> str:
    """Why nothing is known of a month."""
    begins, ends = view.units().select("cross_from", "cross_to").row(0)
    if begins is not None and last_day(first) < begins:
        return "före start"
    return "efter slut" if ends is not None and first > ends else "inget känt"


def _months(last: dt.date) -> list[dt.date]:
    """The first days of twelve months, `last` the latest."""
    at = last.year * MONTHS + last.month - 1
    return [dt.date(number // MONTHS, number % MONTHS + 1, 1) for number in range(at - MONTHS + 1, at + 1)]


def _days_csv(view: CrossView, first: dt.date) -> bytes:
    read = cross_month_facts.readings(view)
    days = read.filter(pl.col("date").is_between(first, view.month_end))
    return open_files.csv_bytes(cross_month_tables.day_rows(view, days))
