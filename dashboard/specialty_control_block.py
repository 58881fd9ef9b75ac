"""The control charts of a specialty on the page: heading, figure, table, file and note."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import open_files
from dashboard import choices, csv_files, filters, frame, parts, reads, remembered, specialty_panels, swedish
from dashboard.charts.control_chart import control_chart
from dashboard.cuts import series_of
from dashboard.specialty_control import Control, Row, Series, of_view
from dashboard.specialty_sentences import Verdicts, control_finding
from dashboard.specialty_view import View
from dashboard.states import HIDDEN, LOW_BASE, NOBODY

MOST_PANELS = 12
RULES = (
    "▲ och ▼ = signal: utanför bandet, sju stigande eller fallande månader, två av tre nära gränsen eller "
    "sju månader i rad på samma sida om mitten."
)


def control(view: View) -> Control:
    """The charts of the view, made once."""
    return remembered.once(("control", view.key), lambda: _control(view))


def _control(view: View) -> Control:
    names, cut = tuple(view.shown_administrations), view.cut
    months = reads.attainment_over_time(
        view.version, phases=(cut["phase"],), specialty=view.specialty, administrations=names, **series_of(cut)
    )
    first = min(months["cutoff_date"].to_list(), default=cut["cutoff_date"])
    events = choices.events(view.version, cut["principal"], first.replace(day=1), cut["cutoff_date"])
    return of_view(view, months, events)


def control_block(view: View) -> None:
    """Attainment per förvaltning over up to 36 months, with what is usual and what is a signal."""
    charts = control(view)
    found = Verdicts(charts.named(-1), charts.named(1), charts.named(0), charts.named(None))
    finding = control_finding(found)
    if not charts.series:
        parts.heading(finding, view.words.caption(f"{view.words.who_attained}, per förvaltning och månad"))
        parts.box("Ingen förvaltning har underlag för ett styrdiagram", _why_none(view, charts), "empty")
        return
    subtitle = f"{view.words.who_attained}, per månad, {charts.span}. Grått band: vanlig variation"
    parts.block(
        "control",
        finding,
        view.words.caption(subtitle),
        diagram=lambda: _diagram(view, charts, finding),
        twin=lambda: remembered.once(
            ("control twin", view.key),
            lambda: specialty_panels.twin(view, charts, f"{view.specialty_name} per förvaltning och månad, tabell"),
        ),
        csv=lambda: open_files.csv_bytes(specialty_panels.open_rows(view, charts)),
        file_name=file_name("styrdiagram", view),
        controls=lambda: filters.draw_one(view.chart),
    )
    parts.note(*remembered.once(("control note", view.key), lambda: notes(view, charts)))


def _diagram(view: View, charts: Control, finding: str) -> None:
    tokens = frame.tokens()
    drawn = remembered.once(
        ("control chart", view.key, tokens.name),
        lambda: control_chart(charts.dates, specialty_panels.panels(view, charts)[:MOST_PANELS], tokens),
    )
    said = "; ".join(f"{each.administration} {specialty_panels.verdict_words(each)}" for each in charts.series)
    parts.chart("control", drawn, view.words.caption(f"{finding}. {said}"))


def notes(view: View, charts: Control) -> list[str]:
    """Signs and method, who is not shown and why, what events explain."""
    is_laney = view.chart.value[0] == "p"
    method = (
        "Bandet (p′, Laney) tar hänsyn till att antalet patienter varierar."
        if is_laney
        else "Bandet (XmR, Making Data Count) räknas ur skillnaden från månad till månad."
    )
    return [
        "Samma axel i alla rutor.",
        f"Diagrammet har {MOST_PANELS} av {len(charts.series)} förvaltningar; tabellen har alla."
        if len(charts.series) > MOST_PANELS
        else "",
        RULES,
        method,
        *_dependence(charts),
        *_trial(charts),
        *_left_out(view, charts),
        *_events(charts.series),
    ]


def _dependence(charts: Control) -> list[str]:
    """Months that share patients: said where residuals are charted, and warned of where they are not."""
    residual = charts.residual
    if residual:
        strengths = [each.chart.autocorrelation for each in residual]
        span = sorted({swedish.decimal(min(strengths)), swedish.decimal(max(strengths))})
        return [
            f"{specialty_panels.RESIDUAL} Samma patienter väntar flera månader i rad (samband med månaden före "
            f"{'–'.join(span)}): bandet är vad månaden före låter vänta, och en signal är det som den inte "
            "förklarar (AR(1)). Den gäller tills värdet är tillbaka på sin vanliga nivå."
        ]
    alike = [each.administration for each in charts.series if each.chart.autocorrelation > 0.3]
    if not alike:
        return []
    return [f"I {swedish.listed(alike)} följer månaderna varandra: räkna med fler falska signaler än vanligt."]


def _trial(charts: Control) -> list[str]:
    if not any((each.chart.is_trial & ~np.isnan(each.chart.value)).any() for each in charts.series):
        return []
    return ["Streckat band: färre än 13 månader, på prov och utan bedömning."]


def _left_out(view: View, charts: Control) -> list[str]:
    words = {
        LOW_BASE: view.thresholds.few,
        HIDDEN: f"dolt ({view.thresholds.hidden})",
        NOBODY: view.words.nobody,
    }
    return [f"{swedish.listed(names)}: {words[state]}, visas inte här." for state, names in charts.left_out.items()]


def _events(series: Sequence[Series]) -> list[str]:
    """Each event once, and a new level with its reason."""
    events: dict[str, Row] = {str(event["event"]): event for each in series for event in each.events}
    said = []
    for event in events.values():
        sentence = f"{event['title']}: {event['text']}"
        if event["rebases"]:
            names = [each.administration for each in series if _is_rebased(each, event)]
            if names:
                sentence += f" Ny vanlig nivå därefter i {swedish.listed(names)}. {event['reason']}"
        said.append(sentence)
    return said


def _is_rebased(each: Series, event: Row) -> bool:
    return any(own["event"] == event["event"] for own in each.events) and bool(np.any(each.chart.segment > 0))


def _why_none(view: View, charts: Control) -> str:
    sentences = _left_out(view, charts) or [f"{view.specialty_name}: {view.words.nobody} i de valda förvaltningarna."]
    return f"<p>{' '.join(sentences)}</p>"


def file_name(table: str, view: View) -> str:
    """The block's file: table, date, filters and specialty."""
    cut = view.cut
    words = [cut["cutoff_date"], cut["population"], f"fas{cut['phase']}", cut["definition"], cut["limit_days"]]
    return csv_files.file_name(table, [*words, view.specialty, *view.administrations])
