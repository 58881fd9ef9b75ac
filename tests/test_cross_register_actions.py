"""An action keeps every version of itself: what is to be done, who follows it, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import polars as pl
import pytest
from sqlalchemy import insert

from register import ACTION_COLUMNS, CrossConflict, NotMade, Register, action_store
from tests.registering import new_action, new_entry

SECRET = "hemligt om en patient"


def test_an_action_is_read_back_as_it_was_said(made_register: Register) -> None:
    entered = new_action(feedback="Fungerar; \N{RIGHT DOUBLE QUOTATION MARK}bra\N{RIGHT DOUBLE QUOTATION MARK}.")
    stamp = made_register.add_cross_action(entered)
    actions = made_register.cross_actions("Exempelregionen")
    assert actions.schema == pl.Schema(ACTION_COLUMNS)
    [row] = actions.to_dicts()
    assert {name: row[name] for name in asdict(entered)} == asdict(entered)
    assert (row["version"], row["id"], made_register.action_stamp()) == (1, stamp, stamp)


def test_a_double_tap_is_one_action(made_register: Register) -> None:
    stamp = made_register.add_cross_action(new_action())
    assert made_register.add_cross_action(new_action(text="  Halkmattor vid varje säng. ")) == stamp
    assert made_register.action_stamp() == stamp
    assert made_register.cross_counts() == (0, 1)


def test_what_became_of_an_action_is_a_version_and_the_one_before_stays(made_register: Register) -> None:
    made_register.add_cross_action(new_action())
    made_register.add_cross_action(
        new_action(status="klar", feedback="Inga fall på en månad", role="Vårdenhetschef", base_version=1)
    )
    [now] = made_register.cross_actions("Exempelregionen").to_dicts()
    assert (now["version"], now["status"], now["feedback"]) == (2, "klar", "Inga fall på en månad")
    history = made_register.cross_actions("Exempelregionen", every_version=True)
    assert history.select("version", "base_version", "status", "role").rows() == [
        (1, None, "oppen", "Sjuksköterska"),
        (2, 1, "klar", "Vårdenhetschef"),
    ]
    assert history["registered_at"].is_sorted()


CHANGES: list[dict[str, Any]] = [
    {"text": "Något annat"},
    {"about_date": None},
    {"responsible": "Läkare"},
    {"due": dt.date(2026, 5, 1)},
    {"status": "avbruten"},
    {"feedback": "Klart"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_version_that_was_not_seen_is_told_with_who_and_when(made_register: Register, change: dict[str, Any]) -> None:
    made_register.add_cross_action(new_action(role="Läkare"))
    with pytest.raises(CrossConflict) as told:
        made_register.add_cross_action(new_action(**change))
    [theirs] = made_register.cross_actions("Exempelregionen", every_version=True).to_dicts()
    assert (told.value.version, told.value.role, told.value.registered_at) == (1, "Läkare", theirs["registered_at"])


def test_actions_are_read_of_a_unit_an_administration_or_all(made_register: Register) -> None:
    for other in [{}, {"unit": "B"}, {"administration": "NU"}, {"principal": "Annan"}, {"action_id": "2"}]:
        made_register.add_cross_action(new_action(**other))
    assert made_register.cross_actions("Exempelregionen").height == 4
    assert made_register.cross_actions("Exempelregionen", "SU").height == 3
    assert made_register.cross_actions("Exempelregionen", "SU", "Avdelning 12")["action_id"].to_list() == ["4f1c", "2"]
    assert made_register.cross_actions("Ingen").is_empty()


def test_actions_and_days_have_stamps_of_their_own(made_register: Register) -> None:
    for day in (1, 2, 3):
        made_register.add_cross_entry(new_entry(date=dt.date(2026, 3, day)))
    made_register.add_cross_action(new_action())
    assert (made_register.cross_stamp(), made_register.action_stamp(), made_register.stamp()) == (3, 1, 0)


def test_a_register_that_is_not_made_has_no_actions_and_takes_none(register_address: str) -> None:
    register = Register(register_address)
    assert (register.action_stamp(), register.cross_actions("Exempelregionen").schema) == (0, pl.Schema(ACTION_COLUMNS))
    with pytest.raises(NotMade):
        register.add_cross_action(new_action())
    register.close()


@pytest.mark.parametrize(
    "wrong", [{"status": "snart"}, {"text": " "}, {"responsible": ""}, {"action_id": ""}, {"feedback": "\0"}]
)
def test_what_no_action_can_be_is_refused_without_its_text(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"action|text|principal") as told:
        new_action(**({"text": SECRET} | wrong))
    assert SECRET not in str(told.value)
    assert SECRET not in repr(new_action(text=SECRET, feedback=SECRET))


@pytest.mark.parametrize("wrong", [{"status": "snart"}, {"text": ""}, {"version": 2}, {"responsible": None}])
def test_the_database_itself_refuses_what_no_action_can_be(made_register: Register, wrong: dict[str, Any]) -> None:
    row = asdict(new_action(feedback=SECRET)) | {"version": 1, "registered_at": dt.datetime.fromisoformat("2026-03-02")}
    with pytest.raises(ValueError, match="no action can be so") as told:
        made_register.write("action", lambda connection: connection.execute(insert(action_store.TABLE), row | wrong))
    assert SECRET not in str(told.value)
    assert made_register.action_stamp() == 0
