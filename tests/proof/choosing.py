"""Chooses rows in which none of formualizer's quirks can bite, and changes no other cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sheetkit.compute.plan import formulas_of
from sheetkit.compute.recompute import recompute
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Column, Node, ThisRow, walk
from sheetkit.formula.graph import Ref
from sheetkit.records.blank import blank_ledger
from sheetkit.records.ledger import Ledger
from sheetkit.template.model import Template
from tests.oracles.formualizer_quirks import QUIRKS, Quirk
from tests.proof.garbage import random_rows

Rows = dict[str, dict[str, list[CellValue]]]
ROUNDS = 30
"""How often other values are drawn for cells in which a quirk still bites."""


@dataclass(frozen=True)
class Bite:
    """A quirk that one cell, typed or computed, would make visible."""

    quirk: Quirk
    table: str
    column: str
    row: int


def without_quirks(template: Template, rows: Rows, as_of: date, seed: int) -> Rows:
    """The rows with right values where a quirk would bite.

    Where a computed cell is the odd one, the typed cells behind it are drawn anew: those of its own row, and all that
    it reads as a whole column.
    """
    chosen = {table: {name: list(values) for name, values in columns.items()} for table, columns in rows.items()}
    formulas = formulas_of(_ledger(template, chosen, as_of), as_of)
    height = max(len(values) for columns in rows.values() for values in columns.values())
    for attempt in range(ROUNDS):
        bites = list(_bites(template, chosen, formulas, as_of))
        if not bites:
            return chosen
        right = random_rows(template, height, seed + attempt, 0.0)
        for bite in bites:
            _draw_again(chosen, right, bite, formulas)
    left = bites[0]
    raise AssertionError(
        f"{ROUNDS} draws leave {len(bites)} odd cells, such as {left.table}[{left.column}]: {left.quirk.reason}"
    )


def _ledger(template: Template, rows: Rows, as_of: date) -> Ledger:
    return blank_ledger(template, settings={"Today": to_serial(as_of)}, rows=rows)


def _bites(template: Template, rows: Rows, formulas: Mapping[Ref, Node], as_of: date) -> Iterator[Bite]:
    tables = recompute(_ledger(template, rows, as_of), as_of).tables
    seen: set[tuple[int, str, str]] = set()
    for ref, formula in formulas.items():
        own = ref[1] if ref[0] == "column" else ""
        for number, quirk in enumerate(QUIRKS):
            for read in quirk.reads(formula):
                table = read.table or own
                if table not in rows or (number, table, read.column) in seen:
                    continue
                seen.add((number, table, read.column))
                for row, value in enumerate(tables[table].columns[read.column]):
                    if quirk.odd(value):
                        yield Bite(quirk, table, read.column, row)


def _draw_again(rows: Rows, right: Rows, bite: Bite, formulas: Mapping[Ref, Node]) -> None:
    for table, column, whole in _typed_behind(bite.table, bite.column, formulas):
        if column not in right[table]:
            continue
        if whole:
            rows[table][column] = list(right[table][column])
        else:
            rows[table][column][bite.row] = right[table][column][bite.row]


def _typed_behind(table: str, column: str, formulas: Mapping[Ref, Node]) -> set[tuple[str, str, bool]]:
    """The typed columns that a column is computed from; True where it reads all their rows."""
    found: set[tuple[str, str, bool]] = set()
    todo, done = [(table, column, False)], set[tuple[str, str, bool]]()
    while todo:
        here = todo.pop()
        if here in done:
            continue
        done.add(here)
        formula = formulas.get(("column", here[0], here[1]))
        if formula is None:
            found.add(here)
            continue
        for node in walk(formula):
            if isinstance(node, ThisRow):
                todo.append((node.table or here[0], node.column, here[2]))
            elif isinstance(node, Column):
                todo.append((node.table, node.column, True))
    return found
