"""No table of quality tells a hidden group, nor which few contacts a re-delivery changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extracts import Region, Row, new_region, waiting
from tests.test_quality_marts import BORAS, Marts, asked, published, queue

MONTH = "2026-04-30"
UNITS = """kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till
SE2321000131-E000000000101;hsaid;Ögon Sahlgrenska;SU;;
SE2321000131-E000000000102;hsaid;Ögon Borås;SÄS;;
SE2321000131-E000000000103;hsaid;Ögon Skene;SÄS;;
"""
SKENE = "SE2321000131-E000000000103"


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Region:
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-05-21")
    return new_region(tmp_path, UNITS)


def told(marts: Marts, source: str) -> tuple[bool, bool, bool]:
    """Whether the source's newest delivery tells its number of rows: as completeness, as a revision, as a load."""
    [(counted,)] = marts.execute(
        "select bool_or(records is not null) from completeness where source = $1", [source]
    ).fetchall()
    counts = "records_before, records_after, added, removed, changed, unchanged"
    [(revised,)] = marts.execute(
        f"select coalesce(bool_or(coalesce({counts}) is not null), false) from revisions where source = $1",  # noqa: S608
        [source],
    ).fetchall()
    [(loaded,)] = marts.execute(
        "select bool_or(coalesce(accepted, records) is not null) from loads where source = $1", [source]
    ).fetchall()
    return counted, revised, loaded


def test_a_total_that_is_hidden_is_hidden_in_every_table(region: Region) -> None:
    region.loads(queue(MONTH, 40) + queue(MONTH, 30, fas="1") + queue(MONTH, 2, fas="3"))
    region.loads(queue(MONTH, 45) + queue(MONTH, 30, fas="1", avvikelsekod="1") + queue(MONTH, 2, fas="3"))
    with published(region) as marts:
        assert told(marts, "51") == (False, False, False)
        assert marts.sql("select distinct note from revisions").fetchall() == [("dolt",)]
        assert marts.sql("select distinct rows_changed from revision_columns").fetchall() == [(None,)]
        odd = "select value, outcome, told from quality_checks where check_id = 'DQ5' and outcome = 'fel'"
        assert marts.sql(odd).fetchall() == [(None, "fel", "Minst en post har PVV inom 90 dagar.")]
        shares = "select distinct share from completeness where column_name = 'kon'"
        assert marts.sql(shares).fetchall() == [(None,)]
    assert asked(region, "select distinct records from completeness", suppress_below=0) == [(77,)]


def test_a_sources_rows_are_told_where_all_its_forvaltningar_are_shown(region: Region) -> None:
    region.loads(queue(MONTH, 40), source="norr")
    region.loads(queue(MONTH, 40, hsaid_vardenhet=BORAS), source="söder")
    region.loads(queue(MONTH, 50, hsaid_vardenhet=BORAS), source="söder")
    with published(region) as marts:
        assert told(marts, "norr") == (True, False, True)
        assert told(marts, "söder") == (True, True, True)


def test_a_source_that_is_a_forvaltning_with_a_hidden_phase_tells_nothing(region: Region) -> None:
    """Its rows less the phases that are shown would be the hidden one."""
    region.loads(queue(MONTH, 40) + queue(MONTH, 40, fas="1"), source="norr")
    region.loads([*of_boras(40), *of_boras(3, fas="1")], source="söder")
    region.loads([*of_boras(46), *of_boras(3, fas="1")], source="söder")
    with published(region) as marts:
        assert told(marts, "söder") == (False, False, False)
        hidden = "select status from attainment where administration = 'SÄS' and phase = 1 and specialty = 'Alla'"
        assert set(marts.sql(hidden).fetchall()) == {("dolt",)}


def test_two_sources_of_one_forvaltning_tell_only_where_their_units_are_shown(region: Region) -> None:
    region.loads([*of_boras(40), *of_boras(40, fas="1")], source="borås")
    region.loads(
        [*queue(MONTH, 40, hsaid_vardenhet=SKENE), *queue(MONTH, 3, hsaid_vardenhet=SKENE, fas="1")], source="skene"
    )
    with published(region) as marts:
        assert told(marts, "skene") == (False, False, False)


def of_boras(contacts: int, **cells: str) -> list[Row]:
    return queue(MONTH, contacts, hsaid_vardenhet=BORAS, **cells)


# source → (added, removed, changed) and what is told: added, removed, changed, unchanged, note
REVISED = {
    "a": ((0, 0, 0), (0, 0, 0, 60, None)),
    "b": ((5, 6, 7), (5, 6, 7, 47, None)),
    "c": ((4, 0, 9), (None, None, 9, None, "fa")),
    "d": ((0, 1, 9), (None, None, 9, None, "fa")),
    "e": ((7, 0, 2), (7, 0, None, None, "fa")),
}


def test_one_to_four_rows_are_told_as_few_and_cannot_be_worked_out(region: Region) -> None:
    row = queue(MONTH, 1)[0]
    for source, ((added, removed, changed), _) in REVISED.items():
        ids = [f"{source}-{n:03}" for n in range(60)]
        region.loads([row | {"vardkontakt_id": name} for name in ids], source=source)
        kept = enumerate(ids[removed:])
        rows = [row | {"vardkontakt_id": name} | ({"kon": "1"} if n < changed else {}) for n, name in kept]
        rows += [row | {"vardkontakt_id": f"{source}-NY-{n}"} for n in range(added)]
        region.loads(rows[::-1], source=source)
    with published(region) as marts:
        found = marts.sql("select source, added, removed, changed, unchanged, note from revisions").fetchall()
        of_sex = dict(marts.sql("select source, rows_changed from revision_columns").fetchall())
    assert {source: tuple(rest) for source, *rest in found} == {source: told for source, (_, told) in REVISED.items()}
    assert of_sex == {"b": 7, "c": 9, "d": 9, "e": None}


def test_waiting_rows_of_another_principal_are_not_judged_by_this_ones_hidden_groups(region: Region) -> None:
    region.loads(queue(MONTH, 40) + queue(MONTH, 2, fas="3"))
    region.loads([waiting(**row) for row in queue(MONTH, 40, regionkod="42")])
    with published(region) as marts:
        assert told(marts, "51") == (False, False, False)
        assert told(marts, "42") == (True, False, True)
