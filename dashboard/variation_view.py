"""The Variation page's view: the filters as they stand and the cut they give."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard import bands, choices, filters, reads, remembered
from dashboard.address import Address, query_string
from dashboard.cuts import Cut, Words
from dashboard.filters import Filter
from dashboard.states import Thresholds
from dashboard.variation_verdicts import with_intervals

FIRST_ROWS = 15
ALL_ROWS = "alla"
NOT_CARRIED = ("mvo", "forvaltning", "rader", "tratt", "mal")
OF_OTHER_PAGES = ("huvudman", "matdatum", "population", "fas", "definition", "grans", "mvo", "forvaltning")


@dataclass(frozen=True)
class View:
    """Everything the page needs to know before it reads figures."""

    version: str
    address: Address
    row: list[Filter]
    more: list[Filter]
    order: Filter
    cut: Cut
    words: Words
    specialties: tuple[str, ...]
    administrations: tuple[str, ...]
    shows_all: bool
    is_demo: bool
    thresholds: Thresholds
    level: Filter | None = None
    target: Filter | None = None
    nation: float | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What everything drawn from this view depends on, besides the theme."""
        return (
            self.version,
            *self.cut.values(),
            self.specialties,
            self.administrations,
            self.order.value,
            self.shows_all,
        )

    @property
    def base(self) -> str:
        """The address without specialty and förvaltning: what a link to one of them starts with."""
        kept = {name: values for name, values in self.address.chosen.items() if name not in NOT_CARRIED}
        return query_string(kept)

    @property
    def specialty_page(self) -> str:
        """The address of the specialty's own page with the same cut."""
        kept = {name: values for name, values in self.address.chosen.items() if name in OF_OTHER_PAGES}
        return f"specialitet?{query_string(kept)}"

    @property
    def is_units(self) -> bool:
        """The funnel holds units."""
        return self.level is not None and self.level.value == ("enheter",)

    @property
    def compared_share(self) -> float | None:
        """The nation's share where the funnel is drawn around it."""
        return self.nation if self.target is not None and self.target.value == ("riket",) else None

    @property
    def funnel_key(self) -> tuple[object, ...]:
        """What the funnel depends on, besides the theme."""
        return (*self.key, self.is_units, self.compared_share)

    @property
    def shown_administrations(self) -> list[str]:
        """The chosen förvaltningar, or all in their fixed order."""
        names = choices.administrations(self.version, self.cut["principal"])
        return [name for name in names if not self.administrations or name in self.administrations]


def read(version: str) -> View:
    """Read the address against what is published."""
    address = filters.read_address()
    settings = reads.dataset(version).row(0, named=True)
    principal = filters.principal(address, version, settings["default_principal"])
    name = principal.value[0]
    population = filters.population(address, version, name)
    chosen_population = population.value[0]
    default = settings[
        "default_definition_waiting" if chosen_population == "vantande" else "default_definition_completed"
    ]
    cutoff = filters.cutoff(address, choices.delivered_dates(version, name, chosen_population))
    phase = filters.phase(address, version, name, chosen_population)
    definition = filters.definition(address, version, name, default)
    specialties = filters.specialties(address, version, name)
    limit = filters.limit(address, version, name, chosen_population, phase.value[0], specialties.value)
    administrations = filters.administrations(address, version, name)
    cut = Cut(
        principal=name,
        cutoff_date=filters.as_date(cutoff),
        population=chosen_population,
        phase=int(phase.value[0]),
        definition=definition.value[0],
        limit_days=int(limit.value[0]) if limit.value[0] else None,
    )
    shown = specialties.value
    if not shown and name in choices.aggregated(version) and not choices.has_specialties(version, **cut):
        shown = (choices.ALL,)  # nothing to compare but the förvaltningar
    level, target, nation = _funnel(address, version, cut, shown)
    order = filters.order(address)
    shows_all = address.one("rader", {ALL_ROWS: "alla rader", "": ""}, "") == ALL_ROWS
    filters.remember(address)
    return View(
        version,
        address,
        [cutoff, population, phase, definition, specialties],
        [administrations, limit, principal],
        order,
        cut,
        choices.words_of(version, cut),
        shown,
        administrations.value,
        shows_all,
        name in choices.made_up(version),
        Thresholds(settings["low_base"], settings["suppress_below"]),
        level,
        target,
        nation,
    )


def _funnel(
    address: Address, version: str, cut: Cut, specialties: tuple[str, ...]
) -> tuple[Filter | None, Filter | None, float | None]:
    """The choices of the one specialty's funnel, and the nation's share where it is counted alike."""
    if len(specialties) != 1:
        return None, None, None
    units = reads.attainment_by_unit(version, specialty=specialties[0], **cut)
    shares = dict(reads.national_by_specialty(version, **cut).select("specialty", "share").rows())
    nation = shares.get(specialties[0])
    return filters.level(address, not units.is_empty()), filters.target(address, nation is not None), nation


def units(view: View) -> pl.DataFrame:
    """The units of the one chosen specialty, each with its interval and its verdict."""
    code = view.specialties[0]
    key = ("units of", view.version, code, *view.cut.values())
    return remembered.once(key, lambda: _units(view, code))


def attainment(view: View) -> pl.DataFrame:
    """The cut's shares per specialty and förvaltning, each with its interval and its verdict."""
    key = ("attainment", view.version, *view.cut.values())
    return remembered.once(key, lambda: _attainment(view))


def _units(view: View, code: str) -> pl.DataFrame:
    rows = bands.with_bounds(
        view.version, reads.attainment_by_unit(view.version, specialty=code, **view.cut), view.cut, code
    )
    return with_intervals(rows)


def _attainment(view: View) -> pl.DataFrame:
    rows = reads.attainment_by_administration(view.version, **view.cut)
    return with_intervals(bands.with_bounds(view.version, rows, view.cut))
