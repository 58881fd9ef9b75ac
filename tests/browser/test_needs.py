"""Behov och kapacitet in a real browser: axe in both themes and on a phone, by keyboard, from proposal to agreement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from register import Register
from tests.browser.conftest import NARROW, WIDE, Pages, Visits, focused, served_with_register, tab_to
from tests.browser.reader import choose, press, unfold
from tests.browser.test_accessible import overflow, violations
from tests.browser.test_swedish_chrome import english
from tests.browser.waiting import settle

LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]


@pytest.fixture(scope="module")
def planning(published_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Register]]:
    """A server of its own in November 2026, with a register."""
    with served_with_register(published_directory, tmp_path_factory.mktemp("needs")) as found:
        yield found


@pytest.fixture
def visit(planning: tuple[str, Register], pages: Pages) -> Iterator[Visits]:
    visits = Visits(planning[0], pages)
    yield visits
    visits.end()


def proposed(page: Page) -> None:
    press(page, "Räkna fram ett förslag")
    expect(page.get_by_role("heading", name="får plats", exact=False).first).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_with_the_proposal_open_and_nothing_runs_outside(
    visit: Visits, size: tuple[int, int], scheme: str
) -> None:
    page = visit("behov?minsta=1", size, scheme)
    proposed(page)
    for each in page.locator("[data-testid=stExpander] summary").all():
        each.click()
        settle(page)
    assert violations(page) == []
    assert overflow(page) <= 1
    assert english(page) == []


def test_axe_finds_nothing_in_the_table_twins(visit: Visits) -> None:
    page = visit("behov?ar=2026")
    for twin in page.get_by_role("radio", name="Tabell").all():
        twin.click()
        settle(page)
    assert violations(page) == []
    assert page.get_by_role("region", name="Behov och egen kapacitet 2026, tabell").count() == 1
    assert page.get_by_role("region", name="Köerna bakom behovet, tabell").count() == 1


def test_wide_charts_on_a_phone_have_a_name_and_take_the_focus(visit: Visits) -> None:
    page = visit("behov?ar=2026", NARROW)
    for key, name in (("needs", "Brist och överskott per specialitet"), ("queue", "Köns takt per specialitet")):
        page.wait_for_function(f"() => document.querySelector('.st-key-wide_{key}').tabIndex === 0")
        container = page.locator(f".st-key-wide_{key}")
        assert container.get_attribute("aria-label") == f"{name}, kan rullas i sidled"


def test_a_proposal_is_asked_for_by_keyboard_and_its_options_stand_in_the_address(visit: Visits) -> None:
    page = visit("behov?minsta=1")
    tab_to(page, lambda at: at["role"] == "combobox" and at["name"] == "Längsta restid")
    page.keyboard.type("Högst 90")
    page.keyboard.press("Enter")
    page.wait_for_url("**restid=90**")
    settle(page)
    tab_to(page, lambda at: at["tag"] == "BUTTON" and at["text"] == "Räkna fram ett förslag")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_role("heading", name="får plats", exact=False).first).to_be_visible()
    given = parse_qs(urlsplit(page.url).query)
    assert {name: given[name] for name in ("minsta", "restid", "rattvisa", "sasong")} == {
        "minsta": ["1"], "restid": ["90"], "rattvisa": ["nej"], "sasong": ["ja"],
    }  # fmt: skip


def test_from_the_gap_to_proposed_and_agreed_plans(
    visit: Visits, planning: tuple[str, Register], tmp_path: Path
) -> None:
    _, register = planning
    page = visit("behov?minsta=1&mvo=311")
    proposed(page)
    with page.expect_download() as download:
        page.locator(".st-key-csv_proposal_plans button").click()
    download.value.save_as(tmp_path / "forslag.csv")
    lines = (tmp_path / "forslag.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("huvudman;ar;kvartal;mvo")
    assert lines[0].endswith(";dataversion")
    assert page.get_by_role("button", name="Gör till föreslagna versioner").is_disabled()
    choose(page, "Din roll", "Vårdgarantiservice")
    press(page, "Gör till föreslagna versioner")
    expect(page.get_by_text("har fått en föreslagen version")).to_be_visible()
    written = register.plan_versions()
    assert set(written["status"]) == {"forslag"}
    assert page.get_by_role("button", name="Gör till föreslagna versioner").is_disabled()

    settle(page)
    unfold(page, "Förslag att komma överens om")
    page.get_by_role("option").filter(has_text="Välj alla").click()
    settle(page)
    page.keyboard.press("Escape")
    settle(page)
    choose(page, "Förankrad hos", "Verksamhetschef")
    press(page, "Gör till överenskomna")
    expect(page.get_by_text("Överenskommet och gäller")).to_be_visible()
    expect(page.get_by_role("heading", name="Inga förslag väntar på beslut")).to_be_visible()
    agreed = register.plan_versions()[len(written) :]
    assert set(agreed["status"]) == {"overenskommen"}
    assert sorted(agreed["plan_id"]) == sorted(written["plan_id"])
    volumes = ["q1", "q2", "q3", "q4", "decided_volume"]
    assert agreed.sort("plan_id").select(volumes).equals(written.sort("plan_id").select(volumes))


def test_the_list_of_proposals_leads_to_the_plan(visit: Visits, planning: tuple[str, Register]) -> None:
    del planning
    page = visit("behov?ar=2026")
    link = page.get_by_role("link", name="SU → SV, egen regi, Gynekologi (operation/åtgärd)")
    link.focus()
    assert "plan=P-2026-431-2-SU-SV" in (link.get_attribute("href") or "")
    assert focused(page)["text"].startswith("SU → SV")
