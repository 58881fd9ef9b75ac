"""A data steward's decisions about rows in quarantine."""

import sqlalchemy as sa
from alembic import op

from register.migrations import append_only

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "steward_decisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("principal", sa.String()),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("source", sa.String()),
        sa.Column("kind", sa.String()),
        sa.Column("period", sa.Date()),
        sa.Column("reason", sa.String()),
        sa.Column("column_name", sa.String()),
        sa.Column("code", sa.String()),
        sa.Column("code_kind", sa.String()),
        sa.Column("unit", sa.String()),
        sa.Column("administration", sa.String()),
        sa.Column("valid_from", sa.Date()),
        sa.Column("name", sa.String()),
        sa.Column("short_name", sa.String()),
        sa.Column("specialty_group", sa.String()),
        sa.Column("withdraws", sa.BigInteger()),
        sa.Column("seen_load", sa.Integer(), nullable=False),
        sa.Column("motivation", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_steward_decisions"),
        sa.UniqueConstraint("token", name="uq_steward_decisions_token"),
        sa.UniqueConstraint("withdraws", name="uq_steward_decisions_withdraws"),
        sa.ForeignKeyConstraint(["withdraws"], ["steward_decisions.id"], name="fk_steward_decisions_steward_decisions"),
        sa.CheckConstraint(
            "action in ('release', 'discard', 'add_unit', 'add_code', 'withdraw')",
            name=op.f("ck_steward_decisions_action"),
        ),
        sa.CheckConstraint(
            "(action not in ('release', 'discard') or reason is not null) "
            "and (action <> 'add_unit' or (code is not null and code_kind is not null and unit is not null "
            "and administration is not null and valid_from is not null)) "
            "and (action <> 'add_code' or (code is not null and name is not null)) "
            "and (action = 'withdraw') = (withdraws is not null)",
            name=op.f("ck_steward_decisions_subject"),
        ),
        sa.CheckConstraint("role <> '' and motivation <> '' and token <> ''", name=op.f("ck_steward_decisions_names")),
        sqlite_autoincrement=True,
    )
    append_only.protect("steward_decisions")
