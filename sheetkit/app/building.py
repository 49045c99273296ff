"""Build: a new workbook from a template, empty or with its sample."""

import csv
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sheetkit.app.moment import moment
from sheetkit.app.results import Built
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.compute.advance import advance
from sheetkit.core.errors import SheetkitError
from sheetkit.core.money import EXPONENTS
from sheetkit.core.values import CellValue
from sheetkit.records.arrange import place_all
from sheetkit.records.blank import blank_ledger, read_scalar
from sheetkit.records.render import render
from sheetkit.template.load import Source, find, load_text
from sheetkit.template.model import Template
from sheetkit.template.resolve import column_of, table_name, table_tabs
from sheetkit.workbook.model import Workbook

Rows = Mapping[str, Mapping[str, Sequence[CellValue]]]
"""Table → column → values, as `records.blank.blank_ledger` takes them."""


def build(
    template: str | Path,
    path: str | os.PathLike[str],
    *,
    as_of: date | datetime,
    sample: bool = False,
    currency: str = "",
    rows: Rows | None = None,
    workbook_id: str = "",
) -> Built:
    """Build a workbook from a template (a name, a folder or a file) at `path`, with its sample rows or with `rows`.

    Raises FileExists, TemplateInvalid, or SheetkitError for an unknown currency.
    """
    source = find(template)
    loaded = load_text(source.text, source.origin)
    given = rows if rows is not None else sample_rows(loaded, source) if sample else {}
    workbook, counts = assemble(loaded, source.text, given, as_of=as_of, currency=currency, workbook_id=workbook_id)
    ExcelBackend(path).write(workbook)
    return Built(str(path), loaded.name, counts)


def assemble(
    template: Template, text: str, rows: Rows, *, as_of: date | datetime, currency: str = "", workbook_id: str = ""
) -> tuple[Workbook, dict[str, int]]:
    """The workbook for some rows, with keys, stamps, checks and every result; and how many rows each table holds."""
    now = moment(as_of)
    ledger = blank_ledger(template, workbook_id=workbook_id, settings=_settings(template, currency), rows=rows)
    done = advance(place_all(ledger), now, {})
    workbook = render(done.ledger, text=text, created=now.date().isoformat(), keys=done.sequences)
    counts = {table_name(tab): done.ledger.tables[table_name(tab)].height for tab in table_tabs(template)}
    return workbook, counts


def _settings(template: Template, currency: str) -> dict[str, CellValue]:
    if not currency:
        return {}
    code = currency.strip().upper()
    if code not in EXPONENTS:
        hint = "Use an ISO 4217 code such as EUR, GBP or USD."
        raise SheetkitError(f"{currency!r} is not a currency that sheetkit knows.", hint=hint)
    if not any(setting.name == "Currency" for setting in template.settings):
        raise SheetkitError(
            f"The template {template.name} has no setting named Currency.", hint="Leave --currency out."
        )
    return {"Currency": code}


def sample_rows(template: Template, source: Source) -> dict[str, dict[str, list[CellValue]]]:
    """The sample rows that lie beside a template as CSV, with a column's name in each header.

    Raises KeyError for a header that is no column of its tab.
    """
    found: dict[str, dict[str, list[CellValue]]] = {}
    for tab in table_tabs(template):
        name = template.samples.get(tab.name)
        if not name or source.folder is None:
            continue
        with (source.folder / name).open(encoding="utf-8", newline="") as file:
            records = list(csv.DictReader(file))
        columns: dict[str, list[CellValue]] = {}
        for header in records[0] if records else ():
            column = column_of(tab, header)
            columns[column.name] = [read_scalar(record[header], column.type) for record in records]
        found[table_name(tab)] = columns
    return found
