"""What a report has found: its columns, as rows or as a data frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast, final

from acme_ticketing_core.errors import UnexpectedAnswer
from acme_ticketing_core.reports.column import Column, read_column

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] - typed in its source
    import polars as pl


@final
class Report:
    """The result of a report.

    Attributes:
        ids: the runs that it is of: one, or one for each part of a chunked report.
        columns: its columns.
        data: the results as the server sent them, one for each run.
        totals: the server's own sums by column, exact; empty where the report sums nothing.

    """

    __slots__ = ("columns", "data", "ids", "totals")

    def __init__(self, ids: Sequence[int | str], data: Sequence[Any]) -> None:
        self.ids: Final = tuple(ids)
        self.data: Final = tuple(data)
        self.columns: Final = _columns(self.data)
        self.totals: Final = _totals(self.data)

    @classmethod
    def joined(cls, reports: Sequence[Report]) -> Report:
        """Put reports with the same columns one below the other."""
        return cls(
            [each for report in reports for each in report.ids],
            [each for report in reports for each in report.data],
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def check(self) -> tuple[str, ...]:
        """Hold the sums of the columns against the server's own, `totals`.

        For reports that sum their columns; averages have other totals.

        Returns:
            The columns that were compared; none where the report has no totals.

        Raises:
            UnexpectedAnswer: a sum is another: the server has cut the report short.

        """
        compared: list[str] = []
        for column in self.columns:
            total = self.totals.get(column.name)
            if total is None or column.kind not in ("integer", "decimal"):
                continue
            found = sum((each for each in column[-1] if each is not None), Decimal(0))
            if found != total:
                raise UnexpectedAnswer(
                    f"the report is not whole: its {len(self)} rows of {column.name} sum to {found}, "
                    f"and the server says {total}; run it for smaller periods, as "
                    'reports.run_chunked(..., by="month") does'
                )
            compared.append(column.name)
        return tuple(compared)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Go through the rows, each a dictionary from column name to value."""
        names = self.names
        for values in zip(*(values for *_, values in self.columns), strict=True):
            yield dict(zip(names, values, strict=True))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.rows()

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<Report {', '.join(map(str, self.ids))}: {len(self)} rows of {len(self.columns)}>"

    def to_pandas(self, time_zone: str | tzinfo = "UTC") -> pd.DataFrame:
        """Give a pandas data frame (extra `dataframe`).

        Columns are `string`, `datetime64` with the time zone, for days `datetime64` at midnight
        without one, `Int64`, and `Decimal` objects.

        Args:
            time_zone: the one to show times in, such as the venue's `America/New_York`.

        """
        from acme_ticketing_core.reports.column import pandas_frame

        frame: pd.DataFrame = pandas_frame(self.columns, time_zone)
        return frame

    def to_polars(self, time_zone: str = "UTC") -> pl.DataFrame:
        """Give a polars data frame (extra `dataframe`).

        Columns are `String`, `Datetime`, `Date`, `Int64` and `Decimal`.
        """
        from acme_ticketing_core.reports.column import polars_frame

        frame: pl.DataFrame = polars_frame(self.columns, time_zone)
        return frame

    def to_arrow(self, time_zone: str = "UTC") -> Any:
        """Give a `pyarrow.Table` (extra `dataframe`).

        Columns are `string`, `timestamp`, `date32`, `int64` and `decimal128`.
        """
        from acme_ticketing_core.reports.column import arrow_table

        return arrow_table(self.columns, time_zone)


def _columns(parts: Sequence[Any]) -> tuple[Column, ...]:
    found = [_raw_columns(part) for part in parts]
    layouts = {tuple(name for name, _, _ in columns) for columns in found}
    if len(layouts) > 1:
        raise UnexpectedAnswer("the parts of the report have different columns")
    taken: set[str] = set()
    columns: list[Column] = []
    for pieces in zip(*found, strict=True):
        values = [value for _, _, piece in pieces for value in piece]
        # A part without values does not know the type.
        type_ = next(
            (kind for _, kind, piece in pieces if any(value not in (None, "") for value in piece)),
            pieces[0][1],
        )
        columns.append(read_column(_unique(pieces[0][0], taken), type_, values))
    if len({len(column.values) for column in columns}) > 1:
        raise UnexpectedAnswer("the columns of the report have different lengths")
    return tuple(columns)


def _raw_columns(result: Any) -> list[tuple[str, str, list[Any]]]:
    fields = (
        cast("Mapping[str, Any]", result).get("resultFieldList") if _is_object(result) else None
    )
    if fields is not None and not _is_list_of_objects(fields):
        raise UnexpectedAnswer("the columns of the report are no list of objects")
    return [
        (
            str(field.get("fieldName") or "?"),
            str(field.get("analyticsDataType") or "STRING"),
            _values(field.get("values")),
        )
        for field in cast("list[Mapping[str, Any]]", fields or [])
    ]


def _values(values: Any) -> list[Any]:
    if values is not None and not isinstance(values, list):
        raise UnexpectedAnswer("the values of a column are no list")
    return list(cast("list[Any]", values or ()))


def _totals(parts: Sequence[Any]) -> Mapping[str, Decimal]:
    """Read the sums of each part and add them up (api-facts/observed.md, "Reports")."""
    totals: dict[str, Decimal] = {}
    for part in parts:
        summary: Any = part.get("summaryReport") if _is_object(part) else None
        entries: Any = summary.get("grandTotals") if _is_object(summary) else None
        for entry in entries if _is_list_of_objects(entries) else ():
            name, value = str(entry.get("name")), entry.get("value")
            try:
                amount = Decimal(str(value))
            except InvalidOperation:
                raise UnexpectedAnswer(f"the report's total of {name} is no number") from None
            totals[name] = totals.get(name, Decimal(0)) + amount
    return MappingProxyType(totals)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_object, cast("list[object]", value)))


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}_{number}"
    taken.add(unique)
    return unique
