"""Whose rows are loaded: what files that do not say it are taken for, and which names are known."""

from __future__ import annotations

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.parties import NO_PRINCIPAL


def loaded_principal(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Whose contacts are loaded, where there is one."""
    found = warehouse.run(connection, "loaded_principals", pl.DataFrame())
    return str(found[0][0]) if len(found) == 1 else None


def known_principals(connection: duckdb.DuckDBPyConnection, reference: pl.DataFrame) -> frozenset[str]:
    """Those of the reference and of every loaded row."""
    loaded = warehouse.run(connection, "known_principals", pl.DataFrame())
    return frozenset(reference["principal"]) | {str(name) for (name,) in loaded}


def is_made_up(connection: duckdb.DuckDBPyConnection, sha256: str) -> bool:
    """Whether these bytes are loaded for a principal that nobody had named."""
    [(found,)] = connection.execute(
        "select count(*) from deliveries inner join loads using (load_id) "
        "where loads.sha256 = $sha256 and deliveries.replaced_by is null "
        "and (deliveries.source = $source or list_contains(string_split(deliveries.principal, ', '), $source))",
        {"sha256": sha256, "source": NO_PRINCIPAL},
    ).fetchall()
    return bool(found)
