"""What people enter: a source like any other, kept in SQLite or PostgreSQL and never changed afterwards."""

from register.faults import Conflict, NotMade, OldSchema, RegisterFault, Unreachable
from register.plans import PLAN_COLUMNS, NewPlanVersion
from register.store import Register, opened

__all__ = [
    "PLAN_COLUMNS",
    "Conflict",
    "NewPlanVersion",
    "NotMade",
    "OldSchema",
    "Register",
    "RegisterFault",
    "Unreachable",
    "opened",
]
