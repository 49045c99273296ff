"""Makes everything of a workbook but its cells, with XlsxWriter: sheets, styles, rules, notes, links, charts, names."""

import io
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.workbook import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from sheetkit.backends.excel import charts, formats, rules
from sheetkit.backends.excel.cells import Ink
from sheetkit.backends.excel.heights import ROW_HEIGHT
from sheetkit.backends.excel.tablepart import check_headers, table_range
from sheetkit.workbook import a1, palette
from sheetkit.workbook.cellstyles import styles_of
from sheetkit.workbook.model import Link, Note, Sheet, Style, Table, Workbook

SHARED_STRINGS: Final = "xl/sharedStrings.xml"
CORE: Final = "docProps/core.xml"
SAFE_LINKS: Final = ("https://", "http://", "mailto:")
"""Addresses that become links. All others (files, scripts, network shares) stay text."""

_MAX_URL: Final = 2079
_MAX_LINKS: Final = 65_530
_A4: Final = 9
_LEGIBLE: Final = 260
"""Characters that fit on the width of a landscape A4 page before the print becomes too small to read."""
_NOTE_WIDTH: Final = 250
_NOTE_LINE: Final = 40
_NOTE_LINE_HEIGHT: Final = 15


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The parts of the package by name, and the numbers of the styles in it. Its cells are for throwing away."""

    parts: Mapping[str, bytes]
    inks: Mapping[Style, Ink]


def sheet_part(number: int) -> str:
    """The name of the part of the sheet at a zero-based position."""
    return f"xl/worksheets/sheet{number + 1}.xml"


def make_skeleton(workbook: Workbook, created: datetime | None) -> Skeleton:
    """Build the skeleton.

    Raises RuleRefused, and ValueError where XlsxWriter would only warn and leave something out.
    """
    target = io.BytesIO()
    styles = styles_of(workbook.sheets)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            book = Book(target, _options())
            _fill(book, workbook, styles, created)
            book.close()
        except (UserWarning, XlsxWriterException) as reason:
            raise ValueError(str(reason)) from None
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return Skeleton(parts, formats.read_probes(parts[sheet_part(0)], styles))


def _options() -> dict[str, Any]:
    """What XlsxWriter is told; it writes into the dict of the font, so each workbook gets its own."""
    return {"in_memory": True, "default_format_properties": dict(formats.BASE_FONT)}


def _fill(book: Book, workbook: Workbook, styles: list[Style], created: datetime | None) -> None:
    properties = {"title": workbook.title, "subject": workbook.subject, "author": workbook.author}
    book.set_properties(properties | ({"created": _utc(created)} if created else {}))
    worksheets = [book.add_worksheet(sheet.name) for sheet in workbook.sheets]
    flags = {colour: formats.flag_format(book, colour) for colour in palette.FLAG_COLOURS}
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    for worksheet, sheet in zip(worksheets, workbook.sheets, strict=True):
        check_headers(sheet)
        _set_up(worksheet, sheet)
        _set_page(worksheet, sheet)
        _add_contents(worksheet, sheet)
        for validation in sheet.validations:
            rules.add_validation(worksheet, sheet.name, validation, workbook.layout)
        for flag in sheet.flags:
            rules.add_flag(worksheet, sheet.name, flag, workbook.layout, flags)
        for chart in sheet.charts:
            charts.add_chart(book, worksheet, chart, by_name)
    for name in workbook.names:
        last = (name.row + name.rows - 1, name.column + name.columns - 1)
        cells = a1.range_address(name.row, name.column, *last, absolute=True)
        book.define_name(name.name, f"={a1.quote_sheet(name.sheet)}!{cells}")
    worksheets[workbook.active_sheet].activate()
    _first_visible(workbook, worksheets).set_first_sheet()
    formats.add_probes(book, worksheets[0], styles)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _first_visible(workbook: Workbook, worksheets: list[Worksheet]) -> Worksheet:
    pairs = zip(worksheets, workbook.sheets, strict=True)
    return next((worksheet for worksheet, sheet in pairs if sheet.visibility == "visible"), worksheets[0])


def _set_up(worksheet: Worksheet, sheet: Sheet) -> None:
    for column in sorted(set(sheet.widths) | sheet.hidden_columns):
        options = {"hidden": True} if column in sheet.hidden_columns else {}
        worksheet.set_column(column, column, sheet.widths.get(column), None, options)
    worksheet.set_default_row(ROW_HEIGHT)
    for row, height in sheet.heights.items():
        worksheet.set_row(row, height)  # charts and notes are placed by it
    if sheet.freeze:
        worksheet.freeze_panes(*sheet.freeze)
    if sheet.tab_colour:
        worksheet.set_tab_color(f"#{palette.TABS[sheet.tab_colour]}")
    if sheet.visibility == "hidden":
        worksheet.hide()
    elif sheet.visibility == "very hidden":
        worksheet.very_hidden()
    if not sheet.gridlines:
        worksheet.hide_gridlines(2)
    for merge in sheet.merges:
        worksheet.merge_range(*merge, "")


def _set_page(worksheet: Worksheet, sheet: Sheet) -> None:
    page = sheet.page
    worksheet.set_paper(_A4)
    if page.landscape:
        worksheet.set_landscape()
    if page.fit_width:
        across = -(-_width(sheet) // (_LEGIBLE if page.landscape else _LEGIBLE * 2 // 3))
        worksheet.fit_to_pages(max(across, 1), 0)
        if across > 1 and sheet.freeze and sheet.freeze[1]:
            worksheet.repeat_columns(0, sheet.freeze[1] - 1)
    if page.repeat_rows:
        worksheet.repeat_rows(*page.repeat_rows)
    if page.breaks:
        worksheet.set_h_pagebreaks(page.breaks)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    small = f'&"{palette.FONT},Regular"&8'
    left = page.footer.replace("&", "&&") or "&A"
    worksheet.set_footer(f"&L{small}{left}&R{small}Page &P of &N")


def _width(sheet: Sheet) -> int:
    """The width of the columns that are shown, in characters."""
    return round(sum(width for column, width in sheet.widths.items() if column not in sheet.hidden_columns))


def _add_contents(worksheet: Worksheet, sheet: Sheet) -> None:
    for table in sheet.tables:
        _add_table(worksheet, table)
    if sheet.tables:
        # Ids are text on purpose: no green triangles for numbers stored as text.
        worksheet.ignore_errors({"number_stored_as_text": " ".join(table_range(table) for table in sheet.tables)})
    for note in sheet.notes:
        worksheet.write_comment(note.row, note.column, note.text, _note_box(note))
    for link in [link for link in sheet.links if _safe(link)][:_MAX_LINKS]:
        target = link.url or f"internal:{a1.quote_sheet(link.sheet)}!{link.cell}"
        worksheet.write_url(link.row, link.column, target, None, "link", link.tip or None)


def _add_table(worksheet: Worksheet, table: Table) -> None:
    """Declare the table with one row: XlsxWriter remembers each cell of a table, and the part is replaced anyway."""
    last = (table.row + 1, table.column + len(table.columns) - 1)
    columns = [{"header": name} for name in table.columns]
    worksheet.add_table(table.row, table.column, *last, {"name": table.name, "columns": columns})


def _note_box(note: Note) -> dict[str, object]:
    lines = sum(max(1, -(-len(line) // _NOTE_LINE)) for line in note.text.split("\n"))
    return {
        "author": "",
        "width": _NOTE_WIDTH,
        "height": max(3, lines + 1) * _NOTE_LINE_HEIGHT,
        "font_name": palette.FONT,
        "font_size": 9,
        "color": "#FFFBEA",
    }


def _safe(link: Link) -> bool:
    if not link.url:
        return True
    return link.url.lower().startswith(SAFE_LINKS) and len(link.url) <= _MAX_URL
