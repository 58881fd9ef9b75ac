"""Which bands a group is listed in tells nothing of how many are in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from config import Settings
from etl.publish import OPEN_TABLES, publish
from tests.aggregate_countries import HEADER, Bands, told
from tests.extracts import Region, Row, new_region

FINE: Bands = ((0, 15), (16, 60), (61, 120), (121, None))
COARSE: Bands = ((0, 30), (31, 90), (91, None))
SHOWN = {"Nord": ((50, 20, 10, 9), (50, 20, 10)), "Syd": ((15, 13, 10, 9), (15, 13, 10))}
HALF_SHOWN = {"Vest": (22, 20, 11, 5), "Ost": (11, 11, 12, 5)}
Counts = Sequence[int]


def _norway(vest: Counts, ost: Counts, *, leaves_out: bool) -> Iterator[Row]:
    for administration, (fine, coarse) in SHOWN.items():
        yield from _group(administration, "301", fine, FINE)
        yield from _group(administration, "511", coarse, COARSE)
    for (administration, whole), told_of in zip(HALF_SHOWN.items(), (vest, ost), strict=True):
        yield from _group(administration, "301", whole, FINE)
        rows = _group(administration, "511", told_of, COARSE)
        yield from (row for row in rows if not leaves_out or row["antal"] != "0")


def _group(administration: str, code: str, counts: Counts, bands: Bands) -> Iterator[Row]:
    return told("Norge", administration, "", counts, bands, mvo_kod=code, matdatum="2026-06-30")


def _published(folder: Path, vest: Counts, ost: Counts, *, leaves_out: bool = False) -> Region:
    region = new_region(folder)
    rows = list(_norway(vest, ost, leaves_out=leaves_out))
    assert region.load(region.write("norge.csv", rows, HEADER), kind="aggregat").accepted == len(rows)
    publish(region.data, Settings(data_dir=region.root))
    return region


def _open_tables(region: Region) -> dict[str, list[tuple[Any, ...]]]:
    """Every open table but what tells of the load itself."""
    return {
        name: region.served(f"select * from open_{name} order by all")  # noqa: S608 - names from publish
        for name in OPEN_TABLES
        if name not in ("laddningar", "fullstandighet", "revideringar")
    }


def test_who_is_hidden_is_listed_alike_whatever_is_in_their_bands(tmp_path: Path) -> None:
    """8 and 3 hidden: their sums in each band are the same, where they are differs."""
    one = _open_tables(_published(tmp_path / "a", (8, 0, 0), (0, 2, 1)))
    other = _open_tables(_published(tmp_path / "b", (5, 2, 1), (3, 0, 0)))
    hidden = {row[4:6] for row in one["vantetidsfordelning"] if row[-2] == "dolt"}
    assert hidden >= {("511", "Ost"), ("511", "Vest")}
    assert one == other


def test_bands_that_a_source_leaves_out_divide_nobody_differently(tmp_path: Path) -> None:
    whole = _open_tables(_published(tmp_path / "a", (8, 0, 0), (0, 2, 1)))
    left_out = _open_tables(_published(tmp_path / "b", (8, 0, 0), (0, 2, 1), leaves_out=True))
    assert whole == left_out
