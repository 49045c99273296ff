"""The ledger of a workbook that nobody has filled yet."""

from collections.abc import Mapping, Sequence

from sheetkit.core.dates import parse_text
from sheetkit.core.values import CellValue
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.template.model import ColumnType, Scalar, Template
from sheetkit.template.resolve import dashboard_tabs, table_name, table_tabs


def typed_scalar(value: Scalar, kind: ColumnType) -> CellValue:
    """A template's own value as a cell holds it: an ISO date becomes its serial number, "" a blank."""
    if isinstance(value, str):
        if kind in {"date", "datetime"}:
            serial = parse_text(value)
            return serial if isinstance(serial, float) else value or None
        return value or None
    return value if isinstance(value, bool) else float(value)


def read_scalar(text: str, kind: ColumnType) -> CellValue:
    """A text of a CSV file as a cell holds it: ISO dates, plain decimal numbers, true and false; "" is a blank."""
    if kind in {"integer", "number", "money", "percent", "days"}:
        try:
            return float(text) if text.strip() else None
        except ValueError:
            return text
    if kind == "yes/no" and text.casefold() in {"true", "false"}:
        return text.casefold() == "true"
    return typed_scalar(text, kind)


def is_formula(value: Scalar) -> bool:
    """Whether a setting's value is a formula."""
    return isinstance(value, str) and value.startswith("=")


def blank_ledger(
    template: Template,
    *,
    workbook_id: str = "",
    settings: Mapping[str, CellValue] | None = None,
    rows: Mapping[str, Mapping[str, Sequence[CellValue]]] | None = None,
) -> Ledger:
    """A ledger with the template's settings and lists, and `rows` (table → column → values) in its tables.

    `settings` overrides settings by name. Columns that `rows` leaves out are blank; nothing is computed yet.
    """
    given = rows or {}
    tables: dict[str, TableRows] = {}
    for tab in table_tabs(template):
        name = table_name(tab)
        columns = given.get(name, {})
        height = max((len(values) for values in columns.values()), default=0)
        blank: list[CellValue] = [None] * height
        filled = {column.name: list(columns.get(column.name, blank)) for column in tab.columns}
        tables[name] = TableRows(name, filled, sheet_rows=[-1] * height)
    names: dict[str, CellValue] = {
        setting.name: None if is_formula(setting.value) else typed_scalar(setting.value, setting.type)
        for setting in template.settings
    }
    names |= {metric.name: None for tab in dashboard_tabs(template) for metric in tab.metrics}
    lists = {entries.name: [typed_scalar(v, entries.type) for v in entries.values] for entries in template.lists}
    overrides = settings or {}
    frozen = frozenset(s.name for s in template.settings if is_formula(s.value) and s.name in overrides)
    return Ledger(template, tables, names | dict(overrides), lists, frozen=frozen, workbook_id=workbook_id)
