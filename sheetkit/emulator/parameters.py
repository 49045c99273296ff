"""The query parameters of the Sheets API: names as the API has them, and Google's answer to one that there is not."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from sheetkit.emulator.call import Query
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.refusals import violations

STANDARD: Final = frozenset(
    {"$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint", "quotaUser"}
    | {"uploadType", "upload_protocol", "$fields", "$alt", "$key"}
)
"""Parameters that every method takes."""
_READ: Final = ("dateTimeRenderOption", "majorDimension", "valueRenderOption")
_WRITE: Final = (
    "includeValuesInResponse",
    "responseDateTimeRenderOption",
    "responseValueRenderOption",
    "valueInputOption",
)
OWN: Final[Mapping[str, frozenset[str]]] = {
    "sheets.spreadsheets.get": frozenset(
        {"commentsViewMode", "excludeTablesInBandedRanges", "includeGridData", "ranges"}
    ),
    "sheets.spreadsheets.values.get": frozenset(_READ),
    "sheets.spreadsheets.values.batchGet": frozenset({*_READ, "ranges"}),
    "sheets.spreadsheets.values.update": frozenset(_WRITE),
    "sheets.spreadsheets.values.append": frozenset({*_WRITE, "insertDataOption"}),
}
"""Parameters that only one method takes."""


def named(query: Mapping[str, list[str]]) -> Query:
    """A query whose names are written as in JSON: `value_input_option` is `valueInputOption`."""
    return {
        name if name in STANDARD else re.sub(r"_([a-z])", lambda match: match[1].upper(), name): values
        for name, values in query.items()
    }


def check(method_id: str, names: Iterable[str]) -> None:
    """Raises ApiError 400 for a parameter that a method of the Sheets API has not."""
    allowed = STANDARD | OWN.get(method_id, frozenset())
    wrong = [
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
        for name in names
        if name not in allowed
    ]
    if wrong:
        raise ApiError(400, "\n".join(wrong), details=[violations(("", wrong[0]))])
