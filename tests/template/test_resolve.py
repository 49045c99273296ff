"""What follows from a template: owners, names, and the formulas as they are written to the sheet."""

from collections.abc import Mapping

import pytest

from sheetkit.formula.text import to_text
from sheetkit.template.load import load_text
from sheetkit.template.model import Tab, Template
from sheetkit.template.resolve import (
    column_of,
    columns_owned,
    dashboard_tabs,
    defined_names,
    formula_columns,
    key_column,
    list_of,
    needed,
    owner_of,
    required_columns,
    summaries,
    tab_of,
    table_name,
    table_tabs,
    wrapped,
)

TEXT = """\
name: shop
version: 1
title: Shop
settings: [{name: Today, type: date, value: =TODAY()}]
lists: [{name: Others, values: [c]}, {name: Kinds, values: [a, b]}]
tabs:
  - name: All Orders
    key: Order
    id: O{seq}
    columns:
      - name: Order
      - {name: Made, type: date, required: true}
      - {name: Amount, type: money, required: true}
      - {name: Note}
      - {name: Kind, type: choice, choices: Kinds}
      - {name: Side, choices: [left, right]}
      - {name: Age, type: days, formula: '=Today-[@Made]'}
      - {name: Heavy, formula: '=IF([@Age]>[@Amount],[@Made],"")'}
      - {name: Words, formula: '=LEN([@Note])'}
      - {name: Later, formula: '=[@Words]+All_Orders[@Age]'}
      - {name: Fixed, type: number, formula: '=SUM(All_Orders[Amount])'}
      - {name: Check, stamp: {kind: check}}
  - name: Loose
    table: Loose_Rows
    columns:
      - {name: A}
      - {name: B, formula: '=[@A]&"!"'}
  - name: Keyed
    key: K
    columns:
      - {name: K}
      - {name: L, formula: '=LEN([@K])'}
  - name: Sum Up
    kind: dashboard
    metrics: [{name: Count_All, label: All, measure: {kind: count, table: All_Orders}}]
    summaries:
      - name: By_Kind
        title: Kinds
        label: Kind
        by_list: Kinds
        dimension: Kind
        columns: [{name: Rows, measure: {kind: count, table: All_Orders}}]
"""


@pytest.fixture(scope="module")
def shop() -> Template:
    return load_text(TEXT)


@pytest.fixture(scope="module")
def orders(shop: Template) -> Tab:
    return tab_of(shop, "All_Orders")


WRAPPED = [
    # depends on one required input
    ("All_Orders", "Age", 'IF([@Made]="","",Today-[@Made])'),
    # on two, one of them through another formula column
    ("All_Orders", "Heavy", 'IF(OR([@Made]="",[@Amount]=""),"",IF([@Age]>[@Amount],[@Made],""))'),
    # on none: blank while all required inputs are
    ("All_Orders", "Words", 'IF(AND([@Made]="",[@Amount]=""),"",LEN([@Note]))'),
    # through a spelt-out reference to its own row
    ("All_Orders", "Later", 'IF([@Made]="","",[@Words]+All_Orders[@Age])'),
    # a whole column is not the row's own cell
    ("All_Orders", "Fixed", 'IF(AND([@Made]="",[@Amount]=""),"",SUM(All_Orders[Amount]))'),
    # a tab without required inputs and key has nothing to wait for
    ("Loose_Rows", "B", '[@A]&"!"'),
    # a tab without required inputs waits for the key
    ("Keyed", "L", 'IF([@K]="","",LEN([@K]))'),
]


@pytest.mark.parametrize(("table", "column", "written"), WRAPPED)
def test_rows_that_nobody_has_filled_stay_blank(shop: Template, table: str, column: str, written: str) -> None:
    tab = tab_of(shop, table)
    assert to_text(wrapped(shop, tab, column_of(tab, column))).removeprefix("=") == written


def test_a_column_without_a_formula_cannot_be_wrapped(shop: Template, orders: Tab) -> None:
    with pytest.raises(ValueError, match="Note has no formula"):
        wrapped(shop, orders, column_of(orders, "Note"))


def test_what_a_formula_needs_are_inputs_in_the_order_of_the_table(orders: Tab) -> None:
    assert [column.name for column in needed(orders, column_of(orders, "Heavy"))] == ["Made", "Amount"]


OWNERS: Mapping[str, str] = {
    "Order": "key",
    "Made": "input",
    "Note": "input",
    "Age": "formula",
    "Check": "stamp",
}


@pytest.mark.parametrize(("column", "owner"), OWNERS.items())
def test_every_column_has_one_owner(orders: Tab, column: str, owner: str) -> None:
    assert owner_of(orders, column_of(orders, column)) == owner


def test_a_declared_owner_counts(orders: Tab) -> None:
    column = column_of(orders, "Note").model_copy(update={"owner": "stamp"})
    assert owner_of(orders, column) == "stamp"


def test_columns_by_owner_keep_their_order(orders: Tab) -> None:
    assert [c.name for c in formula_columns(orders)] == ["Age", "Heavy", "Words", "Later", "Fixed"]
    assert [c.name for c in required_columns(orders)] == ["Made", "Amount"]
    assert [c.name for c in columns_owned(orders, "key", "stamp")] == ["Order", "Check"]


def test_tables_are_named_by_the_tab_or_as_declared(shop: Template) -> None:
    assert [table_name(tab) for tab in table_tabs(shop)] == ["All_Orders", "Loose_Rows", "Keyed"]
    assert [tab.name for tab in dashboard_tabs(shop)] == ["Sum Up"]
    assert tab_of(shop, "LOOSE_rows").name == "Loose"
    with pytest.raises(KeyError):
        tab_of(shop, "Loose")


def test_columns_are_found_in_any_case(shop: Template, orders: Tab) -> None:
    assert column_of(orders, "MADE").name == "Made"
    assert key_column(shop, "all_orders").name == "Order"
    with pytest.raises(KeyError):
        column_of(orders, "Mode")


def test_named_cells_and_ranges(shop: Template) -> None:
    assert defined_names(shop) == {"Today": False, "Others": True, "Kinds": True, "Count_All": False}
    assert [(tab.name, summary.name) for tab, summary in summaries(shop)] == [("Sum Up", "By_Kind")]


def test_choices_come_from_a_list_or_stand_in_the_column(shop: Template, orders: Tab) -> None:
    entries = list_of(shop, column_of(orders, "Kind"))
    assert entries is not None
    assert entries.values == ("a", "b")
    assert list_of(shop, column_of(orders, "Side")) is None
    with pytest.raises(KeyError):
        list_of(shop, column_of(orders, "Kind").model_copy(update={"choices": "Nowhere"}))


def test_an_input_needs_nothing(orders: Tab) -> None:
    assert needed(orders, column_of(orders, "Note")) == ()
