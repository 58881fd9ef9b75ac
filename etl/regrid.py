"""Rows of nobody, on dates that are not built again.

Every (specialty, administration) and unit that had a contact on any date has rows on every date. When a first contact
somewhere adds such a group, or the last one's leaving takes it away, the dates that have not changed get or lose rows
that say `noll` or `saknas`; nothing on them is counted anew, since a group that comes or goes has nobody there.
"""

from __future__ import annotations

from etl.build import Build

GROUP = ("principal", "population", "phase", "specialty", "administration")
BY_GROUP = ("attainment", "deviations", "waiting_bands")
BY_REGION = ("variation", "equity")

# Where nothing has changed, every group of before has its row: one date of each population tells them all.
GROUPS_BEFORE = """
    create or replace temp table groups_before as
    with sampled as (
        select p.principal, p.population, min(p.cutoff_date) as cutoff_date
        from periods as p
        semi join untouched as u on u.principal = p.principal and u.cutoff_date = p.cutoff_date
        group by p.principal, p.population
    )

    select distinct a.principal, a.population, a.phase, a.specialty, a.administration, null::varchar as unit
    from attainment as a
    semi join sampled as s
        on s.principal = a.principal and s.population = a.population and s.cutoff_date = a.cutoff_date
    union all
    select distinct a.principal, a.population, a.phase, a.specialty, a.administration, a.unit
    from attainment_unit as a
    semi join sampled as s
        on s.principal = a.principal and s.population = a.population and s.cutoff_date = a.cutoff_date
"""
NEW_AND_GONE = """
    create or replace temp table groups_changed as
    with of_untouched as (
        select g.* from care_groups as g
        semi join groups_before as b on b.principal = g.principal and b.population = g.population
    )

    (from of_untouched except from groups_before) union all (from groups_before except from of_untouched)
"""
# With a group, all of its specialty's administrations: whether the region was delivered depends on every one of them.
# A unit comes with them too, for whether it was delivered is its administration's.
REGRIDDED = """
    create or replace temp table regridded_groups as
    select g.* from care_groups as g
    semi join groups_changed as c on c.principal = g.principal and c.phase = g.phase and c.specialty = g.specialty
    where g.unit is null
    union all
    select g.* from care_groups as g
    semi join groups_changed as c
        on c.principal = g.principal and c.population = g.population and c.phase = g.phase
        and c.specialty = g.specialty and c.administration = g.administration and c.unit = g.unit
"""
NOBODY = """
    create or replace temp table rows_of_nobody as
    with regarded as (
        from regridded_groups union from groups_changed
    )

    select distinct a.principal, a.cutoff_date, a.population, a.phase, a.specialty, a.administration, null as unit
    from attainment as a
    semi join untouched as u on u.principal = a.principal and u.cutoff_date = a.cutoff_date
    semi join (from regarded where unit is null) as r
        on r.principal = a.principal and r.population = a.population and r.phase = a.phase
        and r.specialty = a.specialty and r.administration = a.administration
    where a.status in ('saknas', 'noll')
    union all
    select distinct a.principal, a.cutoff_date, a.population, a.phase, a.specialty, a.administration, a.unit
    from attainment_unit as a
    semi join untouched as u on u.principal = a.principal and u.cutoff_date = a.cutoff_date
    semi join (from regarded where unit is not null) as r
        on r.principal = a.principal and r.population = a.population and r.phase = a.phase
        and r.specialty = a.specialty and r.administration = a.administration and r.unit = a.unit
    where a.status in ('saknas', 'noll')
"""
SAME_GROUP = " and ".join(f"n.{name} = t.{name}" for name in (*GROUP, "cutoff_date"))
SAME_SPECIALTY = SAME_GROUP.replace("n.administration = t.administration", "n.administration = 'Alla'")
# What still has a row has somebody, or is hidden: it stays as it is.
KEEP_THOSE_WITHOUT_ROW = f"""
    delete from group_grid as t using (
        select distinct principal, cutoff_date, population, phase, specialty, administration, null as unit
        from {{attainment}}
        semi join regridded_groups using (principal, population, phase, specialty, administration)
        union all
        select distinct principal, cutoff_date, population, phase, specialty, administration, unit
        from {{attainment_unit}}
        semi join regridded_groups using (principal, population, phase, specialty, administration, unit)
    ) as n
    where {SAME_GROUP} and n.unit is not distinct from t.unit
"""  # noqa: S608 - names from above


def find_groups_changed(build: Build) -> int:
    """Temporary table groups_changed: groups that came or went since the marts were built. Returns how many."""
    build.execute(GROUPS_BEFORE)
    build.execute(NEW_AND_GONE)
    [(found,)] = build.connection.sql("select count(*) from groups_changed").fetchall()
    return int(found)


def remove_rows_of_nobody(build: Build) -> None:
    """Take away the rows without anybody that are made anew; temporary table regridded_groups says of which groups."""
    build.execute(REGRIDDED)
    build.execute(NOBODY)
    for name in BY_GROUP:
        build.execute(f"delete from {name} as t using rows_of_nobody as n where {SAME_GROUP} and n.unit is null")  # noqa: S608
    of_units = f"delete from attainment_unit as t using rows_of_nobody as n where {SAME_GROUP} and n.unit = t.unit"  # noqa: S608
    build.execute(of_units)
    for name in BY_REGION:
        build.execute(f"delete from {name} as t using rows_of_nobody as n where {SAME_SPECIALTY} and n.unit is null")  # noqa: S608


def keep_those_without_row(build: Build) -> None:
    """Of group_grid only the groups on dates that have no row left."""
    own = {name: build.own(name) for name in ("attainment", "attainment_unit")}
    build.execute(KEEP_THOSE_WITHOUT_ROW.format(**own))
