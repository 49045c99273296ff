"""Requests held against the API's own shapes, and put into the form in which the API stores and shows them.

What does not fit is refused with Google's words. The rest is the same JSON without nulls and defaults, with numbers as
numbers, a colour and its style both filled in, and the fields in the order of the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sheetkit.emulator.document import Json
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.refusals import misfits
from sheetkit.emulator.sheets import colors
from sheetkit.emulator.sheets.batch import shapes
from sheetkit.emulator.sheets.batch.scalars import SCALARS, TYPES, enumerated
from sheetkit.emulator.sheets.batch.shapes import ONE_OF, Field
from sheetkit.emulator.sheets.naming import snake

ABSENT: Final = frozenset(
    {
        "DataSourceColumnReference",
        "DataSourceChartProperties",
        "DataSourceFormula",
        "DataSourceSheetDimensionRange",
        "DataSourceSheetProperties",
        "DataSourceTable",
        "PivotTable",
    }
)
"""Objects of the API that the server would have to leave out: it says so instead."""
_PACKAGE: Final = "type.googleapis.com/google.apps.sheets.v4."


def checked(name: str, json: object, path: str, theme: Mapping[str, Json]) -> Json:
    """The JSON of one object as the API stores it. `path` says where it stands in the request, in Google's way.

    `theme` is the Color of each themeColor.

    Raises ApiError 400 that lists everything that does not fit.
    """
    check = _Check(theme)
    result = check.message(name, json, path)
    if check.found:
        raise misfits(*check.found)
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
        if name in ABSENT:
            raise ApiError(501, f"Invalid {path}: this server has no {name}.")
        if name == "ExtendedValue" and _plain_value(json):
            return json
        fields = shapes.fields_of(name)
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
        if kind in _SHARED:
            return self.shared(kind, value, path)
        if kind == "RowData" and (quick := self.quick(value)) is not None:
            return quick
        if shapes.known(kind):
            return self.message(kind, value, path)
        result: Any = enumerated(values, value) if (values := shapes.values_of(kind)) else SCALARS[kind](value)
        if result is None:
            self.misfit(path, _type(kind), value)
        return result

    def one_of(self, name: str, json: Json, path: str) -> None:
        """Refuse two fields of an object of which only one can be set."""
        if name not in ONE_OF:
            return
        union, among = ONE_OF[name]
        second = [key for key, value in json.items() if key in among and value is not None][1:2]
        if second:
            text = f"oneof field '{union}' is already set. Cannot set '{second[0]}'"
            self.found.append((path, f"Invalid value at '{path}' (oneof), {text}"))

    def quick(self, row: object) -> Json | None:
        """A row of cells of the usual kind, checked by a short way; None for any other."""
        if type(row) is not dict or len(row) != 1 or type(row.get("values")) is not list:
            return None
        cells, before = [], len(self.found)
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
                    if len(self.found) > before or part is None:
                        del self.found[before:]
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
    return TYPES.get(kind) or _PACKAGE + kind


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


_SHARED: Final = frozenset({"CellFormat", "DataValidationRule"})
_CELL_PARTS: Final[Mapping[str, str]] = {"userEnteredFormat": "CellFormat", "dataValidation": "DataValidationRule"}


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
