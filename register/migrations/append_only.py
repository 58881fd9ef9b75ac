"""Triggers that refuse every change of a row: for tables where what was entered stays."""

from alembic import op

SQLITE = """
create trigger {table}_no_{change} before {change} on {table} begin select raise(abort, '{table}: append-only'); end
"""
REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception '%: append-only', tg_table_name using errcode = 'restrict_violation'; end $$
"""
ROWS = "create trigger {table}_rows before update or delete on {table} for each row execute function refuse_change()"
WHOLE = "create trigger {table}_whole before truncate on {table} for each statement execute function refuse_change()"


def found() -> None:
    """Once, in the first migration: the function PostgreSQL's triggers call."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)


def protect(table: str) -> None:
    """Rows of the table can be added and read, not changed or removed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(ROWS.format(table=table))
        op.execute(WHOLE.format(table=table))
        return
    for change in ("update", "delete"):
        op.execute(SQLITE.format(table=table, change=change))
