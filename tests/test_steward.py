"""A data steward's decisions: what enters, what leaves, and that figures are those of a file that was right at once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from config import Settings
from etl import publication, quarantine_list
from tests.deciding import (
    ADD_CODE,
    ADD_UNIT,
    LATE,
    NOTHING,
    UNKNOWN,
    apply,
    contacts,
    counts,
    decide,
    decided,
    refuse_faults,
)
from tests.extracts import UNITS, Region, Row, completed, new_region, waiting
from tests.plan_rows import need, needs_of, plan, plans_of

TOOK = "utford"
IDENTITY = "19121212-1212"


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def of(folder: Path, *rows: Row, units: str = UNITS) -> Region:
    """A region of its own into which the rows are loaded."""
    other = new_region(folder, units)
    other.loads(rows)
    return other


def test_released_rows_are_stored_as_if_they_had_been_right(region: Region, tmp_path: Path) -> None:
    region.loads([waiting(), waiting(remiss_datum=LATE), waiting(remiss_datum=LATE, mvo_kod="000")])
    assert counts(region) == [(3, 1, 2, 0)]
    done = decided(region)
    assert (done.outcome, done.rows, done.duplicates) == (TOOK, 1, 0)
    assert done.message == "1 rad räknas nu, 1 rad har fler fel och är kvar i karantän."
    assert counts(region) == [(3, 2, 1, 0)]
    assert contacts(region) == contacts(of(tmp_path / "right", waiting(), waiting()))


def test_a_contact_that_was_released_has_the_hash_that_a_file_would_give_it(region: Region) -> None:
    region.loads([waiting(vardkontakt_id="A"), waiting(vardkontakt_id="B", remiss_datum=LATE)])
    decided(region)
    before = region.query("select contact_hash from contacts order by record")
    region.loads([waiting(vardkontakt_id="A"), waiting(vardkontakt_id="B")])
    assert region.query("select contact_hash from contacts order by record") == before


def test_two_reasons_of_a_row_take_two_decisions(region: Region) -> None:
    region.loads([waiting(remiss_datum=LATE, ankomst_datum=LATE)])
    assert decided(region).rows == 0
    assert decided(region, reason="ankomst_efter_matdatum", column_name="ankomst_datum").rows == 1
    assert counts(region) == [(1, 1, 0, 0)]


@pytest.mark.parametrize(
    ("reason", "column", "cell"),
    [("ogiltig_kod", "kon", "X"), ("ord_for_tomt", "sjukhusnamn", "NULL"), ("olasligt_datum", "remiss_datum", "igår"),
     ("datum_utanfor_fonstret", "medicinskt_maldatum", "1899-01-01"), ("ogiltigt_tal", "fodelsear", "nitton")],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_counts_as_empty_when_its_row_is_released(
    region: Region, tmp_path: Path, reason: str, column: str, cell: str
) -> None:
    region.loads([waiting(**{column: cell})])
    assert decided(region, reason=reason, column_name=column).rows == 1
    assert contacts(region) == contacts(of(tmp_path / "empty", waiting()))


@pytest.mark.parametrize(
    ("reason", "column", "cells"),
    [("personnummer", "sjukhusnamn", {"sjukhusnamn": IDENTITY}),
     ("ogiltig_kod", "avvikelsekod", {"avvikelsekod": "PVV"}),
     ("ogiltig_kod", "fas", {"fas": "9"}), ("saknat_varde", "vardkontakt_id", {"vardkontakt_id": ""}),
     ("okand_enhet", "hsaid_enhet", {"hsaid_vardenhet": UNKNOWN}),
     ("start_fore_beslut", "start_datum", {"start_datum": "2026-01-02"})],
)  # fmt: skip
def test_what_would_make_a_figure_wrong_or_tell_a_person_is_never_released(
    region: Region, reason: str, column: str, cells: Row
) -> None:
    row = completed(**cells) if "start_datum" in cells else waiting(**cells)
    region.loads([row, waiting()])
    kind = "genomforda" if "start_datum" in cells else "vantande"
    for name in (column, None):
        done = decided(region, reason=reason, column_name=name, kind=kind)
        assert (done.rows, done.outcome) in {(0, "inte_utford"), (0, TOOK)}
    assert sum(quarantined for _, _, quarantined, _ in counts(region)) == 1


def test_discarded_rows_stay_counted_but_hold_nothing_and_are_asked_about_no_more(region: Region) -> None:
    region.loads([waiting(), waiting(remiss_datum=LATE), waiting(mvo_kod="000")])
    decision = decide(region, action="discard")
    [done] = apply(region)
    assert (done.outcome, done.rows) == (TOOK, 1)
    assert counts(region) == [(3, 1, 2, 0)]
    assert region.query('select decided_by, "row" from quarantine where decided_by is not null') == [(decision, "{}")]
    assert quarantine_list.quarantined(region.data)["orsaker"].to_list() == ["okand_mvo"]
    again = decided(region)
    assert (again.outcome, again.rows) == ("inte_utford", 0)


def test_a_unit_by_decision_gives_what_the_unit_in_the_file_would_have(region: Region, tmp_path: Path) -> None:
    rows = [waiting(hsaid_vardenhet=UNKNOWN), waiting(), waiting(hsaid_vardenhet=UNKNOWN, beslut_datum="")]
    path = region.write("februari.csv", rows)
    region.load(path)
    done = decided(region, **ADD_UNIT)
    assert (done.outcome, done.rows) == (TOOK, 1)
    assert counts(region) == [(3, 2, 1, 0)]
    assert region.query("select reasons, columns from quarantine") == [(["saknat_varde"], ["beslut_datum"])]
    in_file = UNITS + f"{UNKNOWN};hsaid;Ögon Skövde;SKAS;;\n"
    assert contacts(region) == contacts(of(tmp_path / "right", *rows, units=in_file))
    assert ("SKAS",) in region.query("select distinct administration from contacts")
    assert region.query("select count(*) from delivery_units") == [(2,)]
    assert region.load(path).status == "unchanged"
    march = [row | {"matperiod": "2026-03-31"} for row in rows[:2]]
    assert region.loads(march).accepted == 2


def test_a_file_that_knows_the_unit_wins_over_the_decision(region: Region) -> None:
    region.loads([waiting(hsaid_vardenhet=UNKNOWN)])
    (region.root / "enheter.csv").write_text(UNITS + f"{UNKNOWN};hsaid;Ögon Falköping;VGP;;\n", encoding="utf-8")
    done = decided(region, **ADD_UNIT)
    assert done.outcome == "inte_utford"
    assert "enheter.csv säger redan" in done.message
    assert "Ögon Falköping (VGP)" in done.message


def test_a_file_that_comes_after_the_decision_wins_too(region: Region) -> None:
    path = region.write("februari.csv", [waiting(hsaid_vardenhet=UNKNOWN)])
    region.load(path)
    decided(region, **ADD_UNIT)
    assert region.query("select administration from contacts") == [("SKAS",)]
    (region.root / "enheter.csv").write_text(UNITS + f"{UNKNOWN};hsaid;Ögon Falköping;VGP;;\n", encoding="utf-8")
    assert region.load(path, accept="saknar_enheter").status == "replaced"
    assert region.query("select administration from contacts") == [("VGP",)]


def test_a_unit_that_contradicts_another_code_of_the_row_leaves_it_in_quarantine(region: Region) -> None:
    region.loads([waiting(hsaid_vardenhet=UNKNOWN, sjukhuskod="999999"), waiting()])
    other = ADD_UNIT | {"code": "999999", "code_kind": "sjukhuskod", "administration": "SÄS", "unit": "Ögon Skene"}
    assert decided(region, **other).rows == 1
    region.loads([waiting(hsaid_vardenhet=UNKNOWN, sjukhuskod="888888", matperiod="2026-03-31")])
    decide(region, **ADD_UNIT)
    assert [done.rows for done in apply(region)] == [1]
    region.loads([waiting(hsaid_enhet=UNKNOWN[:-1] + "8", sjukhuskod="501010", matperiod="2026-04-30",
                          hsaid_vardenhet=UNKNOWN[:-1] + "7")])  # fmt: skip
    assert decided(region, **ADD_UNIT | {"code": UNKNOWN[:-1] + "8"}).outcome == TOOK


def test_a_specialty_by_decision_counts_from_the_rows_that_waited_for_it(region: Region) -> None:
    region.loads([waiting(mvo_kod="0X1"), waiting()])
    done = decided(region, **ADD_CODE)
    assert (done.outcome, done.rows) == (TOOK, 1)
    assert region.query("select specialty from contacts order by all") == [("0X1",), ("511",)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"code": "0x1"}, "exakt tre tecken"), ({"code": "511"}, "mvo.csv har redan"),
     ({"specialty_group": "Trollkonst"}, "finns inte"), ({"name": f"Drak {IDENTITY}"}, "personnummer")],
)  # fmt: skip
def test_a_code_that_cannot_be_is_not_added(region: Region, changes: dict[str, Any], told: str) -> None:
    region.loads([waiting(mvo_kod="0X1")])
    done = decided(region, **ADD_CODE | changes)
    assert done.outcome == "inte_utford"
    assert told in done.message


def test_a_decision_of_a_delivery_that_was_replaced_meanwhile_is_overtaken(region: Region) -> None:
    region.loads([waiting(remiss_datum=LATE)])
    decide(region)
    region.loads([waiting(remiss_datum=LATE), waiting(remiss_datum=LATE)])
    [done] = apply(region)
    assert (done.outcome, done.rows) == ("overtaget", 0)
    assert counts(region) == [(2, 0, 2, 0)]


def test_a_decision_that_is_withdrawn_before_it_is_carried_out_is_not(region: Region) -> None:
    region.loads([waiting(remiss_datum=LATE)])
    decision = decide(region)
    decide(region, **NOTHING | {"action": "withdraw", "withdraws": decision})
    assert [done.outcome for done in apply(region)] == ["aterkallat", TOOK]
    assert counts(region) == [(1, 0, 1, 0)]
    done = decided(region)
    late = decided(region, **NOTHING | {"action": "withdraw", "withdraws": done.decision_id})
    assert (late.outcome, "redan utfört" in late.message) == ("inte_utford", True)
    assert counts(region) == [(1, 1, 0, 0)]


def test_nothing_is_carried_out_twice(region: Region) -> None:
    region.loads([waiting(remiss_datum=LATE), waiting(hsaid_vardenhet=UNKNOWN)])
    decide(region)
    decide(region, **ADD_UNIT)
    assert [done.rows for done in apply(region)] == [1, 1]
    before = region.query("from contacts order by all"), region.query("from applied_decisions order by all")
    assert apply(region) == []
    assert (region.query("from contacts order by all"), region.query("from applied_decisions order by all")) == before


def test_a_contact_that_is_stored_already_is_a_duplicate_and_another_content_stays_out(region: Region) -> None:
    """No file gives this, since equal ids are judged together; a warehouse that was put together by hand may."""
    equal, other = waiting(vardkontakt_id="A"), waiting(vardkontakt_id="B")
    region.loads([equal, other, *(row | {"remiss_datum": LATE, "vardkontakt_id": f"{row['vardkontakt_id']}2"}
                                  for row in (equal, other | {"fas": "4"}))])  # fmt: skip
    with duckdb.connect(region.data.warehouse) as warehouse:
        hashes = [text for (text,) in warehouse.execute("select lower(hex(contact_hash)) from contacts order by record")
                  .fetchall()]  # fmt: skip
        for record, text in zip((3, 4), hashes, strict=True):
            [(row,)] = warehouse.execute('select "row" from quarantine where record = ?', [record]).fetchall()
            cells = json.dumps(json.loads(row) | {"vardkontakt_id": text})
            warehouse.execute('update quarantine set "row" = ? where record = ?', [cells, record])
    done = decided(region)
    assert (done.rows, done.duplicates) == (0, 1)
    assert done.message == "0 rader räknas nu, 1 rad fanns redan, 1 rad har fler fel och är kvar i karantän."
    assert counts(region) == [(4, 2, 1, 1)]


def test_figures_after_decisions_equal_those_of_a_file_that_was_right_from_the_start(tmp_path: Path) -> None:
    good = [waiting(fas=phase) for phase in "12" for _ in range(12)]
    bad = [waiting(remiss_datum=LATE) for _ in range(6)] + [waiting(hsaid_vardenhet=UNKNOWN) for _ in range(6)]
    region = of(tmp_path / "decided", *good, *bad)
    decided(region)
    decided(region, **ADD_UNIT)
    right = of(
        tmp_path / "right",
        *good,
        *(row | {"remiss_datum": ""} for row in bad),
        units=UNITS + f"{UNKNOWN};hsaid;Ögon Skövde;SKAS;;\n",
    )
    figures = []
    for each in (region, right):
        version = publication.publish(each.data, Settings(data_dir=each.root), lambda *_: None)
        figures.append(each.figures(version))
    assert figures[0] == figures[1]
    assert any("SKAS" in row for row in figures[0])


def test_the_marts_tell_what_became_of_each_decision_and_what_is_discarded(region: Region) -> None:
    region.loads([waiting(remiss_datum=LATE), waiting(mvo_kod="000"), waiting(mvo_kod="0X1")])
    decided(region, action="discard")
    decided(region)
    decided(region, **ADD_CODE)
    version = publication.publish(region.data, Settings(data_dir=region.root), lambda *_: None)
    with duckdb.connect(region.data.marts(version), read_only=True) as marts:
        told = marts.execute("select outcome, rows, is_replaced from steward_applied order by decision_id").fetchall()
        held = marts.execute("select reason, rows, discarded from quarantine_counts order by reason").fetchall()
        assert marts.execute("select name from specialties where specialty = '0X1'").fetchall() == [("Drakmedicin",)]
        may = marts.execute("from steward_reasons").fetchall()
    assert told == [(TOOK, 1, False), ("inte_utford", 0, False), (TOOK, 1, False)]
    assert held == [("okand_mvo", 1, 0), ("remiss_efter_matdatum", 1, 1)]
    assert ("vantande", "remiss_efter_matdatum", "remiss_datum") in may
    assert not [row for row in may if row[1] == "personnummer"]


def test_no_identity_number_is_in_what_is_kept_of_a_decision(region: Region) -> None:
    region.loads([waiting(hsaid_vardenhet=UNKNOWN)])
    done = decided(region, **ADD_UNIT | {"unit": f"Mottagning {IDENTITY}"})
    assert done.outcome == "inte_utford"
    kept = region.query("select applied_decisions::varchar from applied_decisions")
    assert IDENTITY not in str(kept)
    assert region.query("select count(*) from decided_units") == [(0,)]


def test_dates_of_a_unit_by_decision_hold(region: Region) -> None:
    region.loads([waiting(hsaid_vardenhet=UNKNOWN)])
    done = decided(region, **ADD_UNIT | {"valid_from": dt.date(2026, 3, 1)})
    assert (done.outcome, done.rows) == (TOOK, 0)
    assert region.loads([waiting(hsaid_vardenhet=UNKNOWN, matperiod="2026-03-31")]).accepted == 1


def test_needs_of_a_code_by_decision_enter_and_plans_load_again_without_doubling(region: Region) -> None:
    needs_of(region, need(mvo_kod="0X1"), need())
    plans_of(region, plan(plan_id="A", mvo_kod="0X1"), plan(plan_id="B"))
    assert counts(region) == [(2, 1, 1, 0), (2, 1, 1, 0)]
    assert decided(region, **ADD_CODE).rows == 1
    assert region.query("select specialty from needs order by all") == [("0X1",), ("511",)]
    again = plans_of(region, plan(plan_id="A", mvo_kod="0X1"), plan(plan_id="B"))
    assert (again.accepted, again.duplicates, again.quarantined) == (1, 1, 0)
    assert region.query("select plan_id from delivery_plans order by all") == [("A",), ("B",)]
    refuse_faults(region)


def test_rows_of_a_file_with_a_mapping_are_judged_by_it_again(region: Region) -> None:
    (region.root / "mappings").mkdir()
    mapping = 'kind = "vantande"\nsource = "veckan"\nmatperiod = "dag"\n[match]\nfile = "vecka*.csv"\n'
    (region.root / "mappings" / "vecka.toml").write_text(mapping, encoding="utf-8")
    week = {"matperiod": "2026-02-11"}
    region.load(region.write("vecka7.csv", [waiting(**week), waiting(remiss_datum=LATE, **week)]))
    assert counts(region) == [(2, 1, 1, 0)]
    assert decided(region, source="veckan", period=dt.date(2026, 2, 11)).rows == 1
    assert region.query("select distinct cutoff_date from contacts") == [(dt.date(2026, 2, 11),)]
