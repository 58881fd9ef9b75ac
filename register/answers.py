"""A query's answer as a frame: row by row where little is asked for, column by column where much is."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from sqlalchemy import Connection, Select, Text, cast, func, select

Schema = Mapping[str, pl.DataType]
DATE, MOMENT = pl.Date(), pl.Datetime("us")


def few(connection: Connection, wanted: Select[tuple[object, ...]], schema: Schema) -> pl.DataFrame:
    """The columns of the query under the names and types of the schema, in its order."""
    return pl.DataFrame([tuple(row) for row in connection.execute(wanted)], schema=schema, orient="row")


def many(connection: Connection, wanted: Select[tuple[object, ...]], schema: Schema) -> pl.DataFrame:
    """As `few`, in no order. The database sends each column as one JSON list: a year of a region costs a third so."""
    as_list = func.json_agg if connection.dialect.name == "postgresql" else func.json_group_array
    asked = select(*(cast(as_list(column), Text) for column in wanted.subquery().c))
    answer = dict(zip(schema, connection.execute(asked).one(), strict=True))
    if next(iter(answer.values())) in (None, "[]"):
        return pl.DataFrame(schema=schema)
    lists = pl.DataFrame({name: [told] for name, told in answer.items()})
    decoded = (pl.col(name).str.json_decode(pl.List(_written(kind))) for name, kind in schema.items())
    return lists.select(*decoded).explode(*schema).with_columns(*_typed(schema))


def _written(kind: pl.DataType) -> pl.DataType:
    """JSON has no dates and times: they come as text."""
    return pl.String() if kind in (DATE, MOMENT) else kind


def _typed(schema: Schema) -> list[pl.Expr]:
    """SQLite puts a space between day and time, PostgreSQL a T and no fraction where it is nought."""
    dates = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in schema.items() if kind == DATE]
    moments = [name for name, kind in schema.items() if kind == MOMENT]
    return dates + [pl.col(name).str.replace("T", " ").str.to_datetime("%Y-%m-%d %H:%M:%S%.f") for name in moments]
