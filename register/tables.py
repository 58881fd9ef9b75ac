"""The register's tables. A change here needs a migration and a new `SCHEMA`; tests compare the two."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Double, Integer, MetaData, SmallInteger, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# The forms the register has had, the present one last: a form that is not here was made by a newer program.
SCHEMAS = ("0001",)
SCHEMA = SCHEMAS[-1]
SCHEMA_TABLE = "register_schema"

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
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
