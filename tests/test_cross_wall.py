"""The wall of crosses on published marts: signs and counts from the fixture's literal days, and new registrations."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

import config
from config import ROOT, DataDirectory
from dashboard import (
    cross_view,
    cross_wall,
    cross_wall_facts,
    cross_wall_links,
    cross_wall_screen,
    cross_wall_sentences,
    cross_wall_table,
    cross_wall_words,
    remembered,
    warehouse,
)
from dashboard.address import Address
from dashboard.cross_view import CrossView
from dashboard.cross_wall_facts import UnitMonth, Wall
from dashboard.cross_wall_sentences import span
from register import NewCrossEntry, NewCrossEvent, Register
from register.migration import migrate
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.marts_fixture_cross import DAY_SURGERY, DESCRIPTIONS, EMERGENCY, WARD_3, WARD_7, WARDS, WENT_WELL
from tests.marts_fixture_plans import TODAY

OCTOBER = {"visa": ["alla"], "manad": ["2026-10"]}
# Definition 2; weekends of the units that keep to weekdays are grey, All Saints' Day the 31st is a Saturday.
MONTHS = {
    DAY_SURGERY: "GG--G!GGR--GGOG!--G?GOG--G!GGG-",
    WARD_7: "GGOGGG!GGGGGGOGGGGGGGG!GGGGGGGG",
    EMERGENCY: "G??G???R??G???G????G???G????G??",
    "Rehabenheten Viken": "??--?????--?????--?????--?????-",
    "Mottagningen Ängen": "GG  GGGGG  GGO                 ",
    "Kirurgmottagningen Storhamn": "GG--GGGGG--GGG#G--GGGGG--GGGGG-",
}


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture(autouse=True)
def served(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    def serve(root: Path) -> None:
        monkeypatch.setenv("VARDLAGET_DATA_DIR", str(root))
        monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
        warehouse.forget()
        remembered.forget()

    serve(marts)
    yield serve
    warehouse.forget()
    remembered.forget()


def view_of(**given: list[str]) -> CrossView:
    return cross_view.of_address(VERSION, Address(OCTOBER | given))


def wall_of(**given: list[str]) -> Wall:
    return cross_wall_facts.of_view(view_of(**given))


def unit(wall: Wall, name: str) -> UnitMonth:
    return next(each for each in wall.units if each.unit == name)


@pytest.mark.parametrize("name", MONTHS)
def test_a_month_is_one_sign_per_day_as_the_days_were_said(name: str) -> None:
    assert unit(wall_of(farger=["definition_2"]), name).signs == MONTHS[name]


def test_colours_of_a_source_that_knows_no_facts_follow_its_definition_and_are_not_guessed_under_others() -> None:
    colours = next(ward.months["2026-10"] for ward in WARDS if ward.unit == WARD_3)
    assert unit(wall_of(farger=["definition_1"]), WARD_3).signs == colours.translate(str.maketrans("1234", "G!OR"))
    assert "." in unit(wall_of(farger=["definition_2"]), WARD_3).signs
    assert unit(wall_of(farger=["skas"]), WARD_3).definitions == ("skas",)


def test_units_stand_by_administration_hospital_and_name_however_it_went() -> None:
    wall = wall_of()
    assert [each.unit for each in wall.units] == [
        "Dagkirurgen Borgsele", "Kirurgmottagningen Borgsele", "Avdelning 7 Storhamn", "Kirurgmottagningen Storhamn",
        "Akutmottagningen Norrhamn", "Avdelning 3 Skogslund", "Ögonmottagningen Skogslund", "Rehabenheten Viken",
        "Mottagningen Ängen",
    ]  # fmt: skip
    assert wall.without == 1  # Dagvården Viken ended in June


def test_the_groups_figures_are_sums_of_its_units_days() -> None:
    wall = wall_of(forvaltning=["SÄS"])
    day_surgery, clinic = wall.units
    assert (day_surgery.counts["activity"], day_surgery.counts["registered"]) == (22, 21)
    assert (clinic.counts["activity"], clinic.counts["registered"]) == (22, 22)
    assert day_surgery.counts["green_low"] == day_surgery.counts["green_high"] == 15
    assert wall.total("registered") == 43
    assert wall.total("harm_days") == 1
    assert day_surgery.since_harm == 31 - 9
    assert clinic.since_harm is None


def test_a_unit_without_a_cross_of_its_own_is_shown_and_counted_in_no_rate() -> None:
    each = unit(wall_of(), "Mottagningen Ängen")
    assert not each.is_counted
    assert each.counts["activity"] == each.counts["registered"] == 0
    assert each.states == {"gron": 9, "orange": 1}
    assert cross_wall_words.caption(each) == "räknas inte i andelar\ningen skada"


def test_who_has_not_registered_and_where_sources_differ_are_named() -> None:
    wall = wall_of()
    assert wall.silent == ["Rehabenheten Viken (SV)"]
    assert wall.having("conflict_days") == ["Kirurgmottagningen Storhamn (SU)"]
    assert sorted(wall.definitions) == ["definition_2", "skas"]
    assert wall_of(farger=["skas"]).definitions == ["skas"]


def test_the_accessible_name_tells_the_month_in_words() -> None:
    view = view_of()
    label = cross_wall_words.Labels(view).label(unit(cross_wall_facts.of_view(view), DAY_SURGERY))
    assert label == (
        "Dagkirurgen Borgsele (SÄS), oktober 2026: registrerat 21 av 22 dagar, skada 1 dag, 1 röd, 2 orange, 3 gula, "
        "15 gröna, 1 inte registrerad, 9 utan verksamhet. Definition 2"
    )


def test_free_text_of_a_unit_is_in_nothing_that_several_are_shown_in() -> None:
    view = view_of()
    wall = cross_wall_facts.of_view(view)
    sent = json.dumps(cross_wall.data(view, wall), ensure_ascii=False)
    sent += cross_wall_table.twin("Tabell", view, wall, cross_wall_links.of_units(view))
    sent += cross_wall_table.open_rows(view).write_csv()
    assert not [text for text in (*DESCRIPTIONS.values(), *WENT_WELL.values()) if text in sent]


def test_a_cross_leads_to_its_units_month_and_names_the_administration_only_where_it_must() -> None:
    view = view_of()
    links = cross_wall_links.of_units(view)
    assert links["SÄS", DAY_SURGERY].endswith("&enhet=Dagkirurgen+Borgsele")
    assert "visa=manad" in links["SÄS", DAY_SURGERY]
    assert "vagg" not in links["SÄS", DAY_SURGERY]


def test_the_screens_link_names_a_month_only_when_it_is_not_the_usual_one() -> None:
    assert "manad" not in cross_wall_links.to_screen(view_of())
    assert "manad=2026-09" in cross_wall_links.to_screen(view_of(manad=["2026-09"]))


def test_the_table_has_a_row_per_unit_with_days_by_state() -> None:
    view = view_of(forvaltning=["SÄS"])
    twin = cross_wall_table.twin("T", view, cross_wall_facts.of_view(view), cross_wall_links.of_units(view))
    first = twin.split("<tr>")[2].replace("</td>", "|").replace("</th>", "|").replace("\u00a0", " ")
    cells = [cell.rsplit(">", 1)[-1] for cell in first.replace("</a>", "").split("|")][:-1]
    assert cells == [
        "Dagkirurgen Borgsele", "SÄS", "Borgseles sjukhus", "21 av 22 dagar", "71 %", "1", "22",
        "15", "3", "2", "1", "0", "0", "1", "9", "Definition 2",
    ]  # fmt: skip


@pytest.mark.parametrize("definition", ["definition_1", "skas"])
def test_the_file_holds_the_rows_of_the_open_table_for_the_month_and_definition(marts: Path, definition: str) -> None:
    with duckdb.connect(str(DataDirectory(marts).marts(VERSION)), read_only=True) as connection:
        published = connection.sql(
            "from open_grona_korset where datum between '2026-10-01' and '2026-10-31' and definition = $definition",
            params={"definition": definition},
        ).pl()
    rows = cross_wall_table.open_rows(view_of(farger=[definition]))
    assert rows.columns == published.columns
    assert set(rows.rows()) == set(published.rows())
    assert rows.height == published.height > 250
    assert cross_wall_table.file_name(view_of(farger=[definition])) == (
        f"grona_korset_2026-10_exempelregionen_{definition}.csv"
    )


def test_under_each_administrations_own_colours_the_file_names_the_definition_of_every_row() -> None:
    rows = cross_wall_table.open_rows(view_of())
    by_administration = dict(rows.group_by("forvaltning").agg(pl.col("definition").unique().sort()).iter_rows())
    assert by_administration == {
        name: ["skas" if name == "SkaS" else "definition_2"] for name in ("SÄS", "SU", "NU", "SkaS", "SV", "NH")
    }


def test_a_registration_changes_the_units_cross_on_the_next_run(tmp_path: Path, served: Callable[[Path], None]) -> None:
    served(write_marts(tmp_path / "own").root)
    register = Register(config.load_settings().register_address)
    migrate(register)
    before = cross_view.of_address(VERSION, Address(OCTOBER))
    register.add_cross_entry(
        NewCrossEntry(
            principal=PRINCIPAL, administration="SÄS", unit=DAY_SURGERY, date=dt.date(2026, 10, 20), fact=None,
            events=(NewCrossEvent("risk", "fall"),), role="Sjuksköterska", base_version=None,
        )
    )  # fmt: skip
    after = cross_view.of_address(VERSION, Address(OCTOBER))
    assert after.stamp > before.stamp
    signs = MONTHS[DAY_SURGERY]
    assert unit(cross_wall_facts.of_view(before), DAY_SURGERY).signs == signs
    assert unit(cross_wall_facts.of_view(after), DAY_SURGERY).signs == signs[:19] + "O" + signs[20:]


def test_shares_that_may_differ_are_spans() -> None:
    assert span(15, 15, 21).replace("\u00a0", " ") == "71 %"
    assert span(60, 75, 100).replace("\u00a0", " ") == "60–75 %"
    assert span(1, 999, 1000).replace("\u00a0", " ") == "under 1 % – över 99 %"


def test_long_lists_of_units_name_the_first_and_count_the_rest() -> None:
    named = cross_wall_sentences.Named([f"Avdelning {letter}" for letter in "ABCDEFGHIJ"])
    said = cross_wall_sentences.SILENT[2].text
    assert named.listed.endswith("Avdelning G och Avdelning H")
    assert named.others == "två"
    assert "{others}" in said


def run_page(**query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "green_cross.py"), default_timeout=30)
    for parameter, value in query.items():
        page.query_params[parameter] = value
    page.run()
    assert not page.exception
    return page


def html_of(page: AppTest) -> str:
    return "".join(each.proto.body for each in page.get("html")).replace("\u00a0", " ")


def test_the_page_answers_names_the_silent_and_warns_of_mixed_definitions() -> None:
    told = html_of(run_page(visa="alla", manad="2026-10"))
    assert "<b>157 av 203 dagar med verksamhet är registrerade</b> i oktober 2026 (nio enheter)" in told
    assert "Inte registrerat någon dag:</b> Rehabenheten Viken (SV)" in told
    assert "Visa alla enligt" in told
    assert "Visa alla enligt" not in html_of(run_page(visa="alla", manad="2026-10", farger="definition_2"))


def test_a_group_without_crosses_that_month_says_so_and_shows_the_way_on() -> None:
    told = html_of(run_page(visa="alla", manad="2025-11", forvaltning="NH"))
    assert "Ingen enhet här hade ett grönt kors i november 2025." in told
    assert "Inga kors att visa" in told
    assert 'manad=2025-11&amp;visa=alla&amp;farger=egen">Alla enheter</a>' in told


def test_the_screen_has_neither_header_nor_filters_but_the_time_and_a_way_out() -> None:
    page = run_page(visa="alla", vagg="ja", forvaltning="SÄS")
    told = html_of(page)
    assert not page.selectbox
    assert 'class="vl-eyebrow"' not in told
    assert "SÄS, oktober 2026" in told
    assert 'class="vl-screen-clock">Uppdaterad <time>' in told
    assert ">Lämna väggskärmen</a>" in told
    assert "Demodata." in told


def test_the_screen_tells_what_in_its_address_is_unknown() -> None:
    assert "Okänt i adressen: Månskinet." in html_of(run_page(visa="alla", vagg="ja", sjukhus="Månskinet"))


def test_the_screens_crosses_are_those_of_the_wall_in_one_group() -> None:
    view = view_of(vagg=["ja"])
    wall = cross_wall_facts.of_view(view)
    (group,) = cross_wall_screen.data(view, wall)["groups"]
    assert [cross[0] for cross in group["crosses"]] == [each.name for each in wall.units]
    assert [cross[3] for cross in group["crosses"]] == [each.signs for each in wall.units]
