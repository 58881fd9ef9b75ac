"""Random extracts of plans and outcomes, loaded and published for real, against the plain recomputation."""

from __future__ import annotations

import datetime as dt
import random
from itertools import product
from pathlib import Path

import pytest

from tests import recompute_plans
from tests.commands import etl, exported, number
from tests.plan_extracts import mart, write

TODAY = dt.date(2026, 8, 20)
SENDERS, RECEIVERS = ("SU", "NU", "SÄS"), ("SV", "SkaS", "Klarsikt")
Row = tuple[object, ...]


def plans(chance: random.Random) -> list[Row]:
    """Plans of two years between any two, each with up to four versions decided in any order."""
    rows: list[Row] = []
    pairs = chance.sample(list(product((2025, 2026), ("311", "511"), (1, 2), SENDERS, RECEIVERS)), 30)
    for place, (year, specialty, phase, sender, receiver) in enumerate(pairs):
        regime = chance.choice(("egen", "avtal", "annan_region"))
        for version in sorted(chance.sample(range(1, 7), chance.randint(1, 4))):
            quarters = [chance.randint(0, 40) for _ in range(4)]
            decided = chance.choice(("", sum(quarters), sum(quarters) + 9))
            day = dt.date(year - 1, 11, 1) + dt.timedelta(days=chance.randint(0, 360))
            status = chance.choice(("", "overenskommen", "overenskommen", "forslag", "aterkallad"))
            rows.append(
                (f"P{place:02d}", version, year, specialty, phase, sender, receiver, regime,
                 "intern" if regime == "egen" else "extern", decided, *quarters,
                 "" if status == "forslag" and chance.random() < 0.5 else min(day, TODAY), status,
                 "ny" if version == 1 else "okat_behov", "Vårdgarantiservice")
            )  # fmt: skip
    return rows


def outcomes(chance: random.Random, months: list[tuple[int, int]]) -> list[Row]:
    """Reports of the months from either side, both or none, of pairs with and without a plan."""
    return [
        (year, month, specialty, phase, sender, receiver, reporter, *(chance.randint(0, 20) for _ in range(2)),
         chance.choice(("", 0, 2)))
        for (year, month), specialty, phase, sender, receiver, reporter in product(
            months, ("311", "511", "431"), (1, 2), SENDERS, RECEIVERS, ("avsandare", "mottagare")
        )
        if chance.random() < 0.4
    ]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_the_published_quarters_are_those_of_the_extracts_by_hand(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    versions = plans(chance)
    chance.shuffle(versions)
    months = [(2025, month) for month in range(1, 13)] + [(2026, month) for month in (1, 2, 3, 7)]
    told_again = [(2025, 5), (2026, 2)]
    told_by_another = [(2025, 5), (2025, 9), (2026, 7)]
    plan_files = [
        write(tmp_path / "a", "leveransplan", versions[:40]), write(tmp_path / "b", "leveransplan", versions[40:]),
    ]  # fmt: skip
    own = [
        write(tmp_path / "a", "leveransutfall", outcomes(chance, months)),
        write(tmp_path / "b", "leveransutfall", outcomes(chance, told_again)),
    ]
    another = write(tmp_path / "c", "leveransutfall", outcomes(chance, told_by_another))
    outcome_files = [own, [another]]
    settings = {"VARDLAGET_TODAY": TODAY.isoformat(), "VARDLAGET_HUVUDMAN": "VGR"}
    ended = etl("load", tmp_path / "a", tmp_path / "b", data=tmp_path / "data", **settings)
    assert ended.code == 0, ended.errors
    assert {file["quarantined"] for file in ended.report["files"]} == {0}, ended.output
    assert etl("load", another, "--source", "annan", data=tmp_path / "data", **settings).code == 0
    expected = recompute_plans.open_table(plan_files, outcome_files, TODAY)
    found = exported(tmp_path / "data")["leveransplaner"]
    assert found.select(recompute_plans.COLUMNS).fill_null("").rows(named=True) == expected
    done = recompute_plans.outcomes(outcome_files)
    totals = mart(tmp_path / "data", "select sum(sent), sum(completed), sum(returned) from plan_outcomes").row(0)
    assert totals == tuple(sum(outcome[place] for outcome in done.values()) for place in range(3))
    held = [row for row in expected if row["gallande"] == "ja"]
    assert len({row["status"] for row in expected}) == 3
    assert len({row["version"] for row in held}) > 3
    assert any(number(row["genomforda"]) == 0 for row in held)
    assert any(row["genomforda"] == "" for row in held)
