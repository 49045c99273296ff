"""What range texts mean on a spreadsheet with two sheets, a named range and a table."""

import re

import pytest

from sheetkit.emulator.document import Document, Sheet
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.ranges import Area


def document() -> Document:
    def sheet(sheet_id: int, title: str, rows: int, columns: int) -> Sheet:
        grid = {"rowCount": rows, "columnCount": columns}
        return Sheet({"sheetId": sheet_id, "title": title, "gridProperties": grid})

    first, second = sheet(0, "Sheet1", 1000, 26), sheet(7, "My sheet's", 10, 5)
    second.tables = (
        {
            "name": "Cases",
            "range": {"startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 3},
        },
    )
    names = ({"name": "Today", "range": {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 1, "endColumnIndex": 1}},)
    return Document("id", {}, [first, second], names)


READ = [
    ("A1", "Sheet1!A1"),
    ("$A$1:$B$2", "Sheet1!A1:B2"),
    ("b2:a1", "Sheet1!A1:B2"),
    ("D4:A1", "Sheet1!A1:D4"),
    ("A:B", "Sheet1!A1:B1000"),
    ("3:4", "Sheet1!A3:Z4"),
    ("A5:B", "Sheet1!A5:B1000"),
    ("A2:2", "Sheet1!A2:Z2"),
    ("Y900:ZZZ5000000", "Sheet1!Y900:Z1000"),
    ("Sheet1", "Sheet1!A1:Z1000"),
    ("sheet1!a1", "Sheet1!A1"),
    ("Sheet1!R2C3", "Sheet1!C2"),
    ("R1C1:R2C2", "Sheet1!A1:B2"),
    ("'My sheet''s'", "'My sheet''s'!A1:E10"),
    ("'My sheet''s'!B:B", "'My sheet''s'!B1:B10"),
    ("My sheet's!A1", "'My sheet''s'!A1"),
    ("Today", "'My sheet''s'!A1"),
    ("Sheet1!Today", "'My sheet''s'!A1"),
    ("cases", "'My sheet''s'!A2:C4"),
]
REFUSED = [
    ("", "Unable to parse range: "),
    ("Nothing", "Unable to parse range: Nothing"),
    ("Nothing!A1", "Unable to parse range: Nothing!A1"),
    ("A1:B2:C3", "Unable to parse range: A1:B2:C3"),
    ("A0", "Unable to parse range: A0"),
    ("A", "Unable to parse range: A"),
    ("'Sheet1", "Unable to parse range: 'Sheet1"),
    ("A1001", "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ("'My sheet''s'!F1", "Range ('My sheet''s'!F1) exceeds grid limits. Max rows: 10, max columns: 5"),
]


@pytest.mark.parametrize(("text", "answer"), READ)
def test_a_range_comes_back_as_google_writes_it(text: str, answer: str) -> None:
    book = document()
    area = ranges.parse(book, text)
    assert ranges.notation(ranges.sheet_of(book, area), area) == answer


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_wrong_range_is_refused_in_googles_words(text: str, message: str) -> None:
    with pytest.raises(ApiError, match=f"INVALID_ARGUMENT: {re.escape(message)}$"):
        ranges.parse(document(), text)


def test_a_write_must_fit_the_grid_to_its_end() -> None:
    assert ranges.parse(document(), "A999:A1001") == Area(0, 998, 1000, 0, 1)
    with pytest.raises(ApiError, match=r"Range \(Sheet1!A999:A1001\) exceeds grid limits"):
        ranges.parse(document(), "A999:A1001", writing=True)


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("Sheet1", "Sheet1"),
        ("A1", "'A1'"),
        ("tab01", "'tab01'"),
        ("2024", "'2024'"),
        ("a b", "'a b'"),
        ("R1C1", "'R1C1'"),
    ],
)
def test_titles_are_quoted_where_they_could_be_taken_for_something_else(title: str, quoted: str) -> None:
    assert ranges.quoted(title) == quoted


def test_a_grid_range_without_ends_is_the_whole_sheet_and_sheet_0_is_not_named() -> None:
    assert ranges.from_grid_range(document(), {"sheetId": 7}) == Area(7, 0, 10, 0, 5)
    assert ranges.to_grid_range(Area(0, 0, 1, 2, 3)) == {
        "startRowIndex": 0,
        "endRowIndex": 1,
        "startColumnIndex": 2,
        "endColumnIndex": 3,
    }
    with pytest.raises(ApiError, match="No grid with id: 9"):
        ranges.from_grid_range(document(), {"sheetId": 9})
