"""Rows as people really fill them: right values, blanks, values of the wrong type, errors."""

import random
from collections.abc import Sequence

from sheetkit.core.values import DIV0, NA, CellValue
from sheetkit.records.blank import typed_scalar
from sheetkit.template.model import Column, Template
from sheetkit.template.resolve import columns_owned, formula_columns, list_of, table_name, table_tabs

WORDS = ("Lamp", "lamp", "Vase, tall", "What?*", "~odd", "5", ">3", "=x", "0", "tea towel ")
"""Not among them: the text TRUE (VALUE of it is 1 in LibreOffice) and letters whose CODE depends on the machine."""


def random_rows(
    template: Template, rows: int, seed: int, mess: float = 0.15, *, tallest: int = 0, bools: bool = False
) -> dict[str, dict[str, list[CellValue]]]:
    """Rows for every table: each input and stamp column by its type, `mess` of the cells blank, wrong or an error.

    The table with the most formulas has `tallest` rows where that is more.
    `bools` puts TRUE where it does not belong: LibreOffice counts it as the number 1 and Excel does not, so it is off
    for that oracle.
    No number is so small that a date less some days lies before 1900: LibreOffice goes on counting.
    """
    luck = random.Random(seed)  # noqa: S311
    odd: list[CellValue] = [None, None, None, None, "x", 400.0, "12 apples", NA, DIV0]
    odd += [True] if bools else []
    keys: dict[str, list[CellValue]] = {}
    main = table_name(max(table_tabs(template), key=lambda tab: len(formula_columns(tab))))
    for tab in table_tabs(template):
        height = max(rows, tallest) if table_name(tab) == main else rows
        keys[table_name(tab)] = [f"{tab.name[:2].upper()}-{number:05d}" for number in range(1, height + 1)]
    found: dict[str, dict[str, list[CellValue]]] = {}
    for tab in table_tabs(template):
        columns = columns_owned(tab, "input", "stamp")
        height = len(keys[table_name(tab)])
        filled = {column.name: _cells(luck, template, column, keys, height, (mess, odd)) for column in columns}
        if tab.key:
            filled[tab.key] = keys[table_name(tab)]
        found[table_name(tab)] = filled
    return found


def _cells(
    luck: random.Random,
    template: Template,
    column: Column,
    keys: dict[str, list[CellValue]],
    rows: int,
    mess: tuple[float, Sequence[CellValue]],
) -> list[CellValue]:
    choices: Sequence[CellValue] = ()
    if column.refers_to:
        choices = next(keys[name] for name in keys if name.casefold() == column.refers_to.casefold())
    elif column.choices:
        entries = list_of(template, column)
        choices = [typed_scalar(v, entries.type) for v in entries.values] if entries else list(column.choices)
    return [_cell(luck, column, choices, mess) for _ in range(rows)]


def _cell(
    luck: random.Random, column: Column, choices: Sequence[CellValue], mess: tuple[float, Sequence[CellValue]]
) -> CellValue:
    if luck.random() < mess[0]:
        return luck.choice(mess[1])
    if choices:
        return luck.choice(choices)
    match column.type:
        case "date":
            return float(luck.randrange(45_600, 46_400))
        case "datetime":
            return luck.randrange(45_600 * 1440, 46_400 * 1440) / 1440
        case "money" | "number":
            return round(luck.uniform(-50, 500), 2)
        case "percent":
            return round(luck.random(), 3)
        case "integer" | "days":
            return float(luck.randrange(-2, 40))
        case "yes/no":
            return luck.random() < 0.5
        case _:
            return luck.choice(WORDS)
