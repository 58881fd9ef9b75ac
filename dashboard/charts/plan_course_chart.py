"""A year's course: patients planned and done from January on, and where the year is expected to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import swedish
from dashboard.charts.figure import FinishedFigure, figure, layout
from dashboard.charts.theme import FIGURE_FONT_SIZE, TICK_FONT_SIZE, Tokens

MONTHS = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
DECEMBER = 11
TICKS = (0, 2, 5, 8, 11)
HEIGHT = 372
MARGIN = {"l": 56, "r": 142, "t": 14, "b": 34}
BAND_OPACITY = 0.18
LINE_HEIGHT = 19  # of a label, in pixels
STEPS = (1, 2, 2.5, 5)
GAP = "\u2002"


@dataclass(frozen=True)
class Course:
    """Patients from January on, month by month: planned (12), done up to the last known month (None: not reported).

    `forecast` is expected, lowest and highest by December; None when the year is known or nothing is.
    """

    planned: Sequence[int]
    completed: Sequence[int | None]
    forecast: tuple[int, int, int] | None
    hovers: Sequence[str]

    @property
    def last(self) -> int | None:
        """The last known month, by index."""
        return max((index for index, done in enumerate(self.completed) if done is not None), default=None)

    @property
    def highest(self) -> int:
        """The highest value that is drawn."""
        done = [value for value in self.completed if value is not None]
        return max(*self.planned, *done, *(self.forecast or ()), 1)


@dataclass(frozen=True)
class Label:
    """Words at the right of a line's end: at a month and a height, so many lines of text high."""

    month: int
    height: float
    text: str
    colour: str
    lines: int = 1
    is_below: bool = False


def plan_course_chart(course: Course, tokens: Tokens) -> FinishedFigure:
    """Draw the plan dashed, what is done to the last known month, and the forecast as a band that widens from there."""
    top, ticks = axis(course.highest)
    labels = apart(_labels(course, tokens), top)
    traces = [*_forecast(course, tokens), _plan(course, tokens), _done(course, tokens)]
    return figure(
        traces,
        layout(
            tokens,
            height=HEIGHT,
            margin=MARGIN,
            xaxis={
                "range": [-0.3, DECEMBER + 0.1],
                "tickvals": list(TICKS),
                "ticktext": [MONTHS[index] for index in TICKS],
                "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
                "showgrid": False,
                "zeroline": False,
                "showline": True,
                "linecolor": tokens.rule,
                "fixedrange": True,
            },
            yaxis={
                "range": [0, top],
                "tickvals": ticks,
                "ticktext": [swedish.integer(tick) for tick in ticks],
                "tickfont": {"size": TICK_FONT_SIZE, "color": tokens.muted},
                "gridcolor": tokens.grid,
                "zeroline": False,
                "showline": True,
                "linecolor": tokens.rule,
                "fixedrange": True,
            },
            annotations=[_annotation(label) for label in labels],
        ),
    )


def axis(highest: int) -> tuple[float, list[int]]:
    """Two to four whole steps from nought, and where the axis ends: above the highest value."""
    size = 10 ** max(len(str(highest)) - 2, 0)
    wanted = highest / 4
    while size * STEPS[-1] < wanted:
        size *= 10
    step = max(1, round(next((size * each for each in STEPS if size * each >= wanted), wanted)))
    return highest * 1.06, list(range(0, int(highest * 1.06) + 1, step))


def path(course: Course, end: float) -> list[float]:
    """From the last known month to `end` in December, month by month, as the plan's own months go."""
    first = course.last if course.last is not None else 0
    start = float(course.completed[first] or 0) if course.last is not None else 0.0
    left = course.planned[DECEMBER] - course.planned[first]
    months = range(first, DECEMBER + 1)
    passed = [
        (course.planned[month] - course.planned[first]) / left if left else (month - first) / max(DECEMBER - first, 1)
        for month in months
    ]
    return [start + (end - start) * part for part in passed]


def apart(labels: Sequence[Label], top: float) -> list[Label]:
    """Labels at the right moved up or down until none stands on another; their lines stay where they are."""
    unit = top / (HEIGHT - MARGIN["t"] - MARGIN["b"])  # patients a pixel
    placed: list[Label] = []
    floor = 0.0
    for label in sorted(labels, key=lambda each: (each.height, not each.is_below)):
        half = label.lines * LINE_HEIGHT / 2 * unit
        wanted = label.height - 2.2 * half if label.is_below else label.height
        height = max(wanted, floor + half)
        placed.append(Label(label.month, height, label.text, label.colour, label.lines, label.is_below))
        floor = height + half
    over = max(floor - top, 0)  # a label above the axis would not be drawn at all
    return [Label(each.month, each.height - over, each.text, each.colour, each.lines, each.is_below) for each in placed]


def _labels(course: Course, tokens: Tokens) -> list[Label]:
    plan = course.planned[DECEMBER]
    found = [Label(DECEMBER, plan, f"plan {swedish.integer(plan)}", tokens.muted)]
    if course.forecast is not None:
        expected, low, high = course.forecast
        span = swedish.integer(low) if low == high else f"{swedish.integer(low)}–{swedish.integer(high)}"
        found.append(Label(DECEMBER, expected, f"<b>prognos</b><br>{span}", tokens.accent, 2))
    if (last := course.last) is not None:
        done = int(course.completed[last] or 0)
        words = f"<b>{swedish.integer(done)}</b> till och med {MONTHS[last]}"
        is_below = last < DECEMBER
        text = words if is_below else f"<b>utfall {swedish.integer(done)}</b>"
        found.append(Label(last, done, text, tokens.ink if is_below else tokens.accent, 1, is_below))
    return found


def _annotation(label: Label) -> dict[str, Any]:
    return {
        "x": label.month,
        "y": label.height,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 4 if label.is_below else 10,
        "align": "left",
        "showarrow": False,
        "text": label.text,
        "font": {"size": FIGURE_FONT_SIZE, "color": label.colour},
    }


def _plan(course: Course, tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(DECEMBER + 1)),
        "y": list(course.planned),
        "text": list(course.hovers),
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"width": 2, "dash": "dash", "color": tokens.rule},
    }


def _done(course: Course, tokens: Tokens) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(course.completed))),
        "y": list(course.completed),
        "connectgaps": False,
        "text": list(course.hovers[: len(course.completed)]),
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"width": 3, "color": tokens.accent},
        "marker": {"size": 7, "color": tokens.accent},
    }


def _forecast(course: Course, tokens: Tokens) -> list[dict[str, Any]]:
    """The band first, so that the lines lie on it; nothing where there is no forecast."""
    if course.forecast is None:
        return []
    expected, low, high = course.forecast
    months = list(range(course.last or 0, DECEMBER + 1))
    shared = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    band = {
        "x": [*months, *months[::-1]],
        "y": [*path(course, high), *path(course, low)[::-1]],
        "fill": "toself",
        "fillcolor": _see_through(tokens.accent),
        "line": {"width": 0},
    }
    line = {"x": months, "y": path(course, expected), "line": {"width": 2, "dash": "dot", "color": tokens.accent}}
    return [shared | band, shared | line]


def _see_through(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{BAND_OPACITY})"
