"""Every sentence of the Variation page: each row said under its condition, word for word, and none unrendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from dashboard import (
    heat_map,
    variation_chance,
    variation_chance_facts,
    variation_facts,
    variation_mix_block,
    variation_ranking,
    variation_sentences,
)
from dashboard.cuts import Cut, Words
from dashboard.heat_map import LowIn
from dashboard.sentences import Sentence, the_one
from dashboard.variation_chance_facts import Chance
from dashboard.variation_facts import Spreads
from dashboard.variation_funnel import Spread
from dashboard.variation_mix import Mix, Turned
from dashboard.variation_ranking import Lowest

CUT = Cut(principal="Exempelregionen", cutoff_date=dt.date(2026, 10, 31), population="vantande", phase=1,
          definition="exkl_pvv_mov", limit_days=90)  # fmt: skip
WORDS = Words(CUT, "Exkl. PVV och MOV")
OWN_DATE = Words(CUT | {"limit_days": None}, "Exkl. PVV och MOV")
FEW, MANY, WIDE = Spread(4.0, 0.01, 6, 0.001), Spread(3.0, 0.01, 12, 0.001), Spread(0.9, 0.0, 12, 0.6)


def a_row(name: str = "Neurologi", low: float | None = 0.29, high: float | None = 0.97, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "specialty": name, "short_name": name, "specialty_group": None, "administrations": 5 if low is not None else 0,
        "lowest": low, "lowest_administration": "NU", "highest": high, "highest_administration": "SV",
        "spread": None if low is None or high is None else high - low, "region_share": 0.62, "over_limit": 1204,
        "is_beyond_chance": True,
    }  # fmt: skip
    return values | more


def spreads(*rows: dict[str, Any]) -> Spreads:
    return Spreads(rows, WORDS)


def chance(is_beyond: bool | None, under: Sequence[str] = (), over: Sequence[str] = (), few: Sequence[str] = (),
           spread: Spread = FEW, **more: Any) -> Chance:  # fmt: skip
    return Chance(is_beyond, under, over, few, spread, **more)


BY_CHANCE: dict[str, Any] = {"is_beyond_chance": False}
NARROW: dict[str, Any] = {"low": 0.50, "high": 0.70}
UNITS: dict[str, Any] = {"is_units": True}
ENDS = "från 29 % i NU till 97 % i SV har väntat högst 90 dagar"
TWO_WIDE = "I <b>två av två specialiteter</b> som går att jämföra är spannet större än 40 procentenheter"

CASES: list[tuple[str, Sequence[Sentence[Any]], str, Any, str]] = [
    ("FINDINGS", variation_sentences.FINDINGS, "no span", spreads(a_row(low=None)),
     "Inget spann att visa med det här urvalet"),
    ("FINDINGS", variation_sentences.FINDINGS, "wide, some by chance", spreads(a_row(), a_row("Hud", **BY_CHANCE)),
     "Två specialiteter har ett spann över 40 procentenheter, en mer än slumpen"),
    ("FINDINGS", variation_sentences.FINDINGS, "wide, all beyond chance", spreads(a_row(), a_row("Hud", **NARROW)),
     "En specialitet har ett spann över 40 procentenheter"),
    ("FINDINGS", variation_sentences.FINDINGS, "widest beyond chance", spreads(a_row(**NARROW)),
     "Störst skillnad har Neurologi: 20 procentenheter"),
    ("FINDINGS", variation_sentences.FINDINGS, "only chance", spreads(a_row(**NARROW, **BY_CHANCE)),
     "Ingen specialitet skiljer sig mer än slumpen"),
    ("WHERE_MOST", variation_sentences.WHERE_MOST, "no span", spreads(a_row(low=None), a_row(low=None)),
     "Inget spann går att räkna för väntande till första besök 31 oktober 2026: ingen specialitet har två "
     "förvaltningar med tillräckligt underlag."),
    ("WHERE_MOST", variation_sentences.WHERE_MOST, "only chance", spreads(a_row(**BY_CHANCE)),
     f"<b>Ingen specialitet skiljer sig mer än slumpen.</b> Det största spannet, Neurologi {ENDS}, kan vara slump."),
    ("WHERE_MOST", variation_sentences.WHERE_MOST, "widest is beyond chance", spreads(a_row()),
     f"<b>Neurologi skiljer mest:</b> {ENDS}."),
    ("WHERE_MOST", variation_sentences.WHERE_MOST, "a wider span may be chance",
     spreads(a_row(), a_row("Hud", low=0.1, high=1.0, **BY_CHANCE)),
     f"<b>Neurologi skiljer mest:</b> {ENDS}. Spannet i Hud är större men kan vara slump."),
    ("HOW_MANY", variation_sentences.HOW_MANY, "nothing to count", spreads(a_row(low=None)), ""),
    ("HOW_MANY", variation_sentences.HOW_MANY, "none wide", spreads(a_row(**NARROW)),
     "Inget spann är över 40 procentenheter."),
    ("HOW_MANY", variation_sentences.HOW_MANY, "wide by chance",
     spreads(a_row(**BY_CHANCE), a_row("Hud", **BY_CHANCE)), f"{TWO_WIDE}, men det kan vara slump."),
    ("HOW_MANY", variation_sentences.HOW_MANY, "the only wide one is beyond chance",
     spreads(a_row(), a_row("Hud", **NARROW)),
     "I <b>en av två specialiteter</b> som går att jämföra är spannet större än 40 procentenheter, och skillnaden är "
     "större än slumpen."),
    ("HOW_MANY", variation_sentences.HOW_MANY, "all wide are beyond chance", spreads(a_row(), a_row("Hud")),
     f"{TWO_WIDE}, och i alla två är skillnaden större än slumpen."),
    ("HOW_MANY", variation_sentences.HOW_MANY, "some wide are beyond chance",
     spreads(a_row(), a_row("Hud", **BY_CHANCE)), f"{TWO_WIDE}; i en av dem är skillnaden större än slumpen."),
    ("ANSWERS_OF_ONE", variation_sentences.ANSWERS_OF_ONE, "no region", spreads(a_row(region_share=None)),
     "<b>Neurologi:</b> regionens andel visas inte för väntande till första besök 31 oktober 2026."),
    ("ANSWERS_OF_ONE", variation_sentences.ANSWERS_OF_ONE, "no span", spreads(a_row(low=None)),
     "<b>Neurologi:</b> underlaget räcker inte för ett spann mellan förvaltningarna."),
    ("ANSWERS_OF_ONE", variation_sentences.ANSWERS_OF_ONE, "span", spreads(a_row()),
     f"<b>Neurologi:</b> {ENDS}."),
    ("REGION", variation_sentences.REGION, "not shown", spreads(a_row(region_share=None)), ""),
    ("REGION", variation_sentences.REGION, "share only", spreads(a_row(over_limit=None)), "I regionen 62 %."),
    ("REGION", variation_sentences.REGION, "over the limit", spreads(a_row()),
     "I regionen 62 %, <b>1 204 väntande</b> är över gränsen."),
    ("REGION", variation_sentences.REGION, "after own date", Spreads([a_row()], OWN_DATE),
     "I regionen 62 %, <b>1 204 väntande</b> är efter måldatum."),
    ("LOW_IN", heat_map.LOW_IN, "none low", LowIn([], 13), "Andel per specialitet och förvaltning"),
    ("LOW_IN", heat_map.LOW_IN, "several as often", LowIn([("NU", 7), ("SU", 7), ("SV", 1)], 13),
     "NU och SU ligger oftast under regionen: i sju av 13 specialiteter var"),
    ("LOW_IN", heat_map.LOW_IN, "one most often", LowIn([("SU", 9), ("NU", 7)], 12),
     "SU ligger oftast under regionen: i nio av tolv specialiteter"),
    ("DIFFERENCE", variation_chance.DIFFERENCE, "cannot be judged", chance(None),
     "Skillnaden går inte att bedöma: färre än två förvaltningar har tillräckligt många patienter"),
    ("DIFFERENCE", variation_chance.DIFFERENCE, "beyond chance, with names", chance(True, ["NU", "SÄS"], ["SU"]),
     "Skillnaden är större än slumpen: NU och SÄS ligger under, SU över"),
    ("DIFFERENCE", variation_chance.DIFFERENCE, "beyond chance as a whole", chance(True),
     "Skillnaden är som helhet större än slumpen, men ingen av dem skiljer sig ensam säkert från regionen"),
    ("DIFFERENCE", variation_chance.DIFFERENCE, "chance", chance(False), "Skillnaden är inte större än slumpen"),
    ("TOO_FEW", variation_chance.TOO_FEW, "none", chance(True), ""),
    ("TOO_FEW", variation_chance.TOO_FEW, "named", chance(True, few=["Habilitering"]),
     "; Habilitering har för få patienter för att bedömas"),
    ("SPREAD", variation_chance.SPREAD, "cannot be judged", chance(None), ""),
    ("SPREAD", variation_chance.SPREAD, "too few for overdispersion", chance(True),
     "Sex förvaltningar är för få för att bedöma överspridning (tio behövs), så tratten är inte justerad."),
    ("SPREAD", variation_chance.SPREAD, "adjusted, some stand out", chance(True, spread=MANY, stands_out=["NU"]),
     "Skillnaderna är större än slumpen; den justerade tratten frågar vem som sticker ut ändå: NU."),
    ("SPREAD", variation_chance.SPREAD, "adjusted, none stands out", chance(True, spread=MANY),
     "Skillnaderna är större än slumpen; den justerade tratten frågar vem som sticker ut ändå, och ingen gör det."),
    ("SPREAD", variation_chance.SPREAD, "no overdispersion", chance(False, spread=WIDE),
     "Spridningen som helhet är inte större än slumpen, så tratten behöver ingen justering."),
    ("CHANCE", variation_chance.FINDINGS, "cannot be judged", chance(None),
     "Skillnaden går inte att bedöma: för få patienter"),
    ("CHANCE", variation_chance.FINDINGS, "units on both sides", chance(True, ["a", "b", "c"], ["d"], **UNITS),
     "Tre enheter under regionen, en över"),
    ("CHANCE", variation_chance.FINDINGS, "units below", chance(True, ["a"], **UNITS), "En enhet under regionen"),
    ("CHANCE", variation_chance.FINDINGS, "units above", chance(True, [], ["a", "b"], **UNITS),
     "Två enheter över regionen"),
    ("CHANCE", variation_chance.FINDINGS, "both sides", chance(True, ["NU"], ["SkaS"], target_name="riket"),
     "NU under, SkaS över riket"),
    ("CHANCE", variation_chance.FINDINGS, "below", chance(True, ["NU", "SU"]), "NU och SU under regionen"),
    ("CHANCE", variation_chance.FINDINGS, "above", chance(True, [], ["SV"]), "SV över regionen"),
    ("CHANCE", variation_chance.FINDINGS, "none by itself", chance(True),
     "Skillnader som helhet, men ingen sticker ensam ut"),
    ("CHANCE", variation_chance.FINDINGS, "chance", chance(False), "Ingen skiljer sig från regionen mer än slumpen"),
    ("WARNINGS", variation_mix_block.WARNINGS, "in most of them",
     Turned("Privat", "SV", (0.61, 0.66), (0.70, 0.64), 9, 12),
     "Privat har lägre andel än SV totalt (61 % mot 66 %) men högre i nio av tolv specialiteter som de delar: med "
     "samma blandning 70 % mot 64 %. Blandningen av specialiteter förklarar skillnaden."),
    ("WARNINGS", variation_mix_block.WARNINGS, "together", Turned("Privat", "SV", (0.61, 0.66), (0.70, 0.64), 3, 12),
     "Privat har lägre andel än SV totalt (61 % mot 66 %) men högre i de tolv specialiteter som de delar, sammantaget: "
     "med samma blandning 70 % mot 64 %. Blandningen av specialiteter förklarar skillnaden."),
    ("LOWEST", variation_ranking.FINDINGS, "nobody", Lowest((), False),
     "Justerat för slump: ingen hör säkert till de lägsta"),
    ("LOWEST", variation_ranking.FINDINGS, "units", Lowest(("a", "b"), True),
     "Justerat för slump: två enheter hör troligen till de lägsta"),
    ("LOWEST", variation_ranking.FINDINGS, "named", Lowest(("NU", "SU"), False),
     "Justerat för slump: NU och SU hör troligen till de lägsta"),
    ("MIX", variation_mix_block.FINDINGS, "order turns",
     Mix([], [], 0, [Turned("Privat", "SV", (0.61, 0.66), (0.70, 0.64), 9, 12)]),
     "Blandningen av specialiteter vänder ordningen mellan Privat och SV"),
    ("MIX", variation_mix_block.FINDINGS, "order stands", Mix([], [], 0, []),
     "Andelar med samma blandning av specialiteter"),
]  # fmt: skip
TABLES = {name: table for name, table, *_ in CASES}


@pytest.mark.parametrize(("table", "name", "facts", "words"), [case[1:] for case in CASES],
                         ids=[f"{case[0]}: {case[2]}" for case in CASES])  # fmt: skip
def test_a_sentence_is_said_word_for_word_under_its_condition(
    table: Sequence[Sentence[Any]], name: str, facts: Any, words: str
) -> None:
    assert [row.name for row in table if row.holds(facts)] == [name]
    assert the_one(table, facts).replace("\u00a0", " ") == words


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_every_table_is_tried_here(name: str) -> None:
    tried = [case[2] for case in CASES if case[0] == name]
    assert tried == [row.name for row in TABLES[name]]


def test_the_sentence_of_a_specialty_names_who_and_who_cannot_be_judged() -> None:
    said = variation_chance.said_of(chance(True, ["NU", "SÄS"], ["SU"], ["Habilitering"]))
    assert said == (
        "Skillnaden är större än slumpen: NU och SÄS ligger under, SU över; Habilitering har för få patienter för att "
        "bedömas."
    )


def test_an_answer_calls_nothing_a_difference_where_all_is_chance() -> None:
    rows = [a_row(**BY_CHANCE), a_row("Hud", **BY_CHANCE)]
    for said in (variation_sentences.answer(rows, WORDS), variation_sentences.finding(rows, WORDS)):
        assert "skiljer mest" not in said
        assert "skillnad" not in said.lower()


def test_a_group_that_is_shown_stands_for_its_members() -> None:
    rows = [a_row("Internmedicin"), a_row("Gastroenterologi", specialty_group="Internmedicin")]
    assert [row["short_name"] for row in variation_facts.counted(rows)] == ["Internmedicin"]
    assert variation_facts.counted(rows[1:]) == rows[1:]


def test_long_lists_of_names_end_with_how_many_more() -> None:
    assert variation_chance_facts.names(list("abcdef")) == "a, b, c, d, e och f"
    assert variation_chance_facts.names(list("abcdefgh")) == "a, b, c, d, e och tre till"


def test_phi_tau_and_how_many_are_given_in_swedish() -> None:
    assert variation_chance.measured(chance(True)) == "φ = 4,00, τ² = 0,0100, N = 6, p = 0,001."
    assert variation_chance.measured(chance(True, spread=Spread(31.95, 0.01184, 10, 1e-9))).endswith("p under 0,001.")
    assert variation_chance.measured(chance(None, spread=Spread(None, None, 1, None))) == ""
