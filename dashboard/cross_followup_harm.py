"""Days between days with harm: how long it usually goes, and how long it has gone now."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

import open_files
from analysis.control_charts import FEWEST_POINTS, Chart, g_chart
from dashboard import cross_followup_words as words
from dashboard import frame, parts, remembered, sentences, states, swedish
from dashboard.charts.cross_between_chart import Between, Limits, cross_between_chart
from dashboard.charts.figure import FinishedFigure
from dashboard.cross_followup_facts import Followup
from dashboard.cross_followup_sentences import INTERVALS, Intervals
from dashboard.cross_view import CrossView
from dashboard.tables import Column, TableRow, table, text

MOST_POINTS = 60  # intervals drawn and listed: the latest; limits are of these


def closed(found: Followup) -> list[tuple[dt.date, int]]:
    """The latest intervals between harm days: the day each ended, and its days."""
    return list(zip(found.harm.dates[1:], found.harm.between, strict=True))[-MOST_POINTS:]


def chart_of(found: Followup) -> Chart:
    """The g chart of the intervals."""
    return g_chart(np.array([days for _, days in closed(found)], dtype=np.float64))


def intervals(found: Followup) -> Intervals:
    """The facts of the heading."""
    between, chart = [days for _, days in closed(found)], chart_of(found)
    is_firm = len(between) >= FEWEST_POINTS
    return Intervals(
        harm=len(found.harm.dates),
        mean=sum(between) / len(between) if between else None,
        running=found.harm.since,
        upper=float(chart.upper[-1]) if is_firm else None,
        first=found.since.first if found.since else None,
    )


def harm_block(view: CrossView, found: Followup) -> None:
    """Days between days with harm, as long back as there are crosses; nothing to draw before the second harm day."""
    finding = sentences.plain(INTERVALS, intervals(found))
    what = f"Dagar mellan dagar med känd patientskada, till och med {swedish.long_date(found.last)}, {view.label}"
    if not found.harm.between:
        parts.heading(finding, view.caption(what))
        return
    parts.block(
        "cross_between",
        finding,
        view.caption(what),
        diagram=lambda: _draw_between(view, found, finding),
        twin=lambda: between_twin(f"{finding}, tabell", found),
        csv=lambda: open_files.csv_bytes(words.open_rows(view, open_between(view, found))),
        file_name=words.file_name("dagar_mellan_skador", view, found),
    )
    parts.note(
        "Öppen ring: tiden sedan den senaste skadan, som ännu pågår. ▲: längre än vanligt (g-diagram).",
        "Två enheter med skada samma dag är noll dagar isär." if view.unit is None else "",
        "Gränsen är på prov: färre än tretton mellanrum." if len(closed(found)) < FEWEST_POINTS else "",
    )


def _draw_between(view: CrossView, found: Followup, finding: str) -> None:
    tokens = frame.tokens()

    def drawn() -> FinishedFigure:
        chart = chart_of(found)
        marks = chart.firm_rule
        points = [
            Between(days, ended, _hover(days, f"till skadan {swedish.long_date(ended)}"),
                    bool(mark == 1 and side > 0))
            for (ended, days), mark, side in zip(closed(found), marks, chart.side, strict=True)
        ]  # fmt: skip
        limits = Limits(float(chart.centre[-1]), float(chart.upper[-1]), bool(chart.is_trial[-1]))
        return cross_between_chart(points, running(found), limits, tokens)

    figure = remembered.once(("cross between", view.key, tokens.name), drawn)
    said = "; ".join(f"{swedish.long_date(ended)} {swedish.days(days)}" for ended, days in closed(found))
    parts.chart("cross_between", figure, view.caption(f"{finding}. {said}"))


def _hover(days: int, until: str) -> str:
    return states.hover(swedish.days(days), [until])


def running(found: Followup) -> Between | None:
    """The interval that still goes on."""
    if found.harm.since is None or found.harm.until is None:
        return None
    return Between(found.harm.since, found.harm.until, _hover(found.harm.since, "utan känd skada, pågår"))


def between_twin(name: str, found: Followup) -> str:
    """A row per interval, the running one last."""
    rows = [
        TableRow(text(ended.isoformat()), [text(swedish.integer(days), "vl-number"), text("")])
        for ended, days in closed(found)
    ]
    now = running(found)
    if now is not None:
        rows.append(TableRow(text(now.ended.isoformat()), [text(swedish.integer(now.days), "vl-number"),
                                                           text("pågår, ingen skada än")]))  # fmt: skip
    return table(name, [Column("Dag med skada"), Column("Dagar sedan den förra", is_number=True), Column("")], rows)


def open_between(view: CrossView, found: Followup) -> pl.DataFrame:
    """Every interval with the mean and the upper limit; pagar = ja on the running one."""
    chart, now = chart_of(found), running(found)
    rows = [(ended, days, "nej") for ended, days in closed(found)]
    rows += [(now.ended, now.days, "ja")] if now else []
    frame_of = pl.DataFrame(rows, schema={"till_och_med": pl.Date, "dagar": pl.Int64, "pagar": pl.String}, orient="row")
    return frame_of.select(
        **words.whose_columns(view), till_och_med="till_och_med", dagar="dagar", pagar="pagar",
        mitt=pl.lit(round(float(chart.centre[-1]), 2)), ovre_grans=pl.lit(round(float(chart.upper[-1]), 2)),
    )  # fmt: skip
