"""Range chart: one row per specialty, a dot per förvaltning, the span between the lowest and the highest firm one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts.beside import heading_beside, verdicts_beside
from dashboard.charts.figure import FinishedFigure, figure, layout, name_axis, share_axis
from dashboard.charts.theme import NOTE_FONT_SIZE, TICK_FONT_SIZE, Tokens

ROW_HEIGHT = 40
DOT_SIZE = 13
AXIS_END = 103  # dots at 100 % are drawn whole
RIGHT_MARGIN, LABELS_AT, VERDICTS_AT = 340, 8, 124  # px right of the plot: its margin, and where texts in it begin
CLICK_STEP = 2.5  # percentage points between the invisible click points of a row
GAP = "\u2002\u2002"  # keeps a name clear of its dot


@dataclass(frozen=True)
class Dot:
    """One förvaltning's share (percent), hollow when its base is low, and the words of its tooltip."""

    administration: str
    percent: float
    is_low_base: bool
    hover: str


@dataclass(frozen=True)
class Row:
    """One specialty: its dots, the firm span in percent, the region's share, and who differs beyond chance."""

    code: str
    name: str
    label: str
    lowest: float | None
    lowest_name: str
    highest: float | None
    highest_name: str
    region: float | None
    region_hover: str
    under: Sequence[str] = ()
    over: Sequence[str] = ()
    otherwise: str = ""  # what stands there when nobody is named
    dots: Sequence[Dot] = field(default_factory=tuple)


def range_chart(rows: Sequence[Row], tokens: Tokens) -> FinishedFigure:
    """Draw the rows top down, in the order given; a click on a row gives its code as custom data."""
    shares = [dot.percent for row in rows for dot in row.dots]
    lowest = max(-8, int((min(shares, default=30) - 10) // 10 * 10))
    axis = share_axis(tokens, lowest, AXIS_END, side="bottom")
    traces = [_click_points(rows, lowest), _bars(rows, tokens), *_dots(rows, tokens), _regions(rows, tokens)]
    traces += [
        _end_names(rows, tokens, at_lowest=True),
        _end_names(rows, tokens, at_lowest=False),
        _labels(rows, tokens),
    ]
    names = name_axis([row.name for row in rows], tokens)
    height = ROW_HEIGHT * len(rows) + 60
    return figure(
        traces,
        layout(
            tokens,
            height=height,
            margin={"l": 60, "r": RIGHT_MARGIN, "t": 26, "b": 30},
            xaxis=axis,
            yaxis=names,
            clickmode="event",
            annotations=[
                heading_beside("Lägst – högst", LABELS_AT, tokens),
                *verdicts_beside([(row.under, row.over, row.otherwise) for row in rows], VERDICTS_AT, tokens),
            ],
        ),
    )


def _bars(rows: Sequence[Row], tokens: Tokens) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for index, row in enumerate(rows):
        if row.lowest is not None:
            xs += [row.lowest, row.highest, None]
            ys += [index, index, None]
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {"width": 8, "color": tokens.range_bar},
    }


def _regions(rows: Sequence[Row], tokens: Tokens) -> dict[str, Any]:
    marked = [(index, row) for index, row in enumerate(rows) if row.region is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.region for _, row in marked],
        "y": [index for index, _ in marked],
        "customdata": [row.code for _, row in marked],
        "text": [row.region_hover for _, row in marked],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "line-ns", "size": 22, "line": {"width": 2, "color": tokens.ink}},
        **_same_when_chosen(),
    }


def _dots(rows: Sequence[Row], tokens: Tokens) -> list[dict[str, Any]]:
    by_name: dict[str, list[tuple[int, Row, Dot]]] = {}
    for index, row in enumerate(rows):
        for dot in row.dots:
            by_name.setdefault(dot.administration, []).append((index, row, dot))
    return [_dots_of(name, found, tokens) for name, found in by_name.items()]


def _dots_of(name: str, found: Sequence[tuple[int, Row, Dot]], tokens: Tokens) -> dict[str, Any]:
    mark = tokens.mark(name)
    hollow = [dot.is_low_base for _, _, dot in found]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [dot.percent for _, _, dot in found],
        "y": [index for index, _, _ in found],
        "customdata": [row.code for _, row, _ in found],
        "text": [dot.hover for _, _, dot in found],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": [f"{mark.symbol}-open" if low else mark.symbol for low in hollow],
            "size": DOT_SIZE * mark.size,
            "color": mark.colour,
            "opacity": 1,
            "line": {
                "width": [2 if low else 1.5 for low in hollow],
                "color": [mark.colour if low else tokens.background for low in hollow],
            },
        },
        **_same_when_chosen(),
    }


def _end_names(rows: Sequence[Row], tokens: Tokens, *, at_lowest: bool) -> dict[str, Any]:
    ends = [
        (index, row.lowest, row.lowest_name + GAP) if at_lowest else (index, row.highest, GAP + row.highest_name)
        for index, row in enumerate(rows)
        if row.lowest is not None and row.lowest != row.highest
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "x": [x for _, x, _ in ends],
        "y": [y for y, _, _ in ends],
        "text": [name for _, _, name in ends],
        "textposition": "middle left" if at_lowest else "middle right",
        "textfont": {"size": NOTE_FONT_SIZE, "color": tokens.muted},
    }


def _labels(rows: Sequence[Row], tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "x": [AXIS_END] * len(rows),
        "y": list(range(len(rows))),
        "text": [f"{GAP}<b>{row.label}</b>" for row in rows],
        "textposition": "middle right",
        "textfont": {"size": TICK_FONT_SIZE, "color": tokens.ink},
    }


def _click_points(rows: Sequence[Row], lowest: int) -> dict[str, Any]:
    """A Plotly row has no click of its own: invisible points along it, clear of the dots so that these keep theirs."""
    xs: list[float] = []
    ys: list[int] = []
    codes: list[str] = []
    for index, row in enumerate(rows):
        taken = [dot.percent for dot in row.dots]
        for step in range(int((AXIS_END - lowest) / CLICK_STEP) + 1):
            x = lowest + step * CLICK_STEP
            if all(abs(x - other) > CLICK_STEP * 0.7 for other in taken):
                xs.append(x)
                ys.append(index)
                codes.append(row.code)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "customdata": codes,
        "hoverinfo": "none",
        "marker": {"size": 6, "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }


def _same_when_chosen() -> dict[str, Any]:
    """Plotly dims what is not selected; a click here opens a view and is no selection."""
    return {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
