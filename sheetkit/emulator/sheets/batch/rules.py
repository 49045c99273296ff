"""Rules of cells: conditional formats of a sheet, and validations."""

from dataclasses import replace

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import grids
from sheetkit.emulator.sheets.batch.registry import Batch, kind


@kind("addConditionalFormatRule")
def add_conditional_format_rule(batch: Batch, body: Json) -> None:
    """A rule before the one that now has the index, which is also its rank."""
    rule = body.get("rule", {})
    sheet = _sheet_of(batch.document, rule)
    _check(rule)
    index = body.get("index", 0)
    rules = sheet.conditional_formats
    if not 0 <= index <= len(rules):
        raise invalid(f"Invalid index: {index}. There are only {len(rules)} conditional format rules on the sheet.")
    sheet.conditional_formats = (*rules[:index], rule, *rules[index:])


def _sheet_of(document: Document, rule: Json) -> Sheet:
    """The one sheet on which all ranges of a rule lie."""
    found = [grids.area(document, range_)[0] for range_ in rule.get("ranges", ())]
    if not found:
        raise invalid("At least one range must be specified.")
    if any(sheet is not found[0] for sheet in found):
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    return found[0]


def _check(rule: Json) -> None:
    if "booleanRule" not in rule and "gradientRule" not in rule:
        raise invalid("No rule specified.")
    if "gradientRule" in rule:
        for name in ("minpoint", "midpoint", "maxpoint"):
            point = rule["gradientRule"].get(name)
            if name == "midpoint" and point is None:
                continue
            if not (point or {}).get("type"):
                raise invalid("No interpolationPointType specified.")
            if point["type"] not in {"MIN", "MAX"} and not point.get("value"):
                raise invalid("InterpolationPoint.value is required.")
    elif "type" not in rule["booleanRule"].get("condition", {}):
        raise invalid("ConditionType is required.")


@kind("setDataValidation")
def set_data_validation(batch: Batch, body: Json) -> None:
    """A validation on every cell of a range, or none. Values that are there stay as they are."""
    sheet, area = grids.area(batch.document, body.get("range"))
    rule = body.get("rule")
    if rule and "type" not in rule.get("condition", {}):
        raise invalid("ConditionType is required.")
    bare = Cell(validation=rule)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            old = sheet.cells.get((row, column))
            if old is not None:
                sheet.put(row, column, replace(old, validation=rule))
            elif rule:
                sheet.cells[row, column] = bare
