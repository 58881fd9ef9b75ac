"""When a whole file is refused: too much of it is bad, its codes are unknown, or it has another count than before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from config import Settings
from etl import load as loading
from etl import reasons, warehouse
from etl.lock import warehouse_lock
from etl.report import FileReport
from etl.verify import faults
from tests.extracts import Region, Row, completed, new_region, waiting
from tests.test_load_aggregates import HEADER as BAND_HEADER
from tests.test_load_aggregates import band

JANUARY, FEBRUARY = "2026-01-31", "2026-02-28"


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def queue(rows: int, day: str = FEBRUARY, first: int = 0, **cells: str) -> list[Row]:
    """So many waiting, each with an id of its own."""
    told = {"matperiod": day, "beslut_datum": "2025-11-03"} | cells
    return [waiting(**({"vardkontakt_id": f"K{day}-{place}"} | told)) for place in range(first, first + rows)]


def started(rows: int, day: str) -> list[Row]:
    told = {"matperiod": day, "start_datum": f"{day[:8]}10", "beslut_datum": f"{day[:8]}01"}
    return [completed(**({"vardkontakt_id": f"G{day}-{place}"} | told)) for place in range(rows)]


def load_under(region: Region, rows: Sequence[Row], **limits: float) -> FileReport:
    """Load under other settings than the product's own."""
    path = region.write(f"granser{len(rows)}.csv", rows)
    warehouse.prepare(region.data)
    with warehouse_lock(region.data):
        settings = Settings.model_validate({"data_dir": region.root} | limits)
        options = loading.options_for(region.data, settings, loading.LoadRequest([path]))
        return loading.load_file(region.data, path, options, lambda _rows: None)


def stored(region: Region) -> list[tuple[Any, ...]]:
    return region.query("select cutoff_date::varchar, count(*) from contacts group by all order by all")


# Too much is bad -------------------------------------------------------------------------------------------------


def test_a_file_with_more_bad_rows_than_the_limit_is_refused_and_told_why(region: Region) -> None:
    bad = queue(11, first=900, beslut_datum="2026-13-01") + queue(2, first=950, fas="9")
    report = region.loads([*queue(490), *bad])
    assert (report.status, report.reason) == ("refused", "for_mycket_fel")
    for told in (
        "13 av 503 rader, 2,6 procent, kan", "gränsen är 2 procent (max_bad_share)", "uttag1.csv",
        "--accept for_mycket_fel",
        "Datumet går inte att läsa (olasligt_datum, kolumnen beslut_datum): 11 rader, den första på rad 492",
        "(ogiltig_kod, kolumnen fas): 2 rader, den första på rad 503",
    ):  # fmt: skip
        assert told in (report.message or "")
    assert region.query("select (select count(*) from contacts), (select count(*) from quarantine)") == [(0, 0)]
    assert region.query("select status, reason from loads") == [("refused", "for_mycket_fel")]


def test_just_as_many_bad_rows_as_the_limit_are_quarantined(region: Region) -> None:
    report = region.loads([*queue(490), *queue(10, first=900, fas="9")])
    assert (report.status, report.accepted, report.quarantined) == ("loaded", 490, 10)


def test_a_small_file_is_never_refused_by_a_share(region: Region) -> None:
    assert region.loads([*queue(300), *queue(199, first=900, fas="9")]).status == "loaded"


def test_one_bad_month_of_a_backfill_refuses_the_whole_file(region: Region) -> None:
    months = [*queue(3000, JANUARY), *queue(480), *queue(20, first=900, beslut_datum="2026-03-01")]
    report = region.loads(months)
    assert (report.status, report.reason) == ("refused", "for_mycket_fel")
    assert "20 av 500 rader för 2026-02-28 (vantande, källa 51), 4 procent, kan" in (report.message or "")
    assert stored(region) == []


def test_rows_without_a_readable_period_count_in_the_file_alone(region: Region) -> None:
    rows = [*queue(30_000), *queue(550, first=40_000, matperiod="2026-02-99")]
    report = region.loads(rows)
    assert (report.status, report.quarantined) == ("loaded", 550)


def test_the_limit_is_a_setting(region: Region) -> None:
    rows = [*queue(480), *queue(24, first=900, fas="9")]
    assert load_under(region, rows).status == "refused"
    assert load_under(region, rows, max_bad_share=0.05).status == "loaded"


def test_a_person_may_let_it_by_and_the_ledger_says_so(region: Region) -> None:
    rows = [*queue(490), *queue(30, first=900, fas="9")]
    assert region.loads(rows, accept="saknar_enheter").reason == "for_mycket_fel"
    report = region.loads(rows, accept="for_mycket_fel")
    assert (report.status, report.accepted, report.quarantined) == ("loaded", 490, 30)
    assert region.query("select status, accept_reason from loads order by load_id") == [
        ("refused", None), ("loaded", "for_mycket_fel")
    ]  # fmt: skip


def test_an_accepted_reason_that_was_not_needed_is_not_in_the_ledger(region: Region) -> None:
    region.loads(queue(500), accept="for_mycket_fel")
    assert region.query("select accept_reason from loads") == [(None,)]


def test_every_reason_that_a_threshold_refuses_by_can_be_let_by() -> None:
    catalogue = reasons.reasons()
    for code in ("okanda_koder", "for_mycket_fel", "antal_avviker"):
        assert (catalogue[code].action, catalogue[code].overridable) == ("F", True)


# Unknown codes ---------------------------------------------------------------------------------------------------


def test_case_14_two_columns_swapped_in_the_data_refuse_the_file(region: Region) -> None:
    rows = [row | {"mvo_kod": row["fas"], "fas": row["mvo_kod"]} for row in queue(500)]
    report = region.loads(rows)
    assert (report.status, report.reason) == ("refused", "okanda_koder")
    assert "100 procent av de 500 ifyllda cellerna" in (report.message or "")
    assert stored(region) == []


def test_case_14_units_that_nobody_knows_are_named_with_what_to_do(region: Region) -> None:
    units = [f"SE2321000131-E00000000090{place % 7}" for place in range(400)]
    unknown = [row | {"hsaid_vardenhet": unit} for row, unit in zip(queue(400), units, strict=True)]
    report = region.loads([*unknown, *queue(200, first=400)])
    assert (report.status, report.reason) == ("refused", "okanda_koder")
    for told in ("hsaid_vardenhet", "66,7 procent av de 600", "SE2321000131-E000000000900", "enheter.csv"):
        assert told in (report.message or "")
    assert (report.message or "").count("SE2321000131-") == 5


def test_case_14_free_text_and_ids_in_a_column_of_codes_are_not_told(region: Region) -> None:
    swapped = [row | {"mvo_kod": row["vardkontakt_id"], "vardkontakt_id": row["mvo_kod"] + str(place)}
               for place, row in enumerate(queue(300))]  # fmt: skip
    texts = [row | {"mvo_kod": "Patienten ringde"} for row in queue(300, first=300)]
    numbers = [row | {"mvo_kod": "191212121212"} for row in queue(300, first=600)]
    report = region.loads([*swapped, *texts, *numbers])
    assert report.reason == "okanda_koder"
    assert "Till exempel" not in (report.message or "")


def test_a_column_with_some_unknown_codes_goes_by_the_share_of_bad_rows(region: Region) -> None:
    report = region.loads([*queue(490), *queue(10, first=900, mvo_kod="9X9")])
    assert (report.status, report.reasons) == ("loaded", {"okand_mvo": 10})


def test_unknown_codes_let_by_leave_their_rows_in_quarantine_and_no_other_limit_is_lifted(region: Region) -> None:
    rows = [*queue(600, first=600, mvo_kod="9X9"), *queue(500)]
    assert region.loads(rows, accept="okanda_koder").reason == "for_mycket_fel"
    report = region.loads(rows, accept="okanda_koder,for_mycket_fel")
    assert (report.status, report.accepted, report.quarantined) == ("loaded", 500, 600)
    assert region.query("select max(accept_reason) from loads") == [("okanda_koder,for_mycket_fel",)]
    assert faults(region.data) == []


# Another count than before ---------------------------------------------------------------------------------------


def test_case_46_a_period_with_three_per_cent_of_its_rows_is_refused(region: Region) -> None:
    region.loads(queue(1000, JANUARY))
    report = region.loads(queue(30))
    assert (report.status, report.reason) == ("refused", "antal_avviker")
    for told in (
        "leveransen för 2026-02-28 (vantande, källa 51) har 30 godkända rader", "97 procent färre", JANUARY,
        "gränsen är 30 procent (max_row_change)", "--accept antal_avviker",
    ):  # fmt: skip
        assert told in (report.message or "")
    assert "1000" not in (report.message or "")
    assert stored(region) == [(JANUARY, 1000)]


def test_case_46_after_a_missing_period_nothing_is_near_enough_to_compare_with(region: Region) -> None:
    region.loads(queue(1000, "2025-12-31"))
    assert region.loads(queue(600)).status == "loaded"
    assert stored(region) == [("2025-12-31", 1000), (FEBRUARY, 600)]


@pytest.mark.parametrize(("rows", "status"), [(699, "refused"), (700, "loaded"), (1300, "loaded"), (1301, "refused")])
def test_the_count_may_differ_by_the_limit_and_no_more(region: Region, rows: int, status: str) -> None:
    region.loads(queue(1000, JANUARY))
    assert region.loads(queue(rows)).status == status


def test_a_small_period_before_says_nothing(region: Region) -> None:
    region.loads(queue(499, JANUARY))
    assert region.loads(queue(40)).status == "loaded"


def test_completed_contacts_are_held_against_the_same_month_a_year_earlier(region: Region) -> None:
    region.loads(started(600, "2025-02-28"))
    assert region.loads(started(100, JANUARY)).status == "loaded"
    report = region.loads(started(300, FEBRUARY))
    assert (report.status, report.reason) == ("refused", "antal_avviker")
    assert "50 procent färre än leveransen för 2025-02-28" in (report.message or "")


def test_every_period_of_a_backfill_is_held_against_the_one_before_it_in_the_same_file(region: Region) -> None:
    report = region.loads([*queue(600, "2025-12-31"), *queue(580, JANUARY), *queue(200)])
    assert (report.status, report.reason) == ("refused", "antal_avviker")
    assert FEBRUARY in (report.message or "")
    assert region.loads([*queue(600, "2025-12-31"), *queue(580, JANUARY), *queue(590)]).status == "loaded"


def test_a_redelivery_that_differs_from_what_it_replaces_is_refused(region: Region) -> None:
    region.loads(queue(600))
    report = region.loads(queue(400))
    assert (report.status, report.reason) == ("refused", "antal_avviker")
    assert "33,3 procent färre än den leverans som den ersätter" in (report.message or "")
    assert region.loads(queue(400), accept="antal_avviker").status == "replaced"
    assert stored(region) == [(FEBRUARY, 400)]
    assert region.query("select accept_reason from loads where status = 'replaced'") == [("antal_avviker",)]


def test_a_redelivery_is_held_against_the_period_before_too(region: Region) -> None:
    region.loads(queue(1000, JANUARY))
    region.loads(queue(800))
    report = region.loads(queue(650))
    assert "35 procent färre än leveransen för 2026-01-31" in (report.message or "")


def test_the_count_of_one_source_says_nothing_of_another(region: Region) -> None:
    region.loads(queue(1000, JANUARY))
    assert region.loads(queue(100), source="annan").status == "loaded"


def test_the_change_that_is_allowed_is_a_setting(region: Region) -> None:
    load_under(region, queue(1000, JANUARY))
    assert load_under(region, queue(501)).reason == "antal_avviker"
    assert load_under(region, queue(501), max_row_change=0.5).status == "loaded"


def test_aggregated_counts_are_compared_by_what_they_count(region: Region) -> None:
    region.loads(
        [band(matdatum="2026-02-10", antal="800"), band(91, None, matdatum="2026-02-10", antal="200")], BAND_HEADER
    )
    report = region.loads([band(antal="300"), band(91, None, antal="300")], BAND_HEADER)
    assert (report.status, report.reason) == ("refused", "antal_avviker")
    assert "räknar 600 vårdkontakter, 40 procent färre än leveransen för 2026-02-10" in (report.message or "")
    assert region.loads([band(antal="500"), band(91, None, antal="300")], BAND_HEADER).status == "loaded"


def test_the_leaps_of_a_source_that_tells_its_whole_history_are_its_own(region: Region) -> None:
    history = [band(matdatum="2026-02-03", antal="2000"), band(matdatum="2026-02-10", antal="700")]
    assert region.loads(history, BAND_HEADER).status == "loaded"
    assert region.loads([*history, band(antal="710")], BAND_HEADER).status == "replaced"
    leap = [*history, band(antal="710"), band(matdatum="2026-02-20", antal="720")]
    assert region.loads(leap, BAND_HEADER).status == "replaced"
    assert region.loads([*history[:1], band(matdatum="2026-02-10", antal="990")], BAND_HEADER).reason == "antal_avviker"


def test_a_refusal_by_threshold_leaves_an_identity_number_nowhere(region: Region) -> None:
    rows = [*queue(490), *queue(30, first=900, sjukhusnamn="Åsa 19121212-1212")]
    report = region.loads(rows)
    assert report.reason == "for_mycket_fel"
    assert "1212" not in json.dumps(report.as_json(), default=str)
