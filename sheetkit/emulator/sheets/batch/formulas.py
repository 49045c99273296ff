"""Every formula of a spreadsheet that follows when cells move: in cells, rules, conditions and charts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from sheetkit.emulator.document import Cell, Document, Json, Sheet

Rewrite: TypeAlias = Callable[[str, str], str]
"""A formula and the title of the sheet it stands on, to the formula that takes its place."""


def rewrite(document: Document, new: Rewrite) -> None:
    """Let every formula of a spreadsheet follow."""
    for sheet in document.sheets:
        title = sheet.title

        def here(formula: str, title: str = title) -> str:
            return new(formula, title)

        _cells(sheet, here)
        sheet.conditional_formats = tuple(in_json(rule, here) for rule in sheet.conditional_formats)
        sheet.filter_views = tuple(in_json(view, here) for view in sheet.filter_views)
        sheet.tables = tuple(in_json(table, here) for table in sheet.tables)
        sheet.slicers = tuple(in_json(slicer, here) for slicer in sheet.slicers)
        if sheet.basic_filter:
            sheet.basic_filter = in_json(sheet.basic_filter, here)


def in_cell(cell: Cell, new: Callable[[str], str]) -> Cell:
    """The cell with its formula and those of its validation rewritten."""
    formula = new(cell.formula) if cell.formula else ""
    validation = in_json(cell.validation, new) if cell.validation else None
    if formula == cell.formula and validation is cell.validation:
        return cell
    return replace(cell, formula=formula, validation=validation)


def in_json(json: Json, new: Callable[[str], str]) -> Json:
    """The JSON with the formulas of all its conditions rewritten; the same object where nothing changes."""
    changed: dict[str, Any] = {}
    for key, value in json.items():
        if key == "userEnteredValue" and isinstance(value, str) and value.startswith("="):
            other: Any = new(value)
        elif isinstance(value, Mapping):
            other = in_json(value, new)
        elif isinstance(value, list | tuple):
            items = [in_json(item, new) if isinstance(item, Mapping) else item for item in value]
            other = value if all(a is b for a, b in zip(items, value, strict=True)) else items
        else:
            continue
        if other is not value and other != value:
            changed[key] = other
    return {**json, **changed} if changed else json


def _cells(sheet: Sheet, new: Callable[[str], str]) -> None:
    cells = sheet.cells
    validations: dict[int, Json] = {}
    for place, cell in list(cells.items()):
        formula = new(cell.formula) if cell.formula else ""
        rule = cell.validation
        if rule is not None:
            if id(rule) not in validations:
                validations[id(rule)] = in_json(rule, new)
            rule = validations[id(rule)]
        if formula != cell.formula or rule is not cell.validation:
            cells[place] = replace(cell, formula=formula, validation=rule)
