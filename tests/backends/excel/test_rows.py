"""Blocks beside, below and between each other become rows in order, whatever their sizes."""

import re
from collections.abc import Sequence
from enum import IntEnum, StrEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.backends.excel import rows as module
from sheetkit.backends.excel.cells import Ink
from sheetkit.backends.excel.rows import RowWriter, bands, extent
from sheetkit.backends.excel.texts import SharedTexts
from sheetkit.core.values import NA, CellValue
from sheetkit.formula import excel
from sheetkit.formula.ast import Node
from sheetkit.formula.parse import parse
from sheetkit.workbook import a1
from sheetkit.workbook.model import Block, CellColumn, Sheet, Style, Table

STYLE = Style()
STYLES = (STYLE, Style("input", wrap=True), Style("input", wrap=True, align="left"), Style("header"))
INKS = {style: Ink(3 + 2 * i, 4 + 2 * i) for i, style in enumerate(STYLES)}


def block(row: int, column: int, *columns: Sequence[CellValue]) -> Block:
    return Block(row, column, tuple(CellColumn(values) for values in columns))


def written(sheet: Sheet) -> str:
    return b"".join(RowWriter(INKS, SharedTexts(), excel.structured).rows(sheet)).decode()


def addresses(sheet: Sheet) -> list[list[str]]:
    """The addresses of the cells, row by row, as they stand in the file."""
    return [re.findall(r'<c r="([A-Z]+\d+)"', row) for row in written(sheet).split("</row>")[:-1]]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((), []),
        ((block(0, 0, [1]),), [["A1"]]),
        ((block(1, 2, [1, 2], [3, 4]),), [["C2", "D2"], ["C3", "D3"]]),
        ((block(0, 3, [1]), block(0, 0, [1, 2])), [["A1", "D1"], ["A2"]]),  # beside, of unequal height
        ((block(3, 0, [1]), block(0, 0, [1])), [["A1"], ["A4"]]),  # a gap between
        ((block(0, 0, [1, 2, 3]), block(1, 1, [4])), [["A1"], ["A2", "B2"], ["A3"]]),
        ((block(0, 0, []), block(0, 0, [1])), [["A1"]]),  # an empty block holds nothing
    ],
)
def test_blocks_become_rows(blocks: tuple[Block, ...], expected: list[list[str]]) -> None:
    assert addresses(Sheet("S", blocks=blocks)) == expected


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 7)),
        max_size=6,
        unique_by=lambda place: place[1],
    )
)
def test_every_cell_is_written_once_and_in_order(places: list[tuple[int, int, int]]) -> None:
    """Excel calls a file damaged when rows or cells are out of order or there twice."""
    blocks = tuple(block(row, column * 2, [1] * height, [2] * height) for row, column, height in places)
    sheet = Sheet("S", blocks=blocks)
    cells = [a1.parse_address(cell) for row in addresses(sheet) for cell in row]
    assert cells == sorted(set(cells))
    assert len(cells) == sum(2 * height for _, _, height in places)
    if cells:
        rows, columns = zip(*cells, strict=True)
        assert extent(sheet) == a1.range_address(min(rows), min(columns), max(rows), max(columns))


def test_long_blocks_are_cut_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows come out whatever the size of the pieces."""
    values = [i if i % 3 else f"t{i}" for i in range(50)]
    sheet = Sheet("S", blocks=(block(2, 0, values, values[::-1]), block(20, 5, values)), heights={7: 9.5})
    whole = written(sheet)
    monkeypatch.setattr(module, "_CHUNK", 7)
    assert re.sub("<v>.*?</v>", "", written(sheet)) == re.sub("<v>.*?</v>", "", whole)
    assert whole.count("<row ") == 68


def test_two_blocks_must_not_hold_the_same_cell() -> None:
    sheet = Sheet("S", blocks=(block(0, 0, [1, 2, 3]), block(2, 0, [1])))
    with pytest.raises(ValueError, match="S: two blocks hold A3"):
        list(bands(sheet))


def test_a_ragged_block_is_refused() -> None:
    sheet = Sheet("S", blocks=(block(4, 1, [1, 2], [1]),))
    with pytest.raises(ValueError, match="S: the columns of the block at B5 differ in length"):
        list(bands(sheet))


def test_this_row_is_the_row_of_the_table_around() -> None:
    """The same tree names the table whose data rows hold the cell."""
    twice = CellColumn((2, 4), formula=parse("=[@A]*2"))
    blocks = (
        Block(0, 0, (CellColumn(("A",)), CellColumn(("B",)))), Block(1, 0, (CellColumn((1, 2)), twice)),
        Block(0, 3, (CellColumn(("A",)), CellColumn(("B",)))), Block(1, 3, (CellColumn((1, 2)), twice)),
    )  # fmt: skip
    sheet = Sheet("S", blocks=blocks, tables=(Table("One", 0, 0, 2, ("A", "B")), Table("Two", 0, 3, 2, ("A", "B"))))
    assert re.findall(r'<c r="(\w+)" s="3"><f>(.*?)</f>', written(sheet)) == [
        ("B2", "One[[#This Row],[A]]*2"), ("E2", "Two[[#This Row],[A]]*2"),
        ("B3", "One[[#This Row],[A]]*2"), ("E3", "Two[[#This Row],[A]]*2"),
    ]  # fmt: skip


def test_formulas_row_by_row_replace_that_of_the_column() -> None:
    """None among them is a plain value."""
    nodes: tuple[Node | None, ...] = (parse("=1+0"), None, parse("=1+0"), parse("=SUM(2,2)"))
    column = CellColumn((1, 2, "x", 4), formula=parse("=9"), formulas=nodes)
    xml = written(Sheet("S", blocks=(Block(0, 0, (column,)),)))
    assert re.findall(r"<c .*?</c>", xml) == [
        '<c r="A1" s="3"><f>1+0</f><v>1</v></c>',
        '<c r="A2" s="3"><v>2</v></c>',
        '<c r="A3" s="3" t="str"><f>1+0</f><v>x</v></c>',
        '<c r="A4" s="3"><f>SUM(2,2)</f><v>4</v></c>',
    ]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (1.5, '<c r="B2" s="3"><f t="array" ref="B2">1&lt;2</f><v>1.5</v></c>'),
        ("a", '<c r="B2" s="3" t="str"><f t="array" ref="B2">1&lt;2</f><v>a</v></c>'),
        (NA, '<c r="B2" s="3" t="e"><f t="array" ref="B2">1&lt;2</f><v>#N/A</v></c>'),
        (None, '<c r="B2" s="3" t="str"><f t="array" ref="B2">1&lt;2</f><v></v></c>'),
    ],
)
def test_array_formulas_belong_to_their_own_cell(value: CellValue, cell: str) -> None:
    column = CellColumn((value,), formula=parse("=1<2"), array=True)
    assert cell in written(Sheet("S", blocks=(Block(1, 1, (column,)),)))


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((1.0, 2.0), ["1", "2"]),
        ((1.0, 2.5), ["1.0", "2.5"]),
        ((0.1, 1e300, -0.0), ["0.1", "1e+300", "-0.0"]),
        ((1e15, 3.0), ["1000000000000000.0", "3.0"]),
        ((-1e300, 3.0), ["-1e+300", "3.0"]),
    ],
)
def test_numbers_come_back_to_the_last_bit(values: tuple[float, ...], shown: list[str]) -> None:
    found = re.findall("<v>(.*?)</v>", written(Sheet("S", blocks=(block(0, 0, values),))))
    assert found == shown
    assert [float(text) for text in found] == list(values)


class Kind(IntEnum):
    """A subclass of int, whose text is not a number's."""

    SEVEN = 7


class Word(StrEnum):
    """A subclass of str."""

    YES = "yes"


def test_subclasses_of_values_are_values() -> None:
    """A float64 of numpy is a float that shows itself as `np.float64(1.5)`."""
    xml = written(Sheet("S", blocks=(block(0, 0, [np.float64(1.5), Kind.SEVEN, Word.YES, True]),)))
    assert re.findall("<v>(.*?)</v>", xml) == ["1.5", "7", "0", "1"]


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ("short", 20.0, ""),
        ("x" * 24, 20.0, ""),
        ("x" * 25, 20.0, ' ht="28.75"'),
        ("x" * 49, 20.0, ' ht="41.75"'),
        ("a\nb", 20.0, ' ht="28.75"'),
        ("x" * 5000, 20.0, ' ht="80.75"'),  # no row is taller than six lines
        (12345, 1.0, ""),
    ],
)
def test_wrapped_text_gets_room(text: CellValue, width: float, height: str) -> None:
    """Excel and LibreOffice may change this height when the cell is edited: it is not fixed (customHeight)."""
    column = CellColumn((text,), Style("input", wrap=True))
    xml = written(Sheet("S", blocks=(Block(0, 0, (column,)),), widths={0: width}))
    assert xml.startswith(f'<row r="1"{height}><c')
    assert written(Sheet("S", blocks=(block(0, 0, [text]),), widths={0: width})).startswith('<row r="1"><c')


def test_a_row_takes_the_height_of_its_longest_text() -> None:
    columns = tuple(CellColumn((text,), Style("input", wrap=True)) for text in ("x" * 13, "x" * 37, "x"))
    xml = written(Sheet("S", blocks=(Block(0, 0, columns),), widths={0: 10, 1: 10, 2: 10}))
    assert xml.startswith('<row r="1" ht="54.75">')


def test_headers_are_wrapped_without_asking() -> None:
    column = CellColumn(("Days to answer",), Style("header"))
    xml = written(Sheet("S", blocks=(Block(0, 0, (column,)),), widths={0: 10}))
    assert xml.startswith('<row r="1" ht="28.75">')


def test_a_height_that_was_asked_for_is_fixed() -> None:
    column = CellColumn(("x" * 50,), Style("input", wrap=True))
    xml = written(Sheet("S", blocks=(Block(0, 0, (column,)),), widths={0: 10}, heights={0: 30}))
    assert xml.startswith('<row r="1" ht="30" customHeight="1">')
