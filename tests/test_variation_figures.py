"""What the Variation page makes of published figures: the funnel, the mix, and the signs that no filter moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.funnel import exact_limits
from dashboard import variation_chance, variation_chance_facts, variation_funnel, variation_mix
from dashboard.variation_funnel import Funnel, funnel
from dashboard.variation_verdicts import Outside, interval, outside, verdict_words, with_intervals

# Ten units of methods.md: φ 31.9501 and τ² .0118390 around their pooled share.
TEN = list(zip((500, 800, 400, 1000, 1200, 900, 700, 600, 1000, 300),
               (210, 430, 230, 560, 720, 560, 480, 430, 790, 261), strict=True))  # fmt: skip
POOLED = sum(x for _, x in TEN) / sum(n for n, _ in TEN)
VARIATION = {"region_share": 0.63, "phi": 4.0, "tau_squared": 0.01, "judged": 3, "chance_p": 0.001}


def a_row(name: str, denominator: int, numerator: int, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "administration": name, "unit": name, "denominator": denominator, "numerator": numerator,
        "share": numerator / denominator, "status": "visas" if denominator >= 20 else "lagt_underlag",
        "target_share": POOLED if denominator >= 20 else None, "verdict": "inom" if denominator >= 20 else None,
        "low_95": None, "high_95": None,
    }  # fmt: skip
    return values | more


def ten_units(**more: Any) -> Funnel:
    rows = [a_row(f"Enhet {index}", n, x, **more) for index, (n, x) in enumerate(TEN)]
    made = funnel(rows, VARIATION, is_units=True, nation=None)
    assert made is not None
    return made


TEN_UNITS = ten_units()


def test_ten_units_have_the_published_overdispersion_and_adjusted_limits() -> None:
    made = ten_units()
    assert made.target == pytest.approx(0.631216, abs=1e-6)
    assert made.spread.phi == pytest.approx(31.9501, abs=1e-4)
    assert made.spread.tau_squared == pytest.approx(0.0118390, abs=1e-6)
    assert made.judged[0].adjusted == pytest.approx((0.41546, 0.82248), abs=1e-4)
    assert made.adjusted is not None


def test_fewer_than_ten_are_never_adjusted() -> None:
    rows = [a_row(f"Enhet {index}", n, x) for index, (n, x) in enumerate(TEN[:9])]
    made = funnel(rows, VARIATION, is_units=True, nation=None)
    assert made is not None
    assert made.adjusted is None
    assert all(each.adjusted is None and not each.stands_out for each in made.judged)


def test_the_limits_of_a_point_are_the_exact_ones_at_its_own_number() -> None:
    for each in ten_units().judged:
        (low, high), (outer_low, outer_high) = exact_limits(POOLED, [each.row["denominator"]])[:, :, 0]
        assert each.thin == pytest.approx((low, high))
        assert each.dashed == pytest.approx((outer_low, outer_high))


def test_against_the_region_the_verdict_is_the_published_one() -> None:
    rows = [a_row("SU", 500, 100, verdict="inom"), a_row("NU", 500, 320, verdict="over")]
    made = funnel(rows, VARIATION, is_units=False, nation=None)
    assert made is not None
    assert [each.verdict for each in made.judged] == ["inom", "over"]
    assert (made.spread.phi, made.spread.units) == (4.0, 3)


def test_against_the_nation_everybody_with_a_base_is_tested_anew() -> None:
    rows = [a_row("SU", 500, 100), a_row("NU", 500, 320), a_row("SV", 500, 450), a_row("RH", 10, 1)]
    made = funnel(rows, VARIATION, is_units=False, nation=0.64)
    assert made is not None
    assert [each.verdict for each in made.judged] == ["under", "inom", "over", None]
    assert (made.target, made.target_name) == (0.64, "riket")


def test_a_low_base_has_limits_but_no_estimate_and_no_verdict() -> None:
    made = funnel([a_row("SU", 500, 300), a_row("NU", 400, 100), a_row("RH", 12, 3)], VARIATION, is_units=False,
                  nation=None)  # fmt: skip
    assert made is not None
    assert (made.judged[2].verdict, made.judged[2].shrunken, made.judged[2].worst_fifth) == (None, None, None)
    assert made.judged[0].shrunken is not None


def test_hidden_rows_have_no_point() -> None:
    hidden = a_row("RH", 30, 10) | {"share": None, "denominator": None, "numerator": None, "status": "dolt"}
    made = funnel([a_row("SU", 500, 300), hidden], VARIATION, is_units=False, nation=None)
    assert made is not None
    assert [each.name for each in made.judged] == ["SU"]
    assert funnel([hidden], VARIATION, is_units=False, nation=None) is None


def test_probabilities_of_the_lowest_fifth_add_up_to_its_places() -> None:
    made = ten_units()
    risks = [each.worst_fifth for each in made.judged]
    assert sum(risk for risk in risks if risk is not None) == pytest.approx(made.places, abs=1e-3)
    assert made.places == 2


@given(st.sets(st.sampled_from([f"Enhet {index}" for index in range(10)])))
def test_chosen_administrations_choose_points_and_change_no_judgement(chosen: set[str]) -> None:
    made = TEN_UNITS
    shown = variation_funnel.shown_of(made, sorted(chosen))
    every = {each.name: each for each in made.judged}
    assert {each.name for each in shown} == (chosen or set(every))
    assert all(every[each.name] is each for each in shown)


shares = st.lists(st.tuples(st.integers(20, 900), st.floats(0, 1), st.sampled_from(["under", "over", "inom"])),
                  min_size=1, max_size=15)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(shares)
def test_nobody_stands_out_who_was_not_beyond_chance_to_begin_with(units: list[tuple[int, float, str]]) -> None:
    rows = [a_row(str(i), n, round(n * share), verdict=verdict) for i, (n, share, verdict) in enumerate(units)]
    made = funnel(rows, VARIATION, is_units=True, nation=None)
    assert made is not None
    for each in made.judged:
        assert not each.stands_out or (each.verdict != "inom" and each.adjusted is not None)


def test_labels_leave_out_the_words_that_all_names_begin_with() -> None:
    rows = [a_row(f"Öron-näsa-hals {place}", 100, 50) for place in ("Borgsele", "Åsnäs", "Västra Storhamn")]
    made = funnel(rows, VARIATION, is_units=True, nation=None)
    assert made is not None
    assert [each.label for each in made.judged] == ["Borgsele", "Åsnäs", "Västra Storhamn"]


@given(st.permutations(["under", "over", "inom", None]))
def test_the_names_of_those_beyond_chance_come_lowest_first(verdicts: list[str | None]) -> None:
    rows = [{"administration": str(i), "share": 0.2 * i, "verdict": verdict} for i, verdict in enumerate(verdicts)]
    found = outside({"is_beyond_chance": True}, rows)
    assert found.under == (str(verdicts.index("under")),)
    assert found.over == (str(verdicts.index("over")),)
    assert outside({"is_beyond_chance": None}, rows) == Outside(None)


def test_words_for_every_kind_of_outside() -> None:
    assert Outside(None).words == "går inte att bedöma"
    assert Outside(False).words == "ingen"
    assert Outside(True).words == "som helhet, ingen enskild"
    assert Outside(True, ("NU", "SÄS"), ("SV",)).words == "under: NU, SÄS; över: SV"
    assert verdict_words(None) == "för få patienter för att bedömas"


def test_every_share_has_an_interval_and_nothing_else_has() -> None:
    shares = pl.DataFrame({
        "numerator": [49, 5, 0, None], "denominator": [53, 10, 0, None], "share": [49 / 53, 0.5, None, None],
        "low_95": [None, 0.4, None, None], "high_95": [None, 0.6, None, None],
    })  # fmt: skip
    rows = with_intervals(shares).to_dicts()
    assert (rows[0]["low_95"], rows[0]["high_95"]) == pytest.approx((0.82142, 0.97026), abs=1e-5)
    assert interval(rows[1]) == "40–60\u00a0%"  # the published one is kept
    assert [interval(row) for row in rows[2:]] == ["", ""]


def simpson(**hidden: Any) -> pl.DataFrame:
    """methods.md with ten times the patients: A 450/500 and 60/100, B 92/100 and 325/500."""
    cells = {("1", "A"): (500, 450), ("2", "A"): (100, 60), ("1", "B"): (100, 92), ("2", "B"): (500, 325),
             ("Alla", "A"): (600, 510), ("Alla", "B"): (600, 417), ("1", "Alla"): (600, 542), ("2", "Alla"): (600, 385),
             ("1", "C"): (100, 50), ("Alla", "C"): (100, 50)}  # fmt: skip
    rows = []
    for (specialty, administration), (hundreds, attained) in cells.items():
        n, x = 10 * hundreds, 10 * attained
        is_hidden = hidden.get("hidden") == (specialty, administration)
        rows.append({"specialty": specialty, "administration": administration,
                     "denominator": None if is_hidden else n, "numerator": None if is_hidden else x,
                     "share": None if is_hidden else x / n, "status": "dolt" if is_hidden else "visas"})  # fmt: skip
    return pl.DataFrame(rows)


def test_a_mix_that_turns_the_order_is_found_and_standardised_to_the_region() -> None:
    found = variation_mix.mix(simpson(), ["1", "2"], ["A", "B", "C"])
    assert [each.name for each in found.mixed] == ["A", "B"]
    assert [each.standardised for each in found.mixed] == pytest.approx([0.75, 0.785], abs=1e-9)
    assert [each.coverage for each in found.mixed] == [1.0, 1.0]
    [turned] = found.turned
    assert (turned.first, turned.second, turned.better, turned.common) == ("B", "A", 2, 2)
    assert turned.crude == pytest.approx((0.695, 0.85))
    assert turned.standardised == pytest.approx((0.785, 0.75))
    assert found.left_out == ["C"]


def test_a_hidden_group_is_in_no_mix_and_is_told() -> None:
    found = variation_mix.mix(simpson(hidden=("2", "A")), ["1", "2"], ["A", "B"])
    assert [each.name for each in found.mixed] == ["B"]
    assert (found.left_out, found.hidden_groups, found.turned) == (["A"], 1, [])


def test_a_funnel_of_units_says_how_many_and_a_funnel_of_administrations_says_who() -> None:
    rows = [a_row("SU", 500, 300), a_row("NU", 500, 100, verdict="under"), a_row("RH", 12, 3)]
    chances = []
    for is_units in (False, True):
        made = funnel(rows, VARIATION, is_units=is_units, nation=None)
        assert made is not None
        chances.append(variation_chance_facts.of_funnel(made, True))
    assert variation_chance.finding(chances[0]) == "NU under regionen"
    assert variation_chance.finding(chances[1]) == "En enhet under regionen"
    assert variation_chance.said_of(chances[1]).startswith("Skillnaden är större än slumpen: en enhet ligger under; en")


def test_numbers_of_the_curve_grow_and_hold_every_point() -> None:
    made = ten_units()
    assert len(made.numbers) <= variation_funnel.CURVE_POINTS
    assert np.all(np.diff(made.numbers) > 0)
    assert made.numbers[0] <= min(n for n, _ in TEN) <= max(n for n, _ in TEN) <= made.numbers[-1]
