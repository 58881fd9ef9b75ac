"""From the gap to proposed versions to agreed ones: the year's gap is kept, and no agreed volume is ever changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import plan_versions
from analysis.transfer_plan import Options, Proposal, Travel, propose
from dashboard import proposal_inputs, proposal_versions
from dashboard.plan_change_draft import opened_plan
from register import PLAN_COLUMNS, Conflict, NewPlanVersion, Register
from register.migration import migrate

TODAY = dt.date(2026, 11, 20)
VOLUMES = st.integers(min_value=0, max_value=400)
FOUR = st.lists(VOLUMES, min_size=4, max_size=4)
NOTHING = [0, 0, 0, 0]
SEASON = [0.27, 0.26, 0.20, 0.27]


def test_the_gap_stands_where_the_units_own_summer_is_short() -> None:
    lacks = proposal_inputs.seasonal(1200, 1000, SEASON)  # 300 a quarter against 270, 260, 200, 270
    assert lacks == [30, 40, 100, 30]
    assert proposal_inputs.of_year(200, lacks, NOTHING) == [30, 40, 100, 30]


def test_quarters_with_room_over_have_no_gap_and_the_years_gap_is_kept() -> None:
    assert proposal_inputs.of_year(120, [100, -40, 60, 0], NOTHING) == [75, 0, 45, 0]
    assert proposal_inputs.of_year(-6, [-10, 4, 0, 0], NOTHING) == [0, 0, 0, 0]


def test_agreed_volume_is_needed_in_its_own_quarter_and_the_rest_where_it_lacks_most() -> None:
    assert proposal_inputs.of_year(200, [30, 40, 100, 30], [100, 0, 0, 0]) == [100, 23, 59, 18]


def test_more_agreed_than_the_gap_keeps_the_gap() -> None:
    assert proposal_inputs.of_year(200, [30, 40, 100, 30], [200, 100, 50, 50]) == [100, 50, 25, 25]


LACKS = st.lists(st.integers(-400, 400), min_size=4, max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.integers(-500, 3000), LACKS, FOUR)
def test_the_quarters_sum_to_the_years_positive_gap_and_leave_what_the_year_leaves(
    gap: int, lacks: list[int], agreed: list[int]
) -> None:
    quarters = proposal_inputs.of_year(gap, lacks, agreed)
    assert sum(quarters) == max(0, gap)
    assert min(quarters) >= 0
    left = sum(max(0, got - plan) for got, plan in zip(quarters, agreed, strict=True))
    assert left == max(0, max(0, gap) - sum(agreed))


@pytest.mark.parametrize(
    ("year", "today", "first"),
    [(2027, TODAY, 1), (2026, TODAY, 4), (2026, dt.date(2026, 9, 30), 3), (2025, TODAY, 5)],
)
def test_quarters_that_have_ended_receive_nobody(year: int, today: dt.date, first: int) -> None:
    assert proposal_inputs.first_quarter(year, today) == first


def version(plan_id: str, number: int, sender: str, receiver: str, quarters: list[int], **other: Any) -> dict[str, Any]:
    """A version of a plan of 2027; agreed, own regime and with twenty outside the plan where nothing else is said."""
    row: dict[str, Any] = dict.fromkeys(PLAN_COLUMNS)
    row |= {
        "principal": "Exempelregionen", "plan_id": plan_id, "version": number, "year": 2027, "specialty": "311",
        "phase": 2, "sender": sender, "receiver": receiver, "regime": "egen", "transfer": "intern",
        "decided_volume": sum(quarters) + 20, "status": "overenskommen", "reason": "ny",
        **dict(zip(proposal_versions.QUARTERS, quarters, strict=True)),
    }  # fmt: skip
    return row | other


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=PLAN_COLUMNS)


def in_force(versions: pl.DataFrame) -> dict[tuple[str, int], int]:
    """Plan and quarter → the volume in force."""
    empty = pl.DataFrame(schema={"month": pl.Date, **{name: PLAN_COLUMNS[name] for name in ("principal", "specialty",
                         "phase", "sender", "receiver")}, "sent": pl.Int32, "completed": pl.Int32,
                         "returned": pl.Int32})  # fmt: skip
    quarters = plan_versions.quarters(versions, empty, [], TODAY).filter("in_force")
    return {(row["plan_id"], row["quarter"]): row["planned"] for row in quarters.iter_rows(named=True)}


def proposal(needs: dict[tuple[str, int], int], rooms: dict[tuple[str, int], int], agreed: pl.DataFrame) -> Proposal:
    """needs: (sender, quarter) → patients; rooms: (receiver, quarter) → places in own regime."""
    key = {"specialty": "311", "phase": 2}
    held = plan_rows(agreed)
    return propose(
        pl.DataFrame([key | {"sender": s, "quarter": q, "volume": n} for (s, q), n in needs.items()]),
        pl.DataFrame(
            [key | {"receiver": r, "regime": "egen", "area": None, "quarter": q, "volume": n}
             for (r, q), n in rooms.items()],
            schema_overrides={"area": pl.String},
        ),
        held, Travel(), Options(),
    )  # fmt: skip


def plan_rows(versions: pl.DataFrame) -> pl.DataFrame:
    """The volumes in force as the solver takes them."""
    pairs = {row["plan_id"]: row for row in versions.iter_rows(named=True)}
    rows = [
        (*(pairs[plan][name] for name in ("specialty", "phase", "sender", "receiver", "regime")), quarter, volume)
        for (plan, quarter), volume in in_force(versions).items()
    ]
    schema = {"specialty": pl.String, "phase": pl.UInt8, "sender": pl.String, "receiver": pl.String,
              "regime": pl.String, "quarter": pl.UInt8, "volume": pl.Int64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def with_new(versions: pl.DataFrame, new: list[NewPlanVersion]) -> pl.DataFrame:
    return pl.concat([versions, frame(*({**dict.fromkeys(PLAN_COLUMNS), **_columns(each)} for each in new))])


def _columns(new: NewPlanVersion) -> dict[str, Any]:
    return {name: value for name, value in asdict(new).items() if name in PLAN_COLUMNS}


def proposed(found: Proposal, versions: pl.DataFrame) -> list[NewPlanVersion]:
    return proposal_versions.proposed(
        found, versions, principal="Exempelregionen", year=2027, role="Vårdgarantiservice"
    )


HELD = frame(
    version("A-1", 1, "NU", "SV", [50, 50, 30, 50]),
    version("A-2", 1, "SU", "SkaS", [10, 10, 10, 10]),
    version("A-2", 2, "SU", "SkaS", [10, 10, 10, 10], status="aterkallad"),
)
ROOMS = {(receiver, quarter): 80 for receiver in ("SV", "SkaS") for quarter in (1, 2, 3, 4)}
ROOM = {("SV", quarter): 80 for quarter in (1, 2, 3, 4)}


def test_a_plan_gets_its_agreed_volumes_and_the_addition_and_keeps_what_is_outside() -> None:
    found = proposal({("NU", 1): 70, ("NU", 2): 50, ("NU", 3): 30, ("NU", 4): 50}, {("SV", 1): 80}, HELD)
    [new] = proposed(found, HELD)
    assert (new.plan_id, new.version, new.base_version, new.status) == ("A-1", 2, 1, "forslag")
    assert (new.q1, new.q2, new.q3, new.q4, new.decided_volume) == (70, 50, 30, 50, 220)
    assert (new.reason, new.role, new.anchored_by, new.decided_on) == ("okat_behov", "Vårdgarantiservice", None, None)


def test_a_new_pair_gets_a_plan_of_its_own_with_a_name_in_ascii() -> None:
    found = proposal({("SÄS", 2): 12}, {("SV", 2): 80}, HELD)
    [new] = proposed(found, HELD)
    assert (new.plan_id, new.version, new.base_version, new.reason) == ("P-2027-311-2-SAS-SV", 1, None, "ny")
    assert (new.q2, new.decided_volume, new.transfer) == (12, 12, "intern")


def test_two_names_that_are_alike_in_ascii_get_plans_of_their_own() -> None:
    row = {"specialty": "311", "phase": 2, "sender": "SÄS", "receiver": "Grannregion Öster"}
    first = proposal_versions.free_name(2027, row, set())
    assert first == "P-2027-311-2-SAS-Grannregion_Oster"
    assert proposal_versions.free_name(2027, row, {first}) == f"{first}-2"


def test_a_withdrawn_plan_that_is_proposed_anew_starts_from_nothing() -> None:
    [new] = proposed(proposal({("SU", 1): 15}, {("SkaS", 1): 80}, HELD), HELD)
    assert (new.plan_id, new.version, new.base_version, new.reason) == ("A-2", 3, 2, "ny")
    assert (new.q1, new.q2, new.decided_volume) == (15, 0, 15)


def test_what_is_already_proposed_is_not_proposed_again() -> None:
    found = proposal({("NU", 1): 190, ("SÄS", 2): 12}, ROOM, HELD)
    once = proposed(found, HELD)
    assert len(once) == 2
    assert proposed(found, with_new(HELD, once)) == []
    other = proposal({("NU", 1): 195, ("SÄS", 2): 12}, ROOM, HELD)
    [changed] = proposed(other, with_new(HELD, once))
    assert (changed.plan_id, changed.version, changed.base_version) == ("A-1", 3, 2)


def test_an_open_proposal_that_lowers_is_not_among_those_that_may_be_agreed_here() -> None:
    lower = frame(*HELD.to_dicts(), version("A-1", 2, "NU", "SV", [50, 40, 40, 50], status="forslag"))
    [row] = proposal_versions.open_proposals(lower).rows(named=True)
    assert (row["plan_id"], row["is_raise"], row["addition"]) == ("A-1", False, 0)
    assert proposal_versions.agreed(lower, ["A-1"], role="R", anchored_by="F", today=TODAY) == []


AMOUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["NU", "SU", "SÄS"]), st.integers(1, 4)), st.integers(1, 120), max_size=6
)


def test_a_quarter_that_ended_before_the_agreement_is_decided_but_not_placed_in_either_way() -> None:
    """Through Behov och kapacitet and through the form on Leveransplaner: 20 of 80 came too late for their quarter."""
    open_proposal = frame(version("A-9", 1, "NU", "SV", [20, 20, 20, 20], status="forslag", decided_volume=80))
    late = dt.date(2027, 4, 10)
    [new] = proposal_versions.agreed(open_proposal, ["A-9"], role="R", anchored_by="F", today=late)
    assert (new.q1, new.q2, new.q3, new.q4, new.decided_volume) == (0, 20, 20, 20, 80)
    assert opened_plan(open_proposal, late).volumes == (new.q1, new.q2, new.q3, new.q4)


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, FOUR, FOUR)
def test_no_agreed_volume_changes_by_any_proposal(
    needs: dict[tuple[str, int], int], first: list[int], second: list[int]
) -> None:
    held = frame(
        version("A-1", 1, "NU", "SV", first),
        version("A-2", 1, "SU", "SkaS", second),
        version("A-2", 2, "SU", "SkaS", first, status="forslag"),
    )
    if not needs:
        return
    new = proposed(proposal(needs, ROOMS, held), held)
    after = with_new(held, new)
    assert in_force(after) == in_force(held)
    for each in new:
        assert each.q1 + each.q2 + each.q3 + each.q4 <= (each.decided_volume or 0)

    ids = [each.plan_id for each in new]
    agreed = proposal_versions.agreed(after, ids, role="Vårdgarantiservice", anchored_by="F", today=TODAY)
    assert sorted(each.plan_id for each in agreed) == sorted(ids)
    before, then = in_force(held), in_force(with_new(after, agreed))
    assert all(then[key] >= volume for key, volume in before.items())
    placed = sum(then.values()) - sum(before.values())
    assert placed == proposal(needs, ROOMS, held).placements["volume"].sum()


@pytest.fixture
def register(tmp_path: Path) -> Register:
    made = Register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    migrate(made)
    return made


def test_a_proposal_is_written_whole_or_not_at_all(register: Register) -> None:
    found = proposal({("NU", 1): 190, ("SÄS", 2): 12}, ROOM, HELD)
    new = proposed(found, HELD)
    register.add_plan_versions(new[:1])  # someone else was first with one of them
    with pytest.raises(Conflict):
        register.add_plan_versions(new)
    assert len(register.plan_versions()) == 1


def test_what_is_written_is_read_back_and_agreed_in_one_transaction(register: Register) -> None:
    new = proposed(proposal({("NU", 1): 190, ("SÄS", 2): 12}, ROOM, HELD), HELD)
    register.add_plan_versions(new)
    seen = pl.concat([HELD, register.plan_versions().select(PLAN_COLUMNS.keys())])
    agreed = proposal_versions.agreed(
        seen, [each.plan_id for each in new], role="Vårdgarantiservice", anchored_by="Verksamhetschef", today=TODAY
    )
    register.add_plan_versions(agreed)
    stored = register.plan_versions().filter(pl.col("status") == "overenskommen")
    assert stored["decided_on"].unique().to_list() == [TODAY]
    assert stored["anchored_by"].unique().to_list() == ["Verksamhetschef"]
    assert sorted(stored["plan_id"]) == ["A-1", "P-2027-311-2-SAS-SV"]
