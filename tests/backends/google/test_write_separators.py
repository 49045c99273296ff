"""Formulas in the spelling of a locale that writes decimals with a comma, and back."""

import pytest

from sheetkit.backends.google.separators import english, has_point, localised, spelled

SPELLINGS = [
    ('=IF($C2="","",$C2*0.8)', '=IF($C2="";"";$C2*(8/10))'),
    ("=SUM(A1,B2)", "=SUM(A1;B2)"),
    ("=1.05+0.05", "=(105/100)+(5/100)"),
    ('="1,5;0.8"', '="1,5;0.8"'),
    ("='a,b;1.5'!A1", "='a,b;1.5'!A1"),
    ("=A1.5", "=A1.5"),
    ("=1.5E-30", "=1.5E-30"),
    ("={1,2;3,4}", "={1,2;3,4}"),
    ("=$A$1:$A$2", "=$A$1:$A$2"),
]


@pytest.mark.parametrize(("ours", "theirs"), SPELLINGS)
def test_a_formula_there_and_back(ours: str, theirs: str) -> None:
    assert spelled(ours) == theirs
    assert english(theirs) == ours


@pytest.mark.parametrize(("theirs", "ours"), [("=A1*0,8", "=A1*0.8"), ("=RUNDEN(1,25;1)", "=RUNDEN(1.25,1)")])
def test_what_a_person_typed_there_is_read_in_english(theirs: str, ours: str) -> None:
    assert english(theirs) == ours


@pytest.mark.parametrize(
    ("locale", "point"),
    [
        ("en_US", True),
        ("en_GB", True),
        ("ja_JP", True),
        ("es_MX", True),
        ("de_CH", True),
        ("de_DE", False),
        ("fr", False),
    ],
)
def test_which_locales_write_a_point(locale: str, *, point: bool) -> None:
    assert has_point(locale) is point


def test_a_fraction_is_the_same_number() -> None:
    for text in ("0.1", "0.8", "19.99", "0.333333333333333", "2958465.99"):
        top, _, bottom = spelled(text).strip("()").partition("/")
        assert int(top) / int(bottom) == float(text)


def test_only_formulas_and_bounds_of_a_request_change() -> None:
    request = {
        "x": [
            {"userEnteredValue": {"formulaValue": "=SUM(A1,0.5)"}},
            {"userEnteredValue": {"stringValue": "=SUM(A1,0.5)"}},
            {
                "condition": {
                    "type": "NUMBER_BETWEEN",
                    "values": [{"userEnteredValue": "0.5"}, {"userEnteredValue": "9"}],
                }
            },
            {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "0.5, or so"}]}},
        ]
    }
    made = localised(request, "de_DE")["x"]
    assert made[0]["userEnteredValue"] == {"formulaValue": "=SUM(A1;(5/10))"}
    assert made[1] == request["x"][1]
    assert [one["userEnteredValue"] for one in made[2]["condition"]["values"]] == ["=(5/10)", "9"]
    assert made[3] == request["x"][3]
    assert localised(request, "en_GB") is request
