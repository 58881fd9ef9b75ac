"""The form that changes a plan, run as a page on published marts and a real register: what it says and writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from dashboard import plan_change_principles, remembered, warehouse
from dashboard.plan_change_draft import opened_plan
from dashboard.plan_change_principles import REGION, RELIEVED, SENDER
from dashboard.plan_change_state import OPENED, Opened
from register import NewPlanVersion, Register
from register.migration import migrate
from register.tables import SCHEMA_TABLE
from tests.marts_fixture import PRINCIPAL, write_marts

SCRIPT = """
from dashboard import plan_change, plan_view, warehouse
version = warehouse.published().current()
view = plan_view.read(version)
plan_change.draw(version, view)
"""
HIPS = "P-2026-311-2-NU-SV"  # 190, 190, 120, 180 of 740 from the start
NEW = {"Planens_specialitet": "361", "Planens_vårdfas": "2", "Från": "SU", "Till": "Sjöhagen"}
MAY, AUGUST = dt.date(2026, 5, 15), dt.date(2026, 8, 20)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody within the limit is asked for until June; from July four fifths are enough."""
    data = write_marts(tmp_path_factory.mktemp("marts"))
    published = data.published()
    assert published is not None
    with duckdb.connect(str(data.marts(published.version))) as connection:
        connection.execute("update plan_rules set valid_to = date '2026-06-30'")
        connection.execute("insert into plan_rules values ('reached_share', 0.8, date '2026-07-01', null)")
    return data.root


@pytest.fixture
def register(marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    address = f"sqlite:///{tmp_path / 'register.sqlite'}"
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    monkeypatch.setenv("VARDLAGET_REGISTER_URL", address)
    monkeypatch.setenv("VARDLAGET_TODAY", MAY.isoformat())
    warehouse.forget()
    remembered.forget()
    made = Register(address)
    migrate(made)
    yield made
    warehouse.forget()
    remembered.forget()


def opened_page(plan: str = "", **query: str) -> AppTest:
    page = AppTest.from_string(SCRIPT, default_timeout=30)
    for name, value in (query | ({"plan": plan} if plan else {})).items():
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
        kinds = (page.number_input, page.radio, page.selectbox, page.text_area)
        [field] = [field for kind in kinds for field in kind if field.label.startswith(label)]
        field.set_value(value)
        ran(page)
    return page


def change(page: AppTest, **fields: Any) -> AppTest:
    """Open the form, fill it as somebody would who agrees on the change."""
    press(page, "Ändra planen")
    return fill(page, **fields, Ändringen_är="overenskommen", Förankrad_hos="Verksamhetschef",
                Din_roll="Vårdgarantiservice")  # fmt: skip


def said(page: AppTest) -> str:
    """All text of the page, without tags, with usual spaces."""
    html = " ".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def entered(register: Register) -> list[dict[str, Any]]:
    return register.plan_versions().to_dicts()


def new_version(plan_id: str = HIPS, base_version: int | None = 1, **changes: Any) -> NewPlanVersion:
    """What somebody else enters: the hips, ten fewer in the autumn."""
    usual: dict[str, Any] = {
        "principal": PRINCIPAL, "plan_id": plan_id, "version": (base_version or 0) + 1, "year": 2026,
        "specialty": "311", "phase": 2, "sender": "NU", "receiver": "SV", "regime": "egen", "transfer": "intern",
        "decided_volume": 740, "q1": 190, "q2": 190, "q3": 120, "q4": 170, "decided_on": MAY,
        "status": "overenskommen", "reason": "minskat_behov:annat", "motivation": "Färre tider.",
        "role": "Koncernkontoret", "base_version": base_version,
    }  # fmt: skip
    return NewPlanVersion(**(usual | changes))


def test_a_plan_offers_to_be_changed_or_withdrawn_and_a_proposal_to_be_accepted(register: Register) -> None:
    assert buttons(opened_page(HIPS)) == ["Ändra planen", "Återkalla planen"]
    assert buttons(opened_page("P-2026-431-2-SU-SV")) == ["Ändra planen", "Anta förslaget", "Återkalla planen"]
    assert buttons(opened_page("P-2026-221-1-NU-SkaS")) == ["Ändra planen"]  # withdrawn already
    assert buttons(opened_page()) == ["Ny plan"]
    assert register.stamp() == 0


def test_a_year_that_is_over_cannot_be_changed(register: Register) -> None:
    del register
    page = opened_page("P-2025-311-2-NU-SV", ar="2025")
    assert buttons(page) == []
    assert "Året är avslutat: planen kan inte ändras." in said(page)


def test_a_quarter_that_has_ended_is_locked_and_says_why(register: Register) -> None:
    page = press(opened_page(HIPS), "Ändra planen")
    assert [field.disabled for field in page.number_input] == [False, True, False, False, False]
    assert "Kvartal 1 är avslutat: det ligger fast så som det gällde." in said(page)
    page.session_state["change_1_q1"] = 5  # what is locked is not even read
    fill(page, Kvartal_2=150)
    assert "från 680 till 640" in said(page)
    assert register.stamp() == 0


def test_a_lowering_shows_the_principles_with_figure_n_level_and_date(register: Register) -> None:
    del register
    page = fill(press(opened_page(HIPS), "Ändra planen"), Kvartal_3=100)
    told = said(page)
    assert "Planen sänks med 20 patienter , från 680 till 660." in told
    assert "Kvartalen är tillsammans 660 av 740: 80 ligger utanför plan , särskild ordning." in told
    assert ("NU har uppnått vårdgarantin Nej 37 % (666 av 1 800 väntande) inom 90 dagar den 31 oktober 2026, "
            "krävs 100 %.") in told  # fmt: skip
    assert "Regionen har uppnått vårdgarantin Nej" in told
    assert "NU har inte genomfört någon patient från andra till och med oktober 2026." in told
    assert page.radio[0].options == ["Annat skäl, med motivering"]
    assert "Ingen av principerna besvaras med ja" in told


def test_the_principles_say_who_their_shares_are_of_and_how_they_are_counted(register: Register) -> None:
    del register
    told = said(change(opened_page(HIPS), Kvartal_3=100))
    assert "Andelarna är av väntande i Ortopedi, operation/åtgärd, exkl. PVV och MOV, vid senaste mätdatum." in told


def test_a_lowering_without_a_principle_is_saved_only_with_words(register: Register) -> None:
    page = change(opened_page(HIPS), Kvartal_3=100, Orsak="minskat_behov:annat")
    press(page, "Spara")
    assert "Ändringen är inte sparad Skriv en motivering: annat skäl sparas bara med den." in said(page)
    assert register.stamp() == 0
    press(fill(page, Motivering="Mottagaren saknar operatör i juli."), "Spara")
    assert f"Sparat: version 2 av {HIPS} är överenskommen." in said(page)
    [row] = entered(register)
    assert (row["version"], row["q1"], row["q3"], row["decided_volume"]) == (2, 190, 100, 740)
    assert (row["reason"], row["motivation"]) == ("minskat_behov:annat", "Mottagaren saknar operatör i juli.")
    assert (row["role"], row["anchored_by"]) == ("Vårdgarantiservice", "Verksamhetschef")
    assert (row["decided_on"], row["principle_share"], row["principle_date"]) == (MAY, None, None)
    assert "Bygger på version 2, överenskommen." in said(press(page, "Ändra planen"))


def test_a_lowering_under_a_principle_keeps_its_figure(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_TODAY", AUGUST.isoformat())
    register.add_plan_versions([new_version("LP-1", None, specialty="221", phase=1, sender="SV", receiver="SkaS")])
    page = change(opened_page("LP-1"), Kvartal_4=120, Orsak=SENDER)
    assert ("SV har uppnått vårdgarantin Ja 97 % (292 av 301 väntande) inom 90 dagar den 31 oktober 2026, "
            "krävs 80 %.") in said(page)  # fmt: skip
    press(page, "Spara")
    row = entered(register)[-1]
    assert (row["version"], row["reason"], row["status"]) == (2, SENDER, "overenskommen")
    assert (row["principle_numerator"], row["principle_denominator"]) == (292, 301)
    assert row["principle_share"] == pytest.approx(292 / 301)
    assert (row["principle_level"], row["principle_date"]) == (0.8, dt.date(2026, 10, 31))


def test_a_lowering_for_relief_keeps_how_many_were_done_for_others(register: Register) -> None:
    register.add_plan_versions([new_version("LP-1", None, specialty="431", sender="SkaS", receiver="SV")])
    page = change(opened_page("LP-1"), Kvartal_4=120, Orsak=RELIEVED)
    assert "SkaS har avlastat en annan förvaltning Ja SkaS har tagit emot från andra och genomfört" in said(page)
    press(page, "Spara")
    row = entered(register)[-1]
    assert (row["reason"], row["principle_share"], row["principle_level"]) == (RELIEVED, None, None)
    assert row["principle_numerator"] > 100
    assert row["principle_date"] == dt.date(2026, 10, 31)


SITUATIONS = [
    ("everybody asked for, some wait too long", "221", 1, "SV", MAY, ("nej", "under_nivan"), ("nej", "inte_avlastat")),
    ("the rule of July asks for four fifths", "221", 1, "SV", AUGUST, ("ja", "uppnadd"), ("nej", "inte_avlastat")),
    ("nobody waits", "301", 1, "Privat", MAY, ("ja", "ingen_vantar"), ("nej", "inte_avlastat")),
    ("low base, all in time", "101", 1, "SV", MAY, ("oklart", "lagt_underlag"), ("nej", "inte_avlastat")),
    ("hidden", "221", 1, "RH", MAY, ("oklart", "dolt"), ("nej", "inte_avlastat")),
    ("no delivery", "511", 1, "SV", MAY, ("oklart", "saknas"), ("nej", "inte_avlastat")),
    ("does not give this care", "221", 1, "Privat", MAY, ("oklart", "ingen_rad"), ("nej", "inte_avlastat")),
    ("children's psychiatry: 30 days, not 90", "931", 1, "SkaS", AUGUST, ("nej", "under_nivan"),
     ("nej", "inte_avlastat")),
    ("has relieved another", "311", 2, "SV", MAY, ("nej", "under_nivan"), ("ja", "avlastat")),
    ("nothing is reported for next year", "311", 2, "SV", dt.date(2027, 5, 15), ("oklart", None),
     ("oklart", "inget_redovisat")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("specialty", "phase", "sender", "today", "reached", "relieved"),
    [each[1:] for each in SITUATIONS],
    ids=[each[0] for each in SITUATIONS],
)
def test_the_published_figures_answer_the_principles(
    register: Register,
    specialty: str,
    phase: int,
    sender: str,
    today: dt.date,
    reached: tuple[str, str | None],
    relieved: tuple[str, str],
) -> None:
    register.add_plan_versions([new_version("LP-1", None, specialty=specialty, phase=phase, sender=sender,
                                            year=today.year, receiver="Klarsikt")])  # fmt: skip
    plan = opened_plan(register.plan_versions(), today)
    found = plan_change_principles.asked(warehouse.published().current(), plan, today)
    assert list(found) == [SENDER, RELIEVED, REGION]
    answer = found[SENDER].answer
    if reached[1] is not None:
        assert (answer.verdict, answer.why) == reached
    assert (found[RELIEVED].answer.verdict, found[RELIEVED].answer.why) == relieved
    if specialty == "931":
        assert found[SENDER].limit_days == 30


def test_a_raise_shows_what_is_free_in_the_routines_order_and_warns_beyond_it(register: Register) -> None:
    page = change(opened_page("P-2026-311-2-SU-Kustortopedi"), Beslutad_volym=1100, Kvartal_3=225, Kvartal_4=330)
    told = said(page)
    assert "Kvartal 3: höjningen med 35 är större än den lediga volymen hos Kustortopedi, 30." in told
    assert "Kvartal 4: höjningen med 60 är större än den lediga volymen hos Kustortopedi, 50." in told
    assert "30 lediga hos SV går före den här mottagaren." in told
    table = told[told.index("Mottagare Regi") :]
    assert table.index("SV egen regi") < table.index("Kustortopedi (planens mottagare) avtal") < table.index("Grannr")
    press(fill(page, Kvartal_3=220, Kvartal_4=270, Orsak="ledig_kapacitet"), "Spara")
    assert "Sparat: version 3" in said(page)
    assert [(row["q3"], row["reason"]) for row in entered(register)] == [(220, "ledig_kapacitet")]


def test_a_raise_within_what_is_free_says_so(register: Register) -> None:
    del register
    page = fill(press(opened_page("P-2026-311-2-SU-Kustortopedi"), "Ändra planen"), Kvartal_3=220)
    assert "Kvartal 3: höjningen med 30 ryms i den lediga volymen hos Kustortopedi, 30." in said(page)


def test_quarters_above_the_decided_volume_are_not_saved(register: Register) -> None:
    page = change(opened_page(HIPS), Kvartal_4=300, Orsak="okat_behov")
    assert "Kvartalen är tillsammans 800, 60 mer än den beslutade volymen , 740." in said(page)
    press(page, "Spara")
    assert "Kvartalen är tillsammans mer än den beslutade volymen. Sänk ett kvartal eller höj den." in said(page)
    assert register.stamp() == 0


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Gäller 19121212-1212.", "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen."),
        ("Ring 031-123 45 67.", "Texten ser ut att innehålla ett telefonnummer eller en e-postadress."),
    ],
)
def test_words_about_a_person_are_stopped(register: Register, words: str, fault: str) -> None:
    page = change(opened_page(HIPS), Kvartal_3=100, Orsak="minskat_behov:annat", Motivering=words)
    press(page, "Spara")
    assert fault in said(page)
    assert words not in said(page)
    assert register.stamp() == 0


def test_of_two_who_change_the_same_plan_the_second_is_told_and_nothing_is_overwritten(register: Register) -> None:
    first, second = opened_page(HIPS), opened_page(HIPS)
    words = "Mottagaren saknar operatör."
    change(first, Kvartal_3=100, Orsak="minskat_behov:annat", Motivering="Färre tider.")
    change(second, Kvartal_4=100, Orsak="minskat_behov:annat", Motivering=words)
    press(first, "Spara")
    press(second, "Spara")
    told = said(second)
    assert re.search(r"Någon annan ändrade planen (den \d+ \w+ )?kl\. \d\d\.\d\d\. Din ändring är inte sparad\.", told)
    assert told.count("Läs den nya versionen först.") == 1
    assert [(row["version"], row["q3"], row["q4"]) for row in entered(register)] == [(2, 100, 180)]
    press(second, "Läs den nya versionen")
    assert "Bygger på version 2, överenskommen." in said(second)
    assert [field.value for field in second.number_input] == [740, 190, 190, 100, 180]
    assert second.text_area[0].value == words
    press(fill(second, Kvartal_4=150, Orsak="minskat_behov:annat"), "Spara")
    assert "Sparat: version 3" in said(second)
    assert [(row["version"], row["q3"], row["q4"]) for row in entered(register)][1:] == [(3, 100, 150)]


def test_a_form_that_is_open_tells_at_once_when_somebody_else_has_saved(register: Register) -> None:
    page = press(opened_page(HIPS), "Ändra planen")
    register.add_plan_versions([new_version()])
    fill(page, Kvartal_3=100)
    assert "Någon annan ändrade planen" in said(page)
    assert next(button for button in page.button if button.label == "Spara").disabled


@pytest.mark.parametrize(
    ("plan", "words"), [(HIPS, "Någon annan ändrade planen"), ("", "Någon annan lade upp samma plan")]
)
def test_who_is_a_hair_too_late_is_told_by_the_register(
    register: Register, monkeypatch: pytest.MonkeyPatch, plan: str, words: str
) -> None:
    write = Register.add_plan_versions

    def write_after_another(self: Register, versions: Sequence[NewPlanVersion]) -> int:
        write(self, [replace(version, motivation="Först.", role="Koncernkontoret") for version in versions])
        return write(self, versions)

    if plan:
        page = change(opened_page(HIPS), Kvartal_3=100, Orsak="minskat_behov:annat", Motivering="Sist.")
    else:
        page = fill(press(opened_page(), "Ny plan"), **NEW, Beslutad_volym=100, Din_roll="Vårdgarantiservice")
    monkeypatch.setattr(Register, "add_plan_versions", write_after_another)
    press(page, "Spara")
    assert words in said(page)
    assert "är inte sparad" in said(page)
    assert [(row["motivation"], row["role"]) for row in entered(register)] == [("Först.", "Koncernkontoret")]
    if not plan:
        assert "Ändra planen" in buttons(press(page, "Visa planen"))


def test_a_version_that_came_by_a_load_is_told_without_a_time(register: Register) -> None:
    page = opened_page("P-2026-511-2-SU-Klarsikt")
    page.session_state[OPENED] = Opened(PRINCIPAL, "P-2026-511-2-SU-Klarsikt", "andra", 2, 7)
    assert "Planen har fått version 3 genom en inläsning." in said(ran(page))
    assert register.stamp() == 0


def test_a_second_click_or_a_rerun_writes_nothing_more(register: Register) -> None:
    page = change(opened_page(HIPS), Kvartal_3=100, Orsak="minskat_behov:annat", Motivering="Färre tider.")
    save = next(button for button in page.button if button.label == "Spara")
    save.click()
    ran(page)
    save.click()
    ran(page)
    ran(page)
    assert [row["version"] for row in entered(register)] == [2]
    assert "Sparat: version 2" in said(page)


def test_what_came_of_a_saving_is_said_of_its_own_plan_only(register: Register) -> None:
    page = change(opened_page(HIPS), Kvartal_3=100, Orsak="minskat_behov:annat", Motivering="Färre tider.")
    assert "Sparat" in said(press(page, "Spara"))
    page.query_params["plan"] = "P-2026-511-2-SU-Klarsikt"
    assert "Sparat" not in said(ran(page))
    page.query_params["plan"] = HIPS
    assert "Sparat" not in said(ran(page))
    assert register.stamp() == 1


def test_leaving_without_saving_writes_nothing(register: Register) -> None:
    page = press(fill(press(opened_page(HIPS), "Ändra planen"), Kvartal_3=100), "Avbryt")
    assert buttons(page) == ["Ändra planen", "Återkalla planen"]
    assert [field.value for field in press(page, "Ändra planen").number_input] == [740, 190, 190, 120, 180]
    assert register.stamp() == 0


def test_a_proposal_is_accepted_as_a_version_of_its_own(register: Register) -> None:
    page = press(opened_page("P-2026-431-2-SU-SV"), "Anta förslaget")
    assert "Inget är överenskommet: planen blir 75 patienter under året." in said(page)
    assert not page.number_input
    press(fill(page, Förankrad_hos="Verksamhetschef", Din_roll="Vårdgarantiservice"), "Spara")
    [row] = entered(register)
    assert (row["version"], row["status"], row["reason"], row["q4"]) == (2, "overenskommen", "ny", 45)
    assert buttons(page) == ["Ändra planen", "Återkalla planen"]


def test_a_proposed_change_holds_only_when_it_is_accepted(register: Register) -> None:
    page = press(opened_page(HIPS), "Ändra planen")
    press(fill(page, Kvartal_3=100, Orsak="minskat_behov:annat", Motivering="Färre tider.",
               Din_roll="Vårdgarantiservice"), "Spara")  # fmt: skip
    assert "är ett förslag och gäller först när den antas." in said(page)
    press(page, "Anta förslaget")
    assert "från 680 till 660" in said(page)  # against what is agreed, not against the proposal
    assert (page.radio[0].value, page.text_area[0].value) == ("minskat_behov:annat", "Färre tider.")
    press(fill(page, Förankrad_hos="Verksamhetschef"), "Spara")
    assert [(row["version"], row["status"], row["q3"]) for row in entered(register)] == [
        (2, "forslag", 100), (3, "overenskommen", 100),
    ]  # fmt: skip


def test_a_withdrawal_is_a_lowering_to_nothing(register: Register) -> None:
    page = press(opened_page(HIPS), "Återkalla planen")
    assert "Planen upphör. Den gällde 680 patienter; avslutade kvartal står kvar." in said(page)
    assert "NU har uppnått vårdgarantin Nej" in said(page)
    press(fill(page, Orsak="minskat_behov:annat", Motivering="Uppdraget är slut.", Förankrad_hos="Verksamhetschef",
               Din_roll="Vårdgarantiservice"), "Spara")  # fmt: skip
    [row] = entered(register)
    assert (row["version"], row["status"], row["reason"]) == (2, "aterkallad", "minskat_behov:annat")
    assert "planen är återkallad." in said(page)


def test_a_new_plan_is_opened_when_it_is_saved(register: Register) -> None:
    page = press(opened_page(), "Ny plan")
    press(page, "Spara")
    assert "Välj specialitet, skickande och mottagare." in said(page)
    fill(page, **NEW, Beslutad_volym=100, Kvartal_3=30, Kvartal_4=40, Din_roll="Vårdgarantiservice")
    assert "Kvartal 3: Sjöhagen har inte anmält någon ledig kapacitet , höjningen är 30." in said(page)
    press(page, "Spara")
    [row] = entered(register)
    assert row["version"] == 1
    assert (row["year"], row["specialty"], row["phase"], row["sender"], row["receiver"]) == (
        2026, "361", 2, "SU", "Sjöhagen",
    )  # fmt: skip
    assert (row["regime"], row["transfer"], row["status"], row["reason"]) == ("avtal", "extern", "forslag", "ny")
    assert (row["q1"], row["q2"], row["q3"], row["q4"], row["decided_volume"]) == (0, 0, 30, 40, 100)
    assert page.query_params["plan"] == row["plan_id"]
    assert f"Sparat: version 1 av {row['plan_id']}" in said(page)
    assert "Anta förslaget" in buttons(page)


def test_a_plan_that_there_is_is_not_made_again(register: Register) -> None:
    page = press(opened_page(), "Ny plan")
    fill(page, Planens_specialitet="311", Planens_vårdfas="2", Från="NU", Till="SV", Beslutad_volym=10,
         Din_roll="Vårdgarantiservice")  # fmt: skip
    press(page, "Spara")
    assert "Det finns redan en plan för specialiteten, vårdfasen och året mellan de två." in said(page)
    press(fill(page, Till="NU"), "Spara")
    assert "Skickande och mottagare är samma vårdgivare." in said(page)
    assert register.stamp() == 0


def test_of_two_who_make_the_same_plan_the_second_is_told(register: Register) -> None:
    pages = [press(opened_page(), "Ny plan") for _ in range(2)]
    for page in pages:
        fill(page, **NEW, Beslutad_volym=100, Din_roll="Vårdgarantiservice")
    for page in pages:
        press(page, "Spara")
    assert len(entered(register)) == 1
    assert "Det finns redan en plan" in said(pages[1])


def test_a_register_that_is_not_made_says_how_to_make_it(register: Register) -> None:
    page = change(opened_page(HIPS), Kvartal_3=100, Orsak="minskat_behov:annat", Motivering="Färre tider.")
    Path(register.place).unlink()
    press(page, "Spara")
    assert "Registret är inte skapat. Kör python -m register migrate." in said(page)
    assert "Spara" in buttons(page)  # what was written is still there
    assert page.text_area[0].value == "Färre tider."


def test_a_register_of_another_form_says_what_to_do_and_takes_nothing(register: Register) -> None:
    page = change(opened_page(HIPS), Kvartal_3=100, Orsak="minskat_behov:annat", Motivering="Färre tider.")
    with register.writers.begin() as connection:
        form = connection.scalar(text(f"select version_num from {SCHEMA_TABLE}"))  # noqa: S608
        connection.execute(text(f"update {SCHEMA_TABLE} set version_num = '9999'"))  # noqa: S608
    next(button for button in page.button if button.label == "Spara").click()
    page.run()  # the page cannot be drawn either: the shell tells it
    with register.writers.begin() as connection:
        connection.execute(text(f"update {SCHEMA_TABLE} set version_num = '{form}'"))  # noqa: S608
    assert "Registret har en nyare form (9999) än programmet" in said(ran(page))
    assert register.stamp() == 0
