"""The kinds of extract: one module each."""

from __future__ import annotations

from collections.abc import Sequence

from etl.contracts.contacts import Contacts
from etl.contracts.contract import Contract
from etl.contracts.national import National

CONTRACTS: Sequence[Contract] = (Contacts(), National())
KINDS: tuple[str, ...] = tuple(kind for contract in CONTRACTS for kind in contract.kinds)
