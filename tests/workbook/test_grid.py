"""Grids answer by place and by name, and patches know how large they are."""

from sheetkit.workbook.grid import Grid, GridSheet
from sheetkit.workbook.patch import KEEP, Patch, SheetPatch, TableAppend

SHEET = GridSheet("Cases", 2, (("a", "b"), (1.0, None)), formulas={1: {0: "1+0"}})


def test_values_by_place() -> None:
    assert [SHEET.value(0, 0), SHEET.value(1, 0), SHEET.value(0, 1), SHEET.value(1, 1)] == ["a", "b", 1.0, None]
    assert SHEET.width == 2


def test_outside_is_blank() -> None:
    assert [SHEET.value(2, 0), SHEET.value(0, 2), SHEET.value(-1, 0), SHEET.value(0, -1)] == [None] * 4


def test_formulas_by_place() -> None:
    assert SHEET.formula(0, 1) == "1+0"
    assert SHEET.formula(1, 1) is None
    assert SHEET.formula(0, 0) is None


def test_sheets_by_name_in_any_case() -> None:
    grid = Grid((SHEET,))
    assert grid.sheet("CASES") is SHEET
    assert grid.sheet("Other") is None


def test_a_patch_counts_its_cells() -> None:
    part = SheetPatch([1, 2], [0, 0], ["x", None], [None, KEEP], ["", ""])
    assert Patch("r").empty
    assert Patch("r", {"Cases": (SheetPatch([], [], [], [], []),)}).empty
    patch = Patch("r", {"Cases": (part, part), "Other": (part,)})
    assert not patch.empty
    assert patch.cells == 6
    assert not Patch("r", appends=(TableAppend("Cases", "Cases", 1, {"A": [1]}),)).empty
