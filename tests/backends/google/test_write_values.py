"""What cells hold, to and from the API: a text is a stringValue whatever it looks like."""

import pytest

from sheetkit.backends.google.ranges import Json
from sheetkit.backends.google.values import MOST_TEXT, Unfit, effective, entered, held
from sheetkit.core.values import DIV0, NA, REF, VALUE, CellError, CellValue


@pytest.mark.parametrize(
    ("value", "made"),
    [
        (None, None),
        ("", None),
        ("=1+1", {"stringValue": "=1+1"}),
        ("'quoted", {"stringValue": "'quoted"}),
        ("007", {"stringValue": "007"}),
        ("TRUE", {"stringValue": "TRUE"}),
        ("#N/A", {"stringValue": "#N/A"}),
        (True, {"boolValue": True}),
        (False, {"boolValue": False}),
        (0, {"numberValue": 0}),
        (46348.0, {"numberValue": 46348}),
        (0.1, {"numberValue": 0.1}),
        (1e300, {"numberValue": 1e300}),
        (NA, {"formulaValue": "=NA()"}),
        (DIV0, {"formulaValue": "=#DIV/0!"}),
    ],
)
def test_a_value_as_it_is_entered(value: CellValue, made: Json | None) -> None:
    found = entered(value)
    assert found == made
    assert [type(one) for one in (found or {}).values()] == [type(one) for one in (made or {}).values()]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "x" * (MOST_TEXT + 1)], ids=["NaN", "infinity", "text"])
def test_what_no_cell_can_hold(value: CellValue) -> None:
    with pytest.raises(Unfit):
        entered(value)


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        (None, None),
        ({}, None),
        ({"numberValue": 3}, 3.0),
        ({"stringValue": "#N/A"}, "#N/A"),
        ({"stringValue": ""}, None),
        ({"boolValue": False}, False),
        ({"errorValue": {"type": "N_A", "message": "…"}}, NA),
        ({"errorValue": {"type": "REF"}}, REF),
        ({"errorValue": {"type": "ERROR"}}, VALUE),
        ({"errorValue": {"type": "LOADING"}}, VALUE),
    ],
)
def test_a_value_as_it_is_shown(shown: Json | None, value: CellValue) -> None:
    found = effective(shown)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("cell", "value", "formula"),
    [
        ({}, None, None),
        ({"effectiveValue": {"numberValue": 1}}, 1.0, None),
        ({"userEnteredValue": {"formulaValue": "=A1*2"}, "effectiveValue": {"numberValue": 4}}, 4.0, "A1*2"),
        ({"userEnteredValue": {"formulaValue": '=""'}, "effectiveValue": {"stringValue": ""}}, None, '""'),
        ({"userEnteredValue": {"boolValue": False}, "effectiveValue": {"boolValue": False}}, False, None),
        ({"effectiveValue": {"boolValue": False}}, None, None),
        ({"effectiveValue": {"boolValue": True}}, True, None),
        ({"userEnteredValue": {"formulaValue": "=NA()"}, "effectiveValue": {"errorValue": {"type": "N_A"}}}, NA, None),
        (
            {"userEnteredValue": {"formulaValue": "=#REF!"}, "effectiveValue": {"errorValue": {"type": "REF"}}},
            REF,
            None,
        ),
        ({"userEnteredValue": {"formulaValue": "=1=2"}, "effectiveValue": {"boolValue": False}}, False, "1=2"),
    ],
    ids=[
        "blank",
        "plain",
        "formula",
        "formula of nothing",
        "unticked",
        "box nobody touched",
        "spilled",
        "error",
        "other",
        "comparison",
    ],
)
def test_a_cell_as_it_is_read(cell: Json, value: CellError | float | None, formula: str | None) -> None:
    assert held(cell) == (value, formula)
