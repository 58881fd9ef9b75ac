"""What has versions: the next one is written by whoever saw the newest, and what is said already is not said again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from register.faults import CrossConflict


def newest(connection: Connection, table: Table, key: Mapping[str, Any]) -> Row[Any] | None:
    """The newest version of what the key names; one indexed look-up."""
    named = (table.c[name] == value for name, value in key.items())
    return connection.execute(select(table).where(*named).order_by(table.c.version.desc()).limit(1)).one_or_none()


def is_said(found: Row[Any] | None, base_version: int | None, role: str, *, is_equal: bool) -> bool:
    """Whether the newest version already says this; raises `CrossConflict` where an unseen one says something else.

    What an unseen version says alike is no conflict, whichever role was first: two phones of one meeting.
    """
    if found is None:
        return False
    is_seen = found.version == base_version
    if is_equal and (found.role == role or not is_seen):
        return True
    if not is_seen:
        raise CrossConflict(found.version, found.registered_at, found.role)
    return False


def next_version(found: Row[Any] | None, role: str) -> dict[str, Any]:
    """What every version has. The clock is asked inside the lock, so that times rise with ids."""
    base_version = None if found is None else found.version
    return {
        "version": (base_version or 0) + 1,
        "base_version": base_version,
        "role": role,
        "registered_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
    }
