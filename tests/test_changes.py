"""What of the changes is told, and how the region is set against the nation: the rules, on rows made for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import changes, nation
from dashboard.change_facts import Change
from dashboard.nation import ALIKE, BETTER, WORSE, Share
from tests.sentence_facts import CUTOFF, change_row


def change(administration: str, difference: float, certain: float = 0.01, **other: Any) -> Change:
    """A change whose interval's end nearest zero is `certain` away from it."""
    ends = (certain, 0.3) if difference > 0 else (-0.3, -certain)
    return Change(
        change_row(administration=administration, difference=difference, low_95=ends[0], high_95=ends[1], **other),
        CUTOFF,
    )


def of_counts(administration: str, numerator: int, denominator: int, earlier: int, before: int) -> Change:
    return change(
        administration, numerator / denominator - earlier / before, numerator=numerator, denominator=denominator,
        earlier_numerator=earlier, earlier_denominator=before,
    )  # fmt: skip


def test_a_specialty_stands_for_its_administrations_that_moved_the_same_way() -> None:
    region, same, other = change("Alla", 0.05), change("NU", 0.2, 0.1), change("SV", -0.1)
    assert changes.chosen([region, same, other]) == [region, other]


def test_an_administration_of_another_phase_is_told_beside_the_specialty() -> None:
    region, other_phase = change("Alla", 0.05, 0.04), change("NU", 0.2, phase=1)
    assert changes.chosen([region, other_phase]) == [region, other_phase]


def test_the_largest_certain_part_comes_first_not_the_largest_change() -> None:
    wide, firm = change("NU", 0.2, 0.01, specialty="221"), change("SU", 0.05, 0.04)
    assert changes.chosen([wide, firm]) == [firm, wide]


def test_an_interval_that_holds_zero_has_no_certain_part() -> None:
    assert Change(change_row(low_95=-0.01, high_95=0.2), CUTOFF).certain == 0


def test_five_are_told_at_most() -> None:
    many = [change("NU", 0.1, specialty=str(code)) for code in range(9)]
    assert len(changes.chosen(many)) == 5


def test_whole_specialties_are_not_told_when_other_administrations_were_delivered() -> None:
    region, own = change("Alla", 0.05), change("NU", 0.2)
    assert changes.chosen([region, own], are_regions_comparable=False) == [own]


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=6))
def test_the_parts_of_a_specialtys_change_sum_to_all_of_it(groups: list[Any]) -> None:
    sums = [sum(group[when][what] for group in groups) for when in (0, 1) for what in (0, 1)]
    if sums[0] * sums[3] == sums[2] * sums[1]:
        return  # no change, no parts
    region = of_counts("Alla", *sums)
    parts = [changes.contribution(of_counts("NU", *now, *before).row, region.row) for now, before in groups]
    assert sum(parts) == pytest.approx(1)


def test_who_carries_a_change_is_named_when_two_make_most_of_it() -> None:
    region = of_counts("Alla", 640, 1000, 540, 1000)
    nu, skas, su = (
        of_counts("NU", 180, 300, 120, 300),
        of_counts("SkaS", 160, 300, 125, 300),
        of_counts("SU", 300, 400, 295, 400),
    )
    [carried, *_] = changes.with_carriers([region, nu, skas, su])
    assert carried.carriers == ("NU", "SkaS")
    assert carried.carried == pytest.approx(0.95)


def test_one_that_makes_nearly_all_is_named_alone() -> None:
    region = of_counts("Alla", 630, 1000, 540, 1000)
    [carried, *_] = changes.with_carriers(
        [region, of_counts("NU", 200, 300, 115, 300), of_counts("SU", 230, 400, 225, 400)]
    )
    assert carried.carriers == ("NU",)


def test_nobody_is_named_when_many_make_the_change_together() -> None:
    region = of_counts("Alla", 600, 1000, 500, 1000)
    [carried, *_] = changes.with_carriers([region, *(of_counts(name, 60, 100, 50, 100) for name in "ABCD")])
    assert carried.carriers == ()


def test_the_largest_is_not_named_for_being_large() -> None:
    region = of_counts("Alla", 600, 1000, 500, 1000)
    large, small = of_counts("SU", 420, 700, 350, 700), of_counts("NU", 180, 300, 150, 300)
    assert changes.with_carriers([region, large, small])[0].carriers == ()


def test_an_administration_that_has_the_specialty_alone_does_not_carry_it() -> None:
    region, alone = of_counts("Alla", 600, 1000, 500, 1000), of_counts("NU", 600, 1000, 500, 1000)
    assert changes.with_carriers([region, alone])[0].carriers == ()


def test_one_that_moved_the_other_way_or_is_of_another_phase_carries_nothing() -> None:
    region = of_counts("Alla", 640, 1000, 540, 1000)
    down = of_counts("NU", 100, 300, 200, 300)
    elsewhere = change("SU", 0.5, phase=1, numerator=90, denominator=100, earlier_numerator=40, earlier_denominator=100)
    assert changes.with_carriers([region, down, elsewhere])[0].carriers == ()


@pytest.mark.parametrize(
    ("months", "date"), [(1, dt.date(2026, 9, 30)), (3, dt.date(2026, 7, 31)), (12, dt.date(2025, 10, 31))]
)
def test_earlier_dates_are_month_ends(months: int, date: dt.date) -> None:
    assert changes.month_end_before(CUTOFF, months) == date
    assert changes.month_end_before(dt.date(2025, 1, 31), 1) == dt.date(2024, 12, 31)
    assert changes.month_end_before(dt.date(2024, 3, 31), 1) == dt.date(2024, 2, 29)


def test_what_is_missing_on_one_date_only_is_told() -> None:
    assert changes.other_deliveries(None, None) == ""
    assert changes.other_deliveries("SÄS", "SÄS") == ""
    assert changes.other_deliveries("SÄS, NU", "NU, SV") == "SÄS och SV"


def event(**other: Any) -> dict[str, Any]:
    known = {"title": "Systembyte", "from_date": dt.date(2026, 10, 1), "to_date": None, "population": None,
             "phase": None, "specialty": None, "administration": "SÄS", "rebases": True}  # fmt: skip
    return known | other


def test_an_event_that_rebases_is_told_of_its_own_groups_only() -> None:
    own, other = change_row(administration="SÄS"), change_row(administration="NU")
    earlier = dt.date(2026, 9, 30)
    assert changes.breaks(event(), own, earlier)
    assert not changes.breaks(event(), other, earlier)
    assert not changes.breaks(event(phase=1), own, earlier)
    assert not changes.breaks(event(rebases=False), own, earlier)
    assert not changes.breaks(event(from_date=dt.date(2026, 9, 1)), own, earlier)
    assert changes.breaks(event(administration="Alla"), other, earlier)


def months(*shares: float, last: dt.date = CUTOFF) -> pl.DataFrame:
    """The nation at 52 % of 4 400 in every month, the region at these shares of 900, newest first."""
    return pl.DataFrame(
        [
            {"phase": 2, "specialty": "931", "limit_days": 30, "cutoff_date": changes.month_end_before(last, back),
             "national_share": 0.52, "national_numerator": 2288, "national_denominator": 4400, "alike_share": share,
             "alike_numerator": round(share * 900), "alike_denominator": 900}
            for back, share in enumerate(shares)
        ]
    )  # fmt: skip


def test_months_in_a_row_under_the_nation_end_at_the_first_that_is_not() -> None:
    key = (2, "931", 30)
    assert changes.months_under(months(0.43, 0.44, 0.42, 0.52, 0.40), CUTOFF) == {key: 3}
    assert changes.months_under(months(0.51, 0.40, 0.40), CUTOFF) == {}  # a point under is within chance
    assert changes.months_under(months(0.40, 0.40, last=dt.date(2026, 9, 30)), CUTOFF) == {}  # no figure this month


def measure(**other: Any) -> dict[str, Any]:
    row = {"measure": "operation", "national_date": CUTOFF, "national_definition": "exkl_pvv", "national_share": 0.57,
           "national_numerator": 5700, "national_denominator": 10000, "alike_share": 0.61, "alike_numerator": 610,
           "alike_denominator": 1000}  # fmt: skip
    return row | other


@pytest.mark.parametrize(
    ("numerator", "denominator", "verdict"), [(6100, 10000, BETTER), (5200, 10000, WORSE), (61, 100, ALIKE)]
)
@pytest.mark.parametrize("is_known", [True, False])
def test_the_nation_is_passed_only_beyond_chance(
    numerator: int, denominator: int, verdict: str, is_known: bool
) -> None:
    nation_counts = {} if is_known else {"national_numerator": None, "national_denominator": None}
    row = measure(alike_share=numerator / denominator, alike_numerator=numerator, alike_denominator=denominator)
    [found] = nation.against([row | nation_counts], CUTOFF, "exkl_pvv")
    assert found is not None
    assert found.verdict == verdict
    assert found.pair.low <= found.pair.difference <= found.pair.high
    assert (found.pair.low <= 0 <= found.pair.high) == (verdict == ALIKE)
    assert found.is_direct


def test_a_measure_without_a_nation_is_no_part_of_the_family() -> None:
    alone = measure(alike_share=0.59, alike_numerator=1180, alike_denominator=2000)
    pairs = nation.against([alone, *[measure(national_share=None)] * 5], CUTOFF, "exkl_pvv")
    assert pairs[1:] == [None] * 5
    assert nation.against([alone], CUTOFF, "exkl_pvv")[0] == pairs[0]


def test_a_difference_has_newcombes_interval() -> None:
    found = nation.pair_of(Share(49 / 53, 49, 53), Share(15 / 17, 15, 17))
    assert (found.low, found.high) == pytest.approx((-0.09131, 0.27248), abs=1e-5)
