"""What the cells of a text column mean: text as typed, keys without stray spaces, addresses that can be used."""

import re

from sheetkit.core.values import CellValue
from sheetkit.records.cells import Cells
from sheetkit.records.findings import as_text, written

_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]{2,}")
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:\S+|www\.\S+|[^\s/]+\.[a-z]{2,}(?:[/?#]\S*)?|#\S.*|(?:\\\\|/|\.{1,2}/).+)", re.IGNORECASE
)


def texts(cells: Cells) -> None:
    """Understand a column of text; a number or TRUE in it stands for its text: customer 12472."""
    for row in cells.of_kind(float, int, bool):
        cells.read_as(row, as_text(cells.values[row]))


def spaced(cells: Cells) -> frozenset[str]:
    """The different texts of a column that have spaces around them."""
    return frozenset(text for text in cells.texts if text != text.strip())


def trimmed(cells: Cells) -> None:
    """Understand a column whose values name something (a key, a reference, what a formula looks for) without spaces."""
    for row in cells.holding(spaced(cells)):
        _stray(cells, row)


def emails(cells: Cells) -> None:
    """Report what is no e-mail address; a name before it in angle brackets' style is not one either."""
    _shaped(cells, _EMAIL, "an e-mail address", "Write it as name@example.com.")


def links(cells: Cells) -> None:
    """Report what is no link; where a formula makes the link, its text may be anything."""
    _shaped(cells, _LINK, "a link", "Write it in full, such as https://example.com/page.")


def _shaped(cells: Cells, shape: re.Pattern[str], what: str, hint: str) -> None:
    for row in cells.of_kind(float, int, bool):
        _wrong(cells, row, what, hint)
    for row in cells.holding({text for text in cells.texts if not shape.fullmatch(text.strip())}):
        if row not in cells.computed:
            _wrong(cells, row, what, hint)


def _wrong(cells: Cells, row: int, what: str, hint: str) -> None:
    value: CellValue = cells.values[row]
    cells.wrong("wrong-type", row, f"{cells.name} must be {what}, and {written(value)} is not.", hint)


def _stray(cells: Cells, row: int) -> None:
    text = str(cells.values[row]).strip()
    cells.read_as(row, text)
    message = (
        f"{cells.name} has spaces around {written(text)}. They were left out, but a lookup in the sheet fails on them."
    )
    cells.note("stray-spaces", row, message, f"Type {text} without the spaces.")
