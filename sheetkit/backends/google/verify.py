"""After a write: what stands in the written cells, held against what was written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sheetkit.backends.google.change import Change, Entry
from sheetkit.backends.google.check import Look, found, spilled
from sheetkit.backends.google.errors import GoogleError
from sheetkit.backends.google.growth import Growth, mover
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.ranges import Json
from sheetkit.backends.google.read import TABLES
from sheetkit.backends.google.spans import Area, Place, spans
from sheetkit.backends.google.values import effective, held
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.workbook import a1

_CELLS: Final = "rowData.values(effectiveValue,userEnteredValue)"
SHEETS: Final = f"sheets(properties(sheetId,title),{TABLES},data(startRow,startColumn,{_CELLS}))"
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


def areas(change: Change, looked: Look) -> dict[str, list[Area]]:
    """The rectangles, by sheet, that hold all written cells and all that was looked at before, where it lies now.

    Those of new tabs are left out: nobody else can have written there.
    """
    rows: dict[str, dict[int, tuple[int, int]]] = {}
    for sheet in {*change.cells, *looked.areas} - {added.name for added in change.added}:
        own = rows.setdefault(sheet, {})
        for row, column in (*change.cells.get(sheet, ()), *(now for _, now in _followed(change, looked, sheet))):
            left, right = own.get(row, (column, column))
            own[row] = min(left, column), max(right, column)
    return {sheet: spans(own) for sheet, own in rows.items()}


def _followed(change: Change, looked: Look, sheet: str) -> Iterator[tuple[Place, Place]]:
    """Each cell that was looked at, where it lay and where it is to lie now."""
    moved = mover(change.grown, sheet)
    for first, left, last, right in looked.areas.get(sheet, ()):
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                yield (row, column), (moved(row, column), column)


def notation(found: Mapping[str, list[Area]]) -> list[str]:
    """The rectangles in A1 notation."""
    quoted = {sheet: "'" + sheet.replace("'", "''") + "'" for sheet in found}
    return [f"{quoted[sheet]}!{a1.range_address(*area)}" for sheet, own in found.items() for area in own]


def differences(change: Change, answer: Mapping[str, Any], looked: Look, known: Known) -> list[Problem]:
    """What is not as it should be: cells that were written, tables that did not grow, rows that are others by now.

    The last is how rows are noticed that somebody moved in the moment between the look and the write.
    """
    sheets = {one["properties"]["title"]: one for one in answer.get("sheets", ())}
    problems: list[Problem] = []
    new = {added.name for added in change.added}
    for sheet, entries in ((sheet, own) for sheet, own in change.cells.items() if sheet not in new):
        cells = found(sheets.get(sheet, {}))
        problems += [
            problem
            for place, entry in entries.items()
            if (problem := _difference(sheet, place, entry, cells.get(place, {}))) is not None
        ]
    for sheet in looked.areas:
        problems += _others(change, looked, known, sheet, found(sheets.get(sheet, {})))
    for growth in change.grown:
        problems += _short(growth, change, sheets.get(growth.append.sheet, {}))
    return problems


def _difference(sheet: str, place: Place, entry: Entry, cell: Json) -> Problem | None:
    value, formula = held(cell)
    wanted = entry.value or {}
    if "formulaValue" in wanted:
        if formula is not None or cell.get("userEnteredValue") == wanted:  # an error is entered as its formula
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


def _others(change: Change, looked: Look, known: Known, sheet: str, cells: Mapping[Place, Json]) -> Iterator[Problem]:
    """The rows in which something else stands beside the written cells than before."""
    before, written = known.grid.sheet(sheet), change.cells.get(sheet, {})
    told: set[int] = set()
    for was, now in _followed(change, looked, sheet):
        if now in written or now[0] in told or before is None or before.formula(*was) is not None:
            continue
        cell = cells.get(now, {})
        value = held(cell)[0]
        if not spilled(cell) and value != before.value(*was) and (value or before.value(*was)):
            told.add(now[0])
            message = f"Row {now[0] + 1:,} holds {_shown(value)[:60]} here, and held {_shown(before.value(*was))[:60]}."
            hint = "Somebody moved or changed rows at the same moment: look at the row, and at the version history."
            yield Problem(code="not-as-written", tab=sheet, cell=a1.address(*now), message=message, hint=hint)


def _short(growth: Growth, change: Change, sheet: Mapping[str, Any]) -> Iterator[Problem]:
    """A table that did not grow over its new rows."""
    real = growth.real
    if real is None:
        return
    others = [g for g in change.grown if g is not growth and g.append.sheet == growth.append.sheet]
    above = sum(g.count for g in others if g.last < growth.last)
    wanted = max(real.last_row, growth.last) + growth.count + above
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
