"""A spreadsheet to call the methods of the Sheets API on."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sheetkit.emulator.document import Document
from sheetkit.emulator.sheets import endpoints
from tests.emulator.discovery import validate

NOW = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


class Spreadsheet:
    """A spreadsheet with one sheet, Sheet1, of 1000 rows and 26 columns."""

    def __init__(self, **properties: Any) -> None:
        self.document: Document = endpoints.create({"properties": properties}, "ID", "URL", NOW)

    def typed(self, range_: str, *rows: Sequence[Any]) -> Mapping[str, Any]:
        """Write as a person types."""
        return self.update(range_, rows, valueInputOption="USER_ENTERED")

    def raw(self, range_: str, *rows: Sequence[Any]) -> Mapping[str, Any]:
        """Write as it is."""
        return self.update(range_, rows, valueInputOption="RAW")

    def update(self, range_: str, rows: Sequence[Sequence[Any]], **query: str) -> Mapping[str, Any]:
        body = {"values": [list(row) for row in rows]}
        return held("UpdateValuesResponse", endpoints.values_update(self.document, range_, body, _query(query), NOW))

    def append(self, range_: str, *rows: Sequence[Any], **query: str) -> Mapping[str, Any]:
        body = {"values": [list(row) for row in rows]}
        chosen = {"valueInputOption": "RAW"} | query
        return held("AppendValuesResponse", endpoints.values_append(self.document, range_, body, _query(chosen), NOW))

    def batch(self, *requests: Mapping[str, Any], **body: Any) -> Mapping[str, Any]:
        asked = {"requests": list(requests), **body}
        answer = endpoints.batch_update(self.document, asked, NOW, "URL")
        held("BatchUpdateSpreadsheetRequest", asked)
        return held("BatchUpdateSpreadsheetResponse", answer)

    def read(self, range_: str, **query: str) -> Mapping[str, Any]:
        return held("ValueRange", endpoints.values_get(self.document, range_, _query(query)))

    def values(self, range_: str, **query: str) -> Any:
        return self.read(range_, **query).get("values", [])

    def get(self, *ranges: str, **query: str) -> Mapping[str, Any]:
        return held("Spreadsheet", endpoints.get(self.document, _query(query) | {"ranges": list(ranges)}, "URL"))


def held(schema: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was given, once it is found to be as Google's discovery document says; plain JSON, as it goes out."""
    assert validate(schema, json.loads(json.dumps(content, default=dict))) == []
    return content


def _query(query: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in query.items()}
