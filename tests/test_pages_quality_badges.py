"""The badges of every page: what behind it is stale, missing or disputed, with a link to where it is shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT
from dashboard import behind, freshness, remembered, warehouse
from dashboard.behind import Scope
from tests.marts_fixture import LAST, PRINCIPAL, VERSION, write_marts

RunPage = Callable[..., str]
QUIET = dt.date(2026, 8, 31)  # nothing is silent, missing or disputed then


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def on_day(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    warehouse.forget()
    remembered.forget()
    yield lambda today: monkeypatch.setenv("VARDLAGET_TODAY", today)
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def badge(on_day: Callable[[str], None]) -> RunPage:
    """The badge of a page, as HTML, on a day."""

    def run(name: str, today: str = "2026-11-22", **query: str | list[str]) -> str:
        on_day(today)
        page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=30)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        bodies = "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")
        found = re.search(r'<span class="vl-fresh">(.*?)</span></div><h1>', bodies, re.DOTALL)
        assert found is not None
        return found[1]

    return run


def told(badge: str) -> str:
    return re.sub(r"<[^>]+>", "", badge)


def link(badge: str, words: str) -> dict[str, list[str]]:
    """Where the link with these words leads."""
    [found] = [href for href, text in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', badge) if words in told(text)]
    page, _, query = found.replace("&amp;", "&").partition("?")
    assert page == "datakvalitet"
    return parse_qs(query)


def test_a_page_tells_what_is_missing_and_disputed_behind_it(badge: RunPage) -> None:
    said = badge("overview")
    assert told(said) == (
        "● Väntande 31 oktober 2026, inläst 20 november · ○ Väntande från SÄS-BUP saknas · ○ två tysta enheter · "
        "≠ två ifrågasatta jämförelser"
    )
    assert link(said, "ifrågasatta") == {
        "huvudman": [PRINCIPAL], "visa": ["avstamning"], "matdatum": ["2026-10-31"], "population": ["vantande"],
    }  # fmt: skip
    assert link(said, "tysta")["visa"] == ["luckor"]


def test_a_badge_follows_the_filters_and_so_does_its_link(badge: RunPage) -> None:
    said = badge("variation", mvo="311", forvaltning="SU")
    assert told(said).endswith("≠ en ifrågasatt jämförelse")
    assert link(said, "ifrågasatt") == {
        "huvudman": [PRINCIPAL], "visa": ["avstamning"], "matdatum": ["2026-10-31"], "population": ["vantande"],
        "fas": ["1"], "mvo": ["311"], "forvaltning": ["SU"],
    }  # fmt: skip
    assert "ifrågasatt" not in told(badge("variation", mvo="311", forvaltning="NU"))
    assert "ifrågasatt" not in told(badge("specialty", mvo="311", fas="2"))


def test_all_is_quiet_where_all_is_well(badge: RunPage) -> None:
    assert told(badge("overview", matdatum=QUIET.isoformat())) == "● Väntande 31 augusti 2026, inläst 20 september"
    assert told(badge("delivery_plans")) == "● Planer och utfall till och med oktober 2026"


def test_figures_are_stale_the_day_after_the_next_should_have_come(badge: RunPage) -> None:
    assert "Gammal" not in told(badge("overview", "2026-12-20"))
    said = badge("overview", "2026-12-21")
    assert "■ Gammal: november 2026 skulle ha kommit 20 december 2026" in told(said)
    assert link(said, "Gammal")["visa"] == ["oversikt"]


def test_an_earlier_date_that_was_chosen_is_not_stale(badge: RunPage) -> None:
    assert "Gammal" not in told(badge("overview", "2026-12-21", matdatum=QUIET.isoformat()))


def test_plans_and_crosses_are_stale_by_their_own_deliveries(badge: RunPage) -> None:
    for page in ("delivery_plans", "green_cross"):
        assert "Gammal" not in told(badge(page))
        assert "■ Gammal: november 2026" in told(badge(page, "2026-12-21"))


def test_the_queue_behind_the_needs_is_told_of(badge: RunPage) -> None:
    assert "≠ två ifrågasatta jämförelser" in told(badge("needs", ar="2027"))


def test_a_missing_forvaltning_leads_to_the_gaps(badge: RunPage) -> None:
    said = badge("overview", matdatum="2024-11-30")
    assert told(said).startswith("○ Väntande 30 november 2024: SÄS saknas, sju av åtta leveranser")
    assert link(said, "SÄS saknas") == {"huvudman": [PRINCIPAL], "population": ["vantande"], "visa": ["luckor"]}


def scope(**changes: tuple[str, ...] | str) -> Scope:
    return Scope(**({"principal": PRINCIPAL, "population": "vantande", "cutoff": LAST} | changes))  # type: ignore[arg-type]


def numbers(kind: str, where: Scope) -> list[int]:
    return [each.number for each in behind.doubts(VERSION, where, dt.date(2026, 11, 20)) if each.kind == kind]


@pytest.mark.usefixtures("on_day")
def test_a_silent_unit_counts_where_it_was() -> None:
    assert numbers(behind.SILENT, scope()) == [2]
    assert numbers(behind.SILENT, scope(administrations=("NU",))) == [1]
    assert numbers(behind.SILENT, scope(administrations=("SkaS",))) == []
    assert numbers(behind.SILENT, scope(population="genomforda")) == [1]
    assert numbers(behind.SILENT, scope(population="genomforda", administrations=("SU",))) == []


@pytest.mark.usefixtures("on_day")
def test_a_silent_unit_counts_for_the_specialties_it_had() -> None:
    assert numbers(behind.SILENT, scope(specialties=("221",))) == [1]  # NU mottagning 2 had patients there
    assert numbers(behind.SILENT, scope(specialties=("Internmedicin",))) == [1]  # by a member of the group


@pytest.mark.usefixtures("on_day")
def test_a_dispute_counts_only_for_its_own_phase() -> None:
    assert numbers(behind.DISPUTED, scope(phase="1")) == [2]
    assert numbers(behind.DISPUTED, scope(phase="2")) == []


@pytest.mark.parametrize(
    ("day", "month"),
    [("2026-11-20", "2026-09-30"), ("2026-11-21", "2026-10-31"), ("2027-01-20", "2026-11-30"),
     ("2027-01-21", "2026-12-31"), ("2024-03-21", "2024-02-29")],
)  # fmt: skip
def test_the_newest_month_that_should_have_come(day: str, month: str) -> None:
    assert freshness.expected_month(dt.date.fromisoformat(day)) == dt.date.fromisoformat(month)


def test_the_month_after_is_a_whole_month() -> None:
    ends = [dt.date(2023, 12, 31)]
    while len(ends) < 4:
        ends.append(freshness.month_after(ends[-1]))
    assert [each.isoformat() for each in ends[1:]] == ["2024-01-31", "2024-02-29", "2024-03-31"]
