"""A workbook as the requests that build it: sheets, tables, names, protection, charts, links, notes."""

from collections import Counter

import pytest

from sheetkit.backends.google.ranges import Json, Request
from sheetkit.backends.google.sheets import size
from sheetkit.backends.google.write import FIRST_ID, requests
from sheetkit.core.errors import PatchRefused
from sheetkit.formula.ast import Bool
from sheetkit.formula.layout import Layout
from sheetkit.workbook.model import (
    Block,
    CellColumn,
    Chart,
    Link,
    Note,
    Series,
    Sheet,
    Style,
    Table,
    Validation,
    Workbook,
)
from tests.backends.till import THREE, till
from tests.workbook.example import example


def made(workbook: Workbook) -> list[Request]:
    return list(requests(workbook, 0, locale="en_GB", time_zone="Europe/London"))


def of(workbook: Workbook, kind: str) -> list[Json]:
    return [request[kind] for request in made(workbook) if kind in request]


def one(sheet: Sheet) -> Workbook:
    return Workbook((sheet,), layout=Layout())


def test_each_request_has_one_kind_and_finds_what_it_refers_to() -> None:
    kinds = [next(iter(request)) for request in made(till(THREE)) if len(request) == 1]
    assert len(kinds) == len(made(till(THREE)))
    order = list(dict.fromkeys(kinds))
    assert order[:4] == ["updateSpreadsheetProperties", "updateSheetProperties", "addSheet", "deleteSheet"]
    assert order.index("addNamedRange") < order.index("updateCells") < order.index("addTable")
    assert Counter(kinds)["addSheet"] == 7


def test_the_example_of_every_part_is_turned_into_requests() -> None:
    assert of(example(), "addChart")
    assert of(example(), "addTable")


def test_a_sheet_is_as_large_as_what_stands_on_it() -> None:
    cells = Block(2, 1, (CellColumn([1, 2, 3]), CellColumn([1, 2, 3])))
    assert size(Sheet("A", (cells,))) == (5, 3)
    assert size(Sheet("A")) == (1, 1)
    chart = Chart("column", "C", 10, 4, "A", 0, 2, 4, (), width=520, height=290)
    assert size(Sheet("A", (cells,), charts=(chart,))) == (24, 10)


def test_a_sheet_has_its_properties() -> None:
    sheet = Sheet(
        "Work", (Block(0, 0, (CellColumn(["x"]),)),), freeze=(1, 1), gridlines=False, visibility="very hidden"
    )
    [request] = of(one(sheet), "addSheet")
    grid = {"rowCount": 2, "columnCount": 2, "frozenRowCount": 1, "frozenColumnCount": 1, "hideGridlines": True}
    assert request["properties"] == {
        "sheetId": FIRST_ID,
        "title": "Work",
        "index": 0,
        "gridProperties": grid,
        "hidden": True,
    }


def test_cells_that_look_alike_get_their_format_once() -> None:
    columns = [CellColumn([1, 2], Style("input", "0")), CellColumn([3, 4], Style("input", "0")), CellColumn(["a", "b"])]
    formats = of(one(Sheet("A", (Block(3, 1, tuple(columns)),))), "repeatCell")
    assert [
        (f["range"]["startColumnIndex"], f["range"]["endColumnIndex"], f["range"]["startRowIndex"]) for f in formats
    ] == [(1, 3, 3), (3, 4, 3)]


def test_blank_cells_at_the_end_of_a_row_are_not_sent() -> None:
    columns = (CellColumn(["a", None]), CellColumn([None, None]), CellColumn([1, None]))
    [cells] = of(one(Sheet("A", (Block(0, 0, columns),))), "updateCells")
    text, number = {"userEnteredValue": {"stringValue": "a"}}, {"userEnteredValue": {"numberValue": 1}}
    assert cells["rows"] == [{"values": [text, {}, number]}, {}]


def test_a_value_that_no_cell_holds_is_named() -> None:
    with pytest.raises(PatchRefused) as refused:
        made(one(Sheet("A", (Block(1, 1, (CellColumn(["a", float("nan")]),)),))))
    assert [(problem.tab, problem.cell) for problem in refused.value.problems] == [("A", "B3")]


def test_a_table_has_names_but_no_types() -> None:
    [request] = of(one(Sheet("A", tables=(Table("T", 1, 2, 3, ("X", "Y")),))), "addTable")
    assert request["table"]["name"] == "T"
    assert request["table"]["columnProperties"] == [
        {"columnIndex": 0, "columnName": "X"},
        {"columnIndex": 1, "columnName": "Y"},
    ]
    place = {"startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": 2, "endColumnIndex": 4}
    assert request["table"]["range"] == {"sheetId": FIRST_ID, **place}


def test_what_sheetkit_fills_is_protected_with_a_warning_only() -> None:
    body = (CellColumn(["k"], Style("key")), CellColumn([1]), CellColumn([2], Style("formula")), CellColumn([3]))
    closed = Validation(1, 3, 1, 3, "custom", formula=Bool(False))
    sheet = Sheet("A", (Block(1, 0, body),), (Table("T", 0, 0, 1, ("K", "I", "F", "S")),), (closed,))
    ranges = of(one(sheet), "addProtectedRange")
    assert all(entry["protectedRange"]["warningOnly"] for entry in ranges)
    places = [entry["protectedRange"]["range"] for entry in ranges]
    assert [(place["startColumnIndex"], place["endColumnIndex"]) for place in places] == [(0, 1), (2, 4)]


def test_a_chart_takes_the_name_of_a_series_from_the_cell_above() -> None:
    cells = Block(0, 0, (CellColumn(["Month", "Jan", "Feb"]), CellColumn(["Cases", 1, 2])))
    series = (Series("Cases", "A", 1, 1, 2),)
    named = Chart("column", "By month", 4, 0, "A", 0, 1, 2, series, x_title="Month")
    other = Chart("bar", "By month", 9, 0, "A", 0, 1, 2, (Series("Else", "A", 1, 1, 2),))
    pie = Chart("pie", "Shares", 14, 0, "A", 0, 1, 2, series)
    first, second, third = (
        chart["chart"]["spec"] for chart in of(one(Sheet("A", (cells,), charts=(named, other, pie))), "addChart")
    )
    basic = first["basicChart"]
    assert (basic["chartType"], basic["headerCount"], basic["legendPosition"]) == ("COLUMN", 1, "NO_LEGEND")
    assert basic["axis"] == [{"position": "BOTTOM_AXIS", "title": "Month"}, {"position": "LEFT_AXIS"}]
    source = basic["series"][0]["series"]["sourceRange"]["sources"][0]
    assert (source["startRowIndex"], source["endRowIndex"]) == (0, 3)
    assert second["basicChart"]["headerCount"] == 0
    assert second["basicChart"]["series"][0]["targetAxis"] == "BOTTOM_AXIS"
    assert third["pieChart"]["series"]["sourceRange"]["sources"][0]["startRowIndex"] == 1


@pytest.mark.parametrize(
    ("link", "uri"),
    [
        (Link(0, 0, sheet="B"), f"#gid={FIRST_ID + 1}&range=A1"),
        (Link(0, 0, url="https://example.com/x"), "https://example.com/x"),
        (Link(0, 0, url="javascript:alert(1)"), None),
        (Link(0, 0, url="file:///etc/passwd"), None),
    ],
)
def test_a_link_is_a_format_and_leaves_the_text(link: Link, uri: str | None) -> None:
    sheet = Sheet("A", (Block(0, 0, (CellColumn(["here"]),)),), links=(link,))
    workbook = Workbook((sheet, Sheet("B")), layout=Layout())
    looks = [cells for cells in of(workbook, "updateCells") if "link" in cells["fields"]]
    found = [cell["rows"][0]["values"][0]["userEnteredFormat"]["textFormat"]["link"]["uri"] for cell in looks]
    assert found == ([uri] if uri else [])


def test_notes_widths_heights_merges_and_hidden_columns() -> None:
    sheet = Sheet(
        "A",
        notes=(Note(0, 1, "help"),),
        widths={0: 10.0},
        heights={0: 30.0},
        hidden_columns=frozenset({2}),
        merges=((0, 0, 1, 1),),
    )
    [note] = of(one(sheet), "updateCells")
    assert (note["start"]["columnIndex"], note["rows"], note["fields"]) == (1, [{"values": [{"note": "help"}]}], "note")
    sizes = [(one_["range"]["dimension"], one_["properties"]) for one_ in of(one(sheet), "updateDimensionProperties")]
    assert sizes == [("COLUMNS", {"pixelSize": 82}), ("ROWS", {"pixelSize": 40}), ("COLUMNS", {"hiddenByUser": True})]
    assert of(one(sheet), "mergeCells")[0]["range"]["endRowIndex"] == 2
