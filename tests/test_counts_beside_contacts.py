"""Counts in bands beside the contacts of a date are no figures; a förvaltning with counts alone is named."""

from __future__ import annotations

from pathlib import Path

from config import Settings
from etl.publish import publish
from tests.aggregate_countries import HEADER, told
from tests.extracts import new_region, waiting

DATE = "2026-02-28"


def test_counts_of_a_forvaltning_without_contacts_are_told_to_stand_in_no_figure(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    assert region.loads([waiting() for _ in range(6)]).status == "loaded"
    rows = [
        row for name in ("SU", "NU") for row in told("VGR", name, "", (4, 3, 20), fas="2", mvo_kod="511", matdatum=DATE)
    ]
    assert region.load(region.write("annat.csv", rows, HEADER), source="annat_system").accepted == len(rows)
    publish(region.data, Settings(data_dir=region.root))
    assert region.served(
        "select distinct administration from cut_comparisons where cut = 'annat_system' order by all"
    ) == [("Alla",), ("SU",)]
    assert region.served(
        "select source, kind, population, period::varchar, subject, outcome from quality_checks "
        "where told like 'Antal i band%'"
    ) == [("annat_system", "aggregat", "vantande", "2026-02-28", "NU", "info")]
