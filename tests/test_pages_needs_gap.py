"""The gap's arithmetic on frames worked out by hand: what is short and what is left over are never netted."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import needs_gap

NEEDS = {
    "year": pl.Int32, "quarter": pl.UInt8, "specialty": pl.String, "phase": pl.UInt8, "administration": pl.String,
    "need": pl.Int32, "capacity": pl.Int32,
}  # fmt: skip
PLANNED = {
    "specialty": pl.String, "phase": pl.UInt8, "sender": pl.String, "receiver": pl.String, "transfer": pl.String,
    "quarter": pl.UInt8, "in_force": pl.Boolean, "planned": pl.Int32,
}  # fmt: skip


def needs(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """(quarter, specialty, administration, need, capacity) of phase 2."""
    given = [(2027, row[0], row[1], 2, *row[2:]) for row in rows]
    return pl.DataFrame(given, schema=NEEDS, orient="row")


def planned(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """(sender, receiver, transfer, volume) of orthopaedics, in force in the second quarter."""
    given = [("311", 2, row[0], row[1], row[2], 2, True, row[3]) for row in rows]
    return pl.DataFrame(given, schema=PLANNED, orient="row")


def row_of(rows: pl.DataFrame, administration: str) -> dict[str, Any]:
    return rows.row(by_predicate=pl.col("administration") == administration, named=True)


def test_a_surplus_in_one_administration_hides_no_shortage_in_another() -> None:
    rows = needs_gap.gaps(needs((None, "311", "NU", 3200, 2500), (None, "311", "SV", 1500, 2200)), planned())
    sums = needs_gap.totals(rows)
    assert (sums.need, sums.capacity) == (4700, 4700)
    assert (sums.shortage, sums.surplus, sums.to_place) == (700, 700, 700)
    [of_specialty] = needs_gap.by_specialty(rows).rows(named=True)
    assert (of_specialty["shortage"], of_specialty["surplus"]) == (700, 700)


def test_agreed_out_takes_of_the_shortage_and_agreed_in_of_the_surplus() -> None:
    rows = needs_gap.gaps(
        needs((None, "311", "NU", 3200, 2500), (None, "311", "SV", 1500, 2200)),
        planned(("NU", "SV", "intern", 400), ("NU", "Kustortopedi", "extern", 100)),
    )
    sender, receiver = row_of(rows, "NU"), row_of(rows, "SV")
    assert (sender["gap"], sender["agreed_out"], sender["gap_after"], sender["to_place"]) == (700, 500, 200, 200)
    assert (receiver["gap"], receiver["agreed_in"], receiver["gap_after"]) == (-700, 400, -300)
    assert receiver["to_place"] == 0
    assert "Kustortopedi" not in rows["administration"]  # no förvaltning: its room is no part of the balance


def test_more_agreed_than_what_is_short_leaves_nothing_to_place_and_takes_nothing_from_others() -> None:
    rows = needs_gap.gaps(
        needs((None, "311", "NU", 1000, 900), (None, "311", "SU", 1000, 800)), planned(("NU", "SV", "intern", 250))
    )
    assert row_of(rows, "NU")["to_place"] == 0
    assert row_of(rows, "NU")["gap_after"] == -150
    assert needs_gap.totals(rows).to_place == 200


def test_proposals_and_versions_no_longer_in_force_count_for_nothing() -> None:
    plans = planned(("NU", "SV", "intern", 400)).with_columns(in_force=pl.lit(value=False))
    assert row_of(needs_gap.gaps(needs((None, "311", "NU", 3200, 2500)), plans), "NU")["agreed_out"] == 0


def test_quarters_and_a_row_of_the_year_are_never_both_counted() -> None:
    quarters = [(number, "311", "NU", 250, 200) for number in (1, 2, 3, 4)]
    rows = needs_gap.gaps(needs((None, "311", "NU", 1200, 700), *quarters), planned())
    assert (row_of(rows, "NU")["need"], row_of(rows, "NU")["capacity"]) == (1000, 800)
    assert needs_gap.totals(rows).double == 1


def test_some_quarters_do_not_stand_for_a_year_that_is_given() -> None:
    rows = needs_gap.gaps(needs((None, "311", "NU", 1200, 700), (1, "311", "NU", 250, 200)), planned())
    assert row_of(rows, "NU")["need"] == 1200


def test_some_quarters_alone_are_summed_and_told() -> None:
    rows = needs_gap.gaps(needs((1, "311", "NU", 250, 200), (2, "311", "NU", 250, 210)), planned())
    assert row_of(rows, "NU")["gap"] == 90
    assert needs_gap.totals(rows).partial == 1


def test_a_plan_without_a_stated_need_is_shown_and_has_no_gap() -> None:
    rows = needs_gap.gaps(needs((None, "311", "SU", 100, 90)), planned(("NU", "SV", "intern", 40)))
    alone = row_of(rows, "NU")
    assert (alone["need"], alone["gap"], alone["to_place"], alone["agreed_out"]) == (None, None, None, 40)
    assert needs_gap.totals(rows).without_need == 2  # the sender and the receiver
    assert needs_gap.totals(rows).shortage == 10


COUNTS = st.integers(min_value=0, max_value=5000)
ROWS = st.dictionaries(
    st.tuples(st.sampled_from(["311", "511", "221"]), st.sampled_from(["NU", "SU", "SV", "SÄS"])),
    st.tuples(COUNTS, COUNTS),
    min_size=1,
)
PLANS = st.lists(st.tuples(st.sampled_from(["NU", "SU"]), st.sampled_from(["SV", "SÄS"]), COUNTS), max_size=5)


@settings(max_examples=50, deadline=None)
@given(ROWS, PLANS)
def test_parts_sum_to_their_totals_and_the_two_sides_to_the_net(
    rows: dict[tuple[str, str], tuple[int, int]], plans: list[tuple[str, str, int]]
) -> None:
    given = needs(*((None, *key, *counts) for key, counts in rows.items()))
    found = needs_gap.gaps(given, planned(*((sender, receiver, "intern", n) for sender, receiver, n in plans)))
    sums, parts = needs_gap.totals(found), needs_gap.by_specialty(found)
    stated = found.filter(pl.col("need").is_not_null())
    assert sums.shortage - sums.surplus == sums.need - sums.capacity == sum(n - c for n, c in rows.values())
    for name in ("need", "capacity", "shortage", "surplus", "to_place"):
        assert parts[name].sum() == getattr(sums, name)
    assert sums.agreed_out == sums.agreed_in == sum(volume for *_, volume in plans)  # between own förvaltningar
    assert 0 <= sums.placed <= min(sums.shortage, sums.agreed_out)
    assert (stated["gap_after"] == stated["gap"] - stated["agreed_out"] + stated["agreed_in"]).all()
