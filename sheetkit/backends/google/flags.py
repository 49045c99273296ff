"""Flags as the API's conditional formats, the first rule first."""

from collections.abc import Sequence

from sheetkit.backends.google.formats import flag_format
from sheetkit.backends.google.formulas import rule
from sheetkit.backends.google.ranges import Request, cells
from sheetkit.formula.layout import Layout
from sheetkit.workbook.model import FlagRule


def flags(sheet_id: int, sheet: str, rules: Sequence[FlagRule], layout: Layout) -> list[Request]:
    """An addConditionalFormatRule for each flag; where several are true, Google too lets the first one decide."""
    made = []
    for index, flag in enumerate(rules):
        formula = rule(flag.when, layout, flag.table, flag.first_row, sheet)
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        place = cells(sheet_id, flag.first_row, flag.first_column, flag.last_row, flag.last_column)
        entry = {"ranges": [place], "booleanRule": {"condition": condition, "format": flag_format(flag.colour)}}
        made.append({"addConditionalFormatRule": {"index": index, "rule": entry}})
    return made
