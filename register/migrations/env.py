"""Alembic's door: it runs the migrations on the connection that register/migration.py hands over."""

from alembic import context

from register.tables import SCHEMA_TABLE, Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=SCHEMA_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
