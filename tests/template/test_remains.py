"""Mistakes in shape do not hide the others: what is left is checked in the same run, and nothing is told twice."""

import pytest

from sheetkit.core.errors import TemplateInvalid
from sheetkit.template.load import load_text

SHOP = """\
name: shop
version: 1
title: Shop
settings:
  - name: Limit
    type: number
    value: 3
lists:
  - name: Kinds
    values: [Good, Bad]
tabs:
  - name: Old Orders
    key: Order
    columns:
      - name: Order
      - name: Kind
        type: choice
        choices: Kinds
      - name: Amount
        type: number
      - name: Twice
        type: number
        formula: =[@Amount]*Limit
  - name: Others
    columns:
      - name: Of
        refers_to: Old_Orders
      - name: Size
        formula: =LENN([@Of])
"""

WRONG = "LENN"
"""The mistake in meaning that every text below has; it must be told whatever else is wrong."""

# what is changed, and what of it must be told, beside LENN; nothing else may be
SHAPES = [
    ("    type: number\n    value: 3", "    type: numbr\n    value: 3", ["type is 'numbr'"]),
    ("        choices: Kinds", "        choicess: Kinds", ["choicess is not a key"]),
    (
        "      - name: Amount\n        type: number",
        "      - nam: Amount\n        type: number",
        ["nam is not", "no name"],
    ),
    ("    key: Order\n", "    kye: Order\n", ["kye is not a key of a tab"]),
    ("  - name: Limit\n", "  - label: Limit\n", ["This setting has no name"]),
    ("  - name: Kinds\n", "  - name: 'Kinds!'\n", ["name is 'Kinds!'"]),
    ("version: 1", "version: one", ["version is 'one'"]),
    ("title: Shop", "titel: Shop", ["titel is not a key", "This template has no title"]),
    ("    values: [Good, Bad]", "    values: [Good, [Bad]]", ["is a list, but it must be"]),
]


def told(text: str) -> list[str]:
    with pytest.raises(TemplateInvalid) as caught:
        load_text(text)
    return [f"{problem.cell}: {problem.message}" for problem in caught.value.problems]


def test_the_shop_has_one_mistake() -> None:
    assert len(told(SHOP)) == 1
    assert told(SHOP)[0].startswith("line 29: There is no function LENN")


@pytest.mark.parametrize(("there", "instead", "shapes"), SHAPES)
def test_a_mistake_in_shape_hides_no_other(there: str, instead: str, shapes: list[str]) -> None:
    text = SHOP.replace(there, instead, 1)
    found = told(text)
    lines = text[: text.index(WRONG)].count("\n") + 1
    assert any(f"line {lines}: There is no function LENN" in message for message in found), found
    assert all(any(shape in message for message in found) for shape in shapes), found
    assert len(found) == len(shapes) + 1, found


@pytest.mark.parametrize(("there", "instead"), [("lists:\n", "lsts:\n"), ("settings:\n", "setings:\n")])
def test_when_a_section_is_lost_the_rest_cannot_be_judged(there: str, instead: str) -> None:
    found = told(SHOP.replace(there, instead, 1))
    assert len(found) == 1
    assert "is not a key of a template" in found[0]


def test_without_tabs_only_the_shape_is_told() -> None:
    assert told("name: a\nversion: x\ntitle: A\n") == [
        "line 1: This template has no tabs.",
        "line 2: version is 'x', but it must be a whole number.",
    ]
