"""Counts in bands of a phase without a limit are published: nobody is within anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Settings
from etl.publish import publish
from tests.aggregate_countries import HEADER, told
from tests.extracts import new_region


@pytest.mark.parametrize("phase", ["3", "4", "5"])
def test_a_phase_without_a_limit_is_shown_without_a_share(tmp_path: Path, phase: str) -> None:
    region = new_region(tmp_path)
    rows = [row for name in ("Norr", "Syd") for row in told("Landet", name, "Kirurgi", (10, 20, 30), fas=phase)]
    assert region.load(region.write("landet.csv", rows, HEADER), kind="aggregat").accepted == len(rows)
    publish(region.data, Settings(data_dir=region.root))
    found = region.served(
        "select distinct contacts, share, limit_days, status from attainment where administration = 'Norr'"
    )
    assert found == [(60, None, None, "ej_berakningsbar" if phase == "4" else "visas")]
    assert region.served("select count(*), count(share_low) from band_intervals where administration = 'Norr'") == [
        (2, 0)
    ]
