"""By which columns the formulas and rules of a template find rows."""

import pytest

from sheetkit.template.load import load_template, load_text
from sheetkit.template.searched import searched

TEMPLATE = """
name: orders
version: 1
title: Orders
tabs:
  - name: Orders
    key: Nr
    columns:
      - {{name: Nr}}
      - {{name: Customer}}
      - {{name: Total, type: number}}
  - name: Paid Out
    key: Nr
    columns:
      - {{name: Nr}}
      - {{name: Order}}
      - {{name: Found, formula: '={formula}'}}
"""


@pytest.mark.parametrize(
    ("formula", "places"),
    [
        ('COUNTIFS(Orders[Nr],[@Order],Orders[Total],">5")', "orders nr, paid_out order"),
        ('COUNTIFS(Orders[Nr],[@Order]&"")', "orders nr, paid_out order"),
        ('COUNTIFS(Orders[Nr],[@Order]&"*")', ""),
        ("SUMIFS(Orders[Total],Orders[Nr],[@Order],Orders[Customer],[@Nr])",
         "orders customer, orders nr, paid_out nr, paid_out order"),
        ("SUMIF(Orders[Nr],[@Order],Orders[Total])", "orders nr, paid_out order"),
        ('IFERROR(INDEX(Orders[Total],MATCH([@Order],Orders[Nr],0)),"")', "orders nr, paid_out order"),
        ("MATCH([@Order],Paid_Out[Order],0)", "paid_out order"),
        ('IF([@Order]="","",SUM(Orders[Total]))', ""),
    ],
)  # fmt: skip
def test_what_is_looked_for_and_where(formula: str, places: str) -> None:
    found = searched(load_text(TEMPLATE.format(formula=formula)))
    assert ", ".join(sorted(" ".join(place) for place in found)) == places


def test_the_refund_log_finds_cases_by_their_order() -> None:
    found = searched(load_template("refund-log"))
    assert {("cases", "order id"), ("platform_export", "order id"), ("cases", "sku")} <= found
    assert ("cases", "notes & communications") not in found
