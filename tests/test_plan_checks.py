"""Every check of published plans finds what it is there for; the rhythm of a year stands on shown months only."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from analysis.season import month_shares
from config import DataDirectory, load_settings
from etl import build, publish, warehouse
from etl.plans import SHOWN_MONTHS

BROKEN = {
    "plan_has_one_version_in_force": [
        "update plan_quarters set in_force = true where quarter = 1 and version = 2",
        "update plan_quarters set status = 'forslag' where version = 1",
    ],
    "plan_versions_are_whole": [
        "update plan_versions set q2 = q2 + 1 where version = 1",
        "insert into plan_versions from plan_versions limit 1",
        "delete from plan_quarters where quarter = 4 and version = 2",
    ],
    "plan_outcomes_are_nowhere_lost": [
        "update plan_quarters set completed = completed + 1 where quarter = 1 and completed is not null",
        "update plan_outcomes set plan_id = null",
        "update plan_quarters set sent = 0 where quarter = 1",
    ],
    "plan_outcomes_follow_who_acts": [
        "update plan_outcomes set sent = sent_by_receiver",
        "update plan_outcomes set completed = completed_by_sender",
    ],
    "plan_sums_run_over_the_year": [
        "update plan_quarters set cumulative_planned = planned where in_force and quarter = 3",
        "update plan_quarters set cumulative_completed = 0 where in_force and quarter = 2",
    ],
    "plan_seasons_stand_on_shown_months": [
        "insert into season_shares select 'VGR', '311', 2, 'SU', n, 1 / 12 from range(1, 13) as t (n)",
    ],
}
ROWS = """
    insert into delivery_plans by name
    select 1 as delivery_id, 'VGR' as principal, 'P1' as plan_id, n as version, 2026 as year, '311' as specialty,
        2 as phase, 'SU' as sender, 'SV' as receiver, 'egen' as regime, 'intern' as transfer, 30 as q1, 20 as q2,
        10 as q3, 25 as q4, make_date(2026, 2 * n::integer, 1) as decided_on, 'overenskommen' as status, n as record
    from range(1, 3) as t (n);
    insert into delivery_outcomes
    select 1, 'VGR', last_day(make_date(2026, m::integer, 1)), '311', 2, 'SU', 'SV', r, 9 + i, 7 + i, i, m
    from range(1, 6) as t (m), (values (0, 'avsandare'), (1, 'mottagare')) as s (i, r)
"""


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published marts of one plan with two versions, five months and both sides' reports; no check finds a row."""
    data = DataDirectory(tmp_path_factory.mktemp("checks") / "data")
    warehouse.prepare(data)
    with warehouse.open_warehouse(data) as connection:
        connection.execute(ROWS)
    version = publish.publish(data, load_settings(data_dir=data.root))
    return data.marts(version)


@pytest.mark.parametrize(("check", "broken"), [(check, sql) for check, each in BROKEN.items() for sql in each])
def test_a_check_finds_what_it_is_there_for(marts: Path, tmp_path: Path, check: str, broken: str) -> None:
    copy = Path(shutil.copy(marts, tmp_path / "marts.duckdb"))
    with duckdb.connect(copy) as connection:
        sql = (build.QUERIES / "checks" / f"{check}.sql").read_text(encoding="utf-8")
        assert connection.sql(sql).fetchall() == []
        connection.execute(broken)
        assert connection.sql(sql).fetchall()


def test_every_check_of_plans_is_tried_here() -> None:
    assert {path.stem for path in (build.QUERIES / "checks").glob("plan_*.sql")} == set(BROKEN)


def test_a_hidden_month_leaves_its_year_out_of_the_rhythm() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table attainment as
            select 'VGR' as principal, '311' as specialty, 2::utinyint as phase, a as administration,
                last_day(make_date(2025, m::integer, 1)) as cutoff_date, 'genomforda' as population, d as definition,
                l as limit_days, if(a = 'SV' and m = 7, null, 20) as contacts,
                if(a = 'SV' and m = 7, 'dolt', 'visas') as status
            from range(1, 13) as t (m), (values ('SU'), ('SV')) as u (a), (values ('ingen'), ('exkl_pvv')) as v (d),
                (values (30), (90)) as w (l)
            """
        )
        shares = month_shares(connection.sql(SHOWN_MONTHS).pl())
    assert shares["administration"].unique().to_list() == ["SU"]
    assert shares["share"].to_list() == pytest.approx([1 / 12] * 12)
