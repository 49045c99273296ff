"""Says whether two programs gave the same value."""

import math
from typing import Final

from sheetkit.core.values import CellError, CellValue

RELATIVE: Final = 1e-9
ABSOLUTE: Final = 1e-11
"""What is left over where large numbers cancel."""


def agree(ours: CellValue, theirs: CellValue) -> bool:
    """Whether two values are of one kind and equal; errors agree whichever they are.

    LibreOffice has codes of its own for errors, which become #VALUE! in a file, and knows truth values only as a
    format of 0 and 1; so errors agree with errors, and TRUE with 1.
    """
    if isinstance(ours, CellError) or isinstance(theirs, CellError):
        return isinstance(ours, CellError) and isinstance(theirs, CellError)
    if isinstance(ours, str) or isinstance(theirs, str) or ours is None or theirs is None:
        return ours == theirs and type(ours) is type(theirs)
    return math.isclose(ours, theirs, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
