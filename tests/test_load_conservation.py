"""Whatever is in a file, every record is accepted, quarantined or a duplicate, and each contact is counted once."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extracts import HEADER, Region, Row, completed, new_region, waiting

FAULTS: dict[str, list[str]] = {
    "beslut_datum": ["2026-01-06", "2025-02-30", "", "2026-03-01", "9999-12-31"],
    "matperiod": ["2026-02-28", "2026-01", "2026-02-01", "x", ""],
    "mvo_kod": ["511", "101", "0101", ""],
    "fas": ["1", "2", "9"],
    "status": ["VANTANDE", "GENOMFORD", "ANNAN", ""],
    "regionkod": ["51", "99", "00", ""],
    "sjukhusnamn": ["", "19121212-1212", "Ã–gon", "NULL"],
    "hsaid_vardenhet": ["SE2321000131-E000000000101", "SE2321000131-E000000000102", "SE2321000131-E000000000999"],
    "vardkontakt_id": ["A", "B", "C", "D", "E", ""],
}
rows = st.lists(
    st.builds(
        lambda base, cells: base | cells,
        st.sampled_from([waiting(), completed()]),
        st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FAULTS.items()}),
    ),
    min_size=1,
    max_size=30,
)


def parts_of(row: Row) -> tuple[str, ...]:
    """The delivery that a row belongs to, where it can be read."""
    months = {"2026-02-28": "2026-02-28", "2026-01": "2026-01-31"}
    return row["regionkod"], row["status"], months.get(row["matperiod"], "")


def repeated(extract: list[Row]) -> tuple[int, set[int]]:
    """How many rows are duplicates, and the records that contradict each other: counted without the product's code."""
    duplicates, conflicts = 0, set()
    for part in {parts_of(row) for row in extract}:
        if part[0] not in {"51", "99"} or part[1] not in {"VANTANDE", "GENOMFORD"} or not part[2]:
            continue
        for key in "ABCDE":
            same = [
                place for place, row in enumerate(extract, 1) if parts_of(row) == part and row["vardkontakt_id"] == key
            ]
            if len({tuple(sorted(extract[place - 1].items())) for place in same}) > 1:
                conflicts.update(same)
            else:
                duplicates += max(len(same) - 1, 0)
    return duplicates, conflicts


def normalised(extract: list[Row]) -> list[Row]:
    return [{name: row.get(name, "") for name in HEADER} for row in extract]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_every_record_is_accounted_for_and_no_contact_twice(extract: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        region = new_region(Path(folder))
        extract = [waiting(vardkontakt_id="Z"), *extract]  # a row that states its status: the others must too
        report = region.loads([row | {"vardkontakt_id": row.get("vardkontakt_id", "A")} for row in extract])
        extract = normalised([row | {"vardkontakt_id": row.get("vardkontakt_id", "A")} for row in extract])
        if report.status == "refused":
            assert report.reason == "inga_poster"
            return
        check_counts(region, extract)
        assert (report.records, report.duplicates) == (len(extract), repeated(extract)[0])
        assert report.records == (report.accepted or 0) + (report.quarantined or 0) + (report.duplicates or 0)
        totals = Counter({name: sum(getattr(part, name) for part in report.parts) for name in ("records", "accepted")})
        assert totals == {"records": report.records, "accepted": report.accepted or 0}


def check_counts(region: Region, extract: list[Row]) -> None:
    in_quarantine = region.reasons()
    accepted = {record for (record,) in region.query("select record from contacts")}
    assert accepted.isdisjoint(in_quarantine)
    contradicting = {record for record, reasons in in_quarantine.items() if "motstridig_dubblett" in reasons}
    assert contradicting == repeated(extract)[1]
    twice = region.query("select 1 from contacts group by delivery_id, contact_hash having count(*) > 1")
    assert twice == []


def test_the_same_file_in_other_orders_gives_the_same_contacts(tmp_path: Path) -> None:
    extract = [waiting(vardkontakt_id=key, fas=phase) for key, phase in zip("ABBC", "1223", strict=True)]
    found = set()
    for place, order in enumerate(itertools.permutations(extract)):
        region = new_region(tmp_path / str(place))
        region.loads(order)
        found.add(tuple(region.query("select phase, contact_hash is not null from contacts order by all")))
    assert found == {((1, True), (2, True), (3, True))}
