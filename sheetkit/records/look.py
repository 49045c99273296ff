"""How a column's values look: number formats, alignment and widths by type."""

from collections.abc import Sequence
from itertools import islice
from typing import Final, Literal

from sheetkit.core.dates import iso
from sheetkit.core.money import EXPONENTS
from sheetkit.core.values import CellValue
from sheetkit.template.model import ColumnType

FORMATS: Final[dict[ColumnType, str]] = {
    "text": "@",
    "long text": "@",
    "choice": "General",
    "yes/no": "General",
    "integer": "0",
    "number": "#,##0.0#",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "days": "0",
    "link": "@",
    "email": "@",
}
"""Excel number formats. Dates are written year first, so that nobody reads the day for the month."""

NARROWEST: Final = 9.0
WIDEST: Final = 44.0
_SAMPLE: Final = 500


def number_format(kind: ColumnType, currency: str = "") -> str:
    """The number format of a column type; money in the digits of its currency, where that is one for all rows."""
    if kind == "money" and EXPONENTS.get(currency, 2) != 2:
        digits = EXPONENTS[currency]
        return "#,##0." + "0" * digits if digits else "#,##0"
    return FORMATS[kind]


def alignment(kind: ColumnType) -> Literal["", "left", "right", "center"]:
    """Where a column's cells and header align; "" is the program's own way (numbers right, text left)."""
    return "center" if kind == "yes/no" else ""


def shown(value: CellValue, kind: ColumnType) -> str:
    """Roughly the text that a cell of this type shows, to measure its width."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if kind in {"date", "datetime"}:
            return iso(float(value)) if kind == "date" else "2026-01-01 00:00"
        return f"{value:,.2f}" if kind == "money" else f"{value:,.6g}"
    return str(value)


def width(header: str, kind: ColumnType, values: Sequence[CellValue], declared: float | None = None) -> float:
    """The width of a column in characters: that of its header on two lines or of its longest value, within bounds."""
    if declared is not None:
        return declared
    head = _on_two_lines(header.split()) + 4
    step = max(1, len(values) // _SAMPLE)
    body = max((len(shown(value, kind)) for value in islice(values, 0, None, step)), default=0) + 2
    if kind == "long text":
        body = max(body, 36)
    return float(min(max(head, body, NARROWEST), WIDEST))


def _on_two_lines(words: Sequence[str]) -> int:
    """The characters of the longer line, where the words are broken once so that it is shortest."""
    lines = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1))
    return min((max(map(len, pair)) for pair in lines), default=0)
