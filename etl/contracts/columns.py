"""What a contract says about one column: its role, whether it must be filled, and how a value is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# date: a calendar day, perhaps with a clock that never counts · day: a date without a clock · month: a month's
# last day · code: a short value of a known form · id: stored only as a keyed hash · text: free text ·
# integer, share: numbers
Role = Literal["date", "day", "month", "code", "id", "text", "integer", "share"]

HSA_ID = r"^[A-Z]{2}[0-9]{10}-[0-9A-Za-zÅÄÖåäö-]{1,20}$"


@dataclass(frozen=True)
class Column:
    """One column of an extract.

    `pattern` is a full regular expression of every value that is not empty; `typed` is the name of the
    column with the value read as its type, where the contract needs it.
    """

    name: str
    role: Role
    mandatory: bool = False
    pattern: str = ""
    typed: str = ""
    aliases: tuple[str, ...] = ()
