"""A spreadsheet as an .xlsx file: values, formulas, number formats, frozen rows, notes and widths."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from sheetkit.core.values import CellError
from sheetkit.emulator.document import Cell, Document, Json, Sheet

_LONGEST_TITLE: Final = 31
_LONGEST_TEXT: Final = 32_767
_PATTERNS: Final = {
    "DATE": "yyyy-mm-dd",
    "TIME": "hh:mm:ss",
    "DATE_TIME": "yyyy-mm-dd hh:mm:ss",
    "PERCENT": "0.00%",
    "CURRENCY": "#,##0.00",
    "NUMBER": "#,##0.00",
    "TEXT": "@",
}
"""What a number format without a pattern is in an .xlsx file."""


def xlsx(document: Document) -> bytes:
    """The file. Results of formulas are not in it, since the program that opens it computes them."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    for sheet in document.sheets:
        page = book.create_sheet(_title(sheet.title, names))
        page.sheet_state = "hidden" if sheet.properties.get("hidden") else "visible"
        grid = sheet.properties.get("gridProperties", {})
        frozen = (int(grid.get("frozenRowCount", 0)), int(grid.get("frozenColumnCount", 0)))
        if any(frozen):
            page.freeze_panes = f"{get_column_letter(frozen[1] + 1)}{frozen[0] + 1}"
        for column, properties in sheet.columns.items():
            if "pixelSize" in properties:
                page.column_dimensions[get_column_letter(column + 1)].width = properties["pixelSize"] / 7
        for row in _rows(sheet):
            page.append([_cell(page, cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _title(title: str, names: set[str]) -> str:
    """A title that Excel allows and no other sheet has."""
    plain = re.sub(r"[\\/*?:\[\]]", "_", title).strip("'") or "Sheet"
    name, again = plain[:_LONGEST_TITLE], 1
    while name.casefold() in names:
        again += 1
        ending = f" ({again})"
        name = plain[: _LONGEST_TITLE - len(ending)] + ending
    names.add(name.casefold())
    return name


def _rows(sheet: Sheet) -> Iterator[list[Cell | None]]:
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell
    for row in range(max(rows, default=-1) + 1):
        cells = rows.get(row, {})
        yield [cells.get(column) for column in range(max(cells, default=-1) + 1)]


def _cell(page: Any, cell: Cell | None) -> Any:
    if cell is None:
        return None
    made = WriteOnlyCell(page)
    if cell.formula:
        made.value = cell.formula
    elif isinstance(cell.value, CellError):
        made.value, made.data_type = cell.value.code, "e"
    elif isinstance(cell.value, str):
        made.value, made.data_type = ILLEGAL_CHARACTERS_RE.sub("", cell.value)[:_LONGEST_TEXT], "s"
    else:
        made.value = cell.value
    if cell.note:
        made.comment = Comment(cell.note, "")
    if cell.format:
        _style(made, cell.format)
    return made


def _style(made: Any, format_: Json) -> None:
    number = format_.get("numberFormat") or {}
    if pattern := number.get("pattern") or _PATTERNS.get(str(number.get("type", ""))):
        made.number_format = pattern
    fill = (format_.get("backgroundColorStyle") or {}).get("rgbColor") or format_.get("backgroundColor")
    if fill is not None:
        made.fill = PatternFill("solid", fgColor=_hex(fill))
    text = format_.get("textFormat") or {}
    if text.get("bold") or text.get("italic"):
        made.font = Font(bold=bool(text.get("bold")), italic=bool(text.get("italic")))


def _hex(color: Json) -> str:
    return "".join(f"{round(float(color.get(part, 0)) * 255):02X}" for part in ("red", "green", "blue"))
