"""An .xlsx file as a backend: build, read, patch."""

import os
from pathlib import Path

from sheetkit.backends.excel.patch import apply
from sheetkit.backends.excel.read import read
from sheetkit.backends.excel.write import write
from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Workbook
from sheetkit.workbook.patch import Patch


class ExcelBackend:
    """One .xlsx file. It implements `workbook.backend.Backend`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def write(self, workbook: Workbook) -> None:
        """Build the file. Raises FileExists when there already is one."""
        write(workbook, self.path)

    def read(self) -> Grid:
        """The cells as they are in the file. Raises FileMissing or PackageRefused."""
        return read(self.path)

    def patch(self, patch: Patch, layout: Layout) -> str:
        """Change the file in place, keeping all the rest of it; the new revision.

        Raises FileBusy, FileMoved or PatchRefused; the file is then as it was.
        """
        return apply(self.path, patch, layout).revision
