"""Rules of plans, outcomes, needs and offers: each sends a row to quarantine for a reason of its own, or lets it by."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import today
from etl.contracts import needs, offers, outcomes, plans
from etl.contracts.agreements import Agreements
from etl.quarantine_list import lines, meanings, quarantined
from tests.extracts import Region, Row, new_region
from tests.plan_rows import (
    PLAN_HEADER,
    counts,
    need,
    needs_of,
    offer,
    offers_of,
    outcome,
    outcomes_of,
    plan,
    plans_of,
    versions,
)


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        ({"mottagare": "Säs"}, {"avsandare_ar_mottagare"}),
        ({"q4": "501"}, {"kvartal_over_beslut"}),
        ({"version": "2", "orsak": ""}, {"version_utan_orsak"}),
        ({"orsak": "minskat_behov"}, {"okand_orsak"}),
        ({"orsak": "för dyrt"}, {"okand_orsak"}),
        ({"status": "klar"}, {"okand_status"}),
        ({"regi": "privat"}, {"ogiltig_kod"}),
        ({"overforing": "båda"}, {"ogiltig_kod"}),
        ({"fas": "6"}, {"ogiltig_kod"}),
        ({"mvo_kod": "51"}, {"okand_mvo"}),
        ({"mvo_kod": "0511"}, {"okand_mvo"}),
        ({"version": "0"}, {"ogiltigt_tal"}),
        ({"version": "1.5"}, {"ogiltigt_tal"}),
        ({"ar": "26"}, {"ogiltigt_ar"}),
        ({"ar": "2009"}, {"ogiltigt_ar"}),
        ({"ar": "2062"}, {"ogiltigt_ar"}),
        ({"beslutsdatum": "11/12 2025"}, {"olasligt_datum"}),
        ({"registrerad": "2026-13-01 08:00"}, {"olasligt_datum"}),
        ({"underlag_andel": "98 %"}, {"ogiltig_andel"}),
        ({"motivering": "gäller 19121212-1212"}, {"personnummer"}),
        ({"plan_id": "191212121212"}, {"personnummer"}),
        ({"forankrad_av": "verksamhetschef 19121212-1212"}, {"personnummer"}),
        ({"huvudman": "19121212-1212"}, {"personnummer"}),
        ({"avsandare": ""}, {"saknat_varde"}),
        ({"q1": ""}, {"saknat_varde"}),
        ({"q1": "", "status": "forslag"}, {"saknat_varde"}),
        ({"beslutsdatum": ""}, {"saknat_varde"}),
        ({"beslutsdatum": "", "status": "aterkallad"}, {"saknat_varde"}),
        ({"q1": "x", "status": "aterkallad"}, {"ogiltig_volym"}),
        ({"avsandare": "okänd"}, {"ord_for_tomt", "okand_avsandare"}),
        ({"avsandare": "SÃ„S"}, {"dubbelkodad_text", "okand_avsandare"}),
        ({"q1": "x", "mvo_kod": "999x", "status": "klar"}, {"ogiltig_volym", "okand_mvo", "okand_status"}),
    ],
)
def test_a_version_that_means_nothing_is_quarantined_with_all_its_reasons(
    region: Region, cells: Row, reasons: set[str]
) -> None:
    assert counts(plans_of(region, plan(**cells), plan(plan_id="P-2", fas="3"))) == (1, 1, 0)
    assert region.reasons() == {1: reasons}
    assert all("1212" not in str(row) for row in region.query("select * from loads, deliveries, quarantine"))


@pytest.mark.parametrize(
    "cells",
    [
        {"q4": "400"},
        {"version": "2", "orsak": "minskat_behov:annat", "motivering": "Färre remisser"},
        {"version": "2", "orsak": "okat_behov", "status": "aterkallad", "q1": "0"},
        {"orsak": "", "status": "Förslag", "beslutsdatum": ""},
        {"regi": "Egen regi", "overforing": "internt"},
        {"regi": "annan region"},
        {"beslutsdatum": "2025-12-11 13:45"},
    ],
)
def test_a_version_at_the_edge_of_the_rules_loads(region: Region, cells: Row) -> None:
    assert counts(plans_of(region, plan(**cells))) == (1, 0, 0)


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        ({"mottagare": "SÄS"}, {"avsandare_ar_mottagare"}),
        ({"rapporterad_av": "båda"}, {"ogiltig_kod"}),
        ({"manad": "13"}, {"ogiltig_manad"}),
        ({"manad": "2026-03"}, {"ogiltig_manad"}),
        ({"ar": str(today().year + 1), "manad": "1"}, {"manad_i_framtiden"}),
        ({"skickade": "-1"}, {"ogiltig_volym"}),
        ({"genomforda": ""}, {"saknat_varde"}),
        ({"ar": "2009"}, {"ogiltigt_ar"}),
    ],
)
def test_an_outcome_that_means_nothing_is_quarantined(region: Region, cells: Row, reasons: set[str]) -> None:
    assert counts(outcomes_of(region, outcome(**cells), outcome(fas="3"))) == (1, 1, 0)
    assert region.reasons() == {1: reasons}


def test_this_month_may_have_an_outcome_and_one_may_do_more_than_was_sent(region: Region) -> None:
    now = today()
    report = outcomes_of(region, outcome(ar=str(now.year), manad=str(now.month), skickade="0", genomforda="12"))
    assert counts(report) == (1, 0, 0)


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        ({"kvartal": "5"}, {"ogiltigt_kvartal"}),
        ({"behov": "12,5"}, {"ogiltig_volym"}),
        ({"forvaltning": ""}, {"saknat_varde"}),
        ({"mvo_kod": "Alla"}, {"okand_mvo"}),
    ],
)
def test_a_need_that_means_nothing_is_quarantined(region: Region, cells: Row, reasons: set[str]) -> None:
    assert counts(needs_of(region, need(**cells), need(fas="3"))) == (1, 1, 0)
    assert region.reasons() == {1: reasons}


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        ({"kvartal": ""}, {"saknat_varde"}),
        ({"regi": "egna"}, {"ogiltig_kod"}),
        ({"giltig_till": "snart"}, {"olasligt_datum"}),
        ({"omrade": "19121212-1212"}, {"personnummer"}),
    ],
)
def test_an_offer_that_means_nothing_is_quarantined(region: Region, cells: Row, reasons: set[str]) -> None:
    assert counts(offers_of(region, offer(**cells), offer(fas="3"))) == (1, 1, 0)
    assert region.reasons() == {1: reasons}


def test_rows_of_one_key_in_other_spellings_are_told_apart_by_their_values(region: Region) -> None:
    report = outcomes_of(region, outcome(), outcome(avsandare="Säs", manad="mars", rapporterad_av="Mottagare"))
    assert counts(report) == (1, 0, 1)
    report = outcomes_of(region, outcome(), outcome(avsandare="Säs", skickade="91"), outcome(fas="1"))
    assert (counts(report), report.reasons) == ((1, 2, 0), {"motstridig_dubblett": 2})


def test_what_the_sender_and_the_receiver_report_are_two_rows(region: Region) -> None:
    assert counts(outcomes_of(region, outcome(), outcome(rapporterad_av="avsandare"))) == (2, 0, 0)


def test_offers_of_a_receiver_under_two_regimes_are_two_offers(region: Region) -> None:
    assert counts(offers_of(region, offer(), offer(regi="annan_region"), offer(), offer(kvartal="K1"))) == (2, 0, 2)


def test_a_need_for_the_year_beside_its_quarters_is_never_counted_twice(region: Region) -> None:
    rows = [need(), need(kvartal="1", behov="1300"), need(kvartal="2", behov="1300"), need(fas="1")]
    report = needs_of(region, *rows)
    assert (counts(report), report.reasons) == ((3, 1, 0), {"helar_och_kvartal": 1})
    assert region.query("select sum(need) from needs where phase = 2") == [(2600,)]
    assert region.quarantined_cells()[0]["behov"] == "5200"


@pytest.mark.parametrize(
    "contract", [plans.DeliveryPlans(), outcomes.DeliveryOutcomes(), needs.Needs(), offers.CapacityOffers()]
)
@pytest.mark.parametrize("word", ["Summa", "TOTALT", "Totalsumma 2026", "Delsumma SÄS:", "Årssumma"])
def test_a_totals_row_has_one_reason_and_is_never_counted(region: Region, contract: Agreements, word: str) -> None:
    row = {"leveransplan": plan, "leveransutfall": outcome, "behov": need, "kapacitet": offer}[contract.kinds[0]]()
    header = [column.name for column in contract.columns]
    totals = {name: word if name == contract.total_columns[-1] else "" for name in header} | {"huvudman": "VGR"}
    report = region.loads([row, totals], header)
    assert (counts(report), report.reasons) == ((1, 1, 0), {"summarad": 1})


def test_a_withdrawn_plan_may_leave_its_volumes_empty(region: Region) -> None:
    empty = dict.fromkeys(("q1", "q2", "q3", "q4", "beslutad_volym"), "")
    report = plans_of(region, plan(), plan(version="2", orsak="okat_behov", status="återkallad", **empty))
    assert counts(report) == (2, 0, 0)
    assert versions(region, "version, q1, q2, q3, q4, decided_volume") == [
        (1, 300, 300, 200, 300, 1200),
        (2, 0, 0, 0, 0, None),
    ]
    again = dict.fromkeys(("q1", "q2", "q3", "q4"), "0") | {"beslutad_volym": ""}
    assert counts(plans_of(region, plan(version="2", orsak="okat_behov", status="aterkallad", **again))) == (0, 0, 1)


def test_a_file_of_plans_without_days_of_decision_is_refused(region: Region) -> None:
    header = [name for name in PLAN_HEADER if name != "beslutsdatum"]
    report = region.loads([plan()], header)
    assert (report.status, report.reason) == ("refused", "saknad_kolumn")
    assert "beslutsdatum" in str(report.message)


def test_another_reason_without_words_is_kept_with_a_warning(region: Region) -> None:
    report = plans_of(region, plan(version="2", orsak="minskat_behov:annat"))
    assert (counts(report), report.warnings) == ((1, 0, 0), {"annat_utan_motivering": 1})
    assert versions(region, "reason, motivation") == [("minskat_behov:annat", None)]


@pytest.mark.parametrize("word", ["Alla", "ALLA ", "Alla mottagare", "Alla förvaltningar"])
def test_a_row_for_everyone_is_a_total(region: Region, word: str) -> None:
    assert plans_of(region, plan(mottagare=word), plan(avsandare=word, plan_id="P-2")).reasons == {"summarad": 2}
    assert outcomes_of(region, outcome(mottagare=word), outcome(avsandare=word)).reasons == {"summarad": 2}
    assert needs_of(region, need(forvaltning=word)).reasons == {"summarad": 1}
    assert offers_of(region, offer(mottagare=word)).reasons == {"summarad": 1}
    assert counts(plans_of(region, plan(mottagare="Allans klinik"))) == (1, 0, 0)


def test_blanks_around_a_plan_id_are_no_part_of_it(region: Region) -> None:
    assert counts(plans_of(region, plan(plan_id=" P-1\u00a0"), plan(), plan(version="2", orsak="okat_behov"))) == (
        2,
        0,
        1,
    )
    assert versions(region) == [("P-1", 1), ("P-1", 2)]
    assert plans_of(region, plan(plan_id=" ")).reasons == {"ord_for_tomt": 1}


def test_two_contents_under_one_key_of_an_outcome_are_not_told_as_contacts(region: Region) -> None:
    assert outcomes_of(region, outcome(), outcome(skickade="91")).reasons == {"motstridig_dubblett": 2}
    assert not any("vardkontakt_id" in line for line in lines(quarantined(region.data), meanings(region.data)))


def test_an_exported_table_is_named_as_one_with_the_table_that_loads(region: Region) -> None:
    header = "huvudman;plan_id;ar;kvartal;mvo;fas;avsandare;mottagare;regi;overforing;version;status;gallande;planerad"
    report = region.loads([{}], [*header.split(";"), "dataversion"])
    assert (report.status, report.reason) == ("refused", "okant_slag")
    assert "Vårdläget självt har exporterat" in str(report.message)
    assert "leveransplan.csv" in str(report.message)
    outcomes = "huvudman;ar;manad;mvo;mvo_namn;fas;avsandare;mottagare;plan_id;skickade;genomforda;aterlamnade"
    report = region.loads([{}], [*outcomes.split(";"), "dataversion"])
    assert "Vårdläget självt har exporterat" in str(report.message)
    assert "leveransplan" not in str(report.message)


def test_a_reason_and_a_motivation_may_begin_with_the_word_total(region: Region) -> None:
    report = plans_of(region, plan(version="2", orsak="minskat_behov:annat", motivering="Totalt färre remisser"))
    assert counts(report) == (1, 0, 0)


def test_the_quarantine_list_tells_the_row_its_reason_and_masks_it(region: Region) -> None:
    plans_of(region, plan(motivering="19121212-1212"), plan(plan_id="P-2", q1="–"))
    rows = quarantined(region.data)
    assert rows["slag"].to_list() == ["leveransplan"] * 2
    assert rows["kolumner"].to_list() == ["motivering", "q1"]
    assert not any("1212" in cells for cells in rows["innehall"])
    assert any("Volymen är inget helt antal" in line for line in lines(rows, meanings(region.data)))
    assert versions(region) == []
