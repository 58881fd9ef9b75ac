"""The control charts of a specialty as panels, as a table and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl

from dashboard import swedish
from dashboard.charts.control_panel import Band, Panel
from dashboard.specialty_control import Control, Row, Series, is_missing
from dashboard.specialty_view import View
from dashboard.states import LOW_BASE, Cell, count_cell, hover, share_cell
from dashboard.tables import Column, TableRow, table, text

SIGNS = {1: "▲", -1: "▼"}
SIDES = {1: "högre", -1: "lägre"}
RESIDUAL = "†"
MOST_LETTERS = 24  # of a name above its panel


def rule_words(rule: int, side: int) -> str:
    """The rule behind a signal: lägre än vanligt: utanför gränserna."""
    if not rule:
        return ""
    why = {
        1: "utanför gränserna",
        2: f"sju {'stigande' if side > 0 else 'fallande'} månader i rad",
        3: "två av tre månader nära gränsen",
        4: f"sju månader i rad {'över' if side > 0 else 'under'} mitten",
        5: "signalen består, inte tillbaka på vanlig nivå",
    }[rule]
    return f"{SIDES[side]} än vanligt: {why}"


def verdict_words(each: Series) -> str:
    """▼ lägre än vanligt · som vanligt · saknas i oktober · för få månader."""
    sign = RESIDUAL if each.chart.is_residual else ""
    if each.verdict is None:
        if each.has_missing_last:
            return f"saknas i {swedish.month_name(each.rows[-1]['cutoff_date'])}"
        return "för få månader"
    if each.verdict == 0:
        return f"som vanligt{sign}"
    return f"{SIGNS[each.verdict]} {SIDES[each.verdict]} än vanligt{sign}"


def panels(view: View, control: Control) -> list[Panel]:
    """A panel per series; limits clipped to what is possible."""
    return [_panel(view, each) for each in control.series]


def _panel(view: View, each: Series) -> Panel:
    chart, rule = each.chart, each.chart.firm_rule
    return Panel(
        name=swedish.shortened(each.administration, MOST_LETTERS),
        verdict=verdict_words(each),
        side=each.verdict or 0,
        values=_percents(chart.value),
        centre=_percents(chart.centre.clip(0, 1)),
        lower=_percents(chart.lower.clip(0, 1)),
        upper=_percents(chart.upper.clip(0, 1)),
        signals=np.where(rule != 0, chart.side, 0).tolist(),
        segments=chart.segment.tolist(),
        trial=chart.is_trial.tolist(),
        hollow=[row["status"] == LOW_BASE for row in each.rows],
        hovers=[_hover(view, each, index) for index in range(len(each.rows))],
        address=view.variation(each.administration),
        bands=bands(each),
    )


def bands(each: Series) -> list[Band]:
    """Missing months and events, with two lines of words; a missing month inside an event names it."""
    dates = [row["cutoff_date"] for row in each.rows]
    events = [(places, str(event["title"])) for event in each.events if (places := _months_of(event, dates))]
    missing = [
        index for index, row in enumerate(each.rows) if row["share"] is None and is_missing(row, each.administration)
    ]
    found: list[Band] = []
    named = set()
    for run in _runs(missing):
        why = next((title for places, title in events if set(places) & set(run)), "")
        named.add(why)
        span = _span(dates[run[0]], dates[run[-1]])
        found.append(Band(run[0], run[-1], f"{span} saknas{f'<br>({swedish_lower(why)})' if why else ''}"))
    found += [Band(places[0], places[-1], title) for places, title in events if title not in named]
    return found


def swedish_lower(title: str) -> str:
    """systembyte: a title inside brackets."""
    return title[:1].lower() + title[1:]


def _months_of(event: Row, dates: Sequence[dt.date]) -> list[int]:
    """The months that the event touched, by index."""
    last = event["to_date"] or event["from_date"]
    return [index for index, date in enumerate(dates) if event["from_date"] <= date and date.replace(day=1) <= last]


def _runs(indices: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in indices:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _span(first: dt.date, last: dt.date) -> str:
    start = swedish.short_month(first)
    if first == last:
        return f"{start} {first.year}"
    end = f"{swedish.short_month(last)} {last.year}"
    return f"{start}–{end}" if first.year == last.year else f"{start} {first.year}–{end}"


def _percents(line: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float | None]:
    return [None if np.isnan(share) else round(float(share) * 100, 2) for share in line]


def _hover(view: View, each: Series, index: int) -> str:
    row, chart = each.rows[index], each.chart
    title = f"{each.administration}, {swedish.month_and_year(row['cutoff_date'])}"
    if row["share"] is None:
        return hover(title, [str(row["status"])])
    lines = [
        f"{swedish.percent(row['share'])} {view.words.within}",
        view.words.counted(row["numerator"], row["denominator"]),
        f"{'förväntat' if chart.is_residual else 'vanligt'} {limits_words(each, index)}",
        rule_words(int(chart.firm_rule[index]), int(chart.side[index])),
    ]
    return hover(title, [line for line in lines if line])


def limits_words(each: Series, index: int) -> str:
    """48–61 %, as drawn; "" where there are no limits."""
    lower, upper = each.chart.lower[index], each.chart.upper[index]
    if np.isnan(lower):
        return ""
    low, high = (swedish.whole_percent(float(np.clip(limit, 0, 1))) for limit in (lower, upper))
    return f"{low}–{high}{swedish.NBSP}%"


def twin(view: View, control: Control, name: str) -> str:
    """Every month of every förvaltning, newest first, with limits and the rule behind each signal."""
    titles = ("Månad", "Andel", "n", "Mitt", "Gränser", "Signal")
    columns = [Column("Förvaltning"), *(Column(title, title in ("Andel", "n", "Mitt", "Gränser")) for title in titles)]
    rows = []
    for each in control.series:
        for index in reversed(range(len(each.rows))):
            rows.append(TableRow(_name(view, each), _cells(view, each, index)))
    return table(name, columns, rows)


def _name(view: View, each: Series) -> Cell:
    link = text(view.variation(each.administration)).html
    return Cell(f'<a href="{link}">{text(each.administration).html}</a>')


def _cells(view: View, each: Series, index: int) -> list[Cell]:
    row, chart = each.rows[index], each.chart
    centre = "" if np.isnan(chart.centre[index]) else swedish.percent(float(chart.centre[index].clip(0, 1)))
    signal = rule_words(int(chart.firm_rule[index]), int(chart.side[index]))
    limits = limits_words(each, index)
    if limits and chart.is_trial[index]:
        limits += " (på prov)"
    return [
        text(row["cutoff_date"].isoformat(), "vl-nowrap"),
        share_cell(row, view.words),
        count_cell(row, "denominator"),
        text(centre, "vl-number"),
        text(limits, "vl-number"),
        text(signal),
    ]


def open_rows(view: View, control: Control) -> pl.DataFrame:
    """The table as it leaves: shares and limits 0–1, limits not clipped; names as in the open tables."""
    cut = view.cut
    rows = [
        {
            "huvudman": cut["principal"], "matdatum": row["cutoff_date"], "population": cut["population"],
            "fas": cut["phase"], "mvo": view.specialty, "mvo_namn": view.specialty_name,
            "forvaltning": each.administration, "definition": cut["definition"], "grans_dagar": cut["limit_days"],
            "namnare": row["denominator"], "taljare": row["numerator"], "andel": row["share"],
            "mitt": _number(each.chart.centre[index]), "undre_grans": _number(each.chart.lower[index]),
            "ovre_grans": _number(each.chart.upper[index]), "nivaperiod": int(each.chart.segment[index]) + 1,
            "regel": int(each.chart.firm_rule[index]),
            "signal": rule_words(int(each.chart.firm_rule[index]), int(each.chart.side[index])),
            "pa_prov": bool(each.chart.is_trial[index]), "diagram": view.chart.value[0],
            "autokorrelation": _number(each.chart.autocorrelation), "prognosband": each.chart.is_residual,
            "status": row["status"], "dataversion": view.version,
        }
        for each in control.series
        for index, row in enumerate(each.rows)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=OPEN_COLUMNS, orient="row")


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


OPEN_COLUMNS = {
    "huvudman": pl.String, "matdatum": pl.Date, "population": pl.String, "fas": pl.Int32, "mvo": pl.String,
    "mvo_namn": pl.String, "forvaltning": pl.String, "definition": pl.String, "grans_dagar": pl.Int32,
    "namnare": pl.Int32, "taljare": pl.Int32, "andel": pl.Float64, "mitt": pl.Float64, "undre_grans": pl.Float64,
    "ovre_grans": pl.Float64, "nivaperiod": pl.Int32, "regel": pl.Int32, "signal": pl.String, "pa_prov": pl.Boolean,
    "diagram": pl.String, "autokorrelation": pl.Float64, "prognosband": pl.Boolean, "status": pl.String,
    "dataversion": pl.String,
}  # fmt: skip
