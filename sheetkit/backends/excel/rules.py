"""Validations and conditional formats of one sheet, in Excel's terms."""

from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetkit.core.errors import SheetkitError
from sheetkit.formula import excel
from sheetkit.formula.ast import Column, Name, Node
from sheetkit.formula.layout import Layout
from sheetkit.workbook import a1
from sheetkit.workbook.model import FlagColour, FlagRule, Validation

MAX_TITLE: Final = 32
"""Characters of an input or error title."""
MAX_MESSAGE: Final = 255
"""Characters of an input or error message, of a literal list of choices and of a validation's formula."""

_OPEN_ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "whole": ("=-999999999999999", "=999999999999999"),
    "decimal": ("=-9.9E+307", "=9.9E+307"),
    "date": ("=1", "=2958465"),  # 1 January 1900 to 31 December 9999
    "length": ("=0", "=32767"),
}


class RuleRefused(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """A validation does not fit into Excel's limits."""


def add_validation(worksheet: Worksheet, sheet: str, rule: Validation, layout: Layout) -> None:
    """Add a validation; its title and messages are cut to what Excel shows. Raises RuleRefused."""
    options = {
        "ignore_blank": True,
        "error_type": "stop" if rule.strict else "warning",
        "input_title": _cut(rule.title, MAX_TITLE),
        "input_message": _cut(rule.message, MAX_MESSAGE),
        "error_message": _cut(rule.error, MAX_MESSAGE),
        "error_title": _cut(rule.title, MAX_TITLE) if rule.error else "",
        **_condition(sheet, rule, layout),
    }
    place = (rule.first_row, rule.first_column, rule.last_row, rule.last_column)
    worksheet.data_validation(*place, {name: value for name, value in options.items() if value != ""})


def add_flag(
    worksheet: Worksheet, sheet: str, rule: FlagRule, layout: Layout, formats: Mapping[FlagColour, Format]
) -> None:
    """Add a conditional format."""
    options = {
        "type": "formula",
        "criteria": "=" + excel.positional(rule.when, layout, rule.table, row=rule.first_row, sheet=sheet),
        "format": formats[rule.colour],
        "stop_if_true": rule.stop,
    }
    worksheet.conditional_format(rule.first_row, rule.first_column, rule.last_row, rule.last_column, options)


def list_range(source: Node, layout: Layout) -> str:
    """The cells of a list down to the last one that is filled, as an expression.

    Where a list's range holds blank cells, Excel lets any entry pass, and the dropdown ends in a blank tail; so the
    range ends at the last entry, found anew each time. A gap inside the list is kept.
    """
    sheet, row, column, rows = _cells_of(source, layout)
    quoted = a1.quote_sheet(sheet) + "!"
    first = quoted + a1.address(row, column, absolute=True)
    whole = quoted + a1.range_address(row, column, row + rows - 1, column, absolute=True)
    if rows == 1:
        return first
    last = f'SUMPRODUCT(MAX(({whole}<>"")*(ROW({whole})-ROW({first})+1)))'
    ending = f"{first}:INDEX({whole},MAX(1,{last}))"
    return ending if len(ending) <= MAX_MESSAGE else f"{first}:INDEX({whole},MAX(1,COUNTA({whole})))"


def _cells_of(source: Node, layout: Layout) -> tuple[str, int, int, int]:
    """The sheet, first row, column and number of rows of a list or of a table's column."""
    match source:
        case Name(name=name):
            named = layout.names[name]
            return named.sheet, named.row, named.column, named.rows
        case Column(table=table, column=column):
            place = layout.tables[table]
            return place.sheet, place.first_row, place.columns[column], place.rows
    raise ValueError(f"a list of choices is a name or a table's column, not {source}")


def _condition(sheet: str, rule: Validation, layout: Layout) -> dict[str, Any]:
    match rule.kind:
        case "none":
            return {"validate": "any"}
        case "list":
            return {"validate": "list", "source": _choices(sheet, rule, layout)}
        case "custom":
            if rule.formula is None:
                raise ValueError(f"{sheet}: a custom validation without a formula")
            return {"validate": "custom", "value": _formula(sheet, rule, rule.formula, layout)}
    low, high = _OPEN_ENDS[rule.kind]
    return {
        "validate": "integer" if rule.kind == "whole" else rule.kind,
        "criteria": "between",
        "minimum": low if rule.minimum is None else _formula(sheet, rule, rule.minimum, layout),
        "maximum": high if rule.maximum is None else _formula(sheet, rule, rule.maximum, layout),
    }


def _choices(sheet: str, rule: Validation, layout: Layout) -> str | list[str]:
    if rule.source is not None:
        return "=" + list_range(rule.source, layout)
    if any("," in choice for choice in rule.choices) or len(",".join(rule.choices)) > MAX_MESSAGE:
        raise RuleRefused(
            f"The choices of {_place(sheet, rule)} hold a comma or more than {MAX_MESSAGE} characters together.",
            hint="Name them as a list of the template; a list has no such limit.",
        )
    return list(rule.choices)


def _formula(sheet: str, rule: Validation, node: Node, layout: Layout) -> str:
    formula = "=" + excel.positional(node, layout, rule.table, row=rule.first_row, sheet=sheet)
    if len(formula) > MAX_MESSAGE:
        raise RuleRefused(
            f"The validation of {_place(sheet, rule)} has a formula of more than {MAX_MESSAGE} characters.",
            hint="Shorten it, or compute it in a column and compare with that.",
        )
    return formula


def _place(sheet: str, rule: Validation) -> str:
    cells = a1.range_address(rule.first_row, rule.first_column, rule.last_row, rule.last_column)
    return f"{a1.quote_sheet(sheet)}!{cells}"


def _cut(text: str, limit: int) -> str:
    """The text, or its beginning up to a word's end and an ellipsis."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= limit:
        return text
    return text[: limit - 1].rsplit(maxsplit=1)[0].rstrip(" ,;:") + "…"
