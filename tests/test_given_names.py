"""Likely given names: found as people write them, and no false alarm on what wards usually write."""

from __future__ import annotations

import csv
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.given_names import GivenNames, likely_given_names
from dashboard import cross_texts
from dashboard.cross_texts import NAME_FILE, given_names, looked_through

NAMED = {
    "Anna föll vid sängen.": ["Anna"],
    "Pat föll, hittades av anna på natten": ["anna"],
    "Annas rullator saknades.": ["Annas"[:-1]],
    "Fel dos gavs till Lars-Erik i sal 4.": ["Lars-Erik"],
    "Ann-Sofie och Mohamed på sal 3 fick varandras läkemedel": ["Ann-Sofie", "Mohamed"],
    "Vi fick rapport av Per om dropp som stängts": ["Per"],
    "Rapport till Hans. Inget hände.": ["Hans"],
    "ERIK fick fel mat": ["ERIK"],
    "Björn föll. Det var Björn i sal 2.": ["Björn"],
    "Bra samarbete med Östen, Åsa och Göran!": ["Östen", "Åsa", "Göran"],
}  # fmt: skip
USUAL = [
    "Två fall per dag på avdelningen. Per vårdtillfälle är det fler än förra året.",
    "Fel dos Waran gavs kl 08. Läkare kontaktad, INR tas i morgon.",
    "Bra rond! Hela dagen utan stress. Alla hann med rast.",
    "Max två besökare. Sol ute, patienterna fick frisk luft.",
    "Provsvar saknades i Melior i fem dagar. Vi ringde lab. Tog nytt prov.",
    "Axel ur led vid förflyttning. Röntgen av axel och iris undersökt på ögonkliniken.",
    "Dag 3 efter operation. Liv i luckan. Hans njursten opererades, hennes maj-tid flyttades.",
    "I maj och augusti är det kortare bemanning. Tim 2–4 saknades sköterska (ca 2 tim).",
    "MAX 4 timmar. Lyft med Sara Stedy, inte med två personal.",
    "Överflyttad från S:t Görans sjukhus och Astrid Lindgrens barnsjukhus; Drottning Silvias barnsjukhus tog över.",
    "Norton 18, Downton 3, NEWS 5. RETTS orange. Blåsskanner trasig, KAD sattes.",
    "Klara instruktioner till nattpersonalen. Det gick att klara. En vide-korg stod i vägen.",
    "- Stig av vågen innan nästa vägs\n- Mats vid spis: ingen. Sal 3: gungstol trasig",
    "Trycksår grad 2 sakrum. Hälar avlastade. Antidecubitusmadrass beställd.",
    "Kommunen kunde inte ta hem patienten. Vårdplanering med biståndshandläggare Borås stad.",
    "Driftstopp i telefoni 10.30–11.15, reservrutin användes. Inga patienter drabbades.",
    "Alvedon 1 g x 4 i stället för 500 mg. Citodon utsatt. Fragmin 5000 E x 1.",
    "Förväxling av läkemedelslistor, upptäcktes vid dubbelkontroll. Ingen skada.",
    "Ansvarig sjuksköterska på avdelning 32, Sahlgrenska/Östra, hämtade blod på Mölndal.",
    "VRI: pneumoni. Isolering på sal 7. Norovirus misstänks, MRSA-odling tagen.",
    "Vi har en rutin för linda av ben, men benet hade lindats löst.",
    "Parkinsonmedicin gavs sent. Alzheimers sjukdom, Charcots fot, Foley-kateter.",
    "Ny läkare introducerades. Bra stöd av rondsjuksköterskan och av lung-IVA.",
]


def found(text: str) -> list[str]:
    return likely_given_names(text, given_names())


@pytest.mark.parametrize(("text", "names"), NAMED.items(), ids=lambda each: each if isinstance(each, str) else "")
def test_a_name_is_found_as_people_write_it(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", USUAL)
def test_what_a_ward_usually_writes_gives_no_alarm(text: str) -> None:
    assert found(text) == []


def test_a_name_that_is_a_word_is_asked_about_only_with_a_capital_inside_a_sentence() -> None:
    known = GivenNames.of(["Stig", "Anna"], ["Stig"])
    assert likely_given_names("stig av. Stig av. Vi såg Stig och anna.", known) == ["Stig", "anna"]
    assert likely_given_names("VI SÅG STIG. ANNA SÅG.", known) == ["ANNA"]


def test_the_list_is_some_hundred_names_once_each_with_the_commonest_of_both_kinds() -> None:
    rows = list(csv.DictReader(NAME_FILE.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    names = [row["namn"] for row in rows]
    assert len(names) == len({name.casefold() for name in names}) > 500
    assert {row["ord"] for row in rows} == {"ja", "nej"}
    plain = {row["namn"] for row in rows if row["ord"] == "nej"}
    assert {"Anna", "Eva", "Maria", "Karin", "Lars", "Anders", "Mikael", "Johan", "Erik", "Mohamed"} <= plain
    words = {row["namn"] for row in rows if row["ord"] == "ja"}
    assert {"Per", "Hans", "Jan", "Axel", "Dag", "Maj", "Stig", "Sten", "Iris", "Björn"} <= words


@settings(max_examples=50)
@given(st.text(alphabet=string.ascii_letters + "åäöÅÄÖ .,-\n0123456789", max_size=80))
def test_everything_said_to_be_a_name_stands_in_the_text(text: str) -> None:
    assert all(name in text for name in found(text))


@settings(max_examples=50)
@given(st.sampled_from(USUAL), st.sampled_from(["Karin", "Erik", "Fatima", "Lars-Göran"]), st.sampled_from(["", "s"]))
def test_a_plain_name_is_found_wherever_it_is_put(text: str, name: str, ending: str) -> None:
    words = text.split(" ")
    for place in (0, len(words)):
        assert name in found(" ".join([*words[:place], f"Pratade med {name}{ending} om", *words[place:]]))


def test_identity_numbers_phones_and_addresses_are_stopped_whatever_is_confirmed() -> None:
    assert looked_through("Fallolycka", None, "").lets()
    for text, code in (("19 121212-1212", "personnummer"), ("ring 0701234567", "kontaktuppgift"),
                       ("skriv till a.b@example.se", "kontaktuppgift")):  # fmt: skip
        gate = looked_through("Inget", text)
        assert gate.stops == (code,)
        assert not gate.lets(frozenset(gate.names))
        assert "spara igen" in cross_texts.told(gate)[0]


def test_a_name_lets_through_once_it_is_confirmed_and_only_that_name() -> None:
    gate = looked_through("Anna och Karin", "Anna igen")
    assert gate.names == ("Anna", "Karin")
    assert not gate.lets()
    assert not gate.lets(frozenset({"Anna"}))
    assert gate.lets(frozenset({"Anna", "Karin"}))
    assert cross_texts.told(gate) == [
        "Texten verkar innehålla namn: <b>Anna och Karin</b>. Ta bort dem, eller spara ändå."
    ]
    assert cross_texts.told(gate, frozenset({"Anna"})) == [
        "Texten verkar innehålla ett namn: <b>Karin</b>. Ta bort det, eller spara ändå."
    ]
