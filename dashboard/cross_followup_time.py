"""Over time: the registration rate with its usual variation, and reported risks month by month."""

from __future__ import annotations

import math

import polars as pl

import open_files
from analysis.cross_fatigue import WINDOW, Fatigue
from analysis.cross_followup import HUNDRED
from dashboard import cross_followup_figures, frame, parts, remembered, sentences, states, swedish
from dashboard import cross_followup_words as words
from dashboard.charts.control_panel import Panel
from dashboard.charts.cross_month_chart import Month, cross_month_chart
from dashboard.charts.cross_rate_chart import cross_rate_chart
from dashboard.cross_fatigue_sentences import COURSE, Course
from dashboard.cross_followup_facts import Followup
from dashboard.cross_followup_sentences import RISKS
from dashboard.cross_view import CrossView
from dashboard.tables import Column, TableRow, table, text

TRIAL = "Streckat band: färre än tretton perioder, på prov och utan bedömning."
Number = float | None


def rate_block(view: CrossView, found: Followup) -> None:
    """The registration rate of each 28 days; nothing where there is not one whole window."""
    course = found.together
    if course is None or not course.windows:
        return
    finding = sentences.plain(COURSE, Course(course.latest.share, course.chart.verdict))
    what = f"Registrerade dagar av dagar med verksamhet, {WINDOW} dagar i taget till den dag som anges, {view.label}"
    parts.block(
        "cross_rate",
        finding,
        view.caption(what),
        diagram=lambda: _draw_rate(view, course, finding),
        twin=lambda: rate_twin(f"{finding}, tabell", course),
        csv=lambda: open_files.csv_bytes(words.open_rows(view, open_rates(view, course))),
        file_name=words.file_name("registreringsgrad", view, found),
    )
    parts.note(
        "Grått band (p′, Laney): vanlig variation. ▲ och ▼ = signal; mindre än en dag från det vanliga är ingen.",
        TRIAL if bool(course.chart.is_trial.any()) else "",
    )


def _draw_rate(view: CrossView, course: Fatigue, finding: str) -> None:
    tokens = frame.tokens()
    dates = [window.last for window in course.windows]
    drawn = remembered.once(
        ("cross rate", view.key, tokens.name), lambda: cross_rate_chart(dates, panel(course), tokens)
    )
    said = "; ".join(f"{swedish.long_date(each.last)} {_percent(each.rate.share)}" for each in course.windows)
    parts.chart("cross_rate", drawn, view.caption(f"{finding}. {said}"))


def panel(course: Fatigue) -> Panel:
    """The chart in percent, its limits within what a share can be."""
    chart = course.chart
    rules = chart.firm_rule
    return Panel(
        name="Registreringsgrad",
        verdict="",
        side=0,
        values=[_hundredfold(value) for value in chart.value],
        centre=[_hundredfold(value) for value in chart.centre],
        lower=[_hundredfold(value) for value in chart.lower],
        upper=[_hundredfold(value) for value in chart.upper],
        signals=[int(side) if rule else 0 for rule, side in zip(rules, chart.side, strict=True)],
        segments=[int(number) for number in chart.segment],
        trial=[bool(is_trial) for is_trial in chart.is_trial],
        hollow=[False] * len(course.windows),
        hovers=[
            states.hover(
                f"{WINDOW} dagar till och med {swedish.long_date(each.last)}",
                [
                    _percent(each.rate.share),
                    f"{swedish.integer(each.rate.registered)} av {swedish.days(each.rate.activity)} med verksamhet",
                ],
            )
            for each in course.windows
        ],
    )


def _hundredfold(share: float) -> Number:
    return None if math.isnan(share) else min(max(float(share), 0.0), 1.0) * HUNDRED


def _percent(share: Number) -> str:
    return "ingen verksamhet" if share is None or math.isnan(share) else swedish.percent(share)


def rate_twin(name: str, course: Fatigue) -> str:
    """A row per window: rate, numbers and limits."""
    columns = [Column("Till och med"), *(Column(each, is_number=True) for each in (
        "Registrerade", "Dagar med verksamhet", "Andel", "Undre gräns", "Övre gräns"))]  # fmt: skip
    chart = course.chart
    rows = [
        TableRow(
            text(each.last.isoformat()),
            [text(swedish.integer(each.rate.registered), "vl-number"),
             text(swedish.integer(each.rate.activity), "vl-number"),
             text(_percent(each.rate.share), "vl-number"),
             text(_limit(chart.lower[place]), "vl-number"), text(_limit(chart.upper[place]), "vl-number")],
        )
        for place, each in enumerate(course.windows)
    ]  # fmt: skip
    return table(name, columns, rows)


def _limit(share: float) -> str:
    clipped = _hundredfold(share)
    return "–" if clipped is None else swedish.percent(clipped / HUNDRED)


def open_rates(view: CrossView, course: Fatigue) -> pl.DataFrame:
    """Every window: its last day, numerator, denominator, share, centre and limits as they are judged."""
    rows = [
        (each.last, each.rate.registered, each.rate.activity, each.rate.share, *(
            None if math.isnan(line[place]) else round(float(line[place]), 4)
            for line in (course.chart.centre, course.chart.lower, course.chart.upper)))
        for place, each in enumerate(course.windows)
    ]  # fmt: skip
    schema = {"till_och_med": pl.Date, "taljare": pl.Int64, "namnare": pl.Int64, "andel": pl.Float64,
              "mitt": pl.Float64, "undre_grans": pl.Float64, "ovre_grans": pl.Float64}  # fmt: skip
    frame_of = pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("andel").round(4))
    return frame_of.select(**words.whose_columns(view), **{name: pl.col(name) for name in schema})


def risks_block(view: CrossView, found: Followup) -> None:
    """Reported risks per month, in one neutral colour."""
    finding = sentences.plain(RISKS, cross_followup_figures.reported(found))
    parts.block(
        "cross_risks",
        finding,
        words.caption(view, found, "Rapporterade risker för patientskada, antal händelser per månad"),
        diagram=lambda: _draw_risks(view, found, finding),
        twin=lambda: risk_twin(f"{finding}, tabell", found),
        csv=lambda: open_files.csv_bytes(words.open_rows(view, open_risks(view, found))),
        file_name=words.file_name("risker", view, found),
        is_half=True,
    )
    parts.note(
        "Att rapportera risker är ett friskhetstecken: ett lägre antal kan betyda att färre upptäcks eller skrivs in."
    )


def _draw_risks(view: CrossView, found: Followup, finding: str) -> None:
    tokens = frame.tokens()
    drawn = remembered.once(
        ("cross risks", view.key, tokens.name), lambda: cross_month_chart(risk_months(found), tokens)
    )
    said = "; ".join(
        f"{swedish.month_and_year(each.month)} {'saknas' if each.count is None else each.count}"
        for each in risk_months(found)
    )
    parts.chart("cross_risks", drawn, view.caption(f"{finding}. {said}"))


def risk_months(found: Followup) -> list[Month]:
    """Each month's risks; none where no day of it is registered with what happened."""
    return [
        Month(
            row["month"],
            row["risks"] if row["told_days"] or row["risks"] else None,
            states.hover(
                swedish.month_and_year(row["month"]),
                [f"{swedish.integer(row['risks'])} rapporterade risker", f"{_per_hundred(row['per_hundred'])}",
                 f"{swedish.days(row['told_days'])} registrerade med vad som hände"],
            ),
        )
        for row in found.risks.iter_rows(named=True)
    ]  # fmt: skip


def _per_hundred(rate: Number) -> str:
    return "ingen registrerad dag" if rate is None else f"{swedish.decimal(rate)} per {HUNDRED} registrerade dagar"


def risk_twin(name: str, found: Followup) -> str:
    """A row per month: risks, days and the rate."""
    columns = [Column("Månad"), *(Column(each, is_number=True) for each in (
        "Rapporterade risker", "Registrerade dagar", f"Per {HUNDRED} dagar"))]  # fmt: skip
    rows = [
        TableRow(
            text(swedish.month_and_year(row["month"])),
            [text(swedish.integer(row["risks"]), "vl-number"), text(swedish.integer(row["told_days"]), "vl-number"),
             text("–" if row["per_hundred"] is None else swedish.decimal(row["per_hundred"]), "vl-number")],
        )
        for row in found.risks.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, rows)


def open_risks(view: CrossView, found: Followup) -> pl.DataFrame:
    """Every month's reported risks, and the rate with its numerator and denominator."""
    return found.risks.select(
        **words.whose_columns(view), manad=pl.col("month").dt.strftime("%Y-%m"), risker="risks",
        risker_i_kvoten="rate_risks", registrerade_dagar="told_days", per_hundra=pl.col("per_hundred").round(2),
    )  # fmt: skip
