"""A year of delivery plans acted out as the region runs it: real loads, a real register, a server per day, a browser.

Each act is a fixture that builds on the one before it, so that every test can also be run alone. What is expected is
reckoned by hand, or by plain sums, from the files in `tests/plan_year.py`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Pages, served
from tests.browser.reader import (
    Row,
    cells,
    choose,
    csv_of,
    csv_rows,
    figure,
    mark,
    press,
    said,
    seen,
    spoken,
    table,
    told,
    twin,
    without_version,
    write,
)
from tests.browser.waiting import settle
from tests.commands import ROOT, Ended, etl
from tests.plan_year import (
    FIRST_QUARTER,
    NU_COAST,
    NU_NEIGHBOUR,
    NU_PARK,
    REST_OF_YEAR,
    SAS_CLEAR,
    SU_SKAS,
    Pair,
    Quarters,
    done,
    sent,
    write_outcomes,
    write_start,
)

JANUARY, APRIL, NEXT_JANUARY = "2026-01-05", "2026-04-10", "2027-01-15"
OFFICE, GROUP, HEAD = "Vårdgarantiservice", "Samordnande grupp för produktion", "Verksamhetschef"
IDS = {
    SU_SKAS: "P-2026-311-2-SU-SkaS",
    NU_COAST: "P-2026-311-2-NU-Kustortopedi",
    NU_NEIGHBOUR: "P-2026-311-2-NU-Grannregion_Soder",
    SAS_CLEAR: "P-2026-511-2-SAS-Klarsikt",
}
# Per quarter: NU lacks 30 and SU 12; SkaS takes 12 in own regime, the coast 20 on contract, the neighbour the last 10.
# SÄS lacks 20, 20, 20 and 40; Klarsikt takes 25 at most, so that 15 of the last quarter stay without a place.
PROPOSED: dict[Pair, Quarters] = {
    SU_SKAS: (12, 12, 12, 12),
    NU_COAST: (20, 20, 20, 20),
    NU_NEIGHBOUR: (10, 10, 10, 10),
    SAS_CLEAR: (20, 20, 20, 25),
}
AGREED = {pair: PROPOSED[pair] for pair in (SU_SKAS, NU_NEIGHBOUR, SAS_CLEAR)}
LOWERED, UNFOUNDED, RAISED, TWICE = (12, 8, 8, 8), (20, 20, 20, 22), (10, 10, 15, 15), (10, 11, 15, 15)
FINAL: dict[Pair, Quarters] = {SU_SKAS: LOWERED, NU_NEIGHBOUR: TWICE, SAS_CLEAR: UNFOUNDED}
FIELDS = ("Kvartal 1, jan–mars", "Kvartal 2, apr–juni", "Kvartal 3, juli–sep", "Kvartal 4, okt–dec")
NOT_REPORTED = "ej rapporterat"
GAPS = "Behov och egen kapacitet 2026, tabell"


@dataclass(frozen=True)
class Day:
    """A day of the year: the data directory as it is, the application that serves it, and a visitor's page."""

    data: Path
    address: str
    pages: Pages
    page: Page
    closing: ExitStack = field(repr=False)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}/{path}")
        settle(self.page)
        return self.page

    def open_plan(self, pair: Pair) -> Page:
        return self.open(plan_path(pair))

    def another_visitor(self) -> Page:
        """Somebody else, on a page of their own."""
        page = self.pages.take()
        self.closing.callback(self.pages.give_back, page)
        return page


def day_of(data: Path, today: str, pages: Pages) -> Day:
    """The application as it is on a day; closed by `closing`."""
    closing = ExitStack()
    address = closing.enter_context(served(data, data.parent / f"log-{today}.txt", today))
    page = pages.take()
    closing.callback(pages.give_back, page)
    return Day(data, address, pages, page, closing)


def load(path: Path, data: Path, today: str) -> Ended:
    """`python -m etl load` on a day; every row is taken in."""
    ended = etl("load", path, data=data, VARDLAGET_TODAY=today)
    assert ended.code == 0, ended.output + ended.errors
    assert all(file["accepted"] == file["records"] for file in ended.report["files"])
    return ended


def plan_path(pair: Pair) -> str:
    return f"leveransplaner?ar=2026&plan={IDS[pair]}"


# --- The forms and files of plans -----------------------------------------------------------------------------------


def in_force(rows: Sequence[Row], pair: Pair, column: str) -> list[int]:
    """A column of the open table leveransplaner, by quarter, of the versions in force of a plan; empty cells fail."""
    held = cells(rows, "kvartal", column, plan_id=IDS[pair], gallande="ja")
    assert [quarter for quarter, _ in held] == ["1", "2", "3", "4"]
    return [int(cell) for _, cell in held]


def fill(page: Page, decided: int, volumes: Quarters) -> None:
    """Open the form on the plan that is shown and fill in the volumes; a quarter that has ended is not asked for."""
    press(page, "Ändra planen")
    for label, volume in zip(("Beslutad volym", *FIELDS), (decided, *volumes), strict=True):
        box = seen(page.get_by_role("spinbutton", name=label))
        if box.is_enabled() and box.input_value() != str(volume):
            write(page, box, str(volume))


def answer(page: Page, *, reason: str, anchored: str, role: str = OFFICE) -> None:
    """Say why the plan is changed and who stands behind it, as an agreement."""
    mark(page, reason)
    mark(page, "Överenskommen")
    choose(page, "Förankrad hos", anchored)
    choose(page, "Din roll", role)


def motivate(page: Page, words: str) -> None:
    write(page, page.get_by_role("textbox", name="Motivering"), words)


def save(page: Page) -> None:
    """Save, and see that it is told."""
    press(page, "Spara")
    told(page, "Sparat")


# --- The acts ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def january(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """A new register, the year's needs and offers, and who waited when it began; Behov och kapacitet is opened."""
    folder = tmp_path_factory.mktemp("year")
    migrate = [sys.executable, "-m", "register", "migrate", "--data", str(folder / "data")]
    subprocess.run(migrate, cwd=ROOT, check=True, capture_output=True)
    loaded = load(write_start(folder / "start"), folder / "data", JANUARY)
    assert [file["kind"] for file in loaded.report["files"]] == ["behov", "kapacitet", "vantande"]
    day = day_of(folder / "data", JANUARY, pages)
    with day.closing:
        day.open("behov")
        yield day


@pytest.fixture(scope="module")
def worked_out(january: Day) -> Day:
    """A proposal is asked for."""
    press(january.page, "Räkna fram ett förslag")
    seen(january.page.get_by_role("heading", name=re.compile(r"\d+ får plats")))
    return january


@pytest.fixture(scope="module")
def proposed(worked_out: Day) -> Day:
    """One click makes it proposed versions."""
    choose(worked_out.page, "Din roll", OFFICE)
    press(worked_out.page, "Gör till föreslagna versioner")
    told(worked_out.page, "Sparat")
    return worked_out


@pytest.fixture(scope="module")
def agreed(proposed: Day) -> Day:
    """Two proposals are agreed on at once, a third with the plan opened, and the fourth is left."""
    page = proposed.open("behov?ar=2026")
    choose(
        page,
        "Förslag att komma överens om",
        "Ortopedi (operation/åtgärd), SU → SkaS, 48 till",
        "Ortopedi (operation/åtgärd), NU → Grannregion Söder, 40 till",
    )
    choose(page, "Förankrad hos", GROUP)
    choose(page, "Din roll", OFFICE)
    press(page, "Gör till överenskomna")
    told(page, "Sparat")
    proposed.open_plan(SAS_CLEAR)
    press(page, "Anta förslaget")
    seen(page.get_by_role("button", name="Spara", exact=True))
    choose(page, "Förankrad hos", GROUP)
    choose(page, "Din roll", OFFICE)
    save(page)
    return proposed


@pytest.fixture(scope="module")
def april(agreed: Day, pages: Pages) -> Iterator[Day]:
    """The first quarter's outcome is loaded, and Leveransplaner opened as it is by itself."""
    agreed.closing.close()
    load(write_outcomes(agreed.data.parent / "utfall_k1.csv", FIRST_QUARTER), agreed.data, APRIL)
    day = day_of(agreed.data, APRIL, pages)
    with day.closing:
        day.open("leveransplaner")
        yield day


@pytest.fixture(scope="module")
def lowering(april: Day) -> Day:
    """The form says that SU sends fewer to SkaS in the quarters that are left."""
    fill(april.open_plan(SU_SKAS), 36, LOWERED)
    seen(april.page.get_by_role("region", name="De tre principerna för sänkning"))
    told(april.page, "från 48 till 36")
    return april


@pytest.fixture(scope="module")
def lowered(lowering: Day) -> Day:
    """It is agreed under the principle that SU has reached the guarantee."""
    answer(lowering.page, reason="SU har uppnått vårdgarantin", anchored=HEAD)
    save(lowering.page)
    return lowering


@pytest.fixture(scope="module")
def unfounded(lowered: Day) -> Day:
    """The form says that SÄS sends fewer to Klarsikt, where no principle can be answered yes."""
    fill(lowered.open_plan(SAS_CLEAR), 85, UNFOUNDED)
    seen(lowered.page.get_by_role("region", name="De tre principerna för sänkning"))
    return lowered


@pytest.fixture(scope="module")
def motivated(unfounded: Day) -> Day:
    """It is agreed in spite of that, in words."""
    answer(unfounded.page, reason="Annat skäl, med motivering", anchored=HEAD)
    motivate(unfounded.page, "Färre remisser än väntat; kliniken tar fler själv.")
    save(unfounded.page)
    return unfounded


@pytest.fixture(scope="module")
def raising(motivated: Day) -> Day:
    """The form says that NU sends more to the neighbour region."""
    fill(motivated.open_plan(NU_NEIGHBOUR), 50, RAISED)
    told(motivated.page, "från 40 till 50")
    return motivated


@pytest.fixture(scope="module")
def raised(raising: Day) -> Day:
    """It is agreed, within what is free there."""
    answer(raising.page, reason="Ledig kapacitet", anchored=GROUP)
    save(raising.page)
    return raising


@dataclass(frozen=True)
class Contest:
    """Two visitors who changed one plan at once: the first saved, the second pressed Spara after."""

    day: Day
    first: Page
    second: Page


@pytest.fixture(scope="module")
def contest(raised: Day) -> Contest:
    """Both open the form on the same version; one asks for 11 in the second quarter, the other for 12."""
    first, second = raised.open_plan(NU_NEIGHBOUR), raised.another_visitor()
    second.goto(f"{raised.address}/{plan_path(NU_NEIGHBOUR)}")
    settle(second)
    for page, more, role in ((first, 1, OFFICE), (second, 2, HEAD)):
        fill(page, 50 + more, (10, 10 + more, 15, 15))
        told(page, f"från 50 till {50 + more}")
        answer(page, reason="Ökat behov", anchored=GROUP, role=role)
    save(first)
    press(second, "Spara")
    told(second, "Någon annan ändrade planen")
    return Contest(raised, first, second)


@pytest.fixture(scope="module")
def year_end(contest: Contest, pages: Pages) -> Iterator[Day]:
    """The rest of the year's outcome is loaded, and Leveransplaner opened as it is by itself."""
    data = contest.day.data
    contest.day.closing.close()
    load(write_outcomes(data.parent / "utfall_k2_k4.csv", REST_OF_YEAR), data, NEXT_JANUARY)
    day = day_of(data, NEXT_JANUARY, pages)
    with day.closing:
        day.open("leveransplaner")
        yield day


@pytest.fixture(scope="module")
def exported(year_end: Day) -> Path:
    """The folder of the open tables, after a publication of its own."""
    out = year_end.data.parent / "ut"
    for command in (("publish",), ("export", "--out", out)):
        ended = etl(*command, data=year_end.data, VARDLAGET_TODAY=NEXT_JANUARY)
        assert ended.code == 0, ended.errors
    return out


# --- January: the gap, a proposal, agreements --------------------------------------------------------------------


def test_behov_says_need_less_capacity_with_shortage_and_surplus_apart(january: Day) -> None:
    page = january.page
    assert [figure(page, title) for title in ("Behov", "Egen kapacitet", "Överskott", "Kvar att placera")] == [
        "2 060", "1 882", "90", "268",
    ]  # fmt: skip
    assert figure(page, "Brist").startswith("268")
    operations, eyes = "Ortopedi (operation/åtgärd)", "Ögonsjukvård (operation/åtgärd)"
    assert twin(page, "needs", GAPS) == [
        [operations, "NU", "400", "280", "+120", "0", "0", "+120", "120"],
        [eyes, "SÄS", "260", "160", "+100", "0", "0", "+100", "100"],
        [operations, "SU", "600", "552", "+48", "0", "0", "+48", "48"],
        [eyes, "SU", "500", "530", "−30", "0", "0", "−30", "0"],
        [operations, "SkaS", "300", "360", "−60", "0", "0", "−60", "0"],
    ]
    rows = csv_of(page, "needs")
    assert cells(rows, "mvo", "forvaltning", "behov", "kapacitet", "gap", "kvar_att_placera") == [
        ("311", "NU", "400", "280", "120", "120"),
        ("511", "SÄS", "260", "160", "100", "100"),
        ("311", "SU", "600", "552", "48", "48"),
        ("511", "SU", "500", "530", "-30", "0"),
        ("311", "SkaS", "300", "360", "-60", "0"),
    ]


def test_a_proposal_fills_own_regime_then_contracts_then_other_regions(worked_out: Day) -> None:
    page = worked_out.page
    operations, eyes = "Ortopedi (operation/åtgärd)", "Ögonsjukvård (operation/åtgärd)"
    assert twin(page, "proposal", "Förslaget per specialitet, tabell") == [
        [operations, "168", "168", "48", "80", "40", "0"],
        [eyes, "100", "85", "0", "85", "0", "15"],
    ]
    assert table(page, "Förslaget per plan, tabell") == [
        [eyes, "SÄS → Klarsikt, avtal", "20", "20", "20", "25", "85", "0", "85"],
        [operations, "NU → Kustortopedi, avtal", "20", "20", "20", "20", "80", "0", "80"],
        [operations, "SU → SkaS, egen regi", "12", "12", "12", "12", "48", "0", "48"],
        [operations, "NU → Grannregion Söder, annan regions avtal", "10", "10", "10", "10", "40", "0", "40"],
    ]
    placed = cells(
        csv_of(page, "proposal_plans"), "mvo", "avsandare", "mottagare", "kvartal", "behov_i_kvartal", "tillagg"
    )
    assert sorted(placed) == sorted(
        (*pair, str(quarter), str(quarter), str(volume))
        for pair, volumes in PROPOSED.items()
        for quarter, volume in enumerate(volumes, start=1)
    )


def test_what_finds_no_place_is_told_with_its_reason(worked_out: Day) -> None:
    page = worked_out.page
    page.get_by_text("Utan plats och varför: 15 patienter").click()
    settle(page)
    [row] = table(page, "Utan plats och varför, tabell")
    assert row[:4] == ["Ögonsjukvård (operation/åtgärd)", "SÄS", "15", "4"]
    needs = csv_of(page, "proposal")
    assert [
        row for row in cells(needs, "avsandare", "kvartal", "brist", "far_plats", "utan_plats") if row[4] != "0"
    ] == [("SÄS", "4", "40", "25", "15")]
    assert sum(int(row["brist"]) for row in needs) == 268
    assert sum(int(row["far_plats"]) for row in needs) == 253


def test_one_click_makes_versions_that_are_only_proposed(proposed: Day) -> None:
    page = proposed.page
    waiting = [row[1:8] for row in table(page, "Förslag som väntar på beslut, tabell")]
    assert [[row[0], *map(int, row[1:])] for row in waiting] == [
        ["SÄS → Klarsikt, avtal", 20, 20, 20, 25, 0, 85],
        ["NU → Kustortopedi, avtal", 20, 20, 20, 20, 0, 80],
        ["SU → SkaS, egen regi", 12, 12, 12, 12, 0, 48],
        ["NU → Grannregion Söder, annan regions avtal", 10, 10, 10, 10, 0, 40],
    ]
    expect(page.get_by_role("button", name="Gör till föreslagna versioner")).to_be_disabled()
    assert figure(page, "Kvar att placera") == "268"
    proposed.open("leveransplaner?ar=2026")
    rows = csv_of(page, "plan_table")
    assert len(rows) == 16
    assert {(row["version"], row["status"], row["gallande"]) for row in rows} == {("1", "forslag", "nej")}
    assert {row[3] for row in twin(page, "plan_table")} == {"0"}


def test_agreed_plans_hold_all_year_and_what_is_only_proposed_does_not(agreed: Day) -> None:
    page = agreed.open("leveransplaner?ar=2026")
    assert "173 patienter är överenskomna för 2026" in said(page)
    assert [row[:2] for row in twin(page, "plan_periods")] == [
        ["Kvartal 1", "42"], ["Kvartal 2", "42"], ["Kvartal 3", "42"], ["Kvartal 4", "47"],
    ]  # fmt: skip
    rows = csv_of(page, "plan_periods")
    for pair, volumes in AGREED.items():
        assert in_force(rows, pair, "planerad") == list(volumes)
        assert in_force(rows, pair, "version") == [2, 2, 2, 2]
    assert cells(rows, "status", plan_id=IDS[NU_COAST], gallande="ja") == []
    assert {row["genomforda"] for row in rows} == {""}


def test_behov_counts_what_is_agreed_out_and_in(agreed: Day) -> None:
    page = agreed.open("behov?ar=2026")
    assert [figure(page, "Överskott"), figure(page, "Kvar att placera")] == ["90", "95"]
    assert figure(page, "Överenskommet ut") == "173 48 in"
    assert [row[1:2] + row[5:] for row in twin(page, "needs", GAPS)] == [
        ["NU", "40", "0", "+80", "80"],
        ["SÄS", "85", "0", "+15", "15"],
        ["SU", "48", "0", "0", "0"],
        ["SU", "0", "0", "−30", "0"],
        ["SkaS", "0", "48", "−12", "0"],
    ]
    rows = csv_of(page, "needs")
    assert cells(rows, "overenskommet_ut", "overenskommet_in", "gap_efter_planer", forvaltning="SkaS") == [
        ("0", "48", "-12")
    ]


# --- April: the first quarter, and changes -----------------------------------------------------------------------


def test_the_first_quarter_stands_against_its_plan(april: Day) -> None:
    page = april.page
    assert figure(page, "Genomfört till och med mars") == "83 % 35 av 42"
    assert twin(page, "plan_periods") == [
        ["Kvartal 1", "42", "43", "35", "1", "83 %", "42", "35"],
        *(
            [f"Kvartal {quarter}", plan, *[NOT_REPORTED] * 3, "inget utfall än", so_far, NOT_REPORTED]
            for quarter, plan, so_far in ((2, "42", "84"), (3, "42", "126"), (4, "47", "173"))
        ),
    ]
    rows = csv_of(page, "plan_periods")
    for pair, share in ((SU_SKAS, "0,9167"), (NU_NEIGHBOUR, "0,9"), (SAS_CLEAR, "0,75")):
        months = FIRST_QUARTER[pair]
        assert cells(rows, "skickade", "genomforda", "uppfyllelse", plan_id=IDS[pair], kvartal="1", gallande="ja") == [
            (str(sent(months, 1)), str(done(months, 1)), share)
        ]
    assert {row["genomforda"] for row in rows if row["kvartal"] != "1"} == {""}


def test_the_year_is_forecast_with_an_interval(april: Day) -> None:
    page = april.page
    assert "Troligt intervall" in said(page)
    months = csv_of(page, "plan_course")
    assert [int(row["genomforda"]) for row in months[:3]] == [13, 10, 12]
    assert {row["genomforda"] for row in months[3:]} == {""}
    [(low, expected, high)] = {(row["prognos_lag_80"], row["prognos_ar"], row["prognos_hog_80"]) for row in months}
    assert 35 < int(low) < int(expected) < int(high)
    assert abs(int(expected) - 173 * 35 / 42) < 10  # the pace so far, weighed plan by plan


def test_what_the_two_sides_report_is_reconciled(april: Day) -> None:
    page = april.page
    assert twin(page, "plan_reports") == [
        ["Ortopedi, operation/åtgärd, SU → SkaS", "2026-02-28", "4", "4", "0", "4", "3", "−1", "0", "0", "0", ""]
    ]
    rows = csv_of(page, "plan_reports")
    assert len(rows) == 9
    differing = [row for row in rows if row["genomforda_enligt_avsandare"] != row["genomforda_enligt_mottagare"]]
    assert cells(
        differing, "manad", "plan_id", "genomforda", "genomforda_enligt_avsandare", "genomforda_enligt_mottagare"
    ) == [("2026-02-28", IDS[SU_SKAS], "3", "4", "3")]


def test_a_lowering_shows_the_three_principles_and_locks_the_ended_quarter(lowering: Day) -> None:
    page = lowering.page
    expect(page.get_by_role("spinbutton", name=FIELDS[0])).to_be_disabled()
    assert page.get_by_role("spinbutton", name=FIELDS[0]).input_value() == "12"
    principles = table(page, "De tre principerna för sänkning")
    assert [row[:2] for row in principles] == [
        ["SU har uppnått vårdgarantin", "Ja"],
        ["SU har avlastat en annan förvaltning", "Nej"],
        ["Regionen har uppnått vårdgarantin", "Nej"],
    ]
    sender, relieved, region = (row[2] for row in principles)
    assert all(part in sender for part in ("100 %", "24 av 24", "31 december 2025", "inom 90 dagar"))
    assert "till och med mars 2026" in relieved
    assert all(part in region for part in ("90 %", "44 av 49", "31 december 2025", "krävs 100 %"))


def test_the_lowering_is_seen_at_once_with_the_figure_it_stands_on(lowered: Day) -> None:
    page = lowered.page
    assert "version 3" in told(page, "Sparat")
    timeline = spoken(seen(page.get_by_role("listitem").filter(has_text="Version 3")).inner_text())
    for words in ("kvartal 2, 3 och 4", "till 36", HEAD, OFFICE, "24 av 24", "31 december 2025"):
        assert words in timeline
    assert [row[3:8] for row in twin(page, "plan_versions")] == [
        ["12", "12", "12", "12", "48"], ["12", "12", "12", "12", "48"], ["12", "8", "8", "8", "36"],
    ]  # fmt: skip
    [newest] = [row for row in csv_of(page, "plan_versions") if row["version"] == "3"]
    wanted = {
        "beslutad_volym": "36", "q1": "12", "q2": "8", "q3": "8", "q4": "8", "beslutsdatum": APRIL,
        "status": "overenskommen", "orsak": "minskat_behov:uppnadd_vardgaranti", "forankrad_av": HEAD,
        "registrerad_av": OFFICE, "underlag_andel": "1", "underlag_taljare": "24", "underlag_namnare": "24",
        "underlag_niva": "1", "underlag_datum": "2025-12-31",
    }  # fmt: skip
    assert {name: newest[name] for name in wanted} == wanted
    rows = csv_of(page, "plan_periods")
    assert in_force(rows, SU_SKAS, "planerad") == list(LOWERED)
    assert in_force(rows, SU_SKAS, "version") == [2, 3, 3, 3]
    assert [row[1] for row in twin(page, "plan_periods")] == ["42", "38", "38", "43"]


def test_a_lowering_under_no_principle_is_refused_without_words_and_with_an_identity_number(unfounded: Day) -> None:
    page = unfounded.page
    principles = table(page, "De tre principerna för sänkning")
    assert [row[1] for row in principles] == ["Kan inte avgöras", "Nej", "Kan inte avgöras"]
    assert "12 väntande" in principles[0][2]
    answer(page, reason="Annat skäl, med motivering", anchored=HEAD)
    press(page, "Spara")
    assert "Skriv en motivering" in told(page, "inte sparad")
    motivate(page, "Patienten 19121212-1212 har flyttat.")
    press(page, "Spara")
    assert "personnummer" in told(page, "Ta bort det")
    assert [row["version"] for row in csv_of(page, "plan_versions")] == ["1", "2"]


def test_a_lowering_in_words_leaves_what_it_takes_outside_the_plan(motivated: Day) -> None:
    page = motivated.page
    assert "Färre remisser än väntat; kliniken tar fler själv." in said(page)
    newest = twin(page, "plan_versions")[-1]
    assert newest[3:10] == ["20", "20", "20", "22", "82", "85", "3"]
    [row] = [row for row in csv_of(page, "plan_versions") if row["version"] == "3"]
    assert (row["orsak"], row["underlag_andel"], row["underlag_datum"]) == ("minskat_behov:annat", "", "")
    assert row["motivering"] == "Färre remisser än väntat; kliniken tar fler själv."
    assert figure(page, "Utanför plan") == "3 särskild ordning"


def test_a_raise_shows_what_is_free_in_the_routines_order(raising: Day) -> None:
    page = raising.page
    over = "avslutat"
    assert table(page, "Ledig kapacitet i rutinens ordning") == [
        ["SkaS", "egen regi", over, "4", "4", "4"],
        ["Kustortopedi", "avtal", over, "20", "20", "20"],
        ["Grannregion Söder (planens mottagare)", "annan regions avtal", over, "5", "5", "5"],
    ]
    text = said(page)
    assert "Kvartal 3: höjningen med 5 ryms i den lediga volymen hos Grannregion Söder, 5." in text
    assert "48 lediga hos Kustortopedi och SkaS går före den här mottagaren" in text


def test_the_raise_uses_what_was_free(raised: Day) -> None:
    page = raised.page
    rows = csv_of(page, "plan_periods")
    assert in_force(rows, NU_NEIGHBOUR, "planerad") == list(RAISED)
    assert in_force(rows, NU_NEIGHBOUR, "version") == [2, 3, 3, 3]
    assert [row[1] for row in twin(page, "plan_periods")] == ["42", "38", "43", "45"]
    newest = twin(page, "plan_versions")[-1]
    assert newest[3:11] == ["10", "10", "15", "15", "50", "50", "0", "ledig kapacitet"]


def test_of_two_who_change_a_plan_at_once_the_second_is_told_and_overwrites_nothing(contest: Contest) -> None:
    page = contest.second
    assert "Din ändring är inte sparad" in told(page, "Någon annan ändrade planen")
    expect(page.get_by_role("button", name="Spara", exact=True)).to_be_disabled()
    assert page.get_by_role("spinbutton", name=FIELDS[1]).input_value() == "12"  # what was written is still there
    for visitor in (contest.first, page):
        rows = csv_of(visitor, "plan_versions")
        assert cells(rows, "version", "q2", "registrerad_av") == [
            ("1", "10", OFFICE), ("2", "10", OFFICE), ("3", "10", OFFICE), ("4", "11", OFFICE),
        ]  # fmt: skip
        assert in_force(csv_of(visitor, "plan_periods"), NU_NEIGHBOUR, "planerad") == list(TWICE)
    press(page, "Läs den nya versionen")
    expect(page.get_by_role("spinbutton", name=FIELDS[1])).to_have_value("11")


# --- January again: the year is over -----------------------------------------------------------------------------


def of_year(quarter: int) -> tuple[int, int, int]:
    """Planned, sent and done in a quarter by the plans that are in force at last."""
    reports = [(pair, FIRST_QUARTER[pair] | REST_OF_YEAR[pair]) for pair in FINAL]
    planned = sum(volumes[quarter - 1] for volumes in FINAL.values())
    return planned, sum(sent(m, quarter) for _, m in reports), sum(done(m, quarter) for _, m in reports)


def test_at_the_years_end_every_quarter_has_its_plan_and_outcome(year_end: Day) -> None:
    page = year_end.page
    assert [of_year(quarter) for quarter in (1, 2, 3, 4)] == [(42, 43, 35), (39, 39, 37), (43, 43, 34), (45, 45, 45)]
    assert twin(page, "plan_periods") == [
        ["Kvartal 1", "42", "43", "35", "1", "83 %", "42", "35"],
        ["Kvartal 2", "39", "39", "37", "0", "95 %", "81", "72"],
        ["Kvartal 3", "43", "43", "34", "0", "79 %", "124", "106"],
        ["Kvartal 4", "45", "45", "45", "0", "100 %", "169", "151"],
    ]
    rows = csv_of(page, "plan_periods")
    for pair, volumes in FINAL.items():
        months = FIRST_QUARTER[pair] | REST_OF_YEAR[pair]
        quarters = (1, 2, 3, 4)
        assert in_force(rows, pair, "planerad") == list(volumes)
        assert in_force(rows, pair, "skickade") == [sent(months, quarter) for quarter in quarters]
        assert in_force(rows, pair, "genomforda") == [done(months, quarter) for quarter in quarters]
        assert in_force(rows, pair, "ackumulerat_utfall")[-1] == sum(count for _, count in months.values())
    assert cells(rows, "status", plan_id=IDS[NU_COAST], gallande="ja") == []


def test_a_year_that_is_over_has_an_outcome_and_no_forecast(year_end: Day) -> None:
    page = year_end.page
    assert figure(page, "Utfall för helåret") == "151 av 169"
    assert figure(page, re.compile("^Genomfört")) == "89 % 151 av 169"
    text = said(page)
    assert "Troligt intervall" not in text
    assert "årets plan genomfördes: 151 av 169 patienter" in text
    months = csv_of(page, "plan_course")
    assert {(row["prognos_lag_80"], row["prognos_ar"], row["prognos_hog_80"]) for row in months} == {("", "", "")}
    assert months[-1]["ackumulerat_utfall"] == "151"
    assert [row[-1] for row in twin(page, "plan_course")][-1] == "151"


def test_what_was_done_without_a_plan_stands_beside(year_end: Day) -> None:
    page = year_end.page
    assert "Därtill genomförda: 2 utan plan" in said(page)
    assert cells(csv_of(page, "plan_findings"), "avsandare", "mottagare", "antal", iakttagelse="utfall_utan_plan") == [
        (*NU_PARK[1:], "2")
    ]


def test_the_open_table_is_the_pages_own_rows(year_end: Day, exported: Path) -> None:
    published = csv_rows(exported / "leveransplaner.csv")
    assert without_version(published) == without_version(csv_of(year_end.page, "plan_table"))
    versions = csv_rows(exported / "leveransplan.csv")
    assert [(row["plan_id"], row["version"]) for row in versions] == [
        (IDS[pair], str(version))
        for pair, newest in ((NU_NEIGHBOUR, 4), (NU_COAST, 1), (SU_SKAS, 3), (SAS_CLEAR, 3))
        for version in range(1, newest + 1)
    ]


def test_the_years_plans_load_elsewhere_and_leave_unchanged(exported: Path, tmp_path: Path) -> None:
    loaded = load(exported / "leveransplan.csv", tmp_path / "data", NEXT_JANUARY)
    assert [file["records"] for file in loaded.report["files"]] == [11]
    ended = etl("export", "--out", tmp_path / "ut", data=tmp_path / "data")
    assert ended.code == 0, ended.errors
    again, first = (without_version(csv_rows(folder / "leveransplan.csv")) for folder in (tmp_path / "ut", exported))
    assert again == first
    columns = ("plan_id", "kvartal", "version", "gallande", "planerad")
    assert cells(csv_rows(tmp_path / "ut" / "leveransplaner.csv"), *columns) == cells(
        csv_rows(exported / "leveransplaner.csv"), *columns
    )
