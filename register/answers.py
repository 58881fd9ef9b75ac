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
    is_postgresql = connection.dialect.name == "postgresql"
    as_list = func.json_agg if is_postgresql else func.json_group_array
    asked = select(*(cast(as_list(column), Text) for column in wanted.subquery().c))
    answer = dict(zip(schema, connection.execute(asked).one(), strict=True))
    if next(iter(answer.values())) in (None, "[]"):
        return pl.DataFrame(schema=schema)
    lists = pl.DataFrame({name: [told] for name, told in answer.items()})
    columns = (pl.col(name).str.json_decode(pl.List(_written(kind))) for name, kind in schema.items())
    moment = "%Y-%m-%dT%H:%M:%S%.f" if is_postgresql else "%Y-%m-%d %H:%M:%S%.f"
    return lists.select(*columns).explode(*schema).with_columns(*_typed(schema, moment))


def _written(kind: pl.DataType) -> pl.DataType:
    """JSON has no dates and times: they come as text."""
    return pl.String() if kind in (DATE, MOMENT) else kind


def _typed(schema: Schema, moment: str) -> list[pl.Expr]:
    dates = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in schema.items() if kind == DATE]
    return dates + [pl.col(name).str.to_datetime(moment) for name, kind in schema.items() if kind == MOMENT]
