"""Counts per band of waiting time: what is stored, whose it is, and what a later file replaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extracts import Region, Row, new_region

HEADER = (
    "huvudman", "matdatum", "population", "forvaltning", "enhet", "mvo_kod", "specialitet", "fas", "fran_dagar",
    "till_dagar", "antal",
)  # fmt: skip
BAND = {
    "vardkontakt_id": "", "huvudman": "Exempellandet", "matdatum": "2026-02-17", "population": "vantande",
    "forvaltning": "Norra", "specialitet": "Ortopedi", "fas": "1", "fran_dagar": "0", "till_dagar": "90", "antal": "12",
}  # fmt: skip


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def band(first: int = 0, last: int | None = 90, **cells: str) -> Row:
    return BAND | {"fran_dagar": str(first), "till_dagar": "" if last is None else str(last)} | cells


def test_a_band_is_stored_with_its_whole_key(region: Region) -> None:
    report = region.loads([band(), band(91, None, antal="1 234")], HEADER)
    assert (report.kind, report.source, report.period, report.accepted) == (
        "aggregat", "Exempellandet", "2026-02-17", 2
    )  # fmt: skip
    assert region.query("select * exclude (delivery_id, cutoff_date) from aggregates order by from_days") == [
        ("Exempellandet", "vantande", "Norra", None, "Ortopedi", 1, 0, 90, 12, "figures", None, 1),
        ("Exempellandet", "vantande", "Norra", None, "Ortopedi", 1, 91, None, 1234, "figures", None, 2),
    ]
