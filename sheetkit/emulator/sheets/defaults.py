"""What a new spreadsheet and a new sheet start with, as the Sheets API reports them."""

from typing import Any, Final

from sheetkit.emulator.document import Json

ROWS: Final = 1000
COLUMNS: Final = 26
ROW_PIXELS: Final = 21
COLUMN_PIXELS: Final = 100
LOCALE: Final = "en_US"
TIME_ZONE: Final = "Etc/GMT"

_WHITE: Final[Json] = {"red": 1, "green": 1, "blue": 1}
_PLAIN: Final[Json] = {
    "fontSize": 10,
    "bold": False,
    "italic": False,
    "strikethrough": False,
    "underline": False,
    "foregroundColorStyle": {"rgbColor": {}},
}


def _format(font: str) -> dict[str, Any]:
    return {
        "backgroundColor": _WHITE,
        "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
        "verticalAlignment": "BOTTOM",
        "wrapStrategy": "OVERFLOW_CELL",
        "textFormat": {"foregroundColor": {}, "fontFamily": font, **_PLAIN},
        "backgroundColorStyle": {"rgbColor": _WHITE},
    }


FORMAT: Final[Json] = _format("arial,sans,sans-serif")
"""The defaultFormat of a new spreadsheet."""
EFFECTIVE_FORMAT: Final[Json] = _format("Arial")
"""What the effectiveFormat of a cell starts from."""

_THEME: Final[tuple[tuple[str, Json], ...]] = (
    ("TEXT", {}),
    ("BACKGROUND", _WHITE),
    ("ACCENT1", {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}),
    ("ACCENT2", {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}),
    ("ACCENT3", {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}),
    ("ACCENT4", {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}),
    ("ACCENT5", {"red": 1, "green": 0.42745098, "blue": 0.003921569}),
    ("ACCENT6", {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}),
    ("LINK", {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}),
)
THEME: Final[Json] = {
    "primaryFontFamily": "Arial",
    "themeColors": [{"colorType": kind, "color": {"rgbColor": color}} for kind, color in _THEME],
}


def spreadsheet_properties(title: str) -> dict[str, Any]:
    """The SpreadsheetProperties of a new spreadsheet."""
    return {
        "title": title,
        "locale": LOCALE,
        "autoRecalc": "ON_CHANGE",
        "timeZone": TIME_ZONE,
        "defaultFormat": FORMAT,
        "spreadsheetTheme": THEME,
    }


def sheet_properties(sheet_id: int, title: str, index: int) -> dict[str, Any]:
    """The SheetProperties of a new grid of the usual size."""
    return {
        "sheetId": sheet_id,
        "title": title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": ROWS, "columnCount": COLUMNS},
    }
