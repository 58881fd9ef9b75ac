"""Which unit a row is about, whatever its source calls it: a unit is one unit, before and after it gets a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.quarantine_list import quarantined
from etl.verify import faults
from tests.cross_rows import CROSS_HEADER, cross_region, crosses_of, day, entries, facts
from tests.extracts import Region

HEAD = "kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till\n"


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return cross_region(tmp_path)


def call(region: Region, *lines: str) -> None:
    """What units are called from now on."""
    (region.root / "enheter.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")


# What a unit is called later -----------------------------------------------------------------------------------------


def test_a_unit_that_gets_a_name_is_not_counted_twice(region: Region) -> None:
    path = region.write("korset.csv", [day("risk", antal="2", enhet="SE123-E1")], CROSS_HEADER)
    assert region.load(path).warnings == {"okand_enhet_kors": 1}
    call(region, "SE123-E1;hsaid;Avd H;SU;;")
    report = region.load(path)
    assert (report.status, report.warnings) == ("replaced", {})
    assert entries(region, "unit, count") == [("Avd H", 2)]
    assert faults(region.data) == []


def test_a_unit_that_gets_a_new_name_is_corrected_and_not_doubled(region: Region) -> None:
    call(region, "SE1;hsaid;Avd 1;SU;;")
    crosses_of(region, day(enhet="SE1"), day(enhet="SE1", datum="2026-03-03"))
    call(region, "SE1;hsaid;Avdelning 1;SU;;")
    assert crosses_of(region, day("skada", enhet="se1")).status == "replaced"
    assert entries(region, "unit, date::varchar, fact") == [
        ("Avd 1", "2026-03-03", "ingen"), ("Avdelning 1", "2026-03-02", "skada"),
    ]  # fmt: skip
    assert faults(region.data) == []


def test_a_unit_of_the_same_name_elsewhere_keeps_its_day(region: Region) -> None:
    crosses_of(region, day(enhet="Rum 1"), day("risk", enhet="Rum 1", forvaltning="SÄS"))
    assert crosses_of(region, day("skada", enhet="rum 1")).status == "replaced"
    assert sorted(facts(region)) == ["risk", "skada"]


def test_a_stopped_day_leaves_the_quarantine_when_its_unit_has_got_a_name(region: Region) -> None:
    crosses_of(region, day(enhet="SE123-E1", kommentar="19121212-1212"))
    call(region, "SE123-E1;hsaid;Avd H;SU;;")
    crosses_of(region, day(enhet="SE123-E1"))
    assert quarantined(region.data).is_empty()
    assert faults(region.data) == []


# What a unit is called in several ways -------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["Kirurgen", "kirurgen ", "SE1", "501010"])
def test_a_unit_is_known_by_its_alias_and_its_hospitals_code(region: Region, written: str) -> None:
    call(region, "SE1;hsaid;Avd K;SU;;", "Kirurgen;namn;Avd K;SU;;", "501010;sjukhuskod;Avd K;SU;;")
    assert crosses_of(region, day(enhet=written)).warnings == {}
    assert entries(region, "unit") == [("Avd K",)]


def test_a_hospitals_code_that_means_several_units_means_none(region: Region) -> None:
    call(region, "501010;sjukhuskod;Avd K;SU;;2026-03-01", "501010;sjukhuskod;Avd M;SU;2026-03-03;")
    rows = [day(enhet="501010", datum=f"2026-03-0{n}") for n in (1, 2, 3)]
    assert crosses_of(region, *rows).warnings == {"okand_enhet_kors": 1}
    assert entries(region, "unit") == [("501010",), ("Avd K",), ("Avd M",)]


def test_a_units_own_name_goes_before_anothers_alias(region: Region) -> None:
    call(region, "Kirurgen;namn;Avd K;SU;;", "SE2;hsaid;Kirurgen;SU;;")
    crosses_of(region, day(enhet="kirurgen"))
    assert entries(region, "unit") == [("Kirurgen",)]


def test_an_alias_under_the_wrong_forvaltning_is_stopped(region: Region) -> None:
    call(region, "Kirurgen;namn;Avd K;SU;;", "SE2;hsaid;Avd M;SÄS;;")
    assert crosses_of(region, day(enhet="Kirurgen", forvaltning="SÄS")).reasons == {"enhet_motsagelse": 1}


# Units that nobody knows ---------------------------------------------------------------------------------------------


def test_unknown_units_that_differ_in_case_or_blanks_are_one(region: Region) -> None:
    crosses_of(region, day(enhet="Avd  X"), day("risk", enhet="AVD X"), day(enhet=" avd x ", datum="2026-03-03"))
    assert entries(region, "distinct unit") == [("Avd X",)]


def test_an_unknown_unit_is_spelt_as_it_was_first_stored(region: Region) -> None:
    crosses_of(region, day(enhet="Avd X"))
    crosses_of(region, day("skada", enhet="AVD x"), day(enhet="avd X", forvaltning="SÄS"))
    assert entries(region, "unit, fact") == [("Avd X", "skada"), ("avd X", "ingen")]


def test_a_spelling_of_another_source_is_its_own(region: Region) -> None:
    crosses_of(region, day(enhet="Avd X", kalla="A"), day(enhet="AVD X", kalla="B"))
    assert entries(region, "unit, source") == [("Avd X", "A"), ("AVD X", "B")]


# Columns of the sender's own -----------------------------------------------------------------------------------------


OWN = {"kalla": "telefon", "version": "1.0", "registrerad_av": "Eva Ek", "registrerad": "i går", "avgor": "ja"}
PLAIN = ("datum", "forvaltning", "enhet", "handelse")


def test_columns_that_are_called_as_ours_are_the_senders_own_where_the_file_is_not_made_for_us(region: Region) -> None:
    rows = [day("risk", **OWN), day("risk", **(OWN | {"kalla": "möte"}))]
    report = crosses_of(region, *rows, header=(*PLAIN, *OWN), principal="VGR")
    assert (report.accepted, report.quarantined) == (2, 0)
    assert report.warnings == {"okand_kolumn": 5, "lika_handelser": 1}
    stored = entries(region, "source, role, registered_at, version, settles")
    assert stored == [("51", None, None, None, None)] * 2
    assert all(b"telefon" not in path.read_bytes() for path in region.root.iterdir() if path.is_file())


def test_an_identity_number_in_a_column_of_the_senders_own_stops_the_row(region: Region) -> None:
    report = crosses_of(region, day(kalla="19121212-1212"), header=(*PLAIN, "kalla"), principal="VGR")
    assert report.reasons == {"personnummer": 1}


def test_the_same_columns_are_ours_in_a_file_that_says_whose_it_is(region: Region) -> None:
    crosses_of(region, day(kalla="Tavlan", huvudman=""), header=("huvudman", *PLAIN, "kalla"), principal="VGR")
    assert entries(region, "source") == [("Tavlan",)]


# Texts ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["kommentar", "gick_bra"])
def test_a_text_that_a_workbook_would_cut_is_stopped(region: Region, column: str) -> None:
    longest = {column: "å" * 10_000}
    report = crosses_of(region, day(**longest), day("risk", datum="2026-03-03", **{column: longest[column] + "."}))
    assert (report.accepted, report.reasons) == (1, {"for_lang_text": 1})
