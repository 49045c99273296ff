"""Web pages written to a file: whole or not at all, and never over anything but an earlier page."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from sheetkit.core.errors import FileExists, FolderMissing, SheetkitError, not_written
from sheetkit.report.case import GENERATOR

_HEAD: Final = 4096
"""Bytes within which a page of sheetkit's names its maker."""


def write_page(path: str | os.PathLike[str], text: str, *, book: str | os.PathLike[str]) -> None:
    """Write a page about the workbook `book`; a page of that name which sheetkit made is replaced.

    Raises SheetkitError when the name is the workbook's own, FileExists when any other file has it, FolderMissing when
    its folder does not exist, WriteFailed when the disk refuses; every file is then as it was.
    """
    target = Path(os.path.realpath(path))
    if same_file(target, book):
        raise SheetkitError("This is the workbook itself.", path=str(path), hint="Choose another name for the page.")
    if target.is_file() and not _ours(target):
        raise FileExists(path=str(path))
    if target.exists() and not target.is_file():  # a device or a pipe takes it as it comes
        target.write_text(text, encoding="utf-8")
        return
    if not target.parent.is_dir():
        raise FolderMissing(path=str(target.parent))
    temporary = target.with_name(f".sheetkit-{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(target)
    except OSError as error:
        raise not_written(error, path, target.parent) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _ours(file: Path) -> bool:
    """Whether the head of a page says that sheetkit made it."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD).partition(b"</head>")[0]
    return head.lstrip().startswith(b"<!doctype html>") and GENERATOR.encode() in head


def same_file(path: Path, book: str | os.PathLike[str]) -> bool:
    """Whether both are one file; a workbook that is no file is none."""
    return path.exists() and os.path.exists(book) and path.samefile(book)  # noqa: PTH110 - `book` may be an address
