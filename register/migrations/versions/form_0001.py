"""Versions of delivery plans."""

import sqlalchemy as sa
from alembic import op

from register.migrations import append_only

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    append_only.found()
    op.create_table(
        "plan_versions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("specialty", sa.String(), nullable=False),
        sa.Column("phase", sa.SmallInteger(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("transfer", sa.String(), nullable=False),
        sa.Column("decided_volume", sa.Integer()),
        sa.Column("q1", sa.Integer(), nullable=False),
        sa.Column("q2", sa.Integer(), nullable=False),
        sa.Column("q3", sa.Integer(), nullable=False),
        sa.Column("q4", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("anchored_by", sa.String()),
        sa.Column("motivation", sa.String()),
        sa.Column("principle_share", sa.Double()),
        sa.Column("principle_numerator", sa.Integer()),
        sa.Column("principle_denominator", sa.Integer()),
        sa.Column("principle_level", sa.Double()),
        sa.Column("principle_date", sa.Date()),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("base_version", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_plan_versions"),
        sa.UniqueConstraint("principal", "plan_id", "version", name="uq_plan_versions_principal_plan_id_version"),
        sa.CheckConstraint("version > coalesce(base_version, 0)", name=op.f("ck_plan_versions_version")),
        sa.CheckConstraint("q1 >= 0 and q2 >= 0 and q3 >= 0 and q4 >= 0", name=op.f("ck_plan_versions_quarters")),
        sa.CheckConstraint(
            "status in ('forslag', 'overenskommen', 'aterkallad')", name=op.f("ck_plan_versions_status")
        ),
        sqlite_autoincrement=True,
    )
    append_only.protect("plan_versions")
