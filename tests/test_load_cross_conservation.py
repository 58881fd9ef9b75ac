"""Whatever is in files of crosses, every record is accounted for; a day comes from the file that told it whole last."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.verify import faults
from tests.cross_rows import CROSS_HEADER, cross_region, day, entries
from tests.extracts import Row

STATES = {"ingen", "ingen_verksamhet", "ej_registrerad"}
CELLS: dict[str, list[str]] = {
    "datum": ["2026-03-02", "2026-03-03", "2026-04-01", "2026-02-30", ""],
    "enhet": ["Avdelning 1", "avdelning  1", "Okänd avdelning 7", ""],
    "forvaltning": ["SU", "SÄS", "Ingenstans"],
    "kalla": ["", "Tavlan", "register"],
    "huvudman": ["VGR", "Halland", ""],
    "handelsetyp": ["", "fall", "driftstorning", "nytt"],
    "antal": ["", "1", "0", "x"],
    "farg": ["", "gul", "orange"],
    "definition": ["", "definition_1", "skas", "annan"],
    "kommentar": ["", "Halkade", "19121212-1212"],
}
ROWS = st.builds(
    lambda fact, cells: day(fact) | cells,
    st.sampled_from(["ingen", "ingen", "ingen_verksamhet", "ej_registrerad", "risk", "skada", "", "x"]),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in CELLS.items()}),
)
FILES = st.lists(st.lists(ROWS, min_size=1, max_size=20), min_size=1, max_size=2)
GOOD = st.builds(
    lambda fact, n, text: (fact, f"2026-03-{n:02d}", text),
    st.sampled_from(["ingen", "ej_registrerad", "risk", "skada"]),
    st.integers(1, 4),
    st.sampled_from(["", "", "", "19121212-1212"]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=FILES)
def test_every_record_is_accounted_for_and_the_warehouse_adds_up(files: list[list[Row]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        region = cross_region(Path(folder))
        for extract in files:
            report = region.loads(extract, CROSS_HEADER)
            assert report.records == (report.accepted or 0) + (report.quarantined or 0) + (report.duplicates or 0)
            assert report.status == "unchanged" or report.records == len(extract)
            assert report.records == sum(part.records for part in report.parts)
        assert faults(region.data) == []
        assert "1212" not in str(region.query("select * from deliveries, quarantine"))


Said = tuple[str, str, str]


def days_told(extract: list[Said]) -> dict[str, list[str]]:
    """Day → what a file makes of it, worked out without the product's code; days that are not whole are left out."""
    told: dict[str, list[str]] = {}
    for date in {date for _, date, _ in extract}:
        rows = [(fact, text) for fact, day_told, text in extract if day_told == date]
        if all(text == "" for _, text in rows):
            facts = [fact for fact, _ in rows]
            told[date] = sorted(
                fact for place, fact in enumerate(facts) if fact not in STATES or fact not in facts[:place]
            )
    return told


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=st.lists(st.lists(GOOD, min_size=1, max_size=8), min_size=1, max_size=3))
def test_a_day_is_what_the_last_file_that_had_it_whole_said(files: list[list[Said]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        region = cross_region(Path(folder))
        expected: dict[str, list[str]] = {}
        seen: list[list[Said]] = []
        for extract in files:
            rows = [day(fact, datum=date, kommentar=text) for fact, date, text in extract]
            report = region.loads(rows, CROSS_HEADER)
            assert (report.status == "unchanged") == (extract in seen)
            if extract not in seen:
                replaces = bool(days_told(extract).keys() & expected.keys())
                assert report.status == ("replaced" if replaces else "loaded")
                expected |= days_told(extract)
            seen.append(extract)
        stored: dict[str, list[str]] = {}
        for date, fact in entries(region, "date::varchar, fact"):
            stored[date] = sorted([*stored.get(date, []), fact])
        assert stored == expected
