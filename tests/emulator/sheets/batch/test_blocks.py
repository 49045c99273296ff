"""Blocks of cells: merged, inserted, deleted, cut, copied, filled, bordered."""

from typing import Any

import pytest

from sheetkit.emulator.document import Cell
from tests.emulator.sheets.batch.book import Book, area

SOURCE = """
1 2 =A1+B1
3 4 =A2+B2
5 6 =SUM(A1:B2)
"""


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        (
            "insertRange",
            {"range": area("A2:B2"), "shiftDimension": "ROWS"},
            "1 2 =A1+B1\n. . =A3+B3\n3 4 =SUM(A1:B2)\n5 6",
        ),
        (
            "insertRange",
            {"range": area("A1:A3"), "shiftDimension": "COLUMNS"},
            ". 1 2 =B1+C1\n. 3 4 =B2+C2\n. 5 6 =SUM(B1:C2)",
        ),
        (
            "deleteRange",
            {"range": area("A1:A1"), "shiftDimension": "ROWS"},
            "3 2 =#REF!+B1\n5 4 =A1+B2\n. 6 =SUM(A1:B2)",
        ),
        (
            "cutPaste",
            {"source": area("A1:B1"), "destination": {"rowIndex": 4}},
            ". . =A5+B5\n3 4 =A2+B2\n5 6 =SUM(A1:B2)\n.\n1 2",
        ),
        (
            "copyPaste",
            {"source": area("C1:C2"), "destination": area("D1:D1")},
            "1 2 =A1+B1 =B1+C1\n3 4 =A2+B2 =B2+C2\n5 6 =SUM(A1:B2)",
        ),
        (
            "copyPaste",
            {"source": area("A1:A1"), "destination": area("A2:B3")},
            "1 2 =A1+B1\n1 1 =A2+B2\n1 1 =SUM(A1:B2)",
        ),
        (
            "copyPaste",
            {"source": area("A1:B1"), "destination": area("D1:D1"), "pasteOrientation": "TRANSPOSE"},
            "1 2 =A1+B1 1\n3 4 =A2+B2 2\n5 6 =SUM(A1:B2)",
        ),
        (
            "autoFill",
            {"sourceAndDestination": {"source": area("A1:A2"), "dimension": "ROWS", "fillLength": 3}},
            "1 2 =A1+B1\n3 4 =A2+B2\n5 6 =SUM(A1:B2)\n7\n9",
        ),
        ("autoFill", {"range": area("C1:C5")}, SOURCE.strip() + "\n. . =A4+B4\n. . =A5+B5"),
    ],
)
def test_cells_go_where_they_are_put_and_formulas_follow(kind: str, body: dict[str, Any], shown: str) -> None:
    book = Book(SOURCE)
    book.do(kind, **body)
    assert book.shown() == shown


RED = {"backgroundColor": {"red": 1}}
BLUE = {"backgroundColor": {"blue": 1}}
BORDERED = {**RED, "borders": {"top": {"style": "SOLID"}}}
RULE = {"condition": {"type": "BOOLEAN"}}
SOURCE_CELL = Cell(2.0, "=1+1", format=BORDERED, note="n", validation=RULE)
OLD = Cell("old", format=BLUE)


@pytest.mark.parametrize(
    ("how", "after"),
    [
        ("PASTE_NORMAL", SOURCE_CELL),
        ("PASTE_VALUES", Cell(2.0, format=BLUE)),
        ("PASTE_FORMAT", Cell("old", format=BORDERED, validation=RULE)),
        ("PASTE_NO_BORDERS", Cell(2.0, "=1+1", format=RED, note="n", validation=RULE)),
        ("PASTE_FORMULA", Cell(2.0, "=1+1", format=BLUE)),
        ("PASTE_DATA_VALIDATION", Cell("old", format=BLUE, validation=RULE)),
        ("PASTE_CONDITIONAL_FORMATTING", OLD),
    ],
)
def test_the_kind_of_paste_says_what_of_a_cell_is_taken(how: str, after: Cell) -> None:
    book = Book()
    book.sheet.put(0, 0, SOURCE_CELL)
    book.sheet.put(1, 1, OLD)
    book.do("copyPaste", source=area("A1:A1"), destination=area("B2:B2"), pasteType=how)
    assert book.sheet.cell(1, 1) == after


def test_rules_and_merges_are_copied_with_their_cells() -> None:
    book = Book(SOURCE)
    rule = {"ranges": [area("A1:A3")], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    book.do("addConditionalFormatRule", rule=rule, index=0)
    book.do("mergeCells", range=area("A1:B1"), mergeType="MERGE_ALL")
    book.do("copyPaste", source=area("A1:B1"), destination=area("E5:E5"))
    assert book.sheet.conditional_formats[0]["ranges"] == [area("A1:A3"), area("E5:F5")]
    assert book.sheet.merges == (area("A1:B1"), area("E5:F5"))


def test_cells_cut_to_another_sheet_take_their_references_along() -> None:
    book = Book("1 =A1 =B1")
    book.do("addSheet", properties={"sheetId": 7, "title": "Other"})
    book.do("cutPaste", source=area("B1:B1"), destination={"sheetId": 7})
    assert book.shown() == "1 . =Other!A1"
    assert book.shown(1) == "=Sheet1!A1"


@pytest.mark.parametrize(
    ("how", "merges", "shown"),
    [
        ("MERGE_ALL", [area("A1:B2")], "1 . x\n. . y"),
        ("MERGE_ROWS", [area("A1:B1"), area("A2:B2")], "1 . x\n3 . y"),
        ("MERGE_COLUMNS", [area("A1:A2"), area("B1:B2")], "1 2 x\n. . y"),
    ],
)
def test_merged_cells_keep_their_first_value(how: str, merges: list[dict[str, int]], shown: str) -> None:
    book = Book("1 2 x\n3 4 y")
    book.do("mergeCells", range=area("A1:B2"), mergeType=how)
    assert list(book.sheet.merges) == merges
    assert book.shown() == shown
    book.do("unmergeCells", range=area("A1:C3"))
    assert book.sheet.merges == ()


def test_a_merge_is_taken_as_a_whole_and_not_across_frozen_rows() -> None:
    book = Book()
    book.do("mergeCells", range=area("B2:C3"), mergeType="MERGE_ALL")
    whole = "You must select all cells in a merged range to merge or unmerge them."
    assert book.refused("mergeCells", range=area("A1:B2"), mergeType="MERGE_ALL") == whole
    assert book.refused("unmergeCells", range=area("B2:B2")) == whole
    grid = {"frozenRowCount": 5}
    book.do("updateSheetProperties", properties={"gridProperties": grid}, fields="gridProperties.frozenRowCount")
    message = book.refused("mergeCells", range=area("A5:A6"), mergeType="MERGE_ALL")
    assert message == "You can't merge frozen and non-frozen rows."


def test_borders_lie_around_a_range_and_between_its_cells() -> None:
    book = Book()
    book.do("updateBorders", range=area("A1:B2"), top={"style": "SOLID"}, innerVertical={"style": "DASHED"})
    formats = {place: sorted((cell.format or {}).get("borders", {})) for place, cell in book.sheet.cells.items()}
    assert formats == {(0, 0): ["right", "top"], (0, 1): ["left", "top"], (1, 0): ["right"], (1, 1): ["left"]}
    book.do("updateBorders", range=area("A1:B2"), top={"style": "NONE"}, innerVertical={"style": "NONE"})
    assert book.sheet.cells == {}


@pytest.mark.parametrize(
    ("source", "alternate", "shown"),
    [("1", False, "1 1 1"), ("1", True, "1 2 3"), ("a", False, "a a a"), ("=A2", False, "=A2 =B2 =C2")],
)
def test_one_cell_is_repeated_unless_the_other_series_is_wanted(source: str, alternate: bool, shown: str) -> None:
    book = Book(source)
    where = {"source": area("A1:A1"), "dimension": "COLUMNS", "fillLength": 2}
    book.do("autoFill", sourceAndDestination=where, useAlternateSeries=alternate)
    assert book.shown() == shown
