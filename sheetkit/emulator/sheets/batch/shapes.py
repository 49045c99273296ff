"""The API's own shapes: every object that a request can hold, its fields and their types, read from `shapes.txt`."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple


class Field(NamedTuple):
    """One field: what it is (`int`, `text`, …, an enumeration or an object), how often, and if its default is shown."""

    type: str
    repeated: bool = False
    mapped: bool = False
    kept: bool = False


@cache
def _table() -> tuple[Mapping[str, Mapping[str, Field]], Mapping[str, tuple[str, ...]]]:
    objects: dict[str, dict[str, Field]] = {}
    enumerations: dict[str, tuple[str, ...]] = {}
    text = resources.files("sheetkit.emulator.sheets.batch").joinpath("shapes.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, *rest = line.split(" ")
        if name == "enum":
            enumerations[rest[0]] = tuple(rest[1:])
        elif name != "#":
            objects[name] = {part.split(":")[0]: _field(part.split(":")[1]) for part in rest if part}
    return objects, enumerations


def _field(text: str) -> Field:
    kind = text.rstrip("!")
    return Field(kind.strip("[]{}"), kind.startswith("["), kind.startswith("{"), text.endswith("!"))


def fields_of(name: str) -> Mapping[str, Field]:
    """The fields of an object of the API by name, in the order in which answers show them."""
    return _table()[0][name]


def values_of(name: str) -> tuple[str, ...]:
    """The values of an enumeration of the API by our name for it; none where there is no such enumeration."""
    return _table()[1].get(name, ())


def known(name: str) -> bool:
    """Whether the API has an object of this name that a request can hold."""
    return name in _table()[0]


ONE_OF: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "ConditionalFormatRule": ("rule", frozenset({"booleanRule", "gradientRule"})),
    "ExtendedValue": ("value", frozenset({"numberValue", "stringValue", "boolValue", "formulaValue", "errorValue"})),
    "ColorStyle": ("kind", frozenset({"rgbColor", "themeColor"})),
    "UpdateCellsRequest": ("area", frozenset({"start", "range"})),
    "AutoFillRequest": ("area", frozenset({"range", "sourceAndDestination"})),
    "FindReplaceRequest": ("scope", frozenset({"range", "sheetId", "allSheets"})),
    "PasteDataRequest": ("kind", frozenset({"delimiter", "html"})),
    "UpdateConditionalFormatRuleRequest": ("instruction", frozenset({"rule", "newIndex"})),
    "EmbeddedObjectPosition": ("location", frozenset({"sheetId", "overlayPosition", "newSheet"})),
    "DeveloperMetadataLocation": ("location", frozenset({"spreadsheet", "sheetId", "dimensionRange"})),
    "DataFilter": ("filter", frozenset({"a1Range", "developerMetadataLookup", "gridRange"})),
}
"""Objects of which only one of some fields can be set, with the name of the choice."""
