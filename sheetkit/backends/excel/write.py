"""Builds an .xlsx file from a workbook: the skeleton by XlsxWriter, the cells by our own hand, in one stream."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sheetkit.backends.excel import splice, tablepart
from sheetkit.backends.excel.rows import InCell, RowWriter, extent
from sheetkit.backends.excel.skeleton import CORE, SHARED_STRINGS, make_skeleton, sheet_part
from sheetkit.backends.excel.texts import SharedTexts
from sheetkit.backends.excel.zipstream import ZipStream
from sheetkit.core.errors import FileExists, FileMissing, WriteFailed
from sheetkit.formula import excel
from sheetkit.workbook.model import Workbook


def write(workbook: Workbook, path: str | os.PathLike[str], *, created: datetime | None = None) -> None:
    """Create the file at `path`; the same workbook and date give the same bytes.

    `created` is the date of creation in the document's properties, in UTC; None leaves it out. The file appears whole
    or not at all. Text is never a formula. Links lead to http, https and mail addresses or within the workbook, and Excel
    takes 65,530 a sheet; what any other would be on stays plain text.

    Raises FileExists when something has that name already, FileMissing when its folder does not exist, WriteFailed when
    the disk refuses, CellRefused for a value that no cell can hold (its message names the cell), RuleRefused for a
    validation beyond Excel's limits, and WorkbookTooLarge.
    """
    target = Path(path)
    with _new_file(target) as file:
        _write_package(workbook, file, created)


def _write_package(workbook: Workbook, file: BinaryIO, created: datetime | None) -> None:
    skeleton = make_skeleton(workbook, created)
    texts = SharedTexts()
    in_cell: InCell = excel.structured
    writer = RowWriter(skeleton.inks, texts, in_cell)
    sheets = {sheet_part(number): sheet for number, sheet in enumerate(workbook.sheets)}
    tables = {table.name: table for sheet in workbook.sheets for table in sheet.tables}
    package = ZipStream(file)
    for name, part in skeleton.parts.items():
        if name in sheets:
            package.add(name, splice.with_rows(part, extent(sheets[name]), writer.rows(sheets[name])))
        elif name.startswith("xl/tables/"):
            package.add(name, [tablepart.table_part(part, tables[tablepart.table_name(part)], in_cell)])
        elif name == CORE and created is None:
            package.add(name, [splice.undated(part)])
        elif name != SHARED_STRINGS:
            package.add(name, [part])
    package.add(SHARED_STRINGS, texts.part())
    package.finish()


@contextmanager
def _new_file(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the name `target` only when it is complete and on the disk, and never another's place."""
    if target.exists() or target.is_symlink():
        raise FileExists(path=str(target))
    if not target.parent.is_dir():
        raise FileMissing(f"There is no folder {target.parent}.", path=str(target), hint="Make the folder first.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _give_name(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise WriteFailed(f"{error.strerror or error}.", path=str(target)) from error


def _give_name(draft: Path, target: Path) -> None:
    draft.chmod(0o666 & ~_umask())
    try:
        os.link(draft, target)  # unlike a rename, this fails when somebody took the name meanwhile
    except FileExistsError:
        raise FileExists(path=str(target)) from None
    except OSError:  # a file system without links
        draft.replace(target)
    _sync_folder(target.parent)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows gives no handle on a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
