"""A day of Gröna korset that is registered here: seen at once, its history in roles, and what settles a conflict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from analysis import cross_days
from config import STOCKHOLM
from dashboard import cross_data, cross_day, cross_day_facts, cross_month_facts, cross_view, remembered, warehouse
from dashboard.address import Address
from dashboard.cross_view import CrossView
from register import NewCrossEntry, NewCrossEvent, Register
from register.migration import migrate
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.marts_fixture_cross import DAY_SURGERY, SECOND
from tests.marts_fixture_plans import TODAY
from tests.test_pages_cross import spoken

OPEN_DAY = dt.date(2026, 10, 20)  # nobody has said anything of it
CONFLICT_DAY = dt.date(2026, 10, 15)
RISK = NewCrossEvent("risk", "lakemedel", description="Fel styrka i skåpet.")
HARM = NewCrossEvent("skada", "fall", 2)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def register(marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    address = f"sqlite:///{tmp_path / 'register.sqlite'}"
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    monkeypatch.setenv("VARDLAGET_REGISTER_URL", address)
    monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
    warehouse.forget()
    remembered.forget()
    made = Register(address)
    migrate(made)
    yield made
    warehouse.forget()
    remembered.forget()


def entered(
    register: Register, *events: NewCrossEvent, base: int | None = None, role: str = "Sjuksköterska", **changes: object
) -> None:
    given: dict[str, object] = {"administration": "SÄS", "unit": DAY_SURGERY, "date": OPEN_DAY} | changes
    register.add_cross_entry(
        NewCrossEntry(
            principal=PRINCIPAL, role=role, base_version=base, fact=None if events else "ingen", events=events,
            **given,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def viewed(unit: str = DAY_SURGERY, **query: str) -> CrossView:
    given = {"enhet": [unit], "manad": ["2026-10"]} | {name: [value] for name, value in query.items()}
    return cross_view.of_address(VERSION, Address(given))


def panel(view: CrossView, date: dt.date) -> str:
    month = cross_month_facts.of_view(view)
    return spoken(cross_day.html(view, month, cross_day_facts.of_view(view, month, date)))


def today_said() -> str:
    return f"{dt.datetime.now(STOCKHOLM).date().day} "


def test_a_registered_day_is_seen_at_once_and_counted(register: Register) -> None:
    assert "Inte registrerad" in panel(viewed(), OPEN_DAY)
    before = cross_month_facts.of_view(viewed()).numbers
    entered(register, RISK)
    after = cross_month_facts.of_view(viewed()).numbers
    assert (before.registered, before.risks) == (21, 2)
    assert (after.registered, after.activity, after.risks) == (22, 22, 3)
    assert "Händelse – läkemedel, risk för patientskada Fel styrka i skåpet." in panel(viewed(), OPEN_DAY)


def test_the_history_tells_role_time_and_from_what_to_what(register: Register) -> None:
    entered(register)
    entered(register, RISK, base=1, role="Vårdenhetschef")
    entered(register, HARM, base=2, role="Läkare")
    entered(register, HARM, base=3, role="Läkare", went_well="Larmet kom fram.")
    words = panel(viewed(), OPEN_DAY)
    history = words.split("Historik ")[1]
    assert history.startswith(f"Registrerad i efterhand, den {today_said()}")
    assert ", av sjuksköterska." in history
    assert "från grön till orange av vårdenhetschef." in history
    assert "från orange till röd av läkare." in history
    assert "av läkare, färgen är densamma." in history
    assert history.count("kl. ") == 4
    assert "Händelse – fall, patientskada, 2 händelser" in words
    assert "Det som gick bra Larmet kom fram." in words


def test_the_same_history_is_told_in_the_colours_of_another_definition(register: Register) -> None:
    entered(register, RISK)
    entered(register, HARM, base=1)
    words = panel(viewed(farger="skas"), OPEN_DAY)
    assert "från gul till orange av sjuksköterska." in words
    assert "Definition 1: röd. Definition 2: röd." in words


def test_two_harms_of_one_row_are_two_harms(register: Register) -> None:
    entered(register, HARM)
    numbers = cross_month_facts.of_view(viewed()).numbers
    assert (numbers.harms, numbers.harm_days) == (3, 2)
    assert numbers.harms_said == "tre skador"


def test_a_conflict_that_the_register_settles_is_told_by_the_register(register: Register) -> None:
    view = viewed(SECOND.unit)
    assert "Två källor säger olika" in panel(view, CONFLICT_DAY)
    said = cross_month_facts.entries(view, CONFLICT_DAY, CONFLICT_DAY)
    entered(
        register, RISK, administration="SU", unit=SECOND.unit, date=CONFLICT_DAY, settles=cross_days.fingerprint(said)
    )
    words = panel(viewed(SECOND.unit), CONFLICT_DAY)
    assert "Torsdag 15 oktober O Risk för patientskada" in words
    assert "Fel styrka i skåpet." in words


def test_a_text_that_was_registered_is_written_as_text(register: Register) -> None:
    entered(register, NewCrossEvent("risk", description="<script>alert(1)</script>"), went_well="<i>ja</i>")
    view = viewed()
    month = cross_month_facts.of_view(view)
    html = cross_day.html(view, month, cross_day_facts.of_view(view, month, OPEN_DAY))
    assert "<script" not in html
    assert "<i>ja" not in html
    assert "<script>alert(1)</script>" in unescape(html)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (OPEN_DAY, "Registrera dagen"), (dt.date(2026, 10, 14), "Ändra dagen"),
        (dt.date(2026, 10, 3), "Registrera dagen"),
    ],
)  # fmt: skip
def test_a_day_leads_to_its_form(register: Register, date: dt.date, words: str) -> None:
    del register
    view = viewed()
    month = cross_month_facts.of_view(view)
    html = cross_day.form_link(view, month, cross_day_facts.of_view(view, month, date))
    assert spoken(html) == words
    assert f"dag={date.isoformat()}" in html


def test_a_day_that_has_not_been_leads_nowhere(register: Register) -> None:
    del register
    view = viewed(manad="2026-11")
    month = cross_month_facts.of_view(view)
    tomorrow = cross_day_facts.of_view(view, month, TODAY + dt.timedelta(days=1))
    assert cross_day.form_link(view, month, tomorrow) == ""
    assert "Kommande dag" in panel(view, TODAY + dt.timedelta(days=1))
    assert "Inte registrerad än" in panel(view, TODAY)


def test_the_files_version_tells_that_more_is_registered_than_published(register: Register) -> None:
    entered(register, RISK)
    assert cross_data.data_label(VERSION, cross_data.stamp(VERSION)) == "7+k1"
