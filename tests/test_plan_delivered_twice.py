"""The same figures from two sources: never added, the newest counts, and what differs is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.commands import Ended, etl
from tests.plan_extracts import mart, write

SETTINGS = {"VARDLAGET_TODAY": "2026-05-20", "VARDLAGET_HUVUDMAN": "VGR"}
PLANS = [("P1", 1, 2026, "311", 2, "SU", "SV", "egen", "intern", 40, 10, 10, 10, 10, "2025-12-01", "", "ny", "")]
OUTCOMES = [
    (2026, 1, "311", 2, "SU", "SV", "mottagare", 10, 8, 1),
    (2026, 2, "311", 2, "SU", "SV", "mottagare", 12, 9, ""),
    (2026, 2, "361", 2, "NU", "SV", "avsandare", 3, 2, ""),
]
NEEDS = [(2026, "", "311", 2, "SU", 500, 400), (2026, 1, "431", 1, "SkaS", 90, 40), (2026, 2, "431", 1, "SkaS", 80, 40)]
OFFERS = [(2026, quarter, "311", 2, "SV", "egen", 25, "Västra", "") for quarter in (1, 2, 3, 4)]
FIGURES = """
    select 'utfall', count(*), sum(completed) from plan_outcomes
    union all select 'behov', count(*), sum(need) from needs
    union all select 'kapacitet', count(*), sum(free_volume) from capacity_offers
"""
FOUND = (
    "select specialty, phase, sender, receiver, plan_id, amount from plan_findings where finding = 'dubbelt_levererat'"
)
LINE = "uppgifter som två leveranser anger olika"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with every kind delivered once."""
    for kind, rows in (("leveransplan", PLANS), ("leveransutfall", OUTCOMES), ("behov", NEEDS), ("kapacitet", OFFERS)):
        write(tmp_path / "forsta", kind, rows)
    assert etl("load", tmp_path / "forsta", data=tmp_path / "data", **SETTINGS).code == 0
    return tmp_path / "data"


def told_again(data: Path, **rows: Sequence[tuple[object, ...]]) -> Ended:
    """The rows of each kind, delivered by another source."""
    folder = data.parent / "andra"
    for kind, told in rows.items():
        write(folder, kind, told)
    ended = etl("load", folder, "--source", "annan", data=data, **SETTINGS)
    assert ended.code == 0, ended.errors
    assert {file["quarantined"] for file in ended.report["files"]} == {0}
    return ended


def test_equal_figures_of_two_sources_count_once_and_are_no_finding(data: Path) -> None:
    before = mart(data, FIGURES).rows()
    ended = told_again(data, leveransutfall=OUTCOMES[:2], behov=NEEDS, kapacitet=OFFERS)
    assert mart(data, FIGURES).rows() == before == [("utfall", 3, 19), ("behov", 3, 670), ("kapacitet", 4, 100)]
    assert mart(data, FOUND).is_empty()
    assert LINE not in ended.output


def test_of_different_figures_the_newest_delivery_counts_and_the_difference_is_told(data: Path) -> None:
    ended = told_again(
        data,
        leveransutfall=[(*row[:7], row[7] + 1, row[8] + 3, row[9]) for row in OUTCOMES[:2]],
        behov=[NEEDS[0], *((*row[:5], row[5], row[6] + 5) for row in NEEDS[1:])],
        kapacitet=[*OFFERS[:3], (*OFFERS[3][:6], 20, "Västra", "")],
    )
    assert mart(data, FIGURES).rows() == [("utfall", 3, 25), ("behov", 3, 670), ("kapacitet", 4, 95)]
    assert mart(data, "select capacity from needs where specialty = '431'").rows() == [(45,), (45,)]
    assert mart(data, f"{FOUND} order by all").rows() == [
        ("311", 2, "SU", "SV", "P1", 6), ("311", 2, None, "SV", None, 5), ("431", 1, "SkaS", None, None, 10),
    ]  # fmt: skip
    assert f"{LINE} 3" in ended.output
    status = etl("status", data=data)
    assert f"{LINE} 3" in status.output
    assert status.report["plan_findings"]["dubbelt_levererat"] == 3


def test_the_plan_has_the_newest_outcome_not_the_sum(data: Path) -> None:
    told_again(data, leveransutfall=[(2026, 1, "311", 2, "SU", "SV", "mottagare", 10, 5, 1)])
    assert mart(data, "select completed from plan_quarters where in_force and quarter = 1").item() == 5 + 9


def test_a_figure_that_only_one_source_delivers_stands(data: Path) -> None:
    told_again(data, leveransutfall=[(2026, 3, "311", 2, "SU", "SV", "mottagare", 4, 4, 0)])
    assert mart(data, "select sum(completed) from plan_outcomes where plan_id = 'P1'").item() == 8 + 9 + 4


def test_the_same_offer_until_another_day_is_told_without_a_number(data: Path) -> None:
    told_again(data, kapacitet=[(*OFFERS[0][:8], "2026-12-31")])
    assert mart(data, FOUND).rows() == [("311", 2, None, "SV", None, 0)]
