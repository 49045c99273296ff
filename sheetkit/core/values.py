"""The value of one cell, as every part of sheetkit passes it on.

A cell value is `None` (blank), `str`, `float` (or `int`), `bool` or `CellError`. Dates are numbers: days since
1899-12-30, the time of day as the fraction (`core.dates`). A column's type says which numbers are dates.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value of a spreadsheet, such as `#N/A`. It is data: it travels through formulas, it is never raised."""

    code: str

    def __str__(self) -> str:
        return self.code


NULL: Final = CellError("#NULL!")
DIV0: Final = CellError("#DIV/0!")
VALUE: Final = CellError("#VALUE!")
REF: Final = CellError("#REF!")
NAME: Final = CellError("#NAME?")
NUM: Final = CellError("#NUM!")
NA: Final = CellError("#N/A")

ERRORS: Final[dict[str, CellError]] = {e.code: e for e in (NULL, DIV0, VALUE, REF, NAME, NUM, NA)}
"""Every error value by its text, in the order of Excel's ERROR.TYPE (1 to 7)."""

CellValue: TypeAlias = str | float | int | bool | CellError | None


def is_blank(value: CellValue) -> bool:
    """Whether a person would call the cell empty: nothing in it, or text of nothing but white space."""
    return value is None or (isinstance(value, str) and not value.strip())
