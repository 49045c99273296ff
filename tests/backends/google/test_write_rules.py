"""Validations and flags in Google's terms, and the formulas in them."""

import pytest

from sheetkit.backends.google.flags import flags
from sheetkit.backends.google.formulas import named_columns, rule, speller
from sheetkit.backends.google.ranges import Json
from sheetkit.backends.google.validations import closed, validations
from sheetkit.formula.ast import Bool, Column, Name, Number
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.workbook.model import FlagRule, Validation

LAYOUT = Layout(
    {
        "Cases": TablePlace("Cases", 1, 10, {"Case": 0, "Amount": 1, "Due": 2}),
        "Sellers": TablePlace("Our sellers", 3, 5, {"Seller": 0, "List Status": 1}),
    },
    {"Reasons": NamePlace("Lists", 1, 2, 8), "Today": NamePlace("Settings", 1, 1)},
)


def condition(**given: object) -> Json | None:
    """The condition of a rule on Cases!B2:B11; None when there is none."""
    one = Validation(1, 1, 10, 1, table="Cases", **given)  # type: ignore[arg-type]
    made = validations(7, "Cases", [one], LAYOUT)
    return made[0]["setDataValidation"]["rule"]["condition"] if made else None


def of(kind: str, *values: str) -> Json:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"kind": "none", "message": "type here"}, None),
        ({"kind": "custom", "formula": Bool(False)}, None),
        ({"kind": "custom", "formula": parse("=[@Amount]>0")}, of("CUSTOM_FORMULA", "=$B2>0")),
        ({"kind": "list", "choices": ("A, B", "C")}, of("ONE_OF_LIST", "A, B", "C")),
        ({"kind": "list", "choices": ("TRUE", "FALSE")}, {"type": "BOOLEAN"}),
        ({"kind": "list", "source": Name("Reasons")}, of("ONE_OF_RANGE", "=Lists!$C$2:$C$9")),
        (
            {"kind": "list", "source": Column("Sellers", "Seller")},
            of("ONE_OF_RANGE", "='Our sellers'!$A$4:$A$8"),
        ),
        ({"kind": "date", "minimum": Number(61), "maximum": Number(2958465.99)}, {"type": "DATE_IS_VALID"}),
        ({"kind": "date", "minimum": Name("Today")}, of("DATE_ON_OR_AFTER", '=INDIRECT("Today")')),
        ({"kind": "decimal", "minimum": Number(0), "maximum": Number(99.5)}, of("NUMBER_BETWEEN", "0", "99.5")),
        ({"kind": "decimal", "minimum": Number(0)}, of("NUMBER_GREATER_THAN_EQ", "0")),
        ({"kind": "decimal", "maximum": Number(9)}, of("NUMBER_LESS_THAN_EQ", "9")),
        ({"kind": "decimal"}, of("CUSTOM_FORMULA", "=AND(ISNUMBER(B2))")),
        (
            {"kind": "whole", "minimum": Number(1)},
            of("CUSTOM_FORMULA", "=AND(ISNUMBER(B2),IF(ISNUMBER(B2),INT(B2)=B2),B2>=1)"),
        ),
        ({"kind": "length", "maximum": Number(5)}, of("CUSTOM_FORMULA", "=AND(LEN(B2)<=5)")),
    ],
)
def test_a_validation(given: dict[str, object], made: Json | None) -> None:
    assert condition(**given) == made


def test_a_validation_has_its_place_its_words_and_its_strictness() -> None:
    one = Validation(1, 1, 10, 1, "list", ("A", "B"), strict=False, message="Choose.", error="A or B.")
    [request] = validations(7, "Cases", [one], LAYOUT)
    place = {"sheetId": 7, "startRowIndex": 1, "endRowIndex": 11, "startColumnIndex": 1, "endColumnIndex": 2}
    assert request["setDataValidation"]["range"] == place
    entry = request["setDataValidation"]["rule"]
    assert (entry["strict"], entry["showCustomUi"], entry["inputMessage"]) == (False, True, "Choose.\nA or B.")


def test_only_a_rule_that_lets_nothing_pass_is_closed() -> None:
    assert closed(Validation(0, 0, 0, 0, "custom", formula=Bool(False)))
    assert not closed(Validation(0, 0, 0, 0, "custom", formula=Bool(True)))
    assert not closed(Validation(0, 0, 0, 0, "none"))


@pytest.mark.parametrize(
    ("formula", "made"),
    [
        ("=[@Due]<Today", '=$C2<INDIRECT("Today")'),
        ("=SUM(Cases[Amount])>[@Amount]", "=SUM($B$2:$B$11)>$B2"),
        ("=COUNTIFS(Sellers[List Status],1)>0", '=COUNTIFS(INDIRECT("Sellers__List_Status"),1)>0'),
    ],
)
def test_a_rule_refers_to_other_sheets_and_names_by_indirect_only(formula: str, made: str) -> None:
    assert rule(parse(formula), LAYOUT, "Cases", 1, "Cases") == made


def test_columns_of_other_sheets_get_a_name() -> None:
    node = parse("=SUM(Cases[Amount],Sellers[List Status])")
    assert list(named_columns(node, LAYOUT, "Cases")) == [("Sellers__List_Status", NamePlace("Our sellers", 3, 1, 5))]


def test_flags_keep_their_order() -> None:
    rules = [FlagRule(1, 0, 10, 2, parse("=[@Amount]>9"), "alarm", "Cases"), FlagRule(1, 2, 10, 2, Bool(True), "good")]
    made = [one["addConditionalFormatRule"] for one in flags(7, "Cases", rules, LAYOUT)]
    assert [one["index"] for one in made] == [0, 1]
    assert [one["rule"]["booleanRule"]["condition"] for one in made] == [
        of("CUSTOM_FORMULA", "=$B2>9"),
        of("CUSTOM_FORMULA", "=TRUE"),
    ]


@pytest.mark.parametrize(
    ("formula", "row", "text"),
    [
        ("=[@Amount]*2", 4, "=$B5*2"),
        ("=SUM(Cases[Amount])", 4, "=SUM($B$2:$B$11)"),
        ('=[@Amount]&"7654321"', 4, '=$B5&"7654321"'),
        ("=IF([@Due]<Today,[@Amount],[@Case])", 99, "=IF($C100<Today,$B100,$A100)"),
    ],
)
def test_a_formula_is_spelled_for_each_row(formula: str, row: int, text: str) -> None:
    assert speller(parse(formula), LAYOUT, "Cases", "Cases")(row) == text


def test_an_array_formula() -> None:
    assert speller(parse("=MEDIAN(Cases[Amount])"), LAYOUT, "", "Review", array=True)(3) == (
        "=ARRAYFORMULA(MEDIAN(Cases!$B$2:$B$11))"
    )
