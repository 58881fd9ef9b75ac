"""A year of a region is read at once at publish; what is newer than a stamp, at every rerun of a page."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text

from register import Register
from tests.registering import FALL, new_entry

UNITS, DAYS = 600, 365
# Every fifth day has an event.
ENTRIES = """
    with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n + 1 < {rows})
    insert into cross_entries
        (principal, administration, unit, date, version, fact, event_count, role, registered_at)
    select 'Exempelregionen', 'SU', 'Avdelning ' || (n % {units}), {date}, 1,
        case when n % 5 > 0 then 'ingen' end, case when n % 5 = 0 then 1 end, 'Sjuksköterska', {moment}
    from numbers order by n
"""
EVENTS = """
    insert into cross_events (entry_id, event_count, number, fact, event_type, count, description)
    select id, 1, 1, 'risk', 'fall', 1, 'Halkade vid sängen' from cross_entries where event_count = 1
"""
WRITTEN = {
    "sqlite": {"date": f"date('2025-11-01', (n / {UNITS}) || ' days')", "moment": "'2026-03-01 12:00:00.123456'"},
    "postgresql": {"date": f"date '2025-11-01' + n / {UNITS}", "moment": "timestamp '2026-03-01 12:00:00.123456'"},
}


@pytest.fixture
def year(made_register: Register) -> Register:
    """A year of the region's days, put there past the program: through it they would take an hour."""
    with made_register.writers.begin() as connection:
        written = WRITTEN[connection.dialect.name]
        connection.execute(text(ENTRIES.format(rows=UNITS * DAYS, units=UNITS, **written)))
        connection.execute(text(EVENTS))
        if connection.dialect.name == "postgresql":
            connection.execute(text("analyze"))  # a server does so by itself, within a minute
    return made_register


def test_a_year_of_a_region_is_read_whole_and_what_is_new_alone(year: Register) -> None:
    assert year.cross_entries().height == UNITS * DAYS
    stamp = year.cross_stamp()
    year.add_cross_entry(new_entry(FALL, unit="Avdelning 7", date=dt.date(2025, 11, 1), base_version=1))
    new = year.cross_entries("Exempelregionen", after=stamp)
    assert new.select("unit", "version", "fact").rows() == [("Avdelning 7", 2, "skada")]
    assert year.cross_entries().height == UNITS * DAYS
