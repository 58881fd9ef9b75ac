"""The gate of every text that is written on the Green Cross: what is stopped, and what has to be confirmed.

An identity number, a phone number or an e-mail address is never stored. A likely given name is asked about; that none
is found says nothing, and the form says nothing of it.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass

import config
from analysis.contact_details import holds_phone_or_email
from analysis.given_names import GivenNames, likely_given_names
from analysis.identity_numbers import holds_identity_number
from dashboard import sentences, swedish
from dashboard.sentences import Sentence

IDENTITY, CONTACT = "personnummer", "kontaktuppgift"
NAME_FILE = config.ROOT / "data" / "reference" / "fornamn.csv"
ASK_ANEW = "Spara ändå"  # the label of the button that confirms the names


@dataclass(frozen=True)
class Gate:
    """What the texts hold: `stops` are the codes that nothing lets through, `names` what has to be confirmed."""

    stops: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def lets(self, confirmed: frozenset[str] = frozenset()) -> bool:
        """Whether the texts may be stored; `confirmed` are the names that the writer has been asked about."""
        return not self.stops and not set(self.names) - confirmed


@dataclass(frozen=True)
class Stop:
    """One thing that is never stored, by its code."""

    code: str


@dataclass(frozen=True)
class Names:
    """Likely given names, at least one."""

    names: tuple[str, ...]

    @property
    def listed(self) -> str:
        return swedish.listed(self.names)


STOPS: list[Sentence[Stop]] = [
    Sentence(IDENTITY, lambda stop: stop.code == IDENTITY,
             "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen."),
    Sentence(CONTACT, lambda stop: stop.code == CONTACT,
             "Texten ser ut att innehålla ett telefonnummer eller en e-postadress. Ta bort det och spara igen."),
]  # fmt: skip
ASKED: list[Sentence[Names]] = [
    Sentence("ett namn", lambda names: len(names.names) == 1,
             "Texten verkar innehålla ett namn: <b>{listed}</b>. Ta bort det, eller spara ändå."),
    Sentence("flera namn", lambda names: len(names.names) > 1,
             "Texten verkar innehålla namn: <b>{listed}</b>. Ta bort dem, eller spara ändå."),
]  # fmt: skip


def looked_through(*texts: str | None) -> Gate:
    """What some texts hold together."""
    written = [text for text in texts if text]
    stops = [IDENTITY] if any(map(holds_identity_number, written)) else []
    stops += [CONTACT] if any(map(holds_phone_or_email, written)) else []
    names = dict.fromkeys(name for text in written for name in likely_given_names(text, given_names()))
    return Gate(tuple(stops), tuple(names))


def told(gate: Gate, confirmed: frozenset[str] = frozenset()) -> list[str]:
    """Why the texts are not stored, as HTML sentences; none where they may be."""
    stopped = [sentences.the_one(STOPS, Stop(code)) for code in gate.stops]
    names = tuple(name for name in gate.names if name not in confirmed)
    return stopped or ([sentences.the_one(ASKED, Names(names))] if names else [])


@functools.lru_cache(maxsize=1)
def given_names() -> GivenNames:
    """The product's list of common given names."""
    rows = list(csv.DictReader(NAME_FILE.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    return GivenNames.of([row["namn"] for row in rows], [row["namn"] for row in rows if row["ord"] == "ja"])
