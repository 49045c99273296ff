"""A spreadsheet for tests of requests: filled from a table of text, asked one request at a time, shown as text."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import defaults
from sheetkit.emulator.sheets.batch import apply
from tests.emulator.discovery import properties, validate

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Book:
    """A spreadsheet whose one sheet holds the words of `text`, a line a row: numbers, TRUE, formulas, "." for blank."""

    def __init__(self, text: str = "", *, rows: int = 10, columns: int = 6) -> None:
        sheet_properties = defaults.sheet_properties(0, "Sheet1", 0)
        sheet_properties["gridProperties"] = {"rowCount": rows, "columnCount": columns}
        self.document = Document("id", defaults.spreadsheet_properties("Book"), [Sheet(sheet_properties)])
        self.fill(text)

    @property
    def sheet(self) -> Sheet:
        """The first sheet."""
        return self.document.sheets[0]

    def fill(self, text: str, sheet: int = 0) -> None:
        """Put the words of a text into a sheet, from its corner."""
        for row, line in enumerate(text.strip().splitlines()):
            for column, word in enumerate(line.split()):
                self.document.sheets[sheet].put(row, column, _cell(word))

    def do(self, kind: str, **body: Any) -> Json:
        """The reply to one request. Request, reply and spreadsheet are held against the discovery document."""
        assert validate("Request", {kind: body}) == []
        self.document = self.document.copy()
        (reply,) = apply(self.document, [{kind: body}], NOW)
        assert validate("Response", _plain(reply)) == []
        for sheet in self.document.sheets:
            assert validate("Sheet", _plain(_parts(sheet))) == []
        for name in self.document.named_ranges:
            assert validate("NamedRange", _plain(name)) == []
        inner: Json = reply.get(kind, {})
        return inner

    def refused(self, kind: str, **body: Any) -> str:
        """The message of a request that must fail, without its place and kind."""
        try:
            apply(self.document.copy(), [{kind: body}], NOW)
        except ApiError as error:
            start = f"Invalid requests[0].{kind}: "
            return error.message.removeprefix(start)
        raise AssertionError(f"{kind} was not refused")

    def shown(self, sheet: int = 0) -> str:
        """The cells of a sheet as a text: formulas as typed, values, "." for blank, and no blanks at the ends."""
        cells = self.document.sheets[sheet].cells
        places = [place for place, cell in cells.items() if cell.formula or cell.value is not None]
        bottom = max((row for row, _ in places), default=-1) + 1
        lines = []
        for row in range(bottom):
            right = max((column for at, column in places if at == row), default=-1) + 1
            lines.append(" ".join(_word(cells.get((row, column), Cell())) for column in range(right)) or ".")
        return "\n".join(lines)


def area(text: str, sheet: int = 0) -> dict[str, int]:
    """The GridRange of an A1 range such as `A1:B2`."""
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    bounds = {"startRowIndex": top, "endRowIndex": bottom + 1, "startColumnIndex": left, "endColumnIndex": right + 1}
    return ({"sheetId": sheet} if sheet else {}) | bounds


def rows(start: int, end: int, sheet: int = 0) -> dict[str, Any]:
    """The DimensionRange of some rows."""
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def columns(start: int, end: int, sheet: int = 0) -> dict[str, Any]:
    """The DimensionRange of some columns."""
    return {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}


def values(*lines: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of CellData with nothing but values."""
    return [{"values": [{"userEnteredValue": _entered(value)} for value in line]} for line in lines]


def _entered(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"formulaValue" if value.startswith("=") else "stringValue": value}
    return {"numberValue": value}


def _place(text: str) -> tuple[int, int]:
    return int(text[1:]) - 1, ord(text[0]) - ord("A")


def _cell(word: str) -> Cell:
    if word == ".":
        return Cell()
    if word.startswith("="):
        return Cell(formula=word)
    if word in {"TRUE", "FALSE"}:
        return Cell(word == "TRUE")
    try:
        return Cell(float(word))
    except ValueError:
        return Cell(word)


def _word(cell: Cell) -> str:
    if cell.formula or cell.value is None:
        return cell.formula or "."
    if isinstance(cell.value, bool):
        return str(cell.value).upper()
    return f"{cell.value:g}" if isinstance(cell.value, float) else str(cell.value)


def _parts(sheet: Sheet) -> Mapping[str, Any]:
    names = {name: "".join(part.title() if at else part for at, part in enumerate(name.split("_"))) for name in _PARTS}
    held = {names[name]: getattr(sheet, name) for name in _PARTS if getattr(sheet, name)}
    known = properties("Sheet")
    assert all(name in known for name in held)
    return {"properties": sheet.properties, **held}


_PARTS = (
    "merges",
    "conditional_formats",
    "filter_views",
    "protected_ranges",
    "basic_filter",
    "charts",
    "banded_ranges",
    "row_groups",
    "column_groups",
    "slicers",
    "tables",
    "developer_metadata",
)


def _plain(json: Any) -> Any:
    if isinstance(json, Mapping):
        return {key: _plain(value) for key, value in json.items()}
    return [_plain(item) for item in json] if isinstance(json, list | tuple) else json
