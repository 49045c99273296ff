"""The one door to the results of formulas."""

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from sheetkit.emulator.document import Document

_MODULE = "sheetkit.emulator.calc.calculate"


def recalculated(document: Document, now: datetime) -> None:
    """Bring every formula of a spreadsheet up to date, in place. `now` is aware and in UTC."""
    if find_spec(_MODULE) is not None:
        import_module(_MODULE).recalculate(document, now)
