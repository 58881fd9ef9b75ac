"""What people enter: a source like any other, kept in SQLite or PostgreSQL and never changed afterwards."""

from register.cross import CROSS_COLUMNS, CrossSaved, NewCrossEntry, NewCrossEvent
from register.cross_actions import ACTION_COLUMNS, NewCrossAction
from register.faults import Conflict, CrossConflict, DecisionWithdrawn, NotMade, OldSchema, RegisterFault, Unreachable
from register.plans import PLAN_COLUMNS, NewPlanVersion
from register.steward import DECISION_ACTIONS, DECISION_COLUMNS, NewDecision
from register.store import Register, opened

__all__ = [
    "ACTION_COLUMNS",
    "CROSS_COLUMNS",
    "DECISION_ACTIONS",
    "DECISION_COLUMNS",
    "PLAN_COLUMNS",
    "Conflict",
    "CrossConflict",
    "CrossSaved",
    "DecisionWithdrawn",
    "NewCrossAction",
    "NewCrossEntry",
    "NewCrossEvent",
    "NewDecision",
    "NewPlanVersion",
    "NotMade",
    "OldSchema",
    "Register",
    "RegisterFault",
    "Unreachable",
    "opened",
]
