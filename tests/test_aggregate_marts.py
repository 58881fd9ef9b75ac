"""Counts in bands become the same marts as contacts: margins, states, limits, coverage, what the bands leave open."""

from __future__ import annotations

import pytest

from tests.aggregate_countries import Countries, publish_countries


@pytest.fixture(scope="module")
def countries(tmp_path_factory: pytest.TempPathFactory) -> Countries:
    return publish_countries(tmp_path_factory.mktemp("lander"))


def contacts(countries: Countries, principal: str, extra: str = "") -> dict[tuple[str, str], int | None]:
    """(specialty, administration) → contacts, of one date."""
    rows = countries.rows(
        f"select specialty, administration, contacts from attainment where principal = '{principal}' {extra}"  # noqa: S608
    )
    assert len(rows) == len({row[:2] for row in rows})
    return {(specialty, administration): count for specialty, administration, count in rows}


def test_margins_are_the_sums_of_their_parts_never_the_sources_own_sums(countries: Countries) -> None:
    assert contacts(countries, "Summor") == {
        ("Kirurgi", "Norr"): 60, ("Ortopedi", "Norr"): 63, ("Kirurgi", "Syd"): 66, ("Ortopedi", "Syd"): 69,
        ("Alla", "Norr"): 123, ("Alla", "Syd"): 135, ("Kirurgi", "Alla"): 126, ("Ortopedi", "Alla"): 132,
        ("Alla", "Alla"): 258,
    }  # fmt: skip


def test_the_sources_own_sums_are_compared_with_ours(countries: Countries) -> None:
    whole = countries.rows(
        "select specialty, administration, cut, ours, theirs, difference, is_disputed from cut_comparisons "
        "where principal = 'Summor' and to_days is null and from_days = 0 order by cut, specialty, administration"
    )
    assert whole == [
        ("Kirurgi", "Alla", "Egen summa över förvaltningar", 126, 126, 0, False),
        ("Alla", "Alla", "Egen summa över specialiteter", 258, 263, 5, True),
        ("Alla", "Norr", "Egen summa över specialiteter", 123, 123, 0, False),
        ("Alla", "Syd", "Egen summa över specialiteter", 135, 140, 5, True),
        ("Alla", "Alla", "Egen summa över specialiteter och förvaltningar", 258, 262, 4, True),
    ]


def test_a_source_that_tells_only_hospitals_has_only_that_margin(countries: Countries) -> None:
    assert contacts(countries, "Bara sjukhus") == {("Alla", "Norr"): 60, ("Alla", "Syd"): 150, ("Alla", "Alla"): 210}


def test_a_source_that_tells_only_the_country_has_only_that_margin(countries: Countries) -> None:
    assert contacts(countries, "Bara riket") == {
        ("Kirurgi", "Alla"): 60,
        ("Ortopedi", "Alla"): 150,
        ("Alla", "Alla"): 210,
    }
    assert countries.rows(
        "select is_delivered, administrations_expected, administrations_delivered, missing_administrations "
        "from periods where principal = 'Bara riket'"
    ) == [(True, 0, 0, None)]


def test_specialties_that_are_no_longer_told_apart_are_missing_not_nought(countries: Countries) -> None:
    later = "and cutoff_date = '2026-03-26'"
    assert contacts(countries, "Blandat", later) == {
        ("Alla", "Norr"): 110, ("Alla", "Syd"): 110, ("Alla", "Alla"): 220, ("Kirurgi", "Norr"): None,
        ("Kirurgi", "Syd"): None, ("Kirurgi", "Alla"): None, ("Ortopedi", "Norr"): None, ("Ortopedi", "Syd"): None,
        ("Ortopedi", "Alla"): None,
    }  # fmt: skip
    assert countries.group("Blandat", "Kirurgi", "Norr", later)[3] == "saknas"
    assert countries.group("Blandat", "Kirurgi", "Norr", "and cutoff_date = '2026-01-29'")[3] != "saknas"


def test_what_only_some_tell_apart_stands_beside_them_so_that_margins_hold(countries: Countries) -> None:
    assert contacts(countries, "Ojämnt") == {
        ("Kirurgi", "Syd"): 60, ("Kirurgi", "Alla"): 60, ("Ej fördelat", "Norr"): 150, ("Ej fördelat", "Alla"): 150,
        ("Alla", "Norr"): 150, ("Alla", "Syd"): 60, ("Alla", "Alla"): 210,
    }  # fmt: skip
    assert contacts(countries, "Enstaka") == {
        ("Kirurgi", "Syd"): 60, ("Kirurgi", "Alla"): 60, ("Ögon", "Ej fördelat"): 24, ("Ögon", "Alla"): 24,
        ("Alla", "Syd"): 60, ("Alla", "Ej fördelat"): 24, ("Alla", "Alla"): 84,
    }  # fmt: skip


def test_a_limit_on_a_bands_edge_is_measured_exactly(countries: Countries) -> None:
    own = "and limit_days = 126"
    assert countries.group("England", "Alla", "Alla", own) == (111, 66, 0.5946, "visas")
    assert countries.group("England", "Ögon", "York", own) == (11, 6, 0.5455, "lagt_underlag")


def test_a_limit_inside_a_band_gives_no_share_but_its_bounds(countries: Countries) -> None:
    assert countries.group("England", "Alla", "Alla", "and limit_days = 90") == (111, None, None, "ej_berakningsbar")
    assert countries.rows(
        "select limit_days, share_low, share_high, median_low, median_high, p90_low, p90_high from band_intervals "
        "where principal = 'England' and specialty = 'Alla' and administration = 'Alla' order by limit_days"
    ) == [(90, 0.0, 0.5946, 0.0, 126.0, 127.0, None), (126, 0.5946, 0.5946, 0.0, 126.0, 127.0, None)]


def test_only_the_definition_that_leaves_nobody_out_has_rows_and_no_day_is_known(countries: Countries) -> None:
    assert countries.rows(
        "select distinct definition, median_days, p90_days from attainment where principal <> 'VGR'"
    ) == [("ingen", None, None)]
    for table in ("deviations", "flows", "equity", "waiting_days_by_date", "waiting_days_by_specialty"):
        assert countries.rows(f"select * from {table} where principal <> 'VGR'") == [], table  # noqa: S608


def test_follow_up_in_bands_has_no_denominator(countries: Countries) -> None:
    assert countries.rows(
        "select contacts, denominator, numerator, status from attainment "
        "where principal = 'Faser' and administration = 'Norr' and phase = 4 and cutoff_date = '2026-03-26'"
    ) == [(27, None, None, "ej_berakningsbar")]


def test_a_phase_that_a_delivery_does_not_tell_of_is_missing(countries: Countries) -> None:
    assert countries.rows(
        "select cutoff_date::varchar, phase, status from attainment "
        "where principal = 'Faser' and administration = 'Norr' and phase <= 2 and cutoff_date < '2026-03-01' "
        "order by all"
    ) == [
        ("2026-01-29", 1, "ej_berakningsbar"),
        ("2026-01-29", 2, "saknas"),
        ("2026-02-26", 1, "saknas"),
        ("2026-02-26", 2, "ej_berakningsbar"),
    ]


def test_the_bands_are_the_sources_own(countries: Countries) -> None:
    assert countries.bands("Summor", "Alla", "Alla") == [(0, 182, 46), (183, 365, 86), (366, None, 126)]
    assert countries.bands("England", "Alla", "Leeds") == [(0, 126, 60), (127, None, 40)]


def test_a_margin_of_parts_in_different_bands_has_the_bands_that_divide_none(countries: Countries) -> None:
    assert countries.bands("Två källor", "Alla", "Öst") == [(0, 182, 10), (183, 365, 20), (366, None, 30)]
    assert countries.bands("Två källor", "Alla", "Väst") == [(0, 365, 40), (366, None, 50)]
    assert countries.bands("Två källor", "Alla", "Alla") == [(0, 365, 70), (366, None, 80)]


def test_the_same_group_told_by_two_sources_is_counted_once(countries: Countries) -> None:
    assert countries.rows(
        "select administration, cut, from_days, ours, theirs from cut_comparisons "
        "where principal = 'Två källor' order by from_days, to_days nulls last"
    ) == [
        ("Öst", "register", 0, 10, 10),
        ("Öst", "register", 0, 60, 63),
        ("Öst", "register", 183, 20, 20),
        ("Öst", "register", 366, 30, 33),
    ]


def test_who_is_told_to_be_missing_is_missing_and_the_margin_says_who_was_there(countries: Countries) -> None:
    at = "and cutoff_date = '2026-01-29'"
    assert countries.group("Tyst", "Alla", "Norr", at)[0::3] == (None, "saknas")
    assert countries.group("Tyst", "Alla", "Alla", at)[0] == 150
    assert countries.rows(
        "select administrations_delivered, missing_administrations from periods "
        "where principal = 'Tyst' and cutoff_date = '2026-01-29'"
    ) == [(1, "Norr, Öst")]


def test_one_missing_band_makes_its_group_missing_and_no_other(countries: Countries) -> None:
    at = "and cutoff_date = '2026-02-26'"
    assert countries.group("Tyst", "Kirurgi", "Öst", at)[0::3] == (None, "saknas")
    assert countries.group("Tyst", "Ögon", "Öst", at)[0::3] == (16, "ej_berakningsbar")
    assert countries.group("Tyst", "Ögon", "Öst", "and cutoff_date = '2026-03-26'")[0::3] == (0, "noll")


def test_a_second_cut_is_compared_in_the_bands_that_ours_can_tell(countries: Countries) -> None:
    assert countries.rows(
        "select cutoff_date::varchar, administration, from_days, to_days, ours, theirs, is_disputed, note "
        "from cut_comparisons where principal = 'Tyst' and cut = 'Riksserien' order by all"
    ) == [
        ("2026-01-29", "Alla", 366, None, 60, 62, True, "Hos oss saknas Norr, Öst"),
        ("2026-02-26", "Norr", 0, 182, 10, 10, False, None),
    ]


def test_a_rows_own_total_is_compared_group_by_group_and_in_the_margins(countries: Countries) -> None:
    assert countries.rows(
        "select specialty, administration, ours, theirs, difference, is_disputed from cut_comparisons "
        "where principal = 'Kontroll' and cut = 'Radens egen summa (Total)' and specialty <> 'Kirurgi' order by all"
    ) == [
        ("Alla", "Alla", 100, 102, 2, True),
        ("Alla", "Norr", 80, 82, 2, True),
        ("Alla", "Syd", 20, 20, 0, False),
        ("Ögon", "Alla", 70, 72, 2, True),
        ("Ögon", "Norr", 50, 52, 2, True),
        ("Ögon", "Syd", 20, 20, 0, False),
    ]


def test_where_every_contact_is_known_the_counts_in_bands_are_another_cut(countries: Countries) -> None:
    own = "and phase = 2 and definition = 'ingen'"
    assert countries.group("VGR", "Alla", "Alla", f"{own} and cutoff_date = '2026-02-28'") == (
        6,
        4,
        0.6667,
        "lagt_underlag",
    )
    assert countries.rows(
        "select from_days, to_days, cut, ours, theirs from cut_comparisons "
        "where principal = 'VGR' and specialty = '511' and administration = 'SU' order by all"
    ) == [(0, 100, "annat_system", 4, 4), (0, None, "annat_system", 6, 7), (101, None, "annat_system", 2, 3)]
    assert countries.group("VGR", "Alla", "Alla", f"{own} and cutoff_date = '2026-03-31'")[0] == 77


def test_a_huvudman_is_aggregated_when_no_contact_of_it_is_known(countries: Countries) -> None:
    assert countries.rows("select principal from principals where not is_aggregated or is_demo") == [("VGR",)]


def test_only_a_month_without_any_snapshot_is_a_gap(countries: Countries) -> None:
    assert countries.rows(
        "select cutoff_date::varchar, is_delivered from periods where principal = 'Veckor' order by all"
    ) == [
        ("2026-01-05", True), ("2026-01-12", True), ("2026-01-19", True), ("2026-02-28", False), ("2026-03-02", True),
    ]  # fmt: skip


def test_units_are_added_and_their_sum_is_not_added_again(countries: Countries) -> None:
    assert contacts(countries, "Enheter") == {
        ("Kirurgi", "Norr"): 123, ("Kirurgi", "Syd"): 150, ("Kirurgi", "Alla"): 273, ("Alla", "Norr"): 123,
        ("Alla", "Syd"): 150, ("Alla", "Alla"): 273,
    }  # fmt: skip
    assert countries.rows(
        "select unit, contacts from attainment_unit where principal = 'Enheter' and specialty = 'Kirurgi' order by all"
    ) == [("Avdelning 1", 60), ("Avdelning 2", 63)]
    assert countries.rows(
        "select unit, median_low, median_high from band_intervals "
        "where principal = 'Enheter' and specialty = 'Kirurgi' and unit is not null order by unit"
    ) == [("Avdelning 1", 274.5, None), ("Avdelning 2", 183.0, 365.0)]


def test_texts_are_specialties_of_their_own_and_not_margins(countries: Countries) -> None:
    assert countries.rows(
        "select specialty, short_name, is_margin from specialties where principal = 'Ojämnt' "
        "order by sort_order, specialty"
    ) == [("Alla", "Alla specialiteter", True), ("Kirurgi", "Kirurgi", False), ("Ej fördelat", "Ej fördelat", False)]


def test_a_small_group_is_hidden_with_all_that_would_tell_it(countries: Countries) -> None:
    hidden = countries.rows(
        "select specialty, administration from attainment where principal = 'Små' and status = 'dolt' order by all"
    )
    assert ("Kirurgi", "Norr") in hidden
    assert len(hidden) == 4
    for specialty, administration in hidden:
        assert {count for _, _, count in countries.bands("Små", specialty, administration)} == {None}
        where = f"principal = 'Små' and specialty = '{specialty}' and administration = '{administration}'"
        assert countries.rows(f"select * from band_intervals where {where}") == []  # noqa: S608
        assert countries.rows(f"select * from cut_comparisons where {where}") == []  # noqa: S608
