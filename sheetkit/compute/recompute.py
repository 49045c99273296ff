"""Recompute: the same ledger with every formula column, metric and summary filled, as every program would fill it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sheetkit.compute.frame import evaluate
from sheetkit.compute.plan import formulas_of, ranked_measure, ranking
from sheetkit.compute.store import Store
from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.ast import Node
from sheetkit.formula.graph import order
from sheetkit.records.arrange import summary_height
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.template.model import Summary
from sheetkit.template.resolve import summaries
from sheetkit.template.summaries import TOTAL, dimension_of, figures, labels


def recompute(ledger: Ledger, as_of: date, *, rows: bool = True) -> Ledger:
    """Fill everything that formulas compute, with `as_of` for TODAY(); what people typed stays as it is.

    Names in `ledger.frozen` keep their value: a person put it in place of the formula. With `rows` False the formula
    columns of the tables are taken as they are, and only metrics and summaries are computed.
    """
    store = Store(ledger)
    by_name = {summary.name: summary for _, summary in summaries(ledger.template)}
    names = dict(ledger.names)
    filled: dict[str, dict[str, list[CellValue]]] = {}
    formulas = formulas_of(ledger, as_of)
    for ref in order(formulas):
        if ref[0] == "name":
            names[ref[1]] = _single(formulas[ref], store)
            store.fill_name(ref[1], names[ref[1]])
            continue
        _, table, column = ref
        if table not in by_name and not rows:
            continue
        if table in by_name:
            values = _summary_column(ledger, by_name[table], column, store)
        else:
            values = _column(formulas[ref], table, ledger.tables[table].height, store)
        _keep(values, ledger.tables.get(table), column)
        filled.setdefault(table, {})[column] = values
        store.fill_column(table, column, values)
    return replace(ledger, names=names, tables=_tables(ledger, by_name, filled))


def _keep(values: list[CellValue], table: TableRows | None, column: str) -> None:
    """Put back what stands in cells that do not hold the template's formula."""
    for row in table.kept.get(column, ()) if table else ():
        if table and row < len(values):
            values[row] = table.columns[column][row]


def _tables(
    ledger: Ledger, by_name: Mapping[str, Summary], filled: Mapping[str, Mapping[str, list[CellValue]]]
) -> dict[str, TableRows]:
    tables = dict(ledger.tables)
    for name, columns in filled.items():
        if name in by_name:
            summary = by_name[name]
            ordered = {column: columns[column] for column in (summary.label, *(c.name for c in summary.columns))}
            old = tables.get(name)
            tables[name] = TableRows(name, ordered, old.sheet_rows if old else (), kept=old.kept if old else {})
        else:
            tables[name] = replace(tables[name], columns={**tables[name].columns, **columns})
    return tables


def _column(node: Node, table: str, rows: int, store: Store) -> list[CellValue]:
    if not rows:
        return []
    values = evaluate(node, store.scope(table, rows)).spread(rows).to_values()
    return [_shown(value) for value in values] if None in values else values


def _single(node: Node, store: Store, table: str = "") -> CellValue:
    return _shown(evaluate(node, store.scope(table)).to_values()[0])


def _shown(value: CellValue) -> CellValue:
    """A formula that gives a blank shows 0, in every program."""
    return 0.0 if value is None else value


def _summary_column(ledger: Ledger, summary: Summary, column: str, store: Store) -> list[CellValue]:
    rows = summary_height(ledger, summary)
    if column == summary.label:
        return _labels(ledger, summary, rows, store) + ([TOTAL] if summary.total else [])
    figure = next(figure for figure in figures(ledger.template, summary) if figure.column.name == column)
    values = _column(figure.formula, summary.name, rows + bool(summary.total), store)
    if summary.total:
        values[-1] = _single(figure.total, store, summary.name) if figure.total else None
    return values


def _labels(ledger: Ledger, summary: Summary, rows: int, store: Store) -> list[CellValue]:
    if summary.by_column:
        return _top_labels(ledger, summary, store)
    return [_single(node, store) if node else None for node in labels(summary, rows)]


def _top_labels(ledger: Ledger, summary: Summary, store: Store) -> list[CellValue]:
    """The values with the largest first figure in the period, as they first occur; ties in alphabetical order."""
    measure = ranked_measure(summary)
    height = ledger.tables[measure.table].height
    blanks: list[CellValue] = [None] * summary.top
    if not height:
        return blanks
    chosen = evaluate(ranking(summary), store.scope()).to_values()
    weights = store.values(measure.table, measure.column) if measure.kind == "sum" else [1.0] * height
    spelled: dict[str, CellValue] = {}
    sums: Counter[str] = Counter()
    for value, picked, weight in zip(store.values(measure.table, dimension_of(summary)), chosen, weights, strict=True):
        if picked == 1 and not is_blank(value):
            folded = str(value).casefold()
            spelled.setdefault(folded, value)
            sums[folded] += weight if isinstance(weight, int | float) else 0  # type: ignore[assignment]
    best = sorted(sums, key=lambda name: (-sums[name], name))[: summary.top]
    return ([spelled[name] for name in best] + blanks)[: summary.top]
