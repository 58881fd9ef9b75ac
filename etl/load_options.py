"""What a run of `load` is told: by the command line, the settings, the reference and the mappings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from config import DataDirectory, Settings
from etl import cross_definitions, reference, steward_reference, warehouse
from etl.contracts import CONTRACTS, cross_words
from etl.contracts.aggregates import Aggregates
from etl.contracts.agreements import Agreements
from etl.contracts.contract import Surroundings
from etl.identity_numbers import masked
from etl.mappings.catalogue import Mappings, read_mappings
from etl.mappings.model import Mapping as FileMapping
from etl.plan_log import nothing_registered, registered_versions
from etl.providers import PROVIDER_FILE, provider_names
from etl.quality_definitions import Odd, quality_rules
from etl.roles import ROLE_FILE, roles
from etl.thresholds import Limits

POPULATION_KINDS = ("vantande", "genomforda")


@dataclass(frozen=True)
class LoadRequest:
    """The command line of `load`."""

    paths: Sequence[Path]
    source: str | None = None
    kind: str | None = None
    principal: str | None = None
    accept: str | None = None


@dataclass(frozen=True)
class LoadOptions:
    """What the command line says about every file of a run."""

    surroundings: Surroundings
    rules_versions: dict[str, str]  # by contract
    hash_key: str
    odd: Odd  # which accepted contacts are pointed out
    registered: Callable[[], pl.DataFrame] = nothing_registered
    kind: str | None = None
    accept: str | None = None
    limits: Limits = field(default_factory=Limits)
    mappings: Mappings = field(default_factory=Mappings)
    mapping: FileMapping | None = None  # that of the file at hand
    named_principal: str | None = None  # --huvudman: what the mapping of a file says does not count
    may_wait: bool = False  # a file whose principal follows from what else is loaded raises `MustWait`


def options_for(
    data: DataDirectory, settings: Settings, request: LoadRequest, hash_key: str | None = None
) -> LoadOptions:
    """Read reference and mappings once for the whole run. Raises `ReferenceFault`, `MappingFault`.

    `hash_key`: where it is not the data directory's own.
    """
    definitions = cross_definitions.cross_definitions(data)
    decided = steward_reference.decided(data)
    surroundings = Surroundings(
        specialties=steward_reference.with_specialties(reference.specialties(data), decided.specialties),
        principals=reference.principals(data),
        units=steward_reference.with_units(reference.units(data), decided.units),
        source=masked(request.source) if request.source else None,
        population=request.kind if request.kind in POPULATION_KINDS else None,
        principal=masked(request.principal) if request.principal else settings.huvudman,
        providers=provider_names(data),
        roles=roles(data),
        palette=cross_definitions.palette_of(definitions),
        validity=cross_definitions.validity(definitions),
        event_types=cross_definitions.event_types(data),
    )
    return LoadOptions(
        surroundings=surroundings,
        rules_versions=decided.versions(rules_versions(data, surroundings.principal, surroundings.source)),
        hash_key=hash_key or warehouse.hash_key(data),
        odd=quality_rules(data).granser,
        registered=partial(registered_versions, settings.register_address),
        kind=request.kind,
        accept=request.accept,
        limits=Limits(settings.max_bad_share, settings.max_row_change),
        mappings=read_mappings(data),
        named_principal=surroundings.principal if request.principal else None,
    )


def rules_versions(data: DataDirectory, principal: str | None, source: str | None) -> dict[str, str]:
    """Contract → what its rules follow from: only when that changes are the same bytes loaded again.

    Plans, outcomes, needs, offers and crosses also follow providers, roles and whose they are said to be; crosses also
    the definitions of colours, the types of events and the source, which decides what is a conflict.
    """
    patients = [contract for contract in CONTRACTS if not isinstance(contract, Agreements | Aggregates)]
    versions = ",".join(f"{contract.name}{contract.version}" for contract in patients)
    shared = f"{versions}:{reference.fingerprint(data)[:16]}"
    more = [*data.overlays("reference", PROVIDER_FILE), *data.overlays("definitions", ROLE_FILE)]
    read = f"{reference.fingerprint(data, more)[:16]}:{principal or ''}"
    definitions = cross_definitions.cross_definitions(data)
    palette, validity = cross_definitions.palette_of(definitions), cross_definitions.validity(definitions)
    words = cross_words.fingerprint(palette, validity, cross_definitions.event_types(data))
    return {
        contract.name: shared
        if contract in patients
        else f"{contract.name}{contract.version}:{read}{f':{words[:16]}:{source}' if contract.replaces_days else ''}"
        for contract in CONTRACTS
    }
