"""What a plan that is made here is called: the same of the same, so that two who make one plan at once are told."""

from __future__ import annotations

import unicodedata


def new_plan_id(year: int, specialty: str, phase: int, sender: str, receiver: str) -> str:
    """P-2027-311-2-NU-SV, in ASCII."""
    return "-".join(["P", *map(_plain, (str(year), specialty, str(phase), sender, receiver))])


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode("ascii")
    return "".join(letter if letter.isalnum() else "_" for letter in letters)
