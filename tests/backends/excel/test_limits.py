"""Each limit is kept, can be raised, and stands on its page of the docs."""

import dataclasses
from pathlib import Path

import pytest

from sheetkit.backends.excel.limits import LIMITS, Limits
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.read import read_package
from sheetkit.core.errors import PackageRefused
from tests.backends.excel.handmade import pack, parts, sheet

LIMITED = [
    ("file_bytes", Limits(file_bytes=100), r"The file has [\d,]+ bytes; the limit is 100"),
    ("part_bytes", Limits(part_bytes=200), "the limit is 200"),
    ("total_bytes", Limits(total_bytes=500), "The workbook unpacks to"),
    ("tree_bytes", Limits(tree_bytes=100), "must be read as a whole"),
    ("entries", Limits(entries=3), "the limit is 3"),
    ("cells", Limits(cells=5), "6 cells from A1 on; the limit is 5"),
    ("formula_characters", Limits(formula_characters=3), "come to more than 3 characters"),
    ("ratio", Limits(ratio=1, ratio_from=10), "more than 1 times"),
]


@pytest.mark.parametrize(("name", "limits", "said"), LIMITED)
def test_each_limit_is_kept_and_the_advice_names_its_variable(
    name: str, limits: Limits, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    cells = '<c r="A3"><f t="shared" si="0">B3+1</f></c><c r="B3"><f t="shared" si="0"/><v>1</v></c>'
    path.write_bytes(pack(parts(sheet(f'<row r="3">{cells}</row>'))))
    assert read_package(Package.open(path)).sheets[0].value(2, 1) == 1.0
    with pytest.raises(PackageRefused, match=said) as caught:
        read_package(Package.open(path, limits))
    assert f"SHEETKIT_LIMIT_{name.upper()}" in caught.value.advice


def test_the_environment_raises_a_limit() -> None:
    assert Limits.from_environment({}) == LIMITS
    assert Limits.from_environment({"SHEETKIT_LIMIT_CELLS": " 50000000 "}) == Limits(cells=50_000_000)
    for wrong in ("many", "-1", "1.5", "0"):
        with pytest.raises(PackageRefused, match="SHEETKIT_LIMIT_CELLS is '"):
            Limits.from_environment({"SHEETKIT_LIMIT_CELLS": wrong})


def test_the_page_on_limits_names_each_variable_and_its_first_value() -> None:
    page = (Path(__file__).parents[3] / "docs" / "limits.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(LIMITS):
        assert f"| `SHEETKIT_LIMIT_{field.name.upper()}` | {getattr(LIMITS, field.name)} " in page
