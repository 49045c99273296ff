"""What sheetkit raises when an operation cannot be done; a person's wrong data is a Problem instead."""

import errno
import os
from collections.abc import Sequence
from typing import ClassVar

from sheetkit.core.problem import Problem


class SheetkitError(Exception):
    """sheetkit could not do this."""

    hint: ClassVar[str] = ""

    def __init__(self, message: str = "", *, path: str = "", hint: str = "", problems: Sequence[Problem] = ()) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.path = path
        self.advice = hint or self.hint
        self.problems = tuple(problems)
        super().__init__(self.message)

    def __str__(self) -> str:
        parts = [f"{self.path}: {self.message}" if self.path else self.message]
        if self.advice:
            parts.append(self.advice)
        for problem in self.problems:
            place = f"{problem.place}: " if problem.place else ""
            parts.append(f"  {place}{problem.message} {problem.hint}".rstrip())
        return "\n".join(parts)


class TemplateInvalid(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """The template has mistakes; each is listed with its file, line and a hint."""


class FormulaInvalid(SheetkitError):  # noqa: N818
    """The formula cannot be understood.

    `position` is the zero-based character of the formula text at which it went wrong.
    """

    def __init__(self, message: str = "", *, position: int = 0, hint: str = "") -> None:
        super().__init__(message or "The formula cannot be understood.", hint=hint)
        self.position = position


class FileMissing(SheetkitError):  # noqa: N818
    """There is no such file."""

    hint = "Check the name; `ls` shows what is in the folder."


class FolderMissing(FileMissing):
    """There is no such folder."""

    hint = "Make the folder first."


class FileExists(SheetkitError):  # noqa: N818
    """The file is already there, and sheetkit does not overwrite what it did not just make."""

    hint = "Choose another name or move the old file away."


class FileBusy(SheetkitError):  # noqa: N818
    """The workbook is open in another program or another sheetkit is writing it."""

    hint = "Save and close it there, then run the command again. Nothing was changed."


class FileMoved(SheetkitError):  # noqa: N818
    """The workbook changed while sheetkit was working on it."""

    hint = "Nothing was changed. Run the command again."


class PackageRefused(SheetkitError):  # noqa: N818
    """The file is not a workbook that sheetkit can open safely."""

    hint = "The file was not changed."


class PatchRefused(SheetkitError):  # noqa: N818
    """The change cannot be made without risk to the rest of the workbook."""

    hint = "The file was not changed."


class WriteFailed(SheetkitError):  # noqa: N818
    """The file could not be written; the one that was there is still there, unchanged."""

    hint = "Make room or give yourself the right to write in that folder, then run the command again."


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def not_written(error: OSError, path: str | os.PathLike[str], folder: str | os.PathLike[str]) -> WriteFailed:
    """What it means that the system refused to write a file into a folder, with advice."""
    unchanged = "Nothing was changed."
    if error.errno in _FULL:
        return WriteFailed("The disk is full.", path=os.fspath(path), hint=f"Make room, then try again. {unchanged}")
    if error.errno in _FORBIDDEN:
        hint = f"Give yourself the right to write in {os.fspath(folder)}, or use another folder. {unchanged}"
        return WriteFailed("The folder of this file cannot be written to.", path=os.fspath(path), hint=hint)
    return WriteFailed(f"The disk refused: {error.strerror or error}.", path=os.fspath(path), hint=unchanged)


class NotSheetkitWorkbook(SheetkitError):  # noqa: N818
    """The workbook was not built by sheetkit: it carries no template."""

    hint = (
        "If it once was, its hidden tab _sheetkit is gone: go back to an earlier version (after an update one lies "
        "beside a file, its name ending in .bak; of a spreadsheet see File, Version history). Otherwise start one with "
        "`sheetkit new` and bring the rows in with `sheetkit import`."
    )
