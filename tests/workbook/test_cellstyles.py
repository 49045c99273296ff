"""Which style cells take, by what they hold."""

import pytest

from sheetkit.core.values import NA, CellValue
from sheetkit.formula.parse import parse
from sheetkit.workbook.cellstyles import alignment, indented, style_of, styles_of, wraps
from sheetkit.workbook.model import Block, CellColumn, Sheet, Style


@pytest.mark.parametrize(
    ("style", "values", "taken"),
    [
        (Style("input"), ("a", None), Style("input", align="left")),
        (Style("input"), (None,), Style("input", align="left")),
        (Style("input"), (True, NA), Style("input", align="left")),
        (Style("input"), ("a", 1), Style("input")),
        (Style("input"), (1.5,), Style("input")),
        (Style("input", align="center"), ("a",), Style("input", align="center")),
        (Style("input", "0"), ("a",), Style("input", "0")),
        (Style("label"), ("a",), Style("label")),
    ],
)
def test_texts_of_a_table_keep_to_the_left(style: Style, values: tuple[CellValue, ...], taken: Style) -> None:
    assert style_of(CellColumn(values, style)) == taken


@pytest.mark.parametrize(
    ("style", "taken"),
    [
        (Style("formula", "@"), Style("formula", align="left")),
        (Style("formula", "@", align="right"), Style("formula", align="right")),
        (Style("formula", "0"), Style("formula", "0")),
    ],
)
def test_formulas_are_never_of_the_text_format(style: Style, taken: Style) -> None:
    """Excel would turn them into text at the next edit."""
    assert style_of(CellColumn((1,), style, parse("=1"))) == taken
    assert style_of(CellColumn((1,), style, formulas=(None,))) == taken


@pytest.mark.parametrize(
    ("style", "side", "indent"),
    [
        (Style("input", "@"), "left", True),
        (Style("formula", "#,##0.00"), "right", True),
        (Style("stamp", "yyyy-mm-dd hh:mm"), "center", False),
        (Style("input"), "", False),
        (Style("key", "@", align="center"), "center", False),
        (Style("header"), "left", True),
        (Style("header", align="right"), "right", True),
        (Style("metric", "0"), "right", True),
        (Style("title"), "", False),
        (Style("note", align="left"), "left", True),
    ],
)
def test_alignment(style: Style, side: str, indent: bool) -> None:
    assert (alignment(style), indented(style)) == (side, indent)


def test_styles_are_listed_once_in_order() -> None:
    columns = (CellColumn((1,), Style("key")), CellColumn((1,)), CellColumn((2,), Style("key")))
    assert styles_of([Sheet("S", blocks=(Block(0, 0, columns),))]) == [Style("key"), Style()]


def test_headers_wrap() -> None:
    assert [wraps(style) for style in (Style("header"), Style("note"), Style(wrap=True))] == [True, False, True]
