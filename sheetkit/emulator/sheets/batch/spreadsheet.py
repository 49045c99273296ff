"""The properties of the spreadsheet as a whole."""

from zoneinfo import available_timezones

from sheetkit.emulator.document import Json
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import fields
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind


@kind("updateSpreadsheetProperties", Effect.VALUES)
def update_spreadsheet_properties(batch: Batch, body: Json) -> None:
    """Title, locale, time zone and how formulas are computed."""
    given = body.get("properties", {})
    mask = fields.mask(body.get("fields", ""), "SpreadsheetProperties", "properties")
    if "title" in mask and not given.get("title"):
        raise invalid("Spreadsheet title cannot be empty.")
    zone = given.get("timeZone", "")
    if "timeZone" in mask and zone not in available_timezones():
        raise invalid(f"Invalid time zone: {zone}")
    if "locale" in mask and not given.get("locale"):
        raise invalid(f"Unsupported locale: {given.get('locale', '')}")
    mask = {name: below for name, below in mask.items() if name != "defaultFormat"}
    batch.document.properties = fields.merged("SpreadsheetProperties", batch.document.properties, given, mask)
