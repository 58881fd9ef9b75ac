"""Decisions of a data steward in tests: registered, carried out as `apply` does, and what they left."""

from __future__ import annotations

import datetime as dt
import functools
import tempfile
from pathlib import Path
from typing import Any

from config import Settings
from etl import load as loading
from etl import verify
from etl.steward import apply_decisions
from etl.steward_work import Applied
from register import Register, opened
from register.migration import migrate
from tests.extracts import Region
from tests.registering import new_decision

LATE = "2026-03-05"  # after the cut-off of the extracts' February
UNKNOWN = "SE2321000131-E000000000999"
NOTHING = dict.fromkeys(("source", "kind", "period", "reason", "column_name"))
ADD_UNIT = NOTHING | {
    "action": "add_unit", "code": UNKNOWN, "code_kind": "hsaid", "unit": "Ögon Skövde", "administration": "SKAS",
    "valid_from": dt.date(2020, 1, 1),
}  # fmt: skip
ADD_CODE = NOTHING | {"action": "add_code", "code": "0X1", "name": "Drakmedicin", "short_name": "Drak"}


def register_of(region: Region) -> Register:
    """The region's own register, made when it is first asked for: a copy, since every migration takes its time."""
    if not region.data.register.exists():
        region.data.register.write_bytes(_empty_register())
    return opened(Settings(data_dir=region.root).register_address)


@functools.cache
def _empty_register() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.sqlite"
        register = Register(f"sqlite:///{file}")
        migrate(register)
        register.close()
        return file.read_bytes()


def decide(region: Region, **changes: Any) -> int:
    """Register a decision of who has seen all that is loaded; its id."""
    [(newest,)] = region.query("select max(load_id) from loads")
    return register_of(region).add_steward_decision(new_decision(**({"seen_load": newest} | changes)))


def apply(region: Region) -> list[Applied]:
    """Carry out what is undecided, without publishing."""
    settings = Settings(data_dir=region.root)
    surroundings = loading.options_for(region.data, settings, loading.LoadRequest([])).surroundings
    return list(apply_decisions(region.data, surroundings, register_of(region).steward_decisions()))


def decided(region: Region, **changes: Any) -> Applied:
    """Register one decision and carry it out; what became of it."""
    decide(region, **changes)
    [applied] = apply(region)
    refuse_faults(region)
    return applied


def counts(region: Region) -> list[tuple[int, ...]]:
    """records, accepted, quarantined, duplicates of every delivery in force."""
    return region.query(
        "select records, accepted, quarantined, duplicates from deliveries "
        "where replaced_by is null order by delivery_id"
    )


def contacts(region: Region) -> list[tuple[Any, ...]]:
    """Every stored contact as figures see it: not which load, record or hash it has."""
    return region.query("select * exclude (delivery_id, record, contact_hash) from contacts order by all")


def refuse_faults(region: Region) -> None:
    """Whatever is decided, the warehouse adds up with its ledger."""
    assert verify.faults(region.data) == []
