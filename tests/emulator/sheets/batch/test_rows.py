"""Rows sorted and filtered, texts found, trimmed and split."""

from typing import Any

import pytest

from sheetkit.emulator.document import Cell
from tests.emulator.sheets.batch.book import Book, area, columns, rows

SOURCE = """
b 2
a 10
C 1
. 3
TRUE 0
"""


@pytest.mark.parametrize(
    ("specs", "first"),
    [
        ([{"dimensionIndex": 1, "sortOrder": "ASCENDING"}], "TRUE C b . a"),
        ([{"dimensionIndex": 1, "sortOrder": "DESCENDING"}], "a . b C TRUE"),
        ([{"dimensionIndex": 0, "sortOrder": "ASCENDING"}], "a b C TRUE ."),
        ([{"dimensionIndex": 0, "sortOrder": "DESCENDING"}], "TRUE C b a ."),
    ],
)
def test_numbers_texts_truth_and_blanks_have_an_order(specs: list[dict[str, Any]], first: str) -> None:
    book = Book(SOURCE)
    book.do("sortRange", range=area("A1:B5"), sortSpecs=specs)
    assert " ".join(line.split()[0] for line in book.shown().splitlines()) == first


def test_formulas_and_anchors_move_with_their_rows() -> None:
    book = Book("2 =A1 x\n1 =A2 y")
    location = {"dimensionRange": rows(0, 1)}
    entry = {"metadataKey": "row", "location": location, "visibility": "DOCUMENT"}
    book.do("createDeveloperMetadata", developerMetadata=entry)
    book.do("sortRange", range=area("A1:B2"), sortSpecs=[{"dimensionIndex": 0, "sortOrder": "ASCENDING"}])
    assert book.shown() == "1 =A1 x\n2 =A2 y"
    (held,) = book.sheet.rows[1]["developerMetadata"]
    assert held["location"]["dimensionRange"] == {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}


def test_later_keys_decide_among_equals() -> None:
    book = Book("b 1\na 2\nb 0\na 1")
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}, {"dimensionIndex": 1, "sortOrder": "DESCENDING"}]
    book.do("sortRange", range=area("A1:B4"), sortSpecs=specs)
    assert book.shown() == "a 2\na 1\nb 1\nb 0"


def test_a_filter_is_closed_at_the_grid_and_said_in_both_ways() -> None:
    book = Book("Name\nann\nbob\nann")
    book.do("setBasicFilter", filter={"range": {}, "criteria": {"0": {"hiddenValues": ["ann"]}}})
    assert book.sheet.basic_filter == {
        "range": area("A1:F10"),
        "criteria": {"0": {"hiddenValues": ["ann"]}},
        "filterSpecs": [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["ann"]}}],
    }
    assert sorted(book.sheet.rows) == [1, 3]
    book.do("clearBasicFilter", sheetId=0)
    assert not book.sheet.basic_filter
    assert book.sheet.rows == {}


@pytest.mark.parametrize(
    ("kind", "values", "left"),
    [
        ("NUMBER_GREATER", ["2"], [3]),
        ("NUMBER_BETWEEN", ["1", "2"], [1, 2]),
        ("TEXT_CONTAINS", ["A"], [4]),
        ("BLANK", [], [5]),
        ("NOT_BLANK", [], [1, 2, 3, 4]),
    ],
)
def test_a_condition_hides_the_rows_that_fail_it(kind: str, values: list[str], left: list[int]) -> None:
    book = Book("Head\n1\n2\n3\nabc", rows=6)
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    spec = {"columnIndex": 0, "filterCriteria": {"condition": condition}}
    book.do("setBasicFilter", filter={"range": area("A1:A6"), "filterSpecs": [spec]})
    assert sorted(set(range(1, 6)) - set(book.sheet.rows)) == left


def test_columns_of_a_filter_follow() -> None:
    book = Book("a b")
    specs = [{"columnIndex": 1, "filterCriteria": {"hiddenValues": ["x"]}}]
    orders = [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]
    view = {"title": "V", "range": area("A1:C5"), "filterSpecs": specs, "sortSpecs": orders}
    book.do("addFilterView", filter=view)
    book.do("insertDimension", range=columns(1, 2))
    held = book.sheet.filter_views[0]
    assert held["filterSpecs"] == [{"columnIndex": 2, "filterCriteria": {"hiddenValues": ["x"]}}]
    assert held["criteria"] == {"2": {"hiddenValues": ["x"]}}
    assert held["sortSpecs"] == [{"dimensionIndex": 2, "sortOrder": "DESCENDING"}]
    book.do("deleteDimension", range=columns(2, 3))
    assert "filterSpecs" not in book.sheet.filter_views[0]


def test_filter_views_are_added_copied_changed_and_deleted() -> None:
    book = Book()
    first = book.do("addFilterView", filter={"range": area("A1:B5")})["filter"]
    assert first["title"] == "Filter 1"
    copy = book.do("duplicateFilterView", filterId=first["filterViewId"])["filter"]
    assert (copy["title"], copy["range"]) == ("Copy of Filter 1", area("A1:B5"))
    new = {"filterViewId": copy["filterViewId"], "title": "Open cases", "range": area("A1:C5")}
    book.do("updateFilterView", filter=new, fields="title,range")
    book.do("deleteFilterView", filterId=first["filterViewId"])
    assert list(book.sheet.filter_views) == [new]
    assert book.refused("deleteFilterView", filterId=1) == "No filter view with id: 1"


@pytest.mark.parametrize(
    ("body", "shown", "reply"),
    [
        ({"find": "an", "replacement": "o", "allSheets": True}, "o Bo\nAN =A1", (2, 0, 1, 2)),
        ({"find": "an", "replacement": "o", "allSheets": True, "matchCase": True}, "o Bo\nAN =A1", (2, 0, 1, 2)),
        ({"find": "an", "replacement": "o", "sheetId": 0}, "o Bo\no =A1", (3, 0, 2, 3)),
        (
            {"find": "an", "replacement": "o", "range": area("A1:A9"), "matchEntireCell": True},
            "o Ban\no =A1",
            (2, 0, 2, 2),
        ),
        ({"find": "^(.)an$", "replacement": "$1x", "searchByRegex": True, "sheetId": 0}, "an Bx\nAN =A1", (1, 0, 1, 1)),
        ({"find": "A1", "replacement": "B1", "includeFormulas": True, "sheetId": 0}, "an Ban\nAN =B1", (0, 1, 1, 1)),
        ({"find": "zz", "replacement": "o", "sheetId": 0}, "an Ban\nAN =A1", (0, 0, 0, 0)),
    ],
)
def test_texts_are_replaced_and_counted(body: dict[str, Any], shown: str, reply: tuple[int, ...]) -> None:
    book = Book("an Ban\nAN =A1" if "allSheets" not in body else "an Ban\n. .")
    if "allSheets" in body:
        book.sheet.put(1, 0, Cell(None))
        shown = "o Bo"
    answer = book.do("findReplace", **body)
    names = ("valuesChanged", "formulasChanged", "rowsChanged", "occurrencesChanged")
    assert book.shown() == shown
    assert tuple(answer.get(name, 0) for name in names) == reply


def test_a_replaced_text_is_typed_in_anew() -> None:
    book = Book("n12")
    book.do("findReplace", find="n", replacement="", sheetId=0)
    assert book.sheet.cell(0, 0).value == 12.0


def test_blanks_are_trimmed_and_doubles_deleted() -> None:
    book = Book("a 1\nA 1\nb 2\nb 3")
    book.sheet.put(0, 0, Cell("  a  "))
    assert book.do("trimWhitespace", range=area("A1:B4")) == {"cellsChangedCount": 1}
    assert book.do("deleteDuplicates", range=area("A1:B4")) == {"duplicatesRemovedCount": 1}
    assert book.shown() == "a 1\nb 2\nb 3"
    columns = [{"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}]
    assert book.do("deleteDuplicates", range=area("A1:B3"), comparisonColumns=columns) == {"duplicatesRemovedCount": 1}
    assert book.shown() == "a 1\nb 2"


def test_texts_are_split_and_pasted() -> None:
    book = Book("a,b,7\nc")
    book.do("textToColumns", source=area("A1:A2"), delimiterType="COMMA")
    assert book.shown() == "a b 7\nc"
    book.do("pasteData", coordinate={"rowIndex": 2}, data="1;x\n=A1;TRUE\n", delimiter=";", type="PASTE_NORMAL")
    assert book.shown() == "a b 7\nc\n1 x\n=A1 TRUE"


def test_a_shuffled_range_keeps_its_rows() -> None:
    book = Book("1 a\n2 b\n3 c\n4 d\n5 e")
    before = set(book.shown().splitlines())
    book.do("randomizeRange", range=area("A1:B5"))
    assert set(book.shown().splitlines()) == before
