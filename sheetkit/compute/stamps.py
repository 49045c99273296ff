"""Stamps that need formulas or problems: values written once, the day a row was first seen, the Check column."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sheetkit.compute.frame import evaluate
from sheetkit.compute.store import Store
from sheetkit.core.dates import to_serial
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.parse import parse
from sheetkit.records.blank import typed_scalar
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.place import Parsed
from sheetkit.template.model import Column, Tab
from sheetkit.template.resolve import owner_of, table_name, table_tabs
from sheetkit.workbook.a1 import parse_address

MAX_CHECK = 1000
"""Characters of a Check cell; the terminal and the JSON show everything."""


def fill_defaults(ledger: Ledger, new: Mapping[str, frozenset[int]]) -> tuple[Ledger, int]:
    """Give the blank inputs of new rows their default. Also returns how many."""
    count = 0
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        rows = new.get(table.name, frozenset())
        columns = dict(table.columns)
        for column in tab.columns:
            if column.default is None or owner_of(tab, column) != "input":
                continue
            values = list(columns[column.name])
            blank = [row for row in table.free(column.name) if row in rows]
            for row in blank:
                values[row] = typed_scalar(column.default, column.type)
            columns[column.name] = values
            count += len(blank)
        ledger = ledger.with_table(replace(table, columns=columns))
    return ledger, count


def stamp_values(ledger: Ledger, now: datetime) -> tuple[Ledger, int]:
    """Write the stamps of kind "value" (blank, and their condition true) and "first seen" (blank); count them.

    The ledger must be recomputed, and must be again when anything was written.
    """
    store = Store(ledger)
    count = 0
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        for column in tab.columns:
            stamped = _stamped(column, table, store, now)
            if stamped:
                count += len(stamped)
                values = list(table.columns[column.name])
                for row, value in stamped.items():
                    values[row] = value
                table = replace(table, columns={**table.columns, column.name: values})
        ledger = ledger.with_table(table)
    return ledger, count


def _stamped(column: Column, table: TableRows, store: Store, now: datetime) -> dict[int, CellValue]:
    stamp = column.stamp
    if stamp is None or not table.height:
        return {}
    blank = table.free(column.name)
    if stamp.kind == "first seen":
        moment = to_serial(now.date() if column.type == "date" else now)
        return dict.fromkeys(blank, moment)
    if stamp.kind != "value" or not stamp.when or not stamp.value or not blank:
        return {}
    scope = store.scope(table.name, table.height)
    when = evaluate(parse(stamp.when), scope).spread(table.height).to_values()
    chosen = [row for row in blank if isinstance(when[row], bool | int | float) and when[row]]
    if not chosen:
        return {}
    values = evaluate(parse(stamp.value), scope).spread(table.height).to_values()
    return {row: values[row] for row in chosen if not is_blank(values[row])}


def stamp_checks(parsed: Parsed, problems: Iterable[Problem]) -> Ledger:
    """Write each row's problems into its Check column, and blank it where there is none any more."""
    by_row: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        if problem.cell and ":" not in problem.cell:
            by_row.setdefault((problem.tab, parse_address(problem.cell)[0]), []).append(problem)
    ledger = parsed.ledger
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        place = parsed.places.get(table.name)
        column = _check_column(tab)
        if place is None or column is None:
            continue
        texts: list[CellValue] = [_text(by_row.get((place.sheet, row), ())) for row in table.sheet_rows]
        old, kept = table.columns[column.name], table.kept.get(column.name, frozenset())
        stay = [row in kept or (is_blank(a) and b is None) for row, (a, b) in enumerate(zip(old, texts, strict=True))]
        values = [a if same else b for a, b, same in zip(old, texts, stay, strict=True)]
        ledger = ledger.with_table(replace(table, columns={**table.columns, column.name: values}))
    return ledger


def _check_column(tab: Tab) -> Column | None:
    return next((column for column in tab.columns if column.stamp and column.stamp.kind == "check"), None)


def _text(problems: Iterable[Problem]) -> str | None:
    told = dict.fromkeys(f"{p.column}: {p.message}" if p.column else p.message for p in problems)
    text = " · ".join(told)
    return (text if len(text) <= MAX_CHECK else text[: MAX_CHECK - 1] + "…") or None
