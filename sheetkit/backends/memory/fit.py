"""What no cell of any program can hold, so that a patch refused elsewhere is refused here too."""

import math
from collections.abc import Iterator
from typing import Final

from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.workbook import a1
from sheetkit.workbook.patch import Patch

MOST_TEXT: Final = 32_767
"""Characters that a cell holds in every program (Excel specifications and limits)."""


def unfit(patch: Patch) -> list[Problem]:
    """A Problem for every value of the patch that no cell can hold."""
    return [
        Problem(
            code="patch-refused",
            tab=tab,
            cell=place,
            message="No cell can hold this value.",
            hint="Use a finite number or a shorter text.",
        )
        for tab, place, value in _values(patch)
        if _wrong(value)
    ]


def _values(patch: Patch) -> Iterator[tuple[str, str, CellValue]]:
    for tab, parts in patch.sheets.items():
        for part in parts:
            for row, column, value in zip(part.rows, part.columns, part.values, strict=True):
                yield tab, a1.address(row, column), value
    for sheet in patch.added:
        for block in sheet.blocks:
            yield from ((sheet.name, "", value) for cells in block.columns for value in cells.values)
    for append in patch.appends:
        for values in append.values.values():
            yield from ((append.sheet, "", value) for value in values)


def _wrong(value: CellValue) -> bool:
    if isinstance(value, str):
        return len(value) > MOST_TEXT
    return isinstance(value, float) and not math.isfinite(value)
