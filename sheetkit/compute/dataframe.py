"""A table of a ledger as a pandas DataFrame with proper dtypes."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sheetkit.core.dates import from_serial
from sheetkit.core.values import CellError, CellValue, is_blank
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger
from sheetkit.template.model import Column, ColumnType
from sheetkit.template.resolve import tab_of, table_name

_DTYPES: dict[ColumnType, str] = {
    "integer": "Int64",
    "days": "Int64",
    "number": "Float64",
    "money": "Float64",
    "percent": "Float64",
    "yes/no": "boolean",
}


def dataframe(ledger: Ledger, table: str) -> pd.DataFrame:
    """The rows of a table (named as in the template, or by its tab), one DataFrame column a template column.

    Dates and datetimes are datetime64[s], whole numbers Int64, other numbers and money Float64 (money in major units;
    `core.money` makes exact minor units of it), yes/no boolean, all else string. Texts that could be understood as the
    type they should have are converted; a value of another type, an error and a blank are <NA>.
    Raises KeyError when there is no such table.
    """
    tab = next((tab for tab in ledger.template.tabs if tab.name == table), None) or tab_of(ledger.template, table)
    rows = ledger.tables[table_name(tab)]
    return pd.DataFrame({column.name: _series(column, rows.typed(column.name)) for column in tab.columns})


def _series(column: Column, values: Sequence[CellValue]) -> "pd.Series[Any]":
    if column.type in {"date", "datetime"}:
        return pd.Series(pd.to_datetime([_moment(value) for value in values]).astype("datetime64[s]"))
    dtype = _DTYPES.get(column.type, "string")
    if dtype == "string":
        return pd.Series(
            [None if is_blank(v) or isinstance(v, CellError) else key_text(v) for v in values], dtype=dtype
        )
    if dtype == "boolean":
        return pd.Series([value if isinstance(value, bool) else None for value in values], dtype=dtype)
    numbers = [v if isinstance(v, float | int) and not isinstance(v, bool) else None for v in values]
    if dtype == "Int64":
        numbers = [int(v) if v is not None and float(v).is_integer() else None for v in numbers]
    return pd.Series(numbers, dtype=dtype)


def _moment(value: CellValue) -> Any:
    if not isinstance(value, float | int) or isinstance(value, bool):
        return pd.NaT
    try:
        return from_serial(float(value))
    except ValueError:
        return pd.NaT
