"""Check: what is wrong in a workbook, cell by cell, without changing it."""

from dataclasses import replace
from datetime import date, datetime

from sheetkit.app.moment import moment
from sheetkit.app.places import Book
from sheetkit.app.results import Checked
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.compute.checks import check_rules
from sheetkit.compute.recompute import recompute
from sheetkit.core.problem import Problem
from sheetkit.records.check import check as check_rows
from sheetkit.records.place import Parsed
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.workbook.a1 import parse_address


def check(book: Book, *, as_of: date | datetime) -> Checked:
    """Read a workbook and list every problem; formulas and rules are computed for the day `as_of`.

    Raises FileMissing, PackageRefused, NotSheetkitWorkbook or TemplateInvalid.
    """
    opened = open_workbook(book)
    parsed = replace(opened.parsed, ledger=recompute(opened.parsed.ledger, moment(as_of).date()))
    return Checked(opened.backend.label, row_counts(opened), in_order(problems_of(parsed), opened.parsed))


def problems_of(parsed: Parsed) -> tuple[Problem, ...]:
    """Every problem of a recomputed ledger."""
    return (*parsed.ledger.problems, *check_rows(parsed), *check_rules(parsed))


def in_order(problems: tuple[Problem, ...], parsed: Parsed) -> tuple[Problem, ...]:
    """Problems tab by tab in the template's order, then row by row."""
    tabs = {place.sheet: index for index, place in enumerate(parsed.places.values())}

    def rank(problem: Problem) -> tuple[int, str, int, int, str]:
        try:
            row, column = parse_address(problem.cell.partition(":")[0])
        except ValueError:
            row, column = -1, -1
        return tabs.get(problem.tab, len(tabs)), problem.tab, row, column, problem.code

    return tuple(sorted(dict.fromkeys(problems), key=rank))


def row_counts(opened: Opened) -> dict[str, int]:
    """How many rows each table tab holds, by the template's tab name."""
    tables = opened.parsed.ledger.tables
    return {tab.name: tables[table_name(tab)].height for tab in table_tabs(opened.template)}
