"""Variation, Specialitet and Läget run on published marts: every number of what they say stands in the marts.

Numbers of answers, headings, key figures and verdicts are looked for, with their unit, among those of the rows that
the sentence is about, and of a few that are reckoned from such rows here, in another way than the pages do. The
answer and the changes of Läget: test_pages_overview.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT
from dashboard import remembered, swedish, warehouse
from tests.marts_fixture import ADMINISTRATIONS, LAST, SPECIALTIES, month_ends, write_marts
from tests.test_pages_overview import WORDS, count, plain, rows

Row = dict[str, Any]
Say = Callable[..., list[str]]
SPOKEN = re.compile(
    r'<p class=vl-answer>.*?</p>|<h2.*?</h2>|<section class="vl-figure">.*?</section>'
    r'|<(?:p|div) class="vl-(?:text|warning)">.*?</(?:p|div)>',
    re.S,
)
NUMBER = re.compile(r"(\d{1,3}(?: \d{3})+|\d+(?:,\d+)?)(?: (%|procentenhet|dag|månad))?")
WORD = re.compile(rf"\b({'|'.join(WORDS[2:])})\b", re.IGNORECASE)  # en and ett are articles too
SHARE_IN = re.compile(rf"(\d+ %) i ({'|'.join(ADMINISTRATIONS)})\b")
METHOD = (
    "En av tio",
    "90:e percentilen",
    "2 ×",
    "Under 1 räcker",
    "över 1 växer",
    "Vid 1 klaras",
    "över 1 räcker inte",
)
LIMITS = {1: 90, 2: 90, 3: 30, 4: None}
DEFAULTS = {"vantande": "exkl_pvv_mov", "genomforda": "exkl_pvv"}
WIDE, GOALS, FEWEST_TO_ADJUST, HALF_A_YEAR = 0.4, (Fraction(8, 10), Fraction(9, 10), Fraction(1)), 10, 183
CUTS = [("221", 1), ("311", 2), ("105", 1), ("931", 3), ("101", 4)]


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def say(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Say]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    warehouse.forget()
    remembered.forget()

    def said(name: str, **query: str) -> list[str]:
        page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        bodies = "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")
        found = [plain(re.sub(r"</(?:p|h2|b|div)>", " ", each)) for each in SPOKEN.findall(bodies)]
        assert len(found) > 2
        return found

    yield said
    warehouse.forget()
    remembered.forget()


def numbers(said: str) -> set[str]:
    """The numbers of a sentence with their units, and number words; its dates, names and rules of thumb taken away."""
    names = [row["unit"] for row in rows("select distinct unit from attainment_unit")]
    names += [row["name"] for row in rows("select name from equity_categories")]
    dates = [form(date) for date in month_ends() for form in (swedish.long_date, swedish.month_and_year)]
    for each in sorted([*names, *dates, *METHOD], key=len, reverse=True):
        said = re.sub(re.escape(each.replace("\u00a0", " ")), "·", said, flags=re.IGNORECASE)
    found = {f"{number} {unit}".strip() for number, unit in NUMBER.findall(said)}
    return found | {word.lower() for word in WORD.findall(said)}


def whole(share: float) -> int:
    percent = int((Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return min(max(percent, 1 if share > 0 else 0), 100 if share == 1 else 99)


def shares(*found: float | None) -> set[str]:
    return {f"{whole(share)} %" for share in found if share is not None}


def counts(*found: int | None) -> set[str]:
    known = [number for number in found if number is not None]
    return {count(number) for number in known} | {WORDS[number] for number in known if number < len(WORDS)}


def points(first: float, second: float) -> set[str]:
    size = abs(whole(first) - whole(second))
    return {f"{size} procentenhet", *counts(size)}


def days(*found: float | None) -> set[str]:
    return {f"{count(math.floor(value + 0.5))} dag" for value in found if value is not None}


def decimals(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def of_cut(table: str, *, date: dt.date, population: str, phase: int, definition: str | None = None) -> list[Row]:
    """A mart's rows of one cut, under the limit that a page shows first where rows have one."""
    found = rows(
        "select * from query_table($table) where cutoff_date = $date and population = $population and phase = $phase",
        table=table,
        date=date,
        population=population,
        phase=phase,
    )
    if definition is None:
        return found
    return [row for row in found if (row["definition"], row["limit_days"]) == (definition, LIMITS[phase])]


def limit_of(found: Iterable[Row]) -> set[str]:
    return days(*(row["limit_days"] for row in found))


def assert_known(said: str, known: set[str]) -> None:
    assert numbers(said) <= known, f"{said}: {sorted(numbers(said) - known)}"


def assert_shares_are_of_whom_they_name(said: str, of_administration: dict[str, float | None]) -> None:
    for share, name in SHARE_IN.findall(said):
        assert {share} == shares(of_administration[name]), said


@pytest.mark.parametrize("phase", [1, 2, 4])
@pytest.mark.parametrize("population", DEFAULTS)
@pytest.mark.parametrize("date", [LAST, dt.date(2025, 12, 31)])
def test_every_number_on_variation_is_of_the_specialty_that_is_named_or_a_count(
    say: Say, date: dt.date, population: str, phase: int
) -> None:
    cut: dict[str, Any] = {
        "date": date, "population": population, "phase": phase, "definition": DEFAULTS[population]
    }  # fmt: skip
    said = say("variation", population=population, fas=str(phase), matdatum=date.isoformat())
    whole_group = {code for code, (_, _, group, _) in SPECIALTIES.items() if group is not None}
    attained = [row for row in of_cut("attainment", **cut) if row["administration"] != "Alla"]
    beyond = {row["specialty"]: row["is_beyond_chance"] for row in of_cut("variation", **cut)}
    spans: dict[str, list[float]] = {}
    for row in attained:
        if row["status"] == "visas" and row["specialty"] not in {"Alla", *whole_group}:
            spans.setdefault(row["specialty"], []).append(row["share"])
    spans = {code: found for code, found in spans.items() if len(found) > 1}
    wide = [code for code, found in spans.items() if max(found) - min(found) > WIDE]
    verdicts = [row for row in of_cut("comparisons", **cut) if row["unit"] is None]
    known = {"40 procentenhet", *limit_of(attained)}
    known |= counts(len(spans), len(wide), sum(bool(beyond[code]) for code in wide))
    for each in said:
        named = {code for code, (_, short, _, _) in SPECIALTIES.items() if short in each}
        shown = {row["administration"]: row["share"] for row in attained if row["specialty"] in named}
        under = [
            sum(row["verdict"] == "under" and row["administration"] == name for row in verdicts
                if row["specialty"] in spans)
            for name in ADMINISTRATIONS if name in each
        ]  # fmt: skip
        judged = [code for code in spans if beyond[code] is not None]
        assert_known(each, known | shares(*shown.values()) | counts(len(judged), *under))
        if len(named) == 1:
            assert_shares_are_of_whom_they_name(each, shown)


@pytest.mark.parametrize("funnel", ["forvaltningar", "enheter"])
@pytest.mark.parametrize(("specialty", "phase"), CUTS)
@pytest.mark.parametrize("population", DEFAULTS)
def test_every_number_of_one_specialty_on_variation_is_its_own(
    say: Say, population: str, specialty: str, phase: int, funnel: str
) -> None:
    cut: dict[str, Any] = {
        "date": LAST, "population": population, "phase": phase, "definition": DEFAULTS[population]
    }  # fmt: skip
    said = say("variation", population=population, fas=str(phase), mvo=specialty, tratt=funnel)
    own = [row for row in of_cut("attainment", **cut) if row["specialty"] == specialty]
    judged = [row for row in of_cut("comparisons", **cut) if row["specialty"] == specialty]
    units = [row for row in of_cut("attainment_unit", **cut) if row["specialty"] == specialty]
    region = next(row for row in own if row["administration"] == "Alla")
    known = limit_of(own) | counts(region["over_limit"], len(units), FEWEST_TO_ADJUST)
    for is_unit in (True, False):
        group = [row for row in judged if (row["unit"] is not None) == is_unit]
        known |= counts(len(group), *(sum(row["verdict"] == side for row in group) for side in ("under", "over")))
    shown = {row["administration"]: row["share"] for row in own}
    for each in said:
        lowest = re.search(r"slump: (\w+) enhet", each)  # a probability, not a row: no more than half are likely lowest
        likely = {lowest.group(1)} if lowest and WORDS.index(lowest.group(1)) <= len(units) / 2 else set()
        of_whom = [share for name, share in shown.items() if name in each or name == "Alla"]
        assert_known(each, known | likely | shares(*of_whom))
        assert_shares_are_of_whom_they_name(each, shown)


def seen(row: Row, wanted: Fraction) -> int:
    """How many of those over the limit must leave, counted one by one."""
    return next(
        gone
        for gone in range(row["denominator"] + 1)
        if Fraction(row["numerator"]) >= wanted * (row["denominator"] - gone)
    )


def of_specialty(table: str, specialty: str, **cut: Any) -> Row:
    found = of_cut(table, **cut)
    return next(row for row in found if row["specialty"] == specialty and row["administration"] == "Alla")


def attainment_numbers(row: Row, before: Row) -> set[str]:
    """A month of one queue, and its change since the month before."""
    known = shares(row["share"]) | points(row["share"], before["share"])
    known |= counts(*(row[name] for name in ("contacts", "denominator", "numerator", "over_limit")))
    known |= counts(abs(row["over_limit"] - before["over_limit"]))
    waited = [row[name] for name in ("median_days", "p90_days")]
    changed = [abs(row[name] - before[name]) for name in ("median_days", "p90_days")]
    return known | days(row["limit_days"], *waited, *changed)


def flow_numbers(flow: Row) -> set[str]:
    left = flow["completed"] + flow["other_removals"]
    known = counts(left, flow["inflow"], flow["unexplained"], flow["closing"])
    return known | {f"{decimals(flow['closing'] / left, 1)} månad", decimals(flow["inflow"] / left, 2)}


def waiting_numbers(found: list[Row], limit: int | None) -> set[str]:
    """Of those over the limit, how many have waited half a year; how hard the mean wait presses on the limit."""
    over = sum(row["contacts"] for row in found if limit is not None and row["waited_days"] > limit)
    half_year = sum(row["contacts"] for row in found if row["waited_days"] >= HALF_A_YEAR)
    return (shares(half_year / over) if over else set()) | counts(over)


def pressure_numbers(found: list[Row], limit: int | None) -> set[str]:
    mean = sum(row["contacts"] * row["waited_days"] for row in found) / sum(row["contacts"] for row in found)
    pressure = {decimals(2 * mean / limit, 2)} if limit else set()
    return {f"{decimals(mean, 1)} dag"} | pressure


@pytest.mark.parametrize("date", [LAST, dt.date(2025, 12, 31)])
@pytest.mark.parametrize(("specialty", "phase"), CUTS)
@pytest.mark.parametrize("population", DEFAULTS)
def test_every_number_on_specialitet_is_the_specialtys_own(
    say: Say, population: str, specialty: str, phase: int, date: dt.date
) -> None:
    said = say("specialty", population=population, fas=str(phase), mvo=specialty, matdatum=date.isoformat())
    earlier = month_ends()[month_ends().index(date) - 1]
    known: set[str] = set()
    for each, definition in DEFAULTS.items():
        cut: dict[str, Any] = {"population": each, "phase": phase, "definition": definition}
        now = of_specialty("attainment", specialty, date=date, **cut)
        known |= attainment_numbers(now, of_specialty("attainment", specialty, date=earlier, **cut))
        own = [row for row in of_cut("waiting_days_by_specialty", date=date, population=each, phase=phase)
               if row["specialty"] == specialty and row["administration"] == "Alla"]  # fmt: skip
        if each == population:
            known |= waiting_numbers(own, now["limit_days"])
            odd = of_specialty("deviations", specialty, date=date, population=each, phase=phase)
            known |= counts(odd["patient_chosen"] + odd["medical"], odd["contacts"])
            known |= shares(*((sum(odd[name] for name in names)) / odd["contacts"] for names in
                              (("patient_chosen",), ("medical",), ("patient_chosen", "medical"))))  # fmt: skip
        if each == "vantande":
            known |= pressure_numbers(own, now["limit_days"]) | counts(*(seen(now, goal) for goal in GOALS))
            known |= shares(*(float(goal) for goal in GOALS))
        units = [row for row in of_cut("attainment_unit", date=date, **cut) if row["specialty"] == specialty]
        judged = [row for row in of_cut("comparisons", date=date, **cut) if row["specialty"] == specialty]
        known |= counts(len(units), sum(row["unit"] is not None and row["verdict"] == "under" for row in judged))
    [flow] = rows(
        "select * from flows where cutoff_date = $date and phase = $phase and specialty = $specialty "
        "and administration = 'Alla'", date=date, phase=phase, specialty=specialty,
    )  # fmt: skip
    known |= flow_numbers(flow)
    for each in said:
        assert_known(each, known)


@pytest.mark.parametrize("date", [LAST, dt.date(2025, 12, 31)])
def test_every_number_of_the_key_figures_of_laget_is_the_regions_or_the_nations(say: Say, date: dt.date) -> None:
    said = say("overview", matdatum=date.isoformat())[1:]
    year_before = next(each for each in month_ends() if each.year == date.year - 1 and each.month == date.month)
    earlier = month_ends()[month_ends().index(date) - 1]
    asked = (
        "select * from attainment where population = 'vantande' and administration = 'Alla' "
        "and specialty in ('Alla', '931') and definition in ('exkl_pvv_mov', 'exkl_pvv') and cutoff_date = $date"
    )
    now = rows(asked, date=date)
    known = shares(*(row["share"] for row in [*rows("select share from national"), *now])) | limit_of(now)
    known |= counts(*(row[name] for row in now for name in ("numerator", "denominator")))
    for row in rows(asked, date=earlier):  # the nation's date may be the month before
        known |= shares(row["share"]) | counts(row["denominator"])
    for before in [*rows(asked, date=earlier), *rows(asked, date=year_before)]:
        same = [row for row in now if all(row[name] == before[name] for name in ("phase", "specialty", "definition",
                                                                                 "limit_days"))]  # fmt: skip
        known |= {number for row in same for number in points(row["share"], before["share"])}
    families = rows("select * from change_families where cutoff_date = $date and horizon = 'manad'", date=date)
    known |= counts(*(row[name] for row in families for name in ("flagged", "specialties_tested")))
    for each in said:
        assert_known(each, known)


def test_a_number_that_is_not_of_the_row_is_found_out(say: Say) -> None:
    answer = say("variation", mvo="221")[0]
    assert numbers(answer) == {"29 %", "97 %", "90 dag", "62 %", "1 191"}
    with pytest.raises(AssertionError, match="30 %"):
        assert_known(answer.replace("29", "30"), numbers(answer))
    with pytest.raises(AssertionError):
        assert_shares_are_of_whom_they_name(answer, {"NU": 0.97, "SV": 0.29})
    assert numbers("Sju av 13 specialiteter, 1 203 och 0,99 i oktober 2026") == {"sju", "13", "1 203", "0,99"}
