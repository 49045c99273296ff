"""The dump is readable, and nothing that a backend would write is missing from it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from sheetkit.core.values import NA, CellValue
from sheetkit.formula.parse import parse
from sheetkit.workbook.dump import dump
from sheetkit.workbook.model import Block, CellColumn, Page, Sheet, Style, Workbook
from tests.workbook.example import example

GOLDEN = Path(__file__).with_name("example.txt")


def test_the_example_reads_as_its_golden() -> None:
    """Set UPDATE_GOLDEN=1 to write the golden anew, then read the difference."""
    shown = dump(example(8))
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(shown, encoding="utf-8")
    assert shown == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "1 |"), ("", '1 | ""'), ("1", '1 | "1"'), (1, "1 | 1"), (1.0, "1 | 1"), (0.1, "1 | 0.1"),
        (True, "1 | TRUE"), ("TRUE", '1 | "TRUE"'), (NA, "1 | #N/A"), ("Zoë", '1 | "Zoë"'),
        ('a|b\n"c"', '1 | "a|b\\n\\"c\\""'),
    ],
)  # fmt: skip
def test_values_of_each_kind_differ(value: CellValue, shown: str) -> None:
    assert _cells(CellColumn((value,))).splitlines()[-1].strip() == shown


def test_formulas_of_single_rows_are_shown() -> None:
    column = CellColumn((1, 2, 3), formulas=(parse("=1+0"), None, parse("=SUM(1,2)")))
    assert _cells(column).splitlines()[-5:-3] == ["      A1 = 1+0", "      A3 = SUM(1,2)"]


def test_hidden_columns_are_shown() -> None:
    assert "  hidden B, AA\n" in dump(Workbook((Sheet("S", hidden_columns=frozenset({26, 1})),)))


def test_like_rows_are_shown_once() -> None:
    assert _cells(CellColumn((1, 1, 1, 2))).splitlines()[-2:] == ["        1-3 | 1", "          4 | 2"]


@pytest.mark.parametrize("sheet", range(len(example(3).sheets)))
def test_no_part_of_a_sheet_is_left_out(sheet: int) -> None:
    """Whatever is emptied in the sheet changes the dump."""
    book = example(3)
    before, old = dump(book), book.sheets[sheet]
    plain = Sheet(old.name)
    for name in Sheet.__dataclass_fields__:
        if getattr(old, name) != getattr(plain, name):
            changed = replace(old, **{name: getattr(plain, name)})
            sheets = (*book.sheets[:sheet], changed, *book.sheets[sheet + 1 :])
            assert dump(replace(book, sheets=sheets)) != before, name


@pytest.mark.parametrize("name", ["names", "title", "subject", "author", "currency", "active_sheet"])
def test_no_part_of_the_workbook_is_left_out(name: str) -> None:
    book = example(3)
    assert dump(replace(book, **{name: getattr(Workbook(()), name)})) != dump(book)


@pytest.mark.parametrize(
    "other",
    [
        Page(landscape=False), Page(fit_width=False), Page(repeat_rows=(0, 1)), Page(footer="x"),
    ],
)  # fmt: skip
def test_pages_differ(other: Page) -> None:
    assert dump(Workbook((Sheet("S", page=other),))) != dump(Workbook((Sheet("S"),)))


@pytest.mark.parametrize("style", [Style("key"), Style(number_format="0"), Style(wrap=True), Style(align="right")])
def test_styles_differ(style: Style) -> None:
    assert _cells(CellColumn((1,), style)) != _cells(CellColumn((1,)))


def _cells(column: CellColumn) -> str:
    return dump(Workbook((Sheet("S", blocks=(Block(0, 0, (column,)),)),)))
