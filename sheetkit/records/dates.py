"""What the cells of a date column mean: serial numbers, and dates typed as text where they mean one day only."""

from sheetkit.core.dates import FIRST_SAFE_SERIAL, LAST_SERIAL, AmbiguousDate, DateOrder, iso, parse_text
from sheetkit.records.cells import Cells, all_between
from sheetkit.records.findings import written

_LONGEST = 60
"""Characters of a text that may be a date."""
_FORM = "Type the date year first, such as 2026-03-12."


def dates(cells: Cells, order: DateOrder | None) -> None:
    """Understand a column of dates; `order` is what the workbook's settings say about day and month."""
    for row in cells.of_kind(bool):
        message = f"{cells.name} must be a date, and {written(cells.values[row])} is none."
        cells.wrong("wrong-type", row, message, _FORM)
    meanings: dict[str, float | AmbiguousDate | None] = {}
    for row in cells.of_kind(str):
        text = str(cells.values[row])
        if text not in meanings:
            meanings[text] = parse_text(text, order) if len(text) <= _LONGEST else None
        _text(cells, row, text, meanings[text])
    _bounds(cells)


def date_order(value: object) -> DateOrder | None:
    """The order that the setting Date_Order names: `day first`, `DD/MM/YYYY`, `month first`, `mdy` and the like."""
    letter = str(value or "").strip().casefold()[:1]
    return "day first" if letter == "d" else "month first" if letter == "m" else None


def _text(cells: Cells, row: int, text: str, meant: float | AmbiguousDate | None) -> None:
    if isinstance(meant, AmbiguousDate):
        first, second = iso(meant.day_first), iso(meant.month_first)
        message = f"{cells.name} is {written(text)}, which is {first} read day first and {second} read month first."
        hint = f"Type {first} or {second}, or set Date_Order on the Settings tab to day first or month first."
        cells.wrong("ambiguous-date", row, message, hint)
    elif meant is None or not FIRST_SAFE_SERIAL <= meant < LAST_SERIAL + 1:
        message = f"{cells.name} must be a date, and {written(text)} is none."
        cells.wrong("wrong-type", row, message, _FORM)
    else:
        cells.read_as(row, meant)
        message = (
            f"{cells.name} is the text {written(text)}. It was read as {iso(meant)}; the sheet cannot count with it."
        )
        hint = f"Type {iso(meant)} into the cell; if it stays text, set the cell's format to Date first."
        cells.note("date-as-text", row, message, hint)


def _bounds(cells: Cells) -> None:
    """Report numbers that no program shows as the same day: before 1900-03-01, after 9999, not finite."""
    present = [value for value in cells.values if type(value) is float]
    if cells.kinds <= {float, type(None)} and all_between(present, FIRST_SAFE_SERIAL, LAST_SERIAL):
        return
    for row in cells.of_kind(float, int):
        value = cells.values[row]
        if isinstance(value, float | int) and not FIRST_SAFE_SERIAL <= value < LAST_SERIAL + 1:
            message = f"{cells.name} is the number {written(value)}, which is no date that a spreadsheet can show."
            cells.wrong("wrong-type", row, message, _FORM)
