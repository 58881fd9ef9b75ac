"""What a re-delivery may not take away by mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.report import FileReport
from etl.verify import faults
from tests.extracts import Region, Row, completed, new_region, waiting
from tests.plan_rows import need, needs_of, offer, offers_of, outcome, outcomes_of

Load = Callable[..., FileReport]


def contacts_of(region: Region, *rows: Row, **options: str) -> FileReport:
    return region.loads(rows, **options)


# Per kind: how it is loaded, a row of it, cells that make the row worthless, why, and the table of accepted rows.
KINDS: dict[str, tuple[Load, Row, Row, str, str]] = {
    "vantande": (contacts_of, waiting(), {"fas": "9"}, "ogiltig_kod", "contacts"),
    "genomforda": (contacts_of, completed(), {"start_datum": ""}, "saknat_varde", "contacts"),
    "leveransutfall": (outcomes_of, outcome(), {"avsandare": "Ingen"}, "okand_avsandare", "delivery_outcomes"),
    "behov": (needs_of, need(), {"behov": "x"}, "ogiltig_volym", "needs"),
    "kapacitet": (offers_of, offer(), {"ledig_volym": "x"}, "ogiltig_volym", "capacity_offers"),
}


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_redelivery_without_one_good_row_takes_nothing_away(region: Region, kind: str) -> None:
    load, row, worthless, why, table = KINDS[kind]
    load(region, row)
    report = load(region, row | worthless, row | worthless | {"mvo_kod": "101"})
    assert (report.status, report.reason) == ("refused", "inget_godkant")
    assert report.message is not None
    for told in ("uttag2.csv", kind, "källa 51", "2 skulle hamna i karantän", why, "--accept inget_godkant"):
        assert told in report.message
    assert region.query(f"select count(*) from {table}") == [(1,)]  # noqa: S608
    assert region.query("select count(*) from quarantine") == [(0,)]
    assert faults(region.data) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_may_let_it_by_and_the_ledger_says_so(region: Region, kind: str) -> None:
    load, row, worthless, _, table = KINDS[kind]
    load(region, row)
    assert load(region, row | worthless, accept="inget_godkant").status == "replaced"
    assert region.query(f"select count(*) from {table}") == [(0,)]  # noqa: S608
    assert region.query("select accept_reason from loads order by load_id") == [(None,), ("inget_godkant",)]


def test_dropped_units_let_by_do_not_let_by_that_everything_is_gone(region: Region) -> None:
    contacts_of(region, waiting())
    assert contacts_of(region, waiting(fas="9"), accept="saknar_enheter").reason == "inget_godkant"


def test_one_period_without_a_good_row_refuses_the_whole_file(region: Region) -> None:
    needs_of(region, need(), need(ar="2025"))
    report = needs_of(region, need(behov="1"), need(ar="2025", behov="x"))
    assert report.reason == "inget_godkant"
    assert report.message is not None
    assert "2025-12-31" in report.message
    assert region.query("select sum(need) from needs") == [(10400,)]


def test_what_never_had_a_good_row_may_be_delivered_as_bad_again(region: Region) -> None:
    needs_of(region, need(behov="x"))
    assert needs_of(region, need(behov="y")).status == "replaced"


def test_the_senders_file_does_not_take_the_receivers_reports_away(region: Region) -> None:
    outcomes_of(region, outcome(), outcome(rapporterad_av="avsandare"), outcome(manad="4"))
    by_sender = outcome(rapporterad_av="avsandare", skickade="91")
    report = outcomes_of(region, by_sender)
    assert (report.status, report.reason) == ("refused", "saknar_enheter")
    assert report.message is not None
    assert "2026-03-31" in report.message
    assert "saknar rapporter från mottagare som" in report.message
    assert "vårdenhet" not in report.message
    assert region.query("select count(*) from delivery_outcomes") == [(3,)]
    assert outcomes_of(region, by_sender, outcome(genomforda="81")).status == "replaced"
    assert outcomes_of(region, by_sender, accept="saknar_enheter").status == "replaced"
