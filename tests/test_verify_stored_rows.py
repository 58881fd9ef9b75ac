"""`verify` knows what every kind stores: nothing to find after a load, a row taken away behind the product's back."""

from __future__ import annotations

import shutil
from pathlib import Path

from etl.verify import faults
from tests.extracts import Region, new_region
from tests.mapped_region import HOSPITAL, TOTAL, patient, with_mapping, write_list

WIDE = """
kind = "aggregat"
source = "brett"
huvudman = "Provlandet"
[match]
file = "brett*.csv"
[rename]
Sjukhus = "forvaltning"
Dag = "matdatum"
[constants]
population = "vantande"
fas = "2"
specialitet = "Hud"
[bands]
unit = "days"
edges = "inclusive"
pattern = '^(\\d+)-(\\d+)$'
"""
SAMPLE = Path(__file__).parent.parent / "data" / "samples" / "aggregat.csv"


def _found(region: Region) -> list[str]:
    return [fault.check for fault in faults(region.data)]


def test_counts_in_bands_add_up_until_a_line_is_gone(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    extract = tmp_path / SAMPLE.name
    shutil.copy(SAMPLE, extract)
    assert region.load(extract).status == "loaded"
    assert _found(region) == []
    region.change("delete from aggregates where record = 3")
    assert "stored_rows_match_the_ledger" in _found(region)


def test_a_line_of_several_bands_adds_up_until_one_of_its_bands_is_gone(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    with_mapping(region, "brett.toml", WIDE)
    extract = tmp_path / "brett.csv"
    extract.write_text("Sjukhus;Dag;0-30;31-60;61-90\nNorra;2026-02-28;12;7;30\nSödra;2026-02-28;8;9;40\n", "utf-8")
    assert region.load(extract).accepted == 2
    assert region.query("select count(*) from aggregates") == [(6,)]
    assert _found(region) == []
    region.change("delete from aggregates where from_days = 31 and administration = 'Norra'")
    assert _found(region) == ["bands_are_all_stored"]


def test_a_warehouse_from_before_bands_were_counted_is_not_found_wrong(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    extract = tmp_path / SAMPLE.name
    shutil.copy(SAMPLE, extract)
    region.load(extract)
    region.change("update deliveries set band_rows = null")
    assert _found(region) == []


def test_rows_that_a_mapping_leaves_out_are_stored_nowhere_and_the_others_are(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    with_mapping(region, "sjukhuset.toml", HOSPITAL)
    report = region.load(write_list(region, patient("A-1"), patient("A-2"), TOTAL, TOTAL))
    assert report.warnings["utelamnad_av_mappning"] == 2
    assert _found(region) == []
    region.change("delete from contacts where record = (select min(record) from contacts)")
    assert "stored_rows_match_the_ledger" in _found(region)
