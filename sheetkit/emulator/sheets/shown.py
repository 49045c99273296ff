"""What a cell shows: its value by its number format in the spreadsheet's locale (FORMATTED_VALUE)."""

from sheetkit.core.values import CellError, CellValue
from sheetkit.emulator.document import Json


def shown(value: CellValue, number_format: Json | None, locale: str) -> str:
    """The text of a value; `number_format` is the API's NumberFormat."""
    del number_format, locale
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return repr(int(value)) if float(value).is_integer() else format(value, ".10g")
        case CellError():
            return value.code
        case str():
            return value
