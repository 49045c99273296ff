"""What may be typed into cells, as the API's DataValidationRule."""

from collections.abc import Mapping, Sequence
from typing import Final

from sheetkit.backends.google.formulas import rule as spelled
from sheetkit.backends.google.ranges import Json, Request, cells
from sheetkit.formula.ast import Bool, Column, Name, Node, Number
from sheetkit.formula.layout import Layout
from sheetkit.formula.printer import number
from sheetkit.workbook import a1
from sheetkit.workbook.model import Validation

_BOXES: Final = frozenset(("TRUE", "FALSE"))


def validations(sheet_id: int, sheet: str, rules: Sequence[Validation], layout: Layout) -> list[Request]:
    """A setDataValidation for each rule that Google has one for.

    Two kinds have none: an input message alone (the header's note says the same), and "nothing may be typed here",
    which Google would mark as an error in every cell that sheetkit fills; those columns get a protected range instead.
    """
    made = []
    for one in rules:
        condition = None if closed(one) else _condition(one, sheet, layout)
        if condition is None:
            continue
        text = "\n".join(part for part in (one.message, one.error) if part)
        entry: Json = {"condition": condition, "strict": one.strict, "showCustomUi": True}
        if text and condition["type"] != "BOOLEAN":
            entry["inputMessage"] = text
        place = cells(sheet_id, one.first_row, one.first_column, one.last_row, one.last_column)
        made.append({"setDataValidation": {"range": place, "rule": entry}})
    return made


def closed(rule: Validation) -> bool:
    """Whether the rule lets nothing pass."""
    return rule.kind == "custom" and rule.formula == Bool(False)


def _condition(rule: Validation, sheet: str, layout: Layout) -> Json | None:
    match rule.kind:
        case "none":
            return None
        case "list":
            return _choices(rule, layout)
        case "custom" if rule.formula is not None:
            return _when(spelled(rule.formula, layout, rule.table, rule.first_row, sheet))
        case "date" if _any_day(rule):
            return {"type": "DATE_IS_VALID"}
        case "date" | "decimal" if rule.minimum is not None or rule.maximum is not None:
            return _between(rule, sheet, layout)
    return _when(_test(rule, sheet, layout))


def _choices(rule: Validation, layout: Layout) -> Json:
    if rule.source is not None:
        return _one("ONE_OF_RANGE", "=" + _range(rule.source, layout))
    if set(rule.choices) == _BOXES:
        return {"type": "BOOLEAN"}
    return _one("ONE_OF_LIST", *rule.choices)


def _range(source: Node, layout: Layout) -> str:
    """The cells of a list or a table's column; Google leaves out the blank ones by itself."""
    match source:
        case Name(name=name):
            place = layout.names[name]
            sheet, row, column, rows = place.sheet, place.row, place.column, place.rows
        case Column(table=table, column=title):
            of = layout.tables[table]
            sheet, row, column, rows = of.sheet, of.first_row, of.columns[title], max(of.rows, 1)
        case _:
            raise ValueError(f"a list of choices is a name or a table's column, not {source}")
    return f"{a1.quote_sheet(sheet)}!{a1.range_address(row, column, row + rows - 1, column, absolute=True)}"


def _any_day(rule: Validation) -> bool:
    """Whether the bounds are those of the calendar itself."""
    low, high = rule.minimum, rule.maximum
    return isinstance(low, Number) and isinstance(high, Number) and low.value <= 61 and high.value >= 2958465


_BETWEEN: Final[Mapping[str, tuple[str, str, str]]] = {
    "decimal": ("NUMBER_BETWEEN", "NUMBER_GREATER_THAN_EQ", "NUMBER_LESS_THAN_EQ"),
    "date": ("DATE_BETWEEN", "DATE_ON_OR_AFTER", "DATE_ON_OR_BEFORE"),
}


def _between(rule: Validation, sheet: str, layout: Layout) -> Json:
    both, least, most = _BETWEEN[rule.kind]
    low, high = (None if node is None else _bound(node, rule, sheet, layout) for node in (rule.minimum, rule.maximum))
    if low is not None and high is not None:
        return _one(both, low, high)
    return _one(least, low) if low is not None else _one(most, str(high))


def _bound(node: Node, rule: Validation, sheet: str, layout: Layout) -> str:
    return number(node.value) if isinstance(node, Number) else spelled(node, layout, rule.table, rule.first_row, sheet)


def _test(rule: Validation, sheet: str, layout: Layout) -> str:
    """A formula for what has no condition of its own: a number at all, a whole number, the length of a text."""
    cell = a1.address(rule.first_row, rule.first_column)
    measured = f"LEN({cell})" if rule.kind == "length" else cell
    tests = [] if rule.kind == "length" else [f"ISNUMBER({cell})"]
    if rule.kind == "whole":
        tests.append(f"IF(ISNUMBER({cell}),INT({cell})={cell})")
    for sign, node in ((">=", rule.minimum), ("<=", rule.maximum)):
        if node is not None:
            tests.append(f"{measured}{sign}{_bound(node, rule, sheet, layout).removeprefix('=')}")
    return f"=AND({','.join(tests)})"


def _when(formula: str) -> Json:
    return _one("CUSTOM_FORMULA", formula)


def _one(kind: str, *values: str) -> Json:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
