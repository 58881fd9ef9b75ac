"""Why the register said no: each one Swedish line, without password and without what was entered."""

from __future__ import annotations

import datetime as dt

MIGRATE = "python -m register migrate"


class RegisterFault(Exception):
    """The register cannot be used as it is; one Swedish line that says what to do."""


class NotMade(RegisterFault):
    """Nothing can be written before the register has been made."""

    def __init__(self) -> None:
        super().__init__(f"Registret är inte skapat. Kör {MIGRATE}.")


class OldSchema(RegisterFault):
    """The register has another form than this program writes, older or newer."""

    def __init__(self, found: str, *, newer: bool) -> None:
        told = (
            f"Registret har en nyare form ({found}) än programmet: uppgradera programmet, kör sedan {MIGRATE}."
            if newer
            else f"Registret har en äldre form ({found}) än programmet. Kör {MIGRATE}."
        )
        super().__init__(told)
        self.newer = newer


class Unreachable(RegisterFault):
    """The database does not answer as it should, or not in time. `place`: its address without password."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"Registret ({place}) svarar inte som det ska. Försök igen, eller se efter att databasen är igång."
        )


class NotPossible(RegisterFault):
    """A file that cannot be made, or a command this database has another tool for."""


def why(error: Exception) -> str:
    """Why a file cannot be written, as a person is told it."""
    known = (
        (FileExistsError, "det finns redan en fil eller katalog med det namnet; ange ett nytt"),
        (FileNotFoundError, "katalogen finns inte"),
        (NotADirectoryError, "en del av sökvägen är en fil och ingen katalog"),
        (PermissionError, "du får inte skriva där"),
    )
    told = next((text for kind, text in known if isinstance(error, kind)), None)
    return told or "se efter att disken har plats och att filen går att läsa och skriva"


class Conflict(Exception):
    """Someone else has written this version of the plan, or a later one; nothing of the call was written.

    `version`: the newest version in the register; `registered_at` (UTC, without zone) and `role`: when and who.
    """

    def __init__(self, plan_id: str, version: int, registered_at: dt.datetime, role: str) -> None:
        super().__init__(f"Plan {plan_id} har redan fått version {version} av {role}.")
        self.plan_id = plan_id
        self.version = version
        self.registered_at = registered_at
        self.role = role


class CrossConflict(Exception):
    """Someone else has said something else of the day, or of the action; nothing of the call was written.

    `version`: the newest in the register; `registered_at` (UTC, without zone) and `role`: when and who.
    """

    def __init__(self, version: int, registered_at: dt.datetime, role: str) -> None:
        super().__init__(f"Version {version} är redan skriven av {role}.")
        self.version = version
        self.registered_at = registered_at
        self.role = role


class DecisionWithdrawn(Exception):
    """Someone else has withdrawn the decision; nothing of the call was written.

    `made_at` (UTC, without zone) and `role`: when and who.
    """

    def __init__(self, decision_id: int, made_at: dt.datetime, role: str) -> None:
        super().__init__(f"Beslut {decision_id} är redan återtaget av {role}.")
        self.made_at = made_at
        self.role = role
