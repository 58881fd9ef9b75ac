"""A second cut that divides some förvaltningar by specialty and others not is compared wherever it tells of all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from config import Settings
from etl.publish import publish
from tests.aggregate_countries import HEADER, MAPPINGS, told
from tests.extracts import Row, new_region

CODES = ("301", "511")


def _ours() -> Iterator[Row]:
    for number, administration in enumerate(("Ost", "Nord", "Vest")):
        for code in CODES:
            yield from told("Tyst", administration, "", (20 + number, 30, 40), mvo_kod=code)


def _theirs() -> Iterator[Row]:
    yield from told("Tyst", "Ost", "", (20, 30, 40), mvo_kod="301")
    yield from told("Tyst", "Ost", "", (20, 30, 40), mvo_kod="511")
    yield from told("Tyst", "Nord", "", (25, 30, 40), mvo_kod="511")
    yield from told("Tyst", "Vest", "Alla", (44, 60, 81))


def test_a_forvaltnings_own_sum_is_compared_where_the_cut_divides_only_the_others(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    (region.root / "mappings").mkdir()
    for name in ("tyst.toml", "snitt.toml"):
        (region.root / "mappings" / name).write_text(MAPPINGS[name], encoding="utf-8")
    for name, rows in (("tyst.csv", list(_ours())), ("snitt.csv", list(_theirs()))):
        assert region.load(region.write(name, rows, HEADER)).accepted == len(rows)
    publish(region.data, Settings(data_dir=region.root))
    whole = region.served(
        "select specialty, administration, ours, theirs from cut_comparisons "
        "where from_days = 0 and to_days is null order by all"
    )
    # Nord does not tell of 301, so that no margin of Nord or of 301 is whole; nor is 511 without Vest's.
    assert whole == [
        ("301", "Ost", 90, 90), ("511", "Nord", 91, 95), ("511", "Ost", 90, 90), ("Alla", "Ost", 180, 180),
        ("Alla", "Vest", 184, 185),
    ]  # fmt: skip
