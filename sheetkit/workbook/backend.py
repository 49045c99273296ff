"""What every backend can do; the vocabulary is defined here once."""

from contextlib import AbstractContextManager
from typing import Protocol

from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Workbook
from sheetkit.workbook.patch import Patch


class Backend(Protocol):
    """One workbook in one program's keeping (a file, a spreadsheet, memory)."""

    @property
    def label(self) -> str:
        """Where the workbook is, as people say it: the path as it was given, or the spreadsheet's address."""

    @property
    def name(self) -> str:
        """What the workbook is called: the file's name or the spreadsheet's title."""

    @property
    def computes(self) -> bool:
        """Whether the program that keeps it always computes every formula itself, so that results are not written."""

    @property
    def backup(self) -> str:
        """Where `patch` keeps the version before; "" where the program keeps versions itself."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold it against other runs of sheetkit from reading to writing, as far as there is a way to."""

    def rehearsal(self) -> "AbstractContextManager[Backend]":
        """A copy to try things on, which is thrown away."""

    def write(self, workbook: Workbook) -> None:
        """Create the workbook; raises FileExists when there already is one."""

    def read(self) -> Grid:
        """The cells as they are now, and the revision they have."""

    def patch(self, patch: Patch, layout: Layout, *, backup: bool = True) -> str:
        """Apply the patch, all or nothing, and return the new revision.

        `layout` is where tables and names lie now. Without `backup` the version before is not kept, and an earlier one
        stays. Raises FileMoved when the revision is no longer `patch.revision`.
        """
