"""The validator itself: what it lets through and what it finds."""

import pytest

from tests.emulator.discovery import validate


@pytest.mark.parametrize(
    ("schema", "data", "api", "found"),
    [
        ("GridRange", {"sheetId": 1, "startRowIndex": 0}, "sheets.v4", []),
        ("GridRange", {"sheetID": 1}, "sheets.v4", ["GridRange.sheetID: GridRange has no such field"]),
        ("GridRange", {"sheetId": "1"}, "sheets.v4", ["GridRange.sheetId: '1' is no int32"]),
        ("GridRange", {"sheetId": 2**31}, "sheets.v4", ["GridRange.sheetId: 2147483648 is no int32"]),
        ("DimensionRange", {"dimension": "ROW"}, "sheets.v4", ["DimensionRange.dimension: 'ROW' is none of"]),
        ("SheetProperties", {"hidden": 1}, "sheets.v4", ["SheetProperties.hidden: 1 is no boolean"]),
        ("RowData", {"values": [{}, {"note": 3}]}, "sheets.v4", ["RowData.values[1].note: 3 is no string"]),
        ("BasicFilter", {"criteria": {"0": {"hiddenValue": []}}}, "sheets.v4", ["BasicFilter.criteria.0.hiddenValue"]),
        ("ValueRange", {"values": [[1, "a", None, True]]}, "sheets.v4", []),
        ("File", {"version": "12", "name": "x"}, "drive.v3", []),
        ("File", {"version": 12}, "drive.v3", ["File.version: 12 is no int64"]),
    ],
)
def test_what_does_not_fit_a_schema_is_found_with_its_path(
    schema: str, data: object, api: str, found: list[str]
) -> None:
    problems = validate(schema, data, api=api)
    assert len(problems) == len(found)
    assert all(problem.startswith(start) for problem, start in zip(problems, found, strict=True))
