"""Days of the Green Cross, their events, and actions."""

import sqlalchemy as sa
from alembic import op

from register.migrations import append_only

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VERSION = "version = coalesce(base_version, 0) + 1 and version >= 1"


def upgrade() -> None:
    _entries()
    _events()
    _actions()
    for table in ("cross_entries", "cross_events", "cross_actions"):
        append_only.protect(table)


def _entries() -> None:
    op.create_table(
        "cross_entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("administration", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer()),
        sa.Column("fact", sa.String()),
        sa.Column("event_count", sa.Integer()),
        sa.Column("went_well", sa.String()),
        sa.Column("settles", sa.String()),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cross_entries"),
        sa.UniqueConstraint(
            "principal",
            "administration",
            "unit",
            "date",
            "version",
            name="uq_cross_entries_principal_administration_unit_date_version",
        ),
        sa.UniqueConstraint("id", "event_count", name="uq_cross_entries_id_event_count"),
        sa.CheckConstraint(VERSION, name=op.f("ck_cross_entries_version")),
        sa.CheckConstraint(
            "fact in ('ej_registrerad', 'ingen_verksamhet', 'ingen')", name=op.f("ck_cross_entries_fact")
        ),
        sa.CheckConstraint(
            "(fact is null) = (event_count is not null) and coalesce(event_count, 1) >= 1",
            name=op.f("ck_cross_entries_events"),
        ),
        sa.CheckConstraint(
            "principal <> '' and administration <> '' and unit <> '' and role <> ''",
            name=op.f("ck_cross_entries_names"),
        ),
        sqlite_autoincrement=True,
    )


def _events() -> None:
    op.create_table(
        "cross_events",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("event_type", sa.String()),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("description", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_cross_events"),
        sa.UniqueConstraint("entry_id", "number", name="uq_cross_events_entry_id_number"),
        sa.ForeignKeyConstraint(
            ["entry_id", "event_count"],
            ["cross_entries.id", "cross_entries.event_count"],
            name="fk_cross_events_cross_entries",
        ),
        sa.CheckConstraint("number between 1 and event_count", name=op.f("ck_cross_events_number")),
        sa.CheckConstraint(
            "fact in ('utan_skada_eller_risk', 'risk', 'skada', 'allvarlig_skada')", name=op.f("ck_cross_events_fact")
        ),
        sa.CheckConstraint("count between 1 and 999", name=op.f("ck_cross_events_count")),
        sqlite_autoincrement=True,
    )


def _actions() -> None:
    op.create_table(
        "cross_actions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("administration", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("about_date", sa.Date()),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("feedback", sa.String()),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("base_version", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_cross_actions"),
        sa.UniqueConstraint(
            "principal", "administration", "unit", "action_id", "version", name="uq_cross_actions_action_version"
        ),
        sa.CheckConstraint(VERSION, name=op.f("ck_cross_actions_version")),
        sa.CheckConstraint("status in ('oppen', 'klar', 'avbruten')", name=op.f("ck_cross_actions_status")),
        sa.CheckConstraint(
            "principal <> '' and administration <> '' and unit <> '' and action_id <> '' and text <> '' "
            "and responsible <> '' and role <> ''",
            name=op.f("ck_cross_actions_names"),
        ),
        sqlite_autoincrement=True,
    )
