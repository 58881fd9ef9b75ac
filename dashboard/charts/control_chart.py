"""Control charts as small multiples: a panel per series on one axis, usual variation as a band, signals as ▲ and ▼."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import swedish
from dashboard.charts.control_panel import Band, Panel, panel_traces, signal_colour
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import FIGURE_FONT_SIZE, NOTE_FONT_SIZE, Tokens

COLUMNS = 3
SMALL = 12  # the one size under 12.5 that the small multiples may use
HEADING, PLOT, BELOW = 30, 128, 34  # pixels of a panel: its heading, the plot, ticks and air
LEFT = 46
LEAST_SPAN = 20


@dataclass(frozen=True)
class _Place:
    """Where a panel stands: its axes, and its part of the figure in shares of width and height."""

    number: int
    left: float
    right: float
    bottom: float
    top: float

    @property
    def axes(self) -> dict[str, str]:
        suffix = "" if self.number == 0 else str(self.number + 1)
        return {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}


def control_chart(months: Sequence[dt.date], panels: Sequence[Panel], tokens: Tokens) -> FinishedFigure:
    """Draw the panels row by row, in the order given, all on the same axis."""
    places, height = _places(len(panels))
    axis = axis_range(panels)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for panel, place in zip(panels, places, strict=True):
        traces += panel_traces(panel, place.axes, tokens)
        axes |= _axes(months, place, axis, tokens)
        shapes += [_shape(band, place, tokens) for band in panel.bands]
        notes += [_heading(panel, place, tokens), *_band_notes(panel, place, len(months), axis, tokens)]
    return figure(
        traces,
        layout(
            tokens,
            height=height,
            margin={"l": LEFT, "r": 4, "t": 0, "b": 0},
            shapes=shapes,
            annotations=notes,
            **axes,
        ),
    )


def axis_range(panels: Sequence[Panel]) -> tuple[int, int]:
    """Whole tens round every value and limit, twenty points at least, never outside 0–100."""
    lines = [line for panel in panels for line in (panel.values, panel.lower, panel.upper)]
    numbers = [number for line in lines for number in line if number is not None]
    if not numbers:
        return 0, 100
    lowest, highest = max(0, int((min(numbers) - 2) // 10 * 10)), min(100, int(-((-max(numbers) - 2) // 10) * 10))
    missing = LEAST_SPAN - (highest - lowest)
    if missing > 0:
        lowest = max(0, lowest - missing)
        highest = min(100, lowest + LEAST_SPAN)
    return lowest, highest


def _places(count: int) -> tuple[list[_Place], int]:
    rows = -(-count // COLUMNS)
    height = max(1, rows) * (HEADING + PLOT + BELOW)
    gap = 0.035
    width = (1 - gap * (COLUMNS - 1)) / COLUMNS
    places = []
    for number in range(count):
        row, column = divmod(number, COLUMNS)
        above = row * (HEADING + PLOT + BELOW) + HEADING
        left = column * (width + gap)
        places.append(_Place(number, left, left + width, 1 - (above + PLOT) / height, 1 - above / height))
    return places, height


def _axes(months: Sequence[dt.date], place: _Place, axis: tuple[int, int], tokens: Tokens) -> dict[str, Any]:
    ticks = tick_positions(len(months))
    step = 20 if axis[1] - axis[0] > 40 else 10
    levels = list(range(-(-axis[0] // step) * step, axis[1] + 1, step))
    suffix = place.axes["xaxis"].removeprefix("x")
    shared = {"zeroline": False, "fixedrange": True, "tickfont": {"size": SMALL, "color": tokens.muted}}
    return {
        f"xaxis{suffix}": shared
        | {
            "domain": [place.left, place.right],
            "anchor": place.axes["yaxis"],
            "range": [-0.8, len(months) - 1 + max(1.6, len(months) * 0.13)],
            "tickvals": ticks,
            "ticktext": [_tick(months, index) for index in ticks],
            "tickangle": 0,
            "showgrid": False,
            "showline": True,
            "linecolor": tokens.rule,
        },
        f"yaxis{suffix}": shared
        | {
            "domain": [place.bottom, place.top],
            "anchor": place.axes["xaxis"],
            "range": [axis[0], axis[1] + (axis[1] - axis[0]) * 0.02],
            "tickvals": levels,
            "ticktext": [f"{level}\u00a0%" if place.left == 0 else "" for level in levels],
            "gridcolor": tokens.grid,
            "showline": False,
        },
    }


def tick_positions(count: int) -> list[int]:
    """The first month, every half year of two years or every year of more, and the last; none next to the last."""
    step = 12 if count > 26 else 6 if count > 9 else 3
    inner = [index for index in range(0, count - 1, step) if count - 1 - index > step * 0.4]
    return [*inner, count - 1] if count else []


def _tick(months: Sequence[dt.date], index: int) -> str:
    name = swedish.short_month(months[index])
    has_year = index == 0 or months[index].month == months[0].month
    return f"{name} {months[index]:%y}" if has_year else name


def _heading(panel: Panel, place: _Place, tokens: Tokens) -> dict[str, Any]:
    name = f"<b>{escape(panel.name)}</b>"
    if panel.address:
        name = f'<a href="{escape(panel.address)}" target="_self"><span style="color:{tokens.ink}">{name}</span></a>'
    colour = signal_colour(panel.side * panel.good, tokens) if panel.side else tokens.muted
    return {
        "text": f'{name}\u2002<span style="color:{colour}">{escape(panel.verdict)}</span>',
        "x": place.left,
        "y": place.top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 5,
        "showarrow": False,
        "font": {"size": FIGURE_FONT_SIZE, "color": tokens.ink},
    }


def _shape(band: Band, place: _Place, tokens: Tokens) -> dict[str, Any]:
    axes = place.axes
    return {
        "type": "rect",
        "xref": axes["xaxis"],
        "yref": f"{axes['yaxis']} domain",
        "x0": band.first - 0.5,
        "x1": band.last + 0.5,
        "y0": 0,
        "y1": 1,
        "fillcolor": tokens.grid,
        "line": {"width": 0},
        "layer": "below",
    }


def _band_notes(panel: Panel, place: _Place, count: int, axis: tuple[int, int], tokens: Tokens) -> list[dict[str, Any]]:
    """The notes of the bands, clear of the line: at the foot where it runs high, at the top where it runs low."""
    axes, notes = place.axes, []
    known = [value for value in panel.values if value is not None]
    runs_low = bool(known) and sum(known) / len(known) < sum(axis) / 2
    for number, band in enumerate(each for each in panel.bands if each.note):
        at_top = (number + runs_low) % 2
        is_late = band.first > count * 0.55
        notes.append(
            {
                "text": band.note,
                "x": band.last + 0.4 if is_late else band.first - 0.4,
                "y": at_top,
                "xref": axes["xaxis"],
                "yref": f"{axes['yaxis']} domain",
                "xanchor": "right" if is_late else "left",
                "yanchor": "top" if at_top else "bottom",
                "align": "right" if is_late else "left",
                "showarrow": False,
                "font": {"size": min(SMALL, NOTE_FONT_SIZE), "color": tokens.muted},
            }
        )
    return notes
