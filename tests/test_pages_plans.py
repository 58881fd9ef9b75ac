"""Leveransplaner on published marts: every number is recomputed here from the fixture's literals, in plain Python."""

from __future__ import annotations

import datetime as dt
import math
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from analysis.plan_forecast import forecast
from config import ROOT, DataDirectory
from dashboard import (
    plan_course_block,
    plan_facts,
    plan_periods_block,
    plan_reports_block,
    plan_versions_block,
    plan_view,
    remembered,
    warehouse,
)
from dashboard.address import Address
from dashboard.filters import NothingDelivered
from dashboard.plan_view import View
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts
from tests.marts_fixture_plans import TODAY, reports

RunPage = Callable[..., AppTest]
Plans = Mapping[tuple[str, str, str], tuple[int, ...]]

# Per plan of 2026 the quarters in force: what was agreed when each quarter ended, or is agreed now.
IN_FORCE: Plans = {
    ("511", "SU", "Klarsikt"): (280, 330, 220, 300),
    ("311", "NU", "SV"): (190, 190, 120, 180),
    ("431", "SÄS", "SkaS"): (80, 95, 65, 95),
    ("311", "SU", "Kustortopedi"): (240, 270, 190, 270),
    ("301", "SÄS", "Grannregion Söder"): (66, 66, 44, 66),
    ("221", "NU", "SkaS"): (40, 0, 0, 0),
    ("141", "SkaS", "SV"): (20, 20, 12, 20),
    ("521", "SÄS", "Privat"): (120, 120, 80, 90),
}
SHARES = [Fraction(each, 1000) for each in (88, 85, 92, 83, 86, 82, 48, 78, 91, 93, 92, 82)]
LAST = 10  # October: the last reported month


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


def run_on(directory: Path, monkeypatch: pytest.MonkeyPatch, **query: str | list[str]) -> AppTest:
    serve(directory, monkeypatch)
    page = AppTest.from_file(str(ROOT / "pages" / "delivery_plans.py"), default_timeout=30)
    for parameter, value in query.items():
        page.query_params[parameter] = value
    page.run()
    assert not page.exception
    return page


def serve(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(directory))
    monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def run_page(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    yield lambda **query: run_on(marts, monkeypatch, **query)
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def own_marts(marts: Path, tmp_path: Path) -> Iterator[DataDirectory]:
    """The same marts once more, to be changed."""
    yield DataDirectory(Path(shutil.copytree(marts, tmp_path / "own")))
    warehouse.forget()
    remembered.forget()


@pytest.fixture
def published(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    serve(marts, monkeypatch)
    yield
    warehouse.forget()
    remembered.forget()


def change(data: DataDirectory, *statements: str) -> None:
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        for sql in statements:
            marts.execute(sql)


def html(page: AppTest) -> str:
    """All HTML of the page, with no-break spaces as spaces."""
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def words(page: AppTest) -> str:
    """The same without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(page)))


def alts(page: AppTest) -> list[str]:
    return [str(each.proto.alt).replace("\u00a0", " ") for each in page.get("plotly_chart")]


def swedish(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def percent(part: float, whole: float = 1) -> int:
    """Whole percent, halves upwards."""
    return math.floor(100 * part / whole + 0.5)


def by_month(quarters: tuple[int, ...]) -> list[int]:
    """Each quarter on its months by largest remainder, the earlier month first."""
    months: list[int] = []
    for number, volume in enumerate(quarters):
        shares = SHARES[3 * number : 3 * number + 3]
        exact = [volume * share / sum(shares) for share in shares]
        whole = [math.floor(each) for each in exact]
        order = sorted(range(3), key=lambda index: (whole[index] - exact[index], index))
        for index in order[: volume - sum(whole)]:
            whole[index] += 1
        months += whole
    return months


def outcome() -> dict[tuple[str, str, str], list[dict[str, int]]]:
    """Per plan of 2026 and month: the sender's number of sent, the receiver's of done and returned, or the other's."""
    found: dict[tuple[str, str, str], list[dict[str, int]]] = {}
    for row in reports().filter(pl.col("month").dt.year() == 2026).iter_rows(named=True):
        key = (row["specialty"], row["sender"], row["receiver"])
        month = found.setdefault(key, [{} for _ in range(LAST)])[row["month"].month - 1]
        for measure, knows in (("sent", "avsandare"), ("completed", "mottagare"), ("returned", "mottagare")):
            if row["reported_by"] == knows or measure not in month:
                month[measure] = row[measure]
    return found


def counted(measure: str, plans: Plans) -> list[int]:
    """Of the months January–October, where the plan has a version in force (the withdrawn one: January–March)."""
    totals = [0] * LAST
    for key in plans:
        for month, told in enumerate(outcome().get(key, [])):
            if key[0] != "221" or month < 3:
                totals[month] += told.get(measure, 0)
    return totals


PLANNED = [sum(volumes) for volumes in zip(*(by_month(each) for each in IN_FORCE.values()), strict=True)]
YEAR_PLAN = sum(PLANNED)
SO_FAR = sum(PLANNED[:LAST])
DONE = sum(counted("completed", IN_FORCE))


def year_end(plans: Plans) -> tuple[int, int, int]:
    found = forecast([by_month(each) for each in plans.values()], [counted("completed", {key: plans[key]})
                                                                   for key in plans])  # fmt: skip
    assert found is not None
    return found.whole


def test_the_answer_is_the_share_done_of_what_was_planned_so_far_and_where_the_year_ends(run_page: RunPage) -> None:
    said = words(run_page())
    _, low, high = year_end(IN_FORCE)
    assert "Hinner vi det vi har kommit överens om?" in said
    share = percent(DONE, SO_FAR)
    assert f"{share} % av det som planerats hittills är genomfört" in said
    assert f"året väntas sluta på {swedish(low)}–{swedish(high)} av {swedish(YEAR_PLAN)} patienter." in said
    assert "Två planer förklarar nästan hela bristen: ögonsjukvård från SU till Klarsikt och ortopedi" in said


def test_the_four_key_figures_are_never_of_the_whole_year_before_it_is_over(run_page: RunPage) -> None:
    said = words(run_page())
    expected, low, high = year_end(IN_FORCE)
    assert f"Genomfört till och med oktober {percent(DONE, SO_FAR)} % {swedish(DONE)} av {swedish(SO_FAR)}" in said
    assert f"{swedish(SO_FAR - DONE)} färre än planerat" in said
    assert f"Prognos för helåret {swedish(expected)} av {swedish(YEAR_PLAN)}" in said
    assert f"Troligt intervall {swedish(low)}–{swedish(high)} (80 %)" in said
    assert f"För att nå planen krävs {-(-(YEAR_PLAN - DONE) // 2)} genomförda per månad" in said
    sent, returned = sum(counted("sent", IN_FORCE)), sum(counted("returned", IN_FORCE))
    assert f"Att skicka: {-(-(YEAR_PLAN - sent + returned) // 2)} per månad" in said
    assert f"I oktober genomfördes {counted('completed', IN_FORCE)[9]}" in said
    assert f"i oktober skickades {counted('sent', IN_FORCE)[9]}" in said


def test_what_stands_outside_the_plan_is_always_there(run_page: RunPage) -> None:
    said = words(run_page())
    outside = (1150 - 1130) + (740 - 680) + (350 - 335) + (1000 - 970)
    withdrawn = sum(told["completed"] for told in outcome()["221", "NU", "SkaS"][3:6])
    assert f"Utanför plan {outside} särskild ordning" in said
    assert f"Därtill genomförda: 11 utan plan och {withdrawn} utan gällande version" in said
    assert "Beslutad volym saknas för en plan" in said  # Allergologi is agreed without a decided volume
    assert "Utanför plan 0 särskild ordning" in words(run_page(mvo="301"))


def test_quarters_are_those_in_force_and_the_worst_finished_one_is_the_heading(run_page: RunPage) -> None:
    page = run_page()
    done = counted("completed", IN_FORCE)
    plans = [sum(PLANNED[3 * number : 3 * number + 3]) for number in range(4)]
    shares = [sum(done[3 * number : 3 * number + 3]) / plans[number] for number in range(3)]
    assert min(shares) == shares[2] < 0.8 < min(shares[:2])
    assert f"Tredje kvartalet stannade på {percent(shares[2])} procent" in words(page)
    alt = alts(page)[0]
    for number in range(3):
        counts = f"{sum(done[3 * number : 3 * number + 3])} av {swedish(plans[number])} planerade genomförda"
        assert f"kvartal {number + 1}: {counts}, {percent(shares[number])} %" in alt
    assert f"kvartal 4: {done[9]} av {swedish(plans[3])} planerade genomförda, pågår" in alt


def test_a_tertial_is_four_months_of_the_same_plans(run_page: RunPage) -> None:
    page = run_page(period="tertial")
    done = counted("completed", IN_FORCE)
    assert f"tertial 1: {swedish(sum(done[:4]))} av {swedish(sum(PLANNED[:4]))} planerade genomförda" in alts(page)[0]
    assert f"tertial 2: {sum(done[4:8])} av {swedish(sum(PLANNED[4:8]))} planerade genomförda" in alts(page)[0]
    assert f"tertial 3: {sum(done[8:])} av {swedish(sum(PLANNED[8:]))} planerade genomförda, pågår" in alts(page)[0]


def test_the_course_says_plan_outcome_and_forecast_in_words(run_page: RunPage) -> None:
    page = run_page()
    expected, low, high = year_end(IN_FORCE)
    assert f"Året slutar {YEAR_PLAN - high}–{YEAR_PLAN - low} patienter under plan" in words(page)
    assert (
        f"plan {swedish(YEAR_PLAN)} för året; genomförda {swedish(DONE)} till och med oktober; "
        f"prognos {swedish(expected)}, 80 % intervall {swedish(low)}–{swedish(high)}. Demodata"
    ) in alts(page)[1]


def test_plans_stand_by_patients_missing_and_the_external_one_that_under_delivers_first(run_page: RunPage) -> None:
    listed = html(run_page()).split("vl-plans")[1]
    rows = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in listed.split("<tr")[2:]]
    missing = {}
    for key, quarters in IN_FORCE.items():
        done, planned = sum(counted("completed", {key: quarters})), sum(by_month(quarters)[:LAST])
        missing[key] = planned - done
        counts = f" {swedish(planned)} {swedish(done)} "
        [row] = [row for row in rows if f"{key[1]} → {key[2]}" in row and counts in row]
        assert f"{percent(done, planned)} %" in row or "över 99 %" in row
    assert re.search(r"Ögonsjukvård, operation/åtgärd SU → Klarsikt, avtal .* 59 % Klarar inte planen v3", rows[0])
    assert "Sänkt: minskat behov av annat skäl" in rows[0]
    order = [key for key in sorted(missing, key=lambda key: -missing[key]) if key[0] != "221"]
    assert [f"{key[1]} → {key[2]}" in row for key, row in zip(order, rows, strict=False)] == [True] * 7
    assert "Återkallad" in rows[7]
    assert "Förslag" in rows[8]
    assert "Nytt förslag: 75 patienter" in rows[8]


def test_the_heading_of_the_list_counts_its_tags(run_page: RunPage) -> None:
    page = run_page()
    listed = html(page).split("vl-plans")[1]
    assert listed.count(">Klarar inte planen<") == 4
    assert "Fyra planer klarar inte året" in words(page)


def test_the_table_twin_holds_plan_sent_done_and_returned_of_every_quarter(run_page: RunPage) -> None:
    page = run_page(mvo="301")
    page.session_state["view_plan_table"] = "Tabell"
    page.run()
    said = words(page)
    key = ("301", "SÄS", "Grannregion Söder")
    sums = [0, 0, 0]
    for number in range(3):
        told = outcome()[key][3 * number : 3 * number + 3]
        sent, done, returned = (sum(each[name] for each in told) for name in ("sent", "completed", "returned"))
        sums = [sums[0] + IN_FORCE[key][number], sums[1] + sent, sums[2] + done]
        cells = f"{number + 1} {IN_FORCE[key][number]} {sent} {done} {returned} {sums[0]} {sums[1]} {sums[2]}"
        assert f"P-2026-301-2-SÄS-Grannregion Söder {cells}" in said


def test_both_sides_reports_are_compared_and_a_silent_side_is_named(run_page: RunPage) -> None:
    said = words(run_page(avsandare="SU", mvo="511"))
    rows = reports().filter(pl.col("month").dt.year() == 2026, pl.col("specialty") == "511")
    both = rows.filter(pl.col("reported_by").count().over("month") == 2)
    sides = [both.filter(pl.col("reported_by") == side) for side in ("avsandare", "mottagare")]
    sent, done = ([int(each[measure].sum()) for each in sides] for measure in ("sent", "completed"))
    assert "Klarsikt saknas" in said
    difference = f"+{done[1] - done[0]}"
    minus = f"−{sent[0] - sent[1]}" if sent[0] > sent[1] else "0"
    assert f"Summa {sent[0]} {sent[1]} {minus} {done[0]} {done[1]} {difference}" in said


def test_what_does_not_agree_is_listed_and_leads_to_its_plan(run_page: RunPage) -> None:
    page = run_page()
    assert "Två saker att reda ut" in words(page)
    assert "Utfall utan plan: Urologi, operation/åtgärd, SU → SV, 11 patienter genomförda." in words(page)
    assert "plan=P-2026-221-1-NU-SkaS" in html(page).split("Övertecknad kapacitet")[1]
    assert "att reda ut" not in words(run_page(mvo="301"))


def test_an_opened_plan_tells_its_versions_with_reason_role_figure_and_what_changed(run_page: RunPage) -> None:
    said = words(run_page(plan="P-2026-511-2-SU-Klarsikt"))
    assert "Ögonsjukvård från SU till Klarsikt: ändrad två gånger, från 1 040 till 1 130 patienter" in said
    assert "Version 3 , gäller kvartal 2, 3 och 4 beslutad 15 juni 2026" in said
    assert "Sänkt med 50 patienter till 1 130: kvartal 3 från 240 till 220, kvartal 4 från 330 till 300" in said
    assert "Höjd med 140 patienter till 1 180" in said
    assert "Version 2 , gäller kvartal 1" in said
    assert "Version 1 , ersatt" in said
    assert "Orsak: minskat behov av annat skäl, förankrad av Förvaltningens representant." in said
    assert "Mottagarens lediga tider tog slut före sommaren." in said
    relieved = words(run_page(plan="P-2026-521-1-SÄS-Privat"))
    assert "Underlag: 38 patienter genomförda som mottagare till och med 31 augusti 2026." in relieved


def test_a_proposal_and_a_withdrawal_look_like_nothing_else(run_page: RunPage) -> None:
    proposal = run_page(plan="P-2026-431-2-SU-SV")
    assert 'class="vl-version-forslag"><i aria-hidden="true">○' in html(proposal)
    assert "förslag, räknas inte" in words(proposal)
    assert "Gynekologi från SU till SV: förslag om 75 patienter" in words(proposal)
    withdrawn = run_page(plan="P-2026-221-1-NU-SkaS")
    assert 'class="vl-version-aterkallad"><i aria-hidden="true">✕' in html(withdrawn)
    assert "Neurologi från NU till SkaS: planen är återkallad" in words(withdrawn)
    assert "Planen är återkallad: ingen version gäller därefter" in words(withdrawn)


def test_the_latest_begun_year_is_the_usual_one_and_a_new_year_has_only_plans(run_page: RunPage) -> None:
    assert "Planer och utfall till och med oktober 2026" in words(run_page())
    page = run_page(ar="2027")
    said = words(page)
    assert "En plan för 2027 är ännu ett förslag. Inget är överenskommet än." in said
    assert "Planer för 2027, inget utfall" in said
    assert "inget utfall än" in said
    assert not page.get("plotly_chart")


def test_a_year_that_is_over_has_an_outcome_and_no_forecast(run_page: RunPage) -> None:
    page = run_page(ar="2025")
    told = reports().filter(pl.col("month").dt.year() == 2025, pl.col("reported_by") == "mottagare")
    done = int(told["completed"].sum())
    plan = 180 + 180 + 110 + 170 + 220 + 220 + 150 + 220
    said = words(page)
    of_plan = f"{swedish(done)} av {swedish(plan)}"
    assert f"{percent(done, plan)} % av årets plan genomfördes: {of_plan} patienter." in said
    assert f"Utfall för helåret {of_plan}" in said
    assert f"Året slutade {plan - done} patienter under plan" in said
    assert "året är slut" in said
    assert "Klarade inte planen" in said
    assert "prognos" not in alts(page)[1]


def test_a_choice_without_plans_says_so_and_leads_out(run_page: RunPage) -> None:
    page = run_page(avsandare="NU", regi="annan_region")
    said = words(page)
    assert "Inga planer med det här urvalet" in said
    assert "från NU, annan regions avtal" in said
    assert "Visa alla planer för 2026" in said
    assert not page.get("plotly_chart")


def test_a_year_with_needs_and_no_plans_is_empty(own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    change(own_marts, "delete from plan_versions where year = 2027")
    said = words(run_on(own_marts.root, monkeypatch, ar="2027"))
    assert "Det finns inga leveransplaner för 2027 med det här urvalet." in said
    assert "Andra år: 2026 , 2025" in said


def test_no_plans_at_all_is_told_before_anything_is_drawn(
    own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ("plan_versions", "plan_outcomes", "outcome_months", "needs", "capacity_offers")
    change(own_marts, *(f"delete from {name}" for name in tables))  # noqa: S608
    serve(own_marts.root, monkeypatch)
    with pytest.raises(NothingDelivered, match="Inga leveransplaner är inlästa"):
        a_view()


def test_a_month_that_nobody_has_reported_is_a_gap_in_plan_and_outcome_alike(
    own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(own_marts, "delete from plan_outcomes where month = date '2026-04-30'",
           "delete from outcome_months where month = date '2026-04-30'")  # fmt: skip
    page = run_on(own_marts.root, monkeypatch)
    done, planned = DONE - counted("completed", IN_FORCE)[3], SO_FAR - PLANNED[3]
    said = words(page)
    assert f"{swedish(done)} av {swedish(planned)}" in said
    assert "April saknas och räknas inte med" in said
    assert "april saknas" in alts(page)[0]
    assert "○ Planer och utfall till och med oktober 2026: april saknas" in said
    assert "april ej rapporterad" in said


def test_a_plan_with_no_volume_and_one_with_no_outcome_yet_are_no_faults(
    own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(own_marts, "update plan_versions set q1 = 0, q2 = 0, q3 = 0, q4 = 0 where specialty = '301'",
           "update plan_versions set status = 'overenskommen', decided_on = date '2026-11-01' where year = 2027",
           "update plan_versions set year = 2026 where year = 2027")  # fmt: skip
    said = words(run_on(own_marts.root, monkeypatch, mvo="301"))
    assert "Ingen volym är överenskommen för 2026." in said
    assert "Ingen volym v1" in said


def test_of_many_plans_the_first_are_listed_and_a_link_shows_them_all(
    own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = "v.plan_id || n as plan_id, v.sender || n as sender"
    more = f"select v.* replace ({others}) from plan_versions as v, range(30) as r(n)"  # noqa: S608
    change(own_marts, f"insert into plan_versions {more} where v.specialty = '301' and v.year = 2026")
    page = run_on(own_marts.root, monkeypatch)
    assert "Visa alla 39 planer" in words(page)
    assert html(page).split("vl-plans")[1].split("</table>")[0].count('<th scope="row">') == 20
    everything = run_on(own_marts.root, monkeypatch, rader="alla")
    assert "Visa de 20 första" in words(everything)
    assert html(everything).split("vl-plans")[1].split("</table>")[0].count('<th scope="row">') == 39


def test_a_proposal_after_a_withdrawal_does_not_hide_the_quarter_that_held(
    own_marts: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = "3 as version, 'forslag' as status, null as decided_on, 'ny' as reason"
    first = "plan_versions where specialty = '221' and version = 1"
    change(own_marts, f"insert into plan_versions select * replace ({proposed}) from {first}")  # noqa: S608
    said = words(run_on(own_marts.root, monkeypatch, mvo="221"))
    done = sum(counted("completed", {("221", "NU", "SkaS"): IN_FORCE["221", "NU", "SkaS"]}))
    assert f"40 {done} 83 % Återkallad v2 Återkallad: minskat behov av annat skäl; förslag v3 väntar" in said


@pytest.mark.parametrize(
    ("parameter", "value", "told"),
    [
        ("ar", "1999", "Okänt värde för år: <b>1999</b>. Sidan visar 2026."),
        ("avsandare", "XX", "Okänt värde för skickande: <b>XX</b>. Sidan visar Alla."),
        ("mottagare", "XX", "Okänt värde för mottagare: <b>XX</b>. Sidan visar Alla."),
        ("regi", "annan", "Okänt värde för regi: <b>annan</b>. Sidan visar Alla."),
        ("overforing", "inrikes", "Okänt värde för överföring: <b>inrikes</b>. Sidan visar Alla."),
        ("period", "vecka", "Okänt värde för period: <b>vecka</b>. Sidan visar Kvartal."),
        ("fas", "9", "Okänt värde för vårdfas: <b>9</b>. Sidan visar Alla."),
        ("plan", "P-0", "Okänt värde för plan: <b>P-0</b>."),
    ],
)
def test_an_unknown_value_is_a_message_never_ignored(run_page: RunPage, parameter: str, value: str, told: str) -> None:
    assert told in html(run_page(**{parameter: value}))


def a_view(**given: str) -> View:
    """A view without a page round it."""
    return plan_view.of_address(VERSION, Address({name: [value] for name, value in given.items()}))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"ar": "2025", "period": "tertial"},
        {"mvo": "311", "avsandare": "SU", "regi": "avtal", "overforing": "extern", "fas": "2"},
        {"plan": "P-2026-521-1-SÄS-Privat", "mottagare": "Privat", "rader": "alla"},
    ],
)
@pytest.mark.usefixtures("published")
def test_the_full_address_gives_the_same_view_again(query: dict[str, str]) -> None:
    view = a_view(**query)
    filled = parse_qs(view.address.full())
    again = plan_view.of_address(VERSION, Address(filled))
    assert not again.address.unknown
    assert (again.key, again.period, again.plan_id, again.shows_all, again.address.full()) == (
        view.key, view.period, view.plan_id, view.shows_all, view.address.full()
    )  # fmt: skip
    assert {name: values for name, values in filled.items() if name in query} == {
        name: [value] for name, value in query.items()
    }
    assert filled["ar"] == [query.get("ar", "2026")]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("period", ["kvartal", "tertial"])
def test_nothing_is_lost_between_plans_periods_and_the_year(period: str) -> None:
    whole = plan_facts.of_view(a_view())
    parts = [plan_facts.alone(whole.whole, index) for index in whole.index]
    assert sum(each.year_plan for each in parts) == whole.year_plan == YEAR_PLAN
    assert sum(each.done for each in parts) == whole.done == DONE
    periods = whole.periods(period)
    assert sum(each.planned for each in periods) == YEAR_PLAN
    assert sum(each.completed or 0 for each in periods) == DONE
    everything = sum(told.get("completed", 0) for plan in outcome().values() for told in plan)
    assert whole.done + whole.without_plan + whole.after_plan == everything


@pytest.mark.usefixtures("published")
def test_filters_divide_the_plans_without_loss() -> None:
    parts = [plan_facts.of_view(a_view(overforing=each)) for each in ("intern", "extern")]
    assert sum(each.year_plan for each in parts) == YEAR_PLAN
    assert sum(each.done for each in parts) == DONE
    assert [each.plans.height for each in parts] == [5, 4]


@pytest.mark.usefixtures("published")
def test_the_csv_holds_the_rows_of_the_open_table() -> None:
    view = a_view(mvo="511")
    rows = plan_periods_block.open_rows(view, plan_facts.of_view(view))
    expected = warehouse.published().rows(
        VERSION, "from open_leveransplaner where mvo = '511' and ar = 2026 order by plan_id, kvartal, version", {}
    )
    assert rows.columns == expected.columns
    assert rows.rows() == expected.rows()
    assert rows.height == 12


@pytest.mark.usefixtures("published")
def test_the_timelines_csv_is_an_extract_that_load_accepts() -> None:
    rows = plan_versions_block.open_rows(a_view(plan="P-2026-521-1-SÄS-Privat"))
    expected = warehouse.published().rows(
        VERSION, "from open_leveransplan where plan_id = 'P-2026-521-1-SÄS-Privat' order by version", {}
    )
    assert rows.columns == expected.columns
    assert rows.rows() == expected.rows()


@pytest.mark.usefixtures("published")
def test_the_files_of_months_and_of_reports_hold_what_the_page_counts() -> None:
    view = a_view()
    selection = plan_facts.of_view(view)
    months = plan_course_block.month_rows(view, selection)
    assert months["planerad"].to_list() == PLANNED
    assert months["genomforda"].to_list() == [*counted("completed", IN_FORCE), None, None]
    assert months["manad"].to_list()[:2] == [dt.date(2026, 1, 31), dt.date(2026, 2, 28)]
    told = plan_reports_block.open_rows(view, plan_reports_block.reports(view, selection))
    everything = sum(each.get("completed", 0) for plan in outcome().values() for each in plan)
    assert told["genomforda"].sum() == everything
    for rows in (months, told):
        assert (rows.columns[0], rows.columns[-1]) == ("huvudman", "dataversion")
        assert set(rows["huvudman"]) == {PRINCIPAL}
