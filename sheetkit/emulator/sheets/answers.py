"""What the answers to writes say: the range, how much of it, and on request the values afterwards."""

from collections.abc import Sequence
from typing import Any

from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.sheets import options, ranges, reading
from sheetkit.emulator.sheets.writing import Written


def updated(document: Document, done: Written) -> dict[str, Any]:
    """An UpdateValuesResponse; counts of 0 are left out."""
    answer: dict[str, Any] = {
        "spreadsheetId": document.spreadsheet_id,
        "updatedRange": ranges.notation(ranges.sheet_of(document, done.area), done.area),
    }
    counts = {"updatedRows": len(done.rows), "updatedColumns": len(done.columns), "updatedCells": done.cells}
    return answer | {name: count for name, count in counts.items() if count}


def with_data(document: Document, answer: dict[str, Any], given: Json) -> dict[str, Any]:
    """The answer with the values of the cells written, where they were asked for."""
    if options.flag(given, "includeValuesInResponse"):
        area = ranges.parse(document, answer["updatedRange"])
        look = reading.look(given, "response")
        answer["updatedData"] = reading.value_range(document, ranges.sheet_of(document, area), area, look)
    return answer


def totals(done: Sequence[Written]) -> dict[str, int]:
    """The totals of several writes: each row and column of a sheet counts once. Those of 0 are left out."""
    counts = {
        "totalUpdatedRows": len({(each.area.sheet_id, row) for each in done for row in each.rows}),
        "totalUpdatedColumns": len({(each.area.sheet_id, column) for each in done for column in each.columns}),
        "totalUpdatedCells": sum(each.cells for each in done),
        "totalUpdatedSheets": len({each.area.sheet_id for each in done}),
    }
    return {name: count for name, count in counts.items() if count}
