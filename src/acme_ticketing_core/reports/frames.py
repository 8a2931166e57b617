"""Reports as tables of pandas, polars and Arrow; each library is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from acme_ticketing_core.errors import InvalidArgument

if TYPE_CHECKING:
    from acme_ticketing_core.reports.column import Column

PRECISION: Final = 38
"""Digits of an amount: the most that a decimal column holds."""


def pandas_frame(columns: Sequence[Column], time_zone: str | tzinfo) -> Any:
    """Give a `pandas.DataFrame`."""
    pandas = _library("pandas")

    def series(column: Column) -> Any:
        if column.kind == "datetime":
            values = pandas.Series(_in_utc(column), dtype="datetime64[us, UTC]")
            return values.dt.tz_convert(time_zone)
        kinds = {"text": "string", "integer": "Int64", "date": "datetime64[us]"}
        return pandas.Series(list(column.values), dtype=kinds.get(column.kind, "object"))

    return pandas.DataFrame({column.name: series(column) for column in columns})


def polars_frame(columns: Sequence[Column], time_zone: str) -> Any:
    """Give a `polars.DataFrame`."""
    polars = _library("polars")

    def series(column: Column) -> Any:
        if column.kind == "datetime":
            kind = polars.Datetime("us", "UTC")
            return polars.Series(column.name, _in_utc(column), kind).dt.convert_time_zone(time_zone)
        if column.kind == "mixed":
            return polars.Series(column.name, _as_text(column), polars.String)
        kinds = {
            "text": polars.String,
            "integer": polars.Int64,
            "date": polars.Date,
            "decimal": polars.Decimal(PRECISION, _scale(column)),
        }
        return polars.Series(column.name, column.values, kinds[column.kind])

    return polars.DataFrame([series(column) for column in columns])


def arrow_table(columns: Sequence[Column], time_zone: str) -> Any:
    """Give a `pyarrow.Table`."""
    arrow = _library("pyarrow")

    def array(column: Column) -> Any:
        if column.kind == "mixed":
            return arrow.array(_as_text(column), arrow.string())
        kinds = {
            "text": arrow.string(),
            "integer": arrow.int64(),
            "date": arrow.date32(),
            "datetime": arrow.timestamp("us", time_zone),
            "decimal": arrow.decimal128(PRECISION, _scale(column)),
        }
        return arrow.array(column.values, kinds[column.kind])

    return arrow.table({column.name: array(column) for column in columns})


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise InvalidArgument(
            f"{error.name} is not installed; pip install 'acme-ticketing[dataframe]'"
        ) from error


def _in_utc(column: Column) -> list[datetime | None]:
    return [None if value is None else value.astimezone(UTC) for value in column.values]


def _as_text(column: Column) -> list[str | None]:
    return [None if value is None else str(value) for value in column.values]


def _scale(column: Column) -> int:
    """Give the decimal places of an amount that has most of them; 0 where there are no amounts."""
    if column.kind != "decimal":
        return 0
    amounts: list[Decimal] = [value for value in column.values if value is not None]
    places = [-int(amount.as_tuple().exponent) for amount in amounts]
    return max(0, *places) if places else 2
