"""Web pages written to a file: whole or not at all, and never over a workbook."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from sheetkit.core.errors import FileExists, SheetkitError, WriteFailed

_PAGES: Final = (".html", ".htm")


def write_page(path: str | os.PathLike[str], text: str, *, book: str | os.PathLike[str]) -> None:
    """Write a page about the workbook `book`; an earlier page of that name is replaced.

    Raises SheetkitError when the name is the workbook's own, FileExists when some file that is no page has it,
    WriteFailed when the disk refuses; every file is then as it was.
    """
    target = Path(os.path.realpath(path))
    if same_file(target, book):
        raise SheetkitError("This is the workbook itself.", path=str(path), hint="Choose another name for the page.")
    if target.is_file() and target.suffix.lower() not in _PAGES:
        raise FileExists(path=str(path), hint="Choose a name for the page that ends in .html.")
    if target.exists() and not target.is_file():  # a device or a pipe takes it as it comes
        target.write_text(text, encoding="utf-8")
        return
    temporary = target.with_name(f".sheetkit-{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(target)
    except OSError as error:
        hint = "Make room or choose another folder. Nothing was changed."
        raise WriteFailed(f"The page could not be written: {error.strerror}.", path=str(path), hint=hint) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def same_file(path: Path, book: str | os.PathLike[str]) -> bool:
    """Whether both are one file; a workbook that is no file is none."""
    return path.exists() and os.path.exists(book) and path.samefile(book)  # noqa: PTH110 - `book` may be an address
