"""The register's form: migrations make what the models say, another form is refused, and rows stay as they are."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from register import OldSchema, Register
from register.migration import MIGRATIONS, migrate, upgrade
from register.tables import SCHEMA_TABLE, SCHEMAS, Base
from tests.postgres import PostgresServer
from tests.registering import new_version

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


def test_a_migration_step_by_step_keeps_what_was_entered(register_address: str) -> None:
    register = Register(register_address)
    migrate(register)
    register.add_plan_versions([new_version()])
    before = register.plan_versions()
    with register.writers.begin() as connection:
        for form in SCHEMAS:
            upgrade(connection, form)
    migrate(register)
    assert register.plan_versions().equals(before)
    register.close()


def test_a_migration_that_fails_leaves_nothing_half_made(made_register: Register) -> None:
    execute(made_register, f"drop table {SCHEMA_TABLE}")
    execute(made_register, "drop table plan_versions")
    execute(made_register, "create table plan_versions (in_the_way integer)")
    again = Register(made_register.address)
    with pytest.raises(DatabaseError), again.writers.begin() as connection:
        upgrade(connection)
    assert not again.exists()
    again.close()


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
    ):
        with pytest.raises(OldSchema) as fault:
            use()
        assert told in str(fault.value)
        assert "python -m register migrate" in str(fault.value)
        assert "\n" not in str(fault.value)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_removed_by_any_statement(made_register: Register, table: str) -> None:
    made_register.add_plan_versions([new_version()])
    before = made_register.plan_versions()
    for statement in (f"update {table} set role = 'Annan'", f"delete from {table}"):  # noqa: S608
        with pytest.raises(DatabaseError, match="append-only"):
            execute(made_register, statement)
    assert made_register.plan_versions().equals(before)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_postgresql_is_not_emptied(postgres: PostgresServer, table: str) -> None:
    register = Register(postgres.new_database())
    migrate(register)
    with pytest.raises(DatabaseError, match="append-only"):
        execute(register, f"truncate {table}")
    register.close()


def test_replace_in_sqlite_is_a_removal_too(tmp_path: object) -> None:
    register = Register(f"sqlite:///{tmp_path}/register.sqlite")
    migrate(register)
    register.add_plan_versions([new_version()])
    with pytest.raises(DatabaseError, match="append-only"):
        execute(register, "insert or replace into plan_versions select * from plan_versions")
    register.close()
