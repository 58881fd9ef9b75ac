"""The Variation page on published marts: what is beyond chance, the funnel, the ranking, and what no filter moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from analysis.funnel import exact_limits
from config import ROOT, DataDirectory
from dashboard import (
    choices,
    heat_map,
    ranges,
    reads,
    remembered,
    swedish,
    variation_files,
    variation_funnel,
    variation_funnel_file,
    variation_verdicts,
    variation_view,
    warehouse,
)
from dashboard.address import Address
from dashboard.cuts import Cut, Words
from dashboard.filters import Filter
from dashboard.states import Thresholds
from dashboard.variation_view import View
from tests.marts_fixture import ADMINISTRATIONS, GROUP, LAST, PRINCIPAL, SPECIALTIES, VERSION, write_marts

OF_CUT = (
    "cutoff_date = $date and population = 'vantande' and phase = 1 and definition = 'exkl_pvv_mov' and limit_days = 90"
)
RunPage = Callable[..., AppTest]
CUT = Cut(principal=PRINCIPAL, cutoff_date=LAST, population="vantande", phase=1, definition="exkl_pvv_mov",
          limit_days=90)  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> DataDirectory:
    return write_marts(tmp_path_factory.mktemp("marts"))


@pytest.fixture
def run_page(marts: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts.root))
    warehouse.forget()
    remembered.forget()

    def run(**query: str | list[str]) -> AppTest:
        page = AppTest.from_file(str(ROOT / "pages" / "variation.py"), default_timeout=30)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        return page

    yield run
    warehouse.forget()
    remembered.forget()


def published(sql: str, **more: object) -> list[tuple[Any, ...]]:
    return warehouse.published().rows(VERSION, sql.replace("of_cut", OF_CUT), {"date": LAST, **more}).rows()


def html(page: AppTest) -> str:
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def control_labels(page: AppTest) -> list[str]:
    return [str(each.proto.label) for each in page.get("button_group")]


def as_table(page: AppTest, block: str) -> str:
    page.session_state[f"view_{block}"] = "Tabell"
    page.run()
    assert not page.exception
    return html(page)


def alt(page: AppTest, number: int = 0) -> str:
    return str(page.get("plotly_chart")[number].proto.alt).replace("\u00a0", " ")


def test_the_answer_says_for_how_many_the_difference_is_larger_than_chance(run_page: RunPage) -> None:
    said = html(run_page())
    assert "är spannet större än 40 procentenheter, och i alla sex är skillnaden större än slumpen." in said


def test_the_chart_says_who_differs_beyond_chance_in_words_too(run_page: RunPage) -> None:
    said = alt(run_page())
    assert "Neurologi 29 % – 97 %, skiljer sig mer än slumpen: under NU och SÄS, över SU och SV" in said


def test_the_table_has_raw_and_adjusted_spread_side_by_side_with_verdicts_and_intervals(run_page: RunPage) -> None:
    said = as_table(run_page(mvo=["221", "101"]), "range")
    assert '<th scope="col" class=vl-number>Spann</th><th scope="col" class=vl-number>Justerat för slump</th>' in said
    assert "<td>under: NU, SÄS; över: SU, SV</td>" in said
    assert '<td class="vl-nowrap">▼ ja, under</td>' in said
    assert '<td class="vl-nowrap vl-muted">för få patienter</td>' in said
    assert re.search(r">\d+–\d+ %</td>", said)


def test_rows_can_be_ordered_by_the_surest_difference(run_page: RunPage) -> None:
    said = alt(run_page(ordning="saker"))
    [(surest,)] = published(
        "select s.short_name from variation as v join specialties as s using (principal, specialty) where "
        "of_cut and specialty <> 'Alla' order by shrunken_spread desc limit 1"
    )
    assert said.split(". ", 1)[1].startswith(surest)


def test_one_specialty_has_the_plain_sentence_in_its_answer(run_page: RunPage) -> None:
    said = html(run_page(mvo=GROUP))
    assert "Skillnaden är större än slumpen: SU ligger under, SÄS, SkaS och SV över; RH har för få patienter" in said


def test_one_specialty_links_to_its_own_page_with_the_same_cut(run_page: RunPage) -> None:
    said = html(run_page(mvo="311", matdatum="2026-09-30", forvaltning="NU", tratt="enheter"))
    [link] = re.findall(r'href="(specialitet\?[^"]*)"', said)
    assert "matdatum=2026-09-30" in link
    assert "mvo=311" in link
    assert "forvaltning=NU" in link
    assert "tratt" not in link


def test_the_funnel_is_one_click_from_a_specialty(run_page: RunPage) -> None:
    said = html(run_page(mvo="311"))
    assert "<h2>NU och SU under, SkaS, SV och Privat över regionen</h2>" in said
    assert "Sex förvaltningar är för få för att bedöma överspridning (tio behövs)" in said
    assert "φ = 31,95, τ² = 0,0118, N = 6, p under 0,001." in said


def test_the_funnels_table_has_limits_interval_verdict_estimate_and_probability(run_page: RunPage) -> None:
    said = as_table(run_page(mvo="311"), "funnel")
    head = ["Nämnare", "Andel", "95 % intervall", "Slumpen, 95 %", "Slumpen, 99,8 %", "Justerad för slump",
            "Bland den lägsta femtedelen"]  # fmt: skip
    assert all(f">{title}</th>" in said for title in head)
    assert ">Mer än slumpen från regionen, 67 %</th>" in said
    assert ">nästan säkert (över 99 %)</td>" in said


def test_the_funnel_of_units_is_adjusted_and_gives_no_places(run_page: RunPage) -> None:
    said = html(run_page(mvo="311", tratt="enheter"))
    assert "enheter under regionen" in said
    assert "den justerade tratten frågar vem som sticker ut ändå" in said
    assert "justerad för överspridning" in said
    assert "Enheter får ingen plats" in said
    assert ">Plats</th>" not in said
    assert ">Plats</th>" in html(run_page(mvo="311"))


def test_units_of_the_chosen_administrations_are_shown_and_all_are_judged(run_page: RunPage) -> None:
    every, chosen = (
        as_table(run_page(mvo="311", tratt="enheter", **more), "funnel") for more in ({}, {"forvaltning": "NU"})
    )
    assert "Enheter visas bara för NU; bedömningen gäller alla." in chosen
    rows = [row for row in re.findall(r"<tr>.*?</tr>", chosen) if "Slumpen" not in row and "av slumpen" not in row]
    funnel_rows = [row for row in rows if '<th scope="row">NU mottagning' in row and "femtedelen" not in row]
    assert funnel_rows
    assert all(row in every for row in funnel_rows)


def test_the_nation_is_offered_only_where_it_is_counted_alike(run_page: RunPage) -> None:
    labels = control_labels(run_page(mvo="311"))
    assert "Jämför med" not in labels
    page = run_page(mvo="931", fas="3", mal="riket")
    assert "Jämför med" in control_labels(page)
    assert "Mot riket prövas de i den här specialiteten" in html(page)
    assert "riket 51\u00a0%" in page.get("plotly_chart")[1].proto.spec


def test_an_unknown_level_of_the_funnel_is_told(run_page: RunPage) -> None:
    said = html(run_page(mvo="311", tratt="sjukhus", mal="riket"))
    assert "Okänt värde för tratt: <b>sjukhus</b>. Sidan visar Förvaltningar." in said
    assert "Okänt värde för jämförelse: <b>riket</b>. Sidan visar Regionen." in said


def test_the_mix_is_shown_only_where_no_specialty_is_chosen(run_page: RunPage) -> None:
    assert "med regionens blandning" in html(run_page())
    assert "med regionens blandning" not in html(run_page(mvo=["221", "311"]))
    assert "med regionens blandning" not in html(run_page(fas="3"))


def test_made_up_figures_say_so_under_the_funnel_and_the_ranking(run_page: RunPage) -> None:
    page = run_page(mvo="311")
    assert html(page).count(". Demodata</p>") == 4
    assert all(chart.proto.alt.endswith("Demodata") for chart in page.get("plotly_chart"))


@pytest.mark.parametrize("code", ["221", "521", "201", "311", "101", "511", "361", GROUP])
def test_every_number_of_an_answer_is_a_published_one(run_page: RunPage, code: str) -> None:
    [answer] = re.findall(r"<p class=vl-answer>(.*?)</p>", html(run_page(mvo=code)))
    [(lowest, highest, region, over)] = published(
        "select lowest, highest, region_share, over_limit from variation where of_cut and specialty = $code",
        code=code,
    )
    known = [*(swedish.whole_percent(share) for share in (lowest, highest, region)), over, 90]
    said = [int(number.replace(" ", "")) for number in re.findall(r"\d[\d ]*", answer)]
    assert sorted(set(said)) == sorted(set(known))


def signs() -> set[tuple[str, str, str]]:
    """Straight from the published comparisons: specialty, förvaltning and verdict beyond chance."""
    return set(
        published(
            "select specialty, administration, verdict from comparisons where of_cut and unit is null and "
            "verdict <> 'inom' and specialty <> 'Alla'"
        )
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(ADMINISTRATIONS), unique=True),
    st.lists(st.sampled_from([*SPECIALTIES, GROUP]), unique=True),
    st.sampled_from(list(choices.ORDERS)),
)
def test_no_filter_or_order_moves_a_sign(
    run_page: RunPage, administrations: list[str], specialties: list[str], order: str
) -> None:
    del run_page  # it has set the data directory
    attainment = variation_verdicts.with_intervals(reads.attainment_by_administration(VERSION, **CUT))
    rows = ranges.ordered(reads.variation_by_specialty(VERSION, **CUT), order, specialties)
    drawn = ranges.chart_rows(rows, ranges.by_cell(attainment), administrations, Words(CUT, "Exkl. PVV och MOV"))
    drawn_signs = {(row.code, name, "under") for row in drawn for name in row.under}
    drawn_signs |= {(row.code, name, "over") for row in drawn for name in row.over}
    assert drawn_signs == {each for each in signs() if not specialties or each[0] in specialties}


def test_every_cell_of_the_heat_map_has_its_sign_as_text(run_page: RunPage) -> None:
    del run_page
    attainment = variation_verdicts.with_intervals(reads.attainment_by_administration(VERSION, **CUT))
    names = [(code, code) for code in [*SPECIALTIES, GROUP]]
    grid = heat_map.grid(names, ADMINISTRATIONS, ranges.by_cell(attainment), Words(CUT, "Exkl. PVV och MOV"), "")
    found = set()
    for row in grid["rows"]:
        for column, cell in zip(grid["columns"], row["cells"], strict=True):
            if cell[4]:
                verdict = "under" if cell[4] == "▼" else "over"
                found.add((row["code"], column["code"], verdict))
                assert any("mer än slumpen" in fact for fact in cell[2])
    assert found == signs()


def test_the_file_of_the_funnel_has_the_published_figures_and_the_exact_limits(run_page: RunPage) -> None:
    assert len(run_page(mvo="311", tratt="enheter").get("download_button")) == 4
    words = Words(CUT, "Exkl. PVV och MOV")
    order = Filter("ordning", "", choices.ORDERS, ("spann",))
    view = View(VERSION, Address({}), [], [], order, CUT, words, ("311",), ("NU",), False, True, Thresholds(20, 5))
    rows = variation_view.units(view).to_dicts()
    [variation] = reads.variation_by_specialty(VERSION, **CUT).filter(pl.col("specialty") == "311").to_dicts()
    made = variation_funnel.funnel(rows, variation, is_units=True, nation=None)
    assert made is not None
    written = variation_funnel_file.funnel_rows(view, made)
    assert written["enhet"].to_list() == ["NU mottagning 1", "NU mottagning 2"]
    expected = published(
        "select unit, denominator, numerator, share, verdict from comparisons where "
        "of_cut and specialty = '311' and administration = 'NU' and unit is not null order by unit"
    )
    assert written.select("enhet", "namnare", "taljare", "andel", "utfall").rows() == expected
    limits = exact_limits(made.target, written["namnare"].to_numpy())
    assert written["slump_95_undre"].to_list() == pytest.approx(limits[0, 0], abs=1e-4)
    assert written["slump_998_ovre"].to_list() == pytest.approx(limits[1, 1], abs=1e-4)
    of_units = variation_files.unit_rows(view)
    assert of_units["enhet"].to_list() == written["enhet"].to_list()
    assert of_units["utfall"].to_list() == written["utfall"].to_list()
    assert of_units.columns[-1] == "dataversion"
    of_administrations = variation_files.attainment_rows(view, ())
    assert of_administrations.filter(pl.col("utfall").is_not_null()).height == 6
    ranked = variation_funnel_file.ranking_rows(view, made)
    assert ranked["krympt_andel"].is_sorted()
