"""What a workbook says about itself on its very hidden tab: whose it is and which template it follows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetkit.core.values import CellValue
from sheetkit.records.arrange import HIDDEN
from sheetkit.workbook.grid import Grid, GridSheet

_MARK = "sheetkit"
_MOST_ROWS = 2_000
"""Rows of the tab that are looked at: a template of 1 MB takes some forty cells of text."""
_MARKED = re.compile(rf"{_MARK}(?:/\d+)?")


@dataclass(frozen=True, slots=True)
class Description:
    """A workbook's own description.

    `text` is the template's YAML, `keys` the JSON of all keys ever given out, `created` a date as text. `sheet` is the
    tab it was read from and `cells` the zero-based (row, column) of each value by its key, for whoever updates one.
    """

    workbook_id: str
    template: str
    version: int
    text: str
    keys: str = ""
    created: str = ""
    sheet: str = ""
    cells: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def describe(grid: Grid) -> Description | None:
    """The description on the `_sheetkit` tab, wherever that tab is now; None for a workbook that has none."""
    named = grid.sheet(HIDDEN)
    for sheet in ([named] if named else []) + [sheet for sheet in grid.sheets if sheet is not named]:
        if _is_marked(sheet):
            return _read(sheet)
    return None


def _is_marked(sheet: GridSheet) -> bool:
    mark = sheet.value(0, 0)
    return isinstance(mark, str) and _MARKED.fullmatch(mark.strip()) is not None


def _read(sheet: GridSheet) -> Description:
    said: dict[str, str] = {}
    cells: dict[str, tuple[int, int]] = {}
    chunks: list[str] = []
    for row in range(min(sheet.height, _MOST_ROWS)):
        key, value = sheet.value(row, 0), sheet.value(row, 1)
        if not isinstance(key, str):
            continue
        name = key.strip().casefold()
        cells.setdefault(name, (row, 1))
        if name == "text":
            chunks.append("" if value is None else str(value))
        else:
            said.setdefault(name, _text(value))
    version = said.get("version", "")
    return Description(
        workbook_id=said.get("id", ""),
        template=said.get("template", ""),
        version=int(version) if version.isascii() and version.isdigit() else 0,
        text="".join(chunks),
        keys=said.get("keys", ""),
        created=said.get("created", ""),
        sheet=sheet.name,
        cells=cells,
    )


def _text(value: CellValue) -> str:
    """A value as text; a program may have made a number of a text of digits."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
