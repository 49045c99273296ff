"""What the query parameters of a request ask for, checked as Google checks them."""

from collections.abc import Collection, Mapping
from typing import Any, Final, TypeAlias

from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.refusals import misfits
from sheetkit.emulator.sheets.naming import snake

Query: TypeAlias = Mapping[str, list[str]]
"""Query parameters as sent: every value of every name."""

MAJOR: Final = ("ROWS", "COLUMNS")
RENDER: Final = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
DATES: Final = ("SERIAL_NUMBER", "FORMATTED_STRING")
INPUT: Final = ("RAW", "USER_ENTERED")
INSERT: Final = ("OVERWRITE", "INSERT_ROWS")

_ENUMS: Final = {
    "majorDimension": ("DIMENSION_UNSPECIFIED", *MAJOR),
    "valueRenderOption": RENDER,
    "responseValueRenderOption": RENDER,
    "dateTimeRenderOption": DATES,
    "responseDateTimeRenderOption": DATES,
    "valueInputOption": ("INPUT_VALUE_OPTION_UNSPECIFIED", *INPUT),
    "insertDataOption": INSERT,
}
_TYPES: Final = {
    "majorDimension": "google.apps.sheets.v4.Dimension",
    "valueRenderOption": "google.apps.sheets.v4.ValueRenderOption",
    "responseValueRenderOption": "google.apps.sheets.v4.ValueRenderOption",
    "dateTimeRenderOption": "google.apps.sheets.v4.DateTimeRenderOption",
    "responseDateTimeRenderOption": "google.apps.sheets.v4.DateTimeRenderOption",
    "valueInputOption": "google.apps.sheets.v4.ValueInputOption",
    "insertDataOption": "google.apps.sheets.v4.InsertDataOption",
}


BATCH: Final = (
    "valueInputOption",
    "data",
    "includeValuesInResponse",
    "responseValueRenderOption",
    "responseDateTimeRenderOption",
)
"""The fields of the bodies that write several ranges at once."""


def of_query(query: Query) -> dict[str, Any]:
    """The last value of each parameter, as a body would give it."""
    return {name: values[-1] for name, values in query.items() if values}


def choice(given: Mapping[str, Any], name: str, default: str = "") -> str:
    """One of the values of an enumerated option, `default` where it is not given. Raises ApiError 400."""
    value = given.get(name)
    if value in {None, ""}:
        return default
    if value not in _ENUMS[name]:
        raise bad_value(snake(name), f"type.googleapis.com/{_TYPES[name]}", f'"{value}"')
    return default if "UNSPECIFIED" in str(value) else str(value)


def input_option(given: Mapping[str, Any]) -> str:
    """RAW or USER_ENTERED, which has no default. Raises ApiError 400."""
    value = choice(given, "valueInputOption")
    if not value:
        raise invalid("'valueInputOption' is required but not specified")
    return value


def flag(given: Mapping[str, Any], name: str) -> bool:
    """An option that says yes or no."""
    return str(given.get(name, "")).casefold() == "true"


def known(body: Mapping[str, Any], names: Collection[str], at: str = "") -> None:
    """Raise ApiError 400 for the first field of a body that is none of `names`; `at` is where the body stands."""
    for name in body:
        if name not in names:
            place = f" at '{at}'" if at else ""
            text = f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
            raise misfits((at, text))


def bad_value(field: str, kind: str, text: str) -> ApiError:
    """The answer to a field of the wrong type."""
    return misfits((field, f"Invalid value at '{field}' ({kind}), {text}"))
