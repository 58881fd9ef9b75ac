"""Every level of a proposed plan against every plan there is, on problems small enough to try them all."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from analysis.transfer_options import Options
from bench.transfer import Region
from tests.transfer_instances import Instance, instances


def values(instance: Instance) -> dict[str, float]:
    levels = instance.propose().levels
    assert levels["proven"].all()
    return dict(levels.select("level", "value").iter_rows())


@settings(deadline=None, max_examples=30)
@given(instance=instances(0, 1))
def test_each_level_is_as_good_as_the_best_of_all_plans_there_are(instance: Instance) -> None:
    assert values(instance) == instance.best()


@settings(deadline=None, max_examples=30)
@given(instance=instances(0, fair=True))
def test_with_fairness_the_smallest_share_is_as_large_as_can_be_and_so_are_the_levels_after(instance: Instance) -> None:
    assert values(instance) == instance.best()


@settings(deadline=None, max_examples=30)
@given(instance=instances(2, 3))
def test_with_a_smallest_batch_each_level_is_the_best_of_the_plans_that_obey_it(instance: Instance) -> None:
    assert values(instance) == instance.best()


@settings(deadline=None, max_examples=30)
@given(instance=instances(2, 3, fair=True))
def test_with_batches_and_fairness_each_level_is_the_best_of_the_plans_that_obey_both(instance: Instance) -> None:
    assert values(instance) == instance.best()


@settings(deadline=None, max_examples=30)
@given(instance=instances(0, 2, 3))
def test_what_is_placed_is_what_the_levels_say(instance: Instance) -> None:
    proposal = instance.propose()
    told = dict(proposal.levels.select("level", "value").iter_rows())
    placed = proposal.placements
    assert told["minst_otillgodosett"] == sum(map(sum, instance.need)) - placed["volume"].sum()
    assert told["egen_regi"] == placed.filter(pl.col("regime") == "egen")["volume"].sum()
    assert told["egna_avtal"] == placed.filter(pl.col("regime") == "avtal")["volume"].sum()
    delay = placed["volume"] * (placed["quarter"].cast(pl.Int64) - placed["need_quarter"].cast(pl.Int64))
    assert told["minst_fordrojning"] == delay.sum()
    assert told["farst_par"] == placed.select("sender", "receiver").n_unique()
    batches = placed.group_by("sender", "receiver", "quarter").agg(pl.col("volume").sum())["volume"]
    assert all(volume >= max(1, instance.options.smallest_batch) for volume in batches)


@pytest.mark.parametrize("options", [Options(), Options(fair=True, longest_minutes=70), Options(smallest_batch=5)])
def test_a_larger_problem_is_proven_but_for_its_pairs_whose_bound_is_told(options: Options) -> None:
    region = Region(specialties=2, senders=6, receivers=16, present=0.8)
    proposal = region.propose(options)
    is_pairs = pl.col("level") == "farst_par"
    assert proposal.levels.filter(~is_pairs)["proven"].all()
    pairs = proposal.levels.filter(is_pairs)
    assert (pairs["bound"] <= pairs["value"]).all()
    assert pairs["value"].sum() == proposal.placements.select("specialty", "sender", "receiver").n_unique()
    assert_frame_equal(proposal.placements, region.propose(options).placements)
