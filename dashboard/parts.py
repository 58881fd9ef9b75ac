"""The parts of a page: header, block with its diagram, its table twin and its CSV button, notes and boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.address import Unknown

DIAGRAM, LIST, FIGURES, TABLE = "Diagram", "Lista", "Siffror", "Tabell"
DEMO = (
    '<div class="vl-demo" role="note"><b>Demodata.</b> Regionen, siffrorna och enheterna är påhittade. '
    "Inga uppgifter om verkliga patienter.</div>"
)
PARAMETER_NAMES = {
    "huvudman": "huvudman",
    "matdatum": "mätdatum",
    "population": "population",
    "fas": "vårdfas",
    "definition": "definition",
    "grans": "gräns",
    "mvo": "specialitet",
    "forvaltning": "förvaltning",
    "jamfor": "jämförelsedatum",
    "mot": "jämförelsens längd",
    "ordning": "ordning",
    "rader": "rader",
    "tratt": "tratt",
    "mal": "jämförelse",
    "diagram": "diagramtyp",
    "ar": "år",
    "kvartal": "kvartal",
    "avsandare": "skickande",
    "mottagare": "mottagare",
    "regi": "regi",
    "overforing": "överföring",
    "period": "period",
    "plan": "plan",
    "andel": "önskad andel",
    "datum": "måldatum",
    "minsta": "minsta antal",
    "restid": "längsta restid",
    "rattvisa": "rättvisa",
    "sasong": "årsrytm",
    "enhet": "enhet",
    "sjukhus": "sjukhus",
    "klinik": "klinik",
    "manad": "månad",
    "dag": "dag",
    "visa": "vy",
    "farger": "färger",
    "vagg": "väggskärm",
    "roll": "roll",
    "kalla": "källa",
    "slag": "slag",
    "orsak": "orsak",
    "kolumn": "kolumn",
}


def header(page: str, question: str, answer: str = "", *, is_demo: bool = False, freshness: str = "") -> None:
    """Demo banner, page name, freshness, the question and its answer; `answer` and `freshness` are HTML."""
    st.html(
        f"{DEMO if is_demo else ''}"
        f'<div class="vl-head"><div class="vl-eyebrow"><span class="vl-page">{escape(page)}</span>'
        f'<span class="vl-fresh">{freshness}</span></div><h1>{escape(question)}</h1>'
        f"{f'<p class=vl-answer>{answer}</p>' if answer else ''}</div>"
    )


def unknown_values(unknown: Sequence[Unknown]) -> None:
    """Tell what in the address is not known, and what is shown instead."""
    if not unknown:
        return
    lines = []
    for each in unknown:
        name = PARAMETER_NAMES.get(each.parameter, each.parameter)
        instead = f" Sidan visar {escape(each.shown)}." if each.shown else " Det räknas inte med i urvalet."
        lines.append(f"<p>Okänt värde för {escape(name)}: <b>{escape(each.value)}</b>.{instead}</p>")
    box("Adressen innehåller något som inte finns i siffrorna", "".join(lines), "missing")


def box(title: str, body: str, kind: str = "empty") -> None:
    """A box for the empty, hidden, missing and error states; `body` is HTML."""
    st.html(f'<div class="vl-box vl-box-{kind}" role="status"><h2>{escape(title)}</h2>{body}</div>')


def place(key: str | None = None) -> DeltaGenerator:
    """Where something is told at times: a container that is there also while it is empty.

    Without it the blocks below move when the telling comes. The browser draws a block that has moved anew, and what
    somebody is writing in it just then is lost, as is a tap on a button of it.
    """
    return st.container(key=key)


def heading(finding: str, subtitle: str, *, opened: bool = False) -> None:
    """A block's finding and exactly what is drawn; `opened` takes the focus when a row or cell opened it."""
    focus = " data-vl-focus" if opened else ""
    st.html(f'<div class="vl-block"><h2{focus}>{escape(finding)}</h2><p class="vl-sub">{escape(subtitle)}</p></div>')


def block(
    key: str,
    finding: str,
    subtitle: str,
    *,
    diagram: Callable[[], None],
    twin: Callable[[], str],
    csv: Callable[[], bytes],
    file_name: str,
    controls: Callable[[], None] | None = None,
    opened: bool = False,
    is_half: bool = False,
    first: str = DIAGRAM,
) -> None:
    """A heading with `Diagram | Tabell` and CSV, then the diagram (or what `first` calls it) or its table twin."""
    if is_half:
        heading(finding, subtitle, opened=opened)
        shown = _tools(key, csv, file_name, controls, first)
    else:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"head_{key}"):
            heading(finding, subtitle, opened=opened)
            shown = _tools(key, csv, file_name, controls, first)
    if shown == TABLE:
        st.html(twin())
    else:
        diagram()


def tools(
    key: str,
    subtitle: str,
    *,
    first: str,
    diagram: Callable[[], None],
    twin: Callable[[], str],
    csv: Callable[[], bytes],
    file_name: str,
) -> None:
    """What a block without a heading of its own shows, with its tools at the right."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"head_{key}"):
        st.html(f'<p class="vl-sub">{escape(subtitle)}</p>')
        shown = _tools(key, csv, file_name, None, first)
    if shown == TABLE:
        st.html(twin())
    else:
        diagram()


def _tools(
    key: str, csv: Callable[[], bytes], file_name: str, controls: Callable[[], None] | None, first: str = DIAGRAM
) -> str:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"tools_{key}", width="content"):
        if controls is not None:
            controls()
        shown = st.segmented_control(
            "Visa som",
            (first, TABLE),
            default=first,
            required=True,
            label_visibility="collapsed",
            key=f"view_{key}",
            persist_state="session",
        )
        csv_button(key, csv, file_name)
    return str(shown)


def csv_button(key: str, csv: Callable[[], bytes], file_name: str) -> None:
    """The quiet CSV button; the file is made when it is asked for."""
    st.download_button(
        "CSV",
        data=csv,
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"csv_{key}",
    )


def chart(key: str, figure: go.Figure, alt: str, on_row: Callable[[], None] | None = None) -> None:
    """A figure in a container that scrolls sideways on a phone; `on_row` runs when a mark with a code is clicked."""
    with st.container(key=f"wide_{key}"):
        if on_row is None:
            st.plotly_chart(figure, theme=None, alt=alt, config={"displayModeBar": False}, key=f"chart_{key}")
        else:
            st.plotly_chart(
                figure,
                theme=None,
                alt=alt,
                config={"displayModeBar": False},
                key=f"chart_{key}",
                on_select=on_row,
                selection_mode="points",
            )


def clicked_code(key: str) -> str | None:
    """The code of the mark just clicked in a chart."""
    points = st.session_state[f"chart_{key}"].selection.points
    return str(points[0]["customdata"]) if points and points[0].get("customdata") else None


def note(*sentences: str) -> None:
    """Signs, exclusions and how many are not shown, under a chart."""
    st.html(f'<p class="vl-note">{escape(" ".join(sentence for sentence in sentences if sentence))}</p>')


def sources(items: Sequence[tuple[str, str]]) -> None:
    """Sources, cut-off, definition and method, last on the page."""
    body = " ".join(f"<b>{escape(title)}.</b> {escape(text)}" for title, text in items)
    st.html(f'<p class="vl-source">{body}</p>')
