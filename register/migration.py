"""Makes the register and brings it to the present form; nothing else does."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from register import databases
from register.faults import OldSchema
from register.store import Register
from register.tables import SCHEMA

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def migrate(register: Register, form: str = SCHEMA) -> None:
    """Bring the register to the form in one transaction: killed half-way it has the form it had.

    A SQLite file is made with mode 0600 in a folder with 0700. Raises `OldSchema` where the register is newer.
    """
    try:
        if register.exists():
            return
    except OldSchema as fault:
        if fault.newer:
            raise
    if register.file is not None:
        databases.make_file(register.file)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with register.writers.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, form)
