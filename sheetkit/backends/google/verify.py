"""After a write: what stands in the written cells, held against what was written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sheetkit.backends.google.change import Change, Entry
from sheetkit.backends.google.check import found
from sheetkit.backends.google.errors import GoogleError
from sheetkit.backends.google.growth import Growth
from sheetkit.backends.google.ranges import Json
from sheetkit.backends.google.read import CELLS, TABLES
from sheetkit.backends.google.spans import Area, Place, spans
from sheetkit.backends.google.values import effective, held
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.workbook import a1

SHEETS: Final = f"sheets(properties(sheetId,title),{TABLES},data(startRow,startColumn,{CELLS}))"
"""The field mask of what was written."""


_SHOWN: Final = 20


class NotAsWritten(GoogleError):  # noqa: N818 - the domain's words, not a suffix
    """Google holds something else than what was written."""

    hint = "Somebody may have typed there at the same moment. Run the command again: it looks at what is there now."

    def __init__(self, problems: Sequence[Problem], path: str) -> None:
        count = len(problems)
        what = "One place is" if count == 1 else f"{count:,} places are"
        super().__init__(
            f"{what} not as it was written." if count == 1 else f"{what} not as they were written.", path=path
        )
        self.problems = tuple(problems[:_SHOWN])


def areas(change: Change) -> dict[str, list[Area]]:
    """The rectangles, by sheet, that hold all written cells."""
    rows: dict[str, dict[int, tuple[int, int]]] = {}
    for sheet, cells in change.cells.items():
        for row, column in cells:
            left, right = rows.setdefault(sheet, {}).get(row, (column, column))
            rows[sheet][row] = min(left, column), max(right, column)
    return {sheet: spans(own) for sheet, own in rows.items()}


def notation(found: Mapping[str, list[Area]]) -> list[str]:
    """The rectangles in A1 notation."""
    quoted = {sheet: "'" + sheet.replace("'", "''") + "'" for sheet in found}
    return [f"{quoted[sheet]}!{a1.range_address(*area)}" for sheet, own in found.items() for area in own]


def differences(change: Change, answer: Mapping[str, Any]) -> list[Problem]:
    """What is not as it was written: cells, and tables that did not grow."""
    sheets = {one["properties"]["title"]: one for one in answer.get("sheets", ())}
    problems: list[Problem] = []
    for sheet, entries in change.cells.items():
        cells = found(sheets.get(sheet, {}))
        problems += [
            problem
            for place, entry in entries.items()
            if (problem := _difference(sheet, place, entry, cells.get(place, {}))) is not None
        ]
    for growth in change.grown:
        problems += _short(growth, change, sheets.get(growth.append.sheet, {}))
    return problems


def _difference(sheet: str, place: Place, entry: Entry, cell: Json) -> Problem | None:
    value, formula = held(cell)
    wanted = entry.value or {}
    if "formulaValue" in wanted:
        if formula is not None:
            return None
        said = f"the formula {wanted['formulaValue'][:60]}"
    else:
        expected = effective(wanted)
        if formula is None and value == expected and isinstance(value, bool) is isinstance(expected, bool):
            return None
        said = _shown(expected)
    now = f"the formula ={formula}" if formula is not None else _shown(value)
    message = f"{said[:1].upper()}{said[1:]} was written, and {now[:80]} stands there."
    return Problem(code="not-as-written", tab=sheet, cell=a1.address(*place), message=message, hint=NotAsWritten.hint)


def _short(growth: Growth, change: Change, sheet: Mapping[str, Any]) -> Iterator[Problem]:
    """A table that did not grow over its new rows."""
    real = growth.real
    if real is None:
        return
    others = [g for g in change.grown if g is not growth and g.append.sheet == growth.append.sheet]
    above = sum(g.count for g in others if g.last < growth.last and g.covers(g.append.sheet, growth.left, growth.right))
    wanted = real.last_row + growth.adopt + growth.count + above
    for one in sheet.get("tables", ()):
        last = int(one["range"]["endRowIndex"]) - 1
        if one.get("name") == real.name and last != wanted:
            message = f"The table {real.name} ends in row {last + 1:,} instead of {wanted + 1:,}."
            hint = "Drag its lower right corner to where its rows end."
            yield Problem(code="not-as-written", tab=growth.append.sheet, message=message, hint=hint)


def _shown(value: CellValue) -> str:
    if value is None:
        return "nothing"
    return f'"{value}"' if isinstance(value, str) else str(value)
