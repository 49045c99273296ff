"""Conditional formats as CSS."""

from datetime import datetime

from sheetkit.emulator.document import Document, Place, Sheet
from sheetkit.emulator.page.look import Theme, css
from sheetkit.emulator.sheets.conditions import conditional


def colored(document: Document, sheet: Sheet, rows: int, now: datetime, colors: Theme) -> dict[Place, dict[str, str]]:
    """The CSS of every cell in the first `rows` rows that a rule formats."""
    found = conditional(document, sheet, rows, now)
    known = {id(look): css(look, colors) for look in found.values()}
    return {place: known[id(look)] for place, look in found.items()}
