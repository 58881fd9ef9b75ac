"""A steward's decisions as the commands carry them out: what is told of each, and what stops none of the files."""

from __future__ import annotations

from etl import reference, steward_reference
from etl.load import LoadRequest, options_for
from etl.steward import apply_decisions
from etl.steward_work import DONE, WITHDRAWN, Applied
from etl.terminal import Session
from register import RegisterFault, opened

ACTIONS = {
    "release": "släpp fram rader",
    "discard": "kassera rader",
    "add_unit": "lägg till enhet",
    "add_code": "lägg till MVO-kod",
    "withdraw": "ta tillbaka beslut",
}


def before_files(session: Session) -> list[Applied]:
    """Carry out what is undecided; a register that cannot be read is told, and the files load all the same."""
    try:
        return carry_out(session)
    except RegisterFault as fault:
        session.warn(f"Förvaltarens beslut kunde inte läsas och väntar till nästa laddning. {fault}")
        return []


def carry_out(session: Session) -> list[Applied]:
    """Each decision told as it is carried out, then decisions that a file overrules. Raises `RegisterFault`."""
    decisions = opened(session.settings.register_address).steward_decisions()
    found: list[Applied] = []
    if decisions.height:
        surroundings = options_for(session.data, session.settings, LoadRequest([])).surroundings
        for applied in apply_decisions(session.data, surroundings, decisions):
            found.append(applied)
            tell = session.say if applied.outcome in (DONE, WITHDRAWN) else session.warn
            tell(f"Beslut {applied.decision_id} ({ACTIONS[applied.action]}): {applied.message}")
    for line in _overruled(session):
        session.say(line)
    return found


def _overruled(session: Session) -> list[str]:
    decided = steward_reference.decided(session.data)
    if decided.units.is_empty() and decided.specialties.is_empty():
        return []
    data = session.data
    return steward_reference.overruled(decided, reference.units(data), reference.specialties(data))
