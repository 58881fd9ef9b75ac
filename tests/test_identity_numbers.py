"""Identity numbers are found and masked however they are written; numbers that only resemble them are not.

Every number here is published as an example: 191212121212 and 198112189876 by Skatteverket, the reserve numbers by
Inera, the NRID by the open library SwedishIdentifier.
"""

from __future__ import annotations

import polars as pl
import pytest

from etl.identity_numbers import holds_identity_number, holds_one, masked, masked_column, masked_tree

IDENTITIES = [
    "19121212-1212",
    "191212121212",
    "121212-1212",
    "121212+1212",
    "1212121212",
    "19121212 1212",
    "1912 1212 1212",
    "1 9 1 2 1 2 1 2 - 1 2 1 2",
    "19121212–1212",
    "19121212\u00a01212",
    "19811218-9876",
    "19701063-2391",
    "19810829M071",
    "19450829K088",
    "19930829X802",
    "19450829k088",
    "991981000010",
    "991945000023",
    "991993000032",
    "00342145BZ31",
    "19450829SF2B",
]
OTHERS = [
    "070-512 34 56",
    "0705123456",
    "19121212-1213",
    "19121312-1212",
    "1912121212",
    "a191212121212f0",
    "f00d191212121212",
    "191212121212beef",
    "SE2321000131-E000000010149",
    "VGR-ÖGON-F49581111D33",
    "2026-02-28T08:00:00",
    *(f"2012-01-15 {hour:02}:30:00" for hour in range(24)),
    "19810829M072",
    "19810829X071",
    "00342145BZ32",
    "232100-0131",
    "19121212,1212",
]


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_number_is_found_alone_and_inside_a_sentence(text: str) -> None:
    assert holds_one(text)
    assert holds_one(f"Ringt patienten ({text}), vill vänta.")


@pytest.mark.parametrize("text", OTHERS)
def test_a_number_without_token_boundary_date_and_checksum_is_left_alone(text: str) -> None:
    assert not holds_one(text)
    assert masked(f"Se {text}.") == f"Se {text}."


@pytest.mark.parametrize("text", IDENTITIES)
def test_masking_keeps_the_shape_and_no_digit(text: str) -> None:
    hidden = masked(f"Nr {text} ok")
    assert hidden.startswith("Nr X")
    assert hidden.endswith(" ok")
    assert len(hidden) == len(f"Nr {text} ok")
    assert not any(sign.isdigit() for sign in hidden)


def test_two_identity_numbers_in_a_text_are_both_masked() -> None:
    assert masked("191212121212 och 811218-9876") == "XXXXXXXXXXXX och XXXXXX-XXXX"


def test_a_number_after_another_number_is_still_found() -> None:
    assert masked("avd 12 19121212-1212") == "avd 12 XXXXXXXX-XXXX"


def test_nested_reports_are_masked_in_keys_and_values() -> None:
    assert masked_tree({"19121212-1212.csv": ["a 121212-1212", 3, None]}) == {
        "XXXXXXXX-XXXX.csv": ["a XXXXXX-XXXX", 3, None]
    }


def test_a_column_is_searched_and_masked_row_by_row() -> None:
    texts = pl.DataFrame({"text": ["fri text", None, "pnr 191212121212", "2026-02-28 08:00", ""]})
    found = texts.select(holds_identity_number(pl.col("text")).alias("holds"), masked_column("text"))
    assert found["holds"].to_list() == [False, False, True, False, False]
    assert found["text"].to_list() == ["fri text", None, "pnr XXXXXXXXXXXX", "2026-02-28 08:00", ""]
