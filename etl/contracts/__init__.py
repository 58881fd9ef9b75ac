"""The kinds of extract: one module each."""

from __future__ import annotations

from collections.abc import Sequence

from etl.contracts.contacts import Contacts
from etl.contracts.contract import Contract

CONTRACTS: Sequence[Contract] = (Contacts(),)
KINDS: tuple[str, ...] = tuple(kind for contract in CONTRACTS for kind in contract.kinds)
