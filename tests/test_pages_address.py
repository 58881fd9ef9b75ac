"""The address grammar: what a pasted link shows, and the link that is made of what is shown."""

from __future__ import annotations

from dashboard.address import Address, Unknown, query_string

PHASES = {"1": "Första besök", "2": "Operation/åtgärd"}
ADMINISTRATIONS = {"SU": "SU", "NU": "NU", "SÄS": "SÄS"}


def test_a_value_in_the_address_is_chosen() -> None:
    address = Address({"fas": ["2"]})
    assert address.one("fas", PHASES, "1") == "2"
    assert address.unknown == []


def test_an_unknown_value_is_told_and_the_default_is_shown() -> None:
    address = Address({"fas": ["9"]})
    assert address.one("fas", PHASES, "1") == "1"
    assert address.unknown == [Unknown("fas", "9", "Första besök")]


def test_one_unknown_among_several_is_told_and_the_others_hold() -> None:
    address = Address({"forvaltning": ["SÄS", "XX", "SU"]})
    assert address.several("forvaltning", ADMINISTRATIONS) == ("SU", "SÄS")
    assert address.unknown == [Unknown("forvaltning", "XX")]


def test_a_misspelt_parameter_is_told() -> None:
    assert Address({"matdatm": ["2026-10-31"]}).unknown_names() == [Unknown("matdatm", "2026-10-31")]


def test_a_parameter_of_another_page_is_no_fault() -> None:
    assert Address({"kvartal": ["2026-K3"]}).unknown_names() == []


def test_what_was_chosen_on_another_page_stands_in_where_it_exists() -> None:
    assert Address({}, {"fas": "2"}).one("fas", PHASES, "1") == "2"
    elsewhere = Address({}, {"fas": "4"})
    assert elsewhere.one("fas", PHASES, "1") == "1"
    assert elsewhere.unknown == []


def test_the_address_wins_over_what_was_chosen_before() -> None:
    assert Address({"fas": ["1"]}, {"fas": "2"}).one("fas", PHASES, "2") == "1"


def test_the_full_address_names_defaults_too() -> None:
    address = Address({"forvaltning": ["SÄS"]})
    address.several("forvaltning", ADMINISTRATIONS)
    address.one("fas", PHASES, "1")
    assert address.full() == "fas=1&forvaltning=S%C3%84S"


def test_the_order_of_parameters_is_always_the_same() -> None:
    values = {"mvo": ("311", "221"), "huvudman": ("VGR",), "grans": ("",)}
    assert query_string(values) == "huvudman=VGR&mvo=311&mvo=221"
