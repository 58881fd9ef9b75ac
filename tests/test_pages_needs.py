"""The page Behov och kapacitet on published marts and a real register: gap, queue, proposal, agreement, no figures."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

import open_files
from config import ROOT, DataDirectory
from dashboard import needs_blocks, needs_queue_block, needs_view, plan_data, remembered, warehouse
from dashboard.address import Address
from dashboard.filters import NothingDelivered
from register import NewPlanVersion, Register
from register.migration import migrate
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts

RunPage = Callable[..., AppTest]
ROLE = "Vårdgarantiservice"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def data(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataDirectory]:
    copied = shutil.copytree(written, tmp_path / "data")
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(copied))
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-11-20")
    warehouse.forget()
    remembered.forget()
    yield DataDirectory(copied)
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def register(data: DataDirectory) -> Register:
    made = Register(f"sqlite:///{data.root / 'register.sqlite'}")
    migrate(made)
    return made


@pytest.fixture
def run_page(data: DataDirectory) -> RunPage:
    del data

    def run(**query: str | list[str]) -> AppTest:
        page = AppTest.from_file(str(ROOT / "pages" / "needs.py"), default_timeout=60)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        return page

    return run


def html(page: AppTest) -> str:
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def alts(page: AppTest) -> list[str]:
    return [str(each.proto.alt).replace("\u00a0", " ") for each in page.get("plotly_chart")]


def as_table(page: AppTest, block: str) -> str:
    page.session_state[f"view_{block}"] = "Tabell"
    page.run()
    assert not page.exception
    return html(page)


def press(page: AppTest, key: str) -> str:
    page.button(key=key).click().run()
    assert not page.exception
    return html(page)


def change(data: DataDirectory, sql: str) -> None:
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        marts.execute(sql)


def published(sql: str) -> list[tuple[Any, ...]]:
    return warehouse.published().rows(VERSION, sql, {}).rows()


def figure(said: str, title: str) -> str:
    found = re.search(rf"<h2>{title}</h2><div class=\"vl-value\"><b>([^<]*)</b>", said)
    assert found, title
    return found.group(1)


def test_the_page_opens_on_next_year_and_answers_with_what_has_no_place(run_page: RunPage) -> None:
    page = run_page()
    said = html(page)
    assert "<h1>Var räcker kapaciteten inte?</h1>" in said
    # A twentieth more than 2026's need, quarter by quarter where it is given so; nothing of it is agreed yet.
    assert "patienter saknar plats</b> 2027, flest i <b>ortopedi (operation/åtgärd)</b>" in said
    assert figure(said, "Kvar att placera") == figure(said, "Brist")


def test_shortage_and_surplus_are_the_sums_of_their_own_rows(run_page: RunPage) -> None:
    said = html(run_page(ar="2026"))
    [found] = published(
        "with g as (select specialty, phase, administration, sum(need) - sum(capacity) as gap from needs "
        "where year = 2026 group by all) select sum(gap) filter (gap > 0), -sum(gap) filter (gap < 0) from g"
    )
    assert [figure(said, title).replace(" ", "") for title in ("Brist", "Överskott")] == [str(each) for each in found]


def test_what_is_agreed_is_taken_from_plans_in_force(run_page: RunPage) -> None:
    said = html(run_page(ar="2026"))
    [(agreed,)] = published("select sum(planned) from plan_quarters where year = 2026 and in_force")
    assert figure(said, "Överenskommet ut").replace(" ", "") == str(agreed)


def test_the_chart_says_in_words_what_is_left_of_what(run_page: RunPage) -> None:
    first = alts(run_page(ar="2026"))[0]
    assert "Ögonsjukvård (operation/åtgärd) 220 kvar av 1 350, överskott 100" in first
    assert first.index("Ögonsjukvård (operation/åtgärd) 220") < first.index("Ortopedi (operation/åtgärd) 150 kvar")


def test_the_table_has_a_row_per_administration_with_signed_gaps(run_page: RunPage) -> None:
    said = as_table(run_page(ar="2026"), "needs")
    assert '<th scope="row">Ortopedi (operation/åtgärd)</th><td>NU</td><td class="vl-number">3 200</td>' in said
    row = said[said.index("<td>NU</td>") :].split("</tr>")[0]
    assert row.count('class="vl-number"') == 7
    assert "+700" in said
    assert "−400" in said  # a surplus


def test_filters_choose_rows_and_stand_in_the_address(run_page: RunPage) -> None:
    page = run_page(ar="2026", mvo="311", forvaltning=["NU", "SV"])
    said = html(page)
    assert figure(said, "Behov") == "4 700"
    assert "NU och SV" in said
    assert "Ortopedi" in said
    assert "Ögonsjukvård" not in alts(page)[0]


def test_a_choice_without_needs_says_so_and_leads_back(run_page: RunPage) -> None:
    said = html(run_page(ar="2026", mvo="141", forvaltning="SU"))
    assert "Inget behov i urvalet" in said
    assert "Visa alla specialiteter och förvaltningar" in said


def test_no_needs_at_all_is_told(data: DataDirectory) -> None:
    change(data, "delete from needs")
    warehouse.published().current()
    with pytest.raises(NothingDelivered, match="Inga behov är inlästa"):  # the shell says it in a box
        _view("2027")


def test_needs_without_any_offer_say_that_nobody_offers(run_page: RunPage, data: DataDirectory) -> None:
    change(data, "delete from capacity_offers where year = 2027")
    page = run_page()
    assert "Ingen erbjuder kapacitet" in html(page)
    assert not [button for button in page.button if button.key == "propose"]


def test_a_year_that_is_over_has_no_proposal(run_page: RunPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_TODAY", "2027-01-10")
    assert "Året är slut" in html(run_page(ar="2026"))


def test_the_queue_says_how_many_do_not_get_there_and_what_it_stands_on(run_page: RunPage) -> None:
    page = run_page(ar="2026", andel="90", datum="2027-04-30")
    said = html(page)
    assert re.search(r"I dagens takt når ingen av \w+ köer 90 % till 30 april 2027", said)
    assert "om ingen annan passerar gränsen under tiden" in said
    assert "Den är en riktlinje, inget löfte." in said
    assert "fler i månaden" in alts(page)[1]


def test_a_hidden_queue_is_said_to_be_hidden_and_has_no_figure(run_page: RunPage, data: DataDirectory) -> None:
    change(data, "insert into needs values ('Exempelregionen', 2026, null, '221', 1, 'RH', 40, 20)")
    said = as_table(run_page(ar="2026", mvo="221", forvaltning="RH"), "queue")
    row = said[said.index("Neurologi (första besök), RH</th>") :].split("</tr>")[0]
    assert row.count('<td class="vl-number vl-hidden">dolt</td>') >= 3
    assert not re.search(r">\d", row)
    assert "dolda siffror" in said


def test_files_begin_with_the_huvudman_and_end_with_the_version(data: DataDirectory, run_page: RunPage) -> None:
    del data
    page = run_page(ar="2026")
    page.run()
    view = _view("2026")
    gap = needs_blocks.file_rows(view, needs_blocks.rows_of(view))
    goal = needs_queue_block.goal_of(view)
    assert goal is not None
    queue = needs_queue_block.file_rows(view, needs_queue_block.queues_of(view), goal)
    for rows in (gap, queue):
        assert rows.columns[0] == "huvudman"
        assert rows.columns[-1] == "dataversion"
        assert rows["huvudman"].unique().to_list() == [PRINCIPAL]
        assert rows["dataversion"].unique().to_list() == [VERSION]
        assert "fas" in rows.columns
        assert open_files.csv_bytes(rows).startswith(b"\xef\xbb\xbfhuvudman;")


def _view(year: str) -> needs_view.View:
    """The view of a year as the page reads it, without a browser."""
    address = Address({"ar": [year]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.filters.read_address", lambda: address)
        patch.setattr("dashboard.filters.remember", lambda _: None)
        return needs_view.read(VERSION)


@pytest.mark.parametrize("year", ["2026", "2027"])
def test_a_proposal_is_shown_when_it_is_asked_for_and_adds_up(run_page: RunPage, register: Register, year: str) -> None:
    del register
    page = run_page(minsta="1", ar=year)
    assert "får plats" not in html(page)
    said = press(page, "propose")
    placed, unmet = (int(figure(said, title).replace(" ", "")) for title in ("Får plats", "Utan plats"))
    regimes = [
        int(figure(said, title).replace(" ", "")) for title in ("Egen regi", "Egna avtal", "Andra regioners avtal")
    ]
    assert sum(regimes) == placed
    assert placed + unmet == int(figure(said, "Kvar att placera").replace(" ", ""))
    assert "Utan plats och varför" in [each.label.split(":")[0] for each in page.expander]
    assert "Så är förslaget valt" in [each.label for each in page.expander]


def test_one_press_makes_proposed_versions_and_a_second_writes_nothing(run_page: RunPage, register: Register) -> None:
    page = run_page(minsta="1")
    press(page, "propose")
    assert page.button(key="adopt").disabled  # nobody has said who they are
    page.selectbox(key="who_role").select(ROLE).run()
    before = plan_data.quarters(VERSION, register.stamp(), PRINCIPAL, 2027).filter("in_force")
    said = press(page, "adopt")
    assert "har fått en föreslagen version" in said
    written = register.plan_versions()
    assert len(written) > 5
    assert written["status"].unique().to_list() == ["forslag"]
    assert written["role"].unique().to_list() == [ROLE]
    assert page.button(key="adopt").disabled
    assert "Förslaget finns redan som föreslagna versioner" in said
    after = plan_data.quarters(VERSION, register.stamp(), PRINCIPAL, 2027).filter("in_force")
    assert after.equals(before)  # nothing agreed has moved


def test_an_existing_plan_gets_its_next_version_and_a_new_pair_a_plan(run_page: RunPage, register: Register) -> None:
    page = run_page(minsta="1", mvo="311")
    press(page, "propose")
    page.selectbox(key="who_role").select(ROLE).run()
    press(page, "adopt")
    written = {row["plan_id"]: row for row in register.plan_versions().iter_rows(named=True)}
    assert written["P-2027-311-2-NU-SV"]["version"] == 2  # the extract's own proposal was the first
    assert written["P-2027-311-2-SU-Kustortopedi"]["version"] == 1
    assert {row["specialty"] for row in written.values()} == {"311"}  # what the filters show is what is written


def test_someone_elses_change_is_told_and_nothing_is_written(run_page: RunPage, register: Register) -> None:
    page = run_page(minsta="1", mvo="311")
    press(page, "propose")
    page.selectbox(key="who_role").select(ROLE).run()
    register.add_plan_versions([
        NewPlanVersion(
            principal=PRINCIPAL, plan_id="P-2027-311-2-NU-SV", version=2, base_version=1, year=2027, specialty="311",
            phase=2, sender="NU", receiver="SV", regime="egen", transfer="intern", decided_volume=10, q1=10, q2=0, q3=0,
            q4=0, status="overenskommen", reason="ny", decided_on=dt.date(2026, 11, 20), role="Koncernkontoret",
        )
    ])  # fmt: skip
    said = press(page, "adopt")
    assert "Någon annan ändrade plan P-2027-311-2-NU-SV" in said
    assert len(register.plan_versions()) == 1


def test_many_proposals_are_agreed_at_once_with_who_they_are_anchored_with(
    run_page: RunPage, register: Register
) -> None:
    page = run_page(minsta="1", mvo="311")
    press(page, "propose")
    page.selectbox(key="who_role").select(ROLE).run()
    press(page, "adopt")
    proposed = sorted(register.plan_versions()["plan_id"])
    assert page.button(key="agree").disabled
    page.multiselect(key="agree_plans").set_value(proposed)
    page.selectbox(key="agree_anchored").select("Verksamhetschef").run()
    said = press(page, "agree")
    assert "Överenskommet och gäller" in said
    agreed = register.plan_versions().filter(pl.col("status") == "overenskommen")
    assert sorted(agreed["plan_id"]) == proposed
    assert agreed["anchored_by"].unique().to_list() == ["Verksamhetschef"]
    assert "Inga förslag väntar på beslut" in said
    assert figure(said, "Överenskommet ut").replace(" ", "") == str(
        register.plan_versions().filter(pl.col("status") == "overenskommen")
        .select(pl.sum_horizontal("q1", "q2", "q3", "q4").sum()).item()
    )  # fmt: skip


def test_open_proposals_lead_to_their_plans(run_page: RunPage) -> None:
    said = html(run_page())
    assert "En plan väntar på beslut" in said
    assert "leveransplaner?huvudman=Exempelregionen&amp;ar=2027&amp;plan=P-2027-311-2-NU-SV" in said


def test_a_register_that_is_not_made_says_so_and_loses_nothing(run_page: RunPage) -> None:
    page = run_page(minsta="1")
    press(page, "propose")
    page.selectbox(key="who_role").select(ROLE).run()
    said = press(page, "adopt")
    assert "Registret är inte skapat" in said
