"""Telephone numbers and e-mail addresses are found in free text; dates, codes and amounts are left alone.

The numbers are from the series that PTS keeps for use in fiction (070-1740605 … 699, 031-3900600 … 699, 08-46500400 …).
"""

from __future__ import annotations

import time

import pytest

from analysis.identity_numbers import holds_identity_number, holds_phone_or_email

FOUND = [
    "070-174 06 05",
    "0701740605",
    "070 17 40 605",
    "070/174 06 05",
    "070.174.06.05",
    "070–174 06 05",
    "070\u00a0174\u00a006\u00a005",
    "(031) 390 06 00",
    "031-390 06 00",
    "0980-319 200",
    "08-465 004 00",
    "0771-00 00 00",
    "+46701740605",
    "+46 70 174 06 05",
    "+46 (0)70-174 06 05",
    "0046 70 174 06 05",
    "+47 12 34 56 78",
    "tel 390 06 00",
    "Tfn: 390600",
    "mobilnummer 174 06 05",
    "enheten@region.example",
    "for.efter-namn+x@mail.region.example",
    "enheten @ region.example",
    "enheten(at)region.example",
    "enheten [at] region.example",
    "enheten snabel-a region.example",
    "åsa@företaget.example",
]
LEFT_ALONE = [
    "",
    "Behovet minskar med 120 i kvartal 3 (2026-07-01–2026-09-30).",
    "2026-01-15",
    "2026-01-15 – 2026-02-28",
    "202601–202612",
    "01-02-2026",
    "15/1-2026",
    "perioden 2025-01 till 2026-12",
    "0,85 av målet 0,95; 0 100 200 300",
    "plan LP-2026-0112-0034, version 3",
    "+1 200 i Q2, −300 i Q4",
    "ring 1177",
    "telefon 1177",
    "ringa 10 000 patienter per år",
    "MVO 511, fas 3, KVÅ NGB49",
    "SE2321000131-E000000010149",
    "3 platser @ 4 kr. Sedan fler",
    "09.30–10.15",
    "100 000 000",
    "telefonkontakter 120 000 2026",
]


@pytest.mark.parametrize("text", FOUND)
def test_a_way_to_reach_a_person_is_found_alone_and_inside_a_sentence(text: str) -> None:
    assert holds_phone_or_email(text)
    assert holds_phone_or_email(f"Avstämt med mottagaren ({text}), volymen sänks.")


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_dates_codes_and_amounts_are_no_way_to_reach_a_person(text: str) -> None:
    assert not holds_phone_or_email(text)
    assert not holds_phone_or_email(f"Avstämt med mottagaren ({text}), volymen sänks.")
    assert not holds_identity_number(text)


@pytest.mark.parametrize("text", ["a" * 20_000, "0 1 " * 5_000, "a." * 10_000 + "@", "+46" * 6_000, "tel " * 5_000])
def test_a_long_text_is_searched_at_once(text: str) -> None:
    began = time.process_time()
    holds_phone_or_email(text)
    holds_identity_number(text)
    assert time.process_time() - began < 0.5
