"""Whose a row is and who is in it: principals, providers and roles by the names that offices write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import polars as pl

from config import today
from etl.contracts.columns import Column
from etl.contracts.contract import Surroundings
from etl.identity_numbers import holds_identity_number
from etl.providers import Providers
from etl.roles import Roles

NO_PRINCIPAL = "Regionen"


def with_principal(rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
    """`principal, source` and how they were found; a region code stands for its principal."""
    of_codes = dict(surroundings.principals.select("region_code", "principal").iter_rows())
    codes = {principal: code for code, principal in of_codes.items()}
    known = {name.casefold(): name for name in codes} | of_codes
    stated = pl.col("huvudman").str.strip_chars()
    named = stated.str.to_lowercase().replace_strict(known, default=stated, return_dtype=pl.String)
    fallback = surroundings.principal or surroundings.loaded_principal
    # A source stands in the ledger, so one that holds an identity number is none.
    whose = pl.when(~holds_identity_number(stated)).then(
        pl.coalesce(named, pl.lit(fallback, dtype=pl.String), pl.lit(NO_PRINCIPAL))
    )
    unstated = pl.col("huvudman").is_null()
    known_anyhow = pl.Series([*surroundings.known_principals, NO_PRINCIPAL])
    placed = rows.with_columns(
        whose.alias("principal"),
        (unstated & pl.lit(fallback is None)).alias("principal_is_unknown"),
        (unstated & ~pl.col("is_total") & pl.lit(surroundings.principal is None)).alias("principal_is_inferred"),
    ).with_columns((~pl.col("principal").is_in(known_anyhow.implode())).alias("principal_is_new"))
    if surroundings.source is not None:
        return placed.with_columns(pl.lit(surroundings.source).alias("source"))
    principal = pl.col("principal")
    return placed.with_columns(
        principal.replace_strict(codes, default=principal, return_dtype=pl.String).alias("source")
    )


def with_provider(rows: pl.DataFrame, column: Column, providers: Providers) -> pl.DataFrame:
    """The short name in the period of the row; the name as written, with `unknown_…`, where nobody has it."""
    named = _looked_up(
        rows.select(column.name, "first_day", "period"),
        providers.named,
    )
    written = pl.col(column.name).str.strip_chars().str.replace_all(r"\s+", " ")
    return rows.with_columns(named.alias("_named")).with_columns(
        pl.coalesce("_named", written).alias(column.typed),
        (pl.col(column.name).is_not_null() & pl.col("_named").is_null()).alias(f"unknown_{column.name}"),
    )


def with_roles(rows: pl.DataFrame, columns: Iterable[Column], roles: Roles) -> pl.DataFrame:
    """The titles that stand in columns of roles, and `unknown_…` where a text holds none."""
    for column in (column for column in columns if column.role == "office"):
        title = roles.titled(rows[column.name]).alias(column.typed)
        unknown = (title.is_null() & rows[column.name].is_not_null()).alias(f"unknown_{column.name}")
        rows = rows.with_columns(title, unknown)
    return rows


def _looked_up(rows: pl.DataFrame, meaning: Callable[[str, dt.date, dt.date], str | None]) -> pl.Series:
    """The meaning of a name in a period, asked once per distinct pair; a period that cannot be read is today."""
    name = rows.columns[0]
    distinct = rows.unique().filter(pl.col(name).is_not_null())
    found = [meaning(text, first or today(), last or today()) for text, first, last in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("_meaning", found, dtype=pl.String))
    return rows.join(known, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")["_meaning"]
