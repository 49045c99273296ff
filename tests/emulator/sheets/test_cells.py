"""Cells from and to the API's CellData, and colours as Google sends them."""

from typing import Any

import pytest

from sheetkit.core.values import ERRORS, NA, CellError, CellValue
from sheetkit.emulator.document import Cell
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import cells, colors

VALUES: list[tuple[CellValue, dict[str, Any]]] = [
    (None, {}),
    ("x", {"stringValue": "x"}),
    (1.0, {"numberValue": 1}),
    (1.5, {"numberValue": 1.5}),
    (True, {"boolValue": True}),
]


@pytest.mark.parametrize(("value", "json"), VALUES)
def test_a_value_goes_out_and_comes_back(value: CellValue, json: dict[str, Any]) -> None:
    assert cells.extended(value) == json
    assert cells.from_extended(json) == (value, "")


@pytest.mark.parametrize("error", ERRORS.values())
def test_an_error_goes_out_with_its_type_and_comes_back(error: CellError) -> None:
    json = cells.extended(error)
    assert json["errorValue"]["message"]
    assert cells.from_extended(json) == (error, "")


@pytest.mark.parametrize(
    ("json", "written"),
    [
        ({"formulaValue": "=A1"}, (None, "=A1")),
        ({"formulaValue": "A1"}, (None, "=A1")),
        ({"stringValue": ""}, (None, "")),
        ({"stringValue": "=A1"}, ("=A1", "")),
        ({"errorValue": {"type": "N_A"}}, (NA, "")),
        ({"errorValue": {}}, (CellError("#ERROR!"), "")),
        (None, (None, "")),
    ],
)
def test_what_an_extended_value_writes(json: Any, written: tuple[CellValue, str]) -> None:
    assert cells.from_extended(json) == written


@pytest.mark.parametrize("json", [{"numberValue": "5"}, {"numberValue": True}, {"boolValue": 1}, {"other": 1}])
def test_a_value_of_the_wrong_kind_is_refused(json: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="Invalid value for"):
        cells.from_extended(json)


OLD = Cell("old", format={"horizontalAlignment": "LEFT", "textFormat": {"bold": True, "italic": True}}, note="n")
NEW = {
    "userEnteredValue": {"stringValue": "new"},
    "userEnteredFormat": {"textFormat": {"bold": False}},
    "textFormatRuns": [{"format": {"bold": True}}],
    "dataValidation": {"condition": {"type": "BOOLEAN"}},
}


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ("userEnteredValue", {"value": "new"}),
        ("note", {"note": ""}),
        (
            "userEnteredFormat.textFormat.bold",
            {"format": {"horizontalAlignment": "LEFT", "textFormat": {"bold": False, "italic": True}}},
        ),
        ("userEnteredFormat.textFormat", {"format": {"horizontalAlignment": "LEFT", "textFormat": {"bold": False}}}),
        ("userEnteredFormat", {"format": {"textFormat": {"bold": False}}}),
        ("userEnteredFormat.horizontalAlignment", {"format": {"textFormat": {"bold": True, "italic": True}}}),
        ("dataValidation", {"validation": {"condition": {"type": "BOOLEAN"}}}),
        ("textFormatRuns,chipRuns", {"runs": ({"format": {"bold": True}},)}),
    ],
)
def test_only_the_fields_of_the_mask_change(fields: str, changed: dict[str, Any]) -> None:
    cell = cells.from_json(NEW, fields, OLD)
    kept = {name: getattr(OLD, name) for name in Cell.__dataclass_fields__}
    assert cell == Cell(**(kept | changed))


def test_a_star_is_every_field() -> None:
    assert cells.from_json({"note": "x"}, "*", OLD) == Cell(note="x")
    with pytest.raises(ApiError, match="At least one field"):
        cells.from_json({}, "", OLD)


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        ({"red": 1, "green": 0, "blue": 0.5}, {"red": 1, "blue": 0.49803922}),
        ({"red": 0.2}, {"red": 0.2}),
        ({"red": 0.4980392156862745}, {"red": 0.49803922}),
        ({"red": 66 / 255, "green": 133 / 255, "blue": 244 / 255},
         {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}),
        ({"red": 0.1, "alpha": 0.5}, {"red": 0.09803922, "alpha": 0.5}),
        ({}, {}),
    ],
)  # fmt: skip
def test_a_channel_has_eight_bits_and_is_sent_as_a_32_bit_float(sent: dict[str, Any], back: dict[str, Any]) -> None:
    assert colors.color(sent) == back


@pytest.mark.parametrize(
    ("given", "paired"),
    [
        ({"backgroundColor": {"red": 1}}, ({"red": 1}, {"rgbColor": {"red": 1}})),
        ({"backgroundColorStyle": {"rgbColor": {"red": 1}}}, ({"red": 1}, {"rgbColor": {"red": 1}})),
        (
            {"backgroundColor": {"blue": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}},
            ({"red": 1}, {"rgbColor": {"red": 1}}),
        ),
        ({"backgroundColorStyle": {"themeColor": "LINK"}}, ({"green": 1}, {"themeColor": "LINK"})),
    ],
)
def test_a_colour_and_its_style_go_together(given: dict[str, Any], paired: tuple[Any, Any]) -> None:
    theme = {"LINK": {"green": 1}}
    assert colors.paired({"list": [given]}, theme) == {
        "list": [{"backgroundColor": paired[0], "backgroundColorStyle": paired[1]}]
    }
