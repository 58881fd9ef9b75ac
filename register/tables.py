"""The register's tables. A change here needs a migration and a new `SCHEMA`; tests compare the two."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# The forms the register has had, the present one last: a form that is not here was made by a newer program.
SCHEMAS = ("0001", "0002", "0003")
SCHEMA = SCHEMAS[-1]
SCHEMA_TABLE = "register_schema"

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
}
# SQLite numbers rows by itself only where the column is exactly INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Every table of the register; rows are added, never changed or removed."""

    metadata = MetaData(naming_convention=NAMES)


class PlanVersion(Base):
    """A version of a delivery plan as someone entered it. Ids rise in the order of commits."""

    __tablename__ = "plan_versions"
    __table_args__ = (
        UniqueConstraint("principal", "plan_id", "version"),
        CheckConstraint("version > coalesce(base_version, 0)", "version"),
        CheckConstraint("q1 >= 0 and q2 >= 0 and q3 >= 0 and q4 >= 0", "quarters"),
        CheckConstraint("status in ('forslag', 'overenskommen', 'aterkallad')", "status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    principal: Mapped[str]
    plan_id: Mapped[str]
    version: Mapped[int]
    year: Mapped[int]
    specialty: Mapped[str]
    phase: Mapped[int] = mapped_column(SmallInteger)
    sender: Mapped[str]
    receiver: Mapped[str]
    regime: Mapped[str]
    transfer: Mapped[str]
    decided_volume: Mapped[int | None]
    q1: Mapped[int]
    q2: Mapped[int]
    q3: Mapped[int]
    q4: Mapped[int]
    decided_on: Mapped[dt.date | None]
    status: Mapped[str]
    reason: Mapped[str | None]
    anchored_by: Mapped[str | None]
    motivation: Mapped[str | None]
    principle_share: Mapped[float | None] = mapped_column(Double)
    principle_numerator: Mapped[int | None]
    principle_denominator: Mapped[int | None]
    principle_level: Mapped[float | None] = mapped_column(Double)
    principle_date: Mapped[dt.date | None]
    role: Mapped[str]
    registered_at: Mapped[dt.datetime]
    base_version: Mapped[int | None]


class CrossEntry(Base):
    """A version of what a unit says of one day: a state, or as many events as `event_count` tells."""

    __tablename__ = "cross_entries"
    __table_args__ = (
        UniqueConstraint("principal", "administration", "unit", "date", "version"),
        UniqueConstraint("id", "event_count"),
        CheckConstraint("version = coalesce(base_version, 0) + 1 and version >= 1", "version"),
        CheckConstraint("fact in ('ej_registrerad', 'ingen_verksamhet', 'ingen')", "fact"),
        CheckConstraint("(fact is null) = (event_count is not null) and coalesce(event_count, 1) >= 1", "events"),
        CheckConstraint("principal <> '' and administration <> '' and unit <> '' and role <> ''", "names"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    principal: Mapped[str]
    administration: Mapped[str]
    unit: Mapped[str]
    date: Mapped[dt.date]
    version: Mapped[int]
    base_version: Mapped[int | None]
    fact: Mapped[str | None]
    event_count: Mapped[int | None]
    went_well: Mapped[str | None]
    settles: Mapped[str | None]
    role: Mapped[str]
    registered_at: Mapped[dt.datetime]


class CrossEvent(Base):
    """An event of an entry. It repeats the entry's `event_count`: none can be added to a day that is written."""

    __tablename__ = "cross_events"
    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        ForeignKeyConstraint(["entry_id", "event_count"], ["cross_entries.id", "cross_entries.event_count"]),
        CheckConstraint("number between 1 and event_count", "number"),
        CheckConstraint("fact in ('utan_skada_eller_risk', 'risk', 'skada', 'allvarlig_skada')", "fact"),
        CheckConstraint("count between 1 and 999", "count"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    event_count: Mapped[int]
    number: Mapped[int]
    fact: Mapped[str]
    event_type: Mapped[str | None]
    count: Mapped[int]
    description: Mapped[str | None]


class CrossAction(Base):
    """A version of an action that a unit takes."""

    __tablename__ = "cross_actions"
    __table_args__ = (
        # Named here: the pattern's name is longer than PostgreSQL keeps.
        UniqueConstraint(
            "principal", "administration", "unit", "action_id", "version", name="uq_cross_actions_action_version"
        ),
        CheckConstraint("version = coalesce(base_version, 0) + 1 and version >= 1", "version"),
        CheckConstraint("status in ('oppen', 'klar', 'avbruten')", "status"),
        CheckConstraint(
            "principal <> '' and administration <> '' and unit <> '' and action_id <> '' and text <> '' "
            "and responsible <> '' and role <> ''",
            "names",
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    principal: Mapped[str]
    administration: Mapped[str]
    unit: Mapped[str]
    action_id: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    about_date: Mapped[dt.date | None]
    responsible: Mapped[str]
    due: Mapped[dt.date | None]
    status: Mapped[str]
    feedback: Mapped[str | None]
    role: Mapped[str]
    registered_at: Mapped[dt.datetime]
    base_version: Mapped[int | None]


class StewardDecision(Base):
    """What a data steward decides of rows in quarantine; the next load carries it out."""

    __tablename__ = "steward_decisions"
    __table_args__ = (
        UniqueConstraint("token"),
        UniqueConstraint("withdraws"),
        ForeignKeyConstraint(["withdraws"], ["steward_decisions.id"]),
        CheckConstraint("action in ('release', 'discard', 'add_unit', 'add_code', 'withdraw')", "action"),
        CheckConstraint(
            "(action not in ('release', 'discard') or reason is not null) "
            "and (action <> 'add_unit' or (code is not null and code_kind is not null and unit is not null "
            "and administration is not null and valid_from is not null)) "
            "and (action <> 'add_code' or (code is not null and name is not null)) "
            "and (action = 'withdraw') = (withdraws is not null)",
            "subject",
        ),
        CheckConstraint("role <> '' and motivation <> '' and token <> ''", "names"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    made_at: Mapped[dt.datetime]
    role: Mapped[str]
    principal: Mapped[str | None]
    action: Mapped[str]
    source: Mapped[str | None]
    kind: Mapped[str | None]
    period: Mapped[dt.date | None]
    reason: Mapped[str | None]
    column_name: Mapped[str | None]
    code: Mapped[str | None]
    code_kind: Mapped[str | None]
    unit: Mapped[str | None]
    administration: Mapped[str | None]
    valid_from: Mapped[dt.date | None]
    name: Mapped[str | None]
    short_name: Mapped[str | None]
    specialty_group: Mapped[str | None]
    withdraws: Mapped[int | None] = mapped_column(BigInteger)
    seen_load: Mapped[int]
    motivation: Mapped[str]
    token: Mapped[str]
