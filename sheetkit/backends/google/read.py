"""From the answer to one spreadsheets.get to a grid of raw cells."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sheetkit.backends.google.mark import KEY
from sheetkit.backends.google.ranges import Json, corners
from sheetkit.backends.google.separators import english, has_point
from sheetkit.backends.google.values import held
from sheetkit.core.errors import PackageRefused
from sheetkit.core.values import CellValue
from sheetkit.records.arrange import HIDDEN
from sheetkit.workbook.grid import Grid, GridName, GridSheet, GridTable
from sheetkit.workbook.model import Visibility

CELLS: Final = "rowData.values(effectiveValue,userEnteredValue(formulaValue,boolValue))"
"""What is asked of each cell: only formulas and ticked boxes differ in what was entered and what is shown."""
TABLES: Final = "tables(tableId,name,range,rowsProperties(footerColorStyle),columnProperties(columnIndex,columnName))"
"""What is asked of tables."""
FIELDS: Final = (
    "spreadsheetId,properties(title,locale,timeZone),developerMetadata(metadataId,metadataKey),namedRanges(namedRangeId,name,range),"
    "sheets(properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),merges,"
    f"{TABLES},data(startRow,startColumn,{CELLS},rowMetadata(hiddenByFilter,hiddenByUser)))"
)
"""The field mask of a read."""


class BuildUnfinished(PackageRefused):
    """The spreadsheet was left half built."""

    hint = "Build it again with the same title: that moves this one to Drive's bin. Or move it there yourself."


def parsed(content: bytes) -> Json:
    """The answer that FIELDS were asked for, its cells as (value, formula) and its empty objects as None.

    Two million cells as the API's nested objects would take more than a gigabyte; each is let go as soon as it is read.
    """
    found = json.loads(content, object_hook=_lean)
    return found if isinstance(found, dict) else {}


def _lean(found: Json) -> Any:
    if "effectiveValue" in found or "userEnteredValue" in found:
        return held(found)
    return found or None


def grid(answer: Mapping[str, Any], revision: str, source: str = "") -> Grid:
    """The grid of an answer as `parsed` gives it. Raises BuildUnfinished.

    `revision` is a hash of what was read. Drive's own `version` also counts changes that nobody sees, and would cost
    two more calls and the right to see the file's metadata; before a write what matters is read again instead.
    """
    if any(one.get("metadataKey") == KEY for one in answer.get("developerMetadata", ())):
        raise BuildUnfinished(path=source)
    found = [one for one in answer.get("sheets", ()) if one["properties"].get("sheetType", "GRID") == "GRID"]
    titles = {one["properties"].get("sheetId", 0): one["properties"]["title"] for one in found}
    pointed = has_point(answer["properties"]["locale"])
    return Grid(
        sheets=tuple(_sheet(one, pointed=pointed) for one in found),
        names={name.name: name for name in _names(answer.get("namedRanges", ()), titles)},
        revision=revision,
        source=source,
    )


def _sheet(found: Mapping[str, Any], *, pointed: bool) -> GridSheet:
    data: Sequence[Json] = [block for block in found.get("data", ()) if block]
    values, formulas, height = _cells(data)
    about = found["properties"]
    return GridSheet(
        name=about["title"],
        height=height,
        values=values,
        formulas=formulas if pointed else _in_english(formulas),
        tables=tuple(table(one) for one in found.get("tables", ())),
        merges=tuple(corners(one) for one in found.get("merges", ())),
        visibility=_visibility(about),
        hidden_rows=_hidden(data),
    )


def _in_english(formulas: Mapping[int, Mapping[int, str]]) -> dict[int, dict[int, str]]:
    return {column: {row: english(text) for row, text in own.items()} for column, own in formulas.items()}


def _visibility(about: Mapping[str, Any]) -> Visibility:
    """Google hides a sheet in one way only; sheetkit's own is one that nobody is meant to open."""
    if not about.get("hidden"):
        return "visible"
    return "very hidden" if about["title"].casefold() == HIDDEN else "hidden"


def _cells(data: Iterable[Json]) -> tuple[list[list[CellValue]], dict[int, dict[int, str]], int]:
    """The columns, their formulas by row, and the height; Google leaves blank cells and rows at the end out."""
    columns: list[list[CellValue]] = []
    formulas: dict[int, dict[int, str]] = {}
    height = 0
    for block in data:
        top, left = int(block.get("startRow", 0)), int(block.get("startColumn", 0))
        for row, line in enumerate(block.get("rowData", ()), top):
            for column, cell in enumerate(line["values"] if line else (), left):
                if not isinstance(cell, tuple):
                    continue
                value, formula = cell
                if formula is not None:
                    formulas.setdefault(column, {})[row] = formula
                elif value is None:
                    continue
                while len(columns) <= column:
                    columns.append([])
                own = columns[column]
                own.extend([None] * (row - len(own)))
                own.append(value)
                height = max(height, row + 1)
    for own in columns:
        own.extend([None] * (height - len(own)))
    return columns, formulas, height


def _hidden(data: Iterable[Json]) -> frozenset[int]:
    return frozenset(
        row
        for block in data
        for row, about in enumerate(block.get("rowMetadata", ()), int(block.get("startRow", 0)))
        if about and (about.get("hiddenByFilter") or about.get("hiddenByUser"))
    )


def table(found: Mapping[str, Any]) -> GridTable:
    """A table of an answer that TABLES were asked for."""
    first, left, last, right = corners(found["range"])
    named = {one.get("columnIndex", 0): one.get("columnName", "") for one in found.get("columnProperties", ())}
    names = tuple(named.get(index, "") for index in range(right - left + 1))
    footer = "footerColorStyle" in (found.get("rowsProperties") or {})
    return GridTable(found["name"], first, left, last, right, names, totals=footer)


def _names(found: Iterable[Json], titles: Mapping[int, str]) -> Iterable[GridName]:
    for one in found:
        where = one.get("range") or {}
        sheet = titles.get(where.get("sheetId", 0), "")
        if not sheet or "endRowIndex" not in where or "endColumnIndex" not in where:
            yield GridName(one["name"], "", refers_to=json.dumps(where, sort_keys=True))
            continue
        first, left, last, right = corners(where)
        yield GridName(one["name"], sheet, first, left, last - first + 1, right - left + 1)
