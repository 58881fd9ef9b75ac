"""The nation's published shares: one delivery per source, population and date, by definition and limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extracts import Region, Row, new_region, waiting

HEADER = ("matdatum", "population", "fas", "mvo_kod", "definition", "grans_dagar", "namnare", "taljare", "andel")
FIGURE = {
    "vardkontakt_id": "",
    "matdatum": "2026-02-28",
    "population": "vantande",
    "fas": "1",
    "definition": "exkl_pvv",
    "grans_dagar": "90",
    "andel": "0,62",
}


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def figure(**cells: str) -> Row:
    return FIGURE | cells


def test_a_figure_is_stored_with_its_whole_key(region: Region) -> None:
    report = region.loads([figure(namnare="1000", taljare="620")], HEADER)
    assert (report.kind, report.source, report.period, report.accepted) == ("riket", "riket", "2026-02-28", 1)
    assert region.query("select * exclude (delivery_id, cutoff_date, record) from national") == [
        ("Riket", "vantande", 1, "Alla", "exkl_pvv", 90, 1000, 620, 0.62)
    ]


def test_whose_comparison_it_is_stands_in_the_row_or_on_the_command_line(region: Region) -> None:
    region.loads([figure(huvudman="Exempelregionen"), figure(fas="2")], (*HEADER, "huvudman"), principal="VGR")
    assert region.query("select principal from national order by phase") == [("Exempelregionen",), ("VGR",)]


@pytest.mark.parametrize("code", ["511", "Alla", "Internmedicin", ""])
def test_a_specialty_is_a_code_a_group_or_all(region: Region, code: str) -> None:
    region.loads([figure(mvo_kod=code)], HEADER)
    assert region.query("select specialty from national") == [(code or "Alla",)]


def test_a_follow_up_visit_has_no_limit(region: Region) -> None:
    region.loads([figure(fas="4", grans_dagar="")], HEADER)
    assert region.query("select limit_days from national") == [(None,)]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"definition": "exkl"}, "ogiltig_kod"),
        ({"population": "VANTANDE"}, "ogiltig_kod"),
        ({"mvo_kod": "51"}, "okand_mvo"),
        ({"andel": ""}, "saknat_varde"),
        ({"namnare": "10", "taljare": "11"}, "taljare_over_namnare"),
        ({"matdatum": "2026-02-28 08:00"}, "klockslag_i_datum"),
        ({"matdatum": "2026-02"}, "olasligt_datum"),
        ({"matdatum": "2099-01-31"}, "matperiod_i_framtiden"),
        ({"huvudman": "19121212-1212"}, "personnummer"),
    ],
)
def test_a_figure_that_cannot_be_trusted_is_quarantined(region: Region, cells: dict[str, str], reason: str) -> None:
    report = region.loads([figure(**cells), figure(fas="2")], (*HEADER, "huvudman"))
    assert (report.accepted, report.reasons) == (1, {reason: 1})


def test_a_share_that_its_counts_do_not_give_is_kept_with_a_warning(region: Region) -> None:
    rows = [figure(namnare="1000", taljare="500"), figure(fas="2", namnare="1000", taljare="624")]
    report = region.loads(rows, HEADER)
    assert (report.accepted, report.warnings) == (2, {"andel_avviker": 1})


def test_a_redelivery_replaces_its_date_and_population_only(region: Region) -> None:
    rows = [figure(), figure(population="genomforda"), figure(matdatum="2026-01-31")]
    region.loads(rows, HEADER)
    assert region.loads([figure(andel="0,7")], HEADER).status == "replaced"
    assert region.query("select share from national order by cutoff_date, population") == [(0.62,), (0.62,), (0.7,)]


def test_contradicting_figures_of_one_key_are_both_quarantined(region: Region) -> None:
    report = region.loads([figure(), figure(andel="0,63"), figure(fas="2"), figure(fas="2")], HEADER)
    assert (report.accepted, report.duplicates, report.reasons) == (1, 1, {"motstridig_dubblett": 2})


def test_national_figures_and_contacts_never_touch_each_other(region: Region) -> None:
    region.loads([figure()], HEADER, source="51")
    region.loads([waiting()])
    assert region.query("select (select count(*) from national), (select count(*) from contacts)") == [(1, 1)]


@pytest.mark.parametrize(
    "header",
    [
        "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;antal;namnare;taljare;andel;status;dataversion",
        "huvudman;matdatum;population;fas;mvo;forvaltning;enhet;grans_dagar;andel_lagst;andel_hogst;dataversion",
    ],
)
@pytest.mark.parametrize("kind", [None, "riket"])
def test_our_own_tables_of_figures_never_load_as_the_nations(region: Region, header: str, kind: str | None) -> None:
    report = region.loads([figure()], header.split(";"), kind=kind)
    assert (report.status, report.reason) == ("refused", "okant_slag")
    assert "Vårdläget självt har exporterat" in str(report.message)
    assert "byt rubriken" not in str(report.message)
