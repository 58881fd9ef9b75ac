"""Registrera dagen, run as a page on published marts and a real register: what it says, keeps and writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from dashboard import cross_form_save, remembered, warehouse
from dashboard.cross_form_draft import UnitDay
from dashboard.cross_form_state import Action
from register import NewCrossEntry, NewCrossEvent, Register
from register.migration import migrate
from tests.marts_fixture import PRINCIPAL, write_marts
from tests.marts_fixture_cross import DAY_SURGERY, WARD_3, WARD_7
from tests.marts_fixture_plans import TODAY

ROOT = Path(__file__).resolve().parent.parent
OTHER = "Kirurgmottagningen Storhamn"  # two sources: they agree on 14 October and differ on the 15th
SIX = ["Ingen negativ händelse", "Händelse utan skada eller risk", "Risk för patientskada", "Patientskada",
       "Allvarlig patientskada", "Ingen verksamhet"]  # fmt: skip
SHELL = f"""
import runpy
from dashboard import shell
class Page:
    title, url_path = "Registrera dagen", "registrera"
    def run(self):
        runpy.run_path("{ROOT / "pages" / "register_day.py"}")
shell.run(Page())
"""
LATE = dt.date(2026, 11, 17)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def address(marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a register that is not made yet."""
    place = f"sqlite:///{tmp_path / 'register.sqlite'}"
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    monkeypatch.setenv("VARDLAGET_REGISTER_URL", place)
    monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
    monkeypatch.setattr(cross_form_save, "SAME_TAP", 0.0)
    warehouse.forget()
    remembered.forget()
    yield place
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def register(address: str) -> Register:
    made = Register(address)
    migrate(made)
    return made


def opened_page(unit: str = DAY_SURGERY, **query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "register_day.py"), default_timeout=30)
    for name, value in (query | ({"enhet": unit} if unit else {})).items():
        page.query_params[name] = value
    return ran(page)


def ran(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    assert not page.warning
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return ran(page)


def fill(page: AppTest, **fields: Any) -> AppTest:
    """Fill fields by what their labels begin with; _ stands for a space."""
    for name, value in fields.items():
        label = name.replace("_", " ")
        kinds = (page.number_input, page.radio, page.selectbox, page.text_area, page.checkbox)
        [field] = [field for kind in kinds for field in kind if field.label.startswith(label)]
        field.set_value(value)
        ran(page)
    return page


def said(page: AppTest) -> str:
    """All text of the page, without tags and the style sheet, with usual spaces."""
    bodies = [str(each.proto.body) for each in page.get("html")]
    html = " ".join(body for body in bodies if not body.startswith("<style")).replace("\u00a0", " ")
    return re.sub(r"\s+([.;:,])", r"\1", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def text_of(page: AppTest, label: str) -> str:
    return str(next(area.value for area in page.text_area if area.label.startswith(label)))


def entered(register: Register) -> list[dict[str, Any]]:
    """Every row of every version, as they were entered."""
    return register.cross_entries(every_version=True).sort("id", "number").to_dicts()


def rows(register: Register, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in entered(register)]


def new_entry(fact: str | None = "ingen", *events: NewCrossEvent, **changes: Any) -> NewCrossEntry:
    """What somebody else registers of the day surgery's today."""
    usual: dict[str, Any] = {
        "principal": PRINCIPAL, "administration": "SÄS", "unit": DAY_SURGERY, "date": TODAY, "role": "Sjuksköterska",
        "base_version": None,
    }  # fmt: skip
    return NewCrossEntry(fact=fact, events=events, **(usual | changes))


def test_one_tap_saves_the_usual_day_by_the_role_of_the_meeting(register: Register) -> None:
    page = opened_page()
    assert buttons(page) == SIX
    assert "I dag, fredag 20 november 2026" in said(page)
    press(page, "Ingen negativ händelse")
    [row] = entered(register)
    assert (row["unit"], row["date"], row["fact"], row["count"]) == (DAY_SURGERY, TODAY, "ingen", 0)
    assert (row["role"], row["version"], row["settles"]) == ("Avstämningsmötet", 1, None)
    assert "Sparat Dagen är registrerad: ingen negativ händelse." in said(page)
    assert buttons(page) == ["Ångra", "Ändra dagen"]


def test_no_activity_is_one_tap_too(register: Register) -> None:
    press(opened_page(), "Ingen verksamhet")
    assert rows(register, "fact", "version") == [("ingen_verksamhet", 1)]


def test_what_went_well_goes_with_the_tap(register: Register) -> None:
    page = press(fill(opened_page(), Vad_gick_bra="Lugn dag, alla hann med rast. "), "Ingen negativ händelse")
    assert rows(register, "fact", "went_well") == [("ingen", "Lugn dag, alla hann med rast.")]
    assert "Det som gick bra: Lugn dag, alla hann med rast." in said(page)


@pytest.mark.parametrize(("label", "fact"), list(zip(SIX[1:5], ("utan_skada_eller_risk", "risk", "skada",
                                                               "allvarlig_skada"), strict=True)))  # fmt: skip
def test_an_event_is_saved_at_once_and_goes_on_to_a_second_step(register: Register, label: str, fact: str) -> None:
    page = press(opened_page(), label)
    assert rows(register, "fact", "count", "event_type", "version") == [(fact, 1, None, 1)]
    assert "Vad hände? Frivilligt: dagen är redan sparad" in said(page)
    press(page, "Hoppa över")
    assert len(entered(register)) == 1
    assert buttons(page) == ["Ångra", "Ändra dagen"]


def test_the_second_step_says_type_count_and_more_events(register: Register) -> None:
    page = press(opened_page(), "Risk för patientskada")
    fill(page, Typ="lakemedel", Antal=2, Kort_beskrivning="Fel dos förberedd, upptäckt vid kontroll.")
    press(page, "Lägg till en händelse")
    press(page, "Spara")
    assert "Välj allvarlighet för varje händelse." in said(page)
    assert len(entered(register)) == 1
    fill(page, **{"Allvarlighet, händelse 2": "utan_skada_eller_risk"})
    fill(page, **{"Driftstörning, händelse 2": True, "Vad_gick_bra": "Dubbelkontrollen."})
    assert not [box for box in page.selectbox if box.label == "Typ, frivilligt, händelse 2"]  # the mark is its type
    press(page, "Spara")
    assert rows(register, "number", "fact", "event_type", "count", "is_disturbance")[1:] == [
        (1, "risk", "lakemedel", 2, False), (2, "utan_skada_eller_risk", "driftstorning", 1, True),
    ]  # fmt: skip
    assert entered(register)[1]["description"] == "Fel dos förberedd, upptäckt vid kontroll."
    assert entered(register)[1]["went_well"] == "Dubbelkontrollen."
    assert "2 händelser" in said(page)
    assert "driftstörning" in said(page).lower()


def test_an_event_that_is_no_longer_there_is_taken_away(register: Register) -> None:
    page = press(opened_page(), "Patientskada")
    press(page, "Lägg till en händelse")
    fill(page, **{"Allvarlighet, händelse 2": "risk"})
    press(page, "Ta bort händelse 1")
    press(page, "Spara")
    assert rows(register, "version", "fact") == [(1, "skada"), (2, "risk")]


def test_a_day_without_a_single_event_is_not_saved_as_one_with_events(register: Register) -> None:
    page = press(opened_page(), "Ingen negativ händelse")
    press(page, "Ändra dagen")
    fill(page, Vad_gäller="handelser")
    assert [box.value for box in page.selectbox if box.label == "Allvarlighet"] == [None]
    press(page, "Spara")
    assert "Inget är sparat Välj allvarlighet för varje händelse." in said(page)
    assert len(entered(register)) == 1


def test_a_correction_is_a_new_version_and_the_history_tells_from_what_to_what(register: Register) -> None:
    page = press(opened_page(), "Ingen negativ händelse")
    press(page, "Ändra dagen")
    fill(page, Vad_gäller="handelser", Din_roll="Sjuksköterska")
    fill(page, Allvarlighet="risk")
    press(page, "Spara")
    assert rows(register, "version", "base_version", "fact", "role") == [
        (1, None, "ingen", "Avstämningsmötet"), (2, 1, "risk", "Sjuksköterska"),
    ]  # fmt: skip
    told = said(page)
    assert "Ändrad från ingen negativ händelse till risk för patientskada." in told
    assert re.search(r"\d+ \w+ kl\. \d\d\.\d\d, Sjuksköterska\. Version 2\.", told)
    assert re.search(r"\d+ \w+ kl\. \d\d\.\d\d, Avstämningsmötet\. Version 1\.", told)


def test_an_earlier_text_is_not_shown_again_but_that_it_was_changed_is(register: Register) -> None:
    page = press(fill(opened_page(), Vad_gick_bra="Första texten."), "Ingen negativ händelse")
    press(page, "Ändra dagen")
    fill(page, Vad_gick_bra="Andra texten.")
    press(page, "Spara")
    assert "Texten ändrad: ingen negativ händelse som förut." in said(page)
    assert "Första texten" not in said(page)
    assert rows(register, "went_well") == [("Första texten.",), ("Andra texten.",)]


def test_a_registration_can_be_taken_back_by_a_correction(register: Register) -> None:
    page = press(opened_page(), "Ingen negativ händelse")
    press(page, "Ändra dagen")
    fill(page, Vad_gäller="ej_registrerad")
    press(page, "Spara")
    assert rows(register, "version", "fact") == [(1, "ingen"), (2, "ej_registrerad")]
    assert buttons(page) == ["Ångra", *SIX]


def test_a_correction_that_is_broken_off_writes_nothing(register: Register) -> None:
    page = press(opened_page(), "Ingen negativ händelse")
    press(page, "Ändra dagen")
    fill(page, Vad_gäller="ingen_verksamhet")
    press(page, "Avbryt")
    assert rows(register, "fact") == [("ingen",)]
    assert buttons(page) == ["Ändra dagen"]


def test_undo_goes_back_and_the_history_keeps_both(register: Register) -> None:
    page = press(fill(opened_page(), Vad_gick_bra="Lugnt."), "Ingen verksamhet")
    press(page, "Ångra")
    assert rows(register, "version", "fact") == [(1, "ingen_verksamhet"), (2, "ej_registrerad")]
    assert "Ångrat Dagen är som innan: inte registrerad." in said(page)
    assert buttons(page) == SIX
    assert text_of(page, "Vad gick bra") == "Lugnt."  # what was written is there for the right answer
    press(page, "Patientskada")
    press(page, "Ångra")
    assert [row[0] for row in rows(register, "fact")] == ["ingen_verksamhet", "ej_registrerad", "skada",
                                                          "ej_registrerad"]  # fmt: skip


def test_undo_of_a_correction_goes_back_to_what_stood(register: Register) -> None:
    page = press(opened_page(), "Patientskada")
    fill(page, Typ="fall", Kort_beskrivning="Föll vid sängen.")
    press(page, "Spara")
    press(page, "Ångra")
    assert rows(register, "version", "fact", "event_type") == [(1, "skada", None), (2, "skada", "fall"),
                                                               (3, "skada", None)]  # fmt: skip


def test_a_second_tap_where_undo_has_come_is_no_undo(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross_form_save, "SAME_TAP", 60.0)
    page = press(press(opened_page(), "Ingen negativ händelse"), "Ångra")
    assert rows(register, "fact") == [("ingen",)]
    assert "Ångra" in buttons(page)


def test_a_second_tap_of_the_same_form_writes_nothing(register: Register) -> None:
    page = opened_page()
    action = Action("tap", _day(), 1, None, fact="ingen")
    press(page, "Ingen negativ händelse")
    page.session_state["tried"] = action
    script = "import streamlit as st\nfrom dashboard.cross_form_save import save\nsave(st.session_state['tried'], None)"
    again = AppTest.from_string(script)
    for name in ("cross_form", "cross_form_told", "tried"):
        again.session_state[name] = page.session_state[name]
    ran(again)
    assert len(entered(register)) == 1


def _day() -> UnitDay:
    return UnitDay(PRINCIPAL, "SÄS", DAY_SURGERY, TODAY)


def test_the_same_answer_of_two_telephones_is_one_version(register: Register) -> None:
    first, second = opened_page(), opened_page()
    press(first, "Ingen negativ händelse")
    press(second, "Ingen negativ händelse")
    assert len(entered(register)) == 1
    assert "Det stod redan så: ingen negativ händelse. Inget nytt är sparat." in said(second)
    assert "Ångra" not in buttons(second)


def test_another_answer_of_a_second_telephone_is_told_and_not_lost(register: Register) -> None:
    first = opened_page()
    second = fill(opened_page(), Vad_gick_bra="Alla hann äta.")
    press(first, "Patientskada")
    press(second, "Ingen negativ händelse")
    told = said(second)
    assert re.search(r"Inget är sparat Någon annan hann före, \d+ \w+ kl\. \d\d\.\d\d \(Avstämningsmötet\): "
                     r"patientskada\. Ditt svar var: ingen negativ händelse\.", told)  # fmt: skip
    assert "Alla hann äta." in told
    assert len(entered(register)) == 1
    press(ran(second), "Spara mitt i stället")
    assert rows(register, "version", "fact", "went_well") == [(1, "skada", None), (2, "ingen", "Alla hann äta.")]
    press(second, "Ångra")
    assert rows(register, "fact")[-1] == ("skada",)


def test_a_correction_that_meets_another_keeps_its_fields(register: Register) -> None:
    page = press(press(opened_page(), "Ingen negativ händelse"), "Ändra dagen")
    fill(page, Vad_gick_bra="Min text.")
    register.add_cross_entry(new_entry("ingen_verksamhet", base_version=1))
    press(page, "Spara")
    assert "(Sjuksköterska): ingen verksamhet. Det du har skrivit står kvar." in said(page)
    assert text_of(page, "Vad gick bra") == "Min text."
    press(page, "Behåll det som står")
    assert rows(register, "version", "fact") == [(1, "ingen"), (2, "ingen_verksamhet")]
    assert "Ändra dagen" in buttons(page)


def test_undo_that_meets_another_registration_is_told(register: Register) -> None:
    page = press(opened_page(), "Ingen negativ händelse")
    register.add_cross_entry(new_entry(None, NewCrossEvent("skada"), base_version=1))
    press(page, "Ångra")
    assert "Någon annan hann före" in said(page)
    assert len(entered(register)) == 2
    press(page, "Ångra ändå")
    assert rows(register, "fact") == [("ingen",), ("skada",), ("ej_registrerad",)]


@pytest.mark.parametrize(
    ("written", "why"),
    [("Pat 19 121212-1212 föll", "personnummer"), ("Ring 070-123 45 67", "telefonnummer"),
     ("Skriv till a.b@example.se", "e-postadress")],
)  # fmt: skip
def test_what_points_out_a_person_is_stopped_and_the_text_is_kept(register: Register, written: str, why: str) -> None:
    page = press(fill(opened_page(), Vad_gick_bra=written), "Ingen negativ händelse")
    assert entered(register) == []
    assert "Inget är sparat Texten ser ut att innehålla ett " in said(page)
    assert why in said(page)
    assert text_of(page, "Vad gick bra") == written
    assert buttons(page) == SIX  # nothing lets it through
    fill(page, Vad_gick_bra="Lugnt.")
    press(page, "Ingen negativ händelse")
    assert rows(register, "went_well") == [("Lugnt.",)]


def test_an_identity_number_in_an_event_is_stopped_too(register: Register) -> None:
    page = press(opened_page(), "Patientskada")
    fill(page, Kort_beskrivning="19121212-1212 föll")
    press(page, "Spara")
    assert "personnummer" in said(page)
    assert text_of(page, "Kort beskrivning") == "19121212-1212 föll"
    assert len(entered(register)) == 1


def test_a_likely_name_is_asked_about_and_saved_when_confirmed(register: Register) -> None:
    page = press(fill(opened_page(), Vad_gick_bra="Bra av Anna."), "Ingen negativ händelse")
    assert entered(register) == []
    assert "Texten verkar innehålla ett namn: Anna. Ta bort det, eller spara ändå." in said(page)
    assert text_of(page, "Vad gick bra") == "Bra av Anna."
    fill(page, Vad_gick_bra="Bra av Anna och Karin.")
    press(page, "Spara ändå")
    assert "Texten verkar innehålla ett namn: Karin." in said(page)  # another name is another question
    press(page, "Spara ändå")
    assert rows(register, "fact", "went_well") == [("ingen", "Bra av Anna och Karin.")]


def test_the_form_never_says_that_it_has_looked_for_names(register: Register) -> None:
    del register
    page = press(fill(opened_page(), Vad_gick_bra="Lugn dag."), "Ingen negativ händelse")
    assert not re.search("kontrollera|granska|säkerställ|inga namn (hittades|finns)", said(page), re.IGNORECASE)


def test_a_past_day_is_said_to_be_late_before_and_after(register: Register) -> None:
    page = opened_page(dag=LATE.isoformat())
    assert "Tisdag 17 november 2026 Du registrerar i efterhand. Dagen märks som sent registrerad." in said(page)
    press(page, "Ingen negativ händelse")
    assert rows(register, "date", "fact") == [(LATE, "ingen")]
    assert "Dagen är registrerad i efterhand: ingen negativ händelse." in said(page)
    assert "Registrerad i efterhand: ingen negativ händelse." in said(page)


def test_a_day_that_has_begun_after_the_page_was_drawn_is_not_what_is_saved(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened_page()
    monkeypatch.setenv("VARDLAGET_TODAY", (TODAY + dt.timedelta(days=1)).isoformat())
    press(page, "Ingen negativ händelse")
    assert rows(register, "date") == [(TODAY,)]


@pytest.mark.parametrize("given", ["2026-11-21", "2027-01-01", "igår", "2009-12-31", "2026-02-30"])
def test_a_day_to_come_or_none_at_all_is_told_and_today_is_shown(register: Register, given: str) -> None:
    del register
    page = opened_page(dag=given)
    assert f"Okänt värde för dag: {given}. Sidan visar i dag, 20 november 2026." in said(page)
    assert "I dag, fredag 20 november 2026" in said(page)


def test_the_latest_days_are_links_to_register_them(register: Register) -> None:
    register.add_cross_entry(new_entry(date=dt.date(2026, 11, 19)))
    register.add_cross_entry(new_entry(None, NewCrossEvent("risk"), date=dt.date(2026, 11, 18)))
    page = opened_page()
    assert ("Senaste dagarna: to 19 grön · on 18 orange · ti 17 inte registrerad · må 16 inte registrerad · "
            "fr 13 inte registrerad") in said(page)  # fmt: skip
    html = " ".join(str(each.proto.body) for each in page.get("html"))
    assert re.search(
        r'href="\?[^"]*enhet=Dagkirurgen\+Borgsele[^"]*dag=2026-11-17[^"]*"[^>]*>ti 17 inte registrerad', html
    )
    assert 'href="grona-korset?huvudman=Exempelregionen&amp;enhet=Dagkirurgen+Borgsele&amp;manad=2026-11"' in html
    assert "fr 20 inte registrerad än" in said(opened_page(dag="2026-11-17"))


def test_the_colour_of_an_answer_is_that_of_the_units_own_definition(register: Register) -> None:
    del register

    def keys(unit: str) -> list[str]:
        return [str(button.key) for button in opened_page(unit).button]

    assert keys(DAY_SURGERY) == ["tap_ingen__gron", "tap_utan_skada_eller_risk__gul", "tap_risk__orange",
                                 "tap_skada__rod", "tap_allvarlig_skada__rod", "tap_ingen_verksamhet__gra"]  # fmt: skip
    assert keys(WARD_3) == ["tap_ingen__gron", "tap_utan_skada_eller_risk__gron", "tap_risk__gul",
                            "tap_skada__orange", "tap_allvarlig_skada__rod", "tap_ingen_verksamhet__gra"]  # fmt: skip


def test_a_conflict_shows_both_and_is_settled_by_taking_one(register: Register) -> None:
    page = opened_page(OTHER, dag="2026-10-15")
    told = said(page)
    assert "Två källor säger olika om dagen 99: ingen negativ händelse SU-lokal: " in told
    assert "risk för patientskada" in told
    assert buttons(page) == ["Det som 99 säger gäller", "Det som SU-lokal säger gäller", "Ändra dagen"]
    press(page, "Det som SU-lokal säger gäller")
    [row] = entered(register)
    assert (row["fact"], row["event_type"], len(row["settles"])) == ("risk", "trycksar", 16)
    assert "Två källor säger olika" not in said(page)
    assert buttons(page) == ["Ångra", "Ändra dagen"]
    press(page, "Ångra")
    assert "Två källor säger olika om dagen" in said(page)


def test_our_own_registration_may_hold_against_another_source(register: Register) -> None:
    page = press(opened_page(WARD_7, dag="2026-10-30"), "Ändra dagen")
    fill(page, Vad_gäller="ingen_verksamhet", Vad_gick_bra="Stängt för flytt.")
    press(page, "Spara")
    assert "Två källor säger olika om dagen Vårdläget: ingen verksamhet 99: ingen negativ händelse" in said(page)
    press(page, "Vår registrering gäller")
    assert "Två källor säger olika" not in said(page)
    assert "Gäller framför annan källa: ingen verksamhet." in said(page)
    assert rows(register, "fact", "went_well")[-1] == ("ingen_verksamhet", "Stängt för flytt.")
    press(page, "Ändra dagen")
    fill(page, Vad_gick_bra="")
    press(page, "Spara")
    assert "Två källor säger olika" not in said(page)  # a new text does not open what is settled


def test_a_colour_that_may_be_several_facts_cannot_be_taken_for_one(register: Register) -> None:
    del register
    page = opened_page(WARD_3, dag="2026-10-30")
    assert buttons(page) == ["Ändra dagen"]
    assert "Källa: SkaS-farg" in said(page)


def test_without_a_unit_the_page_asks_for_it_and_keeps_it_in_the_address(register: Register) -> None:
    page = opened_page("")
    assert "Vilken enhet?" in said(page)
    assert buttons(page) == []
    fill(page, Förvaltning="SÄS")
    assert set(page.selectbox[1].options) == {"Välj enhet", "Dagkirurgen Borgsele (SÄS)",
                                              "Kirurgmottagningen Borgsele (SÄS)"}  # fmt: skip
    fill(page, Enhet=DAY_SURGERY)
    assert page.query_params["enhet"] == DAY_SURGERY
    assert buttons(page) == SIX
    fill(page, Din_roll="Vårdenhetschef")
    assert page.query_params["roll"] == "Vårdenhetschef"
    press(page, "Ingen verksamhet")
    assert rows(register, "role") == [("Vårdenhetschef",)]


def test_an_unknown_unit_or_role_is_told(register: Register) -> None:
    del register
    assert "Okänt värde för enhet: Avdelning 99." in said(opened_page("Avdelning 99"))
    page = opened_page(roll="Kung")
    assert "Okänt värde för roll: Kung. Sidan visar Avstämningsmötet." in said(page)


def test_another_unit_begins_with_empty_fields(register: Register) -> None:
    page = fill(opened_page(), Vad_gick_bra="Hos oss gick det bra.")
    page.query_params["enhet"] = OTHER
    ran(page)
    assert text_of(page, "Vad gick bra") == ""
    press(page, "Ingen negativ händelse")
    assert rows(register, "unit", "went_well") == [(OTHER, None)]


def test_a_register_that_is_not_made_says_what_to_run(address: str) -> None:
    del address
    page = AppTest.from_string(SHELL, default_timeout=30)
    page.query_params["enhet"] = DAY_SURGERY
    assert "Registret är inte skapat. Kör python -m register migrate." in said(ran(page))
    assert buttons(page) == []


def test_a_register_that_breaks_while_saving_says_so_and_keeps_the_text(register: Register, address: str) -> None:
    page = fill(opened_page(), Vad_gick_bra="Lugnt.")
    with create_engine(address).begin() as connection:
        connection.execute(
            text("create trigger broken before insert on cross_entries begin insert into nowhere values (1); end")
        )
    press(page, "Ingen negativ händelse")
    assert re.search(r"Inget är sparat Registret \(.*register\.sqlite\) svarar inte som det ska\.", said(page))
    assert text_of(page, "Vad gick bra") == "Lugnt."
    assert buttons(page) == SIX
    assert entered(register) == []


def test_a_second_of_many_wards_does_not_wait_for_the_others(register: Register) -> None:
    """The form reads its own unit's days: others' registrations do not make it read or count more."""
    page = opened_page()
    for number in range(30):
        register.add_cross_entry(new_entry(unit=f"Avdelning {number}", administration="SU"))
    press(page, "Ingen negativ händelse")
    assert len(entered(register)) == 31
