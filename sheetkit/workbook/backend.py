"""What every backend can do; the vocabulary is defined here once."""

from typing import Protocol

from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Workbook
from sheetkit.workbook.patch import Patch


class Backend(Protocol):
    """One workbook in one program's keeping (a file, a spreadsheet, memory)."""

    def write(self, workbook: Workbook) -> None:
        """Create the workbook; raises FileExists when there already is one."""

    def read(self) -> Grid:
        """The cells as they are now, and the revision they have."""

    def patch(self, patch: Patch, layout: Layout) -> str:
        """Apply the patch, all or nothing, and return the new revision.

        `layout` is where tables and names lie now. Raises FileMoved when the revision is no longer `patch.revision`.
        """
