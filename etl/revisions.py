"""What a re-delivery changes: its accepted rows against those that it takes the place of, before these are deleted."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from etl import warehouse

PURGED, BY_DAY = "gallrad", "dagvis"
OUTCOMES = ("rows_after", "rows_before", "added", "removed", "changed", "unchanged")


@dataclass(frozen=True)
class Compared:
    """How rows of a table are recognised (`key`), and what is compared: stored column → column of the extract."""

    key: tuple[str, ...]
    columns: dict[str, str]


COMPARED = {
    "contacts": Compared(
        ("contact_hash",),
        {
            "principal": "regionkod", "phase": "fas", "specialty": "mvo_kod", "administration": "forvaltning",
            "unit": "enhet", "care_guarantee": "vardgaranti", "deviation": "avvikelsekod",
            "decision_date": "beslut_datum", "start_date": "start_datum", "target_date": "medicinskt_maldatum",
            "activity": "aktivitetskod", "sex": "kon", "birth_year": "fodelsear", "municipality": "lkf",
        },
    ),
    "aggregates": Compared(
        ("principal", "administration", "unit", "specialty", "phase", "role", "cut", "from_days", "to_days"),
        {"contacts": "antal"},
    ),
    "national": Compared(
        ("principal", "phase", "specialty", "definition", "limit_days"),
        {"denominator": "namnare", "numerator": "taljare", "share": "andel"},
    ),
    "delivery_outcomes": Compared(
        ("principal", "month", "specialty", "phase", "sender", "receiver", "reported_by"),
        {"sent": "skickade", "completed": "genomforda", "returned": "aterlamnade"},
    ),
    "needs": Compared(
        ("principal", "year", "quarter", "specialty", "phase", "administration"),
        {"need": "behov", "capacity": "kapacitet"},
    ),
    "capacity_offers": Compared(
        ("principal", "year", "quarter", "specialty", "phase", "receiver", "regime"),
        {"free_volume": "ledig_volym", "area": "omrade", "valid_to": "giltig_till"},
    ),
}  # fmt: skip


def write_revision(connection: duckdb.DuckDBPyConnection, table: str, delivery_id: int, replaced_id: int) -> None:
    """Compare two deliveries of one table, in the open transaction. Rows that were purged cannot be compared."""
    pair = {"delivery": delivery_id, "replaced": replaced_id}
    [(stored, before)] = connection.execute(
        f"select (select count(*) from {table} where delivery_id = $replaced), accepted "  # noqa: S608 - a contract's table
        "from deliveries where delivery_id = $replaced",
        {"replaced": replaced_id},
    ).fetchall()
    if before and not stored:
        connection.execute(warehouse.statement("insert_revision_of_purged"), pair | {"note": PURGED})
        return
    compared = COMPARED[table]
    counts = connection.execute(_counts(table, compared), pair).fetchall()
    connection.execute(warehouse.statement("insert_revision"), pair | dict(zip(OUTCOMES, counts[0], strict=True)))
    if counts[0][OUTCOMES.index("changed")]:
        [changed] = connection.execute(_changed_columns(table, compared), pair).fetchall()
        found = [(name, rows) for name, rows in zip(compared.columns.values(), changed, strict=True) if rows]
        connection.executemany(
            "insert into delivery_revision_columns values ($1, $2, $3, $4)",
            [(delivery_id, replaced_id, name, rows) for name, rows in found],
        )


def write_days_taken_over(connection: duckdb.DuckDBPyConnection, delivery_id: int, replaced_id: int, rows: int) -> None:
    """A delivery of crosses takes over single days: how many rows of the earlier one left."""
    connection.execute(
        "insert into delivery_revisions (delivery_id, replaced_id, rows_before, note) "
        "values ($delivery, $replaced, $rows, $note)",
        {"delivery": delivery_id, "replaced": replaced_id, "rows": rows, "note": BY_DAY},
    )


def _counts(table: str, compared: Compared) -> str:
    """`OUTCOMES` of the two deliveries; only a hash of what is compared takes part in the join."""
    return f"""
        with earlier as ({_side(table, compared, "$replaced")}), later as ({_side(table, compared, "$delivery")})
        select
            count(later.place),
            count(earlier.place),
            count(*) filter (where earlier.place is null),
            count(*) filter (where later.place is null),
            count(*) filter (where earlier.content <> later.content),
            count(*) filter (where earlier.content = later.content)
        from earlier
        full join later on later.place = earlier.place
    """  # noqa: S608 - names from COMPARED


def _changed_columns(table: str, compared: Compared) -> str:
    """One row: of every compared column, in how many rows that are in both deliveries it changed."""
    columns = ", ".join(compared.columns)
    changed = ", ".join(f"count(*) filter (where earlier.{c} is distinct from later.{c})" for c in compared.columns)
    return f"""
        with earlier as ({_side(table, compared, "$replaced", columns)}),
        later as ({_side(table, compared, "$delivery", columns)})
        select {changed}
        from earlier
        inner join later on later.place = earlier.place
        where earlier.content <> later.content
    """  # noqa: S608 - names from COMPARED


def _side(table: str, compared: Compared, delivery: str, more: str = "") -> str:
    """`place` is what recognises a row. Rows with one key stand in the order of what is compared."""
    columns, key = ", ".join(compared.columns), ", ".join(compared.key)
    is_unique = len(compared.key) == 1
    place = key if is_unique else f"hash({key}, row_number() over (partition by {key} order by {columns}))"
    return (
        f"select {place} as place, hash({columns}) as content{more and ', '}{more} "  # noqa: S608 - names from COMPARED
        f"from {table} where delivery_id = {delivery}"
    )
