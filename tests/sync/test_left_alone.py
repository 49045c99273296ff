"""I11: what is not ours stays as it is, byte for byte where it is a part of a file; and rows that a filter hides."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.filters import FilterColumn, Filters

import sheetkit
from sheetkit.emulator.server import Server
from tests.sync.desk import DAY, Desk, cell, delete, edit
from tests.sync.pair import Pair

BOLD, RED = Font(bold=True), PatternFill("solid", fgColor="FFFF0000")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def decorated(path: Path) -> None:
    """Somebody makes the workbook their own."""
    book = openpyxl.load_workbook(path)
    book.create_sheet("Mine")
    book["Mine"]["B2"], book["Mine"]["B3"] = "my own", "=1+1"
    books = book["Books"]
    books["C2"].font, books["C3"].fill = BOLD, RED
    books["B2"].comment = Comment("Ask Ann about this one.", "Ann")
    books["N1"], books["N9"] = "beside", "=COUNTA(B2:B5)"
    book.save(path)
    sheetkit.update(path, as_of=DAY)
    sheetkit.patch_xlsx(path, {("Books", "F4"): sheetkit.Formula("=2*3", cached=6)})


@pytest.fixture
def own(desk: Desk) -> Desk:
    decorated(desk.local)
    desk.sync()
    return desk


def test_i11_what_is_not_ours_stays_when_rows_are_edited_added_and_deleted(own: Desk) -> None:
    before = parts(own.local)
    edit(own.remote, "Books", "N-1", {"Author": "Jane Austen"})
    edit(own.remote, "Books", "", {"Shelf Mark": "S-9", "Book Title": "Stars", "Shelf": "Science"})
    delete(own.remote, "Books", "T-1")
    assert own.sync().wrote
    after = parts(own.local)
    assert cell(own.local, "Books", "N-1", "Author") == "Jane Austen"
    book = openpyxl.load_workbook(own.local)
    theirs = [
        part_of(before, "Mine"),
        *(name for name in before if "comment" in name or "drawing" in name or "theme" in name),
    ]
    assert len(theirs) >= 4
    assert [name for name in theirs if after.get(name) != before[name]] == []
    books: Any = book["Books"]
    assert (books["C2"].font.bold, books["C3"].fill.fgColor.rgb) == (True, "FFFF0000")
    assert books["B2"].comment.text == "Ask Ann about this one."
    assert (books["N1"].value, books["N9"].value, books["F4"].value) == ("beside", "=COUNTA(B2:B5)", "=2*3")
    assert (book["Mine"]["B2"].value, book["Mine"]["B3"].value) == ("my own", "=1+1")


def part_of(held: dict[str, bytes], tab: str) -> str:
    """The part of a tab in a file that openpyxl wrote: it numbers them in their order."""
    before, _, _ = held["xl/workbook.xml"].partition(f'name="{tab}"'.encode())
    return f"xl/worksheets/sheet{before.count(b'<sheet ')}.xml"


def test_i11_a_persons_formula_stays_as_typed_when_the_other_edits_its_cell(own: Desk) -> None:
    edit(own.remote, "Books", "C-1", {"Price": 8.0})
    assert [conflict.kind for conflict in own.sync().waiting] == ["formula"]
    assert openpyxl.load_workbook(own.local)["Books"]["F4"].value == "=2*3"


def filtered(path: Path) -> None:
    """Somebody filters the books for novels: the rows of the others are hidden."""
    book = openpyxl.load_workbook(path)
    books: Any = book["Books"]
    (table,) = books.tables.values()
    table.autoFilter.filterColumn.append(FilterColumn(colId=3, filters=Filters(filter=["Novels"])))
    for row in range(2, 6):
        books.row_dimensions[row].hidden = books.cell(row, 4).value != "Novels"
    book.save(path)


def hidden(path: Path) -> list[int]:
    books = openpyxl.load_workbook(path)["Books"]
    return [row for row, about in books.row_dimensions.items() if about.hidden]


def test_rows_that_a_filter_hides_in_a_file_are_synced_and_stay_hidden(desk: Desk) -> None:
    filtered(desk.local)
    sheetkit.update(desk.local, as_of=DAY)
    desk.sync()
    before = parts(desk.local)
    tables = [name for name in before if name.startswith("xl/tables/") and b"filterColumn" in before[name]]
    edit(desk.local, "Books", "T-1", {"Price": 13.0})
    edit(desk.remote, "Books", "C-1", {"Author": "Lowe"})
    assert desk.sync().clean
    assert desk.in_step()
    assert cell(desk.remote, "Books", "T-1", "Price") == 13
    assert cell(desk.local, "Books", "C-1", "Author") == "Lowe"
    assert hidden(desk.local) == [3, 4]
    assert len(tables) == 1
    assert parts(desk.local)[tables[0]] == before[tables[0]]
    assert not desk.sync().wrote


@pytest.fixture
def pair(made: bytes, tmp_path: Path) -> Iterator[Pair]:
    with Server() as server:
        yield Pair(server, tmp_path, made)


def test_rows_that_a_filter_hides_in_a_spreadsheet_are_synced_and_stay_hidden(pair: Pair) -> None:
    place = pair.look(1).parsed.places["Books"]
    number, (left, right) = pair.bob.id(place.sheet), pair.look(1).edges("Books")
    area = {"sheetId": number, "startRowIndex": place.header_row, "endRowIndex": place.first_row + 4,
            "startColumnIndex": left, "endColumnIndex": right}  # fmt: skip
    criteria = {str(place.columns["Shelf"]): {"hiddenValues": ["Travel", "Children"]}}
    pair.bob.do({"setBasicFilter": {"filter": {"range": area, "criteria": criteria}}})

    def state() -> Any:
        fields = "?fields=sheets(properties.sheetId,basicFilter,data.rowMetadata.hiddenByFilter)&includeGridData=true"
        sheets = pair.bob.call("GET", fields)["sheets"]
        sheet = next(one for one in sheets if one["properties"].get("sheetId", 0) == number)
        rows = sheet["data"][0]["rowMetadata"]
        return sheet["basicFilter"], [row for row, about in enumerate(rows) if about.get("hiddenByFilter")]

    before = state()
    assert before[1] == [place.first_row + 1, place.first_row + 2]
    assert pair.look(1).sheet("Books").hidden_rows >= set(before[1])
    row, columns = place.first_row + 1, place.columns
    pair.bob.type(place.sheet, {(row, columns["Price"]): 13.0})
    mine = pair.look(0).parsed.places["Books"]
    pair.type(mine.sheet, {(mine.first_row + 2, mine.columns["Author"]): "Lowe"})
    assert pair.sync().clean
    assert pair.look(0).snapshot.tables["Books"].columns["Price"][1] == 13
    assert pair.look(1).snapshot.tables["Books"].columns["Author"][2] == "Lowe"
    assert state() == before
    assert not pair.sync().wrote
