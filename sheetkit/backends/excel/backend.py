"""An .xlsx file as a backend: build, read, patch."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sheetkit.backends.excel import store
from sheetkit.backends.excel.patch import apply
from sheetkit.backends.excel.read import read
from sheetkit.backends.excel.write import write
from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Workbook
from sheetkit.workbook.patch import Patch


class ExcelBackend:
    """One .xlsx file. It implements `workbook.backend.Backend`."""

    computes = False
    """Programs show the results that the file holds until they compute anew, so results are written."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    @property
    def label(self) -> str:
        """The path as it was given."""
        return str(self.path)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def backup(self) -> str:
        """Where the version before the last change is kept."""
        return str(store.backup_path(self.path))

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold the file against other runs of sheetkit. Raises FileBusy, FileMissing or WriteFailed."""
        return store.locked(self.path)

    @contextmanager
    def rehearsal(self) -> "Iterator[ExcelBackend]":
        """A copy of the file in a folder of its own, thrown away afterwards."""
        with TemporaryDirectory() as folder:
            yield ExcelBackend(shutil.copy(self.path, folder))

    def write(self, workbook: Workbook) -> None:
        """Build the file. Raises FileExists when there already is one."""
        write(workbook, self.path)

    def read(self) -> Grid:
        """The cells as they are in the file. Raises FileMissing or PackageRefused."""
        return read(self.path)

    def patch(self, patch: Patch, layout: Layout, *, backup: bool = True) -> str:
        """Change the file in place, keeping all the rest of it; the new revision.

        Raises FileBusy, FileMoved or PatchRefused; the file is then as it was.
        """
        return apply(self.path, patch, layout, backup=backup).revision
