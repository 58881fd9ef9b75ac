"""Whatever is decided in whatever order between whatever loads, no row is lost or doubled."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deciding import ADD_CODE, ADD_UNIT, LATE, UNKNOWN, apply, counts, decide, refuse_faults
from tests.extracts import Region, Row, new_region, waiting

FAULTS: dict[str, list[str]] = {
    "remiss_datum": [LATE, "igår", "2026-01-02"],
    "ankomst_datum": [LATE, ""],
    "hsaid_vardenhet": [UNKNOWN],
    "mvo_kod": ["0X1", "000"],
    "kon": ["X", "2"],
    "vardkontakt_id": ["A", "B", "C"],
    "sjukhusnamn": ["19121212-1212", "NULL"],
}
extracts = st.lists(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FAULTS.items()}),
    min_size=1,
    max_size=8,
)
groups = [("remiss_efter_matdatum", "remiss_datum"), ("olasligt_datum", "remiss_datum"), ("ogiltig_kod", "kon"),
          ("ankomst_efter_matdatum", None), ("okand_mvo", None), ("personnummer", None)]  # fmt: skip
decisions = st.one_of(
    st.builds(
        lambda action, group: {"action": action, "reason": group[0], "column_name": group[1]},
        st.sampled_from(["release", "release", "discard"]),
        st.sampled_from(groups),
    ),
    st.sampled_from([ADD_UNIT, ADD_CODE]),
)
steps = st.lists(st.one_of(extracts, decisions, st.just("apply")), min_size=2, max_size=7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extracts, steps)
def test_rows_are_conserved_after_any_decisions_and_loads(first: list[Row], then: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        region = new_region(Path(folder))
        load(region, first)
        for step in then:
            if isinstance(step, list):
                load(region, step)
            elif step == "apply":
                apply(region)
            else:
                decide(region, **step)
        apply(region)
        conserved(region)


def load(region: Region, rows: list[Row]) -> None:
    region.loads([waiting(), *(waiting(**row) for row in rows)], accept="inget_godkant")


def conserved(region: Region) -> None:
    refuse_faults(region)  # the checks of `verify`: ledger, stored rows and quarantine agree, no contact twice
    for records, accepted, quarantined, duplicates in counts(region):
        assert records == accepted + quarantined + duplicates
    tokens = region.query("select count(*), count(distinct token) from applied_decisions")
    assert tokens[0][0] == tokens[0][1]
    assert apply(region) == []
