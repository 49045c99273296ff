"""Field masks, as both APIs read them."""

from typing import Any

import pytest

from sheetkit.emulator.mask import MaskInvalid, apply, parse

ANSWER = {
    "id": 1,
    "properties": {"title": "A", "locale": "en"},
    "sheets": [
        {"properties": {"sheetId": 0, "title": "One"}, "data": [{"rowData": [{"values": [{"note": "n", "v": 2}]}]}]}
    ],
}


@pytest.mark.parametrize(
    ("mask", "left"),
    [
        ("id", {"id": 1}),
        ("*", ANSWER),
        ("properties.title", {"properties": {"title": "A"}}),
        ("properties/title,id", {"id": 1, "properties": {"title": "A"}}),
        ("sheets.properties.title", {"sheets": [{"properties": {"title": "One"}}]}),
        ("sheets(properties(title,sheetId))", {"sheets": [{"properties": {"sheetId": 0, "title": "One"}}]}),
        ("sheets/properties,sheets.properties.title", {"sheets": [{"properties": {"sheetId": 0, "title": "One"}}]}),
        ("sheets.properties.title,sheets/properties", {"sheets": [{"properties": {"sheetId": 0, "title": "One"}}]}),
        ("sheets/data/rowData/values/note", {"sheets": [{"data": [{"rowData": [{"values": [{"note": "n"}]}]}]}]}),
        ("sheets(data.rowData(values(v)))", {"sheets": [{"data": [{"rowData": [{"values": [{"v": 2}]}]}]}]}),
        ("properties(*)", {"properties": {"title": "A", "locale": "en"}}),
        ("*/title", {"properties": {"title": "A"}, "id": 1, "sheets": [{}]}),
        ("nothing", {}),
    ],
)  # fmt: skip
def test_what_a_mask_leaves(mask: str, left: Any) -> None:
    assert apply(parse(mask), ANSWER) == left


@pytest.mark.parametrize("mask", ["", "a,", "a(b", "a)b", "a..b", "(a)", "a(b)c", "a()"])
def test_masks_that_cannot_be_read(mask: str) -> None:
    with pytest.raises(MaskInvalid):
        parse(mask)


def test_an_answer_of_each_api(alice: Any) -> None:
    sheet = alice.new("Masked")
    here = f"/v4/spreadsheets/{sheet}"
    assert alice.get(here, fields="properties.title") == {"properties": {"title": "Masked"}}
    assert alice.get(f"/drive/v3/files/{sheet}", fields="name,owners/me") == {
        "name": "Masked",
        "owners": [{"me": True}],
    }
    assert list(alice.get(f"/drive/v3/files/{sheet}")) == ["kind", "id", "name", "mimeType"]
    assert alice.get("/drive/v3/files", fields="files(id)") == {"files": [{"id": sheet}]}


def test_a_field_that_is_not_there_is_refused_before_anything_is_written(alice: Any) -> None:
    sheet = alice.new()
    answer = alice.call("GET", f"/v4/spreadsheets/{sheet}", fields="sheets.wrong")
    assert answer.status_code == 400
    assert "sheets.wrong" in answer.json()["error"]["details"][0]["fieldViolations"][0]["description"]
    path = f"/v4/spreadsheets/{sheet}/values/A1"
    assert alice.call("PUT", path, {"values": [["x"]]}, valueInputOption="RAW", fields="x").status_code == 400
    assert alice.values(sheet, "A1") == []
    answer = alice.call("GET", f"/drive/v3/files/{sheet}", fields="id,wrong")
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Invalid field selection wrong")
    assert answer.json()["error"]["errors"][0]["location"] == "fields"
