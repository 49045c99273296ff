"""Laws of moving rows and columns, on drawn spreadsheets."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.emulator.document import Document
from tests.emulator.sheets.batch.book import Book, area

SIZE = 8
SPAN = st.tuples(st.integers(0, SIZE - 1), st.integers(1, 4))
CORNERS = st.tuples(*[st.integers(0, 5)] * 2, *[st.integers(1, 3)] * 2)
DIMENSION = st.sampled_from(["ROWS", "COLUMNS"])


def book(corners: list[tuple[int, int, int, int]]) -> Book:
    made = Book("1 2 =A1+B2 x\n3 4 =SUM(A1:B3) y\n5 . =$A$2 z\n=C1 7 =A1:A4", rows=SIZE, columns=SIZE)
    for number, (top, left, height, width) in enumerate(corners):
        where = area("A1") | {"startRowIndex": top, "endRowIndex": top + height}
        where |= {"startColumnIndex": left, "endColumnIndex": left + width}
        made.do("addNamedRange", namedRange={"name": f"name_{number}", "range": where})
        made.do("addProtectedRange", protectedRange={"range": where, "warningOnly": True})
    return made


def parts(document: Document) -> Any:
    sheet = document.sheets[0]
    formulas = {place: cell.formula or cell.value for place, cell in sheet.cells.items()}
    return document.named_ranges, sheet.protected_ranges, formulas, sheet.properties


@given(st.lists(CORNERS, max_size=3), DIMENSION, SPAN)
def test_what_is_inserted_and_deleted_again_leaves_no_trace(
    corners: list[tuple[int, int, int, int]], dimension: str, span: tuple[int, int]
) -> None:
    made = book(corners)
    before = parts(made.document)
    range_ = {"dimension": dimension, "startIndex": span[0], "endIndex": span[0] + span[1]}
    made.do("insertDimension", range=range_)
    made.do("deleteDimension", range=range_)
    assert parts(made.document) == before


@given(DIMENSION, SPAN, st.integers(0, SIZE))
def test_cells_that_move_there_and_back_are_where_they_were(dimension: str, span: tuple[int, int], to: int) -> None:
    made = book([])
    start, end = span[0], min(SIZE, span[0] + span[1])
    if start < to < end:
        return
    before = {place: cell.value for place, cell in made.sheet.cells.items() if not cell.formula}
    made.do("moveDimension", source={"dimension": dimension, "startIndex": start, "endIndex": end}, destinationIndex=to)
    length = end - start
    now = to if to <= start else to - length
    back = start if start <= now else start + length
    source = {"dimension": dimension, "startIndex": now, "endIndex": now + length}
    made.do("moveDimension", source=source, destinationIndex=back)
    assert {place: cell.value for place, cell in made.sheet.cells.items() if not cell.formula} == before


@given(st.lists(CORNERS, max_size=3), DIMENSION, SPAN)
def test_a_range_is_as_long_as_what_is_left_of_it(
    corners: list[tuple[int, int, int, int]], dimension: str, span: tuple[int, int]
) -> None:
    made = book(corners)
    start, end = span[0], min(SIZE, span[0] + span[1])
    if end - start == SIZE:
        return
    axis = "Row" if dimension == "ROWS" else "Column"
    lengths = []
    for name in made.document.named_ranges:
        own = range(name["range"][f"start{axis}Index"], name["range"][f"end{axis}Index"])
        lengths.append(len(set(own) - set(range(start, end))))
    made.do("deleteDimension", range={"dimension": dimension, "startIndex": start, "endIndex": end})
    left = [n["range"][f"end{axis}Index"] - n["range"][f"start{axis}Index"] for n in made.document.named_ranges]
    assert left == [length for length in lengths if length]
