"""What a contract says about one column: its role, whether it must be filled, and how a value is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# date: a calendar day, perhaps with a clock that never counts · day: a date without a clock · month: a month's
# last day · moment: a day and a clock · code: a short value of a known form · word: one of some words ·
# id: stored only as a keyed hash · text: free text · office: a role, which no person's name may stand for ·
# integer, share: numbers · volume: a number of patients, perhaps with blanks between thousands
Role = Literal["date", "day", "month", "moment", "code", "word", "id", "text", "office", "integer", "share", "volume"]

HSA_ID = r"^[A-Z]{2}[0-9]{10}-[0-9A-Za-zÅÄÖåäö-]{1,20}$"


@dataclass(frozen=True)
class Column:
    """One column of an extract.

    `pattern` is a full regular expression of every value that is not empty; `typed` is the name of the
    column with the value read as its type, where the contract needs it. `words`: folded spelling → the word.
    `reason` is why a word or number of another form is quarantined, where it is not the usual one. `beside`: the column
    without which one of this name is the sender's own and unknown to us.
    """

    name: str
    role: Role
    mandatory: bool = False
    pattern: str = ""
    typed: str = ""
    aliases: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    beside: str = ""
