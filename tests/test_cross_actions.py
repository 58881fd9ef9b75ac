"""Actions on the follow-up of Gröna korset: written, closed and refused on the page, with a real register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT
from dashboard import cross_actions_form, cross_actions_list, cross_view, remembered, warehouse
from dashboard.address import Address
from register import NewCrossAction, Register
from register.migration import migrate
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.marts_fixture_cross import DAY_SURGERY, WARD_7
from tests.marts_fixture_plans import TODAY
from tests.test_cross_form import buttons, fill, press, said

TEXT = "Se över hur sterilgods beställs till måndagar."
FEEDBACK = "Dubbelkontroll införd på alla salar."


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def store(marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    place = f"sqlite:///{tmp_path / 'register.sqlite'}"
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    monkeypatch.setenv("VARDLAGET_REGISTER_URL", place)
    monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
    warehouse.forget()
    remembered.forget()
    made = Register(place)
    migrate(made)
    yield made
    warehouse.forget()
    remembered.forget()


def page_of(**query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "green_cross.py"), default_timeout=30)
    for name, value in ({"visa": "uppfoljning"} | query).items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def texts(page: AppTest, label: str, value: str) -> AppTest:
    [field] = [field for field in page.text_input if field.label.startswith(label)]
    field.set_value(value)
    page.run()
    assert not page.exception
    return page


def written(page: AppTest, text: str = TEXT, due: str = "") -> AppTest:
    """A new action as the fields say it, saved."""
    press(page, "Ny åtgärd")
    fill(page, Vad_ska_göras=text, Ansvarig_roll="Vårdenhetschef")
    if due:
        texts(page, "Klar senast", due)
    return press(page, "Spara")


def action(store: Register, *, unit: str = DAY_SURGERY, due: dt.date | None = None, action_id: str = "a") -> None:
    store.add_cross_action(
        NewCrossAction(
            principal=PRINCIPAL, administration="SÄS" if unit == DAY_SURGERY else "SU", unit=unit, action_id=action_id,
            text=f"{TEXT} {action_id}", responsible="Vårdenhetschef", role="Avstämningsmötet", base_version=None,
            due=due,
        )
    )  # fmt: skip


def test_an_action_is_written_with_who_and_when_and_is_there_at_once(store: Register) -> None:
    page = written(page_of(enhet=DAY_SURGERY), due="2026-12-14")
    found = said(page)
    assert "Åtgärden är sparad." in found
    assert "En öppen åtgärd" in found
    assert f"1. {TEXT} Vårdenhetschef: klar senast 14 december 2026, om 24 dagar." in found
    [row] = store.cross_actions(PRINCIPAL).rows(named=True)
    assert (row["administration"], row["unit"], row["version"], row["text"]) == ("SÄS", DAY_SURGERY, 1, TEXT)
    assert (row["responsible"], row["role"], row["due"]) == (
        "Vårdenhetschef",
        "Avstämningsmötet",
        dt.date(2026, 12, 14),
    )


def test_a_second_tap_on_save_writes_nothing_more(store: Register) -> None:
    page = page_of(enhet=DAY_SURGERY)
    press(page, "Ny åtgärd")
    fill(page, Vad_ska_göras=TEXT, Ansvarig_roll="Vårdenhetschef")
    [save] = [button for button in page.button if button.label == "Spara"]
    save.click()
    page.run()
    save.click()
    page.run()
    assert not page.exception
    assert len(store.cross_actions(PRINCIPAL, every_version=True)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ring 19121212-1212 om sterilgods.", "Texten ser ut att innehålla ett personnummer."),
        ("Ring 070-174 06 05 om sterilgods.", "telefonnummer eller en e-postadress"),
        ("Skriv till lager@exempel.se.", "telefonnummer eller en e-postadress"),
    ],
)
def test_what_points_out_a_person_is_stopped(store: Register, text: str, told: str) -> None:
    page = written(page_of(enhet=DAY_SURGERY), text)
    assert "Åtgärden är inte sparad" in said(page)
    assert told in said(page)
    assert "Spara ändå" not in buttons(page)
    assert store.cross_actions(PRINCIPAL).is_empty()
    assert [area.value for area in page.text_area] == [text]  # nothing that was written is lost


def test_a_likely_name_is_asked_about_and_may_be_saved(store: Register) -> None:
    page = written(page_of(enhet=DAY_SURGERY), "Anna ser över beställningen.")
    assert "Texten verkar innehålla ett namn: Anna." in said(page)
    assert store.cross_actions(PRINCIPAL).is_empty()
    press(page, "Spara ändå")
    assert store.cross_actions(PRINCIPAL)["text"].to_list() == ["Anna ser över beställningen."]


def test_a_name_added_after_the_question_is_asked_about_anew(store: Register) -> None:
    page = written(page_of(enhet=DAY_SURGERY), "Anna ser över beställningen.")
    fill(page, Vad_ska_göras="Anna och Lars ser över beställningen.")
    press(page, "Spara ändå")
    assert "Lars" in said(page)
    assert store.cross_actions(PRINCIPAL).is_empty()


@pytest.mark.parametrize(
    ("due", "told"),
    [("14 dec", "Skriv slutdatumet som år-månad-dag"), ("2026-11-19", "Slutdatumet har redan varit.")],
)
def test_a_day_that_is_none_or_has_been_is_told(store: Register, due: str, told: str) -> None:
    assert told in said(written(page_of(enhet=DAY_SURGERY), due=due))
    assert store.cross_actions(PRINCIPAL).is_empty()


def test_an_empty_form_says_what_is_missing(store: Register) -> None:
    page = page_of(enhet=DAY_SURGERY)
    press(page, "Ny åtgärd")
    found = said(press(page, "Spara"))
    assert "Skriv vad som ska göras." in found
    assert "Välj vilken roll som ansvarar." in found
    assert store.cross_actions(PRINCIPAL).is_empty()


def test_an_action_is_closed_with_what_came_of_it(store: Register) -> None:
    action(store, due=dt.date(2026, 11, 10))
    page = page_of(enhet=DAY_SURGERY)
    found = said(page)
    assert "En öppen åtgärd, efter sitt slutdatum" in found
    assert "skulle ha varit klar 10 november 2026, för 10 dagar sedan" in found
    press(page, "Avsluta åtgärd 1")
    assert "Skriv vad det blev av åtgärden" in said(press(page, "Spara"))
    fill(page, Återkoppling=FEEDBACK)
    found = said(press(page, "Spara"))
    assert "Åtgärden är avslutad." in found
    assert "Ingen öppen åtgärd" in found
    assert FEEDBACK in found
    every = store.cross_actions(PRINCIPAL, every_version=True)
    assert every["status"].to_list() == ["oppen", "klar"]
    assert every["feedback"].to_list() == [None, FEEDBACK]


def test_feedback_is_looked_through_as_every_text(store: Register) -> None:
    action(store)
    page = page_of(enhet=DAY_SURGERY)
    press(page, "Avsluta åtgärd 1")
    fill(page, Återkoppling="Klart, fråga 19121212-1212.")
    assert "Texten ser ut att innehålla ett personnummer." in said(press(page, "Spara"))
    assert store.cross_actions(PRINCIPAL)["status"].to_list() == ["oppen"]


def test_who_was_first_is_told_and_nothing_is_written_over(store: Register) -> None:
    action(store)
    page = page_of(enhet=DAY_SURGERY)
    press(page, "Avsluta åtgärd 1")
    fill(page, Återkoppling="Klart.")
    store.add_cross_action(
        NewCrossAction(principal=PRINCIPAL, administration="SÄS", unit=DAY_SURGERY, action_id="a", text="Annat.",
                       responsible="Läkare", role="Läkare", base_version=1)
    )  # fmt: skip
    found = said(press(page, "Spara"))
    assert "Läkare ändrade åtgärden" in found
    assert "Din ändring är inte sparad. Läs det nya först." in found
    assert "1. Annat. Läkare: inget slutdatum." in found
    assert store.cross_actions(PRINCIPAL, every_version=True)["version"].to_list() == [1, 2]


def test_open_actions_stand_in_order_of_their_day(store: Register) -> None:
    action(store, action_id="sist")
    action(store, due=dt.date(2026, 12, 24), action_id="senare")
    action(store, due=TODAY, action_id="nu")
    found = said(page_of(enhet=DAY_SURGERY))
    assert "Tre öppna åtgärder" in found
    assert f"1. {TEXT} nu Vårdenhetschef: klar senast i dag, 20 november 2026." in found
    assert f"2. {TEXT} senare" in found
    assert f"3. {TEXT} sist Vårdenhetschef: inget slutdatum." in found


def test_a_group_counts_its_units_actions_and_shows_no_text(store: Register) -> None:
    action(store, due=dt.date(2026, 11, 1))
    action(store, action_id="b")
    action(store, unit=WARD_7, action_id="c")
    found = said(page_of())
    assert "Tre öppna åtgärder, varav en efter sitt slutdatum" in found
    assert "Dagkirurgen Borgsele (SÄS) 2 1 0" in found
    assert "Avdelning 7 Storhamn (SU) 1 0 0" in found
    assert TEXT not in found
    assert "Ny åtgärd" not in buttons(page_of())
    view = cross_view.of_address(VERSION, Address({"visa": ("uppfoljning",)}))
    rows = cross_actions_list.open_rows(view, cross_actions_list.of_view(view))
    assert rows.columns == ["huvudman", "forvaltning", "enhet", "oppna", "efter_slutdatum", "avslutade", "dataversion"]
    assert TEXT not in rows.write_csv()


def test_another_units_actions_are_not_on_the_page(store: Register) -> None:
    action(store, unit=WARD_7)
    assert "Ingen öppen åtgärd" in said(page_of(enhet=DAY_SURGERY))


def test_a_form_that_is_left_writes_nothing(store: Register) -> None:
    page = page_of(enhet=DAY_SURGERY)
    press(page, "Ny åtgärd")
    fill(page, Vad_ska_göras=TEXT, Ansvarig_roll="Vårdenhetschef")
    form = page.session_state[cross_actions_form.OPENED]
    assert form.unit == ("SÄS", DAY_SURGERY)
    press(page, "Avbryt")
    assert "Vad ska göras?" not in [area.label for area in page.text_area]
    assert store.cross_actions(PRINCIPAL).is_empty()
