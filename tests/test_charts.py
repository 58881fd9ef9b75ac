"""Charts are pure: what they draw, what they leave out, and that the colours can be told apart."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from itertools import pairwise
from typing import Any

import pytest

from config import ROOT
from dashboard.charts import theme
from dashboard.charts.range_chart import Dot, Row, range_chart
from dashboard.charts.share_chart import Mark, share_chart
from dashboard.charts.theme import DARK, LIGHT, THEMES, Tokens, contrast
from dashboard.charts.trend_chart import Band, Line, axis_range, bands_of, trend_chart

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
# The table of the visual language: ratios to the theme's background.
RATIOS = [
    ("ink", 16.3, 15.2), ("muted", 6.5, 8.4), ("rule", 3.1, 4.4), ("border", 1.5, 1.8), ("grid", 1.2, 1.4),
    ("accent", 7.1, 9.0), ("within", 7.7, 10.5), ("outside", 4.9, 6.4),
]  # fmt: skip


@pytest.mark.parametrize(("name", "light", "dark"), RATIOS)
def test_the_tokens_have_the_contrast_the_visual_language_states(name: str, light: float, dark: float) -> None:
    assert contrast(getattr(LIGHT, name), LIGHT.background) == pytest.approx(light, abs=0.06)
    assert contrast(getattr(DARK, name), DARK.background) == pytest.approx(dark, abs=0.06)


@BOTH
def test_text_reaches_four_and_a_half_on_page_and_panel(tokens: Tokens) -> None:
    for colour in (tokens.ink, tokens.muted, tokens.accent, tokens.within, tokens.outside):
        assert contrast(colour, tokens.background) >= 4.5
    for colour in (tokens.ink, tokens.muted):
        assert contrast(colour, tokens.surface) >= 4.5
    assert contrast(tokens.outside_text, tokens.tint_outside) >= 4.5


@BOTH
def test_the_number_in_every_heat_class_can_be_read(tokens: Tokens) -> None:
    assert [contrast(heat.text, heat.fill) >= 4.8 for heat in tokens.heat] == [True] * 5


@BOTH
def test_every_administration_can_be_seen_against_the_page(tokens: Tokens) -> None:
    least = 3.1 if tokens is LIGHT else 4.5
    assert all(contrast(mark.colour, tokens.background) >= least for mark in tokens.marks.values())
    assert len({mark.symbol for mark in tokens.marks.values()}) == len(tokens.marks)


def test_an_eleventh_organisation_gets_muted_grey() -> None:
    assert LIGHT.mark("Ny förvaltning").colour == LIGHT.muted


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 0), (39, 0), (40, 1), (59, 1), (60, 2), (74, 2), (75, 3), (89, 3), (90, 4)]
)
def test_the_heat_class_follows_the_percent_that_is_shown(percent: int, expected: int) -> None:
    assert theme.heat_class(percent) == expected


@BOTH
def test_the_streamlit_theme_has_the_same_colours(tokens: Tokens) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    written = config[tokens.name]
    assert config["font"] == theme.FONT
    assert tuple(config["headingFontSizes"]) == theme.HEADING_SIZES
    assert {face["weight"] for face in config["fontFaces"]} == {str(weight) for weight in theme.FONT_WEIGHTS}
    assert written["primaryColor"] == written["linkColor"] == tokens.accent
    assert (written["backgroundColor"], written["secondaryBackgroundColor"]) == (tokens.background, tokens.surface)
    assert (written["textColor"], written["borderColor"]) == (tokens.ink, tokens.border)
    assert written["dataframeBorderColor"] == tokens.grid
    assert written["sidebar"] == {
        "backgroundColor": tokens.sidebar,
        "secondaryBackgroundColor": tokens.sidebar_input,
        "borderColor": tokens.sidebar_border,
    }


def test_every_font_file_of_the_theme_exists_with_its_licence() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for face in config["fontFaces"]:
        assert (ROOT / "static" / face["url"].removeprefix("fonts/")).stat().st_size < 30_000
    assert "SIL Open Font License" in (ROOT / "static" / "ibm-plex-sans-LICENSE.txt").read_text(encoding="utf-8")


def test_the_style_sheet_names_only_tokens_that_exist() -> None:
    known = set(theme.css_variables(LIGHT).replace(";", ":").split(":"))
    own = (ROOT / "dashboard" / "style.css").read_text(encoding="utf-8")
    known |= set(re.findall(r"^ +(--vl-cross-band-[a-z]+):", own, re.MULTILINE))
    for name in ("style.css", "components/heat_map.css", "components/green_cross.css"):
        text = (ROOT / "dashboard" / name).read_text(encoding="utf-8")
        used = {part.split(")")[0].split(",")[0] for part in text.split("var(")[1:]}
        assert {each for each in used if each.startswith("--vl-")} <= known


def a_row(**changes: Any) -> Row:
    values: dict[str, Any] = {
        "code": "221", "name": "Neurologi", "label": "29 % – 97 %", "lowest": 29.0, "lowest_name": "NU",
        "highest": 97.0, "highest_name": "SV", "region": 58.0, "region_hover": "regionen 58 %",
        "dots": (Dot("NU", 29.0, False, "NU"), Dot("SV", 97.0, False, "SV"), Dot("RH", 57.0, True, "RH")),
    }  # fmt: skip
    return Row(**(values | changes))


def traces(figure: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = figure.to_dict()["data"]
    return found


@BOTH
def test_a_low_base_is_a_hollow_dot_outside_the_span(tokens: Tokens) -> None:
    drawn = traces(range_chart([a_row()], tokens))
    hollow = next(trace for trace in drawn if trace.get("name") == "RH")
    assert hollow["marker"]["symbol"] == ["pentagon-open"]
    bar = next(trace for trace in drawn if trace["mode"] == "lines")
    assert bar["x"][:2] == [29.0, 97.0]


def test_the_range_label_and_the_names_at_both_ends_are_drawn() -> None:
    texts = [
        text for trace in traces(range_chart([a_row()], LIGHT)) if trace["mode"] == "text" for text in trace["text"]
    ]
    assert [text.strip("\u2002") for text in texts] == ["NU", "SV", "<b>29 % – 97 %</b>"]


def test_a_specialty_without_a_firm_span_has_no_bar_and_no_names() -> None:
    drawn = traces(range_chart([a_row(lowest=None, highest=None, label="inget spann")], LIGHT))
    assert next(trace for trace in drawn if trace["mode"] == "lines")["x"] == []


def test_a_click_anywhere_on_a_row_gives_its_code_and_no_tooltip() -> None:
    click = traces(range_chart([a_row(), a_row(code="311", name="Ortopedi")], LIGHT))[0]
    assert click["hoverinfo"] == "none"
    assert click["marker"]["opacity"] == 0
    assert set(click["customdata"]) == {"221", "311"}
    taken = [29.0, 97.0, 57.0]
    assert all(abs(x - other) > 1.5 for x in click["x"] for other in taken)


def test_axis_texts_are_swedish_and_axes_cannot_be_zoomed() -> None:
    layout = range_chart([a_row()], LIGHT).to_dict()["layout"]
    assert layout["xaxis"]["ticktext"][0].endswith("\u00a0%")
    assert layout["xaxis"]["fixedrange"]
    assert layout["yaxis"]["fixedrange"]
    assert layout["dragmode"] is False


def test_a_dot_at_one_hundred_percent_is_inside_the_axis() -> None:
    layout = range_chart([a_row(highest=100.0)], LIGHT).to_dict()["layout"]
    assert layout["xaxis"]["range"][1] > 100


MONTHS = [dt.date(2024, 11, 30), dt.date(2024, 12, 31), dt.date(2025, 1, 31), dt.date(2025, 2, 28)]


def test_a_missing_month_breaks_the_line() -> None:
    line = Line("Första besök", [60.0, None, 62.0, 63.0], ["a", "b", "c", "d"])
    drawn = traces(trend_chart(MONTHS, [line], [], LIGHT))[0]
    assert drawn["y"] == [60.0, None, 62.0, 63.0]
    assert drawn["connectgaps"] is False


def test_consecutive_months_with_the_same_missing_administration_are_one_band() -> None:
    assert bands_of(["SÄS", "SÄS", None, "NU"]) == [Band(0, 1, "SÄS"), Band(3, 3, "NU")]


def test_a_band_says_who_is_missing_and_when() -> None:
    line = Line("Första besök", [60.0, 61.0, 62.0, 63.0], ["", "", "", ""])
    layout = trend_chart(MONTHS, [line], [Band(0, 1, "SÄS")], LIGHT).to_dict()["layout"]
    assert layout["annotations"][0]["text"] == "nov–dec 2024:<br>SÄS saknas"
    assert layout["shapes"][0]["x0"] == -0.5


def test_labels_at_the_line_ends_are_pushed_apart_and_the_dots_stay() -> None:
    lines = [Line(name, [60.0, 60.0, 60.0, value], [""] * 4) for name, value in (("a", 60.0), ("b", 60.2))]
    drawn = traces(trend_chart(MONTHS, lines, [], LIGHT))
    dots = [trace["y"][0] for trace in drawn if trace["mode"] == "markers"]
    labels = [trace["y"][0] for trace in drawn if trace["mode"] == "text"]
    lowest, highest = axis_range(lines)
    assert dots == [60.0, 60.2]
    assert abs(labels[0] - labels[1]) >= 0.05 * (highest - lowest) - 1e-9


def test_tick_texts_do_not_crowd_the_ends_of_three_years() -> None:
    months = [dt.date(2024 + (index + 10) // 12, (index + 10) % 12 + 1, 28) for index in range(36)]
    axis = trend_chart(months, [Line("a", [50.0] * 36, [""] * 36)], [], LIGHT).to_dict()["layout"]["xaxis"]
    assert all(second - first >= 4 for first, second in pairwise(axis["tickvals"]))


def test_a_line_without_any_figure_still_makes_a_chart() -> None:
    assert axis_range([Line("a", [None, None], ["", ""])]) == (0, 100)
    trend_chart(MONTHS[:2], [Line("a", [None, None], ["", ""])], [], DARK)


def test_a_hidden_administration_has_words_and_no_dot() -> None:
    marks = [Mark("SU", "SU", 72.0, False, "72 %", "SU"), Mark("RH", "RH", None, False, "dolt: för få patienter", "RH")]
    drawn = traces(share_chart(marks, 58.0, LIGHT))
    dots = next(trace for trace in drawn if trace["mode"] == "markers")
    words = next(trace for trace in drawn if trace["mode"] == "text")
    assert dots["x"] == [72.0]
    assert words["text"][1].strip() == "dolt: för få patienter"


@BOTH
def test_no_chart_uses_red_or_green_for_attainment(tokens: Tokens) -> None:
    text = (
        range_chart([a_row()], tokens).to_json()
        + share_chart([Mark("SU", "SU", 72.0, False, "", "")], 58.0, tokens).to_json()
    )
    assert "#98101C" not in text
    assert "#26805A" not in text


def test_plotly_knows_every_attribute_of_every_chart() -> None:
    """The app sends the dictionaries unchecked, so they are checked here: a misspelt key raises ValueError."""
    figures = [
        range_chart([a_row(), a_row(highest=100.0)], LIGHT),
        share_chart([Mark("SU", "SU", 72.0, False, "", ""), Mark("RH", "RH", 57.0, True, "", "")], 58.0, LIGHT),
        trend_chart(MONTHS, [Line("a", [50.0] * len(MONTHS), [""] * len(MONTHS))], [Band(0, 1, "SÄS")], LIGHT),
    ]
    for finished in figures:
        assert len(finished.validated().data) == len(finished.to_dict()["data"]) > 0


def test_a_chart_is_sent_as_the_dictionary_it_was_written_as() -> None:
    figure = range_chart([a_row()], THEMES["light"])
    assert figure.to_dict() is figure.to_dict()
