"""The kinds of extract: one module each."""

from __future__ import annotations

from collections.abc import Sequence

from etl.contracts.aggregates import Aggregates
from etl.contracts.contacts import Contacts
from etl.contracts.contract import Contract
from etl.contracts.green_cross import GreenCross
from etl.contracts.national import National
from etl.contracts.needs import Needs
from etl.contracts.offers import CapacityOffers
from etl.contracts.outcomes import DeliveryOutcomes
from etl.contracts.plans import DeliveryPlans

CONTRACTS: Sequence[Contract] = (
    Contacts(), National(), DeliveryPlans(), DeliveryOutcomes(), Needs(), CapacityOffers(),
    GreenCross(), Aggregates(),
)  # fmt: skip
KINDS: tuple[str, ...] = tuple(kind for contract in CONTRACTS for kind in contract.kinds)
