"""The rows that lie beside a template as CSV: their columns by name, and every header that is none."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from sheetkit.core.problem import Problem
from sheetkit.template.finding import advice
from sheetkit.template.model import Tab
from sheetkit.template.resolve import owner_of


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows of one CSV file: `columns[name]` are the texts of its cells, one a row; `problems` say what is wrong."""

    columns: Mapping[str, list[str]]
    problems: tuple[Problem, ...] = ()


def rows_of(text: str, tab: Tab, name: str) -> Beside:
    """The rows of a CSV text whose first line holds names of the tab's columns; `name` is what messages call it."""
    lines = csv.reader(StringIO(text, newline=""))
    headers = next(lines, [])
    problems = [_problem(name, 1, *told) for told in _headers(headers, tab)]
    rows: list[list[str]] = []
    for cells in lines:
        if len(cells) > len(headers):
            message = f"The line has {len(cells)} cells, and there are {len(headers)} headers."
            problems.append(_problem(name, lines.line_num, message, "Put a text that holds a comma in quotes."))
        if any(cells):
            rows.append(cells + [""] * (len(headers) - len(cells)))
    return Beside({header: [cells[at] for cells in rows] for at, header in enumerate(headers)}, tuple(problems))


def _headers(headers: list[str], tab: Tab) -> list[tuple[str, str]]:
    columns = {column.name: column for column in tab.columns}
    found: list[tuple[str, str]] = []
    for at, header in enumerate(headers):
        if header not in columns:
            found.append((f"{tab.name} has no column {header}.", advice(header, columns, "column")))
        elif owner_of(tab, columns[header]) == "formula":
            found.append((f"{header} is computed, so no value can be given.", "Leave the column out."))
        if header in headers[:at]:
            found.append((f"The header {header} stands twice.", "Leave one of them out."))
    return found


def _problem(name: str, line: int, message: str, hint: str) -> Problem:
    return Problem(code="template", message=message, hint=hint, tab=name, cell=f"line {line}")
