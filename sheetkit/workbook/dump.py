"""A workbook as readable text, for snapshot tests: every part that a backend writes, nothing that depends on one."""

import json
from collections.abc import Iterator
from itertools import groupby

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node
from sheetkit.formula.text import to_text
from sheetkit.workbook import a1
from sheetkit.workbook.model import (
    Block,
    CellColumn,
    Chart,
    FlagRule,
    Link,
    Page,
    Sheet,
    Style,
    Table,
    Validation,
    Workbook,
)


def dump(workbook: Workbook) -> str:
    """The whole workbook, sheet by sheet, formulas in the template's syntax; the same workbook gives the same text.

    Texts stand in double quotes with JSON's escapes, a blank is nothing, dates are serial numbers. Rows that repeat the
    one above are shown once, with the range of their numbers.
    """
    return "\n".join(line.rstrip() for line in _lines(workbook)) + "\n"


def _lines(workbook: Workbook) -> Iterator[str]:
    active = workbook.sheets[workbook.active_sheet].name if workbook.sheets else ""
    about = {"subject": workbook.subject, "author": workbook.author, "currency": workbook.currency, "active": active}
    yield f"workbook {_quoted(workbook.title)} {_options(about)}"
    for name in workbook.names:
        last = (name.row + name.rows - 1, name.column + name.columns - 1)
        yield f"name {name.name} = {a1.quote_sheet(name.sheet)}!{a1.range_address(name.row, name.column, *last)}"
    for sheet in workbook.sheets:
        yield ""
        yield from _sheet(sheet)


def _sheet(sheet: Sheet) -> Iterator[str]:
    shown = {
        "": "" if sheet.visibility == "visible" else sheet.visibility,
        "tab": sheet.tab_colour,
        "freeze": a1.address(*sheet.freeze) if sheet.freeze else "",
    }
    yield f"sheet {_quoted(sheet.name)} {_options(shown)}{'' if sheet.gridlines else ' no gridlines'}"
    yield f"  page {_page(sheet.page)}"
    if sheet.widths:
        yield f"  widths {_pairs({a1.column_letters(column): width for column, width in sheet.widths.items()})}"
    if sheet.heights:
        yield f"  heights {_pairs({str(row + 1): height for row, height in sheet.heights.items()})}"
    if sheet.hidden_columns:
        yield f"  hidden {', '.join(a1.column_letters(column) for column in sorted(sheet.hidden_columns))}"
    yield from (f"  merge {a1.range_address(*merge)}" for merge in sheet.merges)
    for block in sheet.blocks:
        yield from _block(block)
    for table in sheet.tables:
        yield from _table(table)
    yield from (f"  validation {_validation(rule)}" for rule in sheet.validations)
    yield from (f"  flag {_flag(rule)}" for rule in sheet.flags)
    yield from (f"  note {a1.address(note.row, note.column)} {_quoted(note.text)}" for note in sheet.notes)
    yield from (f"  link {_link(link)}" for link in sheet.links)
    for chart in sheet.charts:
        yield from _chart(chart)


def _page(page: Page) -> str:
    repeat = f"{page.repeat_rows[0] + 1}:{page.repeat_rows[1] + 1}" if page.repeat_rows else ""
    side = "landscape" if page.landscape else "portrait"
    breaks = ", ".join(str(row + 1) for row in page.breaks)
    options = _options({"repeat": repeat, "footer": page.footer, "breaks": breaks})
    return f"{side}{' fit-width' if page.fit_width else ''} {options}"


def _block(block: Block) -> Iterator[str]:
    height = max((len(column.values) for column in block.columns), default=0)
    last = (block.row + max(height, 1) - 1, block.column + max(len(block.columns), 1) - 1)
    yield f"  block {a1.range_address(block.row, block.column, *last)}"
    for i, column in enumerate(block.columns):
        yield f"    {a1.column_letters(block.column + i)} {_style(column.style)}{_formula(column)}"
        for row, node in enumerate(column.formulas or ()):
            if node is not None:
                yield f"      {a1.address(block.row + row, block.column + i)} = {to_text(node)}"
    rows = enumerate(zip(*(map(_value, column.values) for column in block.columns), strict=True), start=block.row + 1)
    for cells, same in groupby(rows, key=lambda numbered: numbered[1]):
        numbers = [number for number, _ in same]
        label = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        yield f"    {label:>7} | {' | '.join(cells)}"


def _style(style: Style) -> str:
    options = (style.number_format, "wrap" if style.wrap else "", style.align)
    return " ".join((style.role, *(option for option in options if option and option != "General")))


def _formula(column: CellColumn) -> str:
    if column.formula is None:
        return ""
    return f" {'{=}' if column.array else '='} {to_text(column.formula)}"


def _table(table: Table) -> Iterator[str]:
    last = (table.row + table.rows, table.column + len(table.columns) - 1)
    filters = "filters" if table.filters else "no filters"
    yield f"  table {table.name} {a1.range_address(table.row, table.column, *last)} {table.style}, {filters}"
    yield f"    columns {', '.join(table.columns)}"
    yield from (f"    [{name}] = {to_text(node)}" for name, node in table.formulas.items())


def _validation(rule: Validation) -> str:
    place = a1.range_address(rule.first_row, rule.first_column, rule.last_row, rule.last_column)
    conditions = {
        "of": ", ".join(map(_quoted, rule.choices)) or _text(rule.source),
        "from": _text(rule.minimum),
        "to": _text(rule.maximum),
        "where": _text(rule.formula),
        "": "" if rule.strict else "(warns only)",
    }
    words = {"title": rule.title, "message": rule.message, "error": rule.error}
    shown = " ".join(f"{name} {text}".strip() for name, text in conditions.items() if text)
    return " ".join(part for part in (place, rule.kind, shown, _options(words)) if part)


def _flag(rule: FlagRule) -> str:
    place = a1.range_address(rule.first_row, rule.first_column, rule.last_row, rule.last_column)
    return f"{place} {rule.colour} where {to_text(rule.when)}{' (stops)' if rule.stop else ''}"


def _link(link: Link) -> str:
    target = link.url or f"{a1.quote_sheet(link.sheet)}!{link.cell}"
    return f"{a1.address(link.row, link.column)} → {target} {_options({'tip': link.tip})}"


def _chart(chart: Chart) -> Iterator[str]:
    size = f"{chart.width} by {chart.height}"
    axes = _options(
        {
            "x": chart.x_title,
            "y": chart.y_title,
            "format": chart.number_format,
            "": "from zero" if chart.from_zero else "",
        }
    )
    yield f"  chart {a1.address(chart.row, chart.column)} {chart.kind} {_quoted(chart.title)} {size} {axes}"
    labels = a1.range_address(chart.first_row, chart.category_column, chart.last_row, chart.category_column)
    yield f"    along {a1.quote_sheet(chart.category_sheet)}!{labels}"
    for series in chart.series:
        cells = a1.range_address(series.first_row, series.column, series.last_row, series.column)
        yield f"    series {_quoted(series.name)} {a1.quote_sheet(series.sheet)}!{cells}"


def _value(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _text(node: Node | None) -> str:
    return "" if node is None else to_text(node)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _options(options: dict[str, str]) -> str:
    """The options that are set: words as they are, all others quoted behind their names."""
    return " ".join(f"{name}={_quoted(text)}" if name else text for name, text in options.items() if text)


def _pairs(pairs: dict[str, float]) -> str:
    return ", ".join(f"{name} {number:g}" for name, number in pairs.items())
