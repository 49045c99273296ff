"""Requests held against the API's own shapes, and put into the form in which the API stores and shows them.

`shapes.txt` names every object that a request can hold, its fields and their types. `checked` refuses what does not
fit, with Google's words, and otherwise gives the same JSON without nulls and defaults, with numbers as numbers, a
colour and its style both filled in, and the fields in the order of the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

from sheetkit.emulator.document import Json
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import colors
from sheetkit.emulator.sheets.batch.naming import snake

_PACKAGE: Final = "type.googleapis.com/google.apps.sheets.v4."
_INT32: Final = 2**31


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
    text = resources.files(__package__).joinpath("shapes.txt").read_text(encoding="utf-8")
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
    """The values of an enumeration of the API by our name for it."""
    return _table()[1][name]


def known(name: str) -> bool:
    """Whether the API has an object of this name that a request can hold."""
    return name in _table()[0]


def checked(name: str, json: object, path: str, theme: Mapping[str, Json]) -> Json:
    """The JSON of one object as the API stores it. `path` says where it stands in the request, in Google's way.

    `theme` is the Color of each themeColor.

    Raises ApiError 400 that lists everything that does not fit.
    """
    check = _Check(theme)
    result = check.message(name, json, path)
    if check.found:
        details = {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [{"field": where, "description": text} for where, text in check.found],
        }
        raise ApiError(400, "\n".join(text for _, text in check.found), details=[details])
    return result or {}


@dataclass
class _Check:
    theme: Mapping[str, Json]
    found: list[tuple[str, str]] = field(default_factory=list)
    alike: dict[tuple[str, str], Json | None] = field(default_factory=dict)

    def message(self, name: str, json: object, path: str) -> Json | None:
        if not isinstance(json, Mapping):
            self.misfit(path, _PACKAGE + _google(name), json)
            return None
        if name == "ExtendedValue" and _plain_value(json):
            return json
        fields = fields_of(name)
        result: dict[str, Any] = {}
        for key, value in json.items():
            if key not in fields:
                self.unknown(path, key, "Cannot find field.")
            elif value is not None:
                self.put(result, key, fields[key], value, path)
        self.one_of(name, json, path)
        if name == "Color":
            return colors.color(result)
        return _in_order(_with_both_colours(result, fields, self.theme), fields)

    def put(self, result: dict[str, Any], key: str, kind: Field, value: object, above: str) -> None:
        path = f"{above}.{snake(key)}"
        if kind.repeated:
            if not isinstance(value, list | tuple):
                self.misfit(path, _type(kind.type), value)
                return
            items = [self.one(kind.type, item, f"{path}[{index}]") for index, item in enumerate(value)]
            if items:
                result[key] = items
        elif isinstance(value, list):
            self.unknown(above, key, "Proto field is not repeating, cannot start list.")
        elif kind.mapped and isinstance(value, Mapping):
            result[key] = {k: self.one(kind.type, v, f"{path}[{k}]") for k, v in value.items()}
        else:
            item = self.one(kind.type, value, path)
            if item is not None and (kind.kept or item not in (0, "", False) or isinstance(item, Mapping)):
                result[key] = item

    def one(self, kind: str, value: object, path: str) -> Any:
        objects, enumerations = _table()
        if kind in _SHARED:
            return self.shared(kind, value, path)
        if kind == "RowData" and (quick := self.quick(value)) is not None:
            return quick
        if kind in objects:
            return self.message(kind, value, path)
        result: Any = _enumerated(enumerations[kind], value) if kind in enumerations else _SCALARS[kind](value)
        if result is None:
            self.misfit(path, _type(kind), value)
        return result

    def one_of(self, name: str, json: Json, path: str) -> None:
        """Refuse two fields of an object of which only one can be set."""
        if name not in _ONE_OF:
            return
        union, among = _ONE_OF[name]
        second = [key for key, value in json.items() if key in among and value is not None][1:2]
        if second:
            text = f"oneof field '{union}' is already set. Cannot set '{second[0]}'"
            self.found.append((path, f"Invalid value at '{path}' (oneof), {text}"))

    def quick(self, row: object) -> Json | None:
        """A row of cells of the usual kind, checked by a short way; None for any other."""
        if type(row) is not dict or len(row) != 1 or type(row.get("values")) is not list:
            return None
        cells = []
        for cell in row["values"]:
            if type(cell) is not dict:
                return None
            new = cell
            for key, value in cell.items():
                if key == "userEnteredValue":
                    if not (type(value) is dict and _plain_value(value)):
                        return None
                elif key in _CELL_PARTS:
                    part = self.shared(_CELL_PARTS[key], value, "")
                    if self.found or part is None:
                        self.found.clear()
                        return None
                    new = {**new, key: part}
                elif key != "note" or type(value) is not str:
                    return None
            cells.append(new)
        return {"values": cells}

    def shared(self, kind: str, value: object, path: str) -> Json | None:
        """An object that thousands of cells have alike: checked once, kept once."""
        key = kind, repr(value)
        if key not in self.alike:
            found = len(self.found)
            result = self.message(kind, value, path)
            if len(self.found) > found:
                return result
            self.alike[key] = result
        return self.alike[key]

    def misfit(self, path: str, kind: str, value: object) -> None:
        shown = f'"{value}"' if isinstance(value, str) else _shown(value)
        self.found.append((path, f"Invalid value at '{path}' ({kind}), {shown}"))

    def unknown(self, path: str, name: str, why: str) -> None:
        text = f"Invalid JSON payload received. Unknown name \"{name}\" at '{path}': {why}"
        self.found.append((path, text))


def _google(name: str) -> str:
    return "BatchUpdateSpreadsheetRequest.Request" if name == "Request" else name


def _type(kind: str) -> str:
    return _TYPES.get(kind) or _PACKAGE + kind


def _shown(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _plain_value(json: Json) -> bool:
    """Whether this is one value of the right kind, which nearly all cells of a large write are."""
    if len(json) != 1:
        return False
    for key, value in json.items():
        return type(value) in _PLAIN.get(key, ())
    return False


_PLAIN: Final[Mapping[str, tuple[type, ...]]] = {
    "stringValue": (str,),
    "numberValue": (int, float),
    "boolValue": (bool,),
    "formulaValue": (str,),
}


_ONE_OF: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
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
_SHARED: Final = frozenset({"CellFormat", "DataValidationRule"})
_CELL_PARTS: Final[Mapping[str, str]] = {"userEnteredFormat": "CellFormat", "dataValidation": "DataValidationRule"}


def _enumerated(values: tuple[str, ...], value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(values):
        return values[value]
    return value if isinstance(value, str) and value in values else None


def _integer(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = int(value) if isinstance(value, int | str) else int(value) if value.is_integer() else None
    except ValueError:
        return None
    return number if number is not None and -_INT32 <= number < _INT32 else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return value if isinstance(value, int) else float(value)
    except ValueError:
        return None


def _truth(value: object) -> bool | None:
    return (
        {"true": True, "false": False}.get(value)
        if isinstance(value, str)
        else value
        if isinstance(value, bool)
        else None
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


_SCALARS: Final = {
    "int": _integer,
    "double": _number,
    "float": _number,
    "bool": _truth,
    "text": _text,
    "mask": _text,
}
_TYPES: Final[Mapping[str, str]] = {
    "int": "TYPE_INT32",
    "double": "TYPE_DOUBLE",
    "float": "TYPE_FLOAT",
    "bool": "TYPE_BOOL",
    "text": "TYPE_STRING",
    "mask": "type.googleapis.com/google.protobuf.FieldMask",
}


def _with_both_colours(json: dict[str, Any], fields: Mapping[str, Field], theme: Mapping[str, Json]) -> dict[str, Any]:
    """A colour is shown twice, plain and as a style; whichever was given fills in the other, the style first."""
    for key in fields:
        style = key + "Style"
        if fields[key].type != "Color" or style not in fields:
            continue
        if "rgbColor" in json.get(style, {}):
            json[key] = json[style]["rgbColor"]
        elif style in json:
            json.pop(key, None)
            if not json[style]:
                del json[style]
            elif (themed := theme.get(json[style].get("themeColor", ""))) is not None:
                json[key] = themed
        elif key in json:
            json[style] = {"rgbColor": json[key]}
    return json


def _in_order(json: dict[str, Any], fields: Mapping[str, Field]) -> Json:
    return json if len(json) < 2 else {key: json[key] for key in fields if key in json}
