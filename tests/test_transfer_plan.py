"""A proposed plan adds to the agreed ones, loses nobody, says why, and is the same however it is asked."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.transfer_options import PROBLEM, Options, Travel
from analysis.transfer_plan import Proposal, as_versions, by_season, difference
from tests.transfer_instances import FAR, HERE, TIMES, Year, agreed, needs, offers, proposed, years

FRAMES = ("placements", "needs", "receivers", "levels", "conflicts")
SMALL = settings(deadline=None, max_examples=15)
PAIR = ["specialty", "phase", "sender", "receiver"]


def assert_same(one: Proposal, other: Proposal) -> None:
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name))


@SMALL
@given(year=years(), seed=st.integers(0, 99))
def test_rows_in_another_order_and_a_second_run_give_the_same_proposal(year: Year, seed: int) -> None:
    proposal = year.propose()
    assert_same(proposal, year.propose())
    assert_same(proposal, year.shuffled(seed).propose())


@SMALL
@given(year=years())
def test_every_need_is_agreed_placed_or_unmet_and_every_offer_agreed_placed_or_free(year: Year) -> None:
    proposal = year.propose()
    told = proposal.needs
    assert (told["need"] == told["agreed"] + told["placed"] + told["unmet"]).all()
    assert told["need"].sum() == year.needs["volume"].clip(0).sum()
    assert told.select(pl.col("agreed", "placed", "unmet").min()).min_horizontal().item() >= 0
    room = proposal.receivers
    assert (room["offered"] == room["agreed"] + room["placed"] + room["free"]).all()
    assert room["free"].min() >= 0  # type: ignore[operator]
    assert room["offered"].sum() == year.offers["volume"].sum()
    assert proposal.placements["volume"].sum() == told["placed"].sum() == room["placed"].sum()
    assert proposal.placements["volume"].sum() == proposal.volume_by_regime["volume"].sum()


@SMALL
@given(year=years())
def test_agreed_volume_is_counted_once_at_the_sender_and_once_at_the_receiver_or_is_a_conflict(year: Year) -> None:
    proposal = year.propose()
    excess = dict(proposal.conflicts.group_by("kind").agg(pl.col("excess").sum()).iter_rows())
    assert proposal.needs["agreed"].sum() + excess.get("behov", 0) == year.agreed["volume"].sum()
    assert proposal.receivers["agreed"].sum() + excess.get("kapacitet", 0) == year.agreed["volume"].sum()


@SMALL
@given(year=years())
def test_nobody_is_placed_with_themselves_before_the_need_or_in_an_ended_quarter(year: Year) -> None:
    placed = year.propose().placements
    assert (placed["sender"] != placed["receiver"]).all()
    assert (placed["quarter"] >= placed["need_quarter"]).all()
    assert (placed["quarter"] >= year.options.first_quarter).all()
    assert (placed["volume"] > 0).all()


@SMALL
@given(year=years())
def test_a_proposal_changes_no_agreed_volume(year: Year) -> None:
    proposal = year.propose()
    added = difference(year.agreed, proposal)
    assert added["agreed"].sum() == year.agreed["volume"].sum()
    assert added["addition"].sum() == proposal.placements["volume"].sum()
    assert (added["proposed"] == added["agreed"] + added["addition"]).all()
    plans = plans_of(year.agreed)
    versions = as_versions(proposal, plans)
    assert versions["addition"].sum() == proposal.placements["volume"].sum()
    present = versions.join(plans, on=["plan_id"], how="inner", suffix="_present")
    for quarter in ("q1", "q2", "q3", "q4"):
        assert (present[quarter] >= present[f"{quarter}_present"]).all()
    outside = pl.col("decided_volume") - pl.sum_horizontal("q1", "q2", "q3", "q4")
    assert versions.filter(pl.col("plan_id").is_null()).select(outside.abs().sum()).item() == 0
    assert present.select(outside == 5).to_series().all()


def plans_of(agreed_rows: pl.DataFrame) -> pl.DataFrame:
    """One plan per pair, with five patients outside each."""
    plans = agreed_rows.group_by([*PAIR, "regime"]).agg(
        pl.col("volume").filter(pl.col("quarter") == quarter).sum().alias(f"q{quarter}") for quarter in range(1, 5)
    )
    return plans.sort(PAIR).select(
        pl.concat_str(pl.lit("P"), pl.int_range(pl.len())).alias("plan_id"),
        pl.lit(2).alias("version"),
        *PAIR,
        "regime",
        (pl.sum_horizontal("q1", "q2", "q3", "q4") + 5).alias("decided_volume"),
        "q1",
        "q2",
        "q3",
        "q4",
    )


@settings(deadline=None, max_examples=12)
@given(year=years(batches=(0, 1)), place=st.integers(0, 31))
def test_the_price_of_a_slot_is_what_one_more_gives_when_it_is_solved_again(year: Year, place: int) -> None:
    proposal = year.propose()
    assert proposal.exact_prices
    slot = proposal.receivers.row(place, named=True)
    more = {name: slot[name] for name in ("specialty", "receiver", "regime", "quarter")}
    again = year.propose(more_at=more)
    assert slot["price"] == again.needs["placed"].sum() - proposal.needs["placed"].sum()  # type: ignore[operator]


@SMALL
@given(year=years(batches=(4,)))
def test_prices_with_a_smallest_batch_are_those_without_it_and_it_is_said(year: Year) -> None:
    proposal = year.propose()
    assert not proposal.exact_prices
    without = replace(year, options=replace(year.options, smallest_batch=0))
    assert_frame_equal(proposal.receivers.select("price"), without.propose().receivers.select("price"))


@SMALL
@given(year=years())
def test_whoever_is_unmet_has_a_reason_and_nobody_else(year: Year) -> None:
    told = year.propose().needs
    assert (told["reason"].is_not_null() == (told["unmet"] > 0)).all()


@SMALL
@given(year=years(batches=(0,)))
def test_one_specialty_alone_gives_the_same_as_among_others(year: Year) -> None:
    alone = year.with_rows(lambda frame: frame.filter(pl.col("specialty") == "601"))
    among, other = year.propose(), alone.propose()
    for name in FRAMES:
        assert_frame_equal(getattr(among, name).filter(pl.col("specialty") == "601"), getattr(other, name))


def test_own_regime_goes_before_contracts_and_they_before_other_regions_whatever_the_delay() -> None:
    room = offers(("L", "annan_region", 1, 9), ("K", "avtal", 2, 4), ("E", "egen", 4, 3))
    placed = proposed(needs(("A", 1, 10)), room).placements.sort("quarter")
    assert placed.select("regime", "quarter", "volume").rows() == [
        ("annan_region", 1, 3),
        ("avtal", 2, 4),
        ("egen", 4, 3),
    ]


def test_nobody_is_left_out_to_keep_others_in_own_regime() -> None:
    # Only A may go to L, which is abroad; both may go to E. One more placed is worth more than own regime.
    areas = pl.DataFrame({"provider": ["A", "B", "E", "L"], "area": ["x", "y", "z", "w"]})
    times = pl.DataFrame({"from_area": ["x", "y", "x"], "to_area": ["z", "z", "w"], "minutes": [10, 10, 10]})
    room = offers(("E", "egen", 1, 5), ("L", "annan_region", 1, 5))
    proposal = proposed(needs(("A", 1, 5), ("B", 1, 5)), room, None, Options(longest_minutes=30), Travel(areas, times))
    assert proposal.unmet.is_empty()
    assert proposal.volume_by_regime["volume"].to_list() == [5, 0, 5]


def test_patients_who_have_waited_longest_are_received_first_and_nobody_before_the_need() -> None:
    proposal = proposed(needs(("A", 1, 3), ("A", 2, 3)), offers(("E", "egen", 2, 4), ("E", "egen", 3, 2)))
    assert proposal.placements.select("need_quarter", "quarter", "volume").rows() == [(1, 2, 3), (2, 2, 1), (2, 3, 2)]


def test_a_pair_is_used_twice_rather_than_two_pairs_once() -> None:
    room = offers(("E", "egen", 1, 3), ("F", "egen", 1, 3), ("F", "egen", 2, 3))
    proposal = proposed(needs(("A", 1, 3), ("A", 2, 3)), room)
    assert proposal.placements["receiver"].unique().to_list() == ["F"]


def test_fairness_shares_what_there_is_and_agreed_plans_count_as_met() -> None:
    need, room = needs(("A", 1, 10), ("B", 1, 10)), offers(("E", "egen", 1, 10))
    evenly = proposed(need, room, agreed(("A", "E", "egen", 1, 4)), Options(fair=True))
    assert evenly.needs.filter(pl.col("quarter") == 1).select("agreed", "placed").rows() == [(4, 1), (0, 5)]
    assert evenly.levels.filter(pl.col("level") == "rattvisa")["value"].item() == 0.5


def test_agreed_beyond_need_or_room_is_told_and_not_cut() -> None:
    plans = agreed(("A", "E", "egen", 1, 8), ("B", "E", "egen", 1, 2), ("A", "X", "avtal", 2, 3))
    proposal = proposed(needs(("A", 1, 6), ("A", 2, 4)), offers(("E", "egen", 1, 9)), plans)
    columns = ("kind", "provider", "quarter", "agreed", "available", "excess")
    assert proposal.conflicts.select(columns).rows() == [
        ("behov", "A", 1, 8, 6, 2),
        ("behov", "B", 1, 2, None, 2),
        ("kapacitet", "E", 1, 10, 9, 1),
        ("kapacitet", "X", 2, 3, None, 3),
    ]


def test_agreed_for_a_later_quarter_is_for_those_who_still_wait() -> None:
    proposal = proposed(needs(("A", 1, 5), ("A", 2, 2)), offers(("E", "egen", 2, 9)), agreed(("A", "E", "egen", 2, 6)))
    assert proposal.conflicts.is_empty()
    assert proposal.needs["agreed"].to_list()[:2] == [4, 2]
    assert proposal.placements.select("need_quarter", "quarter", "volume").rows() == [(1, 2, 1)]


def reason(quarter: int = 1, **choices: object) -> str:
    """Of the sender A in a year with some room of each kind."""
    areas = pl.DataFrame({"provider": ["A", "F"], "area": [HERE, FAR]})
    given_needs = choices.pop("needs", needs(("A", quarter, 9)))
    given_offers = choices.pop("offers", offers())
    plans = choices.pop("agreed", agreed())
    options = Options(**choices)  # type: ignore[arg-type]
    proposal = proposed(given_needs, given_offers, plans, options, Travel(areas, TIMES))  # type: ignore[arg-type]
    return str(proposal.unmet.filter(pl.col("sender") == "A")["reason"].item())


def test_each_reason_for_having_no_place() -> None:
    some = offers(("F", "egen", 1, 5))
    assert reason() == "ingen_kapacitet"
    assert reason(offers=offers(("A", "egen", 1, 50))) == "ingen_kapacitet"
    assert reason(quarter=2, offers=some) == "ingen_kapacitet"
    assert reason(offers=some) == "kapaciteten_full"
    assert reason(offers=some, longest_minutes=60) == "for_lang_resa"
    assert reason(offers=offers(("G", "egen", 1, 5)), longest_minutes=60) == "restid_saknas"
    assert reason(offers=some, regimes=("avtal",)) == "ingen_tillaten_regi"
    assert reason(offers=some, smallest_batch=6) == "minsta_antal"
    assert reason(offers=some, first_quarter=2) == "ingen_kapacitet"
    assert (
        reason(offers=some, needs=needs(("A", 1, 1)), agreed=agreed(("B", "F", "egen", 1, 5)))
        == "upptagen_av_overenskomna"
    )
    assert reason(quarter=2, offers=offers(("F", "egen", 1, 5), ("F", "egen", 2, 5))) == "senare_kvartal_fullt"


def test_an_unknown_travel_time_bars_nobody_without_a_limit() -> None:
    assert proposed(needs(("A", 1, 2)), offers(("G", "egen", 1, 5))).unmet.is_empty()


def test_a_surplus_of_one_sender_hides_no_need_of_another() -> None:
    proposal = proposed(needs(("A", 1, -9), ("B", 1, 4)), offers())
    assert proposal.needs["unmet"].sum() == 4


def test_an_empty_year_is_an_empty_proposal() -> None:
    proposal = proposed(needs(), offers())
    assert all(getattr(proposal, name).is_empty() for name in FRAMES)
    assert as_versions(proposal, plans_of(agreed())).is_empty()
    assert difference(agreed(), proposal).is_empty()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (offers(("E", "egen", 5, 1)), "quarter"),
        (offers(("E", "privat", 1, 1)), "regime"),
        (offers(("E", "egen", 1, 1)).with_columns(volume=pl.lit(None, dtype=pl.Int64)), "missing"),
    ],
)
def test_values_outside_what_is_agreed_upon_are_refused(rows: pl.DataFrame, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        proposed(needs(("A", 1, 1)), rows)


@given(annual=st.integers(0, 5000), shares=st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_a_year_split_by_season_adds_up_to_the_year(annual: int, shares: list[float]) -> None:
    quarters = by_season(annual, shares)
    assert sum(quarters) == annual
    assert all(volume >= 0 for volume in quarters)


def test_summer_gets_the_share_it_has_had() -> None:
    assert by_season(100, [0.27, 0.26, 0.18, 0.29]) == [27, 26, 18, 29]


def test_levels_are_told_per_specialty_and_phase_in_order() -> None:
    levels = proposed(needs(("A", 1, 2)), offers(("E", "egen", 1, 5)), None, Options(fair=True)).levels
    assert levels["level"].to_list() == [
        "minst_otillgodosett",
        "rattvisa",
        "egen_regi",
        "egna_avtal",
        "minst_fordrojning",
        "farst_par",
    ]
    assert levels.select(PROBLEM).unique().height == 1
