"""From the API's answer to a grid, as plain data."""

import json
from typing import Any

import pytest

from sheetkit.backends.google.read import BuildUnfinished, grid, parsed
from sheetkit.core.values import DIV0, NA
from sheetkit.workbook.grid import Grid, GridName, GridSheet, GridTable


def cell(shown: object, entered: object = None) -> dict[str, Any]:
    found: dict[str, Any] = {"effectiveValue": shown}
    return found | ({"userEnteredValue": entered} if entered else {})


def answer(**more: Any) -> dict[str, Any]:
    return {"spreadsheetId": "x", "properties": {"title": "T", "locale": "en_US", "timeZone": "Etc/GMT"}} | more


def sheet(*rows: list[dict[str, Any]], title: str = "Cases", **more: Any) -> dict[str, Any]:
    about = {"sheetId": 3, "title": title, "sheetType": "GRID", "gridProperties": {"rowCount": 9, "columnCount": 9}}
    data = [{"rowData": [{"values": row} if row else {} for row in rows]}] if rows else [{}]
    return {"properties": about | more.pop("about", {}), "data": data} | more


def read(**more: Any) -> Grid:
    return grid(parsed(json.dumps(answer(**more)).encode()), "r1", "here")


def only(**more: Any) -> GridSheet:
    [found] = read(**more).sheets
    return found


def test_values_formulas_and_errors() -> None:
    found = only(
        sheets=[
            sheet(
                [cell({"stringValue": "A"}), cell({"numberValue": 46348}), {}],
                [],
                [
                    {},
                    cell({"numberValue": 4}, {"formulaValue": "=B1*2"}),
                    cell({"boolValue": True}, {"boolValue": True}),
                ],
                [cell({"errorValue": {"type": "N_A"}}, {"formulaValue": "=NA()"}), cell({"stringValue": "#DIV/0!"})],
                [cell({"errorValue": {"type": "DIVIDE_BY_ZERO"}}, {"formulaValue": "=1/0"})],
            )
        ]
    )
    assert (found.height, found.width) == (5, 3)
    assert found.values == [
        ["A", None, None, NA, DIV0],
        [46348.0, None, 4.0, "#DIV/0!", None],
        [None, None, True, None, None],
    ]
    assert found.formulas == {0: {4: "1/0"}, 1: {2: "B1*2"}}


def test_an_empty_sheet_and_one_of_formats_only() -> None:
    assert (only(sheets=[sheet()]).height, only(sheets=[sheet()]).width) == (0, 0)
    assert only(sheets=[sheet([{}, {}], [{}])]).height == 0


def test_a_block_that_begins_further_down() -> None:
    shifted = sheet([cell({"numberValue": 1})])
    shifted["data"][0] |= {"startRow": 4, "startColumn": 2}
    assert only(sheets=[shifted]).value(4, 2) == 1.0


def test_tables_merges_names_and_what_is_hidden() -> None:
    place = {"sheetId": 3, "startRowIndex": 0, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}
    columns = [{"columnName": "A"}, {"columnIndex": 1, "columnName": "B"}]
    table = {"tableId": "9", "name": "Cases", "range": place, "columnProperties": columns}
    footed = {**table, "name": "Sums", "rowsProperties": {"footerColorStyle": {"rgbColor": {"red": 1}}}}
    rows = sheet([cell({"numberValue": 1})], tables=[table, footed], merges=[place], about={"hidden": True})
    rows["data"][0]["rowMetadata"] = [{}, {"hiddenByFilter": True}, {"hiddenByUser": True}, {}]
    found = read(
        sheets=[rows],
        namedRanges=[
            {"namedRangeId": "1", "name": "Reasons", "range": {**place, "startRowIndex": 1, "endColumnIndex": 1}},
            {"namedRangeId": "2", "name": "Open", "range": {"sheetId": 3, "startColumnIndex": 0, "endColumnIndex": 1}},
        ],
    )
    [one] = found.sheets
    assert one.tables == (
        GridTable("Cases", 0, 0, 4, 1, ("A", "B")),
        GridTable("Sums", 0, 0, 4, 1, ("A", "B"), totals=True),
    )
    assert one.merges == ((0, 0, 4, 1),)
    assert one.hidden_rows == {1, 2}
    assert one.visibility == "hidden"
    assert found.names["Reasons"] == GridName("Reasons", "Cases", 1, 0, 4, 1)
    assert found.names["Open"].sheet == ""
    assert (found.revision, found.source) == ("r1", "here")


def test_sheetkits_own_tab_is_very_hidden_and_charts_on_their_own_tab_are_left_out() -> None:
    own = sheet(title="_sheetkit", about={"hidden": True})
    chart = {"properties": {"sheetId": 5, "title": "Chart1", "sheetType": "OBJECT"}}
    assert [(one.name, one.visibility) for one in read(sheets=[own, chart]).sheets] == [("_sheetkit", "very hidden")]


def test_formulas_of_a_locale_with_decimal_commas_are_read_in_english() -> None:
    rows = sheet([cell({"numberValue": 4}, {"formulaValue": "=SUM(A2;0,5)"})])
    found = read(sheets=[rows], properties={"title": "T", "locale": "de_DE"})
    assert found.sheets[0].formulas == {0: {0: "SUM(A2,0.5)"}}


def test_a_half_built_spreadsheet_is_refused() -> None:
    with pytest.raises(BuildUnfinished) as refused:
        read(sheets=[], developerMetadata=[{"metadataId": 1, "metadataKey": "sheetkit.building"}])
    assert "half built" in str(refused.value)
    assert read(sheets=[], developerMetadata=[{"metadataId": 1, "metadataKey": "another"}]).sheets == ()
