"""Leveransplaner: the year's course from January on and where it ends – chart, table and file."""

from __future__ import annotations

from itertools import accumulate

import polars as pl

import open_files
from dashboard import frame, parts, plan_data, plan_headings, plan_sentences, remembered, swedish
from dashboard.charts.plan_course_chart import Course, plan_course_chart
from dashboard.plan_facts import Selection
from dashboard.plan_headings import Ending
from dashboard.plan_periods_block import count, file_name
from dashboard.plan_view import View
from dashboard.plan_year import MONTHS
from dashboard.states import hover
from dashboard.tables import Column, TableRow, table, text

COUNTED = ("sent", "completed", "returned")


def course_block(view: View, selection: Selection) -> None:
    """Planned and done since January, and the forecast with its interval."""
    finding = plan_headings.course_finding(ending(selection))
    parts.block(
        "plan_course",
        finding,
        view.caption(f"Patienter från januari till december {view.year}, {view.who}"),
        diagram=lambda: _diagram(view, selection, finding),
        twin=lambda: _twin(f"{finding}, tabell", selection),
        csv=lambda: open_files.csv_bytes(month_rows(view, selection)),
        file_name=file_name("leveransplaner_manader", view),
        is_half=True,
    )
    parts.note(_note(selection))


def ending(selection: Selection) -> Ending:
    """The facts of the heading."""
    _, low, high = (0, 0, 0) if selection.end is None else selection.end.whole
    return Ending(selection.year_plan, low, high, selection.verdict, selection.is_over)


def course(selection: Selection) -> Course:
    """Sums since January; a month not reported is a gap, and the months after it go on without its patients."""
    planned = list(accumulate(int(volume) for volume in selection.planned))
    done = _since_january(selection, "completed")[: (selection.last if selection.last is not None else -1) + 1]
    end = None if selection.end is None or selection.is_over or not selection.year_plan else selection.end.whole
    return Course(planned, done, end, [_hover(selection, month, planned[month], done) for month in range(MONTHS)])


def _since_january(selection: Selection, name: str) -> list[int | None]:
    values = selection.known(name)
    total, found = 0, []
    for month in range(MONTHS):
        is_known = month in selection.whole.reported
        total += int(values[month]) if is_known else 0
        found.append(total if is_known else None)
    return found


def _hover(selection: Selection, month: int, planned: int, done: list[int | None]) -> str:
    said = done[month] if month < len(done) else None
    words = "ej rapporterat" if said is None else f"genomförda {swedish.integer(said)}"
    title = f"Till och med {swedish.month_and_year(selection.whole.date(month))}"
    return hover(title, [f"plan {swedish.integer(planned)}", words])


def _diagram(view: View, selection: Selection, finding: str) -> None:
    tokens = frame.tokens()
    drawn = remembered.once(
        ("plan course", view.key, view.today, tokens.name), lambda: plan_course_chart(course(selection), tokens)
    )
    parts.chart("plan_course", drawn, view.caption(f"{finding}. {_in_words(selection)}"))


def _in_words(selection: Selection) -> str:
    words = [f"plan {swedish.integer(selection.year_plan)} för året"]
    if selection.last_date is not None:
        until = swedish.month_name(selection.last_date)
        words.append(f"genomförda {swedish.integer(selection.done)} till och med {until}")
    if selection.end is not None and not selection.is_over:
        expected, low, high = selection.end.whole
        interval = f"80{swedish.NBSP}% intervall {plan_sentences.span(low, high)}"
        words.append(f"prognos {swedish.integer(expected)}, {interval}")
    return "; ".join(words)


def _note(selection: Selection) -> str:
    forecast = ""
    if selection.end is not None and not selection.is_over and selection.year_plan:
        forecast = f"Bandet visar var årets utfall hamnar i åtta fall av tio (80{swedish.NBSP}%)."
    months = [swedish.month_name(selection.whole.date(month)) for month in selection.whole.gaps]
    gaps = f"Inget är rapporterat för {swedish.listed(months)}: kurvan bryts där." if months else ""
    return f"{forecast} {gaps}".strip()


def _twin(name: str, selection: Selection) -> str:
    titles = ("Plan", "Skickade", "Genomförda", "Återlämnade", "Plan hittills", "Genomförda hittills")
    columns = [Column("Månad"), *(Column(title, is_number=True) for title in titles)]
    planned = list(accumulate(int(volume) for volume in selection.planned))
    done = _since_january(selection, "completed")
    months = {name: _months(selection, name) for name in COUNTED}
    rows = [
        TableRow(
            text(swedish.month_and_year(selection.whole.date(month))),
            [text(swedish.integer(int(selection.planned[month])), "vl-number"),
             *(count(months[name][month]) for name in COUNTED),
             text(swedish.integer(planned[month]), "vl-number"), count(done[month])],
        )
        for month in range(MONTHS)
    ]  # fmt: skip
    return table(name, columns, rows)


def _months(selection: Selection, name: str) -> list[int | None]:
    values = selection.known(name)
    return [int(values[month]) if month in selection.whole.reported else None for month in range(MONTHS)]


def month_rows(view: View, selection: Selection) -> pl.DataFrame:
    """The table as it leaves, with the forecast of the year on every row."""
    end = None if selection.end is None or selection.is_over else selection.end.whole
    sent, completed, returned = (_months(selection, name) for name in COUNTED)
    planned = [int(volume) for volume in selection.planned]
    return pl.DataFrame(
        {
            "huvudman": [view.principal] * MONTHS, "ar": [view.year] * MONTHS,
            "manad": [selection.whole.date(month) for month in range(MONTHS)], "planerad": planned,
            "skickade": sent, "genomforda": completed, "aterlamnade": returned,
            "ackumulerad_plan": list(accumulate(planned)),
            "ackumulerat_utfall": _since_january(selection, "completed"),
            "prognos_ar": [end[0] if end else None] * MONTHS, "prognos_lag_80": [end[1] if end else None] * MONTHS,
            "prognos_hog_80": [end[2] if end else None] * MONTHS,
            "dataversion": [plan_data.data_label(view.version, view.stamp)] * MONTHS,
        },
        schema_overrides=dict.fromkeys(
            ("skickade", "genomforda", "aterlamnade", "ackumulerat_utfall", "prognos_ar", "prognos_lag_80",
             "prognos_hog_80"), pl.Int64,
        ),
    )  # fmt: skip
