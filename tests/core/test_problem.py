"""How a problem says where it is."""

import pytest

from sheetkit.core.problem import Problem


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"tab": "Cases", "cell": "D7", "key": "RF-1", "column": "Amount"}, "Cases!D7 (RF-1, Amount)"),
        ({"tab": "Cases", "cell": "D7", "column": "Amount"}, "Cases!D7 (Amount)"),
        ({"tab": "Cases", "cell": "D7"}, "Cases!D7"),
        ({"tab": "Cases"}, "Cases"),
        ({"cell": "line 12"}, "line 12"),
        ({"key": "RF-1"}, "RF-1"),
        ({}, ""),
    ],
)
def test_place(where: dict[str, str], place: str) -> None:
    assert Problem(code="required", message="It is blank.", **where).place == place  # type: ignore[arg-type]


def test_the_json_shape() -> None:
    problem = Problem(code="required", message="It is blank.", hint="Fill it in.", tab="Cases", cell="D7")
    assert problem.as_dict() == {
        "code": "required",
        "message": "It is blank.",
        "hint": "Fill it in.",
        "tab": "Cases",
        "cell": "D7",
        "key": "",
        "column": "",
        "severity": "error",
    }
