"""Somebody at a Google spreadsheet: what the program does when people type, sort, insert and rename."""

from typing import Any

from sheetkit.backends.google import calls
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.ranges import Json, cells, span
from sheetkit.backends.google.values import entered
from sheetkit.core.values import CellValue


class GooglePerson:
    """Everything goes through the API, as what people do in the browser goes through Google."""

    def __init__(self, http: HTTPClient, spreadsheet: str) -> None:
        self._http, self._spreadsheet = http, spreadsheet

    def type(self, tab: str, row: int, column: int, value: CellValue) -> None:
        own = entered(value)
        self._cell(tab, row, column, {"userEnteredValue": own} if own else {})

    def enter(self, tab: str, row: int, column: int, formula: str, result: CellValue) -> None:
        del result
        self._cell(tab, row, column, {"userEnteredValue": {"formulaValue": formula}})

    def sort(self, tab: str, rows: range, columns: range, by: int, *, down: bool) -> None:
        place = cells(self._id(tab), rows.start, columns.start, rows.stop - 1, columns.stop - 1)
        order = {"dimensionIndex": by, "sortOrder": "DESCENDING" if down else "ASCENDING"}
        self.do({"sortRange": {"range": place, "sortSpecs": [order]}})

    def insert_column(self, tab: str, at: int) -> None:
        place = span(self._id(tab), "COLUMNS", at, at)
        self.do({"insertDimension": {"range": place, "inheritFromBefore": at > 0}})

    def insert_row(self, tab: str, at: int) -> None:
        place = span(self._id(tab), "ROWS", at, at)
        self.do({"insertDimension": {"range": place, "inheritFromBefore": at > 0}})

    def rename(self, tab: str, name: str) -> None:
        entry = {"sheetId": self._id(tab), "title": name}
        self.do({"updateSheetProperties": {"properties": entry, "fields": "title"}})

    def do(self, *requests: Json) -> Json:
        """Any requests, as one batchUpdate."""
        return calls.batch_update(self._http, self._spreadsheet, requests)

    def comment(self, text: str) -> None:
        self._http.request("post", self._comments, json={"content": text}, params={"fields": "id"})

    def comments(self) -> list[Json]:
        answer = self._http.request("get", self._comments, params={"fields": "*"})
        found: list[Json] = answer.json()["comments"]
        return found

    @property
    def _comments(self) -> str:
        return f"https://www.googleapis.com/drive/v3/files/{self._spreadsheet}/comments"

    def get(self, fields: str) -> Json:
        """Any part of the spreadsheet."""
        return calls.get(self._http, self._spreadsheet, fields)

    def sheet(self, tab: str, fields: str) -> Json:
        """Some fields of one sheet."""
        found: list[dict[str, Any]] = self.get(f"sheets(properties(sheetId,title),{fields})")["sheets"]
        return next(one for one in found if one["properties"]["title"] == tab)

    def _id(self, tab: str) -> int:
        return int(self.sheet(tab, "properties.index")["properties"].get("sheetId", 0))

    def _cell(self, tab: str, row: int, column: int, cell: Json) -> None:
        start = {"sheetId": self._id(tab), "rowIndex": row, "columnIndex": column}
        size = self.sheet(tab, "properties.gridProperties")["properties"]["gridProperties"]
        wider = column + 1 - size["columnCount"]
        if wider > 0:
            self.do({"appendDimension": {"sheetId": self._id(tab), "dimension": "COLUMNS", "length": wider}})
        self.do({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})
