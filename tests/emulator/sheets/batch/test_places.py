"""Objects that lie on named ranges, tables or other sheets, and what cut cells take along."""

from tests.emulator.sheets.batch.book import Book, area, values


def test_filters_and_protections_lie_where_a_name_or_a_table_lies() -> None:
    book = Book("Name Paid\na 1\nb 2")
    name = book.do("addNamedRange", namedRange={"name": "Held", "range": area("A1:B3")})["namedRange"]
    table = book.do("addTable", table={"range": area("A1:B3")})["table"]
    assert table["name"] == "Table1"
    for backing in ({"namedRangeId": name["namedRangeId"]}, {"tableId": table["tableId"]}):
        view = book.do("addFilterView", filter=backing)["filter"]
        assert view == {"filterViewId": view["filterViewId"], "title": view["title"], "range": area("A1:B3"), **backing}
        held = book.do("addProtectedRange", protectedRange={**backing, "warningOnly": True})["protectedRange"]
        assert held["range"] == area("A1:B3")


def test_a_sorting_filter_sorts_below_its_head() -> None:
    book = Book("z\nb\na")
    orders = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    book.do("setBasicFilter", filter={"range": area("A1:A3"), "sortSpecs": orders})
    assert book.shown() == "z\na\nb"


def test_an_updated_view_says_its_criteria_in_both_ways() -> None:
    book = Book()
    view = book.do("addFilterView", filter={"range": area("A1:B5")})["filter"]
    new = {"filterViewId": view["filterViewId"], "criteria": {"1": {"hiddenValues": ["x"]}}}
    book.do("updateFilterView", filter=new, fields="criteria")
    specs = [{"columnIndex": 1, "filterCriteria": {"hiddenValues": ["x"]}}]
    assert book.sheet.filter_views[0]["filterSpecs"] == specs


def test_ids_are_as_asked_and_never_given_twice() -> None:
    book = Book()
    where = {"range": area("A1"), "warningOnly": True}
    book.do("addProtectedRange", protectedRange={**where, "protectedRangeId": 12})
    message = book.refused("addProtectedRange", protectedRange={**where, "protectedRangeId": 12})
    assert message == "Protected range with ID 12 already exists."


def test_merges_and_names_go_with_cut_cells() -> None:
    book = Book("1 2")
    book.do("addSheet", properties={"sheetId": 7, "title": "Other"})
    book.do("mergeCells", range=area("A2:B2"), mergeType="MERGE_ALL")
    book.do("addNamedRange", namedRange={"name": "Held", "range": area("A1:B1")})
    book.do("cutPaste", source=area("A1:B2"), destination={"sheetId": 7, "rowIndex": 3})
    assert book.document.named_ranges[0]["range"] == area("A4:B4", 7)
    assert book.sheet.merges == ()
    assert book.document.sheets[1].merges == (area("A5:B5", 7),)


def test_room_is_made_at_the_end_of_the_grid() -> None:
    book = Book("1\n2", rows=2, columns=1)
    book.do("insertRange", range=area("A1"), shiftDimension="ROWS")
    assert (book.shown(), book.sheet.row_count) == (".\n1\n2", 3)
    book.do("insertRange", range=area("A2:A3"), shiftDimension="COLUMNS")
    assert (book.shown(), book.sheet.column_count) == (".\n. 1\n. 2", 2)


def test_rules_are_copied_to_another_sheet() -> None:
    book = Book("1")
    book.do("addSheet", properties={"sheetId": 7, "title": "Other"})
    rule = {"ranges": [area("A1")], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    book.do("addConditionalFormatRule", rule=rule, index=0)
    book.do("copyPaste", source=area("A1"), destination={"sheetId": 7, "startRowIndex": 1, "startColumnIndex": 0})
    assert book.document.sheets[1].conditional_formats == ({**rule, "ranges": [area("A2", 7)]},)
    assert book.shown(1) == ".\n1"


def test_a_formula_written_again_keeps_its_result() -> None:
    book = Book("=1+1")
    book.do("updateCells", start={}, rows=values(["=1+1"]), fields="userEnteredValue,note")
    assert book.sheet.cell(0, 0).value == 2.0


def test_text_is_pasted_as_values_and_the_grid_grows() -> None:
    book = Book(rows=1, columns=1)
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1}}}
    book.do("repeatCell", range=area("A1"), cell=red, fields="userEnteredFormat")
    book.do("pasteData", coordinate={}, data="1|2\r\n3|4", delimiter="|", type="PASTE_VALUES")
    assert (book.shown(), book.sheet.row_count, book.sheet.column_count) == ("1 2\n3 4", 2, 2)
    assert book.sheet.cell(0, 0).format == {
        "backgroundColor": {"red": 1},
        "backgroundColorStyle": {"rgbColor": {"red": 1}},
    }


def test_a_delimiter_is_found() -> None:
    book = Book("a;b;c\nd;e", columns=2)
    book.do("textToColumns", source=area("A1:A2"), delimiterType="AUTODETECT")
    assert (book.shown(), book.sheet.column_count) == ("a b c\nd e", 3)
    book = Book("a-b")
    book.do("textToColumns", source=area("A1:A1"), delimiterType="CUSTOM", delimiter="-")
    assert book.shown() == "a b"


def test_fills_go_in_every_direction() -> None:
    book = Book(". . 3\n. . 4")
    book.do("autoFill", sourceAndDestination={"source": area("C1:C2"), "dimension": "COLUMNS", "fillLength": -2})
    assert book.shown() == "3 3 3\n4 4 4"
    book = Book("1 2")
    book.do("autoFill", range=area("A1:D1"))
    assert book.shown() == "1 2 3 4"


def test_a_border_of_a_chart_and_a_move_to_another_sheet() -> None:
    book = Book()
    book.do("addSheet", properties={"sheetId": 7, "title": "Other"})
    spec = {"pieChart": {"domain": {"sourceRange": {"sources": [area("A1:A5")]}}, "series": {}}}
    chart = book.do("addChart", chart={"spec": spec, "position": {"overlayPosition": {}}})["chart"]
    color = {"colorStyle": {"rgbColor": {"red": 1}}}
    book.do("updateEmbeddedObjectBorder", objectId=chart["chartId"], border=color, fields="colorStyle")
    assert book.sheet.charts[0]["border"] == {"color": {"red": 1}, **color}
    place = {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": 2}}}
    book.do("updateEmbeddedObjectPosition", objectId=chart["chartId"], newPosition=place, fields="*")
    assert book.sheet.charts == ()
    assert len(book.document.sheets[1].charts) == 1
