"""Whose the units are that keep a Green Cross, and a publication that cannot colour its days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests import cross_ground as ground
from tests.commands import etl
from tests.plan_extracts import mart

OURS = {
    ("Avdelning 1", True), ("Mottagningen", True), ("Dagkirurgen", True), ("Akuten", True), ("Avdelning 7", True),
}  # fmt: skip
TODAY = {"VARDLAGET_TODAY": ground.TODAY.isoformat()}
DEMO, REAL = "Exempelregionen", "VGR"


def row(principal: str, administration: str, unit: str, fact: str | None = "risk", **more: Any) -> dict[str, Any]:
    fields = dict.fromkeys(("event_type", "colour", "colour_definition", "went_well", "description"))
    return fields | {
        "principal": principal, "date": "2026-05-04", "administration": administration, "unit": unit, "fact": fact,
        "count": 1, "source": f"kors {principal}",
    } | more  # fmt: skip


def units(data: Path, principal: str) -> set[tuple[str, bool]]:
    """The huvudman's units, and whether they are counted."""
    rows = mart(data, f"select unit, cross_from is not null from cross_units where principal = '{principal}'")  # noqa: S608
    return set(rows.rows())


def published(folder: Path, rows: Sequence[dict[str, Any]], *, reference: str = "", **settings: str) -> Path:
    """A data directory with the made-up reference of its own, or another, and no register at all."""
    data = folder / "data"
    ground.write_reference(data)
    if reference:
        (data / "enheter.csv").write_text(reference, encoding="utf-8")
    ground.write_extracts(folder / "utdrag", rows)
    ended = etl("load", folder / "utdrag", data=data, **TODAY, **settings)
    assert ended.code == 0, ended.errors
    return data


def test_the_products_own_units_are_the_invented_regions_and_the_data_directorys_the_real_ones(tmp_path: Path) -> None:
    data = published(tmp_path, [row(DEMO, "SU", "Infektion Storhamn"), row(REAL, *ground.KNOWN), row(REAL, "SU", "Ny")])
    real, demo = units(data, REAL), units(data, DEMO)
    assert real == {*OURS, ("Ny", False)}
    assert ("Infektion Storhamn", True) in demo
    assert len(demo) > 50
    assert not {unit for unit, _ in real} & {unit for unit, _ in demo}


def test_the_settings_say_whose_the_data_directorys_units_are(tmp_path: Path) -> None:
    rows = [row(REAL, *ground.KNOWN), row(REAL, *ground.SILENT), row("Halland", *ground.KNOWN)]
    data = published(tmp_path, rows, VARDLAGET_HUVUDMAN="Halland")
    assert units(data, "Halland") == OURS
    assert units(data, REAL) == {("Avdelning 1", False), ("Mottagningen", False)}


def test_a_huvudman_of_the_settings_without_data_has_no_units_of_those_that_have(tmp_path: Path) -> None:
    data = published(tmp_path, [row(REAL, *ground.KNOWN)], VARDLAGET_HUVUDMAN="Halland")
    assert units(data, "Halland") == set()
    assert units(data, REAL) == OURS


def test_a_stray_row_of_another_huvudman_makes_no_cross_of_its_own(tmp_path: Path) -> None:
    """It is shown, and is in no denominator: the unit is that of the huvudman with most rows in the förvaltning."""
    rows = [row(REAL, *unit) for unit in (ground.KNOWN, ground.SILENT, ground.LOCAL)]
    strays = [row(other, *ground.KNOWN, source="stray") for other in ("Halland", "Okändia", "")]
    data = published(tmp_path, [*rows, *strays])
    for other in ("Halland", "Okändia", "Regionen"):
        assert units(data, other) == {("Avdelning 1", False)}
    assert units(data, REAL) == {("Avdelning 1", True), ("Mottagningen", True), ("Dagkirurgen", True)}
    days = mart(data, "select principal, bool_or(is_expected), bool_or(is_counted) from cross_days group by all")
    assert sorted(days.rows()) == [
        ("Halland", False, False), ("Okändia", False, False), ("Regionen", False, False), (REAL, True, True),
    ]  # fmt: skip


def test_where_two_have_as_many_rows_the_unit_is_the_first_ones_by_name(tmp_path: Path) -> None:
    data = published(tmp_path, [row(REAL, *ground.KNOWN), row("Halland", *ground.KNOWN), row(REAL, *ground.LOCAL)])
    assert units(data, "Halland") == {("Avdelning 1", True), ("Mottagningen", True)}
    assert units(data, REAL) == {("Avdelning 1", False), ("Dagkirurgen", True)}


MOVED = """kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till;kors_fran;kors_till;oppet
Flytt;namn;Flytt;NU;2010-01-01;2026-05-05;2026-05-04;;alla
Flytt;namn;Flytt;SU;2026-05-06;;2026-05-04;;alla
Kvar;namn;Kvar;SU;2010-01-01;2026-05-04;2026-05-04;;alla
K2;hsaid;Kvar;SU;2026-05-07;2026-05-08;;;
Innan;namn;Innan;SU;2010-01-01;2026-05-03;2026-05-04;;alla
"""


def test_a_unit_that_moves_is_expected_where_it_is_on_the_day(tmp_path: Path) -> None:
    data = published(tmp_path, [row(REAL, "NU", "Flytt")], reference=MOVED)
    days = mart(data, "select unit, administration, min(date)::varchar, max(date)::varchar, count(*) from cross_days "
                      "where is_expected group by all order by all")  # fmt: skip
    assert days.rows() == [
        ("Flytt", "NU", "2026-05-04", "2026-05-05", 2), ("Flytt", "SU", "2026-05-06", "2026-05-20", 15),
        ("Kvar", "SU", "2026-05-04", "2026-05-08", 5),
    ]  # fmt: skip


STOPPED = {"description": "Patient 19121212-1212"}  # an identity number stops the row and its day


def test_a_day_whose_delivery_was_stopped_is_not_one_without_activity(tmp_path: Path) -> None:
    """On a Sunday nothing is expected of a unit of weekdays, but something was said of it."""
    sunday, monday, saturday = "2026-05-10", "2026-05-11", "2026-05-09"
    rows = [row(REAL, *ground.LOCAL), *(row(REAL, *ground.LOCAL, date=day, **STOPPED) for day in (sunday, monday))]
    data = published(tmp_path, rows)
    seen = mart(data, "select date::varchar, cases, is_expected from cross_days where unit = 'Dagkirurgen' "
                      "and date between '2026-05-09' and '2026-05-11' order by date")  # fmt: skip
    assert seen.rows() == [(saturday, 2, False), (sunday, 0, False), (monday, 1, True)]
    assert mart(data, "select administration, unit, date::varchar from cross_stopped_days order by all").rows() == [
        (*ground.LOCAL, sunday), (*ground.LOCAL, monday),
    ]  # fmt: skip


def test_with_an_invented_region_only_the_data_directorys_units_are_its_own_too(tmp_path: Path) -> None:
    demo = units(published(tmp_path, [row(DEMO, "SU", "Infektion Storhamn")]), DEMO)
    assert {("Avdelning 7", True), ("Infektion Storhamn", True)} <= demo


def test_a_definition_that_no_longer_gives_a_loaded_colour_stops_the_publication_with_one_line(tmp_path: Path) -> None:
    data = published(tmp_path, [row(REAL, *ground.KNOWN, None, colour="orange", colour_definition="skas")])
    changed = data / "definitions" / "grona_korset"
    changed.mkdir(parents=True)
    own = (Path(__file__).parent.parent / "data/definitions/grona_korset/skas.toml").read_text(encoding="utf-8")
    text = own.replace('skada = "orange"', 'skada = "rod"').replace('orange = "Patientskada"\n', "")
    (changed / "skas.toml").write_text(text, encoding="utf-8")
    ended = etl("publish", data=data, **TODAY)
    assert ended.code == 2
    assert "dagar är inlästa med färgen orange enligt skas" in ended.output + ended.errors
    assert "Traceback" not in ended.errors
    assert mart(data, "select version from dataset").rows() == [("1",)]
