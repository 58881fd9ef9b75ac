"""Specialitet: PVV and MOV as shares of all contacts, month by month; an unusual level is a signal about quality."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

import open_files
from dashboard import choices, csv_files, deviation_series, frame, parts, reads, remembered, swedish
from dashboard.balance_block import scope, scope_words
from dashboard.charts.control_chart import control_chart
from dashboard.charts.control_panel import Panel
from dashboard.cuts import ContactMonths
from dashboard.deviation_series import ALL, NAMES, Row, Series
from dashboard.specialty_view import View
from dashboard.states import LOW_BASE, hover

MOST_PANELS = 6
NEITHER = 0  # a high share is neither better nor worse: it asks a question


def deviation_block(view: View) -> None:
    """PVV and MOV of the chosen förvaltning or of all, and of any other whose level is unusual now."""
    shown = remembered.once(("deviations", view.key), lambda: _shown(view))
    if not any(each.share is not None for each in shown):
        return
    finding = deviation_series.finding(shown, scope(view))
    names = tuple(dict.fromkeys(each.administration for each in shown))
    parts.block(
        "deviations",
        finding,
        view.words.caption(
            f"Andel av alla {view.words.who} med PVV och MOV, {scope_words(view)}, per månad. "
            "Grått band: vanlig variation"
        ),
        diagram=lambda: _diagram(view, shown, finding),
        twin=lambda: deviation_series.twin(shown, f"PVV och MOV, {view.specialty_name}, per månad, tabell"),
        csv=lambda: open_files.csv_bytes(reads.open_deviations(view.version, **_months(view, names))),
        file_name=csv_files.file_name(
            "avvikelser",
            [view.cut["cutoff_date"], view.cut["population"], f"fas{view.cut['phase']}", view.specialty],
        ),
    )
    parts.note(
        "PVV: patienten har valt att vänta (kod 1). MOV: medicinska skäl, här med SOV (kod 2 och 3).",
        "De räknas bort ur andelen enligt definitionen: stiger de utan skäl ser måluppfyllelsen bättre ut än den är.",
        "▲ och ▼ = ovanlig nivå enligt p′ (Laney) och minst en halv procentenhet från den vanliga, varken bättre eller "
        "sämre. En förvaltning får en egen ruta när den är ovanlig nu.",
    )


def _shown(view: View) -> list[Series]:
    names = tuple(dict.fromkeys((scope(view), *view.shown_administrations)))
    months = reads.deviations_over_time(view.version, **_months(view, names))
    series = deviation_series.series_of(months, _events(view), names, is_snapshot=view.words.is_waiting)
    return deviation_series.drawn(series, scope(view), MOST_PANELS)


def _months(view: View, administrations: tuple[str, ...]) -> ContactMonths:
    cut = view.cut
    return ContactMonths(
        principal=cut["principal"],
        cutoff_date=cut["cutoff_date"],
        population=cut["population"],
        phase=cut["phase"],
        specialty=view.specialty,
        administrations=administrations,
    )


def _events(view: View) -> list[Row]:
    """Those that concern the view's population, phase and specialty."""
    cut = view.cut
    first = cut["cutoff_date"].replace(year=cut["cutoff_date"].year - 3, day=1)
    found = choices.events(view.version, cut["principal"], first, cut["cutoff_date"]).to_dicts()
    return [
        event
        for event in found
        if event["population"] in (None, ALL, cut["population"])
        and event["phase"] in (None, cut["phase"])
        and event["specialty"] in (None, ALL, view.specialty)
    ]


def _diagram(view: View, shown: Sequence[Series], finding: str) -> None:
    tokens = frame.tokens()
    dates = [row["cutoff_date"] for row in shown[0].rows]
    figure = remembered.once(
        ("deviations chart", view.key, tokens.name),
        lambda: control_chart(dates, [_panel(view, each) for each in shown], tokens),
    )
    said = "; ".join(f"{each.name} {each.verdict_words}" for each in shown)
    parts.chart("deviations", figure, view.words.caption(f"{finding}. {said}"))


def _panel(view: View, each: Series) -> Panel:
    chart = each.chart
    return Panel(
        name=each.name,
        verdict=each.verdict_words,
        side=NEITHER,
        values=_percents(chart.value),
        centre=_percents(chart.centre.clip(0, 1)),
        lower=_percents(chart.lower.clip(0, 1)),
        upper=_percents(chart.upper.clip(0, 1)),
        signals=each.sides.tolist(),
        segments=chart.segment.tolist(),
        trial=chart.is_trial.tolist(),
        hollow=[row["status"] == LOW_BASE for row in each.rows],
        hovers=[_hover(view, each, index) for index in range(len(each.rows))],
        good=NEITHER,
    )


def _percents(line: npt.NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(share) else round(float(share) * 100, 2) for share in line]


def _hover(view: View, each: Series, index: int) -> str:
    row, chart = each.rows[index], each.chart
    title = f"{each.name}, {swedish.month_and_year(row['cutoff_date'])}"
    if np.isnan(chart.value[index]):
        return hover(title, [str(row["status"])])
    lines = [
        f"{swedish.percent(float(chart.value[index]))} {NAMES[each.kind]}",
        view.words.counted(row[each.kind], row["contacts"]),
        f"vanligt {deviation_series.usual_words(each, index)}",
        each.rule_at(index),
    ]
    return hover(title, [line for line in lines if line])
