"""Rules of cells: conditional formats of a sheet, and validations."""

from dataclasses import replace
from typing import Any, Final

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.sheets.batch import grids, tables
from sheetkit.emulator.sheets.batch.registry import Batch, kind


@kind("addConditionalFormatRule")
def add_conditional_format_rule(batch: Batch, body: Json) -> None:
    """A rule before the one that now has the index, which is also its rank."""
    rule = body.get("rule", {})
    sheet = _sheet_of(batch.document, rule)
    _check(rule, _locale(batch))
    index = body.get("index", 0)
    rules = sheet.conditional_formats
    if not 0 <= index <= len(rules):
        raise invalid(f"Invalid index: {index}. There are only {len(rules)} conditional format rules on the sheet.")
    sheet.conditional_formats = (*rules[:index], _kept(rule), *rules[index:])


_COMMA: Final = frozenset({"de", "fr", "es", "it", "nl", "pl", "pt", "ru", "sv", "da", "fi", "nb", "no", "cs", "tr"})
"""Languages that write a number with a comma: a point in it is refused there (seen for German)."""


def _locale(batch: Batch) -> str:
    return str(batch.document.properties.get("locale", "en_US"))


def _sheet_of(document: Document, rule: Json) -> Sheet:
    """The one sheet on which all ranges of a rule lie."""
    found = [grids.area(document, range_)[0] for range_ in rule.get("ranges", ())]
    if not found:
        raise invalid("At least one range must be specified.")
    if any(sheet is not found[0] for sheet in found):
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    return found[0]


def _kept(rule: Json) -> Json:
    """The rule as the API keeps it: the ends of a scale that are the least and the greatest have no value."""
    if "gradientRule" not in rule:
        return rule
    points = {
        name: {key: value for key, value in point.items() if key != "value" or point.get("type") not in {"MIN", "MAX"}}
        for name, point in rule["gradientRule"].items()
    }
    return {**rule, "gradientRule": points}


def _check(rule: Json, locale: str) -> None:
    if "booleanRule" not in rule and "gradientRule" not in rule:
        raise invalid("No rule specified.")
    if "gradientRule" in rule:
        for name in ("minpoint", "midpoint", "maxpoint"):
            point = rule["gradientRule"].get(name)
            if name == "midpoint" and point is None:
                continue
            if not (point or {}).get("type"):
                raise invalid("No interpolationPointType specified.")
            if point["type"] in {"MIN", "MAX"}:
                continue
            if not point.get("value"):
                raise invalid("InterpolationPoint.value is required.")
            if "." in point["value"] and locale.partition("_")[0] in _COMMA:
                raise invalid(f"Invalid InterpolationPoint.value: {point['value']}")
    elif "type" not in rule["booleanRule"].get("condition", {}):
        raise invalid("ConditionType is required.")


@kind("updateConditionalFormatRule")
def update_conditional_format_rule(batch: Batch, body: Json) -> Json:
    """Another rule in the place of one, or a rule in another place."""
    rule, index = body.get("rule"), body.get("index", 0)
    if rule is None and "newIndex" not in body:
        raise invalid("Either rule or newIndex must be specified.")
    sheet = grids.grid(batch.document, body.get("sheetId", 0)) if rule is None else _sheet_of(batch.document, rule)
    rules = list(sheet.conditional_formats)
    old = _rule(sheet, index)
    new_index = index
    if rule is None:
        new_index = body["newIndex"]
        if not 0 <= new_index < len(rules):
            raise _no_rule(sheet, new_index)
        rules.insert(new_index, rules.pop(index))
    else:
        rule = _kept(rule)
        _check(rule, _locale(batch))
        rules[index] = rule
    sheet.conditional_formats = tuple(rules)
    reply: dict[str, Any] = {"newRule": rule if rule is not None else old}
    if new_index:
        reply["newIndex"] = new_index
    if rule is not None:
        reply["oldRule"] = old
    return reply | ({"oldIndex": index} if index else {})


@kind("deleteConditionalFormatRule")
def delete_conditional_format_rule(batch: Batch, body: Json) -> Json:
    """A rule less; those after it move up."""
    sheet = grids.grid(batch.document, body.get("sheetId", 0))
    old, index = _rule(sheet, body.get("index", 0)), body.get("index", 0)
    rules = sheet.conditional_formats
    sheet.conditional_formats = (*rules[:index], *rules[index + 1 :])
    return {"rule": old}


def _rule(sheet: Sheet, index: int) -> Json:
    if not 0 <= index < len(sheet.conditional_formats):
        raise _no_rule(sheet, index)
    return sheet.conditional_formats[index]


def _no_rule(sheet: Sheet, index: int) -> ApiError:
    return invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")


@kind("setDataValidation")
def set_data_validation(batch: Batch, body: Json) -> None:
    """A validation on every cell of a range, or none. Values that are there stay as they are."""
    sheet, area = grids.area(batch.document, body.get("range"))
    rule = body.get("rule")
    if rule and "type" not in rule.get("condition", {}):
        raise invalid("ConditionType is required.")
    if tables.typed(sheet, area):
        raise invalid("This operation is not allowed on cells in typed columns.")
    bare = Cell(validation=rule)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            old = sheet.cells.get((row, column))
            if old is not None:
                sheet.put(row, column, replace(old, validation=rule))
            elif rule:
                sheet.cells[row, column] = bare
