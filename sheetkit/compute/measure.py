"""Measures by pandas: the same count, sum, mean, median or share that `template.measures` writes as a formula."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit.core.values import CellError, CellValue
from sheetkit.formula.ast import Bool, Node, Number, Text
from sheetkit.records.ledger import TableRows
from sheetkit.template.measures import DEFAULT_PERIOD, Condition, Period, conditions
from sheetkit.template.model import Measure

Mask = npt.NDArray[np.bool_]
Resolve = Callable[[Node], CellValue]
"""What a node of a condition comes to: a name's value, the label of the row, the start of its period."""


@dataclass(frozen=True)
class Rows:
    """The rows of one table as measures read them, each column converted once."""

    table: TableRows
    _numbers: dict[str, pd.Series]
    _texts: dict[str, pd.Series]

    @classmethod
    def of(cls, table: TableRows) -> "Rows":
        """The rows of a table, with what was understood of dates and numbers typed as text."""
        return cls(table, {}, {})

    def numbers(self, column: str) -> "pd.Series[Any]":
        """The column's numbers; NaN where a cell holds none."""
        if column not in self._numbers:
            values = [
                value if isinstance(value, float | int) and not isinstance(value, bool) else np.nan
                for value in self.table.typed(column)
            ]
            self._numbers[column] = pd.Series(values, dtype="float64")
        return self._numbers[column]

    def texts(self, column: str) -> "pd.Series[Any]":
        """The column as text in lower case, so that comparisons are those of a spreadsheet; "" for blanks."""
        if column not in self._texts:
            self._texts[column] = pd.Series([_folded(v) for v in self.table.typed(column)], dtype="object")
        return self._texts[column]

    def errors(self, column: str, mask: Mask) -> CellError | None:
        """The first error value among some cells of a column."""
        chosen = (v for v, picked in zip(self.table.columns[column], mask, strict=True) if picked)
        return next((value for value in chosen if isinstance(value, CellError)), None)


def _folded(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.15g}"
    return str(value).casefold()


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure and the rows that it counts.

    Of a share they are those that meet its condition, of a sum, mean or median those with a number.
    """

    value: CellValue
    rows: Mask


def measured(
    measure: Measure,
    rows: Rows,
    resolve: Resolve,
    dimension: Mapping[str, Node] | None = None,
    default: Period = DEFAULT_PERIOD,
) -> Measured:
    """The figure with its rows; its value is None where a mean, median or share has nothing to go by.

    A sum over an error value is that error.
    """
    met = conditions(measure, dimension or {}, default)
    mask = _mask(rows, met, resolve)
    if measure.kind == "count":
        return Measured(float(mask.sum()), mask)
    if measure.kind == "share":
        whole = _mask(rows, conditions(measure, dimension or {}, default, denominator=True), resolve).sum()
        return Measured(float(mask.sum() / whole) if whole else None, mask)
    error = rows.errors(measure.column, mask)
    if error and measure.kind != "median":
        return Measured(error if measure.kind == "sum" else None, mask)
    numbers = rows.numbers(measure.column)
    mask &= numbers.notna().to_numpy(dtype=bool)
    return Measured(_figure(measure, numbers[mask]), mask)


def _figure(measure: Measure, chosen: "pd.Series[Any]") -> float | None:
    if measure.kind == "sum":
        return float(chosen.sum())
    if chosen.empty:
        return None
    return float(chosen.mean() if measure.kind == "mean" else chosen.median())


def _mask(rows: Rows, met: list[Condition], resolve: Resolve) -> Mask:
    mask = np.ones(rows.table.height, dtype=bool)
    for column, operator, operand in met:
        mask &= _met(rows, column, operator, _literal(operand, resolve))
    return mask


def _literal(node: Node, resolve: Resolve) -> CellValue:
    match node:
        case Text(value=value) | Number(value=value) | Bool(value=value):
            return value
    return resolve(node)


def _met(rows: Rows, column: str, operator: str, operand: CellValue) -> Mask:
    if operator in {"=", "<>"}:
        equal = (rows.texts(column) == _folded(operand)).to_numpy(dtype=bool)
        return equal if operator == "=" else ~equal
    if not isinstance(operand, float | int):
        return np.zeros(rows.table.height, dtype=bool)
    numbers = rows.numbers(column)
    compared = {">": numbers > operand, ">=": numbers >= operand, "<": numbers < operand, "<=": numbers <= operand}
    return compared[operator].to_numpy(dtype=bool)
