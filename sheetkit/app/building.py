"""Build: a new workbook from a template, empty or with its sample."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sheetkit.app.given import Given, GivenRows, given_rows
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
from sheetkit.template.load import Source, find, load_text, read_beside, with_sample
from sheetkit.template.model import Template
from sheetkit.template.resolve import column_of, tab_of, table_name, table_tabs
from sheetkit.workbook.model import Workbook

Rows = Mapping[str, Mapping[str, Sequence[CellValue]]]
"""Table → column → values, as `records.blank.blank_ledger` takes them."""


def build(
    template: str | Path,
    path: str | os.PathLike[str],
    *,
    as_of: date | datetime,
    sample: bool | str = False,
    currency: str = "",
    rows: GivenRows | None = None,
    workbook_id: str = "",
) -> Built:
    """Build a workbook from a template (a name, a folder or a file) at `path`, with its sample rows or with `rows`.

    `sample` is True for the template's own sample, or the name of one of its sample sets. `rows` maps tables to columns
    to values (texts, numbers, dates, yes or no, None; a pandas frame may stand for a table). The template's preset rows
    stand above them. Raises FileExists, TemplateInvalid, or SheetkitError for an unknown currency or sample set, rows
    that do not fit the template, or a name that is not one of a workbook.
    """
    refuse_name(path)
    made = prepared(template, as_of=as_of, sample=sample, currency=currency, rows=rows, workbook_id=workbook_id)
    ExcelBackend(path).write(made.workbook)
    return Built(str(path), made.template, made.rows)


def refuse_name(path: str | os.PathLike[str]) -> None:
    """Raise SheetkitError for a name that a new workbook cannot have."""
    if Path(path).suffix.lower() != ".xlsx":
        hint = "Spreadsheet programs go by the name, and do not open such a file as a workbook."
        raise SheetkitError("The name of a new workbook must end in .xlsx.", path=os.fspath(path), hint=hint)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workbook that is ready to be written, the name of its template, and how many rows each tab holds."""

    workbook: Workbook
    template: str
    rows: Mapping[str, int]


def prepared(
    template: str | Path,
    *,
    as_of: date | datetime,
    sample: bool | str = False,
    currency: str = "",
    rows: GivenRows | None = None,
    workbook_id: str = "",
) -> Prepared:
    """The workbook that `build` writes. Raises what `build` raises but for its path."""
    source = find(template)
    loaded = load_text(source.text, source.origin)
    chosen = with_sample(loaded, sample if isinstance(sample, str) else None)
    given = given_rows(loaded, rows) if rows is not None else sample_rows(chosen, source) if sample else {}
    given = below(loaded, preset_rows(loaded, source), given)
    workbook, counts = assemble(loaded, source.text, given, as_of=as_of, currency=currency, workbook_id=workbook_id)
    return Prepared(workbook, loaded.name, counts)


def assemble(
    template: Template, text: str, rows: Rows, *, as_of: date | datetime, currency: str = "", workbook_id: str = ""
) -> tuple[Workbook, dict[str, int]]:
    """The workbook for some rows, with keys, stamps, checks and every result; and how many rows each tab holds."""
    now = moment(as_of)
    ledger = blank_ledger(template, workbook_id=workbook_id, settings=_settings(template, currency), rows=rows)
    done = advance(place_all(ledger), now, {})
    workbook = render(done.ledger, text=text, created=now.date().isoformat(), keys=done.sequences)
    counts = {tab.name: done.ledger.tables[table_name(tab)].height for tab in table_tabs(template)}
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


def sample_rows(template: Template, source: Source) -> Given:
    """The sample rows that lie beside a template as CSV. Raises TemplateInvalid when a file does not fit."""
    return _typed(template, read_beside(template, source, "samples"))


def preset_rows(template: Template, source: Source) -> Given:
    """The rows with which every workbook of a template begins. Raises TemplateInvalid when a file does not fit."""
    return _typed(template, read_beside(template, source, "presets"))


def _typed(template: Template, texts: Mapping[str, Mapping[str, Sequence[str]]]) -> Given:
    """The texts of CSV files as cells hold them."""
    return {
        table: {
            name: [read_scalar(text, column_of(tab_of(template, table), name).type) for text in values]
            for name, values in columns.items()
        }
        for table, columns in texts.items()
    }


def below(template: Template, first: Rows, then: Rows) -> Given:
    """The rows of both, those of `then` below the others of their table."""
    both: Given = {}
    for tab in table_tabs(template):
        parts = [rows.get(table_name(tab), {}) for rows in (first, then)]
        heights = [max(map(len, part.values()), default=0) for part in parts]
        both[table_name(tab)] = {
            name: [
                value for part, height in zip(parts, heights, strict=True) for value in part.get(name, [None] * height)
            ]
            for name in dict.fromkeys(name for part in parts for name in part)
        }
    return both
