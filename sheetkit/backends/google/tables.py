"""Tables, named ranges and protected ranges, in the API's terms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from sheetkit.backends.google.formulas import named_columns
from sheetkit.backends.google.ranges import Request, cells, colour
from sheetkit.backends.google.validations import closed
from sheetkit.formula.ast import Node
from sheetkit.formula.layout import NamePlace
from sheetkit.workbook import palette
from sheetkit.workbook.model import Sheet, Table, Workbook

_COMPUTED: Final = frozenset(("key", "formula"))


def table(sheet_id: int, made: Table) -> Request:
    """The addTable of a table.

    Its columns have no type: a type brings formats and rules of its own (a DROPDOWN takes only a list written out, and
    refuses nothing; a BOOLEAN column turns blanks into FALSE), so formats and validations lie on the cells as for any
    range. A table of Google has its own filter and grows when people type below it.
    """
    last = (made.row + made.rows, made.column + len(made.columns) - 1)
    names = [{"columnIndex": index, "columnName": name} for index, name in enumerate(made.columns)]
    colours = {"headerColorStyle": colour(palette.DEEP)}
    colours |= dict.fromkeys(("firstBandColorStyle", "secondBandColorStyle"), colour(palette.PAPER))
    entry = {
        "name": made.name,
        "range": cells(sheet_id, made.row, made.column, *last),
        "columnProperties": names,
        "rowsProperties": colours,
    }
    return {"addTable": {"table": entry}}


def names(workbook: Workbook, ids: Mapping[str, int]) -> Iterator[Request]:
    """The named ranges: those of the workbook, and those by which rules reach columns of other sheets."""
    places = {one.name: NamePlace(one.sheet, one.row, one.column, one.rows, one.columns) for one in workbook.names}
    for sheet in workbook.sheets:
        for node in _rules(sheet):
            for name, place in named_columns(node, workbook.layout, sheet.name):
                places.setdefault(name, place)
    for name, place in places.items():
        last = (place.row + place.rows - 1, place.column + place.columns - 1)
        where = cells(ids[place.sheet], place.row, place.column, *last)
        yield {"addNamedRange": {"namedRange": {"name": name, "range": where}}}


def _rules(sheet: Sheet) -> Iterator[Node]:
    yield from (flag.when for flag in sheet.flags)
    for rule in sheet.validations:
        if rule.kind != "list" and not closed(rule):
            yield from (node for node in (rule.minimum, rule.maximum, rule.formula) if node is not None)


def protected(sheet_id: int, sheet: Sheet) -> Iterator[Request]:
    """Warning-only protection of the key and formula columns, and of those that every update writes anew.

    It asks "are you sure" and lets everybody go on; rows can be added and sorted all the same.
    """
    for one in sheet.tables:
        first, last = one.row + 1, one.row + one.rows
        columns = _computed(sheet, one) | {rule.first_column for rule in sheet.validations if closed(rule)}
        inside = columns & set(range(one.column, one.column + len(one.columns)))
        for left, right in _runs(sorted(inside)):
            place = cells(sheet_id, first, left, last, right)
            about = "Filled in by sheetkit; what you type here may be computed anew."
            entry = {"range": place, "description": about, "warningOnly": True}
            yield {"addProtectedRange": {"protectedRange": entry}}


def _computed(sheet: Sheet, one: Table) -> set[int]:
    """The columns of a table's body that hold keys or formulas."""
    return {
        block.column + offset
        for block in sheet.blocks
        if block.row == one.row + 1
        for offset, column in enumerate(block.columns)
        if column.style.role in _COMPUTED or column.formula is not None
    }


def _runs(columns: Sequence[int]) -> Iterable[tuple[int, int]]:
    if not columns:
        return []
    starts = [columns[0], *(right for left, right in pairwise(columns) if right != left + 1)]
    ends = [*(left for left, right in pairwise(columns) if right != left + 1), columns[-1]]
    return zip(starts, ends, strict=True)
