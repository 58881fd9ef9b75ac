"""Läget, Variation and Specialitet for huvudmän that are known only by counts in bands of days."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT, DataDirectory
from dashboard import remembered, warehouse
from tests.marts_fixture import VERSION
from tests.marts_fixture_aggregates import SOURCES, write_marts_with_aggregates

RunPage = Callable[..., AppTest]
PAGES = ("overview", "variation", "specialty")
CUTS = [
    (source.principal, population, phase, limit)
    for source in SOURCES
    for population, phases in source.populations.items()
    for phase in phases
    for limit in source.limits
]


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> DataDirectory:
    return write_marts_with_aggregates(tmp_path_factory.mktemp("marts"))


@pytest.fixture
def run_page(marts: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    def run(page: str, **query: str | list[str]) -> AppTest:
        test = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=30)
        for parameter, value in query.items():
            test.query_params[parameter] = value
        test.run()
        assert not test.exception
        return test

    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts.root))
    warehouse.forget()
    remembered.forget()
    yield run
    warehouse.forget()
    remembered.forget()


def html(page: AppTest) -> str:
    """All HTML of the page, with no-break spaces as spaces."""
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def text(page: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(page)))


def alts(page: AppTest) -> list[str]:
    return [str(each.proto.alt).replace("\u00a0", " ") for each in page.get("plotly_chart")]


def options(page: AppTest, label: str) -> list[str]:
    return next(each.options for each in page.selectbox if each.label == label)


def table_of(page: AppTest, key: str) -> str:
    """The block's table twin, as text."""
    page.session_state[f"view_{key}"] = "Tabell"
    page.run()
    assert not page.exception
    return text(page)


@pytest.mark.parametrize(("principal", "population", "phase", "limit"), CUTS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_for_every_cut(
    run_page: RunPage, page: str, principal: str, population: str, phase: int, limit: int
) -> None:
    shown = run_page(page, huvudman=principal, population=population, fas=str(phase), grans=str(limit))
    said = text(shown)
    assert "Okänt värde" not in said
    assert not re.search(r"\b(None|nan)\b", said)
    assert "avvikelser är inte kända i den här källan, så ingen räknas bort" in said
    assert principal in said
    assert "Demodata" not in said


def test_a_share_whose_limit_is_an_edge_is_said_with_the_limit_in_the_systems_own_words(run_page: RunPage) -> None:
    page = run_page("overview", huvudman="England")
    assert (
        "<b>84 % av 7 558 väntande till första besök</b> har väntat högst 18 veckor (126 dagar), Englands egen gräns."
        in html(page)
    )
    assert "Gräns. 18 veckor (126 dagar), Englands egen gräns" in text(page)
    assert options(page, "Gräns") == ["18 veckor (126 dagar), Englands egen gräns", "90 dagar, vårdgarantin"]


def test_a_share_whose_limit_lies_inside_a_band_is_said_as_an_interval(run_page: RunPage) -> None:
    page = run_page("overview", huvudman="England", grans="90")
    said = html(page)
    assert "<b>Mellan 65 % och 75 % av 7 558 väntande till första besök</b>" in said
    assert "gränsen ligger inne i ett av källans band" in said
    assert "Medianen ligger i bandet 43–84 dagar." in said
    assert any("mellan 65 % och 75 %" in alt for alt in alts(page))


def test_the_definition_filter_offers_only_what_exists(run_page: RunPage) -> None:
    for page in PAGES:
        assert options(run_page(page, huvudman="Irland"), "Definition") == ["Ingen exkludering"]
    assert len(options(run_page("variation"), "Definition")) == 4


def test_measures_that_the_source_lacks_are_said_to_be_lacking_and_never_zero(run_page: RunPage) -> None:
    page = run_page("overview", huvudman="Irland")
    said = text(page)
    assert "finns inte i den här källan Operation och åtgärd inom gränsen Återbesök före måldatum BUP" in said
    assert "Därför finns inte jämförelsen med riket" in said
    specialty = text(run_page("specialty", huvudman="Irland"))
    assert "PVV och MOV finns inte i den här källan" in specialty
    assert "Därför finns inte köns balans, PVV och MOV, kö och vård sida vid sida, jämlikhet" in specialty


def test_bands_are_named_in_the_sources_unit_and_in_days(run_page: RunPage) -> None:
    [months] = [alt for alt in alts(run_page("overview", huvudman="Irland")) if "0–6 månader" in alt]
    assert "0–6 månader (0–182 dagar)" in months
    assert "över 18 månader (548– dagar)" in months
    page = run_page("specialty", huvudman="England", mvo="Cardiology Service")
    assert any("13–18 veckor (92–126 dagar)" in alt for alt in alts(page))
    assert "har väntat mer än 18 veckor (126 dagar)" in html(page)


def test_no_chart_of_bounds_has_a_point_where_no_share_is_known(run_page: RunPage) -> None:
    page = run_page("variation", huvudman="Irland", mvo="Cardiology")
    [chart] = page.get("plotly_chart")
    traces = json.loads(chart.proto.spec)["data"]
    bars = [trace for trace in traces if trace["mode"] == "lines"]
    assert len(bars) == 15  # Irland and fourteen hospitals: one is hidden, one has not delivered
    assert [trace["x"] for trace in traces if trace["mode"] == "markers"] == [[]]


def test_states_of_hospitals_are_told_apart(run_page: RunPage) -> None:
    page = run_page("variation", huvudman="Irland", mvo="Dermatology")
    [alt] = alts(page)
    assert "Beaumont Hospital dolt: för få patienter" in alt
    assert "Mayo University Hospital ingen väntar" in alt
    assert "Cavan General Hospital saknas: ingen leverans" in alt
    assert re.search(r"Sligo University Hospital högst \d+ % +n = \d", alt)


def test_table_twin_has_the_interval_its_limit_and_n(run_page: RunPage) -> None:
    said = table_of(run_page("variation", huvudman="England", grans="90"), "range")
    beside = table_of(run_page("overview", huvudman="England"), "beside")
    assert "Andel inom 90 dagar" in said
    assert "Alla specialiteter 7 558 mellan 65 % och 75 % ej beräkningsbar 43–84 dagar 183–364 dagar" in said
    assert "Första besök 18 veckor (126 dagar), Englands egen gräns 84 % 7 558 43–84 dagar Ingen exkludering" in beside
    assert "Exempelregionen (demodata) Första besök 90 dagar 55 %" in beside


def test_without_specialties_the_boards_are_shown(run_page: RunPage) -> None:
    page = run_page("variation", huvudman="Skottland")
    assert "Alla specialiteter:" in text(page)
    assert any("NHS Fife" in alt and "NHS Lothian" in alt for alt in alts(page))
    assert "<h1>Hur går det för alla specialiteter?</h1>" in html(run_page("specialty", huvudman="Skottland"))


def test_a_specialty_that_is_a_text_keeps_its_name(run_page: RunPage) -> None:
    page = run_page("specialty", huvudman="England", mvo="Trauma and Orthopaedic Service")
    assert "<h1>Hur går det för Trauma and Orthopaedic Service?</h1>" in html(page)


def test_a_source_that_is_known_in_no_phase_with_a_limit_has_no_figures_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_marts_with_aggregates(tmp_path)
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        marts.execute("update variation set limit_days = null where principal = 'Irland'")
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(tmp_path))
    warehouse.forget()
    remembered.forget()
    for page in PAGES:
        test = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=30)
        test.query_params["huvudman"] = "Irland"
        test.run()
        assert not test.exception
    warehouse.forget()
    remembered.forget()


def test_another_huvudman_drops_what_it_does_not_have_from_the_address(run_page: RunPage) -> None:
    page = run_page("variation", definition="exkl_pvv_mov", matdatum="2026-10-31", population="genomforda")
    huvudman = next(each for each in page.selectbox if each.label == "Huvudman")
    huvudman.set_value("Irland").run()
    assert not page.exception
    assert page.query_params["huvudman"] == "Irland"
    assert not {"definition", "matdatum", "population"} & set(page.query_params)
    assert "Okänt värde" not in text(page)
