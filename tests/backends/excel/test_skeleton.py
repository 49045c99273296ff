"""The skeleton of a workbook depends on nothing but the workbook."""

from sheetkit.backends.excel.skeleton import make_skeleton
from sheetkit.workbook.model import Block, CellColumn, Sheet, Style, Workbook


def test_a_second_workbook_of_one_run_is_made_like_the_first() -> None:
    """XlsxWriter writes into the options that it is given, which must not reach the next workbook."""
    sheet = Sheet(name="One", blocks=(Block(0, 0, (CellColumn(["x"], Style("header")),)),))
    first, second = (make_skeleton(Workbook(sheets=(sheet,)), None) for _ in range(2))
    assert {name: part for name, part in first.parts.items() if name != "docProps/core.xml"} == {
        name: part for name, part in second.parts.items() if name != "docProps/core.xml"
    }
