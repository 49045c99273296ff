"""The table of functions keeps what it says about each of them."""

import pytest

from sheetkit.formula.functions import FUNCTIONS
from sheetkit.formula.refused import REFUSED

SUPPORTED = """
IF IFERROR IFNA AND OR NOT XOR ISBLANK ISNUMBER ISTEXT ISERROR ISNA ISLOGICAL INDEX MATCH COUNT COUNTA COUNTBLANK
COUNTIF COUNTIFS SUM SUMIF SUMIFS AVERAGE AVERAGEIF AVERAGEIFS SUMPRODUCT MIN MAX MEDIAN LARGE SMALL ROUND ROUNDUP
ROUNDDOWN INT TRUNC MOD ABS SIGN SQRT POWER CEILING FLOOR DATE YEAR MONTH DAY HOUR MINUTE EDATE EOMONTH NETWORKDAYS
WORKDAY WEEKDAY DAYS LEFT RIGHT MID LEN TRIM UPPER LOWER PROPER SUBSTITUTE REPLACE FIND SEARCH VALUE EXACT CHOOSE REPT
HYPERLINK CONCATENATE CHAR CODE T N TRUE FALSE NA TEXT TODAY
"""


def test_the_supported_functions_are_these() -> None:
    assert sorted(FUNCTIONS) == sorted(SUPPORTED.split())


def test_only_today_is_in_both_tables_for_it_depends_on_the_place() -> None:
    assert FUNCTIONS.keys() & REFUSED.keys() == {"TODAY"}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_refused_function_says_why_and_what_to_do(name: str) -> None:
    refusal = REFUSED[name]
    assert refusal.reason
    assert not refusal.reason.endswith(".")
    assert refusal.hint.endswith(".")


COUNTS: list[tuple[str, list[int], list[int], str]] = [
    # name, accepted, not accepted, in words
    ("NA", [0], [1], "no arguments"),
    ("NOT", [1], [0, 2], "1 argument"),
    ("DATE", [3], [2, 4], "3 arguments"),
    ("IF", [2, 3], [1, 4], "2 or 3 arguments"),
    ("SUM", [1, 2, 255], [0, 256], "1 or more arguments"),
    ("COUNTIFS", [2, 4, 254], [0, 1, 3, 255], "2, 4, 6 … arguments"),
    ("SUMIFS", [3, 5, 255], [1, 2, 4, 254, 257], "3, 5, 7 … arguments"),
    ("SUMIF", [2, 3], [1, 4], "2 or 3 arguments"),
    ("CHOOSE", [2, 3, 255], [1, 256], "2 or more arguments"),
]


@pytest.mark.parametrize(("name", "yes", "no", "words"), COUNTS)
def test_how_many_arguments_a_function_takes(name: str, yes: list[int], no: list[int], words: str) -> None:
    function = FUNCTIONS[name]
    assert all(map(function.accepts, yes))
    assert not any(map(function.accepts, no))
    assert function.signature == words


def test_what_each_argument_takes() -> None:
    sumifs, choose = FUNCTIONS["SUMIFS"], FUNCTIONS["CHOOSE"]
    assert [sumifs.argument(at) for at in range(5)] == ["range", "range", "criterion", "range", "criterion"]
    assert [choose.argument(at) for at in range(4)] == ["number", "any", "any", "any"]
    assert FUNCTIONS["WORKDAY"].takes == ("number", "number", "values")


def test_what_else_the_table_says() -> None:
    assert {name for name, function in FUNCTIONS.items() if function.newer} == {"IFNA", "XOR", "DAYS"}
    assert {name for name, function in FUNCTIONS.items() if function.result == "date"} == {
        "DATE",
        "EDATE",
        "EOMONTH",
        "WORKDAY",
        "TODAY",
    }
    assert all(FUNCTIONS[name].aggregate for name in ("SUM", "COUNTIFS", "SUMPRODUCT", "MATCH"))
    assert not any(FUNCTIONS[name].aggregate for name in ("LEFT", "IF", "NA"))
    assert [FUNCTIONS[name].lifts for name in ("ABS", "IF", "EDATE")] == ["always", "array", "never"]
