"""The figures of a summary table as they stand, and which of them a person typed over."""

from sheetkit.core.values import is_blank
from sheetkit.records.extent import column_values
from sheetkit.records.findings import Findings, written
from sheetkit.records.ledger import TableRows
from sheetkit.records.place import Place
from sheetkit.template.model import Summary
from sheetkit.workbook.grid import GridSheet


def figures(summary: Summary, place: Place, sheet: GridSheet, findings: Findings) -> TableRows:
    """All rows of a summary table, its total row included, as they stand; figures without a formula are kept."""
    rows = range(place.first_row, place.last_row + 1)
    height = max(0, min(place.last_row + 1, sheet.height) - place.first_row)
    columns = {
        name: [
            *column_values(sheet, at)[place.first_row : place.first_row + height],
            *([None] * (len(rows) - height)),
        ]
        for name, at in place.columns.items()
    }
    kept = {name: _without_formula(place, sheet, name) for name in columns if not _typed_label(summary, name)}
    body = len(rows) - bool(summary.total)
    for name, found in kept.items():
        _typed_over(place, name, [row for row in sorted(found) if row < body], sheet, findings)
    return TableRows(place.table, columns, list(rows), kept={name: found for name, found in kept.items() if found})


def _typed_label(summary: Summary, name: str) -> bool:
    """Whether an update writes the labels of this summary as text."""
    return name == summary.label and bool(summary.by_column)


def _without_formula(place: Place, sheet: GridSheet, name: str) -> frozenset[int]:
    formulas = sheet.formulas.get(place.columns[name], {})
    rows = range(place.first_row, place.last_row + 1)
    return frozenset(index for index, row in enumerate(rows) if row not in formulas)


def _typed_over(place: Place, name: str, rows: list[int], sheet: GridSheet, findings: Findings) -> None:
    """One problem for each column, at its first cell."""
    if not rows:
        return
    at = (place.first_row + rows[0], place.columns[name])
    value = sheet.value(*at)
    what = "was cleared" if is_blank(value) else f"was typed over with {written(value)}"
    more = f", and {len(rows) - 1} more below it" if len(rows) > 1 else ""
    message = f"The formula of {name} in {place.table} {what}{more}. The figure no longer follows the records."
    findings.add("figure-overwritten", message, OVERWRITTEN, tab=sheet.name, at=at, column=name)


OVERWRITTEN = "Undo that, or copy the formula from a cell beside it or from a fresh workbook."
