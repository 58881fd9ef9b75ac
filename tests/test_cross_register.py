"""A ward's day can be read back as it was said, whole and with its history; what is said twice is written once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from analysis.cross_days import ENTRY_COLUMNS
from register import CROSS_COLUMNS, CrossConflict, NewCrossEntry, NewCrossEvent, NotMade, Register, answers, cross_store
from tests.registering import FALL, FAULT, new_entry

SECRET = "hemligt om en patient"
WARD = ("SU", "Avdelning 12")


def test_a_day_with_events_is_read_back_as_it_was_said(made_register: Register) -> None:
    before = now()
    saved = made_register.add_cross_entry(
        new_entry(FALL, FAULT, went_well='Bra \N{RIGHT DOUBLE QUOTATION MARK}rond"\n')
    )
    first, second = made_register.cross_entries().to_dicts()
    assert first | {"registered_at": None} == {
        "principal": "Exempelregionen",
        "administration": "SU",
        "unit": "Avdelning 12",
        "date": dt.date(2026, 3, 2),
        "source": "register",
        "number": 1,
        "fact": "skada",
        "is_disturbance": False,
        "event_type": "fall",
        "count": 1,
        "colour": None,
        "colour_definition": None,
        "description": "Halkade vid sängen.",
        "went_well": 'Bra \N{RIGHT DOUBLE QUOTATION MARK}rond"',
        "role": "Sjuksköterska",
        "registered_at": None,
        "version": 1,
        "settles": None,
        "base_version": None,
        "id": saved.stamp,
    }
    assert (second["number"], second["fact"], second["is_disturbance"]) == (2, "utan_skada_eller_risk", True)
    assert (second["count"], second["description"]) == (2, None)
    assert before <= first["registered_at"] == second["registered_at"] == saved.registered_at <= now()
    assert (saved.version, saved.was_there, saved.stamp) == (1, False, made_register.cross_stamp())


def test_a_day_without_events_is_one_row_that_counts_nothing(made_register: Register) -> None:
    made_register.add_cross_entry(new_entry())
    [row] = made_register.cross_entries().to_dicts()
    assert (row["fact"], row["number"], row["count"], row["is_disturbance"]) == ("ingen", 1, 0, False)


def test_rows_have_the_columns_of_every_source_also_when_there_are_none(made_register: Register) -> None:
    expected = pl.Schema(CROSS_COLUMNS | {"base_version": pl.Int32(), "id": pl.Int64()})
    assert made_register.cross_entries().schema == expected
    made_register.add_cross_entry(new_entry(FALL))
    assert made_register.cross_entries().schema == expected
    assert list(CROSS_COLUMNS.items()) == list(ENTRY_COLUMNS.items())


@pytest.mark.parametrize("events", [(), (FALL, FAULT)])
def test_a_double_tap_writes_once(made_register: Register, events: tuple[NewCrossEvent, ...]) -> None:
    saved = made_register.add_cross_entry(new_entry(*events, went_well="Ronden"))
    again = made_register.add_cross_entry(new_entry(*events, went_well="  Ronden\n"))
    assert (again.was_there, again.version, again.stamp) == (True, 1, saved.stamp)
    assert again.registered_at == saved.registered_at
    assert made_register.cross_stamp() == saved.stamp


def test_a_correction_keeps_both_versions_with_role_and_time_and_from_what_to_what(made_register: Register) -> None:
    made_register.add_cross_entry(new_entry(NewCrossEvent("risk", "fall")))
    made_register.add_cross_entry(new_entry(FALL, FAULT, role="Läkare", base_version=1))
    rows = made_register.cross_entries(every_version=True)
    assert rows.select("version", "base_version", "fact", "role").rows() == [
        (1, None, "risk", "Sjuksköterska"),
        (2, 1, "skada", "Läkare"),
        (2, 1, "utan_skada_eller_risk", "Läkare"),
    ]
    assert rows["registered_at"].is_sorted()
    assert made_register.cross_entries()["version"].to_list() == [2, 2]


def test_a_correction_back_to_what_was_said_first_is_a_version_of_its_own(made_register: Register) -> None:
    for base_version, fact in [(None, "ingen"), (1, "ej_registrerad"), (2, "ingen")]:
        assert not made_register.add_cross_entry(new_entry(fact=fact, base_version=base_version)).was_there
    assert made_register.cross_entries(every_version=True)["fact"].to_list() == ["ingen", "ej_registrerad", "ingen"]


def test_another_role_that_has_seen_a_day_and_says_the_same_is_a_version(made_register: Register) -> None:
    made_register.add_cross_entry(new_entry())
    assert not made_register.add_cross_entry(new_entry(role="Läkare", base_version=1)).was_there


def test_a_day_said_alike_by_someone_else_meanwhile_is_there(made_register: Register) -> None:
    made_register.add_cross_entry(new_entry(FALL))
    saved = made_register.add_cross_entry(new_entry(FALL, role="Läkare"))
    assert (saved.was_there, saved.version) == (True, 1)
    assert made_register.cross_entries(every_version=True)["role"].to_list() == ["Sjuksköterska"]


OTHERWISE = [
    new_entry(),
    new_entry(FALL),
    new_entry(FAULT, FALL),
    new_entry(FALL, FAULT, went_well="Ronden"),
    new_entry(FALL, FAULT, settles="0123456789abcdef"),
]


@pytest.mark.parametrize("late", OTHERWISE)
@pytest.mark.parametrize("base_version", [None, 1, 7])
def test_a_version_that_was_not_seen_is_told_with_who_and_when(
    made_register: Register, late: NewCrossEntry, base_version: int | None
) -> None:
    made_register.add_cross_entry(new_entry())
    theirs = made_register.add_cross_entry(new_entry(FALL, FAULT, role="Läkare", base_version=1))
    with pytest.raises(CrossConflict) as told:
        made_register.add_cross_entry(replace(late, base_version=base_version))
    assert (told.value.version, told.value.role, told.value.registered_at) == (2, "Läkare", theirs.registered_at)
    assert made_register.cross_stamp() == theirs.stamp


def test_another_unit_date_or_huvudman_is_another_day(made_register: Register) -> None:
    others: list[dict[str, Any]] = [
        {"unit": "B"},
        {"administration": "NU"},
        {"principal": "Annan"},
        {"date": dt.date(2026, 3, 3)},
    ]
    for other in [{}, *others]:
        assert made_register.add_cross_entry(new_entry(**other)).version == 1
    assert made_register.cross_entries().height == 5
    assert made_register.cross_counts() == (5, 0)


def test_what_is_read_can_be_chosen(made_register: Register) -> None:
    days = [dt.date(2026, 3, day) for day in (1, 2, 3)]
    for day in days:
        for unit in ("A", "B"):
            made_register.add_cross_entry(new_entry(FALL, FAULT, unit=unit, date=day))
    made_register.add_cross_entry(new_entry(unit="A", principal="Annan"))
    stamp = made_register.cross_stamp()
    made_register.add_cross_entry(new_entry(FALL, FALL, FALL, unit="A", date=days[1], base_version=1))

    def units_days(**chosen: Any) -> list[tuple[str, int, int]]:
        rows = made_register.cross_entries(**chosen)
        return rows.select("unit", pl.col("date").dt.day().cast(pl.Int64), "version").rows()

    assert units_days(after=stamp) == [("A", 2, 2)] * 3
    assert units_days(principal="Exempelregionen", after=stamp) == [("A", 2, 2)] * 3
    assert units_days(principal="Annan") == [("A", 2, 1)]
    assert units_days(principal="Annan", after=stamp) == []
    assert (
        units_days(principal="Exempelregionen", unit=("SU", "A"), first=days[1])
        == [("A", 3, 1)] * 2 + [("A", 2, 2)] * 3
    )
    assert units_days(unit=("NU", "A")) == []
    assert units_days(first=days[2], last=days[2]) == [("A", 3, 1)] * 2 + [("B", 3, 1)] * 2
    assert units_days(last=days[0]) == [("A", 1, 1)] * 2 + [("B", 1, 1)] * 2
    assert len(units_days(unit=("SU", "A"), principal="Exempelregionen", every_version=True)) == 9


def test_a_register_that_is_not_made_reads_as_empty_and_refuses_to_be_written(register_address: str) -> None:
    register = Register(register_address)
    assert (register.cross_stamp(), register.cross_entries().height, register.cross_counts()) == (0, 0, (0, 0))
    with pytest.raises(NotMade, match="python -m register migrate"):
        register.add_cross_entry(new_entry())
    register.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"fact": None},
        {"fact": "risk"},
        {"fact": "ingen", "events": (FALL,)},
        {"unit": " "},
        {"role": ""},
        {"went_well": f"{SECRET}\0"},
        {"went_well": f"{SECRET}\ud800"},
    ],
)
def test_what_no_day_can_be_is_refused_without_its_text(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^(a day|a text|principal)") as told:
        new_entry(**wrong)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("wrong", [{"fact": "ingen"}, {"count": 0}, {"count": 1000}, {"description": f"{SECRET}\0"}])
def test_what_no_event_can_be_is_refused_without_its_text(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^(no event|a text)") as told:
        NewCrossEvent(**({"fact": "risk", "description": SECRET} | wrong))
    assert SECRET not in str(told.value)


def test_what_is_entered_shows_no_text_when_it_is_printed() -> None:
    entry = new_entry(NewCrossEvent("risk", description=SECRET), went_well=SECRET)
    assert SECRET not in repr(entry)


ENTRY_ROW = new_entry().day | {
    "version": 1,
    "fact": "ingen",
    "went_well": SECRET,
    "role": "Sjuksköterska",
    "registered_at": dt.datetime.fromisoformat("2026-03-02T07:00"),
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 2},
        {"version": 0},
        {"version": 3, "base_version": 1},
        {"fact": "risk"},
        {"fact": None},
        {"event_count": 1},
        {"fact": None, "event_count": 0},
        {"unit": ""},
        {"role": None},
    ],
)
def test_the_database_itself_refuses_what_no_day_can_be(made_register: Register, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^no day can be so") as told:
        made_register.write(
            "day", lambda connection: connection.execute(insert(cross_store.ENTRIES), ENTRY_ROW | wrong)
        )
    assert SECRET not in str(told.value)
    assert made_register.cross_stamp() == 0


@pytest.mark.parametrize("entry", [new_entry(), new_entry(FALL, FAULT)])
def test_no_event_is_added_to_a_day_that_is_written(made_register: Register, entry: NewCrossEntry) -> None:
    saved = made_register.add_cross_entry(entry)
    event = {"entry_id": saved.stamp, "fact": "risk", "count": 1, "description": SECRET}
    for number, event_count in [(1, 1), (2, 2), (3, 2), (3, 3), (0, 2)]:
        more = event | {"number": number, "event_count": event_count}
        with pytest.raises(ValueError, match=r"^no event can be so") as told:
            made_register.write(
                "event", partial(Connection.execute, statement=insert(cross_store.EVENTS), parameters=more)
            )
        assert SECRET not in str(told.value)
    assert made_register.cross_entries().height == max(1, len(entry.events))


def test_an_entry_that_fails_at_its_last_event_leaves_nothing(made_register: Register) -> None:
    broken = NewCrossEvent("risk", description=SECRET)
    object.__setattr__(broken, "count", 5000)
    with pytest.raises(ValueError, match=r"^no day can be so") as told:
        made_register.add_cross_entry(new_entry(FALL, broken))
    assert SECRET not in str(told.value)
    assert (made_register.cross_stamp(), made_register.cross_entries().height) == (0, 0)


def test_much_is_read_as_little_is(made_register: Register) -> None:
    """Column by column or row by row: signs, missing values and moments come out alike."""
    odd = 'Ä"\\\n\t\N{SNOWMAN} \N{PILE OF POO}, \u2028 {"a": [1]}'
    for number in range(3):
        made_register.add_cross_entry(new_entry(FALL, unit=f"{odd}{number}", went_well=odd))
    whole_second = ENTRY_ROW | {"went_well": None}
    made_register.write("day", lambda connection: connection.execute(insert(cross_store.ENTRIES), whole_second))
    schema = {name: kind for name, kind in cross_store.READ_COLUMNS.items() if name in cross_store.ENTRIES.c}
    wanted = select(*(cross_store.ENTRIES.c[name] for name in schema)).order_by(cross_store.ENTRIES.c.id)
    nothing = wanted.where(text("1 = 0"))
    with made_register.transaction() as connection:
        assert connection is not None
        rows, columns, none = (
            answers.few(connection, wanted, schema),
            answers.many(connection, wanted, schema),
            answers.many(connection, nothing, schema),
        )
    assert rows["went_well"].to_list() == [odd] * 3 + [None]
    assert columns.sort("id").equals(rows)
    assert none.is_empty()
    assert none.schema == rows.schema


def test_a_failed_write_raises_only_what_has_no_text(made_register: Register) -> None:
    """Neither the message nor what it came from: a log prints both."""
    made_register.add_cross_entry(new_entry())
    with pytest.raises(ValueError, match="no day") as told:
        made_register.write("day", lambda connection: connection.execute(insert(cross_store.ENTRIES), ENTRY_ROW))
    assert told.value.__suppress_context__
    assert not isinstance(told.value.__cause__, IntegrityError)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
