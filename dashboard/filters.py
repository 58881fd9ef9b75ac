"""Every filter exactly once: its choices, its place in the address, and the widget that draws it.

Streamlit's own `bind="query-params"` writes labels instead of codes, leaves defaults out and drops unknown values
silently; the address grammar forbids all three, so the address is read here before any widget is drawn and a widget
only writes to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard import choices, warehouse
from dashboard.address import PARAMETERS, Address

REMEMBERED = ("huvudman", "matdatum")  # kept from page to page in one visit
DEPENDENTS = {
    "huvudman": ("fas", "jamfor", "grans", "mvo", "forvaltning", "ar", "avsandare", "mottagare", "regi", "overforing",
                 "plan", "sjukhus", "klinik", "enhet", "dag", "kalla", "slag", "period", "orsak", "kolumn"),
    "kalla": ("slag", "period", "orsak", "kolumn"),
    "slag": ("period", "orsak", "kolumn"),
    "population": ("grans",),
    "fas": ("grans", "plan"),
    "mvo": ("grans", "plan"),
    **dict.fromkeys(("ar", "avsandare", "mottagare", "regi", "overforing"), ("plan",)),
    "forvaltning": ("sjukhus", "klinik", "enhet", "dag"),
    "sjukhus": ("klinik", "enhet", "dag"),
    "klinik": ("enhet", "dag"),
    **dict.fromkeys(("enhet", "manad"), ("dag",)),
}  # fmt: skip
KEY = "filter_"


class NothingDelivered(Exception):
    """The page's population has no delivered period: what is missing, in Swedish."""


@dataclass(frozen=True)
class Filter:
    """One filter as it stands: its choices (value → label) and what is chosen."""

    parameter: str
    label: str
    options: Mapping[str, str]
    value: tuple[str, ...]
    several: bool = False
    width: int = 160
    placeholder: str = "Alla"
    is_segmented: bool = False


def read_address() -> Address:
    """What the address asks for; what was last chosen in this visit stands in for what it leaves out."""
    st.session_state["drawn_filters"] = []
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    return Address(given, st.session_state.get("remembered", {}))


def remember(address: Address) -> None:
    """Keep what follows the reader from page to page."""
    last: dict[str, str] = st.session_state.get("remembered", {})
    chosen = {name: address.chosen[name][0] for name in REMEMBERED if name in address.chosen}
    st.session_state["remembered"] = last | chosen


def principal(address: Address, version: str, default: str | None, offered: Mapping[str, str] | None = None) -> Filter:
    """Huvudman of those offered (else those with contacts), the setting's or the first by default."""
    options = choices.principals(version) if offered is None else offered
    first = default if default in options else next(iter(options), "")
    return Filter("huvudman", "Huvudman", options, (address.one("huvudman", options, first or ""),), width=190)


def cutoff(address: Address, dates: Mapping[str, str]) -> Filter:
    """Mätdatum, the newest delivered one by default."""
    return Filter("matdatum", "Mätdatum", dates, (address.one("matdatum", dates, next(iter(dates), "")),), width=180)


def compared_with(address: Address, dates: Mapping[str, str], cutoff_date: str) -> Filter:
    """An earlier mätdatum to compare with, the one before by default."""
    earlier = {date: label for date, label in dates.items() if date < cutoff_date}
    value = address.one("jamfor", earlier, next(iter(earlier), ""))
    return Filter("jamfor", "Jämför med", earlier, (value,), width=186)


def population(address: Address, version: str, principal_name: str) -> Filter:
    """Väntande or genomförda, of those that have been delivered."""
    options = choices.populations(version, principal_name)
    if not options:
        raise NothingDelivered("Varken väntande eller genomförda är inlästa")
    value = address.one("population", options, next(iter(options)))
    return Filter("population", "Population", options, (value,), width=130)


def phase(address: Address, version: str, principal_name: str, population_name: str) -> Filter:
    """The phases that have a share at all."""
    options = choices.phases(version, principal_name, population_name)
    return Filter("fas", "Vårdfas", options, (address.one("fas", options, next(iter(options), "1")),), width=160)


def definition(address: Address, version: str, principal_name: str, default: str) -> Filter:
    """Which deviations are excluded; the default is the population's own, or the only one there is."""
    options = choices.definitions(version, principal_name)
    first = default if default in options else next(iter(options))
    st.session_state["own_default_definition"] = first
    return Filter("definition", "Definition", options, (address.one("definition", options, first),), width=186)


def limit(
    address: Address, version: str, principal_name: str, population_name: str, phase_code: str, chosen: tuple[str, ...]
) -> Filter:
    """The limits of the phase and the chosen specialties, the widest first; "" where måldatum is the limit."""
    options = choices.limits(version, principal_name, population_name, phase_code, chosen)
    width = 330 if any("," in name for name in options.values()) else 130  # with whose it is
    return Filter("grans", "Gräns", options, (address.one("grans", options, next(iter(options), "")),), width=width)


def specialties(address: Address, version: str, principal_name: str) -> Filter:
    """Any number of specialties and groups, by name."""
    options = choices.specialties(version, principal_name)
    return Filter("mvo", "Specialitet", options, address.several("mvo", options), several=True, width=210)


def one_specialty(address: Address, version: str, principal_name: str, default: Callable[[], str]) -> Filter:
    """One specialty or group, by name; the default is asked for only where the address names none."""
    options = choices.one_specialty(version, principal_name)
    first = ""
    if not set(address.given.get("mvo", [])) & set(options):
        first = default()
    first = first if first in options else next(iter(options), "")
    return Filter("mvo", "Specialitet", options, (address.one("mvo", options, first),), width=210)


def administrations(address: Address, version: str, principal_name: str) -> Filter:
    """Any number of förvaltningar, in their fixed order."""
    options = choices.administrations(version, principal_name)
    value = address.several("forvaltning", options)
    return Filter("forvaltning", "Förvaltning", options, value, several=True, width=170)


def order(address: Address) -> Filter:
    """How rows are ordered."""
    value = address.one("ordning", choices.ORDERS, "spann")
    return Filter("ordning", "Ordna efter", choices.ORDERS, (value,), width=180)


def level(address: Address, has_units: bool) -> Filter:
    """What a funnel holds: the förvaltningar of a specialty, or its units where any is known."""
    options = {code: name for code, name in choices.LEVELS.items() if has_units or code != "enheter"}
    value = address.one("tratt", options, "forvaltningar")
    return Filter("tratt", "Visa i tratten", options, (value,), is_segmented=True)


def target(address: Address, has_nation: bool) -> Filter:
    """What a funnel is drawn around: the region, or the nation where it is counted alike."""
    options = {code: name for code, name in choices.TARGETS.items() if has_nation or code != "riket"}
    return Filter("mal", "Jämför med", options, (address.one("mal", options, "regionen"),), is_segmented=True)


def draw(filters: list[Filter], more: list[Filter]) -> None:
    """One row of filters; `more` stand under "Fler filter". A filter without a choice is not drawn."""
    if not filters and all(len(each.options) < 2 for each in more):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        for each in filters:
            if each.options:
                draw_one(each)
        hidden = [each for each in more if len(each.options) > 1]
        if hidden:
            chosen = sum(each.several and bool(each.value) for each in hidden)
            label = f"Fler filter ({chosen})" if chosen else "Fler filter"
            with st.popover(label, icon=":material/tune:", key="more_filters"):
                for each in hidden:
                    draw_one(each)


def draw_one(chosen: Filter) -> None:
    """The widget of one filter; changing it writes the address and runs the page again."""
    key = KEY + chosen.parameter
    st.session_state["drawn_filters"].append(chosen.parameter)
    value: object = list(chosen.value) if chosen.several else chosen.value[0]
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    options = list(chosen.options)
    if chosen.several:
        st.multiselect(
            chosen.label,
            options,
            format_func=lambda code: chosen.options.get(code, code),
            key=key,
            select_all=False,
            placeholder=chosen.placeholder,
            on_change=change,
            args=(chosen.parameter,),
            width=chosen.width,
            wrap=False,
        )
    elif chosen.is_segmented:
        st.segmented_control(
            chosen.label,
            options,
            format_func=lambda code: chosen.options.get(code, code),
            key=key,
            required=True,
            on_change=change,
            args=(chosen.parameter,),
        )
    else:
        st.selectbox(
            chosen.label,
            options,
            format_func=lambda code: chosen.options.get(code, code),
            key=key,
            placeholder="Välj",
            on_change=change,
            args=(chosen.parameter,),
            width=chosen.width,
            filter_mode="contains",
        )


def change(parameter: str, values: tuple[str, ...] | None = None) -> None:
    """Write the whole address after one change: one step in the browser's history.

    `values` is given by what is not a filter's own widget: a row, a cell or a link that opens something.
    """
    address = {name: tuple(st.query_params.get_all(name)) for name in st.query_params if name in PARAMETERS}
    for name in st.session_state.get("drawn_filters", []):
        drawn = st.session_state[KEY + name]
        address[name] = tuple(drawn) if isinstance(drawn, list) else (str(drawn),)
    if values is not None:
        address[parameter] = values
    for name in DEPENDENTS.get(parameter, ()):
        address.pop(name, None)
    own_default = st.session_state.get("own_default_definition")
    if parameter in ("population", "huvudman") and address.get("definition") == (own_default,):
        del address["definition"]  # never chosen: the other population or huvudman has its own default
    if parameter == "huvudman":  # what another huvudman does not have was not asked of it
        offered = choices.offered(warehouse.published().current(), address["huvudman"][0])
        address = {name: values for name, values in address.items() if set(values) <= offered.get(name, set(values))}
    st.query_params.from_dict({name: list(address[name]) for name in PARAMETERS if any(address.get(name, ()))})


def as_date(chosen: Filter) -> dt.date:
    """The chosen mätdatum."""
    return dt.date.fromisoformat(chosen.value[0])
