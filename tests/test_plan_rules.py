"""Rules of plans, roles and travel times are data: read, overlaid, and refused with one line when they are wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from config import DataDirectory
from etl.definitions import DefinitionFileError, plan_rules
from etl.reference import ReferenceFault
from etl.roles import role_table
from etl.travel_times import travel_times

OPEN_RULE = "[[uppnadd]]\nandel = 1.0\ngiltig_fran = 2010-01-01\n"


def overlay(root: Path, folder: str, name: str, text: str) -> DataDirectory:
    (root / folder).mkdir(parents=True)
    (root / folder / name).write_text(text, encoding="utf-8")
    return DataDirectory(root)


def test_the_guarantee_is_reached_when_everybody_is_within_the_limit(tmp_path: Path) -> None:
    rows = plan_rules(DataDirectory(tmp_path)).rows()
    assert rows == [("reached_share", 1.0, dt.date(2010, 1, 1), None)]


def test_a_rule_may_change_from_a_day(tmp_path: Path) -> None:
    text = (
        "[[uppnadd]]\nandel = 0.9\ngiltig_fran = 2027-01-01\n\n"
        "[[uppnadd]]\nandel = 1.0\ngiltig_fran = 2010-01-01\ngiltig_till = 2026-12-31\n"
    )
    rows = plan_rules(overlay(tmp_path, "definitions", "leveransplan.toml", text)).rows()
    assert rows == [
        ("reached_share", 1.0, dt.date(2010, 1, 1), dt.date(2026, 12, 31)),
        ("reached_share", 0.9, dt.date(2027, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OPEN_RULE.replace("1.0", "90"), r"leveransplan.toml, rad 1 \(andel\)"),
        (OPEN_RULE.replace("1.0", "0"), r"rad 1 \(andel\)"),
        (OPEN_RULE.replace("andel", "andle"), "rad 1"),
        (OPEN_RULE + "giltig_till = 2009-01-01\n", "giltig_till är före giltig_fran"),
        (OPEN_RULE + OPEN_RULE.replace("2010", "2020"), "från 2010-01-01 och från 2020-01-01 gäller samma tid"),
        ("", r"saknar \[\[uppnadd\]\]"),
        ("andel = ", "går inte att läsa"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused_with_one_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DefinitionFileError, match=told) as refused:
        plan_rules(overlay(tmp_path, "definitions", "leveransplan.toml", text))
    assert "\n" not in str(refused.value)


def test_roles_come_in_the_order_of_their_file(tmp_path: Path) -> None:
    rows = role_table(DataDirectory(tmp_path)).rows()
    assert rows[:2] == [("Vårdgarantiservice", "plan", 0), ("Samordnande grupp för produktion", "plan", 1)]
    of_the_cross = [role for role, part, _ in rows if part == "gronakorset"]
    assert of_the_cross[0] == "Avstämningsmötet"
    assert "Sjuksköterska" in of_the_cross


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[roll]]\ntitel = "Sköterska"\ndel = "korset"\n', "roll 1: del är ”korset”; tillåtna: plan, gronakorset"),
        ('[[roll]]\ntitel = "Sköterska"\ndelar = "plan"\n', "roll 1: skriv titel"),
    ],
)
def test_a_role_of_no_known_part_is_refused_with_one_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DefinitionFileError, match=told) as refused:
        role_table(overlay(tmp_path, "definitions", "roller.toml", text))
    assert "\n" not in str(refused.value)


def test_a_road_is_as_long_in_both_directions_and_the_overlay_wins(tmp_path: Path) -> None:
    data = overlay(tmp_path, "reference", "restider.csv", "fran_omrade;till_omrade;minuter\nNorra;Göteborg;75\n")
    minutes = {(start, end): took for start, end, took in travel_times(data).rows()}
    assert minutes["Göteborg", "Norra"] == minutes["Norra", "Göteborg"] == 75
    assert minutes["Södra", "Göteborg"] == minutes["Göteborg", "Södra"] == 50


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Norra;;75", "rad 2: fran_omrade eller till_omrade är tom"),
        ("Norra;Södra;en timme", "rad 2: minuter är ”en timme”"),
        ("Norra;Södra;-5", "minuter är ”-5”"),
        ("Norra;Södra;75\nSödra;Norra;80", "rad 3: Södra–Norra står med en annan tid tidigare"),
    ],
)
def test_a_travel_time_that_is_none_is_refused_with_its_line(tmp_path: Path, row: str, told: str) -> None:
    data = overlay(tmp_path, "reference", "restider.csv", f"fran_omrade;till_omrade;minuter\n{row}\n")
    with pytest.raises(ReferenceFault, match=told):
        travel_times(data)
