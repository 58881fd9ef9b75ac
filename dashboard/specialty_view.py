"""The view of Specialitet: the filters as they stand, one specialty, and the cut they give."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import choices, filters, reads, sentences
from dashboard.address import Address, query_string
from dashboard.cuts import Cut, Words
from dashboard.filters import Filter
from dashboard.states import Thresholds

CHARTS = {"p": "p′ (Laney)", "xmr": "XmR"}
OF_VARIATION = ("huvudman", "matdatum", "population", "fas", "definition", "grans", "mvo")


@dataclass(frozen=True)
class View:
    """Everything the page and its blocks need to know before they read figures.

    `administrations` are the chosen ones, none meaning all; `chart` is how control limits are found.
    """

    version: str
    address: Address
    row: list[Filter]
    more: list[Filter]
    chart: Filter
    cut: Cut
    words: Words
    specialty: str
    specialty_name: str
    administrations: tuple[str, ...]
    thresholds: Thresholds
    is_demo: bool

    @property
    def key(self) -> tuple[object, ...]:
        """What everything drawn from this view depends on, besides the theme."""
        return (self.version, *self.cut.values(), self.specialty, self.administrations, self.chart.value)

    @property
    def shown_administrations(self) -> list[str]:
        """The chosen förvaltningar, or all in their fixed order."""
        names = choices.administrations(self.version, self.cut["principal"])
        return [name for name in names if not self.administrations or name in self.administrations]

    @property
    def specialty_in_text(self) -> str:
        """ortopedi, but BUP: the name inside a sentence; a foreign source's own name stays as it is."""
        is_own_name = self.words.is_aggregated and self.specialty != choices.ALL
        return self.specialty_name if is_own_name else sentences.in_text(self.specialty_name)

    def variation(self, administration: str = "") -> str:
        """The address of the same cut on Variation, with one förvaltning or with all."""
        kept = {name: self.address.chosen.get(name, ()) for name in OF_VARIATION}
        return f"variation?{query_string(kept | {'forvaltning': (administration,)})}"


def read(version: str) -> View:
    """Read the address against what is published."""
    address = filters.read_address()
    settings = reads.dataset(version).row(0, named=True)
    principal = filters.principal(address, version, settings["default_principal"])
    name = principal.value[0]
    population = filters.population(address, version, name)
    chosen_population = population.value[0]
    is_waiting = chosen_population == "vantande"
    default = settings["default_definition_waiting" if is_waiting else "default_definition_completed"]
    cutoff = filters.cutoff(address, choices.delivered_dates(version, name, chosen_population))
    phase = filters.phase(address, version, name, chosen_population)
    definition = filters.definition(address, version, name, default)
    widest = next(iter(choices.limits(version, name, chosen_population, phase.value[0], ())), "")
    cut = Cut(
        principal=name,
        cutoff_date=filters.as_date(cutoff),
        population=chosen_population,
        phase=int(phase.value[0]),
        definition=definition.value[0],
        limit_days=int(widest) if widest else None,
    )
    specialty = filters.one_specialty(address, version, name, lambda: _first(version, cut))
    limit = filters.limit(address, version, name, chosen_population, phase.value[0], specialty.value)
    administrations = filters.administrations(address, version, name)
    chart = Filter("diagram", "Diagramtyp", CHARTS, (address.one("diagram", CHARTS, "p"),), width=150)
    filters.remember(address)
    if limit.value[0]:
        cut["limit_days"] = int(limit.value[0])
    return View(
        version=version,
        address=address,
        row=[specialty, cutoff, population, phase, definition],
        more=[limit, administrations, principal],
        chart=chart,
        cut=cut,
        words=choices.words_of(version, cut),
        specialty=specialty.value[0],
        specialty_name=choices.short_names(version, name)[specialty.value[0]],
        administrations=administrations.value,
        thresholds=Thresholds(settings["low_base"], settings["suppress_below"]),
        is_demo=name in choices.made_up(version),
    )


def _first(version: str, cut: Cut) -> str:
    """What is shown where the address names no specialty: most over the limit, or the largest where nobody knows."""
    found = choices.most_over_limit(version, **cut)
    return found or (choices.largest(version, **cut) if cut["principal"] in choices.aggregated(version) else "")
