"""Which labels a summary by column shows: those with the largest figures, by what its columns compute to today."""

from datetime import date

from sheetkit.compute.recompute import recompute
from sheetkit.core.values import CellValue
from sheetkit.records.blank import blank_ledger
from sheetkit.template.load import load_text

DESK = load_text("""
name: desk
version: 1
title: Desk
tabs:
  - name: Cases
    key: Case
    columns:
      - {name: Case}
      - {name: Order}
      - {name: Seller, formula: '=IFERROR(INDEX(Orders[Seller],MATCH([@Order],Orders[Order],0))&"","")'}
      - {name: Price, type: number}
      - {name: Loss, type: number, formula: '=[@Price]*2'}
  - name: Orders
    key: Order
    columns: [{name: Order}, {name: Seller}]
  - name: Review
    kind: dashboard
    summaries:
      - name: By_Seller
        title: By seller
        label: Seller
        by_column: Seller
        top: 3
        columns:
          - {name: Loss, measure: {kind: sum, table: Cases, column: Loss}}
""")


def test_labels_and_weights_may_be_computed_themselves() -> None:
    rows: dict[str, dict[str, list[CellValue]]] = {
        "Cases": {"Case": ["1", "2", "3", "4"], "Order": ["a", "b", "c", "z"], "Price": [1.0, 5.0, 2.0, 9.0]},
        "Orders": {"Order": ["a", "b", "c"], "Seller": ["Ann", "Bob", "Ann"]},
    }
    ledger = recompute(blank_ledger(DESK, rows=rows), date(2026, 3, 2))
    table = ledger.tables["By_Seller"]
    assert list(table.columns["Seller"]) == ["Bob", "Ann", None]
    assert list(table.columns["Loss"])[:2] == [10.0, 6.0]
    assert recompute(ledger, date(2026, 3, 2)).tables == ledger.tables
