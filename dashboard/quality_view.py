"""The view of Datakvalitet: which part is shown, and of which deliveries, as the address asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

import config
from dashboard import choices, filters, freshness, quality_reads, reads, swedish
from dashboard.address import Address, query_string
from dashboard.filters import Filter

OVERVIEW, GAPS, REVISIONS, QUARANTINE, CODES = "oversikt", "luckor", "andringar", "karantan", "koder"
FILLED, CHECKS, AGREEMENT, LINEAGE = "fyllnad", "kontroller", "avstamning", "harkomst"
SHOWN = {
    OVERVIEW: "Översikt", GAPS: "Luckor", REVISIONS: "Ändringar", QUARANTINE: "Karantän", CODES: "Okända koder",
    FILLED: "Fyllnad", CHECKS: "Kontroller", AGREEMENT: "Avstämning", LINEAGE: "Härkomst",
}  # fmt: skip
EVERY = {"": "Alla"}
Values = Mapping[str, str]


@dataclass(frozen=True)
class QualityView:
    """What the page's blocks need to know before they read; "" and None mean all, or nothing to choose from.

    `chosen` holds the filters of deliveries: kalla, slag, period, orsak, kolumn, ar. `cutoff`, `population`, `phase`,
    `specialties` and `administrations` are those of figures: agreement and lineage.
    """

    version: str
    principal: str
    is_demo: bool
    today: dt.date
    visa: str
    address: Address
    row: list[Filter]
    more: list[Filter]
    chosen: Values = field(default_factory=dict)
    population: str = ""
    cutoff: dt.date | None = None
    phase: str = ""
    specialties: tuple[str, ...] = ()
    administrations: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What everything drawn depends on, besides the theme."""
        of_figures = (self.population, self.cutoff, self.phase, self.specialties, self.administrations)
        return (self.version, self.principal, self.today, self.visa, *self.chosen.items(), *of_figures)

    def of_choice(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows of the chosen source, kind, period, reason and column; a row without a period has none to choose."""
        columns = {"kalla": "source", "slag": "kind", "period": "period", "orsak": "reason", "kolumn": "column_name"}
        for parameter, column in columns.items():
            value = self.chosen.get(parameter, "")
            if value and column in rows.columns:
                rows = rows.filter(pl.col(column).cast(pl.String) == value)
        return rows

    @property
    def shows_all(self) -> bool:
        """Whether all rows of a long table are asked for."""
        return self.chosen.get("rader", "") == "alla"

    def caption(self, what: str) -> str:
        """A block's subtitle; made-up figures say so in every block."""
        return f"{what}. Demodata" if self.is_demo else what

    def link(self, **changes: str) -> str:
        """The query string of this view with some parameters changed; "" leaves one out."""
        return query_string(dict(self.address.chosen) | {name: (value,) for name, value in changes.items()})

    def link_to(self, visa: str, **values: str) -> str:
        """The query string of another part of the page."""
        chosen = {"huvudman": self.principal, "visa": visa} | values
        return query_string({name: (value,) for name, value in chosen.items()})


def read(version: str) -> QualityView:
    """The view that the page's address asks for."""
    address = filters.read_address()
    view = of_address(version, address)
    filters.remember(address)
    return view


def of_address(version: str, address: Address) -> QualityView:
    """Read an address against what is published; only the filters of the part that is shown are read."""
    default = reads.dataset(version)["default_principal"][0]
    principal = filters.principal(address, version, default, choices.every_principal(version))
    name = principal.value[0]
    visa = address.one("visa", SHOWN, OVERVIEW)
    chosen_row = [Filter("visa", "Visa", SHOWN, (visa,), is_segmented=True)]
    if visa == GAPS:
        row = _of_gaps(address, version, name)
    elif visa in (AGREEMENT, LINEAGE):
        row = _of_figures(address, version, name, visa)
    else:
        row = _of_deliveries(address, version, name, visa)
    values = {each.parameter: each.value for each in row}
    cutoff = values.get("matdatum", ("",))[0]
    return QualityView(
        version=version,
        principal=name,
        is_demo=name in choices.made_up(version),
        today=config.today(),
        visa=visa,
        address=address,
        row=[*chosen_row, *(each for each in row if len(each.options) > 1 and each.parameter != "rader")],
        more=[principal],
        chosen={parameter: value[0] for parameter, value in values.items() if parameter not in FIGURES},
        population=values.get("population", ("",))[0],
        cutoff=dt.date.fromisoformat(cutoff) if cutoff else None,
        phase=values.get("fas", ("",))[0],
        specialties=values.get("mvo", ()),
        administrations=values.get("forvaltning", ()),
    )


FIGURES = ("matdatum", "fas", "mvo", "forvaltning")


def _of_figures(address: Address, version: str, principal: str, visa: str) -> list[Filter]:
    """Population and date; in the agreement of cuts also phase, specialties and förvaltningar."""
    populations = choices.populations(version, principal)
    population = _one(address, "population", "Population", populations, next(iter(populations), ""), 130)
    dates = choices.delivered_dates(version, principal, population.value[0])
    cutoff = _one(address, "matdatum", "Mätdatum", dates, next(iter(dates), ""), 180)
    if visa == LINEAGE:
        return [population, cutoff]
    phase = _one(address, "fas", "Vårdfas", EVERY | choices.PHASES, "", 160)
    shown = _rows(address)
    specialties = filters.specialties(address, version, principal)
    return [population, cutoff, phase, specialties, filters.administrations(address, version, principal), shown]


def _of_deliveries(address: Address, version: str, principal: str, visa: str) -> list[Filter]:
    """The filters of one part, each offering what the ones before it leave."""
    if visa == OVERVIEW:
        return [_year(address, version, principal)]
    if visa == FILLED:
        return _of_completeness(address, version, principal)
    rows = ROWS[visa](version, principal=principal)
    found = [_rows(address)]
    for parameter, (label, column, width) in OFFERED[visa].items():
        labels = _labels(parameter, rows, column)
        options = labels if (visa, parameter) == (CHECKS, "period") else EVERY | labels  # a check is of one period
        first = newest_past(options) if options is labels else ""
        chosen = _one(address, parameter, label, options, first, width)
        if chosen.value[0]:
            rows = rows.filter(pl.col(column).cast(pl.String) == chosen.value[0])
        found.append(chosen)
    return found


def _of_gaps(address: Address, version: str, principal: str) -> list[Filter]:
    """Population and förvaltningar, all of them by default."""
    populations = EVERY | choices.populations(version, principal)
    population = _one(address, "population", "Population", populations, "", 130)
    shown = _rows(address)
    return [population, filters.administrations(address, version, principal), shown]


SOURCE, KIND, PERIOD = ("Källa", "source", 150), ("Slag", "kind", 150), ("Period", "period", 150)
COLUMN = ("Kolumn", "column_name", 190)
OFFERED = {
    REVISIONS: {"kalla": SOURCE, "slag": KIND, "period": PERIOD},
    QUARANTINE: {"kalla": SOURCE, "slag": KIND, "period": PERIOD, "orsak": ("Orsak", "reason", 230), "kolumn": COLUMN},
    CODES: {"kalla": SOURCE, "slag": KIND, "period": PERIOD, "kolumn": COLUMN},
    CHECKS: {"kalla": SOURCE, "slag": KIND, "period": PERIOD},
}
ROWS = {
    REVISIONS: quality_reads.quality_loads,
    QUARANTINE: quality_reads.quality_quarantine,
    CODES: quality_reads.quality_codes,
    CHECKS: quality_reads.quality_outcomes,
}


def newest_past(periods: Iterable[str]) -> str:
    """The newest of ISO dates that is not in the future, as a plan's year may be; else the newest."""
    ordered = sorted(periods, reverse=True)
    return next((period for period in ordered if period <= config.today().isoformat()), ordered[0] if ordered else "")


def _labels(parameter: str, rows: pl.DataFrame, column: str) -> dict[str, str]:
    values = rows[column].drop_nulls().cast(pl.String).unique(maintain_order=True).to_list()
    if parameter == "period":
        return {value: value for value in sorted(values, reverse=True)}
    names: Mapping[str, str] = freshness.KIND_NAMES if parameter == "slag" else {}
    if parameter == "orsak":
        names = dict(rows.select("reason", "title").rows())
    return {value: names.get(value, value) for value in _in_order(values, names)}


def _in_order(values: Iterable[str], names: Values) -> list[str]:
    return swedish.swedish_sorted(values, key=lambda value: names.get(value, value))


def _year(address: Address, version: str, principal: str) -> Filter:
    """The newest twelve months, or a year."""
    periods = quality_reads.quality_timeliness(version, principal=principal)["period"].drop_nulls()
    years = sorted({period.year for period in periods}, reverse=True)
    options = {"": "Senaste tolv månaderna"} | {str(year): str(year) for year in years}
    return _one(address, "ar", "Period", options, "", 210)


def _of_completeness(address: Address, version: str, principal: str) -> list[Filter]:
    """One source and kind (with its population where it has several), and any column."""
    rows = quality_reads.quality_completeness_sources(version, principal=principal)
    found = []
    for parameter, label, column in (("kalla", "Källa", "source"), ("slag", "Slag", "kind")):
        options = _labels(parameter, rows, column)
        newest = str(rows[column][0]) if len(rows) else ""
        found.append(_one(address, parameter, label, options, newest, 150))
        rows = rows.filter(pl.col(column) == found[-1].value[0])
    populations = {name: choices.POPULATIONS.get(name, name) for name in rows["population"].drop_nulls()}
    found.append(_one(address, "population", "Population", populations, next(iter(populations), ""), 130))
    columns = EVERY | _columns(version, principal, *(each.value[0] for each in found))
    return [*found, _one(address, "kolumn", "Kolumn", columns, "", 210)]


def _columns(version: str, principal: str, source: str, kind: str, population: str) -> dict[str, str]:
    rows = quality_reads.quality_completeness(
        version, principal=principal, source=source, kind=kind, population=population or None
    )
    return {name: name for name in rows["column_name"].unique(maintain_order=True)}


def _rows(address: Address) -> Filter:
    """Whether all rows of a long table are shown: a link, not a widget."""
    return _one(address, "rader", "Rader", {"": "De första", "alla": "Alla"}, "", 0)


def _one(address: Address, parameter: str, label: str, options: Values, default: str, width: int) -> Filter:
    return Filter(parameter, label, options, (address.one(parameter, options, default),), width=width)
