"""A new text file that a command writes: never over another, and gone again when it could not be finished."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from sheetkit.core.errors import FileExists, FolderMissing, not_written


@contextmanager
def new_file(path: Path, *, encoding: str = "utf-8", newline: str | None = None) -> Iterator[TextIO]:
    """The file, open to be written. Raises FileExists, FolderMissing, and WriteFailed when the disk refuses."""
    if not path.parent.is_dir():
        raise FolderMissing(path=str(path.parent))
    try:
        opened = path.open("x", encoding=encoding, newline=newline)
    except FileExistsError:
        raise FileExists(path=str(path)) from None
    except OSError as error:
        raise not_written(error, path, path.parent) from None
    try:
        with opened:
            yield opened
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise not_written(error, path, path.parent) from None
