"""The follow-up of Gröna korset on published marts: every number is counted here from the fixture's signs by hand."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analysis.swedish_calendar import is_working_day
from config import ROOT
from dashboard import (
    cross_followup_facts,
    cross_followup_harm,
    cross_followup_states,
    cross_followup_time,
    cross_followup_types,
    cross_followup_units,
    cross_followup_well,
    cross_followup_words,
    cross_view,
    remembered,
    warehouse,
)
from dashboard.address import Address
from dashboard.charts.cross_bars_chart import cross_bars_chart
from dashboard.charts.cross_between_chart import Between, Limits, cross_between_chart
from dashboard.charts.cross_month_chart import Month, cross_month_chart
from dashboard.charts.cross_rate_chart import cross_rate_chart
from dashboard.charts.theme import CROSS_COLOURS, DARK, LIGHT, Tokens
from dashboard.cross_view import CrossView
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.marts_fixture_cross import DAY_SURGERY, EMERGENCY, WARD_3, WARD_7, WARDS, WENT_WELL, Ward
from tests.marts_fixture_plans import TODAY

RunPage = Callable[..., AppTest]
FIRST, LAST = dt.date(2025, 11, 1), dt.date(2026, 10, 31)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture(scope="module")
def served(marts: Path) -> Iterator[None]:
    """The fixture's marts, kept served so that each view is made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VARDLAGET_DATA_DIR", str(marts))
        patch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
        warehouse.forget()
        remembered.forget()
        yield
        warehouse.forget()
        remembered.forget()


@pytest.fixture(scope="module")
def run_page(served: None) -> RunPage:
    del served

    @functools.cache
    def run(**query: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "pages" / "green_cross.py"), default_timeout=30)
        for parameter, value in ({"visa": "uppfoljning"} | query).items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        return page

    return run


def words(page: AppTest) -> str:
    html = "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def alts(page: AppTest) -> list[str]:
    return [str(each.proto.alt).replace("\u00a0", " ") for each in page.get("plotly_chart")]


def view_of(**query: str) -> CrossView:
    chosen = {name: (value,) for name, value in ({"visa": "uppfoljning"} | query).items()}
    return cross_view.of_address(VERSION, Address(chosen))


def followup(**query: str) -> tuple[CrossView, cross_followup_facts.Followup]:
    view = view_of(**query)
    return view, cross_followup_facts.of_view(view)


def ward(unit: str) -> Ward:
    return next(each for each in WARDS if each.unit == unit)


def counted(each: Ward, first: dt.date = FIRST, last: dt.date = LAST) -> tuple[int, int]:
    """Registered days and days with activity of a ward, day by day from its signs."""
    signs = {
        day: sign
        for year, month in [(2025, 11), (2025, 12), *((2026, number) for number in range(1, 11))]
        for day, sign in each.signs(dt.date(year, month, 1))
    }
    registered = activity = 0
    day = max(first, each.cross_from or first)
    while day <= min(last, each.cross_to or last):
        is_said = signs[day] not in ".-"
        is_expected = each.opening == "alla" or is_working_day(day)
        registered += is_said
        activity += is_said or (is_expected and signs[day] != "-")
        day += dt.timedelta(days=1)
    return registered, activity


def test_a_unit_is_answered_with_its_rate_and_its_green_days(run_page: RunPage) -> None:
    assert counted(ward(DAY_SURGERY)) == (248, 249)
    said = words(run_page(enhet=DAY_SURGERY))
    assert (
        "Av 249 dagar med verksamhet är 248 registrerade (över 99 %) , november 2025–oktober 2026. "
        "Av de registrerade är 96 % gröna ." in said
    )
    assert "Registreringsgrad över 99 % 248 av 249 dagar med verksamhet är registrerade." in said
    assert "Gröna dagar 96 % 238 av 248 registrerade dagar. Färger enligt Definition 2." in said
    assert "Dagar sedan skada 22 Senast 9 oktober, räknat till 31 oktober." in said
    assert "Skadedagar 3 Dagar med patientskada, november 2025–oktober 2026." in said
    assert "Rapporterade risker 3 1,2 per 100 registrerade dagar. Fler är aldrig sämre" in said  # 3 of 248
    assert "Det som gick bra 1 Det som gick bra är antecknat en dag." in said


def test_a_group_is_the_sum_of_its_units_days(run_page: RunPage) -> None:
    parts = [counted(each) for each in WARDS if each.cross_from]
    assert (sum(each for each, _ in parts), sum(each for _, each in parts)) == (2010, 2156)
    said = words(run_page())
    assert "Av 2 156 dagar med verksamhet är 2 010 registrerade (93 %)" in said
    assert "1 985 av 2 010 registrerade dagar, och fyra dagar går inte att säga." in said
    assert "Färger enligt varje förvaltnings egen definition." in said
    assert "Samma färg betyder olika saker här: Definition 2 och SkaS används." in said


def test_every_unit_of_the_table_has_its_own_sum(served: None) -> None:
    del served
    _, found = followup()
    rows = {row["unit"]: row for row in found.units}
    for each in WARDS:
        if each.cross_from:
            assert (rows[each.unit]["registered"], rows[each.unit]["activity"]) == counted(each), each.unit
    outside = rows["Mottagningen Ängen"]
    assert (outside["registered"], outside["activity"], outside["risks"]) == (0, 0, 1)


def test_units_stand_by_forvaltning_and_name_never_by_result(run_page: RunPage) -> None:
    said = words(run_page())
    names = [f"{each.unit} ({each.administration})" for each in WARDS]
    table = said[said.index("Dagar sedan skada Skadedagar Risker") :]
    order = sorted(names, key=table.index)
    assert order == [
        "Dagkirurgen Borgsele (SÄS)", "Kirurgmottagningen Borgsele (SÄS)", "Avdelning 7 Storhamn (SU)",
        "Kirurgmottagningen Storhamn (SU)", "Akutmottagningen Norrhamn (NU)", "Avdelning 3 Skogslund (SkaS)",
        "Ögonmottagningen Skogslund (SkaS)", "Dagvården Viken (SV)", "Rehabenheten Viken (SV)",
        "Mottagningen Ängen (NH)",
    ]  # fmt: skip
    assert "Akutmottagningen Norrhamn (NU) 90 % 365 99 % 23 1 2 0 0" in table
    assert "Avdelning 3 Skogslund (SkaS) 100 % 365 99 % – över 99 % 18 1 0 0 0" in table
    assert "Mottagningen Ängen (NH), utanför enhetsregistret – 0 – ingen känd 0 1 0 0" in table


def test_forvaltningar_are_the_sums_of_their_units(served: None) -> None:
    del served
    view, found = followup()
    rows = {row["administration"]: row for row in cross_followup_units.summed(found.units)}
    assert list(rows) == ["SÄS", "SU", "NU", "SkaS", "SV", "NH"]
    own = [counted(each) for each in WARDS if each.administration == "SÄS"]
    assert (rows["SÄS"]["registered"], rows["SÄS"]["activity"]) == tuple(map(sum, zip(*own, strict=True)))
    assert (rows["SkaS"]["harm_days"], rows["SkaS"]["since_harm"], rows["SkaS"]["units"]) == (2, 18, 2)
    assert sum(row["activity"] for row in rows.values()) == 2156
    table = cross_followup_units.administrations_table("x", view, found).replace("\u00a0", " ")
    spoken = " ".join(re.sub(r"<[^>]+>", " ", table).split())
    assert "SÄS, två enheter över 99 % 293 97 % 22 3 3 1 0" in spoken


def test_a_group_of_many_units_is_told_by_forvaltning(run_page: RunPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross_followup_units, "MOST_ROWS", 9)
    said = words(run_page(manad="2026-10"))
    assert "Tio enheter, förvaltning för förvaltning" in said
    assert "Välj en förvaltning för att se enheterna en och en; filen har dem alla." in said


def test_the_units_table_stands_last_before_the_actions(run_page: RunPage) -> None:
    """A region's hundred rows push nothing down that is drawn."""
    said = words(run_page())
    table = said.index("Tio enheter, en rad var")
    charts = ("Registreringsgrad 28 dagar", "Dagar mellan dagar med känd", "Antal händelser per typ", "Det gick bra")
    assert all(said.rindex(each) < table for each in charts if each in said)
    assert said.index("Antal händelser per typ") < table < said.rindex("tgärder")
    assert "en rad var" not in words(run_page(enhet=WARD_7))


def test_the_first_tired_units_are_named_and_the_others_counted(served: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del served
    view, found = followup()
    monkeypatch.setattr(cross_followup_units, "MOST_NAMED", 0)
    assert (
        cross_followup_units.tired_html(view, found)
        == '<div class="vl-list"><div>En enhet till står i tabellen.</div></div>'
    )


def test_the_ward_that_registers_more_seldom_is_named_with_its_figures(run_page: RunPage) -> None:
    ends = [LAST - dt.timedelta(days=days) for days in (28, 112)]
    assert counted(ward(EMERGENCY), first=ends[0] + dt.timedelta(days=1)) == (7, 28)
    assert counted(ward(EMERGENCY), first=ends[1] + dt.timedelta(days=1), last=ends[0]) == (69, 84)
    said = words(run_page())
    assert "En enhet kan behöva stöd: den registrerar mer sällan än förut" in said
    assert (
        "Akutmottagningen Norrhamn (NU) : 7 av 28 dagar med verksamhet är registrerade på 28 dagar till och med "
        "31 oktober 2026 (25 %). Det är 57 procentenheter under de 84 dagarna före, då det var 82 % (69 av 84), och "
        "under enhetens egen undre gräns, 73 %." in said
    )
    assert "Det säger att något har ändrats, inte varför: fråga vad som skulle hjälpa." in said


def test_a_unit_that_registers_as_before_is_told_so(run_page: RunPage) -> None:
    said = words(run_page(enhet=DAY_SURGERY))
    assert "Enheten registrerar ungefär som förut" in said
    assert "19 av 20 dagar med verksamhet är registrerade på 28 dagar till och med 31 oktober 2026 (95 %)." in said
    assert "De 84 dagarna före var det 100 % (60 av 60)." in said
    assert "Registrerat de senaste 28 dagarna: 95 %, som vanligt" in said


def test_states_are_told_as_colours_and_as_what_happened(run_page: RunPage) -> None:
    page = run_page(enhet=DAY_SURGERY)
    colours, facts = alts(page)[:2]
    assert colours == (
        "Färg. Gröna är 96 % av de registrerade dagarna. Ingen negativ händelse 238 dagar; Negativ händelse utan skada "
        "eller risk 4 dagar; Risk för patientskada 3 dagar; Patientskada 3 dagar; Inte registrerad 1 dag; "
        "Ingen verksamhet 116 dagar. Demodata"
    )
    assert facts.startswith(
        "Vad som hände. Gröna är 96 % av de registrerade dagarna. Ingen negativ händelse 238 dagar;"
    )
    assert sum((238, 4, 3, 3, 1, 116)) == (LAST - FIRST).days + 1


def test_under_another_definition_the_colours_move_and_the_facts_stand(served: None) -> None:
    del served
    facts = {}
    for definition, colours in {
        "definition_1": {"gron": 242, "gul": 3, "rod": 3, "vit": 1, "gra": 116},
        "definition_2": {"gron": 238, "gul": 4, "orange": 3, "rod": 3, "vit": 1, "gra": 116},
        "skas": {"gron": 242, "gul": 3, "orange": 3, "vit": 1, "gra": 116},
    }.items():
        _, found = followup(enhet=DAY_SURGERY, farger=definition)
        assert found.colours == colours
        facts[definition] = (found.facts, found.whole["harm_days"], found.harm.dates)
    assert facts["definition_1"] == facts["definition_2"] == facts["skas"]


def test_days_that_only_a_colour_tells_make_an_interval_under_the_own_definition(served: None) -> None:
    del served
    _, found = followup(enhet=WARD_3)
    assert found.colours == {"gron": 361, "okand": 4}
    assert (found.whole["green_low"], found.whole["green_high"], found.whole["registered"]) == (361, 364, 365)
    assert found.whole["harm_days"] == 1  # red of definition 1 is harm, whichever
    _, same = followup(enhet=WARD_3, farger="definition_1")
    assert same.colours == {"gron": 361, "gul": 3, "rod": 1}


def test_the_time_between_harm_is_counted_by_hand(run_page: RunPage, served: None) -> None:
    del served
    _, found = followup()
    dates = [(2, 11), (2, 23), (8, 12), (10, 7), (10, 8), (10, 9), (10, 13)]
    assert found.harm.dates == tuple(dt.date(2026, *date) for date in dates)
    assert found.harm.between == [12, 170, 56, 1, 1, 4]
    assert found.harm.since == 18
    said = words(run_page())
    assert "I genomsnitt 41 dagar mellan dagar med känd skada" in said  # 244 of 6
    assert "Gränsen är på prov: färre än tretton mellanrum." in said


def test_a_unit_without_harm_is_told_from_when(run_page: RunPage) -> None:
    said = words(run_page(enhet="Kirurgmottagningen Borgsele"))
    assert "Ingen känd skada sedan första registreringen 1 september 2026" in said
    assert "Dagar sedan skada ingen känd skada Sedan första registreringen 1 september, räknat till 31 oktober." in said


def test_event_types_are_told_in_order_with_their_cumulative_share(run_page: RunPage) -> None:
    page = run_page(enhet=DAY_SURGERY)
    assert "Trycksår är vanligast: 4 av 11 händelser (36 %)" in words(page)
    [types] = [alt for alt in alts(page) if alt.startswith("Trycksår")]
    assert "Trycksår 4; Kommunikation 3; Fall 2; Driftstörning 1; Läkemedel 1" in types


@pytest.fixture
def odd_types(served: None, tmp_path: Path) -> Iterator[None]:
    """Marts of their own, where two types of one unit are such as only a delivery names."""
    del served
    data = write_marts(tmp_path)
    with duckdb.connect(data.marts(VERSION)) as connection:
        for known, said in (("trycksar", "Bråk i korridoren"), ("fall", "Kalle föll")):
            told = {"known": known, "said": said, "unit": DAY_SURGERY}
            connection.execute(
                "update cross_entries set event_type = $said where event_type = $known and unit = $unit", told
            )
            connection.execute("insert into cross_event_types values ($said, $said, 10000, false)", {"said": said})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VARDLAGET_DATA_DIR", str(data.root))
        warehouse.forget()
        remembered.forget()
        yield
    warehouse.forget()
    remembered.forget()


def test_types_that_only_deliveries_name_are_free_text_and_stay_with_their_unit(odd_types: None) -> None:
    """Above a unit they are one type, in words and in the file; the unit's own view has its own words."""
    del odd_types
    for query in ({}, {"forvaltning": "SÄS"}, {"klinik": "Kirurgi SÄS"}):
        view, found = followup(**query)
        bars = cross_followup_types.type_bars(found, cross_followup_types.titles(view))
        assert {bar.name: bar.count for bar in bars}["Annan typ"] == 6
        file = cross_followup_types.open_types(view, found)
        assert file.filter(handelsetyp="Annan typ")["antal"].to_list() == [6]
        shown = f"{bars} {file.rows()} {cross_followup_types.types_twin('x', view, found)}"
        assert "Bråk" not in shown
        assert "Kalle" not in shown
    view, found = followup(enhet=DAY_SURGERY)
    assert dict(found.types.select("event_type", "count").iter_rows()) == {
        "Bråk i korridoren": 4, "kommunikation": 3, "Kalle föll": 2, "driftstorning": 1, "lakemedel": 1,
    }  # fmt: skip


def test_risks_are_told_as_a_healthy_sign(run_page: RunPage) -> None:
    said = words(run_page(enhet=WARD_7))
    assert "2 rapporterade risker: lika många tillfällen att förebygga" in said
    assert "Att rapportera risker är ett friskhetstecken" in said
    assert not re.search(r"bättre|sämre än|färre risker är", said)


def test_what_went_well_is_read_on_the_units_own_view_only(run_page: RunPage) -> None:
    [note] = WENT_WELL.values()
    assert note in words(run_page(enhet=DAY_SURGERY))
    for query in ({}, {"forvaltning": "SÄS"}, {"klinik": "Kirurgi SÄS"}, {"enhet": WARD_7}):
        page = run_page(**query)
        assert note not in words(page)
        assert all(note not in alt for alt in alts(page))
    view, found = followup()
    assert note not in cross_followup_well.open_well(view, found, []).write_csv()


def test_an_earlier_month_ends_the_period_there(served: None) -> None:
    del served
    _, found = followup(enhet=DAY_SURGERY, manad="2026-02")
    assert (found.first, found.last) == (FIRST, dt.date(2026, 2, 28))
    assert found.harm.dates == (dt.date(2026, 2, 11), dt.date(2026, 2, 23))
    assert found.harm.since == 5
    assert (found.whole["registered"], found.whole["activity"]) == counted(ward(DAY_SURGERY), last=found.last)


def test_a_group_of_one_clinic_holds_its_units_only(served: None) -> None:
    del served
    _, found = followup(forvaltning="SÄS", klinik="Kirurgi SÄS")
    assert [row["unit"] for row in found.units] == [DAY_SURGERY, "Kirurgmottagningen Borgsele"]
    assert found.whole["registered"] == 248 + 44


def test_files_say_whose_and_when_and_hold_what_the_tables_hold(served: None) -> None:
    del served
    view, found = followup()
    units = cross_followup_units.open_units(found)
    assert units.select("dagar_med_verksamhet", "registrerade").sum().row(0) == (2156, 2010)
    assert units["fran"].unique().to_list() == [FIRST]
    states = cross_followup_states.open_days(view, found)
    days = 6 * 365 + 61 + 153 + 242 + 10  # of one unit, outside the reference, what has been said
    assert states.filter(slag="farg")["dagar"].sum() == states.filter(slag="handelse")["dagar"].sum() == days
    assert states["forvaltning"].unique().to_list() == ["Alla"]
    risks = cross_followup_time.open_risks(view, found)
    assert (risks["risker"].sum(), risks["risker_i_kvoten"].sum()) == (9, 8)  # one unit is in no rate
    types = cross_followup_types.open_types(view, found)
    assert types["antal"].sum() == 26
    assert types["sammanlagt"][-1] == 1
    between = cross_followup_harm.open_between(view, found)
    assert between["dagar"].to_list() == [12, 170, 56, 1, 1, 4, 18]
    assert between["pagar"].to_list() == ["nej"] * 6 + ["ja"]
    tired = cross_followup_units.open_tired(found)
    assert tired.filter(under_grans="ja")["enhet"].to_list() == [EMERGENCY]


def test_every_block_has_a_file_that_begins_with_the_huvudman_and_ends_with_the_version(run_page: RunPage) -> None:
    assert len([each for each in run_page().get("download_button") if each.proto.label == "CSV"]) == 8
    view, found = followup()
    together = found.together
    assert together is not None
    frames = [
        cross_followup_units.open_units(found), cross_followup_units.open_tired(found),
        cross_followup_states.open_days(view, found), cross_followup_time.open_rates(view, together),
        cross_followup_time.open_risks(view, found), cross_followup_harm.open_between(view, found),
        cross_followup_types.open_types(view, found), cross_followup_well.open_well(view, found, []),
    ]  # fmt: skip
    for frame in frames:
        rows = cross_followup_words.open_rows(view, frame)
        assert (rows.columns[0], rows.columns[-1]) == ("huvudman", "dataversion")
        assert (rows["huvudman"][0], rows["dataversion"][0]) == (PRINCIPAL, VERSION)
    assert cross_followup_words.file_name("enheter", view, found) == "grona_korset_enheter_2025-11-01_2026-10-31.csv"


def test_every_block_has_a_table_twin(served: None) -> None:
    del served
    page = AppTest.from_file(str(ROOT / "pages" / "green_cross.py"), default_timeout=30)
    page.query_params["visa"] = "uppfoljning"
    for block in ("tired", "states", "rate", "between", "types", "risks", "well"):
        page.session_state[f"view_cross_{block}"] = "Tabell"
    page.run()
    assert not page.exception
    assert alts(page) == []
    said = words(page)
    for row in (
        "Akutmottagningen Norrhamn (NU) 25 % 28 82 % 84 73 % 2026-10-31 kan behöva stöd",
        "Kirurgmottagningen Borgsele (SÄS) 100 % 20 100 % 24 – 2026-10-31 för få dagar",
        "G Grön 1 994 75 %",
        "Alla dagar 2 656",
        "2026-10-31 142 184 77 %",  # 19 + 20 + 28 + 20 + 7 + 28 + 20 of 20 + 20 + 28 + 20 + 28 + 28 + 20 + 20
        "2026-10-31 18 pågår, ingen skada än",
        "Trycksår 8 31 % 31 %",
        "Utan typ 4 15 % 100 %",
        "oktober 2026 6 125 4,0",  # five of 21 + 22 + 31 + 21 + 8 + 22 days that tell what happened
        "oktober 2026 1",
    ):
        assert row in said, row


def test_a_drawn_rate_is_the_charts_own_and_within_what_a_share_can_be(served: None) -> None:
    del served
    view, found = followup(enhet=EMERGENCY)
    course = found.together
    assert course is not None
    rows = cross_followup_time.open_rates(view, course)
    assert rows.select("taljare", "namnare").rows()[-1] == (7, 28)
    assert len(rows) == 13
    panel = cross_followup_time.panel(course)
    assert panel.values[-1] == 25
    assert panel.signals[-1] == -1
    assert all(0 <= each <= 100 for line in (panel.lower, panel.upper) for each in line if each is not None)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_chart_is_one_that_plotly_knows(served: None, tokens: Tokens) -> None:
    del served
    view, found = followup()
    course = found.together
    assert course is not None
    bars = cross_followup_states.bars(cross_followup_states.colour_names(view, found), found.colours, is_coloured=True)
    points = [Between(days, ended, "", is_signal=days > 100) for ended, days in cross_followup_harm.closed(found)]
    now = cross_followup_harm.running(found)
    for figure in (
        cross_bars_chart(bars, tokens, right=120),
        cross_bars_chart(cross_followup_types.type_bars(found, {}), tokens, right=120),
        cross_rate_chart([each.last for each in course.windows], cross_followup_time.panel(course), tokens),
        cross_between_chart(points, now, Limits(40.7, 164.4, is_trial=True), tokens),
        cross_between_chart([], now, None, tokens),
        cross_month_chart([*cross_followup_time.risk_months(found), Month(LAST, None, "")], tokens),
    ):
        figure.validated()


def test_a_state_is_told_by_letter_and_pattern_besides_its_colour(served: None) -> None:
    del served
    names = {colour: colour for colour in CROSS_COLOURS}
    bars = cross_followup_states.bars(names, dict.fromkeys(CROSS_COLOURS, 1), is_coloured=True)
    drawn = cross_bars_chart(bars, LIGHT, right=120).to_dict()
    ticks = drawn["layout"]["yaxis"]["ticktext"]
    assert [tick.split("</b>")[0] for tick in ticks] == [f"<b>{each.letter}" for each in CROSS_COLOURS.values()]
    shapes = dict(zip(CROSS_COLOURS, drawn["data"][0]["marker"]["pattern"]["shape"], strict=True))
    assert len({shapes[colour] for colour in ("gron", "gul", "orange", "rod", "gra")}) == 5


def test_risks_are_drawn_in_one_neutral_colour_whatever_their_number(served: None) -> None:
    del served
    _, found = followup()
    marker = cross_month_chart(cross_followup_time.risk_months(found), LIGHT).to_dict()["data"][0]["marker"]
    assert marker == {"color": LIGHT.muted}
