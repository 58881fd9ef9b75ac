"""Every page run as a script on published marts: what it says, in every state and for every address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT
from dashboard import remembered, variation_blocks, warehouse
from tests.marts_fixture import write_marts

RunPage = Callable[..., AppTest]
PAGES = ("overview", "variation", "specialty", "data_quality", "about")


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def run_page(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    warehouse.forget()
    remembered.forget()

    def run(name: str, **query: str | list[str]) -> AppTest:
        page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=30)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        return page

    yield run
    warehouse.forget()
    remembered.forget()


def html(page: AppTest) -> str:
    """All HTML of the page, with no-break spaces as spaces."""
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_runs_and_says_that_the_region_is_made_up(run_page: RunPage, name: str) -> None:
    assert "Demodata." in html(run_page(name))


def test_the_variation_page_answers_its_question(run_page: RunPage) -> None:
    said = html(run_page("variation"))
    assert "<b>Neurologi skiljer mest:</b> från 29 % i NU till 97 % i SV har väntat högst 90 dagar." in said
    assert "<b>sex av 13 specialiteter</b>" in said


def test_population_definition_limit_and_date_stand_on_the_page(run_page: RunPage) -> None:
    said = html(run_page("variation", matdatum="2026-09-30"))
    assert "Andel väntande till första besök som väntat högst 90 dagar, per förvaltning, 30 september 2026" in said
    assert "<b>Definition.</b> Exkl. PVV och MOV." in said
    assert "<b>Gräns.</b> 90 dagar eller kortare." in said


def test_completed_contacts_have_their_own_default_definition(run_page: RunPage) -> None:
    said = html(run_page("variation", population="genomforda"))
    assert "<b>Definition.</b> Exkl. PVV." in said
    assert "Andel genomförda första besök som gjordes inom 90 dagar, per förvaltning, oktober 2026" in said


def test_return_visits_are_measured_against_the_patients_own_date(run_page: RunPage) -> None:
    said = html(run_page("variation", fas="4"))
    assert "som inte passerat sitt måldatum" in said
    assert "patientens medicinska måldatum" in said


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        ("fas", "9", "Okänt värde för vårdfas: <b>9</b>. Sidan visar Första besök."),
        ("matdatum", "2031-01-31", "Okänt värde för mätdatum: <b>2031-01-31</b>. Sidan visar 31 oktober 2026."),
        ("mvo", "999", "Okänt värde för specialitet: <b>999</b>."),
        ("grans", "12", "Okänt värde för gräns: <b>12</b>. Sidan visar 90 dagar."),
        ("huvudman", "<script>", "Okänt värde för huvudman: <b>&lt;script&gt;</b>."),
        ("matdatm", "x", "Okänt värde för matdatm: <b>x</b>."),
    ],
)
def test_an_unknown_value_is_a_message_never_ignored(run_page: RunPage, parameter: str, value: str, words: str) -> None:
    assert words in html(run_page("variation", **{parameter: value}))


def test_one_specialty_shows_its_administrations_units_and_months(run_page: RunPage) -> None:
    page = run_page("variation", mvo="221", forvaltning="NU")
    said = html(page)
    assert "Neurologi: från 29 % i NU till 97 % i SV, regionen 62 %" in said
    assert "Två enheter i NU" in said
    assert '<a href="specialitet?huvudman=Exempelregionen&amp;' in said
    assert next(chart.proto.alt for chart in page.get("plotly_chart")).startswith("Neurologi: från 29")


def test_a_limit_is_offered_only_where_the_specialty_has_it(run_page: RunPage) -> None:
    assert "Gräns" not in [box.label for box in run_page("variation", mvo="221").selectbox]
    assert "Gräns" in [box.label for box in run_page("variation", mvo="931").selectbox]


def test_a_table_twin_has_a_row_for_every_dot_and_every_state(run_page: RunPage) -> None:
    page = run_page("variation", mvo=["221", "511", "301", "101"])
    page.session_state["view_range"] = "Tabell"
    page.run()
    said = html(page)
    assert ">dolt</td>" in said
    assert "vl-hidden" in said
    assert ">saknas</td>" in said
    assert ">ingen väntar</td>" in said
    assert ">57 % °</td>" in said
    assert ">29 %</td>" in said


def test_nobody_in_the_selection_is_a_sentence_with_ways_out(run_page: RunPage) -> None:
    said = html(run_page("variation", fas="3", mvo="221"))
    assert "Ingen är väntande till undersökning inom Neurologi 31 oktober 2026." in said
    assert "Visa alla specialiteter" in said


def test_the_rest_of_the_rows_are_a_link_away(run_page: RunPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variation_blocks, "FIRST_ROWS", 5)
    page = run_page("variation")
    assert "Visa alla 15 rader" in html(page)
    assert "rader=alla" in html(page)
    assert "Kirurgi" not in page.get("plotly_chart")[0].proto.alt
    assert "Visa de 5 första" in html(run_page("variation", rader="alla"))


def test_the_order_of_rows_follows_the_address(run_page: RunPage) -> None:
    alt = run_page("variation", ordning="namn").get("plotly_chart")[0].proto.alt
    assert alt.index("Allergologi") < alt.index("Urologi") < alt.index("Ögonsjukvård") < alt.index("Öron-näsa-hals")


def test_overview_compares_with_the_nation_only_like_with_like(run_page: RunPage) -> None:
    said = html(run_page("overview"))
    assert "Regionen är <b>bättre än riket på alla fyra mått utom BUP:s första besök</b>: <b>68 % mot 76 %</b>" in said
    assert "räknat som riket (exkl. PVV, 30 september 2026): 68 % mot 76 % (n = 1 486)." in said
    assert "Ingen nationell siffra." in said
    assert "Går inte att jämföra med riket." in said
    assert said.count("<u style") == 3  # a tick only where date and definition are the page's own


def test_overview_gives_n_with_every_key_figure(run_page: RunPage) -> None:
    said = html(run_page("overview"))
    assert said.count("väntande inom gränsen.") == 5
    assert said.count("väntande före måldatum.") == 1
    assert "40 797 av 60 924 väntande inom gränsen." in said


def test_a_change_is_percentage_points_since_the_date_compared_with(run_page: RunPage) -> None:
    said = html(run_page("overview", jamfor="2025-10-31"))
    assert "upp 4 procentenheter</b> sedan oktober 2025" in said


def test_the_first_cut_off_has_nothing_to_be_compared_with(run_page: RunPage) -> None:
    said = html(run_page("overview", matdatum="2024-11-30"))
    assert "går inte att jämföra bakåt" in said
    assert "SÄS saknas</span>, sju av åtta leveranser" in said


def test_om_renders_definitions_and_limits_from_the_published_tables(run_page: RunPage) -> None:
    said = html(run_page("about"))
    assert "exkl_pvv_over_grans" in said
    assert "Vårdgarantin" in said
    assert ">90</td>" in said
    assert "Alla patienter som väntar vid regionens enheter räknas, var de än bor." in said
    assert "Tillgänglighetsredogörelse" in said
    assert "version 7" in said


def test_made_up_figures_say_so_under_every_heading_and_in_the_words_of_every_chart(run_page: RunPage) -> None:
    page = run_page("variation")
    assert html(page).count(". Demodata</p>") == 3
    assert all(chart.proto.alt.endswith("Demodata") for chart in page.get("plotly_chart"))


def test_only_chosen_administrations_have_dots_and_the_span_is_over_all(run_page: RunPage) -> None:
    said = html(run_page("variation", forvaltning=["NU", "SU"]))
    assert "Punkter visas bara för SU och NU; spannet gäller alla." in said
    assert "från 29 % i NU till 97 % i SV" in said


def test_members_of_a_group_are_counted_when_the_group_is_not_shown(run_page: RunPage) -> None:
    said = html(run_page("variation", mvo=["105", "221"]))
    assert "<b>en av två specialiteter</b>" in said
