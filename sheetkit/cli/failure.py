"""The one place that turns whatever went wrong into advice, JSON and an exit code; no traceback reaches a person."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click

from sheetkit.core.errors import SheetkitError
from sheetkit.core.problem import Problem

FAILURE = 2
"""The exit code of a command that could not do its work."""
MOST_ALIKE = 40
"""So many problems of one kind are shown on the terminal; JSON has them all."""

_REASONS = {
    errno.EACCES: ("You have no permission for this.", "Check who owns the file and the folder."),
    errno.EPERM: ("You have no permission for this.", "Check who owns the file and the folder."),
    errno.ENOENT: ("There is no such file or folder.", "Check the name; `ls` shows what is in the folder."),
    errno.EISDIR: ("This is a folder, not a file.", "Name a file in it."),
    errno.ENOTDIR: ("A part of this path is a file, not a folder.", "Check the path."),
    errno.ENOSPC: ("The disk is full.", "Make room and run the command again; no file was left half written."),
    errno.EROFS: ("The disk can only be read.", "Copy the workbook to a folder you can write to."),
    errno.ENAMETOOLONG: ("The name is too long for this disk.", "Choose a shorter one."),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command could not do its work, and what to do about it."""

    kind: str
    message: str
    hint: str = ""
    path: str = ""
    problems: tuple[Problem, ...] = ()

    def lines(self) -> list[str]:
        """The failure as text."""
        from sheetkit.report.layout import visible
        from sheetkit.report.problems import listing

        where = f"{visible(self.path)}: " if self.path else ""
        lines = [where + line for line in [_printable(self.message)]]
        lines += listing(self.problems, most=MOST_ALIKE) + [""] * bool(self.problems)
        return [*lines, _printable(self.hint)] if self.hint else lines

    def as_dict(self) -> dict[str, Any]:
        """The failure as the JSON output shows it."""
        return asdict(self) | {"problems": [problem.as_dict() for problem in self.problems]}


def explained(error: BaseException) -> Failure:
    """What an exception means to the person who ran the command."""
    match error:
        case SheetkitError():
            kind = type(error).__name__
            return Failure(kind, error.message, error.advice, error.path, error.problems)
        case click.ClickException():
            return Failure("Usage", error.format_message(), _usage_hint(error))
        case KeyboardInterrupt() | click.exceptions.Abort():
            return Failure("Stopped", "Stopped.", "Every file is either as it was or complete.")
        case MemoryError():
            return Failure("Memory", "There is not enough memory for this.", "Close other programs, or split the file.")
        case OSError():
            message, hint = _REASONS.get(error.errno or 0, (f"{error.strerror or error}.", ""))
            return Failure("File", message, hint, str(error.filename or ""))
        case _:
            return Failure("Mistake", f"This is a mistake in sheetkit: {type(error).__name__}: {error}", _REPORT)


_REPORT = (
    "Every file is either as it was or complete. Please report it: run the command again with SHEETKIT_DEBUG=1, and "
    "send what it prints together with the command and `sheetkit --version`, without private data."
)


def told(error: BaseException, arguments: Sequence[str]) -> int:
    """Say what went wrong, on standard error and with --json on standard output too; the exit code."""
    from sheetkit.cli.screen import nowhere

    if isinstance(error, BrokenPipeError | SystemExit):  # click makes the one into the other
        sys.stdout = nowhere()  # nobody reads on: end quietly
        return FAILURE
    try:
        _tell(error, arguments)
    except OSError:  # not even this can be written
        sys.stdout = nowhere()
    return FAILURE


def _tell(error: BaseException, arguments: Sequence[str]) -> None:
    from sheetkit.cli.screen import coloured, data

    failure = explained(error)
    if os.environ.get("SHEETKIT_DEBUG"):
        traceback.print_exception(error)
    first, *rest = failure.lines()
    lead = click.style(first, fg="red", bold=True) if coloured(sys.stderr) else first
    click.echo("\n".join([lead, *rest]), err=True, color=True)
    if "--json" in arguments:
        from sheetkit.app.results import JSON_VERSION

        command = next((argument for argument in arguments if not argument.startswith("-")), "")
        data({"sheetkit": JSON_VERSION, "command": command, "error": failure.as_dict()})


def _usage_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"`{context.command_path} --help` shows how it is used." if context else ""


def _printable(text: str) -> str:
    from sheetkit.report.layout import visible

    return "\n".join(visible(line) for line in text.splitlines())
