"""The Specialitet page on published marts: what it says, in every state and for every address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT, DataDirectory
from dashboard import (
    remembered,
    specialty_control_block,
    specialty_panels,
    specialty_view,
    specialty_waiting,
    warehouse,
)
from dashboard.address import Address
from dashboard.cuts import Cut, Words
from dashboard.filters import Filter
from dashboard.states import Thresholds
from tests.marts_fixture import LAST, PRINCIPAL, VERSION, write_marts

RunPage = Callable[..., AppTest]


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


def run_on(directory: Path, monkeypatch: pytest.MonkeyPatch, **query: str | list[str]) -> AppTest:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(directory))
    warehouse.forget()
    remembered.forget()
    page = AppTest.from_file(str(ROOT / "pages" / "specialty.py"), default_timeout=30)
    for parameter, value in query.items():
        page.query_params[parameter] = value
    page.run()
    assert not page.exception
    return page


@pytest.fixture
def run_page(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    yield lambda **query: run_on(marts, monkeypatch, **query)
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def own_marts(tmp_path: Path) -> Iterator[DataDirectory]:
    yield write_marts(tmp_path)
    warehouse.forget()
    remembered.forget()


def change(data: DataDirectory, sql: str) -> None:
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        marts.execute(sql)


def html(page: AppTest) -> str:
    """All HTML of the page, with no-break spaces as spaces."""
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def alt(page: AppTest, number: int = 0) -> str:
    return str(page.get("plotly_chart")[number].proto.alt).replace("\u00a0", " ")


def test_the_specialty_with_most_over_the_limit_is_shown_by_default(run_page: RunPage) -> None:
    said = html(run_page())
    assert "<h1>Hur går det för ortopedi?</h1>" in said
    assert "<b>67 % har väntat högst 90 dagar</b>, ungefär som i september." in said


def test_a_short_name_that_is_no_ordinary_word_keeps_its_capitals(run_page: RunPage) -> None:
    assert "<h1>Hur går det för BUP?</h1>" in html(run_page(mvo="931"))
    assert "<h1>Hur går det för öron-näsa-hals?</h1>" in html(run_page(mvo="521"))


def test_the_five_key_figures_stand_with_their_n(run_page: RunPage) -> None:
    said = html(run_page(mvo="221"))
    assert said.count('class="vl-figure"') >= 5
    assert "1 911 av 3 102 väntande" in said
    assert "979 behöver tas emot för 90 %" in said
    assert "n = 3 349, alla väntande" in said
    assert "301 av 3 349 väntande" in said


def test_every_administration_has_a_panel_and_those_without_base_are_named(run_page: RunPage) -> None:
    page = run_page(mvo="221")
    for name in ("SU", "NU", "SkaS", "SÄS", "SV"):
        assert f"{name} som vanligt" in alt(page)
    assert "RH: dolt (1–4 patienter, eller skulle avslöja en så liten grupp), visas inte här." in html(page)


def test_months_that_share_patients_say_that_residuals_are_charted(run_page: RunPage) -> None:
    assert "† Samma patienter väntar flera månader i rad" in html(run_page())
    assert "†" not in html(run_page(population="genomforda"))


def test_an_xmr_view_is_an_address_away_and_warns_of_months_that_follow_each_other(run_page: RunPage) -> None:
    said = html(run_page(diagram="xmr"))
    assert "Bandet (XmR, Making Data Count)" in said
    assert "räkna med fler falska signaler än vanligt" in said


def test_an_event_is_told_with_its_reason_where_it_begins_a_new_level(run_page: RunPage) -> None:
    said = html(run_page())
    assert "Systembyte i SÄS: SÄS bytte vårdsystem. Ny vanlig nivå därefter i SÄS." in said
    assert "Nytt system registrerar väntande på nytt sätt." in said


def test_a_fall_is_a_finding_in_heading_and_answer(own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    change(
        own_marts,
        "update attainment set numerator = (numerator * 0.3)::integer, "
        "share = (numerator * 0.3)::integer / denominator "
        "where specialty = '221' and administration = 'NU' and cutoff_date >= date '2026-08-31'",
    )
    page = run_on(own_marts.root, monkeypatch, mvo="221")
    assert "NU under: övriga varierar som vanligt" in html(page)
    assert "<b>NU ligger under sin vanliga nivå för tredje månaden i rad.</b>" in html(page)
    assert alt(page).split(". ")[1].startswith("NU ▼ lägre än vanligt")


def test_the_table_twin_holds_limits_and_rules_of_every_month(
    own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(
        own_marts,
        "update attainment set numerator = (numerator * 0.2)::integer, "
        "share = (numerator * 0.2)::integer / denominator "
        "where specialty = '221' and administration = 'NU' and cutoff_date = date '2026-10-31'",
    )
    page = run_on(own_marts.root, monkeypatch, mvo="221")
    page.session_state["view_control"] = "Tabell"
    page.run()
    said = html(page)
    assert "lägre än vanligt: utanför gränserna" in said
    assert said.count(">2025-10-31</td>") == 5
    assert "variation?huvudman=Exempelregionen" in said
    assert ">saknas</td>" in said


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        ("mvo", "999", "Okänt värde för specialitet: <b>999</b>. Sidan visar Ortopedi (311)."),
        ("diagram", "cusum", "Okänt värde för diagramtyp: <b>cusum</b>. Sidan visar p′ (Laney)."),
        ("fas", "9", "Okänt värde för vårdfas: <b>9</b>. Sidan visar Första besök."),
        ("forvaltning", "XX", "Okänt värde för förvaltning: <b>XX</b>."),
    ],
)
def test_an_unknown_value_is_a_message_never_ignored(run_page: RunPage, parameter: str, value: str, words: str) -> None:
    assert words in html(run_page(**{parameter: value}))


def test_only_chosen_administrations_have_panels_and_one_has_its_own_distribution(run_page: RunPage) -> None:
    page = run_page(mvo="221", forvaltning="NU")
    assert "NU som vanligt" in alt(page)
    assert "SU som vanligt" not in alt(page)
    assert "Antal väntande efter väntetid, NU, 31 oktober 2026, alla väntande" in html(page)


def test_the_distribution_states_limit_median_and_both_sides(run_page: RunPage) -> None:
    page = run_page(mvo="221")
    assert "gräns 90 dagar; median 61; en av tio har väntat minst 206; inom gränsen 2 177; över gränsen 1 172" in alt(
        page, 1
    )
    assert "23 % av dem över gränsen har väntat mer än ett halvår" in html(page)


def test_a_target_date_has_no_limit_line_and_says_why(run_page: RunPage) -> None:
    page = run_page(fas="4")
    assert "Dagar till och efter måldatum publiceras inte" in html(page)
    assert "gräns" not in alt(page, 1)


def test_nobody_waiting_is_a_sentence_with_ways_out(run_page: RunPage) -> None:
    said = html(run_page(mvo="221", fas="3"))
    assert "Ingen är väntande till undersökning inom neurologi 31 oktober 2026." in said
    assert "Visa specialiteten med flest över gränsen" in said
    assert "30 dagar eller kortare" in said


def test_a_hidden_specialty_is_hidden_in_every_block(own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    nulls = ", ".join(f"{name} = null" for name in ("contacts", "denominator", "numerator", "share", "over_limit",
                                                    "median_days", "p90_days"))  # fmt: skip
    change(own_marts, f"update attainment set {nulls}, status = 'dolt' where specialty = '221'")  # noqa: S608
    page = run_on(own_marts.root, monkeypatch, mvo="221")
    assert "Underlaget är för litet för att visas: 1–4 patienter" in html(page)
    assert not page.get("plotly_chart")


def test_the_first_month_has_nothing_to_be_judged_against(run_page: RunPage) -> None:
    page = run_page(matdatum="2024-11-30")
    said = html(page)
    assert "För få månader för att skilja signal från slump" in said
    assert said.count("går inte att jämföra bakåt") == 4
    assert "SÄS saknas</span>, sju av åtta leveranser" in said


def test_a_missing_last_delivery_is_said_in_its_panel(
    own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(
        own_marts,
        "update attainment set denominator = null, numerator = null, share = null, contacts = null, status = 'saknas' "
        "where specialty = '221' and administration = 'SU' and cutoff_date = date '2026-10-31'",
    )
    change(own_marts, "update periods set missing_administrations = 'SU' where cutoff_date = date '2026-10-31'")
    assert "SU saknas i oktober" in alt(run_on(own_marts.root, monkeypatch, mvo="221"))


def test_made_up_figures_say_so_under_every_heading_and_in_the_words_of_every_chart(run_page: RunPage) -> None:
    page = run_page()
    assert all(chart.proto.alt.endswith("Demodata") for chart in page.get("plotly_chart"))


def test_a_csv_of_control_charts_has_swedish_names_from_huvudman_to_dataversion() -> None:
    names = list(specialty_panels.OPEN_COLUMNS)
    assert names[0] == "huvudman"
    assert names[-1] == "dataversion"
    assert {"mitt", "undre_grans", "ovre_grans", "signal", "regel"} <= set(names)


def a_view(specialty: str, **changes: Any) -> specialty_view.View:
    """The default cut of a specialty, without a page round it."""
    cut = Cut(principal=PRINCIPAL, cutoff_date=LAST, population="vantande", phase=1, definition="exkl_pvv_mov",
              limit_days=90)  # fmt: skip
    values: dict[str, Any] = {
        "version": VERSION, "address": Address({}), "row": [], "more": [], "cut": cut, "specialty": specialty,
        "chart": Filter("diagram", "Diagramtyp", specialty_view.CHARTS, ("p",)), "specialty_name": specialty,
        "words": Words(cut, "Exkl. PVV och MOV", True), "administrations": (), "thresholds": Thresholds(20, 5),
        "is_demo": True,
    }  # fmt: skip
    return specialty_view.View(**(values | changes))


@pytest.fixture
def published(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    warehouse.forget()
    remembered.forget()
    yield
    warehouse.forget()
    remembered.forget()


@pytest.mark.usefixtures("published")
def test_the_file_has_a_row_for_every_month_drawn_and_none_for_who_is_hidden() -> None:
    view = a_view("221")
    control = specialty_control_block.control(view)
    rows = specialty_panels.open_rows(view, control)
    assert rows.height == 5 * 24
    assert "RH" not in rows["forvaltning"].to_list()
    missing = rows.filter(rows["andel"].is_null())
    assert set(zip(missing["forvaltning"], missing["status"], strict=True)) == {("SÄS", "saknas")}
    assert missing.select("mitt", "undre_grans", "ovre_grans").null_count().sum_horizontal().item() == 3 * 2
    known = rows.filter(rows["andel"].is_not_null())
    assert (known["undre_grans"] < known["ovre_grans"]).all()


@pytest.mark.usefixtures("published")
def test_the_level_begins_anew_after_an_event_that_says_so_and_only_there() -> None:
    rows = specialty_panels.open_rows(a_view("221"), specialty_control_block.control(a_view("221")))
    periods = {name: set(part["nivaperiod"]) for (name,), part in rows.group_by("forvaltning")}
    assert periods.pop("SÄS") == {1, 2}
    assert set.union(*periods.values()) == {1}


@pytest.mark.usefixtures("published")
def test_missing_months_are_one_band_that_names_the_event() -> None:
    control = specialty_control_block.control(a_view("221"))
    bands = {each.administration: specialty_panels.bands(each) for each in control.series}
    assert [band.note for band in bands["SÄS"]] == ["nov–dec 2024 saknas<br>(systembyte i SÄS)", "Ny rutin"]
    assert [band.note for band in bands["NU"]] == ["Ny rutin"]


@pytest.mark.usefixtures("published")
def test_bars_of_days_hold_everybody_of_the_group_once() -> None:
    waits = specialty_waiting.of_view(a_view("221"))
    assert waits.contacts == 3349
    assert [bar.last for bar in waits.bars if not bar.is_over][-1] == 90
    assert waits.bars[-1].first == 366
    assert specialty_waiting.open_rows(a_view("221"), waits)["antal"].sum() == 3349


@pytest.mark.usefixtures("published")
def test_no_bar_has_days_from_both_sides_of_a_limit_that_is_no_whole_ten() -> None:
    view = a_view("221")
    cut = view.cut | {"limit_days": 88}
    waits = specialty_waiting.of_view(a_view("221", cut=cut))
    assert [bar.last for bar in waits.bars if not bar.is_over][-1] == 88
    assert waits.total(is_over=False) + waits.total(is_over=True) == waits.contacts
