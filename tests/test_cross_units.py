"""Whose the units are that keep a Green Cross, and a publication that cannot colour its days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests import cross_ground as ground
from tests.commands import etl
from tests.plan_extracts import mart

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


def published(folder: Path, rows: Sequence[dict[str, Any]], **settings: str) -> Path:
    """A data directory with the made-up reference of its own, and no register at all."""
    data = folder / "data"
    ground.write_reference(data)
    ground.write_extracts(folder / "utdrag", rows)
    ended = etl("load", folder / "utdrag", data=data, **TODAY, **settings)
    assert ended.code == 0, ended.errors
    return data


def test_the_products_own_units_are_the_invented_regions_and_the_data_directorys_the_real_ones(tmp_path: Path) -> None:
    data = published(tmp_path, [row(DEMO, "SU", "Infektion Storhamn"), row(REAL, *ground.KNOWN), row(REAL, "SU", "Ny")])
    real, demo = units(data, REAL), units(data, DEMO)
    assert real == {
        ("Avdelning 1", True), ("Mottagningen", True), ("Dagkirurgen", True), ("Akuten", True), ("Avdelning 7", True),
        ("Ny", False),
    }  # fmt: skip
    assert ("Infektion Storhamn", True) in demo
    assert len(demo) > 50
    assert not {unit for unit, _ in real} & {unit for unit, _ in demo}


def test_the_settings_say_whose_the_data_directorys_units_are(tmp_path: Path) -> None:
    data = published(tmp_path, [row(REAL, *ground.KNOWN)], VARDLAGET_HUVUDMAN="Halland")
    assert units(data, "Halland") == {
        ("Avdelning 1", True), ("Mottagningen", True), ("Dagkirurgen", True), ("Akuten", True), ("Avdelning 7", True),
    }  # fmt: skip
    assert units(data, REAL) == {("Avdelning 1", True)}


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
