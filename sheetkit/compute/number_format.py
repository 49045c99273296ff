"""Writes a number by the formats that TEXT may use, which no country setting changes."""

import re
from typing import Final

import numpy as np

from sheetkit.compute.functions_math import round_half_away

_SHAPE: Final = re.compile(r"(?P<whole>0+|#,##0)(?:\.(?P<decimals>0+))?(?P<percent>%?)")


def format_number(value: float, code: str) -> str | None:
    """The number as `0`, `000`, `0.00`, `#,##0`, `#,##0.00` show it, with or without `%`; None for another format."""
    shape = _SHAPE.fullmatch(code)
    if shape is None:
        return None
    decimals = len(shape["decimals"] or "")
    scaled = abs(value) * (100 if shape["percent"] else 1)
    size = float(round_half_away(np.array([scaled]), np.array([float(decimals)]))[0])
    grouped = "," in shape["whole"]
    width = 1 if grouped else len(shape["whole"])
    digits = f"{size:{',' if grouped else ''}.{decimals}f}"
    whole, point, fraction = digits.partition(".")
    sign = "-" if value < 0 and size else ""
    return f"{sign}{whole.rjust(width, '0')}{point}{fraction}{shape['percent']}"
