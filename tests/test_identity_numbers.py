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
    "１９１２１２１２-１２１２",
    "19 12 12 12-12 12",
    "12 12 12-12 12",
    "19810829M 071",
    "1981-08-29-M071",
    "1981-08-29 M071",
    "19121212.1212",
    "19121212/1212",
    "19121212:1212",
    "19121212_1212",
    "1912.12.12-1212",
    "1912/12/12 1212",
    "640823/3234",
]
GLUED = ["pnr{}", "x{}", "{}s", "Pat{}", "Pnr:{}är"]  # letters that stand beside a divided number, and are kept
WITHIN = ["19121212-1212", "19121212_1212", "1912.12.12-1212"]
UNSEEN = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\ufe0f\u20e3"]
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
    "191212,1212",
    "2026.11.20-1212",
    "2026-11-20 12:12:12",
    "2012.01.15 10.30",
    "12.12.12-1212",
    *(f"uttag_20120115_{hour:02}{minute:02}.csv" for hour in (0, 8, 23) for minute in range(60)),
    "X191212121212",
    "191212121212x",
    "f19121212-1212f0",
    "REF19121212B-1212",
    "2026-03-02 SU12",
    "550e8400-e29b-41d4-a716-446655440000",
    "m² ½ 20260302",
    "2026\u00ad-03-02",
]


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_number_is_found_alone_and_inside_a_sentence(text: str) -> None:
    assert holds_one(text)
    assert pl.select(holds_identity_number(pl.lit(f"({text})"))).item()
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


@pytest.mark.parametrize("around", GLUED)
@pytest.mark.parametrize("number", WITHIN)
def test_letters_beside_a_divided_number_hide_nothing(around: str, number: str) -> None:
    text = f"Se {around.format(number)}."
    assert holds_one(text)
    assert masked(text) == text.replace("1", "X").replace("2", "X").replace("9", "X")


@pytest.mark.parametrize("text", ["pnr191212121212", "Personnummer1212121212", "Pat19810829M071", "nr121212-1212"])
def test_a_word_that_says_what_a_number_is_hides_nothing(text: str) -> None:
    assert holds_one(text)


@pytest.mark.parametrize("sign", UNSEEN)
def test_signs_that_nobody_sees_hide_nothing_and_stay_where_they_are(sign: str) -> None:
    for place in range(1, 13):
        number = f"{'19121212-1212'[:place]}{sign}{'19121212-1212'[place:]}"
        told = pl.DataFrame({"text": [f"å{sign} {number} ö"]})
        assert told.select(holds_identity_number(pl.col("text"))).item()
        hidden = told.select(masked_column("text")).item()
        assert hidden.replace(sign, "") == "å XXXXXXXX-XXXX ö"
        assert len(hidden) == len(told.item())


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
