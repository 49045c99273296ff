"""What the server knows of Google's methods, held against Google's own discovery documents."""

from importlib import resources
from typing import Any

import pytest

from sheetkit.emulator.answer_shapes import unknown
from sheetkit.emulator.api import ROUTES
from sheetkit.emulator.mask import parse
from sheetkit.emulator.parameters import OWN, STANDARD
from tests.emulator.discovery import document
from tests.emulator.methods import methods
from tests.emulator.shapes_of_answers import written

NOT_IN_V3 = {"drive.files.upload", "drive.files.create with content", "drive.files.update with content"}


METHODS = {method.id: method.known for method in methods()}
CHECKED = [route for route in ROUTES if route.service != "oauth" and route.id not in NOT_IN_V3]


@pytest.mark.parametrize("route", CHECKED, ids=lambda route: str(route.id))
def test_a_method_is_where_google_has_it_and_answers_with_the_same(route: Any) -> None:
    method = METHODS[route.id]
    base = "/" if route.service == "sheets" else "/drive/v3/"
    path = base + str(method["path"]).replace("{+", "{")
    assert (route.method, route.pattern) == (method["httpMethod"], path)
    if route.answers_with:
        assert route.answers_with == method["response"]["$ref"]


def test_no_method_of_sheets_is_forgotten() -> None:
    assert {name for name in METHODS if name.startswith("sheets.")} <= {route.id for route in ROUTES}


@pytest.mark.parametrize("route", [route for route in CHECKED if route.service == "sheets"], ids=lambda r: str(r.id))
def test_a_method_of_sheets_takes_the_parameters_that_google_names(route: Any) -> None:
    named = {name for name, each in METHODS[route.id].get("parameters", {}).items() if each["location"] == "query"}
    assert OWN.get(route.id, frozenset()) == named


def test_the_parameters_of_every_method() -> None:
    assert set(document("sheets.v4")["parameters"]) <= STANDARD


def test_masks_know_every_field_of_every_answer() -> None:
    """`python -m tests.emulator.shapes_of_answers > sheetkit/emulator/answer_shapes.txt` writes them anew."""
    shapes = resources.files("sheetkit.emulator").joinpath("answer_shapes.txt").read_text(encoding="utf-8")
    assert shapes == written()


@pytest.mark.parametrize(
    ("mask", "shape", "wrong"),
    [
        ("sheets.data.rowData.values(effectiveValue,note)", "Spreadsheet", ""),
        ("sheets(properties(title,colour))", "Spreadsheet", "sheets.properties.colour"),
        ("sheets.*.title,*", "Spreadsheet", ""),
        ("files(capabilities/canEdit,appProperties/anything)", "FileList", ""),
        ("files/capabilities/canFly", "FileList", "files.capabilities.canFly"),
        ("anything", "", ""),
    ],
)
def test_the_first_field_that_there_is_not(mask: str, shape: str, wrong: str) -> None:
    assert unknown(parse(mask), shape) == wrong
