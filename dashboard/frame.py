"""What every page stands in: style sheet, theme, language, address and links without a reload.

Streamlit serves `<html lang="en">` with English words in its own controls, and recolours itself without a run when the
system changes theme; one small component without a look of its own mends these.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from dashboard.address import PARAMETERS, Address
from dashboard.charts.theme import DARK, LIGHT, THEMES, Tokens, css_variables

HERE = Path(__file__).resolve().parent
SCROLLERS = {
    "wide_range": "Spann per specialitet, kan rullas i sidled",
    "wide_administrations": "Andel per förvaltning, kan rullas i sidled",
    "wide_mix": "Andel med samma blandning, kan rullas i sidled",
    "wide_funnel": "Tratt, kan rullas i sidled",
    "wide_units": "Andel per enhet, kan rullas i sidled",
    "wide_control": "Styrdiagram per förvaltning, kan rullas i sidled",
    "wide_waiting": "Väntetidens fördelning, kan rullas i sidled",
    "wide_trend": "Utveckling per månad, kan rullas i sidled",
    "wide_beside": "Huvudmän bredvid varandra, kan rullas i sidled",
    "wide_equity": "Andel per kön, ålder och bostadsort, kan rullas i sidled",
    "wide_needs": "Brist och överskott per specialitet, kan rullas i sidled",
    "wide_queue": "Köns takt per specialitet, kan rullas i sidled",
    "wide_deviations": "PVV och MOV per månad, kan rullas i sidled",
    "wide_plan_periods": "Plan och utfall per period, kan rullas i sidled",
    "wide_plan_course": "Året månad för månad, kan rullas i sidled",
    "wide_cross_states": "Dagar per färg, kan rullas i sidled",
    "wide_cross_facts": "Dagar efter vad som hände, kan rullas i sidled",
    "wide_cross_rate": "Registreringsgrad över tid, kan rullas i sidled",
    "wide_cross_between": "Dagar mellan skador, kan rullas i sidled",
    "wide_cross_types": "Händelser per typ, kan rullas i sidled",
    "wide_cross_risks": "Rapporterade risker per månad, kan rullas i sidled",
    "wide_filled": "Fyllnad per period, kan rullas i sidled",
    "wide_cross_well": "Det som gick bra per månad, kan rullas i sidled",
}


def component_source(name: str) -> str:
    """A script of the dashboard's own components."""
    return (HERE / "components" / name).read_text(encoding="utf-8")


_frame = st.components.v2.component("vardlaget_frame", js=component_source("frame.js"), isolate_styles=False)


@functools.lru_cache(maxsize=4)
def style_sheet(theme: str) -> str:
    """The one style sheet, with the colours of both themes; `theme` is the one before the script has looked."""
    first, other = (DARK, LIGHT) if theme == "dark" else (LIGHT, DARK)
    variables = "".join(
        f"{selector}{{color-scheme:{tokens.name};{css_variables(tokens)}}}"
        for selector, tokens in (
            (":root", first),
            (f":root[data-vl-theme={first.name}]", first),
            (f":root[data-vl-theme={other.name}]", other),
        )
    )
    paper = f"@media print{{:root,:root[data-vl-theme]{{color-scheme:light;{css_variables(LIGHT)}}}}}"
    return f"<style>{variables}{paper}{(HERE / 'style.css').read_text(encoding='utf-8')}</style>"


def tokens() -> Tokens:
    """The colours of the theme that the reader sees."""
    return THEMES[st.context.theme.type or "light"]


def begin() -> None:
    """The style sheet, before anything else is drawn."""
    st.html(style_sheet(st.context.theme.type or "light"))


def end(page: str, address: Address | None = None) -> None:
    """The component, after the filters have been read; an address with unknown values is left as it was pasted."""
    filled = None if address is None or address.unknown or address.unknown_names() else address.full()
    _frame(
        key="frame",
        data={"page": page, "address": filled, "scrollers": SCROLLERS, "focus": st.session_state.get("focus")},
        height="content",
        on_theme_change=_theme_changed,
        on_opened_change=_opened,
    )


def _theme_changed() -> None:
    """Only the run that follows is wanted."""


def _opened() -> None:
    state: Any = st.session_state["frame"]
    query, _, moment = str(state.get("opened") or "").partition("#")
    wanted = {name: values for name, values in parse_qs(query).items() if name in PARAMETERS}
    open_view(wanted, moment)


def open_view(values: dict[str, list[str]], moment: str) -> None:
    """Show what a row, a cell or a link opens, and move the reader's focus there."""
    st.query_params.from_dict(values)
    st.session_state["focus"] = moment
    st.session_state["drawn_filters"] = []
