"""A small workbook for the tests of every backend, and what happens to it from one update to the next."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sheetkit.app.building import assemble
from sheetkit.compute.advance import advance
from sheetkit.core.values import CellValue
from sheetkit.records.append import append
from sheetkit.records.describe import describe
from sheetkit.records.edit import edit
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.template.load import load_text
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.model import Workbook
from sheetkit.workbook.patch import Patch

NOW = datetime(2026, 11, 22, 12, 0)
TEXT = """
name: till
version: 1
title: A till
currency: EUR
settings:
  - {name: Today, type: date, value: =TODAY()}
  - {name: Currency, value: EUR}
  - {name: Grace, label: Days of grace, type: days, value: 3}
lists:
  - {name: Reasons, label: Reasons for a refund, values: [Damaged, Late], spare: 2}
tabs:
  - name: Cases
    key: Case
    id: RF-{seq:03}
    spare: 2
    columns:
      - {name: Case}
      - {name: Customer, type: text, required: true}
      - {name: Amount, type: money, required: true, between: [0, 5000]}
      - {name: Opened On, type: date, required: true}
      - {name: Reason, type: choice, choices: Reasons}
      - {name: Gift, type: yes/no}
      - {name: Remark, type: text}
      - {name: Net, type: money, formula: '=[@Amount]*0.8'}
      - {name: Age, type: days, formula: '=Today-[@[Opened On]]'}
      - {name: Same Reason, type: integer, formula: '=COUNTIFS(Cases[Reason],[@Reason])'}
      - {name: Check, type: text, stamp: {kind: check}}
    flags:
      - {name: old, when: '=[@Age]>Grace', colour: alarm, columns: [Opened On]}
  - name: Steps
    table: Log
    key: Step
    id: ST-{seq:03}
    spare: 1
    columns:
      - {name: Step}
      - {name: Case, refers_to: Cases, required: true}
      - {name: Of Case, type: money, formula: '=SUMIFS(Cases[Amount],Cases[Case],[@Case])'}
  - name: Review
    kind: dashboard
    period: ''
    metrics:
      - {name: All_Cases, label: All cases, type: integer, formula: '=COUNTIFS(Cases[Customer],"<>")'}
    summaries:
      - name: By_Reason
        title: By reason
        label: Reason
        by_list: Reasons
        dimension: Reason
        columns:
          - {name: Number, type: integer, measure: {kind: count, table: Cases}}
"""
TILL = load_text(TEXT, "till")

Columns = Mapping[str, Sequence[CellValue]]
THREE: Columns = {
    "Customer": ["Ann", "Bob", "Cid"],
    "Amount": [10.0, 25.5, 7.25],
    "Opened On": [46340.0, 46341.0, 46342.0],
    "Reason": ["Damaged", "Late", "Damaged"],
    "Gift": [True, False, None],
    "Remark": ["=1+1", "007", "'quoted"],
}
"""Three cases, with texts that a program could take for a formula or a number."""


def till(cases: Columns | None = None, steps: Columns | None = None) -> Workbook:
    """The workbook with these rows, as `sheetkit new` builds it."""
    rows = {"Cases": cases or {}, "Log": steps or {}}
    return assemble(TILL, TEXT, rows, as_of=NOW, workbook_id="till-1")[0]


def opened(backend: Backend) -> Parsed:
    """What the workbook says now."""
    return parse(TILL, backend.read())


def update(backend: Backend, new: Mapping[str, Columns] | None = None) -> Patch:
    """Read, add rows, bring everything up to date, write; the patch that was made."""
    patch, parsed = planned(backend, new)
    if not patch.empty:
        backend.patch(patch, parsed.layout)
    return patch


def planned(backend: Backend, new: Mapping[str, Columns] | None = None) -> tuple[Patch, Parsed]:
    """The patch of an update that is not made yet, and what was read for it."""
    grid = backend.read()
    parsed = parse(TILL, grid)
    about = describe(grid)
    ledger = parsed.ledger
    for table, columns in (new or {}).items():
        ledger = append(ledger, table, columns, max(map(len, columns.values())))
    known = json.loads(about.keys) if about else {}
    done = advance(Parsed(ledger, parsed.places, parsed.names, parsed.revision), NOW, known)
    return edit(parsed, done.ledger), parsed


def column(parsed: Parsed, name: str, table: str = "Cases") -> list[CellValue]:
    """The values of a column."""
    return list(parsed.ledger.tables[table].columns[name])


def rows(parsed: Parsed, *names: str, table: str = "Cases") -> list[tuple[CellValue, ...]]:
    """The rows of a table, by some of its columns, in the order of their keys."""
    found = list(zip(*(column(parsed, name, table) for name in names), strict=True))
    keys = [str(key) for key in column(parsed, next(iter(parsed.ledger.tables[table].columns)), table)]
    return [row for _, row in sorted(zip(keys, found, strict=True), key=lambda pair: pair[0])]
