"""Extracts of the Green Cross as local systems write them: words, colours, units, sources and whose they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from etl.reference import ReferenceFault, units
from tests.cross_rows import CROSS_HEADER, colour, cross_region, crosses_of, day, entries, facts
from tests.extracts import Region, waiting
from tests.plan_rows import counts


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return cross_region(tmp_path)


def test_a_row_is_stored_whole(region: Region) -> None:
    report = crosses_of(
        region,
        day(
            "risk", handelsetyp="Läkemedel", antal="2", gick_bra="Ronden kom i tid", kommentar=" Fel styrka ",
            registrerad_av="verksamhetschefen", registrerad="2026-03-02 08:15", version="3",
            avgor="0123456789abcdef",
        ),
    )  # fmt: skip
    assert (report.kind, report.source, report.period, report.accepted) == ("grona_korset", "51", "2026-03-31", 1)
    assert (report.status, report.warnings) == ("loaded", {})
    assert region.query("select * exclude (delivery_id, record, delivered_unit) from cross_entries") == [
        ("VGR", "SU", "Avdelning 1", dt.date(2026, 3, 2), "51", 1, "risk", False, "lakemedel", 2, None, None,
         "Fel styrka", "Ronden kom i tid", "Verksamhetschef", dt.datetime(2026, 3, 2, 8, 15), 3,  # noqa: DTZ001
             "0123456789abcdef")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        ("Ingen verksamhet", "ingen_verksamhet"),
        ("INGEN_VERKSAMHET", "ingen_verksamhet"),
        (" Ej registrerad", "ej_registrerad"),
        ("Ingen händelse", "ingen"),
        ("Utan skada eller risk", "utan_skada_eller_risk"),
        ("Risk för vårdskada", "risk"),
        ("vårdskada", "skada"),
        ("Allvarlig  skada", "allvarlig_skada"),
    ],
)
def test_what_happened_is_read_in_the_spellings_of_people(region: Region, written: str, fact: str) -> None:
    assert counts(crosses_of(region, day(written))) == (1, 0, 0)
    assert facts(region) == [fact]


def test_headers_are_read_by_name_and_swedish_letters(region: Region) -> None:
    path = region.root.parent / "korset.csv"
    path.write_text(
        "Datum;Förvaltning;Avdelning;Händelse;Händelsetyp;Beskrivning\n2026-03-02;su;avdelning  1;Skada;Fall;Halkade\n",
        encoding="utf-8",
    )
    assert counts(region.load(path, principal="VGR")) == (1, 0, 0)
    assert entries(region, "administration, unit, fact, event_type, description") == [
        ("SU", "Avdelning 1", "skada", "fall", "Halkade")
    ]


def test_an_event_is_one_unless_told_otherwise_and_a_state_is_none(region: Region) -> None:
    crosses_of(
        region, day("risk"), day("risk", antal="12", datum="2026-03-03"), day("ingen", antal="1", datum="2026-03-04")
    )
    assert [count for (count,) in entries(region, "count")] == [1, 12, 0]


def test_the_place_of_a_row_within_its_day_is_its_place_in_the_file(region: Region) -> None:
    crosses_of(region, day("risk"), day("skada", datum="2026-03-03"), day("allvarlig_skada"), day("risk", antal="2"))
    assert entries(region, "date::varchar, number, fact, count") == [
        ("2026-03-02", 1, "risk", 1),
        ("2026-03-02", 2, "allvarlig_skada", 1),
        ("2026-03-02", 3, "risk", 2),
        ("2026-03-03", 1, "skada", 1),
    ]


# Colours -------------------------------------------------------------------------------------------------------------


def test_a_source_that_knows_only_colours_keeps_them_with_their_definition(region: Region) -> None:
    crosses_of(region, colour("gul"), colour("Röd", "SkaS", datum="2026-03-03", antal="2"))
    assert entries(region, "fact, colour, colour_definition, count") == [
        (None, "gul", "definition_2", 1),
        (None, "rod", "skas", 2),
    ]


def test_a_colour_that_may_be_a_day_without_events_counts_none(region: Region) -> None:
    crosses_of(region, colour("grön", "definition_1"), colour("gul", "definition_1", datum="2026-03-03"))
    assert entries(region, "colour, count") == [("gron", 0), ("gul", 1)]


@pytest.mark.parametrize(("written", "fact"), [("vit", "ej_registrerad"), ("grått", "ingen_verksamhet")])
def test_white_and_grey_alone_are_what_they_mean(region: Region, written: str, fact: str) -> None:
    crosses_of(region, colour(written))
    assert entries(region, "fact, colour, colour_definition, count") == [(fact, None, None, 0)]


def test_a_definition_is_known_by_its_title_too(region: Region) -> None:
    crosses_of(region, colour("orange", "Definition 2"))
    assert entries(region, "colour_definition") == [("definition_2",)]


def test_the_event_holds_where_its_colour_says_something_else(region: Region) -> None:
    report = crosses_of(
        region,
        day("risk", farg="gul", definition="definition_2"),
        day("risk", farg="gul", definition="definition_1", datum="2026-03-03"),
        day("risk", farg="gul", datum="2026-03-04"),
    )
    assert report.warnings == {"farg_motsager_handelse": 1}
    assert entries(region, "fact, colour") == [("risk", None)] * 3


def test_a_disturbance_is_a_mark_of_its_own(region: Region) -> None:
    near = day("utan_skada_eller_risk", handelsetyp="Driftstörning", farg="gul", definition="definition_1")
    report = crosses_of(region, near, day("skada", handelsetyp="driftstorning", datum="2026-03-03"))
    assert entries(region, "fact, is_disturbance") == [("utan_skada_eller_risk", True), ("skada", True)]
    assert report.warnings == {"driftstorning_annan_handelse": 1}


def test_a_type_that_nobody_knows_is_kept_as_it_is_written(region: Region) -> None:
    report = crosses_of(region, day("risk", handelsetyp="Blodprov  borta"))
    assert (report.warnings, entries(region, "event_type")) == ({"okand_handelsetyp": 1}, [("Blodprov borta",)])


def test_a_new_definition_reads_the_same_file_anew(region: Region) -> None:
    path = region.write("korset.csv", [colour("gul", "egna")], CROSS_HEADER)
    assert region.load(path).reasons == {"okand_definition": 1}
    assert region.load(path).status == "unchanged"
    own = (Path(__file__).parent.parent / "data/definitions/grona_korset/skas.toml").read_text(encoding="utf-8")
    folder = region.root / "definitions" / "grona_korset"
    folder.mkdir(parents=True)
    renamed = own.replace('namn = "skas"', 'namn = "egna"').replace('forvaltning = "SkaS"', 'forvaltning = "SÄS"')
    (folder / "egna.toml").write_text(renamed.replace('titel = "SkaS"', 'titel = "Egna"'), encoding="utf-8")
    report = region.load(path)
    assert (report.status, report.accepted) == ("loaded", 1)
    assert region.query("select count(*) from quarantine") == [(0,)]


def test_a_colour_of_a_definition_that_did_not_hold_that_day_is_stopped(region: Region) -> None:
    path = region.write("korset.csv", [colour("gul", "egna"), colour("gul", "egna", datum="2026-03-03")], CROSS_HEADER)
    own = (Path(__file__).parent.parent / "data/definitions/grona_korset/definition_1.toml").read_text(encoding="utf-8")
    folder = region.root / "definitions" / "grona_korset"
    folder.mkdir(parents=True)
    named = own.replace('"definition_1"', '"egna"').replace('"Definition 1"', '"Egna"')
    (folder / "egna.toml").write_text(named.replace("2010-01-01", "2026-03-03"), encoding="utf-8")
    assert region.load(path).reasons == {"definition_galler_inte": 1}
    assert entries(region, "date::varchar") == [("2026-03-03",)]
    assert crosses_of(region, day("risk", farg="gul", definition="egna")).reasons == {}
    (folder / "egna.toml").write_text(named, encoding="utf-8")
    assert region.load(path).accepted == 2


# Units ---------------------------------------------------------------------------------------------------------------


def test_a_unit_is_known_by_its_name_or_its_id(region: Region) -> None:
    report = crosses_of(region, day(enhet="AVDELNING 1"), day(enhet="SE2321000131-E000000000202", forvaltning="Säs"))
    assert report.warnings == {}
    assert entries(region, "administration, unit") == [("SU", "Avdelning 1"), ("SÄS", "Avdelning 2")]


def test_a_unit_that_nobody_knows_is_shown_with_a_warning(region: Region) -> None:
    report = crosses_of(region, day(enhet=" Ny  avdelning "))
    assert (report.accepted, report.warnings) == (1, {"okand_enhet_kors": 1})
    assert entries(region, "unit") == [("Ny avdelning",)]


def test_a_unit_belongs_where_it_belonged_that_day(region: Region) -> None:
    right = [day(enhet="Flyttad", datum="2026-02-15"), day(enhet="Flyttad", datum="2026-03-15", forvaltning="SÄS")]
    wrong = [day(enhet="Flyttad", datum="2026-03-16"), day(enhet="Flyttad", datum="2026-02-16", forvaltning="SÄS")]
    report = crosses_of(region, *right, *wrong)
    assert (report.accepted, report.reasons) == (2, {"enhet_motsagelse": 2})
    assert entries(region, "administration, date::varchar") == [("SU", "2026-02-15"), ("SÄS", "2026-03-15")]


def test_a_unit_is_known_also_on_a_day_when_nobody_says_what_it_was(tmp_path: Path) -> None:
    dated = "kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till\nSE1;hsaid;Avdelning 1;SU;2026-06-01;\n"
    region = cross_region(tmp_path, dated)
    report = crosses_of(region, day(enhet="avdelning 1"), day(forvaltning="SÄS", enhet="avdelning 1"))
    assert (report.warnings, report.reasons) == ({}, {"dag_ofullstandig": 1, "enhet_motsagelse": 1})


KORS = "kod;kodtyp;enhet;forvaltning;kors_fran;kors_till;oppet\n"


def test_when_a_unit_keeps_a_cross_stands_in_the_units_own_file(region: Region) -> None:
    known = units(region.data).filter(code_kind="hsaid").filter(administration="SÄS")
    own = {row["unit"]: row for row in known.iter_rows(named=True) if row["code"].startswith("SE2321")}
    assert [own["Avdelning 2"][name] for name in ("cross_from", "cross_to", "opening")] == [
        dt.date(2026, 1, 1), None, "vardag",
    ]  # fmt: skip
    assert own["Flyttad"]["opening"] == "alla"


def test_one_row_of_a_unit_tells_for_all_of_its_rows(tmp_path: Path) -> None:
    region = cross_region(tmp_path, f"{KORS}A1;hsaid;A;SU;2026-01-01;2026-06-30;vardag\nA2;sjukhuskod;A;SU;;;\n")
    own = units(region.data).filter(unit="A")
    assert own.select("cross_from", "cross_to", "opening").unique().rows() == [
        (dt.date(2026, 1, 1), dt.date(2026, 6, 30), "vardag")
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("A1;hsaid;A;SU;2026-13-01;;\n", "rad 2: kors_fran är ”2026-13-01”"),
        ("A1;hsaid;A;SU;2026-01-01;i juni;\n", "rad 2: kors_till är ”i juni”"),
        ("A1;hsaid;A;SU;2026-01-01;2025-12-31;\n", "rad 2: kors_till ligger före kors_fran"),
        ("A1;hsaid;A;SU;;2026-12-31;\n", "rad 2: kors_till står utan kors_fran"),
        ("A1;hsaid;A;SU;2026-01-01;;helger\n", "rad 2: oppet är ”helger”; tillåtna: alla, vardag"),
        ("A1;hsaid;A;SU;2026-01-01;;\nA2;hsaid;A;SU;2026-02-01;;\n", "rad 2 och 3 säger olika om korset för A (SU)"),
    ],
)
def test_a_wrong_cross_in_the_file_of_units_names_its_line(tmp_path: Path, rows: str, told: str) -> None:
    region = cross_region(tmp_path, f"{KORS}{rows}")
    with pytest.raises(ReferenceFault) as fault:
        units(region.data)
    assert told in str(fault.value)


# Sources, and whose they are -----------------------------------------------------------------------------------------


def test_the_source_is_the_command_lines_else_the_rows_else_the_principals(region: Region) -> None:
    rows = [day(kalla="Tavlan", datum=f"2026-03-0{n}") for n in (1, 2)]
    assert crosses_of(region, *rows, day(datum="2026-03-03")).source == "51+Tavlan"
    assert crosses_of(region, rows[0], source="egen").source == "egen"
    assert entries(region, "source, date::varchar") == [
        ("51", "2026-03-03"), ("Tavlan", "2026-03-01"), ("Tavlan", "2026-03-02"), ("egen", "2026-03-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("options", [{}, {"source": "Register"}])
def test_an_extract_is_never_taken_for_what_is_registered_here(region: Region, options: dict[str, str]) -> None:
    crosses_of(region, day(kalla="register"), **options)
    assert entries(region, "source") == [("register (utdrag)",)]


def test_several_sources_of_a_day_are_not_loaded_as_one(region: Region) -> None:
    rows = [day("risk", kalla="A"), day("risk", kalla="B"), day(datum="2026-03-03", kalla="A")]
    report = crosses_of(region, *rows, source="allt")
    assert (report.accepted, report.reasons) == (1, {"flera_kallor_samma_dag": 2})
    assert counts(crosses_of(region, *rows)) == (3, 0, 0)


def test_a_file_that_does_not_say_whose_it_is_is_its_regions(region: Region) -> None:
    region.loads([waiting()])
    crosses_of(region, day(huvudman=""))
    assert entries(region, "principal, source") == [("VGR", "51")]


def test_what_was_stored_for_nobody_gives_way_when_it_is_told_whose_it_is(region: Region) -> None:
    path = region.write("korset.csv", [day(huvudman="", kalla="Tavlan")], CROSS_HEADER)
    assert region.load(path).warnings == {"okand_huvudman": 1}
    assert region.load(path, principal="VGR").status == "loaded"
    assert entries(region, "principal, source") == [("VGR", "Tavlan")]


def test_a_role_is_kept_and_a_name_is_not(region: Region) -> None:
    report = crosses_of(region, day(registrerad_av="Eva Ek"), day("risk", registrerad_av="Eva Ek", antal="x"))
    assert region.reasons() == {1: {"dag_ofullstandig"}, 2: {"ogiltigt_antal"}}
    assert report.warnings == {}
    assert crosses_of(region, day(registrerad_av="Eva Ek", datum="2026-03-03")).warnings == {"okand_roll": 1}
    assert entries(region, "role") == [(None,)]
    assert all("Ek" not in str(cells) for cells in region.quarantined_cells())
