"""The register's form: migrations make what the models say, another form is refused, and rows stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Row, inspect, select, text
from sqlalchemy.exc import DatabaseError

from register import OldSchema, Register, databases
from register.migration import MIGRATIONS, migrate, upgrade
from register.tables import SCHEMA_TABLE, SCHEMAS, Base
from tests.postgres import PostgresServer
from tests.registering import FALL, new_action, new_decision, new_entry, new_version

TABLES = sorted(Base.metadata.tables)


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def execute(register: Register, statement: str) -> None:
    with register.writers.begin() as connection:
        connection.execute(text(statement))


def test_the_program_knows_every_form_in_their_order() -> None:
    forms = [revision.revision for revision in script().walk_revisions()]
    assert tuple(reversed(forms)) == SCHEMAS


def test_migrations_from_nothing_make_exactly_what_the_models_say(made_register: Register) -> None:
    with made_register.readers.connect() as connection:
        options = {"version_table": SCHEMA_TABLE, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


@pytest.mark.parametrize("form", SCHEMAS[:-1])
def test_a_register_of_an_older_form_is_refused_until_it_is_migrated_and_keeps_what_was_entered(
    register_address: str, form: str
) -> None:
    older_program = Register(register_address, forms=SCHEMAS[: SCHEMAS.index(form) + 1])
    if older_program.file is not None:
        databases.make_file(older_program.file)
    with older_program.writers.begin() as connection:
        upgrade(connection, form)
    older_program.add_plan_versions([new_version(), new_version(2, motivation="Ändrat behov")])
    before = older_program.plan_versions()
    older_program.close()
    register = Register(register_address)
    refused(register, f"äldre form ({form})")
    migrate(register)
    assert register.plan_versions().equals(before)
    assert register.add_plan_versions([new_version(3)]) == register.stamp() == 3
    assert register.add_cross_entry(new_entry(FALL)).version == 1
    assert register.add_steward_decision(new_decision()) == 1
    register.close()


def test_a_migration_from_the_present_form_changes_nothing(made_register: Register) -> None:
    fill(made_register)
    before = everything(made_register)
    with made_register.writers.begin() as connection:
        upgrade(connection)
    migrate(made_register)
    assert everything(made_register) == before


def fill(register: Register) -> None:
    """A row in every table."""
    register.add_plan_versions([new_version()])
    register.add_cross_entry(new_entry(FALL))
    register.add_cross_action(new_action())
    register.add_steward_decision(new_decision())


def everything(register: Register) -> dict[str, list[Row[Any]]]:
    with register.readers.begin() as connection:
        rows = {name: list(connection.execute(select(table))) for name, table in Base.metadata.tables.items()}
    assert all(rows.values()), "a table has no row to change"
    return rows


@pytest.mark.parametrize("in_the_way", TABLES)
def test_a_migration_that_fails_leaves_nothing_half_made(register_address: str, in_the_way: str) -> None:
    register = Register(register_address)
    if register.file is not None:
        databases.make_file(register.file)
    execute(register, f"create table {in_the_way} (in_the_way integer)")
    with pytest.raises(DatabaseError), register.writers.begin() as connection:
        upgrade(connection)
    assert not register.exists()
    with register.readers.connect() as connection:
        assert inspect(connection).get_table_names() == [in_the_way]
    register.close()


def test_an_older_form_is_refused_with_the_command_that_mends_it(made_register: Register) -> None:
    later_program = Register(made_register.address, forms=[*SCHEMAS, "9999"])
    refused(later_program, f"äldre form ({SCHEMAS[-1]})")
    later_program.close()


def test_a_newer_form_is_refused_and_left_alone_by_migrate(made_register: Register) -> None:
    execute(made_register, "update register_schema set version_num = '9999'")
    refused(made_register, "nyare form (9999)")
    with pytest.raises(OldSchema):
        migrate(made_register)


def refused(register: Register, told: str) -> None:
    for use in (
        register.exists,
        register.stamp,
        register.plan_versions,
        lambda: register.add_plan_versions([new_version()]),
        register.cross_stamp,
        register.cross_entries,
        lambda: register.add_cross_entry(new_entry()),
        lambda: register.add_cross_action(new_action()),
        register.steward_decisions,
        lambda: register.add_steward_decision(new_decision()),
    ):
        with pytest.raises(OldSchema) as fault:
            use()
        assert told in str(fault.value)
        assert "python -m register migrate" in str(fault.value)
        assert "\n" not in str(fault.value)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_removed_by_any_statement(made_register: Register, table: str) -> None:
    fill(made_register)
    before = everything(made_register)
    for statement in (f"update {table} set id = id + 1", f"delete from {table}"):  # noqa: S608
        with pytest.raises(DatabaseError, match="append-only"):
            execute(made_register, statement)
    assert everything(made_register) == before


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_postgresql_is_not_emptied(postgres: PostgresServer, table: str) -> None:
    register = Register(postgres.new_database())
    migrate(register)
    with pytest.raises(DatabaseError, match="append-only"):
        execute(register, f"truncate {table} cascade")
    register.close()


@pytest.mark.parametrize("table", TABLES)
def test_replace_in_sqlite_is_a_removal_too(tmp_path: Path, table: str) -> None:
    register = Register(f"sqlite:///{tmp_path}/register.sqlite")
    migrate(register)
    fill(register)
    with pytest.raises(DatabaseError, match="append-only"):
        execute(register, f"insert or replace into {table} select * from {table}")  # noqa: S608
    register.close()
