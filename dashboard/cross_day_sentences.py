"""What the day's panel says of its history, of what cannot be shown and of sources that differ: tables of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.cross_day_facts import Change
from dashboard.sentences import Sentence

CHANGES: Sequence[Sentence[Change]] = (
    Sentence("första", lambda c: c.before is None and not c.is_late, "Registrerad {moment} av {role_said}."),
    Sentence("första, sent", lambda c: c.before is None and c.is_late,
             "Registrerad i efterhand, {moment}, av {role_said}."),
    Sentence("ändrad", lambda c: c.before is not None and c.before != c.now and not c.is_late,
             "Ändrad {moment} från {before_said} till {now_said} av {role_said}."),
    Sentence("ändrad sent", lambda c: c.before is not None and c.before != c.now and c.is_late,
             "Ändrad i efterhand, {moment}, från {before_said} till {now_said} av {role_said}."),
    Sentence("samma färg", lambda c: c.before is not None and c.before == c.now and not c.is_late,
             "Ändrad {moment} av {role_said}, färgen är densamma."),
    Sentence("samma färg, sent", lambda c: c.before is not None and c.before == c.now and c.is_late,
             "Ändrad i efterhand, {moment}, av {role_said}, färgen är densamma."),
)  # fmt: skip


@dataclass(frozen=True)
class OnlyColour:
    """A day that a source tells by colour alone, seen under another definition."""

    colour: str
    told_by: str
    shown_by: str


CANNOT: Sequence[Sentence[OnlyColour]] = (
    Sentence("okänd", lambda o: bool(o.colour) and o.told_by != o.shown_by,
             "Källan anger bara färgen {colour} enligt {told_by}. Vad som hände går inte att säga, och därför inte "
             "heller färgen enligt {shown_by}."),
    Sentence("flera", lambda o: not o.colour, "Det som är sagt om dagen räcker inte för att säga färgen enligt "
             "{shown_by}."),
)  # fmt: skip
