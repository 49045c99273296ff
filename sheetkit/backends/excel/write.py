"""Builds an .xlsx file from a workbook: the skeleton by XlsxWriter, the cells by our own hand, in one stream."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sheetkit.backends.excel import splice, store, tablepart
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.rows import RowWriter, extent
from sheetkit.backends.excel.skeleton import CORE, SHARED_STRINGS, make_skeleton, sheet_part
from sheetkit.backends.excel.texts import SharedTexts
from sheetkit.backends.excel.zipstream import zipped
from sheetkit.core.errors import FileExists, FolderMissing
from sheetkit.formula import excel
from sheetkit.workbook.model import Workbook


def write(workbook: Workbook, path: str | os.PathLike[str], *, created: datetime | None = None) -> None:
    """Create the file at `path`; the same workbook and date give the same bytes.

    `created` is the date of creation in the document's properties, in UTC; None leaves it out. The file appears whole
    or not at all. Text is never a formula. Links lead to http, https and mail addresses or within the workbook; Excel
    takes 65,530 a sheet. The text of any other stays plain.

    Raises FileExists when something has that name already, FolderMissing, WriteFailed when the disk refuses,
    CellRefused for a value that no cell can hold (its message names the cell), RuleRefused for a validation beyond
    Excel's limits, WorkbookTooLarge, and PackageRefused when the file would be beyond the limits within which sheetkit
    reads it again.
    """
    target = Path(path)
    if os.path.lexists(target):
        raise FileExists(path=str(target))
    if not target.parent.is_dir():
        raise FolderMissing(path=str(target.parent))
    store.create(target, zipped(_parts(workbook, created)), check=_check)


def _parts(workbook: Workbook, created: datetime | None) -> Iterator[tuple[str, Iterable[bytes]]]:
    skeleton = make_skeleton(workbook, created)
    texts = SharedTexts()
    writer = RowWriter(skeleton.inks, texts, excel.structured)
    sheets = {sheet_part(number): sheet for number, sheet in enumerate(workbook.sheets)}
    tables = {table.name: table for sheet in workbook.sheets for table in sheet.tables}
    for name, part in skeleton.parts.items():
        if name in sheets:
            yield name, splice.with_rows(part, extent(sheets[name]), writer.rows(sheets[name]))
        elif name.startswith("xl/tables/"):
            yield name, [tablepart.table_part(part, tables[tablepart.table_name(part)], excel.structured)]
        elif name == CORE and created is None:
            yield name, [splice.undated(part)]
        elif name != SHARED_STRINGS:
            yield name, [part]
    yield SHARED_STRINGS, texts.part()  # last: by now every sheet has been written


def _check(draft: Path) -> None:
    Package.open(draft)
