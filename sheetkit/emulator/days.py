"""TODAY and NOW in spreadsheets that nobody writes to: they are computed again when the day or the minute has moved."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sheetkit.emulator.document import Document
from sheetkit.emulator.sheets.calculation import recalculated
from sheetkit.emulator.store import File, Store, spreadsheet

_MINUTE: Final = 60


def up_to_date(store: Store, file: File, now: datetime) -> Document:
    """The spreadsheet with the results that its formulas have at this moment."""
    if _minute(file.calculated) != _minute(now):
        with file.lock:
            if _stale(spreadsheet(file), file.calculated, now):
                store.refresh(file, lambda copy: recalculated(copy, now), at=now)
            file.calculated = now
    return spreadsheet(file)


def _minute(at: datetime) -> int:
    return int(at.timestamp() // _MINUTE)


def _stale(document: Document, calculated: datetime, now: datetime) -> bool:
    """Whether a formula that follows the clock has another value in this minute than in the one of `calculated`."""
    zone = ZoneInfo(str(document.properties.get("timeZone") or "Etc/GMT"))
    another_day = calculated.astimezone(zone).date() != now.astimezone(zone).date()
    words = ("TODAY(", "NOW(") if another_day else ("NOW(",)
    return any(
        cell.formula and any(word in cell.formula.upper() for word in words)
        for sheet in document.sheets
        for cell in sheet.cells.values()
    )
