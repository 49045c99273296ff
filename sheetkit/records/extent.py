"""Which rows of a sheet belong to a table: its records, blank rows to type in, totals, and rows left outside."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.blank import typed_scalar
from sheetkit.records.find import Spot
from sheetkit.records.headers import fold
from sheetkit.template.model import Column, Tab
from sheetkit.template.resolve import columns_owned, filling_columns, required_columns
from sheetkit.workbook.a1 import MAX_ROWS
from sheetkit.workbook.grid import GridSheet

_TOTAL_WORDS = frozenset(
    (
        *(
            "total",
            "totals",
            "grand total",
            "subtotal",
            "sub-total",
            "sub total",
            "sum",
            "sums",
            "count",
            "average",
            "mean",
        ),
        *("summe", "gesamt", "gesamtsumme", "zwischensumme", "somme", "total général", "totaux", "totale", "totali"),
        *("suma", "totaal", "totalt", "summa", "összesen", "celkem", "razem", "итого", "всего", "сумма"),
        *("合计", "合計", "总计", "總計", "小计", "小計"),
    )
)
_AGGREGATE = re.compile(r"(?:SUM|SUBTOTAL|AGGREGATE|COUNT|COUNTA|AVERAGE|MIN|MAX|MEDIAN)\(.*[:\[].*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows of one table; all are zero-based sheet rows.

    `last` is the last row of the table, totals left out. `records` are the rows that hold something, `spare` the blank
    ones. `beneath` rows at the end lie below the real table's last row. `outside` are runs (first, last) of rows that
    look like records but stand apart.
    """

    last: int
    records: Sequence[int]
    spare: tuple[int, ...]
    totals: bool = False
    beneath: int = 0
    outside: tuple[tuple[int, int], ...] = ()


@dataclass
class _Rows:
    """One table's cells that make a row one (the key and the inputs), with what counts as blank in each."""

    sheet: GridSheet
    tab: Tab
    columns: Mapping[str, int]

    def __post_init__(self) -> None:
        typed = [column for column in filling_columns(self.tab) if column.name in self.columns]
        self.typed: list[tuple[int, tuple[CellValue, ...]]] = [(self.columns[c.name], _nothing(c)) for c in typed]
        self.required = [self.columns[c.name] for c in required_columns(self.tab) if c.name in self.columns]

    def blank(self, rows: Sequence[int]) -> list[int]:
        """Those of the rows in which no one has typed anything."""
        for column, nothing in self.typed:
            values = column_values(self.sheet, column)
            if nothing:
                rows = [r for r in rows if (v := values[r]) is None or v in nothing or is_blank(v)]
            else:
                rows = [r for r in rows if (v := values[r]) is None or (v.__class__ is str and is_blank(v))]
            if not rows:
                break
        return list(rows)

    def filled(self, row: int) -> int:
        """How many of the row's cells hold something."""
        return sum(not is_blank(v := self.sheet.value(row, c)) and v not in nothing for c, nothing in self.typed)

    def like_record(self, row: int) -> bool:
        """Whether a row that no table claims looks like a record, and not like a note below the table."""
        needed = [not is_blank(self.sheet.value(row, column)) for column in self.required]
        return all(needed) and self.filled(row) >= min(2, len(self.typed)) and not self.total(row)

    def continues(self, row: int) -> bool:
        """Whether a row directly below the table goes on with it."""
        # A lone text in the first column is a note; one in any other column, or two, begin a row.
        first = min(self.columns.values(), default=0)
        filled = self.filled(row)
        alone = filled == 1 and len(self.typed) > 1 and not is_blank(self.sheet.value(row, first))
        return filled > 0 and not alone and not self.total(row)

    def total(self, row: int) -> bool:
        """Whether the row is a total: a label such as Total beside numbers, or nothing but aggregating formulas."""
        labels = aggregates = numbers = 0
        for column in {*self.columns.values(), 0}:
            value, formula = self.sheet.value(row, column), self.sheet.formula(row, column)
            if formula is not None and _AGGREGATE.fullmatch(formula):
                aggregates += 1
            elif isinstance(value, str) and fold(value).rstrip(":") in _TOTAL_WORDS:
                labels += 1
            elif isinstance(value, float | int) and not isinstance(value, bool):
                numbers += 1
            elif not is_blank(value) and formula is None:
                return False
        own = any(self.sheet.formula(row, column) for column, _ in self.typed)
        return labels > 0 or (aggregates > 0 and own and numbers == 0)


def column_values(sheet: GridSheet, column: int) -> Sequence[CellValue]:
    """The cells of a sheet column; a table may be wider than what was read."""
    return sheet.values[column] if column < sheet.width else [None] * sheet.height


def extent(
    spot: Spot, tab: Tab, columns: Mapping[str, int], extra: Collection[int] = (), stop: int = MAX_ROWS
) -> Extent:
    """The rows of the table below its header row.

    `columns` are the sheet columns of the template's columns, `extra` those of a person's own. `stop` is the first row
    below that another table claims. Rows typed directly below a real table count as part of it.
    """
    sheet, header, real = spot.sheet, spot.row, spot.table
    rows = _Rows(sheet, tab, columns)
    end = min(sheet.height, stop)
    if real:
        totals = real.totals and real.last_row > real.row
        last = real.last_row - totals
        beneath = 0
        while not totals and last + beneath + 1 < end and rows.continues(last + beneath + 1):
            beneath += 1
        last += beneath
        after = last + 1 + totals
    else:
        last, totals, beneath = _last_of_range(rows, columns, header, end), False, 0
        after = last + 1
    inside = range(header + 1, min(last + 1, sheet.height))
    blank = rows.blank(inside)
    if tab.collects:  # its rows are written by position, so a blank one between others is one of them
        blank, extra = _trailing(inside, blank), ()
    records = _without_totals(rows, _without(inside, blank))
    spare = (*_untouched(rows, extra, blank), *range(max(sheet.height, header + 1), last + 1))
    if after < end and rows.total(after):
        totals, after = True, after + 1
    return Extent(last, records, spare, totals, beneath, _runs([r for r in range(after, end) if rows.like_record(r)]))


def _nothing(column: Column) -> tuple[CellValue, ...]:
    """The values that say nothing: a default, and the FALSE of a checkbox that nobody ticked."""
    default = () if column.default is None else (typed_scalar(column.default, column.type),)
    return (*default, False) if column.type == "yes/no" else default


def _last_of_range(rows: _Rows, columns: Mapping[str, int], header: int, end: int) -> int:
    """The last row of a table that is no real one: its last formula or record, whichever is lower."""
    computed = [columns[c.name] for c in columns_owned(rows.tab, "formula") if c.name in columns]
    formulas = [row for column in computed for row in rows.sheet.formulas.get(column, ()) if row < end]
    last = max(formulas, default=header)
    for row in range(end - 1, last, -1):
        if rows.like_record(row):
            last = row
            break
    while last + 1 < end and rows.continues(last + 1):
        last += 1
    while last > header and rows.total(last):
        last -= 1
    return last


def _without(inside: range, blank: Sequence[int]) -> Sequence[int]:
    if not blank:
        return inside
    if blank[-1] == inside[-1] and blank[-1] - blank[0] == len(blank) - 1:
        return range(inside.start, blank[0])
    gone = set(blank)
    return [row for row in inside if row not in gone]


def _trailing(inside: range, blank: Sequence[int]) -> list[int]:
    """The blank rows below which nothing else follows."""
    gone = set(blank)
    end = inside.stop
    while end > inside.start and end - 1 in gone:
        end -= 1
    return list(range(end, inside.stop))


def _without_totals(rows: _Rows, records: Sequence[int]) -> Sequence[int]:
    """The records without a person's total rows: those at the end, and those made of aggregating formulas anywhere."""
    count = len(records)
    while count and rows.total(records[count - 1]):
        count -= 1
    records = records[:count]
    computed = {row for column, _ in rows.typed for row in rows.sheet.formulas.get(column, ())}
    totals = {row for row in computed if records and records[0] <= row <= records[-1] and rows.total(row)}
    return [row for row in records if row not in totals] if totals else records


def _untouched(rows: _Rows, extra: Collection[int], blank: Sequence[int]) -> list[int]:
    """The blank rows in which nothing of a person stands at all, not even a formula, so that a new row can go there."""
    sheet, typed = rows.sheet, {column for column, _ in rows.typed}
    for column in {*rows.columns.values(), *extra}:
        values, formulas = column_values(sheet, column), sheet.formulas.get(column, {})
        if column in typed:
            blank = [r for r in blank if r not in formulas] if formulas else blank
        else:
            blank = [r for r in blank if (v := values[r]) is None or r in formulas or is_blank(v)]
    return list(blank)


def _runs(rows: Sequence[int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return tuple(runs)
