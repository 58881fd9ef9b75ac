"""The view of Läget: the filters as they stand and the cut they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import choices, filters, reads
from dashboard.address import Address
from dashboard.changes import HORIZONS
from dashboard.cuts import Cut, Words
from dashboard.filters import Filter
from dashboard.states import Thresholds

FIRST_VISIT, LAW_DAYS = 1, 90


@dataclass(frozen=True)
class View:
    """Everything Läget needs to know before it reads figures; `previous` is None for the first mätdatum."""

    version: str
    address: Address
    row: list[Filter]
    more: list[Filter]
    cut: Cut
    previous: dt.date | None
    horizon: str
    definition_names: Mapping[str, str]
    words: Words
    thresholds: Thresholds

    @property
    def key(self) -> tuple[object, ...]:
        """What everything drawn depends on, but for the theme and the horizon."""
        return (self.version, *self.cut.values(), self.previous)

    @property
    def definition_name(self) -> str:
        """The chosen definition's name."""
        return self.definition_names[self.cut["definition"]]

    @property
    def is_demo(self) -> bool:
        return self.words.is_demo


def read(version: str) -> View:
    """Read the address against what is published; Läget is about those waiting."""
    address = filters.read_address()
    settings = reads.dataset(version).row(0, named=True)
    principal = filters.principal(address, version, settings["default_principal"])
    dates = choices.delivered_dates(version, principal.value[0], "vantande")
    if not dates:
        raise filters.NothingDelivered("Inga väntande är inlästa")
    cutoff = filters.cutoff(address, dates)
    before = filters.compared_with(address, dates, cutoff.value[0])
    definition = filters.definition(address, version, principal.value[0], settings["default_definition_waiting"])
    filters.remember(address)
    phase, limit = _measured(address, version, principal.value[0])
    cut = Cut(
        principal=principal.value[0],
        cutoff_date=filters.as_date(cutoff),
        population="vantande",
        phase=phase,
        definition=definition.value[0],
        limit_days=int(limit.value[0]) if limit.value[0] else None,
    )
    words = choices.words_of(version, cut)
    return View(
        version=version,
        address=address,
        row=[cutoff, before, *([limit] if words.is_aggregated else []), definition],
        more=[principal],
        cut=cut,
        previous=filters.as_date(before) if before.value[0] else None,
        horizon=address.one("mot", HORIZONS, next(iter(HORIZONS))),
        definition_names=definition.options,
        words=words,
        thresholds=Thresholds(settings["low_base"], settings["suppress_below"]),
    )


def _measured(address: Address, version: str, principal: str) -> tuple[int, Filter]:
    """First visits within 90 days; of an aggregated huvudman its first phase, and the limits that hold for it."""
    if principal not in choices.aggregated(version):
        return FIRST_VISIT, Filter("grans", "Gräns", {}, (str(LAW_DAYS),))
    phase = next(iter(choices.phases(version, principal, "vantande")), str(FIRST_VISIT))
    return int(phase), filters.limit(address, version, principal, "vantande", phase, ())
